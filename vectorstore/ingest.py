"""From files to an index: builds a new generation and puts it in place.

Only what changed is embedded; the vectors of texts that an earlier generation of the same
model had are carried over. Whatever goes wrong before the last step, the index in use stays.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.documents.chunking import is_indexed, split
from vectorstore.documents.load import find_files, read_all, read_provenance
from vectorstore.documents.outline import outline
from vectorstore.documents.passage_text import IndexText, index_text
from vectorstore.embedding.encoders import (
    BUNDLED,
    batch_encoder,
    embed_in_batches,
    fingerprint,
    query_encoder,
)
from vectorstore.errors import IndexDamaged, IndexMissing, NoDocuments, UnreadableFile
from vectorstore.index import generations, verbatim
from vectorstore.index.catalog import Catalog, Entry, RetiredPassage, write_catalog
from vectorstore.index.manifest import Manifest, code_versions, read_manifest, write_manifest
from vectorstore.index.vectors_file import DIGESTS, VECTORS
from vectorstore.types import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: So many characters are embedded by the engine that loads in milliseconds. It is three times slower
#: than sentence-transformers, whose loading takes as long as this many characters.
_FEW = 8000
#: From this many passages on, a sample of them is looked up instead of all.
_CHECK_ALL = 5000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come. `stage` is reading, embedding, writing or checking."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that was not read, and the reason as in `UnreadableFile`.

    `detail` says which part it concerns: page numbers, a sheet, an attachment's name, a format.
    """

    file: str
    reason: str
    detail: str = ""


def _skipped(exc: UnreadableFile) -> Skipped:
    return Skipped(str(exc.params["file"]), str(exc.params["reason"]), str(exc.params.get("detail", "")))


