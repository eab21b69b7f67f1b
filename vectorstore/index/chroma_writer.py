"""Writes a generation's Chroma collection batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from vectorstore.index.chroma import FOLDER, PART, close, open_client, part_name
from vectorstore.index.faults import writing_natively
from vectorstore.index.freed_memory import give_back
from vectorstore.index.served import Lease
from vectorstore.index.server import speaking_to

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


#: The graph's files are written whole each time that so many vectors came in, and at the end; what came
#: in since then is kept a second time, in memory.
_SYNC = 2_000


class CollectionWriter:
    """The collections of a generation in the making, open as a context."""

    def __init__(self, folder: Path, total: int) -> None:
        """`total` is how many vectors will come."""
        self._folder = folder / FOLDER
        self._total = total
        self._row = 0
        with writing_natively(folder):
            self._client = open_client(self._folder)
            self._collection = self._begun()

    @property
    def _left(self) -> int:
        """How many vectors the collection that is being written still gets."""
        return min(self._total, (self._row // PART + 1) * PART) - self._row

    def _begun(self) -> Any:
        return self._client.create_collection(
            part_name(self._row // PART),
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "batch_size": 2, "sync_threshold": self._next_sync()}},
        )

    def _next_sync(self) -> int:
        """After how many vectors the graph's files are written: at the end of the collection at the latest.

        What is not in them, every reader would have to put into them again.
        """
        return max(2, min(self._left, _SYNC))

    def _opened_anew(self) -> None:
        """Let go of what is in memory."""
        close(self._client)
        give_back()
        self._client = open_client(self._folder)

    def __enter__(self) -> CollectionWriter:
        return self

    def add(
        self,
        keys: Sequence[str],
        texts: Sequence[str],
        metadata: Sequence[dict[str, str | int]],
        vectors: NDArray[np.float32],
    ) -> None:
        """Put a batch in: n keys, vectors of shape (n, d); no collection's end may lie within it."""
        with writing_natively(self._folder):
            self._make_ready()
            self._collection.add(
                ids=list(keys), documents=list(texts), metadatas=list(metadata), embeddings=vectors
            )
        self._row += len(keys)
        give_back()

    def _make_ready(self) -> None:
        """Begin a new collection where the one before is full, and open one anew where its graph can be written whole."""
        if self._row and self._row % PART == 0:
            self._opened_anew()
            self._collection = self._begun()
        elif self._row % PART % _SYNC == 0 and 0 < self._left < _SYNC and self._row:
            # All so far is in the graph's files, and nothing is put in twice by opening them anew.
            self._opened_anew()
            self._collection = self._client.get_collection(
                part_name(self._row // PART), embedding_function=None
            )
            self._collection.modify(configuration={"hnsw": {"sync_threshold": self._next_sync()}})

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with writing_natively(self._folder):
            close(self._client)
        give_back()


class ServedCollectionWriter:
    """The same on a Chroma server, without the texts.

    They travel in the catalogue, and the server would index every three characters of them.
    """

    def __init__(self, lease: Lease, name: str) -> None:
        self._server = lease.server
        with speaking_to(self._server):
            self._collection = lease.client.create_collection(
                name,
                embedding_function=None,
                # All have unit length: the same order as by cosine, and they come back as they were sent.
                configuration={"hnsw": {"space": "ip"}},
            )

    def __enter__(self) -> ServedCollectionWriter:
        return self

    def add(
        self,
        keys: Sequence[str],
        texts: Sequence[str],
        metadata: Sequence[dict[str, str | int]],
        vectors: NDArray[np.float32],
    ) -> None:
        """Put a batch in: n keys, vectors of shape (n, d)."""
        with speaking_to(self._server):
            self._collection.add(
                ids=list(keys), metadatas=[{"file": one["file"]} for one in metadata], embeddings=vectors
            )

    def __exit__(self, *_: object) -> None:
        """Nothing is to be closed: the lease has the connection."""
