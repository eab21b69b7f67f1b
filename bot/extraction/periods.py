"""Months, quarters and half-years: whether a sentence gives its figures for another one than is asked about.

3月份 is no 1—3月份 and no 4月份. A month within a full date (3月4日) is a day and no period.
"""

from __future__ import annotations

import re

from bot.language.amounts import days
from bot.language.limits import LIMITS
from bot.questions.question import Kind, Question

_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_N = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
_MONTHS = re.compile(rf"(?<![\d.])(?:(?P<first>{_N})月?份?[-—~至到])?(?P<last>{_N})月(?!\d*[日号])份?(?!\d)")
_QUARTER = re.compile(r"(?:(?:第?(?P<a>[一二三四])|前(?P<b>[二三]))个?季度)|(?P<half>[上下])半年")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _DIGITS[text]


def periods(form: str) -> frozenset[tuple[int, int]]:
    """The periods of a year that a search form names, each as its first and last month."""
    found: set[tuple[int, int]] = set()
    for one in _MONTHS.finditer(form):
        if form[one.start() - 1 : one.start()] in {"个", "每"} or form[one.end() : one.end() + 1].isdigit():
            continue
        last = _number(one["last"])
        found.add((_number(one["first"]) if one["first"] else last, last))
    for one in _QUARTER.finditer(form):
        if one["half"]:
            found.add((1, 6) if one["half"] == "上" else (7, 12))
        elif one["b"]:
            found.add((1, 3 * _DIGITS[one["b"]]))
        else:
            last = 3 * _DIGITS[one["a"]]
            found.add((last - 2, last))
    return frozenset(found)


def _days(form: str) -> frozenset[tuple[int, int]]:
    return frozenset((one.month, one.day) for one in days(form) if one.day > 0)


def of_other_day(question: Question, form: str) -> bool:
    """Whether one day is asked about and a sentence or row begins with another one, and names not this."""
    asked = _days(question.form) if question.kind is not Kind.DATE else frozenset()
    return bool(asked and _days(form[: LIMITS.opening]) and not asked & _days(form))


def of_other_period(question: Question, form: str) -> bool:
    """Whether a figure is asked for one month or quarter and a sentence speaks of others only."""
    if question.kind is not Kind.NUMBER:
        return False
    asked = periods(question.form)
    named = periods(form)
    return bool(asked and named and not asked & named)