@dataclass(frozen=True, slots=True)
class Report:
    """What an ingest did: files by what became of them, and how many passages."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    passages: int
    embedded: int
    carried: int
    seconds: float
    generation: str


def ingest(
    paths: Sequence[Path],
    index: Path,
    model: str = BUNDLED,
    only: bool = False,
    rebuild: bool = False,
    report: Callable[[Progress], None] = lambda _: None,
    vectors_of: Path | None = None,
) -> Report:
    """Index the files at or below `paths`, together with what was ingested before.

    With `only`, what was ingested before from elsewhere is dropped; with `rebuild`, nothing of
    the index in use is carried over but the passages that it had. `vectors_of` is another index
    whose vectors are used for the texts that it has as well; nothing else of it is. Raises
    `NoDocuments`, `IndexBusy`, `IndexDamaged`, `EmbeddingUnavailable`.
    """
    started = time.monotonic()
    with generations.writer(index):
        before = _Before.open(index)
        roots = _roots(paths, () if only else before.roots)
        entries, skipped = _read(roots, report)
        if not entries:
            raise NoDocuments(paths=", ".join(roots), skipped=len(skipped), unread=tuple(skipped))
        hashes = {entry.document.file: entry.document.sha256 for entry in entries}
        changes = _compare(before, entries)
        same = before.usable(model) and not (changes["added"] or changes["changed"] or changes["removed"])
        passages = sum(is_indexed(p) for entry in entries for p in entry.passages)
        embedded = carried = 0
        name = before.folder.name if before.folder else ""
        if rebuild or not same or before.roots != roots:
            folder = generations.begin(index)
            try:
                known = {} if rebuild else before.vectors(model)
                if vectors_of is not None:
                    known = {**_Before.open(vectors_of).vectors(model), **known}
                embedded, carried = _build(folder, entries, before, known, model, roots, hashes, report)
                name = generations.put_in_place(index, folder).name
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        return Report(
            tuple(changes["added"]),
            tuple(changes["changed"]),
            tuple(changes["unchanged"]),
            tuple(changes["removed"]),
            tuple(skipped),
            passages,
            embedded,
            carried,
            time.monotonic() - started,
            name,
        )


@dataclass(frozen=True, slots=True)
class _Before:
    """The generation in use when the ingest began; all empty where there is none."""

    folder: Path | None
    manifest: Manifest | None
    catalog: Catalog | None

    @classmethod
    def open(cls, index: Path) -> _Before:
        try:
            folder = generations.current(index)
            catalog = Catalog.open(folder)
            # What is damaged further in must not stop the rebuild that is to mend it.
            catalog.check()
            return cls(folder, read_manifest(folder), catalog)
        except (IndexMissing, IndexDamaged):
            return cls(None, None, None)

    @property
    def roots(self) -> tuple[str, ...]:
        return self.manifest.roots if self.manifest else ()

    def usable(self, model: str) -> bool:
        return bool(
            self.manifest
            and self.manifest.versions == code_versions()
            and self.manifest.model == fingerprint(model)
        )

    def vectors(self, model: str) -> dict[str, NDArray[np.float32]]:
        """The vector of each text digest, where the same model made it."""
        if not self.folder or not self.manifest or self.manifest.model != fingerprint(model):
            return {}
        import numpy as np

        try:
            digests = json.loads((self.folder / DIGESTS).read_text(encoding="ascii"))
            vectors = np.load(self.folder / VECTORS)
        except (OSError, ValueError):
            return {}
        return dict(zip(digests, vectors, strict=False)) if len(digests) == len(vectors) else {}


def _roots(paths: Sequence[Path], before: Sequence[str]) -> tuple[str, ...]:
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise NoDocuments(paths=", ".join(missing), skipped=0)
    return tuple(dict.fromkeys([*before, *(str(path.resolve()) for path in paths)]))


def _read(roots: Sequence[str], report: Callable[[Progress], None]) -> tuple[list[Entry], list[Skipped]]:
    entries: dict[str, Entry] = {}
    skipped: list[Skipped] = []
    seen: set[Path] = set()
    todo = [(root, path, name) for root in roots for path, name in find_files(Path(root))]
    provenance = {}
    for root in roots:
        folder = Path(root) if Path(root).is_dir() else Path(root).parent
        try:
            provenance[root] = read_provenance(folder)
        except UnreadableFile as exc:
            provenance[root] = {}
            skipped.append(_skipped(exc))
    for done, (root, path, name) in enumerate(todo, 1):
        if path.resolve() in seen:
            continue
        seen.add(path.resolve())
        if name in entries:
            name = f"{Path(root).name}/{name}"
        documents, failed = read_all(path, name, provenance[root])
        skipped += [_skipped(exc) for exc in failed]
        for document in documents:
            nodes = outline(document)
            entries[document.file] = Entry(root, document, nodes, split(document, nodes))
        report(Progress("reading", done, len(todo)))
    return [entries[name] for name in sorted(entries)], skipped


def _compare(before: _Before, entries: Sequence[Entry]) -> dict[str, list[str]]:
    records = {record.file: record for record in before.catalog.documents()} if before.catalog else {}
    changes: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": [], "removed": []}
    for entry in entries:
        old = records.pop(entry.document.file, None)
        same = old and (old.sha256, old.metadata) == (entry.document.sha256, entry.document.metadata)
        changes["added" if old is None else "unchanged" if same else "changed"].append(entry.document.file)
    changes["removed"] = sorted(records)
    return changes


def _build(
    folder: Path,
    entries: Sequence[Entry],
    before: _Before,
    known: dict[str, NDArray[np.float32]],
    model: str,
    roots: tuple[str, ...],
    hashes: dict[str, str],
    report: Callable[[Progress], None],
) -> tuple[int, int]:
    """Write all files of a generation and check them. Returns embedded and carried counts."""
    import numpy as np

    from vectorstore.index.bm25 import write_lexical
    from vectorstore.index.chroma import write_vectors

    indexed = [(entry, p) for entry in entries for p in entry.passages if is_indexed(p)]
    texts = [index_text(entry.document, passage) for entry, passage in indexed]
    vectors, embedded = _vectors(texts, known, model, report)
    write_catalog(folder, entries, _retired(before, entries))
    write_lexical(folder, ((p.key, text.bare) for (_, p), text in zip(indexed, texts, strict=True)))
    verbatim.build(folder / verbatim.FOLDER, ((entry.document, entry.passages) for entry in entries))
    np.save(folder / VECTORS, vectors)
    (folder / DIGESTS).write_text(json.dumps([text.digest for text in texts]), encoding="ascii")
    write_vectors(
        folder,
        [p.key for _, p in indexed],
        [p.span.of(entry.document.text) for entry, p in indexed],
        [_chroma_metadata(entry, p) for entry, p in indexed],
        vectors,
        lambda done: report(Progress("writing", done, len(indexed))),
    )
    manifest = Manifest(
        versions=code_versions(),
        model=fingerprint(model),
        dimension=int(vectors.shape[1]),
        roots=roots,
        documents=hashes,
        passages=len(indexed),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    write_manifest(folder, manifest)
    check_generation(folder, report)
    return embedded, len(texts) - embedded


def _chroma_metadata(entry: Entry, passage: Passage) -> dict[str, str | int]:
    """What LangChain finds in a retrieved document's metadata."""
    return {
        "key": passage.key,
        "file": passage.file,
        "start": passage.span.start,
        "end": passage.span.end,
        "paragraph": passage.paragraph,
        "title": entry.document.title,
        "path": " > ".join(passage.path),
    }


