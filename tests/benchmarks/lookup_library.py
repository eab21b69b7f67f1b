"""A catalogue and a verbatim index of a folder, without the parts that only answers need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.locating import Locator
from vectorstore import verbatim
from vectorstore.catalog import Catalog, Entry, write_catalog
from vectorstore.model import Document
from vectorstore.outlining import outline
from vectorstore.reading import find_files, read_file, read_provenance
from vectorstore.splitting import split


def read_folder(folder: Path) -> list[Document]:
    """The documents in a folder, with what its provenance file says of them."""
    known = read_provenance(folder)
    return [read_file(path, name, known) for path, name in find_files(folder)]


def entries_of(documents: Iterable[Document]) -> list[Entry]:
    """The documents with their outlines and passages, as an ingest makes them."""
    entries = []
    for document in documents:
        nodes = outline(document)
        entries.append(Entry("", document, nodes, split(document, nodes)))
    return entries


def build(entries: Sequence[Entry], folder: Path) -> Locator:
    """Write both parts into `folder`, which must be empty, and open them."""
    folder.mkdir(parents=True, exist_ok=True)
    write_catalog(folder, entries, [])
    verbatim.build(folder / verbatim.FOLDER, ((entry.document, entry.passages) for entry in entries))
    return open_locator(folder)


def open_locator(folder: Path) -> Locator:
    """The locator of a generation's folder."""
    return Locator(verbatim.VerbatimIndex.open(folder / verbatim.FOLDER), Catalog.open(folder))
