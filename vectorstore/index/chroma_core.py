"""Chroma's own core, asked without its Python client: for a process that asks one question.

Importing `chromadb` takes most of a second: clients for servers, embedding functions of two dozen
companies, exporters of telemetry, none of which a question to a folder needs. The core that
they all end in, `chromadb_rust_bindings`, comes with the same package and is loaded in
milliseconds; it is given here what Chroma's client gives it. It is no documented interface: where
another version of Chroma has another, `CoreUnavailable` is raised and the client is taken.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vectorstore.index.chroma_copy import ReadingCopy
from vectorstore.index.faults import unusable
from vectorstore.index.file_sums import check_files
from vectorstore.index.manifest import read_manifest

#: Chroma's names where nothing else is said.
_TENANT, _DATABASE = "default_tenant", "default_database"
#: How many collections may be open; here it is one.
_CACHED = 8


class CoreUnavailable(Exception):
    """The installed Chroma has no core of this form."""


class CoreCollection:
    """A collection that can be asked; the parts of Chroma's `Collection` that a question needs."""

    def __init__(self, bindings: Any, name: str) -> None:
        found = bindings.get_collection(name, _TENANT, _DATABASE)
        self._bindings, self._id = bindings, str(found.id)
        self._dimensions = int(found.dimension or 0)
        self.metadata: dict[str, Any] | None = found.metadata

    def try_out(self) -> None:
        """Raise `TypeError` or `AttributeError` where the core can't be asked in this way."""
        if not self._dimensions:  # nothing is in it
            return
        found = self.query([[1.0] * self._dimensions], 1, None, ["distances"])
        (keys,), (distances,) = found["ids"], found["distances"]
        if [type(one) for one in (*keys, *distances)] != [str, float]:
            raise TypeError("not an id and its distance")

    def query(
        self,
        query_embeddings: Sequence[Sequence[float]],
        n_results: int,
        where: dict[str, Any] | None,
        include: Sequence[str],
    ) -> dict[str, Any]:
        """See `chromadb.Collection.query`: `ids` and `distances`, a list for each vector."""
        found = self._bindings.query(
            self._id,
            None,
            [list(vector) for vector in query_embeddings],
            n_results,
            json.dumps(where) if where else None,
            None,
            list(include),
            _TENANT,
            _DATABASE,
        )
        return {"ids": found.ids, "distances": found.distances}


class CoreStore:
    """A generation's collection, read by Chroma's core; `chroma.nearest` and its kin take it."""

    def __init__(self, folder: Path, copy: ReadingCopy, collection: str) -> None:
        """Open it. Raises `CoreUnavailable`, and bare exceptions of the core."""
        try:
            import chromadb_rust_bindings as core

            from vectorstore.index.chroma import part_name

            config = core.SqliteDBConfig(
                hash_type=core.MigrationHash.MD5,
                migration_mode=core.MigrationMode.Apply,
                url=str(folder / "chroma.sqlite3"),
            )
            bindings = core.Bindings(
                allow_reset=False, sqlite_db_config=config, persist_path=str(folder), hnsw_cache_size=_CACHED
            )
            self._collection: Any = CoreCollection(bindings, collection)
            self._collection.try_out()
            # A large index has several, each of at most so many vectors.
            count = int(bindings.count_collections(_TENANT, _DATABASE))
            self._yinju_parts = [CoreCollection(bindings, part_name(number)) for number in range(1, count)]
        except (ImportError, AttributeError, TypeError) as exc:
            raise CoreUnavailable(str(exc)) from exc
        self._client = self
        self._yinju_copy = copy
        #: What says of a store that it is on a server; this one never is.
        self._yinju_server = None

    def close(self) -> None:
        """Let go of the files."""
        self._collection, self._yinju_parts = None, []


def open_core(folder: Path, chroma: str, collection: str) -> CoreStore:
    """The generation's collection in the subfolder `chroma`; all files of it are summed first.

    Raises `CoreUnavailable`, `IndexDamaged` and `IndexUnavailable`.
    """
    check_files(folder, read_manifest(folder).files, under=chroma, thorough=True)
    copy = None
    try:
        copy = ReadingCopy(folder / chroma)
        return CoreStore(copy.folder, copy, collection)
    except BaseException as exc:
        if copy:
            copy.remove()
        if isinstance(exc, CoreUnavailable) or not isinstance(exc, Exception):
            raise
        raise unusable(exc, folder, chroma) from exc
