"""A model for tests of what happens around the vectors: a vector for each character, averaged.

It takes the place of the sentence-transformers model that its folder would hold, so that neither
PyTorch is loaded, for seconds, nor a model with every index that is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding import encoders

DIMENSION = 32
_CODES = 0xA000


class TinyEncoder:
    """The encoder of such a model; what is no character of a document has a vector in common."""

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """A unit vector a text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a text."""
        codes = [code if (code := ord(char)) < _CODES else 0 for char in text if not char.isspace()]
        summed = _vectors()[codes or [0]].sum(axis=0)
        found: list[float] = (summed / np.linalg.norm(summed)).tolist()
        return found

    def embed_queries(self, texts: Sequence[str]) -> list[list[float]]:
        """A unit vector a question."""
        return self.embed_documents(texts)


@cache
def _vectors() -> NDArray[np.float32]:
    return np.random.default_rng(7).normal(size=(_CODES, DIMENSION)).astype(np.float32)


@contextmanager
def in_place_of(folder: Path) -> Iterator[None]:
    """For as long as the block lasts, the model of this folder is the tiny one; all others are themselves."""
    sentences: Any = encoders._Sentences
    here = folder.resolve()

    def opened(model: str) -> Any:
        return TinyEncoder() if Path(model).resolve() == here else sentences(model)

    encoders._Sentences = opened  # type: ignore[assignment,misc]
    try:
        yield
    finally:
        encoders._Sentences = sentences  # type: ignore[misc]
