"""From files to an index: builds a new generation and puts it in place.

Only what changed is embedded; the vectors of texts that an earlier generation of the same
model had are carried over, and those of an ingest that did not end. Whatever goes wrong before
the last step, the index in use stays.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.documents.chunking import is_indexed
from vectorstore.documents.passage_text import IndexText, index_text
from vectorstore.embedding.encoders import BUNDLED, batch_encoder, fingerprint, query_encoder
from vectorstore.errors import IndexDamaged, IndexMissing, NoDocuments, NothingLeft
from vectorstore.index import faults, file_sums, generations, verbatim
from vectorstore.index.catalog import Catalog, Entry, RetiredPassage, write_catalog
from vectorstore.index.dense_check import check_dense
from vectorstore.index.journal import Journal
from vectorstore.index.manifest import Manifest, code_versions, read_manifest, write_manifest
from vectorstore.index.previous import Previous, is_away, known_roots, remember_roots, taken_out
from vectorstore.index.reading import DocumentsRead, Skipped, documents_kept, read_documents
from vectorstore.index.source_status import source_of
from vectorstore.index.vectors_file import DIGESTS, VECTORS
from vectorstore.types import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: So many characters are embedded by the engine that loads in milliseconds. It is five times slower
#: than the runtime, whose loading takes as long as this many characters.
_FEW = 2500
#: So many texts at most are embedded again after a kill.
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come. `stage` is reading, embedding, writing or checking."""

    stage: str
    done: int
    total: int


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
    #: Files that can't be read now and keep the passages that they had.
    away: tuple[str, ...] = ()
    #: What a file that was read holds besides, such as pictures, a hidden sheet or an attachment.
    notes: tuple[Skipped, ...] = ()
    #: Documents that a person removed and whose files are still there.
    taken_out: tuple[str, ...] = ()


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
    the index in use is carried over but the passages that it had. A file or folder that can't be
    read now keeps its passages. What a damaged index lost is built anew. What `remove` took out
    stays out, unless its file is named here or `only` is set. `vectors_of` is another
    index whose vectors are used for the texts that it has as well; nothing else of it is. Raises
    `NoDocuments`, `IndexMissing` where there is nothing to index again, `IndexBusy`,
    `IndexDamaged`, `IndexUnavailable`, `RootsUnknown`, `EmbeddingUnavailable`.
    """
    started = time.monotonic()
    with generations.writer(index), faults.writing(index):
        before = Previous.open(index)
        old_roots = () if only else known_roots(index)
        roots = _roots(paths, old_roots)
        if not roots:
            raise IndexMissing(folder=str(index))
        unwanted = frozenset() if only else _still_out(taken_out(index), paths)
        found = read_documents(
            roots,
            before.catalog,
            partial(is_away, index),
            lambda done, total: report(Progress("reading", done, total)),
            unwanted,
            not rebuild and before.reads_alike(),
        )
        if not found.entries:
            raise NoDocuments(paths=", ".join(roots), skipped=len(found.skipped), unread=found.skipped)
        anew = rebuild or old_roots != roots
        return _placed(index, before, roots, found, model, anew, rebuild, vectors_of, report, started)


def remove(
    names: Collection[tuple[str, str]],
    index: Path,
    model: str = BUNDLED,
    roots: Collection[str] = (),
    report: Callable[[Progress], None] = lambda _: None,
) -> Report:
    """Take documents out of the index, though their files stay; `roots` are dropped with all below.

    `names` are (root, document), or (root, archive) for all of an archive. Later ingests leave them
    out as well. No file is read unless the index is of another program's version. Raises
    `NothingLeft`, `IndexMissing`, `IndexBusy`, `IndexDamaged`, `IndexUnavailable`, `RootsUnknown`,
    `EmbeddingUnavailable`.
    """
    started = time.monotonic()
    with generations.writer(index), faults.writing(index):
        before = Previous.open(index)
        if before.catalog is None:
            generations.current(index)  # says that there is no index yet, where that is so
            raise IndexDamaged(folder=str(index), reason="catalogue")
        # A root that is a single file goes with its only document.
        single = {root for root, file in names if source_of(root, file) == Path(root)}
        kept_roots = tuple(r for r in known_roots(index) if r not in roots and r not in single)
        out = {one for one in {*taken_out(index), *names} if one[0] in kept_roots}
        if before.fits(fingerprint(model)):
            found = documents_kept(before.catalog, kept_roots, out)
        else:
            found = read_documents(
                kept_roots,
                before.catalog,
                partial(is_away, index),
                lambda done, total: report(Progress("reading", done, total)),
                out,
            )
        if not found.entries:
            raise NothingLeft(count=len(before.catalog.documents()))
        return _placed(index, before, kept_roots, found, model, True, False, None, report, started)


def _still_out(out: Collection[tuple[str, str]], paths: Sequence[Path]) -> frozenset[tuple[str, str]]:
    """What was removed and is not asked for again: to name a file itself takes it in again."""
    named = {path.resolve() for path in paths if path.is_file()}

    def is_named(root: str, file: str) -> bool:
        source = source_of(root, file).resolve()
        return source in named or any(above in named for above in source.parents)

    return frozenset(one for one in out if not is_named(*one))


def _placed(
    index: Path,
    before: Previous,
    roots: tuple[str, ...],
    found: DocumentsRead,
    model: str,
    anew: bool,
    rebuild: bool,
    vectors_of: Path | None,
    report: Callable[[Progress], None],
    started: float,
) -> Report:
    """Build a generation of the documents found and put it in place, where anything changed or `anew`."""
    entries = found.entries
    changes = _compare(before, entries)
    made_by = fingerprint(model)
    same = before.fits(made_by) and not (changes["added"] or changes["changed"] or changes["removed"])
    passages = sum(is_indexed(p) for entry in entries for p in entry.passages)
    embedded = carried = 0
    name = before.folder.name if before.folder else ""
    if anew or not same:
        folder = generations.begin(index)
        journal = Journal(index, made_by, rebuild)
        try:
            known = {} if rebuild else before.vectors(made_by)
            if vectors_of is not None:
                known = {**Previous.open(vectors_of).vectors(made_by), **known}
            embedded, carried = _build(folder, found, before, known, journal, model, roots, report)
            name = generations.put_in_place(index, folder).name
            remember_roots(index, roots, found.taken_out)
            journal.remove()
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return Report(
        tuple(changes["added"]),
        tuple(changes["changed"]),
        tuple(changes["unchanged"]),
        tuple(changes["removed"]),
        found.skipped,
        passages,
        embedded,
        carried,
        time.monotonic() - started,
        name,
        found.away,
        found.notes,
        tuple(sorted(file for _, file in found.taken_out)),
    )


def _roots(paths: Sequence[Path], before: Sequence[str]) -> tuple[str, ...]:
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise NoDocuments(paths=", ".join(missing), skipped=0)
    return tuple(dict.fromkeys([*before, *(str(path.resolve()) for path in paths)]))


def _compare(before: Previous, entries: Sequence[Entry]) -> dict[str, list[str]]:
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
    found: DocumentsRead,
    before: Previous,
    known: dict[str, NDArray[np.float32]],
    journal: Journal,
    model: str,
    roots: tuple[str, ...],
    report: Callable[[Progress], None],
) -> tuple[int, int]:
    """Write all files of a generation and check them. Returns embedded and carried counts."""
    import numpy as np

    from vectorstore.index.bm25 import write_lexical
    from vectorstore.index.chroma import write_vectors

    entries = found.entries
    indexed = [(entry, p) for entry in entries for p in entry.passages if is_indexed(p)]
    texts = [index_text(entry.document, passage) for entry, passage in indexed]
    vectors, embedded = _vectors(texts, known, journal, model, report)
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
    _check_parts(folder, len(indexed), report, mend=True)
    manifest = Manifest(
        versions=code_versions(),
        model=fingerprint(model),
        dimension=int(vectors.shape[1]),
        roots=roots,
        documents={entry.document.file: entry.document.sha256 for entry in entries},
        passages=len(indexed),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        taken_out=found.taken_out,
    )
    write_manifest(folder, manifest)
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
    journal: Journal,
    model: str,
    report: Callable[[Progress], None],
) -> tuple[NDArray[np.float32], int]:
    """The vectors of all texts, float32 of shape (n, d), and how many were embedded now."""
    import numpy as np

    known = {**known, **journal.known}
    new = [text for text in {t.digest: t for t in texts}.values() if text.digest not in known]
    if new:
        report(Progress("embedding", 0, len(new)))
        few = sum(len(text.dense) for text in new) <= _FEW
        encoder = query_encoder(model) if few else batch_encoder(model)
        # Texts of similar length go together: an engine may pad a batch to its longest.
        new.sort(key=lambda text: len(text.dense))
        for start in range(0, len(new), _BATCH):
            batch = new[start : start + _BATCH]
            made = [np.asarray(v, np.float32) for v in encoder.embed_documents([t.dense for t in batch])]
            journal.add([text.digest for text in batch], made)
            report(Progress("embedding", start + len(batch), len(new)))
    known |= journal.known
    return np.stack([known[text.digest] for text in texts]), len(new)


def _retired(before: Previous, entries: Sequence[Entry]) -> list[RetiredPassage]:
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
    """Raise `IndexDamaged` unless every file of the generation is as it was written, and they agree."""
    manifest = read_manifest(folder)
    file_sums.check_files(folder, manifest.files, thorough=True)
    _check_parts(folder, manifest.passages, report)


def _check_parts(folder: Path, count: int, report: Callable[[Progress], None], mend: bool = False) -> None:
    """Raise `IndexDamaged` unless the parts agree.

    The catalogue, the lexical index and the vectors hold the same passages, and Chroma, as read
    back from disk, holds the same vectors and finds what an exact search finds. With `mend`, for
    a generation in the making, Chroma is made to search harder where it does not.
    """
    import numpy as np

    from vectorstore.index.bm25 import LexicalIndex

    catalog = Catalog.open(folder)
    try:
        catalog.check()
        passages = [p for p, _ in catalog.all_passages()]
        keys = [p.key for p in passages if is_indexed(p)]
        vectors = np.load(folder / VECTORS, mmap_mode="r")
    except (OSError, ValueError) as exc:
        raise faults.unusable(exc, folder, VECTORS) from exc
    finally:
        catalog.close()
    found = {"catalogue": len(keys), "vectors": len(vectors), "lexical": len(LexicalIndex.open(folder))}
    for part, there in found.items():
        if there != count:
            raise IndexDamaged(folder=str(folder), reason=f"{part}: {there} of {count}")
    known = len(verbatim.VerbatimIndex.open(folder / verbatim.FOLDER))
    if known > len(passages) or (passages and not known):
        raise IndexDamaged(folder=str(folder), reason=f"verbatim: {known} of {len(passages)}")
    report(Progress("checking", 0, len(keys)))
    check_dense(folder, keys, vectors, mend)
    report(Progress("checking", len(keys), len(keys)))
