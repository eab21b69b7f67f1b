"""The vector index: Chroma, embedded or on a server. Only this and `server` import chromadb.

Vectors are written with the ids and metadata of their passages through Chroma's own client,
since most of them are carried over from the last generation and LangChain's `add_texts` would
embed them again; the store that is read is `langchain_chroma.Chroma`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.errors import IndexDamaged, IndexMismatch, VectorstoreError
from vectorstore.index import served
from vectorstore.index.chroma_copy import ReadingCopy
from vectorstore.index.faults import unusable, writing_natively
from vectorstore.index.file_sums import check_files
from vectorstore.index.manifest import read_manifest
from vectorstore.index.server import ChromaServer, connect, is_missing, server_error, speaking_to
from vectorstore.index.server import close as disconnect

if TYPE_CHECKING:
    import numpy as np
    from langchain_chroma import Chroma
    from numpy.typing import NDArray

    from vectorstore.embedding.encoders import Encoder
    from vectorstore.index.chroma_core import CoreStore

FOLDER = "chroma"
COLLECTION = "passages"
#: So many vectors are in one collection: its graph is whole in memory while it is written.
PART = 25_000
_BATCH = 1000
#: What Chroma keeps in hand unless it is told otherwise.
_EFFORT = 100
#: Set in the metadata of a collection whose graph loses passages at any effort.
_SEARCH, _COMPARED = "search", "all-vectors"


def open_client(folder: Path) -> Any:
    """Chroma in a folder, which it writes to whatever is asked of it."""
    # Chroma must never send or fetch anything.
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb

    # The client writes its folder into them.
    return chromadb.PersistentClient(path=str(folder), settings=_settings().model_copy())


@cache
def _settings() -> Any:
    """Chroma's settings: they are put together from the environment for longer than a small store is opened."""
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def part_size(folder: Path) -> int:
    """How many rows each collection of a generation has at most; a server keeps them all in one."""
    return PART if served.names_of(folder) is None else 1 << 62


def part_name(number: int) -> str:
    """The name of the n-th collection, which holds the rows from n times `PART` on."""
    return f"{COLLECTION}-{number + 1}" if number else COLLECTION


def write_vectors(
    folder: Path,
    keys: Sequence[str],
    texts: Sequence[str],
    metadata: Sequence[dict[str, str | int]],
    vectors: NDArray[np.float32],
    report: Callable[[int], None],
) -> None:
    """Write a new collection into a generation's folder. Shapes: n keys, vectors (n, d)."""
    from vectorstore.index.chroma_writer import CollectionWriter

    with CollectionWriter(folder, len(keys)) as writer:
        for start in range(0, len(keys), _BATCH):
            part = slice(start, start + _BATCH)
            writer.add(keys[part], texts[part], metadata[part], vectors[part])
            report(min(start + _BATCH, len(keys)))


def close(client: Any) -> None:
    """Let go of the store's files; what follows opens them anew."""
    from chromadb.api.shared_system_client import SharedSystemClient

    if hasattr(client, "close"):
        client.close()
    SharedSystemClient.clear_system_cache()


def open_store(folder: Path, encoder: Encoder, server: ChromaServer | None = None) -> Chroma:
    """The generation's collection as a LangChain vector store.

    All files of it are summed first. Raises `IndexDamaged` and `IndexUnavailable`; for one on a
    server `ServerUnavailable` and `ServerRefuses`.
    """
    from vectorstore.embedding.encoders import as_langchain

    if names := served.names_of(folder):
        return _open_served(_needed(server), names.vectors, encoder)
    check_files(folder, read_manifest(folder).files, under=FOLDER, thorough=True)
    copy = None
    try:
        copy = ReadingCopy(folder / FOLDER)
        client = open_client(copy.folder)
        from langchain_chroma import Chroma

        store = Chroma(
            COLLECTION,
            client=client,
            embedding_function=as_langchain(encoder),
            create_collection_if_not_exists=False,
        )
        further = [
            client.get_collection(part_name(number), embedding_function=None)
            for number in range(1, client.count_collections())
        ]
    except Exception as exc:  # Chroma raises bare exceptions of its Rust core
        if copy:
            copy.remove()
        raise unusable(exc, folder, FOLDER) from exc
    # It lives as long as the store that reads from it.
    store._yinju_copy, store._yinju_server = copy, None
    store._yinju_parts = further
    return store


def _open_served(server: ChromaServer, name: str, encoder: Encoder) -> Chroma:
    from vectorstore.embedding.encoders import as_langchain

    client = connect(server)
    with speaking_to(server):
        from langchain_chroma import Chroma

        store = Chroma(
            name,
            client=client,
            embedding_function=as_langchain(encoder),
            create_collection_if_not_exists=False,
        )
    store._yinju_copy, store._yinju_server = None, server
    return store


def _needed(server: ChromaServer | None) -> ChromaServer:
    if server is None:
        raise IndexMismatch(what="CHROMA_URL", built="set", wanted="empty")
    return server


def close_store(store: Chroma | CoreStore) -> None:
    """Let go of a store's files and of what Chroma remembers of it; other stores stay open."""
    if store._yinju_copy is None:
        disconnect(store._client)
        return
    store._client.close()
    store._yinju_copy.remove()


