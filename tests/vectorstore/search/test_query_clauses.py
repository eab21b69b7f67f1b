"""A question's clauses, and the vector that stands for it and them."""

from __future__ import annotations

from math import sqrt

import pytest

from vectorstore.search.query_clauses import MOST_CLAUSES, beginning_and_end, clauses, with_clauses


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("租赁的房屋被抵押了，还能继续承租吗？", ["租赁的房屋被抵押了", "还能继续承租吗"]),
        ("济南市委政法委形成了多少份调研报告?", []),
        ("你好，房东不退押金怎么办", []),
        ("存款超过1,000元的人,他们分别是谁？", ["存款超过1,000元的人", "他们分别是谁"]),
        ("他把土地包给别人了 我还能继续使用吗", ["他把土地包给别人了", "我还能继续使用吗"]),
        ("What did the bureau do in 2020", []),
        ("", []),
    ],
)
def test_a_question_is_cut_where_a_clause_ends(question: str, expected: list[str]) -> None:
    """At punctuation, not inside a figure or between foreign words; short calls are no clauses."""
    assert clauses(question) == expected


def test_the_mix_has_unit_length_and_lies_between() -> None:
    """Half and half of two right angles is the diagonal; without clauses the vector stays."""
    assert with_clauses([1.0, 0.0], [[0.0, 1.0]], 0.5) == pytest.approx([sqrt(0.5), sqrt(0.5)])
    assert with_clauses([1.0, 0.0], [[0.0, 1.0], [1.0, 0.0]], 1.0) == pytest.approx([sqrt(0.5), sqrt(0.5)])
    assert with_clauses([0.6, 0.8], []) == [0.6, 0.8]


def test_a_question_of_any_length_has_few_clauses() -> None:
    """Of a hundred clauses the longest are taken and the one that asks, in their order, none of them long."""
    told = [f"第{number}件事情是这样的" for number in range(100)]
    told[7] = "其中最要紧的一件事情" * 20
    found = clauses("，".join([*told, "应当怎么办理"]) + "？")
    assert len(found) == MOST_CLAUSES
    assert found[-1] == "应当怎么办理"
    assert any(part.startswith("其中最要紧的") for part in found)
    assert max(map(len, found)) <= 60


def test_of_a_very_long_question_the_beginning_and_the_end_stand_for_it() -> None:
    """A question as people ask is embedded whole; of a page of text its first and last sentences."""
    short = "租赁的房屋被抵押了，还能继续承租吗？" * 10
    assert beginning_and_end(short) == short
    long = "开头" + "甲" * 2000 + "结尾"
    cut = beginning_and_end(long)
    assert len(cut) < 260
    assert (cut[:2], cut[-2:]) == ("开头", "结尾")
