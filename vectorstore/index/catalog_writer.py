"""Writes the catalogue of a layer, document by document, in whatever order they are read."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vectorstore.documents.chunking import is_indexed
from vectorstore.documents.citation_keys import check_part, document_part
from vectorstore.index.catalog import DOCUMENT_COLUMNS, FILE, PASSAGE_COLUMNS, Catalog, Entry, RetiredPassage
from vectorstore.types import Passage

# `gone` are documents of the layer below that this one replaces or removes, `returned` retired
# passages of the layer below that are there again.
_SCHEMA = """
CREATE TABLE documents (
    file TEXT PRIMARY KEY, position INTEGER NOT NULL, root TEXT NOT NULL, sha256 TEXT NOT NULL,
    encoding TEXT NOT NULL, metadata TEXT NOT NULL, text TEXT NOT NULL, blocks TEXT NOT NULL,
    nodes TEXT NOT NULL, markup TEXT NOT NULL, part TEXT NOT NULL, format TEXT NOT NULL, parts TEXT NOT NULL
);
CREATE TABLE passages (
    position INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, file TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, paragraph INTEGER NOT NULL,
    node INTEGER NOT NULL, path TEXT NOT NULL, role TEXT NOT NULL, text TEXT NOT NULL,
    part TEXT NOT NULL, "check" TEXT NOT NULL, vector INTEGER NOT NULL, page TEXT NOT NULL, confidence REAL NOT NULL
);
CREATE INDEX passages_by_file ON passages (file, position);
CREATE INDEX passages_by_part ON passages (part);
CREATE INDEX passages_by_check ON passages ("check");
CREATE TABLE retired (
    key TEXT PRIMARY KEY, file TEXT NOT NULL, text TEXT NOT NULL, path TEXT NOT NULL,
    paragraph INTEGER NOT NULL, before_key TEXT NOT NULL, after_key TEXT NOT NULL,
    retired_on TEXT NOT NULL
);
CREATE TABLE gone (file TEXT PRIMARY KEY);
CREATE TABLE returned (key TEXT PRIMARY KEY);
"""

# The rows of the vector file are those of the passages in the order of files and text.
_NUMBERED = """
UPDATE passages SET vector = numbered.row FROM (
    SELECT position AS at, row_number() OVER (ORDER BY file, position) - 1 AS row
    FROM passages WHERE vector >= 0
) AS numbered WHERE numbered.at = passages.position
"""


class CatalogWriter:
    """A new catalogue in the folder of a layer; nothing of it may be read before `finish`."""

    def __init__(self, folder: Path) -> None:
        self._db = sqlite3.connect(folder / FILE)
        self._db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
        self._last = ""
        self._ordered = True
        self._row = 0

    def add(self, entry: Entry) -> None:
        """Put a document in, with its passages."""
        text = entry.document.text
        self._insert(_document_row(entry), [_passage_row(one, text) for one in entry.passages])

    def copy(self, catalog: Catalog, file: str) -> None:
        """Put a document in as another catalogue has it."""
        self._insert(*catalog.raw(file))

    def _insert(self, document: Sequence[Any], passages: Iterable[Sequence[Any]]) -> None:
        file = document[0]
        self._ordered = self._ordered and file > self._last
        self._last = file
        self._db.execute(f"INSERT INTO documents VALUES ({_marks(DOCUMENT_COLUMNS)})", document)
        vector = PASSAGE_COLUMNS.index("vector")
        for row in passages:
            indexed = row[vector] >= 0
            values = (*row[:vector], self._row if indexed else -1, *row[vector + 1 :])
            self._db.execute(f"INSERT INTO passages VALUES (NULL, {_marks(PASSAGE_COLUMNS)})", values)
            self._row += indexed

    def keys(self) -> set[str]:
        """The keys of all passages that are in."""
        return {key for (key,) in self._db.execute("SELECT key FROM passages")}

    def retire(self, retired: Iterable[RetiredPassage]) -> None:
        """Remember passages that are not there any more."""
        rows = (
            (r.key, r.file, r.text, _json(r.path), r.paragraph, r.before_key, r.after_key, r.retired_on)
            for r in retired
        )
        self._db.executemany("INSERT OR REPLACE INTO retired VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def replace(self, gone: Iterable[str], returned: Iterable[str]) -> None:
        """Say which documents, and which retired passages, of the layer below are so no more."""
        self._db.executemany("INSERT INTO gone VALUES (?)", ((file,) for file in gone))
        self._db.executemany("INSERT INTO returned VALUES (?)", ((key,) for key in returned))

    def finish(self) -> None:
        """Number the rows, and close the file."""
        try:
            if not self._ordered:
                self._db.execute(_NUMBERED)
            self._db.commit()
        finally:
            self._db.close()

    def abandon(self) -> None:
        """Close the file as it is."""
        self._db.close()


def write_catalog(folder: Path, entries: Iterable[Entry], retired: Iterable[RetiredPassage]) -> None:
    """Write a new catalogue into `folder`."""
    writer = CatalogWriter(folder)
    try:
        for entry in entries:
            writer.add(entry)
        writer.retire(retired)
    except BaseException:
        writer.abandon()
        raise
    writer.finish()


def _marks(columns: Sequence[str]) -> str:
    return ", ".join("?" * len(columns))


def _passage_row(passage: Passage, text: str) -> tuple[object, ...]:
    return (
        passage.key, passage.file, passage.span.start, passage.span.end,
        passage.paragraph, passage.node, _json(passage.path), passage.role.value, passage.span.of(text),
        document_part(passage.key), check_part(passage.key),
        0 if is_indexed(passage) else -1, passage.page, passage.confidence,
    )  # fmt: skip


def _document_row(entry: Entry) -> tuple[object, ...]:
    document = entry.document
    blocks = [(b.span.start, b.span.end, b.role.value, b.level) for b in document.blocks]
    markup = [(m.span.start, m.span.end, m.shown) for m in document.markup]
    nodes = [
        (
            n.number, n.parent, n.kind.value, n.style, n.order, n.label,
            (n.name.start, n.name.end), (n.span.start, n.span.end), n.level,
        )
        for n in entry.nodes
    ]  # fmt: skip
    part = document_part(entry.passages[0].key) if entry.passages else ""
    return (
        document.file, 0, entry.root, document.sha256, document.encoding,
        _json(asdict(document.metadata)), document.text, _json(blocks), _json(nodes), _json(markup), part,
        document.format, _json([(p.label, p.start, p.end, p.confidence) for p in document.parts]),
    )  # fmt: skip


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
