"""Where a text names months, quarters and half-years."""

from __future__ import annotations

import pytest

from bot.language.months import Period, periods_in


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("5月的渔获量", (Period(5, 5, 0, 2),)),
        ("那三季度呢", (Period(7, 9, 1, 4),)),
        ("今年下半年", (Period(7, 12, 2, 5),)),
        ("上半年出口", (Period(1, 6, 0, 3),)),
        ("前九个月出口", (Period(1, 9, 0, 4),)),
        ("二季度和8月", (Period(8, 8, 4, 6), Period(4, 6, 0, 3))),
        ("2-4月出海", (Period(2, 4, 0, 4),)),
        ("5月6日出海", ()),
    ],
)
def test_a_period_is_known_with_its_place(form: str, expected: tuple[Period, ...]) -> None:
    """By its first and last month; a day is none."""
    assert periods_in(form) == expected
