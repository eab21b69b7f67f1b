"""The catalogue of a generation: documents, outlines and passages in one SQLite file.

Everything that is looked up by key or by place comes from here, so that citing needs neither
Chroma nor an embedding model. It also remembers retired passages: those that an earlier
generation had and a later one has not, so that an old citation is reported as changed.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from vectorstore.errors import IndexDamaged
from vectorstore.index.faults import unusable
from vectorstore.index.layers import layers_of
from vectorstore.types import Block, Document, Markup, Metadata, Node, NodeKind, Part, Passage, Role, Span

FILE = "catalogue.sqlite"

#: The columns of the two tables in the order in which they are written, without `passages.position`.
DOCUMENT_COLUMNS = (
    *("file", "position", "root", "sha256", "encoding", "metadata", "text", "blocks", "nodes", "markup"),
    *("part", "format", "parts"),
)
PASSAGE_COLUMNS = (
    *("key", "file", "start", "end", "paragraph", "node", "path", "role", "text", "part", "check"),
    *("vector", "page", "confidence"),
)
_PASSAGE = 'key, file, start, "end", paragraph, node, path, role, page, confidence'


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document as it is listed: what is known of it and how many passages it has."""

    file: str
    root: str
    sha256: str
    encoding: str
    metadata: Metadata
    characters: int
    passages: int
    format: str = ""
    parts: int = 0
    #: So many of the parts were recognised from scans.
    recognised: int = 0

    @property
    def title(self) -> str:
        """The title, or the file's name where there is none."""
        return self.metadata.title or self.file


@dataclass(frozen=True, slots=True)
class RetiredPassage:
    """A passage that is no longer there, as it was, and what stood before and after it."""

    key: str
    file: str
    text: str
    path: tuple[str, ...]
    paragraph: int
    before_key: str
    after_key: str
    retired_on: str


class Standing(NamedTuple):
    """A passage's file, innermost outline node, and row in the vector file (-1 for none)."""

    file: str
    node: int
    vector: int

    @property
    def section(self) -> tuple[str, int]:
        """The file and the outline node."""
        return self.file, self.node


@dataclass(frozen=True, slots=True)
class Entry:
    """A document on its way into a catalogue, with its outline and passages."""

    root: str
    document: Document
    nodes: tuple[Node, ...]
    passages: tuple[Passage, ...]