def nearest(
    store: Chroma | CoreStore, vector: Sequence[float], limit: int, files: Sequence[str] = ()
) -> list[tuple[str, float]]:
    """Keys with their cosine similarities, best first; only of `files` where given.

    Raises `IndexDamaged`, and `ServerUnavailable` where the store is on a server.
    """
    found: list[tuple[str, float]] = []
    try:
        for part in _parts(store):
            # The store's own search reads texts and metadata from its database too: three times as long.
            near = part.query(
                query_embeddings=[list(vector)],
                n_results=limit,
                where={"file": {"$in": list(files)}} if files else None,
                include=["distances"],
            )
            found += zip(near["ids"][0], (1.0 - float(one) for one in near["distances"][0]), strict=True)
    except Exception as exc:
        if store._yinju_server is not None:
            raise server_error(store._yinju_server, exc) from exc
        raise unusable(exc, Path(FOLDER)) from exc
    return sorted(found, key=lambda pair: -pair[1])[:limit]


def _parts(store: Chroma) -> list[Any]:
    return [store._collection, *getattr(store, "_yinju_parts", ())]


class Collection:
    """A generation's collection, read to be checked."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    @property
    def effort(self) -> int:
        """How many candidates a search keeps in hand."""
        # As plain values: the library would also build an embedding function that a server names there.
        stored = self._collection._model.configuration_json or {}
        return int((stored.get("hnsw") or {}).get("ef_search") or _EFFORT)

    @property
    def compared(self) -> bool:
        """Whether a search must compare all vectors, since the graph does not find enough."""
        return _is_compared(self._collection)

    def count(self) -> int:
        """How many vectors there are."""
        return int(self._collection.count())

    def vectors(self, keys: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The stored vectors of those of `keys` that are there."""
        found = self._collection.get(ids=list(keys), include=["embeddings"])
        return dict(zip(found["ids"], found["embeddings"], strict=True))

    def nearest_each(self, vectors: NDArray[np.float32], limit: int) -> Iterator[list[tuple[str, float]]]:
        """For each vector the keys that a search finds, with cosine similarities."""
        for start in range(0, len(vectors), 200):
            found = self._collection.query(
                query_embeddings=vectors[start : start + 200], n_results=limit, include=["distances"]
            )
            for keys, distances in zip(found["ids"], found["distances"], strict=True):
                yield [(key, 1.0 - float(d)) for key, d in zip(keys, distances, strict=True)]


@contextmanager
def read_collection(
    folder: Path, in_place: bool = False, part: int = 0, server: ChromaServer | None = None
) -> Iterator[Collection]:
    """A collection on disk, let go of at the end; `in_place` only where it may be changed.

    Raises `IndexDamaged` where it can't be read, and `IndexUnavailable`; for one on a `server`
    `ServerUnavailable` and `ServerRefuses` besides.
    """
    if names := served.names_of(folder):
        with _served_collection(_needed(server), names.vectors) as found:
            yield Collection(found)
        return
    client = copy = None
    try:
        copy = None if in_place else ReadingCopy(folder / FOLDER)
        with writing_natively(folder) if in_place else nullcontext():
            client = open_client(copy.folder if copy else folder / FOLDER)
            yield Collection(client.get_collection(part_name(part), embedding_function=None))
    except VectorstoreError:
        raise
    except Exception as exc:
        raise unusable(exc, folder, FOLDER) from exc
    finally:
        if client is not None:
            close(client)
        if copy is not None:
            copy.remove()


@contextmanager
def _served_collection(server: ChromaServer, name: str) -> Iterator[Any]:
    client = connect(server)
    try:
        with speaking_to(server):
            try:
                found = client.get_collection(name, embedding_function=None)
            except Exception as exc:
                if is_missing(exc):
                    raise IndexDamaged(folder=server.place, reason=f"{name} is missing") from exc
                raise
            yield found
    finally:
        disconnect(client)


@contextmanager
def _changed(folder: Path, part: int, server: ChromaServer | None) -> Iterator[Any]:
    """The collection, to change how it is searched."""
    if names := served.names_of(folder):
        with _served_collection(_needed(server), names.vectors) as found:
            yield found
        return
    with writing_natively(folder):
        client = open_client(folder / FOLDER)
        try:
            yield client.get_collection(part_name(part), embedding_function=None)
        finally:
            close(client)


def set_effort(folder: Path, effort: int, part: int = 0, server: ChromaServer | None = None) -> None:
    """Let every later search keep so many candidates in hand. Changes the files."""
    with _changed(folder, part, server) as collection:
        collection.modify(configuration={"hnsw": {"ef_search": effort}})


def set_compared(folder: Path, part: int = 0, server: ChromaServer | None = None) -> None:
    """Let every later search compare all vectors. Changes the files."""
    with _changed(folder, part, server) as collection:
        collection.modify(metadata={_SEARCH: _COMPARED})


def is_compared(store: Chroma | CoreStore) -> bool:
    """Whether a search of this store must compare all vectors."""
    return any(_is_compared(part) for part in _parts(store))


def _is_compared(collection: Any) -> bool:
    return (collection.metadata or {}).get(_SEARCH) == _COMPARED
