"""Reads the files of all roots for an index; what can't be read now keeps what it had.

A folder that is away is not a folder that was emptied, and a file without permission was not
deleted: their documents are taken over from the catalogue, and named.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vectorstore.documents.chunking import split
from vectorstore.documents.formats.extracted import NOTES
from vectorstore.documents.formats.scan import MOST_PAGES
from vectorstore.documents.load import LARGEST_FILE, find_files, read_all, read_provenance
from vectorstore.documents.outline import outline
from vectorstore.errors import UnreadableFile
from vectorstore.index.catalog import Catalog, DocumentRecord, Entry
from vectorstore.index.manifest import Manifest
from vectorstore.types import Document, Metadata


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a part of one, that was not read, and the reason as in `UnreadableFile`.

    `detail` says which part it concerns: page numbers, a sheet, an attachment's name, a format.
    """

    file: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DocumentsRead:
    """What became of each document and each file.

    `new` are the documents that were handed on, each with its SHA-256 and what is known of it;
    `kept` those that the index has as they are now. `notes` are about files that were read: what
    they hold besides, such as pictures.
    """

    new: dict[str, tuple[str, Metadata]]
    kept: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    away: tuple[str, ...]
    notes: tuple[Skipped, ...] = ()
    #: Documents that a person removed and whose files are still there, as (root, document).
    taken_out: tuple[tuple[str, str], ...] = ()
    #: Documents of which a part was not read.
    partly_read: tuple[str, ...] = ()
    #: What `provenance.json` said of the documents below each root, as a digest.
    provenance: dict[str, str] = field(default_factory=dict)


def read_documents(
    roots: Sequence[str],
    catalog: Catalog | None,
    is_away: Callable[[str], bool],
    report: Callable[[int, int], None],
    hand_on: Callable[[Entry], None],
    taken_out: Collection[tuple[str, str]] = (),
    reuse: bool = False,
    whole: Manifest | None = None,
) -> DocumentsRead:
    """Read the documents at or below `roots` without those in `taken_out`, and hand each on.

    `catalog` is that of the index in use, where it is whole. With `reuse`, scans whose files have
    not changed are not recognised again. Where the index in use is `whole` and made as it would
    be made now, documents that have not changed are not handed on.
    """
    return _Reading(catalog, report, hand_on, taken_out, reuse, whole).read(roots, is_away)


def documents_kept(
    catalog: Catalog, manifest: Manifest, roots: Collection[str], taken_out: Collection[tuple[str, str]]
) -> DocumentsRead:
    """The documents below `roots` as the index has them, without those in `taken_out`; no file is read."""
    kept = tuple(
        record.file
        for record in catalog.documents()
        if record.root in roots and not is_taken_out(record.root, record.file, taken_out)
    )
    return DocumentsRead(
        {},
        kept,
        (),
        (),
        taken_out=tuple(sorted(taken_out)),
        partly_read=manifest.partly_read,
        provenance=manifest.provenance,
    )


def is_taken_out(root: str, file: str, taken_out: Collection[tuple[str, str]]) -> tuple[str, str] | None:
    """The one of `taken_out` that means this document: itself, or an archive that it is a member of."""
    parts = file.split("/")
    above = ((root, "/".join(parts[:count])) for count in range(len(parts), 0, -1))
    return next((one for one in above if one in taken_out), None)


