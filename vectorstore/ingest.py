"""From files to an index: builds a new generation and puts it in place.

Only what changed is embedded; the vectors of texts that an earlier generation of the same
model had are carried over, and those of an ingest that did not end. Whatever goes wrong before
the last step, the index in use stays.
"""

from __future__ import annotations

import time
from collections import ChainMap
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from vectorstore.embedding.encoders import BUNDLED, fingerprint
from vectorstore.errors import IndexDamaged, IndexMissing, NoDocuments, NothingLeft
from vectorstore.index import faults, generations
from vectorstore.index.building import Building
from vectorstore.index.checking import check_generation as check_generation
from vectorstore.index.chroma_copy import remove_left as remove_left_copies
from vectorstore.index.journal import Journal
from vectorstore.index.local_copy import bring, publish
from vectorstore.index.previous import Previous, is_away, known_roots, remember_roots, taken_out
from vectorstore.index.progress import Progress as Progress
from vectorstore.index.progress import Reporter
from vectorstore.index.reading import DocumentsRead, Skipped, documents_kept, read_documents
from vectorstore.index.served import Lease, current, names_of
from vectorstore.index.served import writing as writing_on
from vectorstore.index.server import ChromaServer
from vectorstore.index.source_status import source_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


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
    forget: int | None = None,
    server: ChromaServer | None = None,
) -> Report:
    """Index the files at or below `paths`, together with what was ingested before.

    With `only`, what was ingested before from elsewhere is dropped; with `rebuild`, nothing of
    the index in use is carried over but the passages that it had. A file or folder that can't be
    read now keeps its passages. What a damaged index lost is built anew. What `remove` took out
    stays out, unless its file is named here or `only` is set. `vectors_of` is another
    index whose vectors are used for the texts that it has as well; nothing else of it is. With
    `forget`, texts that left the index so many days ago or more are erased from it: all of it is
    written anew without them, and no generation before it stays. With `server` the vectors are kept
    there, and the generation is put in place there first. Raises
    `NoDocuments`, `IndexMissing` where there is nothing to index again, `IndexBusy`,
    `IndexDamaged`, `IndexUnavailable`, `RootsUnknown`, `EmbeddingUnavailable`.
    """
    started = time.monotonic()
    with generations.writer(index), faults.writing(index), _shared(index, server) as lease:
        before = Previous.open(index, report)
        old_roots = () if only else known_roots(index)
        roots = _roots(paths, old_roots)
        if not roots:
            raise IndexMissing(folder=str(index))
        unwanted = frozenset() if only else _still_out(taken_out(index), paths)
        work = _Work(index, before, model, rebuild, vectors_of, report, forget, lease)
        try:
            found = work.read(roots, unwanted)
            if not found.new and not found.kept:
                raise NoDocuments(paths=", ".join(roots), skipped=len(found.skipped), unread=found.skipped)
            anew = rebuild or forget is not None or old_roots != roots
            return work.placed(roots, found, anew, started)
        finally:
            work.building.remove()


def remove(
    names: Collection[tuple[str, str]],
    index: Path,
    model: str = BUNDLED,
    roots: Collection[str] = (),
    report: Callable[[Progress], None] = lambda _: None,
    server: ChromaServer | None = None,
) -> Report:
    """Take documents out of the index, though their files stay; `roots` are dropped with all below.

    `names` are (root, document), or (root, archive) for all of an archive. Later ingests leave them
    out as well. No file is read unless the index is of another program's version. Raises
    `NothingLeft`, `IndexMissing`, `IndexBusy`, `IndexDamaged`, `IndexUnavailable`, `RootsUnknown`,
    `EmbeddingUnavailable`.
    """
    started = time.monotonic()
    with generations.writer(index), faults.writing(index), _shared(index, server) as lease:
        before = Previous.open(index, report)
        if before.catalog is None:
            generations.current(index)  # says that there is no index yet, where that is so
            raise IndexDamaged(folder=str(index), reason="catalogue")
        # A root that is a single file goes with its only document.
        single = {root for root, file in names if source_of(root, file) == Path(root)}
        kept_roots = tuple(r for r in known_roots(index) if r not in roots and r not in single)
        out = {one for one in {*taken_out(index), *names} if one[0] in kept_roots}
        work = _Work(index, before, model, False, None, report, lease=lease)
        try:
            if work.whole:
                found = documents_kept(before.catalog, work.whole, kept_roots, out)
            else:
                found = work.read(kept_roots, frozenset(out))
            if not found.new and not found.kept:
                raise NothingLeft(count=len(before.catalog.documents()))
            return work.placed(kept_roots, found, True, started)
        finally:
            work.building.remove()


