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


class CollectionWriter:
    """A new collection in a generation's folder, open as a context."""

    def __init__(self, folder: Path) -> None:
        self._client = open_client(folder / FOLDER)
        self._collection = self._client.create_collection(
            COLLECTION,
            embedding_function=None,
            # What is not yet in the graph's files would be put into them again by every reader.
            configuration={"hnsw": {"space": "cosine", "batch_size": 2, "sync_threshold": 2}},
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
        self._collection.add(
            ids=list(keys), documents=list(texts), metadatas=list(metadata), embeddings=vectors
        )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        close(self._client)
