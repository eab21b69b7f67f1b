"""What the reader and the model gave is given again for the same tokens and texts only, to every process of a run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.extraction.reader import DEFAULT_FOLDER, Reader
from tests.readings import ANEW, KeptReadings, KeptVectors
from vectorstore.embedding.encoders import Encoder, lasting_encoder, query_encoder


class _Counting:
    """A session that counts its runs and gives the tokens back."""

    def __init__(self) -> None:
        self.runs = 0

    def run(self, names: Any, given: dict[str, Any]) -> list[Any]:
        self.runs += 1
        return [given["input_ids"] * 0.5, np.array([0.25], dtype=np.float32)]


def _tokens(*ids: int) -> dict[str, Any]:
    return {"input_ids": np.array([ids], dtype=np.int64)}


def test_the_same_tokens_are_read_once_and_others_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second session of a folder gives what the first one gave; a token more or another one is read."""
    monkeypatch.delenv(ANEW, raising=False)
    first, second = _Counting(), _Counting()
    one, other = KeptReadings(first, tmp_path), KeptReadings(second, tmp_path)
    made = one.run(None, _tokens(1, 2, 3))
    for found in (one.run(None, _tokens(1, 2, 3)), other.run(None, _tokens(1, 2, 3))):
        assert all(np.array_equal(a, b) and a.dtype == b.dtype for a, b in zip(made, found, strict=True))
    assert (first.runs, second.runs) == (1, 0)
    for tokens in ((1, 2), (1, 2, 3, 0), (1, 2, 4)):
        assert np.array_equal(other.run(None, _tokens(*tokens))[0], np.array([tokens]) * 0.5)
    assert second.runs == 3
    monkeypatch.setenv(ANEW, "1")
    other.run(None, _tokens(1, 2, 3))
    assert second.runs == 4


def test_what_is_kept_is_what_the_network_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped reader of these tests reads what one reads whose folder is named, which keeps nothing."""
    monkeypatch.delenv(ANEW, raising=False)
    asked, passages = "谁担任组长?", ["张三任组长。", "会议由李四主持。"]
    anew = Reader(DEFAULT_FOLDER)
    assert not isinstance(anew._session, KeptReadings)
    wanted = anew.read(asked, passages)
    for _ in range(2):
        kept = Reader()
        assert isinstance(kept._session, KeptReadings)
        assert kept.read(asked, passages) == wanted
    monkeypatch.setattr(KeptReadings, "run", None)
    with pytest.raises(TypeError):
        Reader().read(asked, passages)


def test_the_same_text_is_embedded_once_and_others_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another process has embedded is given again, of the same engine only; a question is no passage."""
    monkeypatch.delenv(ANEW, raising=False)
    made: list[str] = []

    def make(encoder: object, text: str) -> list[float]:
        made.append(text)
        return [len(text) / 3]

    one, other = (KeptVectors(make, tmp_path, "甲") for _ in range(2))
    assert one.vector(None, "query: 值班") == other.vector(None, "query: 值班") == [3.0]
    assert made == ["query: 值班"]
    other.vector(None, "passage: 值班")
    KeptVectors(make, tmp_path, "乙").vector(None, "query: 值班")
    monkeypatch.setenv(ANEW, "1")
    one.vector(None, "query: 值班")
    assert made == ["query: 值班", "passage: 值班", "query: 值班", "query: 值班"]


@pytest.mark.parametrize("engine", [query_encoder, lasting_encoder])
def test_a_kept_vector_is_what_the_engine_gives(
    engine: Callable[[], Encoder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped engines of these tests give what they give anew, to the last digit."""
    asked, passages = "谁担任组长？", ["张三任组长。", "会议由李四主持。"]
    monkeypatch.setenv(ANEW, "1")
    shipped = engine()
    wanted = shipped.embed_query(asked), shipped.embed_documents(passages)
    monkeypatch.delenv(ANEW)
    for _ in range(2):
        assert (shipped.embed_query(asked), shipped.embed_documents(passages)) == wanted
    monkeypatch.setattr(KeptVectors, "vector", None)
    with pytest.raises(TypeError):
        shipped.embed_query(asked)