@contextmanager
def _shared(index: Path, server: ChromaServer | None) -> Iterator[Lease | None]:
    """The right to write on the server, with this machine's copy in step; None where there is no server."""
    if server is None:
        yield None
        return
    with writing_on(server) as lease:
        if name := current(lease.client, server):
            bring(index, lease.client, server, name)
        lease.clear()
        yield lease


def _still_out(out: Collection[tuple[str, str]], paths: Sequence[Path]) -> frozenset[tuple[str, str]]:
    """What was removed and is not asked for again: to name a file itself takes it in again."""
    named = {path.resolve() for path in paths if path.is_file()}

    def is_named(root: str, file: str) -> bool:
        source = source_of(root, file).resolve()
        return source in named or any(above in named for above in source.parents)

    return frozenset(one for one in out if not is_named(*one))


class _Work:
    """One run: the index in use, what may be taken over from it, and the generation in the making."""

    def __init__(
        self,
        index: Path,
        before: Previous,
        model: str,
        rebuild: bool,
        vectors_of: Path | None,
        report: Reporter,
        forget: int | None = None,
        lease: Lease | None = None,
    ) -> None:
        self._lease = lease
        self._index = index
        self._before = before
        self._model = model
        self._rebuild = rebuild
        self._report = report
        made_by = fingerprint(model)
        # Vectors in files and vectors on a server share nothing.
        alike = before.folder is not None and bool(names_of(before.folder)) == bool(lease)
        self.whole = before.manifest if alike and before.fits(made_by) and not rebuild else None
        self._journal = Journal(index, made_by, rebuild)
        known: Mapping[str, NDArray[np.float32]] = {} if rebuild else before.vectors(made_by)
        if vectors_of is not None:
            further = Previous.open(vectors_of).vectors(made_by)
            known = ChainMap(cast(Any, known), cast(Any, further))
        self._forget = forget is not None
        until = datetime.now(UTC).date() - timedelta(days=forget) if forget is not None else None
        self.building = Building(index, before, self.whole, known, self._journal, until, lease)

    def read(self, roots: tuple[str, ...], out: Collection[tuple[str, str]]) -> DocumentsRead:
        """Read the documents; those that are new or have changed go into the generation."""
        return read_documents(
            roots,
            self._before.catalog,
            partial(is_away, self._index),
            lambda done, total: self._report(Progress("reading", done, total)),
            self.building.take,
            out,
            not self._rebuild and self._before.reads_alike(),
            self.whole,
        )

    def placed(self, roots: tuple[str, ...], found: DocumentsRead, anew: bool, started: float) -> Report:
        """Build the generation and put it in place, where anything changed or `anew`."""
        changes = _compare(self._before, found)
        embedded = 0
        name = self._before.folder.name if self._before.folder else ""
        if anew or not self.whole or found.new or changes["removed"]:
            embedded, passages = self.building.finish(found, roots, self._model, self._report)
            if self._lease:
                publish(self.building.folder, self._lease, alone=self._forget)
            name = generations.put_in_place(self._index, self.building.folder, self.building.synced).name
            remember_roots(self._index, roots, found.taken_out)
            self._journal.remove()
            if self._forget:
                generations.remove_others(self._index)
                remove_left_copies()
            carried = passages - embedded
        else:
            passages, carried = self.whole.passages, 0
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


def _compare(before: Previous, found: DocumentsRead) -> dict[str, list[str]]:
    """The documents by what became of them."""
    records = {record.file: record for record in before.catalog.documents()} if before.catalog else {}
    changes: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": [], "removed": []}
    kept = set(found.kept)
    for file in sorted({*found.new, *kept}):
        old = records.pop(file, None)
        same = file in kept or (old and (old.sha256, old.metadata) == found.new[file])
        changes["added" if old is None else "unchanged" if same else "changed"].append(file)
    changes["removed"] = sorted(records)
    return changes
