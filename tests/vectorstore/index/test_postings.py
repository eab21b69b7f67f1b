"""Sorted lists on disk: the same whether they were merged from pieces or sorted at once."""

from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest

from vectorstore.errors import IndexDamaged
from vectorstore.index import postings
from vectorstore.index.bm25 import LexicalIndex, terms, write_lexical
from vectorstore.index.postings import Postings, PostingsWriter


def _written(folder: Path, rows: list[tuple[int, int, int]], at_once: int) -> Postings:
    writer = PostingsWriter(folder, counted=True)
    for start in range(0, len(rows), at_once):
        codes, places, counts = zip(*rows[start : start + at_once], strict=True)
        writer.add(np.array(codes, "<u8"), np.array(places, "<u4"), np.array(counts, np.uint8))
    writer.finish()
    return Postings(folder)


def test_merged_pieces_are_as_if_sorted_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces smaller than one code's list, blocks smaller than that, codes up to 64 bits: every list is whole."""
    random = np.random.default_rng(5)
    kinds = [1, 2, 2**21, 2**63 + 5, 2**64 - 1, *range(100, 140)]
    rows = [
        (kinds[int(random.zipf(1.4)) % len(kinds)], place, int(random.integers(1, 9)))
        for place in range(3000)
    ]
    whole = _written(tmp_path / "whole", rows, 3000)
    monkeypatch.setattr(postings, "_PIECE", 250)
    monkeypatch.setattr(postings, "_BLOCK", 40)
    _written(tmp_path / "pieces", rows, 30)
    for name in ("codes", "begins", "places", "counts"):
        assert (tmp_path / "pieces" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name
    assert not (tmp_path / "pieces" / "pieces").exists()
    for code in kinds:
        begin, end = whole.listed(code)
        expected = [(place, count) for one, place, count in rows if one == code]
        found = list(zip(whole.places[begin:end], whole.counts[begin:end], strict=True))
        assert found == expected
    assert whole.listed(3) == (0, 0)


def test_an_empty_list_file_and_a_cut_one(tmp_path: Path) -> None:
    """Nothing written is nothing found; an array that does not hold whole numbers is `IndexDamaged`."""
    empty = PostingsWriter(tmp_path / "empty")
    empty.finish()
    assert Postings(tmp_path / "empty").listed(7) == (0, 0)
    _written(tmp_path / "cut", [(1, 1, 1), (2, 2, 1)], 2)
    (tmp_path / "cut" / "codes").write_bytes(bytes(11))
    with pytest.raises(IndexDamaged):
        Postings(tmp_path / "cut").listed(1)


def test_scores_are_those_of_bm25(tmp_path: Path) -> None:
    """A score is the sum over the question's terms of rarity times saturated frequency, by the usual constants."""
    texts = {
        "k" * 13 + str(n): text
        for n, text in enumerate(("车辆登记", "车辆车辆盘点", "会议记录", "登记2020年"))
    }
    write_lexical(tmp_path, texts.items())
    index = LexicalIndex.open(tmp_path)
    assert len(index) == 4
    assert [index.document_frequency(term) for term in ("车辆", "车", "2020", "20", "记")] == [2, 2, 1, 0, 3]
    lengths = {key: len(terms(text)) for key, text in texts.items()}
    average = sum(lengths.values()) / 4

    def score(question: str, key: str) -> float:
        total = 0.0
        own = terms(texts[key])
        for term in terms(question):
            frequency = sum(term in terms(text) for text in texts.values())
            count = own.count(term)
            if count:
                rarity = log(1 + (4 - frequency + 0.5) / (frequency + 0.5))
                total += rarity * 2.2 * count / (count + 1.2 * (0.25 + 0.75 * lengths[key] / average))
        return total

    for question in ("车辆", "车辆登记", "登记登记", "2020年的记录"):
        found = dict(index.search(question, 10))
        assert found == {key: pytest.approx(s, rel=1e-5) for key in texts if (s := score(question, key))}
        assert list(found) == sorted(found, key=lambda key: (-found[key], key))
    assert index.search("", 5) == []
    assert index.search("无此", 5) == []


def test_equal_scores_come_in_the_order_of_their_keys(tmp_path: Path) -> None:
    """Of forty equal texts those with the first keys are found, whatever order they were written in."""
    keys = [f"{number:014}" for number in range(40)]
    for name, order in (("up", keys), ("down", keys[::-1])):
        (tmp_path / name).mkdir()
        write_lexical(tmp_path / name, [(key, "车辆登记") for key in order])
        assert [key for key, _ in LexicalIndex.open(tmp_path / name).search("登记", 5)] == keys[:5]