class Catalog:
    """Read access to one generation's catalogue. It may be used from several threads."""

    def __init__(self, connection: sqlite3.Connection, layered: bool = False) -> None:
        self._db = connection
        self._layered = layered
        self.document = lru_cache(maxsize=32)(self._document)
        self.nodes = lru_cache(maxsize=64)(self._nodes)

    @classmethod
    def open(cls, folder: Path) -> Catalog:
        """The catalogue in a generation's folder. Raises `IndexDamaged` where it can't be read."""
        first, *changed = (layer / FILE for layer in layers_of(folder))
        for path in (first, *changed):
            if not os.path.lexists(path):
                raise IndexDamaged(folder=str(folder), reason=f"{FILE} is missing")
        try:
            connection = sqlite3.connect(_fixed(first), uri=True, check_same_thread=False)
            connection.execute("SELECT count(*) FROM documents")
            _shown_as_now(connection)
            if changed:
                _shown_as_one(connection, changed[0])
        except sqlite3.Error as exc:
            raise unusable(exc, folder, FILE) from exc
        return cls(connection, bool(changed))

    def check(self) -> None:
        """Read the whole file. Raises `IndexDamaged` where a part of it is not as it was written."""
        problems = [row[0] for row in self._rows("PRAGMA quick_check(1)")]
        if problems != ["ok"]:
            raise IndexDamaged(folder=FILE, reason=f"{FILE}: {problems[0] if problems else 'unreadable'}")

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _rows(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        try:
            return self._db.execute(query, tuple(parameters)).fetchall()
        except sqlite3.Error as exc:
            raise unusable(exc, Path(FILE)) from exc

    def documents(self) -> tuple[DocumentRecord, ...]:
        """All documents in the order of their files."""
        rows = self._rows(
            "SELECT file, root, sha256, encoding, metadata, length(text), (SELECT count(*) FROM passages p "
            "WHERE p.file = d.file AND p.role IN ('paragraph', 'meta')), format, json_array_length(parts), "
            "(SELECT count(*) FROM json_each(d.parts) WHERE json_extract(value, '$[3]') > 0) "
            "FROM documents d ORDER BY file"
        )
        return tuple(
            DocumentRecord(
                file, root, sha, encoding, Metadata(**json.loads(meta)), length, count, form, parts, seen
            )
            for file, root, sha, encoding, meta, length, count, form, parts, seen in rows
        )

    def metadata(self, file: str) -> Metadata:
        """What is known of a document; nothing is where the file is not in the index."""
        rows = self._rows("SELECT metadata FROM documents WHERE file = ?", [file])
        return Metadata(**json.loads(rows[0][0])) if rows else Metadata()

    def _document(self, file: str) -> Document:
        rows = self._rows(
            "SELECT file, sha256, encoding, text, metadata, blocks, markup, format, parts "
            "FROM documents WHERE file = ?",
            [file],
        )
        if not rows:
            raise KeyError(file)
        name, sha, encoding, text, metadata, blocks, markup, form, parts = rows[0]
        return Document(
            file=name,
            sha256=sha,
            encoding=encoding,
            text=text,
            metadata=Metadata(**json.loads(metadata)),
            blocks=tuple(Block(Span(s, e), Role(role), level) for s, e, role, level in json.loads(blocks)),
            markup=tuple(Markup(Span(s, e), shown) for s, e, shown in json.loads(markup)),
            format=form,
            parts=tuple(Part(*part) for part in json.loads(parts)),
        )

    def _nodes(self, file: str) -> tuple[Node, ...]:
        rows = self._rows("SELECT nodes FROM documents WHERE file = ?", [file])
        if not rows:
            raise KeyError(file)
        return tuple(
            Node(n, parent, NodeKind(kind), style, order, label, Span(*name), Span(*span), level)
            for n, parent, kind, style, order, label, name, span, level in json.loads(rows[0][0])
        )

    def passages(self, file: str) -> tuple[Passage, ...]:
        """A document's passages of every role, in the order of its text."""
        rows = self._rows(f"SELECT {_PASSAGE} FROM passages WHERE file = ? ORDER BY position", [file])
        return tuple(map(_passage, rows))

    def passage(self, key: str) -> Passage | None:
        """The passage with this canonical key, or None."""
        rows = self._rows(f"SELECT {_PASSAGE} FROM passages WHERE key = ?", [key])
        return _passage(rows[0]) if rows else None

    def passage_text(self, passage: Passage) -> str:
        """The passage's characters as they stand in the source."""
        rows = self._rows("SELECT text FROM passages WHERE key = ?", [passage.key])
        return str(rows[0][0]) if rows else ""

    def excerpt(self, file: str, span: Span) -> str:
        """The characters of a span of a document, without reading the rest of it into memory."""
        rows = self._rows(
            "SELECT substr(text, ?, ?) FROM documents WHERE file = ?", [span.start + 1, len(span), file]
        )
        return str(rows[0][0]) if rows else ""

    def passages_by_key(self, keys: Iterable[str]) -> dict[str, tuple[Passage, str]]:
        """Passages with their texts, for those of `keys` that are there."""
        wanted = list(keys)
        found: dict[str, tuple[Passage, str]] = {}
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            marks = ",".join("?" * len(part))
            for *row, text in self._rows(
                f"SELECT {_PASSAGE}, text FROM passages WHERE key IN ({marks})", part
            ):
                found[row[0]] = (_passage(row), text)
        return found

    def standings(self, keys: Iterable[str]) -> dict[str, Standing]:
        """Where each passage stands, without reading the passage."""
        wanted = list(keys)
        marks = ",".join("?" * len(wanted))
        rows = self._rows(f"SELECT key, file, node, vector FROM passages WHERE key IN ({marks})", wanted)
        return {key: Standing(file, node, vector) for key, file, node, vector in rows}

    def vector_rows(self, files: Sequence[str] = ()) -> dict[int, str]:
        """The key of each row of the vector files, in the order of the text; only of `files` where given."""
        where = f" AND file IN ({','.join('?' * len(files))})" if files else ""
        rows = self._rows(
            f"SELECT vector, key FROM passages WHERE vector >= 0{where} ORDER BY file, position", files
        )
        return dict(rows)

    def with_document_part(self, part: str) -> tuple[Passage, ...]:
        """All passages whose key begins with this document part."""
        rows = self._rows(f"SELECT {_PASSAGE} FROM passages WHERE part = ? ORDER BY file, position", [part])
        return tuple(map(_passage, rows))

    def with_check(self, check: str) -> tuple[Passage, ...]:
        """All passages whose key ends with this check, in whichever document."""
        rows = self._rows(
            f'SELECT {_PASSAGE} FROM passages WHERE "check" = ? ORDER BY file, position', [check]
        )
        return tuple(map(_passage, rows))

    def retired(self, key: str) -> RetiredPassage | None:
        """The passage that this key meant before its document was changed or removed."""
        rows = self._rows("SELECT * FROM retired WHERE key = ?", [key])
        return _retired(rows[0]) if rows else None

    def all_retired(self) -> list[RetiredPassage]:
        """Every retired passage."""
        return [_retired(row) for row in self._rows("SELECT * FROM retired")]

    def counts(self) -> tuple[int, int]:
        """How many passages there are, and how many of them are searched for answers."""
        total, indexed = self._rows("SELECT count(*), coalesce(sum(vector >= 0), 0) FROM passages")[0]
        return total, indexed

    def passages_of(self, files: Sequence[str]) -> int:
        """How many passages of these documents are searched for answers."""
        count = "SELECT count(*) FROM passages WHERE file = ? AND vector >= 0"
        return sum(int(self._rows(count, [file])[0][0]) for file in files)

    def raw(self, file: str) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
        """The rows of a document and of its passages as they are stored, to be copied."""
        document = self._rows(f"SELECT {', '.join(DOCUMENT_COLUMNS)} FROM documents WHERE file = ?", [file])
        columns = ", ".join(f'"{name}"' for name in PASSAGE_COLUMNS)
        rows = self._rows(f"SELECT {columns} FROM passages WHERE file = ? ORDER BY position", [file])
        return document[0], rows

    def layer_keys(self) -> list[list[str]]:
        """For each layer the keys of its rows in the vector file, those that are gone included."""
        layers = ("main", "changed") if self._layered else ("main",)
        query = "SELECT key FROM {}.passages WHERE vector >= 0 ORDER BY vector"
        return [[key for (key,) in self._rows(query.format(layer))] for layer in layers]

    def layer_files(self) -> list[list[str]]:
        """For each layer its documents, those that are gone included."""
        layers = ("main", "changed") if self._layered else ("main",)
        return [[file for (file,) in self._rows(f"SELECT file FROM {one}.documents")] for one in layers]

    def first_rows(self, files: Iterable[str]) -> list[int]:
        """The rows that documents have in the first layer, ascending."""
        query = "SELECT vector FROM main.passages WHERE file = ? AND vector >= 0"
        return sorted(row for file in files for (row,) in self._rows(query, [file]))

    def first_count(self) -> int:
        """How many rows the first layer's vector file has."""
        return int(self._rows("SELECT coalesce(max(vector), -1) + 1 FROM main.passages")[0][0])

    def second_retired(self) -> list[RetiredPassage]:
        """The passages that were retired since the first layer was built."""
        return [_retired(row) for row in self._rows("SELECT * FROM changed.retired")] if self._layered else []

    def first_retired(self) -> set[str]:
        """The keys that were retired before the first layer was built."""
        return {key for (key,) in self._rows("SELECT key FROM main.retired")}

    def gone_keys(self) -> frozenset[str]:
        """The keys in the first layer of documents that are gone from it."""
        if not self._layered:
            return frozenset()
        query = "SELECT key FROM main.passages WHERE file IN (SELECT file FROM changed.gone) AND vector >= 0"
        return frozenset(key for (key,) in self._rows(query))

    def replaces(self) -> list[str]:
        """The documents of the layer below that this layer's own catalogue, opened alone, replaces or removes."""
        return [file for (file,) in self._rows("SELECT file FROM main.gone ORDER BY file")]

    def changed_rows(self) -> list[tuple[str, str]]:
        """Key and file of each row of the second layer's vector file."""
        if not self._layered:
            return []
        return self._rows("SELECT key, file FROM changed.passages WHERE vector >= 0 ORDER BY vector")

    def all_passages(self) -> Iterable[tuple[Passage, str]]:
        """Every passage with its text, in the order of documents and text."""
        for *row, text in self._rows(f"SELECT {_PASSAGE}, text FROM passages ORDER BY file, position"):
            yield _passage(row), text


def _fixed(path: Path) -> str:
    """The address of a file that never changes once it is in place: no locks, no journal."""
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


def _shown_as_one(connection: sqlite3.Connection, changed: Path) -> None:
    """Let every query see both layers: what is gone from the first is not there, the second is."""
    connection.execute("ATTACH ? AS changed", [_fixed(changed)])
    rows = connection.execute("SELECT coalesce(max(vector), -1) + 1 FROM main.passages").fetchone()[0]
    vector = f"CASE WHEN vector < 0 THEN -1 ELSE vector + {int(rows)} END"
    columns = 'position, key, file, start, "end", paragraph, node, path, role, text, part, "check"'
    left = "file NOT IN (SELECT file FROM changed.gone)"
    # A temporary view goes before the table of that name.
    for view in (
        f"documents AS SELECT * FROM main.documents WHERE {left} UNION ALL SELECT * FROM changed.documents",
        f"passages AS SELECT {columns}, vector, page, confidence FROM main.passages WHERE {left} "
        f"UNION ALL SELECT {columns}, {vector}, page, confidence FROM changed.passages",
        "retired AS SELECT * FROM main.retired WHERE key NOT IN (SELECT key FROM changed.returned) "
        "UNION ALL SELECT * FROM changed.retired",
    ):
        connection.execute(f"CREATE TEMP VIEW {view}")


def _shown_as_now(connection: sqlite3.Connection) -> None:
    """Give the tables of an earlier format the columns that they lacked, for an ingest that builds on them."""
    lacking = (
        ("documents", {"format": "''", "parts": "'[]'"}),
        ("passages", {"page": "''", "confidence": "0.0"}),
    )
    for table, added in lacking:
        there = {row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")}
        missing = ", ".join(f"{value} AS {name}" for name, value in added.items() if name not in there)
        if missing:
            connection.execute(f"CREATE TEMP VIEW {table} AS SELECT *, {missing} FROM main.{table}")


def _passage(row: Sequence[Any]) -> Passage:
    key, file, start, end, paragraph, node, path, role, page, confidence = row
    headings = tuple(json.loads(path))
    return Passage(key, file, Span(start, end), paragraph, node, headings, Role(role), page, confidence)


def _retired(row: Sequence[Any]) -> RetiredPassage:
    key, file, text, path, paragraph, before, after, on = row
    return RetiredPassage(key, file, text, tuple(json.loads(path)), paragraph, before, after, on)
