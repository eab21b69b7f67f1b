"""An index of several collections is searched by the signs of its vectors, and finds what the others find."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.library import build_searcher, open_library
from tests.vectorstore.search.test_without_chroma import index as index
from vectorstore.index import chroma
from vectorstore.index.dense_check import RECALL_BAR
from vectorstore.search.exact import nearest_rows
from vectorstore.search.sign_codes import SignCodes


def _vectors(count: int, dimension: int, about: int, seed: int = 5) -> np.ndarray:
    """Vectors in clusters, off the middle as those of sentences are."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(about, dimension)) + 0.7
    found = centres[random.integers(0, about, count)] + random.normal(size=(count, dimension))
    return (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("dimension", [384, 100])
def test_nearly_all_of_the_nearest_are_found_with_their_similarities(dimension: int) -> None:
    """Fifty of six thousand, for questions that are no rows."""
    every = _vectors(6040, dimension, 60)
    vectors, asked = every[:6000], every[6000:]
    codes = SignCodes(vectors)
    shares = []
    for vector in asked:
        found = codes.nearest(vector.tolist(), 50)
        exact = nearest_rows(vectors, vector.tolist(), None, 50)
        shares.append(len({row for row, _ in found} & set(exact)) / 50)
        assert [near for _, near in found] == sorted((near for _, near in found), reverse=True)
        assert [near for _, near in found] == pytest.approx(
            [float(vectors[row] @ vector) for row, _ in found]
        )
    assert np.mean(shares) > RECALL_BAR


def test_only_rows_that_are_named_are_found() -> None:
    """Also where more of them are named than are compared."""
    vectors = _vectors(6000, 64, 20)
    codes = SignCodes(vectors)
    for among in (list(range(0, 6000, 400)), list(range(1, 6000, 2)), []):
        found = [row for row, _ in codes.nearest(vectors[3].tolist(), 10, among)]
        exact = nearest_rows(vectors, vectors[3].tolist(), among, 10)
        assert set(found) <= set(among)
        assert len(set(found) & set(exact)) >= 0.9 * len(exact)


def test_equal_rows_come_in_their_order() -> None:
    """Of many equal rows the first are returned."""
    vectors = _vectors(6000, 64, 20)
    vectors[[7, 40, 300, 4000, 5999]] = vectors[7]
    assert [row for row, _ in SignCodes(vectors).nearest(vectors[7].tolist(), 4)] == [7, 40, 300, 4000]


def test_more_are_compared_where_signs_tell_little() -> None:
    """Values that differ in size only have the same signs: the recall is measured and reached all the same."""
    random = np.random.default_rng(2)
    vectors = np.abs(random.normal(size=(6000, 8))) ** 3
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    codes = SignCodes(vectors)
    assert codes._compared > 120
    rows = range(0, 6000, 151)
    exact = [nearest_rows(vectors, vectors[row].tolist(), None, 10) for row in rows]
    found = [[one for one, _ in codes.nearest(vectors[row].tolist(), 10)] for row in rows]
    shares = [len(set(a) & set(b)) / 10 for a, b in zip(exact, found, strict=True)]
    assert np.mean(shares) > 0.9


@pytest.mark.parametrize("long_lived", [False, True])
def test_the_same_hits_as_from_chroma(
    long_lived: bool, index: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a second layer, passages that are gone, and the files named; the store is not opened."""

    def found() -> list[list[object]]:
        library = open_library(index, str(tiny_model))
        searcher = build_searcher(library, long_lived)
        try:
            asked = [("第7次会议的记录由谁归档?", ()), ("车辆多久盘点一次", ()), ("盘点", ("cars.txt",))]
            return [list(searcher.search(text, 20, files)) for text, files in asked]
        finally:
            assert (searcher._signs is None) != (searcher._store is None)
            searcher.close()
            library.close()

    before = found()
    assert all(before)
    monkeypatch.setattr(chroma, "PART", 5)
    monkeypatch.setattr(chroma, "open_store", None)
    monkeypatch.setattr("vectorstore.index.chroma_core.open_core", None)
    assert found() == before
