"""Months, quarters and half-years that a search form names.

3月份 is no 1—3月份 and no 4月份. A month within a full date (3月4日) is a day and no period.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.amounts import amounts, days

_THIRDS = {"一": 3, "二": 6, "三": 9, "四": 12}
_QUARTER = re.compile(
    r"(?:(?:第?(?P<a>[一二三四])|前(?P<b>[二三]))个?季度)|(?P<half>[上下])半年|前(?P<months>[\d一二两三四五六七八九十]+)个月"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A part of a year by its first and last month, from 1 to 12, and its place in the form."""

    first: int
    last: int
    start: int
    end: int


def periods_in(form: str) -> tuple[Period, ...]:
    """The periods of a year that a search form names: months, then quarters and halves, each in order."""
    months: dict[tuple[int, int], list[int]] = {}
    for one in days(form):
        if one.day < 0 < one.month and "月" in form[one.start : one.end]:
            months.setdefault((one.start, one.end), []).append(one.month)
    found = [Period(row[0], row[-1], *place) for place, row in months.items()]
    for quarter in _QUARTER.finditer(form):
        if quarter["months"]:
            first, last = 1, int(amounts(quarter[0])[0].value)
        elif quarter["half"]:
            first, last = (1, 6) if quarter["half"] == "上" else (7, 12)
        else:
            last = _THIRDS[quarter["a"] or quarter["b"]]
            first = 1 if quarter["b"] else last - 2
        found.append(Period(first, last, *quarter.span()))
    return tuple(found)
