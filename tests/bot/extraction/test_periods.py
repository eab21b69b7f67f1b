"""Months and quarters that a text names."""

from __future__ import annotations

import pytest

from bot.extraction.periods import periods


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("1-3月份", {(1, 3)}),
        ("2023年1月至3月", {(1, 3)}),
        ("3月份和4月份", {(3, 3), (4, 4)}),
        ("前三季度", {(1, 9)}),
        ("二季度和下半年", {(4, 6), (7, 12)}),
        ("3月4日", set()),
        ("每年四月一日至七月三十一日", set()),
        ("2022年达到1863.5亿元", set()),
        ("3个月内", set()),
        ("前7个月", {(1, 7)}),
        ("前十一个月", {(1, 11)}),
    ],
)
def test_a_period_is_told_by_its_months(form: str, expected: set[tuple[int, int]]) -> None:
    """A month within a full date is a day and no period, nor is a figure one."""
    assert periods(form) == expected