class _Reading:
    """The state of one pass over all roots."""

    def __init__(
        self,
        catalog: Catalog | None,
        report: Callable[[int, int], None],
        hand_on: Callable[[Entry], None],
        taken_out: Collection[tuple[str, str]],
        reuse: bool,
        whole: Manifest | None,
    ) -> None:
        self._catalog = catalog
        self._report = report
        self._hand_on = hand_on
        self._whole = whole
        self._unwanted = taken_out
        self._taken_out: set[tuple[str, str]] = set()
        self._records: dict[str, DocumentRecord] = (
            {record.file: record for record in catalog.documents()} if catalog else {}
        )
        # Of a file with more pages than are recognised, the rest has to be named again.
        self._scans = {
            record.sha256: record.file
            for record in self._records.values()
            if reuse and 0 < record.recognised < MOST_PAGES
        }
        self._new: dict[str, tuple[str, Metadata]] = {}
        self._kept: set[str] = set()
        self._partly_read: set[str] = set()
        self._provenances: dict[str, str] = {}
        self._names: set[str] = set()
        self._skipped: list[Skipped] = []
        self._notes: list[Skipped] = []
        self._away: list[str] = []

    def read(self, roots: Sequence[str], is_away: Callable[[str], bool]) -> DocumentsRead:
        todo: list[tuple[str, Path, str]] = []
        provenance: dict[str, dict[str, Metadata]] = {}
        for root in roots:
            if is_away(root):
                self._keep_below(root, "")
                self._taken_out |= {one for one in self._unwanted if one[0] == root}
                if not any(record.root == root for record in self._records.values()):
                    self._away.append(root)
                continue
            closed: list[str] = []
            for path, name in find_files(Path(root), closed.append):
                try:
                    name.encode("utf-8")
                except UnicodeEncodeError:
                    self._skipped.append(Skipped(_shown(name), "name"))
                else:
                    todo.append((root, path, name))
            for folder in closed:
                if not self._keep_below(root, folder):
                    self._skipped.append(Skipped(f"{folder}/", "no-access"))
            provenance[root] = self._provenance(root)
        seen: set[Path] = set()
        for done, (root, path, name) in enumerate(todo, 1):
            real = path.resolve()
            if real not in seen:
                seen.add(real)
                self._add(root, path, name, provenance[root])
            self._report(done, len(todo))
        return DocumentsRead(
            self._new,
            tuple(sorted(self._kept)),
            tuple(self._skipped),
            tuple(sorted(self._away)),
            tuple(self._notes),
            tuple(sorted(self._taken_out)),
            tuple(sorted(self._partly_read)),
            self._provenances,
        )

    def _provenance(self, root: str) -> dict[str, Metadata]:
        try:
            found = read_provenance(Path(root) if Path(root).is_dir() else Path(root).parent)
        except UnreadableFile as exc:
            self._skipped.append(_skipped(exc))
            found = {}
        said = repr(sorted(found.items())).encode("utf-8", "surrogatepass")
        self._provenances[root] = hashlib.sha256(said).hexdigest() if found else ""
        return found

    def _add(self, root: str, path: Path, name: str, known: dict[str, Metadata]) -> None:
        # The members of an archive stand under its name; the archive itself is no entry.
        if name in self._new or name in self._kept or name in self._names:
            name = f"{Path(root).name}/{name}"
        # What a person removed keeps its name: no other document takes it over, nor its keys.
        self._names.add(name)
        if (root, name) in self._unwanted:
            self._taken_out.add((root, name))
            return
        if self._is_as_it_was(root, path, name):
            self._kept.add(name)
            return
        documents, failed = read_all(path, name, known, self._recognised)
        for exc in failed:
            if exc.params["reason"] == "no-access" and exc.params["file"] == name:
                kept = self._of_file(root, name)
                for record in kept:
                    self._keep(record)
                if kept:
                    continue
            found = self._notes if exc.params["reason"] in NOTES else self._skipped
            found.append(_skipped(exc))
        for document in documents:
            if found_out := is_taken_out(root, document.file, self._unwanted):
                self._taken_out.add(found_out)
                continue
            if failed:
                self._partly_read.add(document.file)
            self._take(root, document)

    def _is_as_it_was(self, root: str, path: Path, name: str) -> bool:
        """Whether reading a file would give the document that the index has of it."""
        record = self._records.get(name)
        if not self._whole or record is None or record.root != root:
            return False
        # Where a part was not read, it may be readable by now; what is said of it is said again.
        if name in self._whole.partly_read or self._whole.provenance.get(root) != self._provenances[root]:
            return False
        try:
            if path.stat().st_size > LARGEST_FILE:
                return False
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == record.sha256
        except OSError:
            return False

    def _take(self, root: str, document: Document) -> None:
        """Hand a document on, unless the index has it as it is."""
        record = self._records.get(document.file)
        same = record and (record.root, record.sha256, record.metadata) == (
            root,
            document.sha256,
            document.metadata,
        )
        if document.file in self._new or document.file in self._kept:
            return
        if self._whole and same:
            self._kept.add(document.file)
            return
        self._new[document.file] = document.sha256, document.metadata
        nodes = outline(document)
        self._hand_on(Entry(root, document, nodes, split(document, nodes)))

    def _recognised(self, sha256: str) -> Document | None:
        """The document of a scan whose file has not changed since it was recognised."""
        file = self._scans.get(sha256)
        return self._catalog.document(file) if self._catalog and file else None

    def _of_file(self, root: str, name: str) -> list[DocumentRecord]:
        """What the index has of a file below a root: one document, or an archive's members."""
        return [
            record
            for record in self._records.values()
            if record.root == root and (record.file == name or record.file.startswith(f"{name}/"))
        ]

    def _keep_below(self, root: str, folder: str) -> int:
        """Take over what the index has from a folder below a root; "" is the root itself."""
        own = Path(root).name
        kept = [
            record
            for record in self._records.values()
            if record.root == root
            and (
                not folder
                or record.file.startswith(f"{folder}/")
                or record.file.startswith(f"{own}/{folder}/")
            )
        ]
        for record in kept:
            self._keep(record)
        return len(kept)

    def _keep(self, record: DocumentRecord) -> None:
        assert self._catalog is not None
        self._away.append(record.file)
        if self._whole:
            self._kept.add(record.file)
            if record.file in self._whole.partly_read:
                self._partly_read.add(record.file)
        else:
            # Cut anew: the index may have been made by an earlier version of the cutting.
            self._take(record.root, self._catalog.document(record.file))


def _skipped(exc: UnreadableFile) -> Skipped:
    return Skipped(str(exc.params["file"]), str(exc.params["reason"]), str(exc.params.get("detail", "")))


def _shown(name: str) -> str:
    """A name that is no UTF-8 as it was probably meant: archives from Chinese Windows are in GB18030."""
    raw = os.fsencode(name)
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("ascii", "backslashreplace")
