"""The check of the vector index: certain of what is stored, patient with what is approximate."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.library import build_searcher, open_library
from vectorstore.errors import IndexDamaged
from vectorstore.index.chroma import set_compared, write_vectors
from vectorstore.index.dense_check import EFFORTS, check_dense, sampled_recall
from vectorstore.index.manifest import read_manifest, write_manifest
from vectorstore.ingest import ingest


def _store(folder: Path, vectors: np.ndarray) -> list[str]:
    keys = [f"k{number:05d}" for number in range(len(vectors))]
    write_vectors(folder, keys, ["x"] * len(keys), [{"file": "a"}] * len(keys), vectors, lambda _: None)
    return keys


def _unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_more_than_a_thousand_near_duplicates_are_indexed_at_the_first_try_and_found(
    tmp_path: Path, tiny_model: Path
) -> None:
    """1,200 passages that differ in one figure: one ingest, and each is in the first ten for its own words."""
    (tmp_path / "docs").mkdir()
    lines = [
        f"第{number}号地块的出让合同由自然资源局负责归档,保存期限为三十年。" for number in range(10000, 11200)
    ]
    for part in range(4):
        text = "地块出让情况\n\n" + "\n\n".join(lines[part * 300 : (part + 1) * 300]) + "\n"
        (tmp_path / "docs" / f"{part}.txt").write_text(text, "utf-8")
    report = ingest([tmp_path / "docs"], tmp_path / "index", str(tiny_model))
    assert report.passages >= len(lines)
    library = open_library(tmp_path / "index", str(tiny_model))
    searcher = build_searcher(library)
    try:
        lost = [line for line in lines if line not in {hit.text for hit in searcher.search(line, 10)}]
    finally:
        searcher.close()
        library.close()
    assert lost == []


def test_a_vector_lost_to_an_approximate_search_is_no_reason_to_refuse(tmp_path: Path) -> None:
    """In two crowds of near-duplicates some vectors don't find themselves; the index is sound all the same."""
    from vectorstore.index.chroma import read_collection

    random = np.random.default_rng(1)
    crowds = random.normal(size=(2, 64))[random.integers(0, 2, 6000)]
    vectors = _unit(crowds + random.normal(size=(6000, 64)) * 0.1)
    keys = _store(tmp_path, vectors)
    with read_collection(tmp_path) as collection:
        firsts = [near[0][1] for near in collection.nearest_each(vectors, 1)]
    assert min(firsts) < 1 - 1e-4
    assert check_dense(tmp_path, keys, vectors, mend=True).recall >= 0.95


def test_equal_passages_are_never_lost(tmp_path: Path) -> None:
    """A thousand equal vectors beside some others: whichever of the equals is found, none is missed.

    Where they part the graph, which changes with every build, all vectors are compared instead.
    """
    random = np.random.default_rng(3)
    vectors = _unit(
        np.concatenate([np.repeat(random.normal(size=(1, 32)), 1000, 0), random.normal(size=(300, 32))])
    )
    keys = _store(tmp_path, vectors)
    made = check_dense(tmp_path, keys, vectors, mend=True)
    assert made.recall >= 0.95
    assert check_dense(tmp_path, keys, vectors).compared == made.compared


def test_an_index_whose_graph_loses_passages_is_searched_by_comparing_all(
    tmp_path: Path, tiny_model: Path
) -> None:
    """The search of an index that is marked so never asks the graph, and finds the same passages."""
    (tmp_path / "a.txt").write_text("\n\n".join(f"第{n}号仓库由后勤处管理。" for n in range(80)), "utf-8")
    ingest([tmp_path / "a.txt"], tmp_path / "index", str(tiny_model))
    library = open_library(tmp_path / "index", str(tiny_model))
    found = {}
    for marked in (False, True):
        if marked:
            set_compared(library.folder)
            manifest = read_manifest(library.folder)
            write_manifest(library.folder, manifest)
        searcher = build_searcher(library)
        try:
            with pytest.MonkeyPatch.context() as patch:
                if marked:
                    patch.setattr("vectorstore.index.chroma.nearest", _not_asked)
                found[marked] = [hit.passage.key for hit in searcher.search("第7号仓库由谁管理", 10)]
        finally:
            searcher.close()
    assert found[True] == found[False]


def _not_asked(*_: object) -> None:
    raise AssertionError("the graph was asked")


def test_a_missing_or_other_vector_is_certain(tmp_path: Path) -> None:
    """One vector of thousands that is not the stored one, or not stored at all, is found for sure."""
    vectors = _unit(np.random.default_rng(4).normal(size=(2500, 16)))
    keys = _store(tmp_path, vectors)
    check_dense(tmp_path, keys, vectors)
    other = vectors.copy()
    other[1777] = -other[1777]
    with pytest.raises(IndexDamaged, match="1 vectors missing or changed"):
        check_dense(tmp_path, keys, other)
    with pytest.raises(IndexDamaged, match="2500 of 2499"):
        check_dense(tmp_path, keys[:-1], vectors[:-1])
    with pytest.raises(IndexDamaged, match="1 vectors missing or changed"):
        check_dense(tmp_path, [*keys[:-1], "unknown"], vectors)


class _Lame:
    """A search that finds only so many of the nearest."""

    def __init__(self, vectors: np.ndarray, finds: int) -> None:
        self._vectors, self._finds = vectors, finds

    def nearest_each(self, asked: np.ndarray, limit: int) -> list[list[tuple[str, float]]]:
        near = -np.sort(-(asked @ self._vectors.T), axis=1)[:, :limit]
        near[:, self._finds :] = -1.0
        return [[("k", float(one)) for one in row] for row in near]


def test_recall_is_what_was_found_of_what_is_nearest() -> None:
    """A search that finds seven of the nearest ten has a recall of 0.7; over equals it counts as whole."""
    vectors = _unit(np.random.default_rng(5).normal(size=(400, 16)))
    assert sampled_recall(_Lame(vectors, 7), vectors) == pytest.approx(0.7)  # type: ignore[arg-type]
    assert sampled_recall(_Lame(vectors, 10), vectors) == 1.0  # type: ignore[arg-type]
    assert list(EFFORTS) == sorted(EFFORTS)


def test_search_effort_is_raised_before_anything_is_refused(tmp_path: Path) -> None:
    """Where a lazy search misses the bar, mending makes it search harder, and the reader then finds all."""
    from vectorstore.index.chroma import read_collection, set_effort

    vectors = _unit(np.random.default_rng(6).normal(size=(6000, 128)))
    keys = _store(tmp_path, vectors)
    set_effort(tmp_path, 10)
    with pytest.raises(IndexDamaged, match="recall"):
        check_dense(tmp_path, keys, vectors)
    mended = check_dense(tmp_path, keys, vectors, mend=True)
    assert mended.recall >= 0.95
    assert mended.effort > 10
    with read_collection(tmp_path) as collection:
        assert collection.effort == mended.effort
