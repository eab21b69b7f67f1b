"""A generation in the making: documents are put in as they are read, the rest follows from them.

Where little changed, the first layer of the generation before is shared and only the second one is
written, with every document that differs from the first. Where much did, all is written anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.documents.chunking import is_indexed
from vectorstore.embedding.encoders import fingerprint
from vectorstore.index import generations
from vectorstore.index.catalog import FILE as CATALOGUE
from vectorstore.index.catalog import Catalog, Entry, RetiredPassage
from vectorstore.index.catalog_writer import CatalogWriter
from vectorstore.index.checking import check_parts
from vectorstore.index.file_sums import FileSum
from vectorstore.index.journal import Journal
from vectorstore.index.layer_writer import NewTexts, embed, write_parts
from vectorstore.index.layers import DELTA, GONE, share
from vectorstore.index.manifest import FILE as MANIFEST
from vectorstore.index.manifest import Manifest, code_versions, write_manifest
from vectorstore.index.previous import Previous
from vectorstore.index.progress import Reporter, in_passages
from vectorstore.index.reading import DocumentsRead
from vectorstore.index.served import Lease, Names, mark, names_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The second layer holds, and takes from the first, at most one passage for so many in the first: it is
#: written whole each time, and searched without a graph.
FEWEST_TO_ONE = 5


@dataclass(frozen=True, slots=True)
class _Changes:
    """What a second layer is made of."""

    copied: tuple[str, ...]
    gone: tuple[str, ...]
    gone_rows: tuple[int, ...]


class Building:
    """A generation in the making, in a folder of its own that is made with the first document."""

    def __init__(
        self,
        index: Path,
        before: Previous,
        whole: Manifest | None,
        known: Mapping[str, NDArray[np.float32]],
        journal: Journal,
        forget: date | None = None,
        lease: Lease | None = None,
    ) -> None:
        """`whole` is the manifest of the index in use, where all of it may be taken over.

        Texts that left the index on the day `forget` or before are not remembered. The vectors go
        to the server that there is a `lease` of, where there is one.
        """
        self._forget = forget
        self._lease = lease
        self._index = index
        self._before = before
        self._whole = whole
        self._journal = journal
        self._known: Sequence[Mapping[str, NDArray[np.float32]]] = (journal.known, known)
        self._new = NewTexts()
        self._rows = 0
        self._folder: Path | None = None
        self._opened: CatalogWriter | None = None
        #: Tells how many bytes of the finished generation are on disk.
        self.synced: Callable[[int], None] = lambda _: None

    @property
    def folder(self) -> Path:
        """The folder of the generation."""
        if self._folder is None:
            self._folder = generations.begin(self._index)
        return self._folder

    @property
    def _catalog(self) -> CatalogWriter:
        if self._opened is None:
            (self.folder / DELTA).mkdir()
            self._opened = CatalogWriter(self.folder / DELTA)
        return self._opened

    def take(self, entry: Entry) -> None:
        """Put in a document that is new or has changed."""
        self._catalog.add(entry)
        self._rows += sum(map(is_indexed, entry.passages))
        self._new.look(entry, self._known, self.folder)

    def finish(
        self, found: DocumentsRead, roots: tuple[str, ...], model: str, report: Reporter
    ) -> tuple[int, int]:
        """Write everything and check it. Returns how many texts were embedded and how many passages there are."""
        changes = self._changes(found)
        retired = {one.key: one for one in self._retired(found)}
        layer = self._second_layer(changes, retired) if changes else self._only_layer(found, retired)
        embedded = embed(self._new, self._journal, model, report)
        gone = changes.gone if changes else ()
        self._name(new_vectors=changes is None)
        write_parts(layer, self._known, self._dimension(), report, gone, changes is None, self._lease)
        catalog = Catalog.open(self.folder)
        _, passages = catalog.counts()
        documents = {record.file: record.sha256 for record in catalog.documents()}
        catalog.close()
        shared = changes is not None
        server = self._lease.server if self._lease else None
        check_parts(self.folder, passages, report, not shared, shared, server)
        manifest = Manifest(
            versions=code_versions(),
            model=fingerprint(model),
            dimension=self._dimension(),
            roots=roots,
            documents=documents,
            passages=passages,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            files=self._shared_sums() if shared else {},
            taken_out=found.taken_out,
            partly_read=found.partly_read,
            provenance=found.provenance,
        )
        # Each byte is summed, and then brought to the disk.
        size = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        saved = in_passages(report, "saving", passages, 2 * size)
        write_manifest(self.folder, manifest, saved)
        self.synced = lambda done: saved(size + done)
        return embedded, passages

    def _name(self, new_vectors: bool) -> None:
        """Note which collections on the server are this generation's; a shared layer keeps its own."""
        if self._lease is None:
            return
        shared = names_of(self.folder)
        vectors = self._lease.new_name("v") if new_vectors or not shared else shared.vectors
        mark(self.folder, Names(self._lease.new_name("g"), vectors))

    def remove(self) -> None:
        """Remove what is left of it; a generation that was put in place stays."""
        if self._opened:
            self._opened.abandon()
        self._new.close()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _dimension(self) -> int:
        if self._whole:
            return self._whole.dimension
        for known in self._known:
            for digest in known:
                return len(known[digest])
        return 0

    def _shared_sums(self) -> dict[str, FileSum]:
        """The sums of the files of the first layer, which were compared when the ingest began."""
        files = self._whole.files if self._whole else {}
        return {name: one for name, one in files.items() if not name.startswith(f"{DELTA}/")}

    def _changes(self, found: DocumentsRead) -> _Changes | None:
        """What the second layer consists of; None where all is written anew."""
        before = self._before.catalog
        if not self._whole or before is None or self._forget:
            return None
        first, *rest = before.layer_files()
        second = {file for files in rest for file in files}
        kept = set(found.kept)
        copied = tuple(sorted(kept & second))
        gone = tuple(file for file in first if file not in kept or file in second)
        rows = before.first_rows(gone)
        moved = self._rows + before.passages_of(copied) + len(rows)
        if moved * FEWEST_TO_ONE > before.first_count():
            return None
        return _Changes(copied, gone, tuple(rows))

    def _second_layer(self, changes: _Changes, retired: dict[str, RetiredPassage]) -> Path:
        import numpy as np

        before, folder = self._before, self.folder
        assert before.catalog is not None
        assert before.folder is not None
        catalog = self._catalog
        there = catalog.keys()
        for file in changes.copied:
            catalog.copy(before.catalog, file)
        retired = {one.key: one for one in before.catalog.second_retired() if one.key not in there} | retired
        catalog.retire(retired.values())
        catalog.replace(changes.gone, before.catalog.first_retired() & (there | retired.keys()))
        catalog.finish()
        share(before.folder, folder, MANIFEST)
        np.array(changes.gone_rows, "<u4").tofile(folder / DELTA / GONE)
        return folder / DELTA

    def _only_layer(self, found: DocumentsRead, retired: dict[str, RetiredPassage]) -> Path:
        before, catalog = self._before.catalog, self._catalog
        for file in found.kept:
            assert before is not None
            catalog.copy(before, file)
        every = chain(before.all_retired() if before else (), retired.values())
        there = catalog.keys() if before else frozenset()
        until = self._forget.isoformat() if self._forget else ""
        catalog.retire(one for one in every if one.key not in there and one.retired_on > until)
        catalog.finish()
        (self.folder / DELTA / CATALOGUE).replace(self.folder / CATALOGUE)
        (self.folder / DELTA).rmdir()
        return self.folder

    def _retired(self, found: DocumentsRead) -> Iterator[RetiredPassage]:
        """The passages that the index in use has and the one in the making has not."""
        before = self._before.catalog
        if not before:
            return
        there = self._catalog.keys()
        kept = set(found.kept)
        today = datetime.now(UTC).date().isoformat()
        for record in before.documents():
            if record.file in kept:
                continue
            row = before.passages(record.file)
            for number, passage in enumerate(row):
                if passage.key in there:
                    continue
                yield RetiredPassage(
                    passage.key,
                    passage.file,
                    before.passage_text(passage),
                    passage.path,
                    passage.paragraph,
                    row[number - 1].key if number else "",
                    row[number + 1].key if number + 1 < len(row) else "",
                    today,
                )
