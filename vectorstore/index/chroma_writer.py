"""Writes a generation's Chroma collection batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from vectorstore.index.chroma import COLLECTION, FOLDER, close, open_client

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


#: The graph's files are written whole each time that so many vectors came in, and at the end.
_SYNC = 10_000


class CollectionWriter:
    """A new collection in a generation's folder, open as a context."""

    def __init__(self, folder: Path, total: int) -> None:
        """`total` is how many vectors will come."""
        self._folder = folder / FOLDER
        self._left = total
        self._client = open_client(self._folder)
        self._collection = self._client.create_collection(
            COLLECTION,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "batch_size": 2, "sync_threshold": _SYNC}},
        )

    def __enter__(self) -> CollectionWriter:
        return self

    def add(
        self,
        keys: Sequence[str],
        texts: Sequence[str],
        metadata: Sequence[dict[str, str | int]],
        vectors: NDArray[np.float32],
    ) -> None:
        """Put a batch in: n keys, vectors of shape (n, d)."""
        self._left -= len(keys)
        if self._left <= 0:
            self._sync_the_last()
        self._collection.add(
            ids=list(keys), documents=list(texts), metadatas=list(metadata), embeddings=vectors
        )

    def _sync_the_last(self) -> None:
        """Let the next batch be in the graph's files: else every reader would put it into them again."""
        close(self._client)
        self._client = open_client(self._folder)
        self._collection = self._client.get_collection(COLLECTION, embedding_function=None)
        self._collection.modify(configuration={"hnsw": {"sync_threshold": 2}})

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        close(self._client)