def _vectors(
    texts: Sequence[IndexText],
    known: dict[str, NDArray[np.float32]],
    model: str,
    report: Callable[[Progress], None],
) -> tuple[NDArray[np.float32], int]:
    """The vectors of all texts, float32 of shape (n, d), and how many were embedded now."""
    import numpy as np

    new = [text for text in {t.digest: t for t in texts}.values() if text.digest not in known]
    if new:
        report(Progress("embedding", 0, len(new)))
        few = sum(len(text.dense) for text in new) <= _FEW
        encoder = query_encoder(model) if few else batch_encoder(model)
        made = embed_in_batches(
            encoder, [t.dense for t in new], lambda done: report(Progress("embedding", done, len(new))), 32
        )
        known = {**known, **{t.digest: np.asarray(v, np.float32) for t, v in zip(new, made, strict=True)}}
    return np.stack([known[text.digest] for text in texts]), len(new)


def _retired(before: _Before, entries: Sequence[Entry]) -> list[RetiredPassage]:
    """Passages that were there before and are not any more, those of earlier times included."""
    if not before.catalog:
        return []
    present = {p.key for entry in entries for p in entry.passages}
    retired = {r.key: r for r in before.catalog.all_retired() if r.key not in present}
    today = datetime.now(UTC).date().isoformat()
    for record in before.catalog.documents():
        row = before.catalog.passages(record.file)
        for index, passage in enumerate(row):
            if passage.key in present:
                continue
            retired[passage.key] = RetiredPassage(
                passage.key,
                passage.file,
                before.catalog.passage_text(passage),
                passage.path,
                passage.paragraph,
                row[index - 1].key if index else "",
                row[index + 1].key if index + 1 < len(row) else "",
                today,
            )
    return list(retired.values())


def check_generation(folder: Path, report: Callable[[Progress], None] = lambda _: None) -> None:
    """Raise `IndexDamaged` unless the generation's parts are whole and agree.

    The catalogue, the lexical index and the vectors hold the same passages, and every passage
    (a sample, where there are very many) finds itself in Chroma as read back from disk.
    """
    import numpy as np

    from vectorstore.index.bm25 import LexicalIndex
    from vectorstore.index.chroma import lost_vectors

    manifest = read_manifest(folder)
    catalog = Catalog.open(folder)
    try:
        catalog.check()
        passages = [p for p, _ in catalog.all_passages()]
        keys = [p.key for p in passages if is_indexed(p)]
        vectors = np.load(folder / VECTORS, mmap_mode="r")
    except (OSError, ValueError) as exc:
        raise IndexDamaged(folder=str(folder), reason=f"{VECTORS}: {exc}") from exc
    finally:
        catalog.close()
    found = {"catalogue": len(keys), "vectors": len(vectors), "lexical": len(LexicalIndex.open(folder))}
    for part, count in found.items():
        if count != manifest.passages:
            raise IndexDamaged(folder=str(folder), reason=f"{part}: {count} of {manifest.passages}")
    known = len(verbatim.VerbatimIndex.open(folder / verbatim.FOLDER))
    if known > len(passages) or (passages and not known):
        raise IndexDamaged(folder=str(folder), reason=f"verbatim: {known} of {len(passages)}")
    step = max(1, len(keys) // _CHECK_ALL)
    report(Progress("checking", 0, len(keys)))
    lost = lost_vectors(folder, keys[::step], np.ascontiguousarray(vectors[::step]))
    if lost and not (step > 1 and lost == ["count"]):
        raise IndexDamaged(folder=str(folder), reason=f"chroma: {len(lost)} passages do not find themselves")
    report(Progress("checking", len(keys), len(keys)))
