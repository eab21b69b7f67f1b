"""A small library on disk for tests of looking up: catalogue and verbatim index, nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.citations.locator import Locator
from bot.citations.resolver import Resolver
from vectorstore.documents.chunking import split
from vectorstore.documents.load import find_files, read_bytes, read_file, read_provenance
from vectorstore.documents.outline import outline
from vectorstore.index.catalog import Catalog, Entry, RetiredPassage
from vectorstore.index.catalog_writer import write_catalog
from vectorstore.index.verbatim import VerbatimIndex
from vectorstore.index.verbatim_writer import write_verbatim
from vectorstore.types import Metadata

SEEDS = Path(__file__).resolve().parents[1] / "seeds"


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a test needs to look something up."""

    catalog: Catalog
    locator: Locator
    resolver: Resolver


def entries_of(texts: Mapping[str, str], dates: Mapping[str, str] | None = None) -> list[Entry]:
    """Documents made of texts, by file name, each with its date where one is given."""
    entries = []
    for file, text in sorted(texts.items()):
        document = read_bytes(text.encode(), file, Metadata(date=(dates or {}).get(file, "")))
        nodes = outline(document)
        entries.append(Entry("", document, nodes, split(document, nodes)))
    return entries


def seed_entries() -> list[Entry]:
    """The five seed documents."""
    known = read_provenance(SEEDS)
    entries = []
    for path, name in find_files(SEEDS):
        document = read_file(path, name, known)
        nodes = outline(document)
        entries.append(Entry("", document, nodes, split(document, nodes)))
    return entries


def write(folder: Path, entries: list[Entry], retired: list[RetiredPassage] | None = None) -> Lookup:
    """Write the library of `entries` into `folder`, which is made, and open it."""
    folder.mkdir(parents=True)
    write_catalog(folder, entries, retired or [])
    write_verbatim(folder, ((entry.document, entry.passages) for entry in entries))
    catalog = Catalog.open(folder)
    locator = Locator(VerbatimIndex.open(folder), catalog)
    return Lookup(catalog, locator, Resolver(catalog, locator))


def retired_from(entry: Entry) -> list[RetiredPassage]:
    """All passages of a document as an ingest remembers them when they are no longer there."""
    row = entry.passages
    return [
        RetiredPassage(
            passage.key,
            passage.file,
            passage.span.of(entry.document.text),
            passage.path,
            passage.paragraph,
            row[at - 1].key if at else "",
            row[at + 1].key if at + 1 < len(row) else "",
            "2026-01-02",
        )
        for at, passage in enumerate(row)
    ]
