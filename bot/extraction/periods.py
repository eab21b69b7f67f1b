"""Months, quarters, half-years and days: whether a sentence gives its figures for another one than is asked about."""

from __future__ import annotations

import re

from bot.language.amounts import days
from bot.language.entity_patterns import EntityMatch
from bot.language.months import periods_in
from bot.questions.question import Kind, Question


def periods(form: str) -> frozenset[tuple[int, int]]:
    """The periods of a year that a search form names, each as its first and last month."""
    return frozenset((one.first, one.last) for one in periods_in(form))


def days_of_year(form: str) -> frozenset[tuple[int, int]]:
    """The days that a search form names, each as its month and its day."""
    return frozenset((one.month, one.day) for one in days(form) if one.day > 0)


#: Days of the week, one or from one to another; 每周一次 is none.
_WEEKDAYS = re.compile(
    r"(?:周|星期|礼拜)(?P<first>[一二三四五六日天])(?![次回趟遍节期例查报评换练检会])(?:[至到—~-]+(?:周|星期|礼拜)?(?P<last>[一二三四五六日天]))?"
    r"|(?P<work>工作日)|(?P<end>周末|双休日)"
)
_WEEK = "一二三四五六日"


def weekday_mentions(form: str) -> list[EntityMatch]:
    """Where a search form names days that come again: 每月第二个星期三, 周一; 上周二 is past."""
    found = []
    for one in _WEEKDAYS.finditer(form):
        start, end = one.span()
        if not one["first"] or form[:start].endswith(("上", "上个")):
            continue
        of_month = form[max(0, start - 5) : start]
        if of_month.startswith("每月第") and of_month.endswith("个"):
            start -= 5
        found.append(EntityMatch(form[start:end], start, end))
    return found


def weekdays(form: str) -> frozenset[int]:
    """The days of the week that a search form names, 0 for Monday."""
    found = set[int]()
    for one in _WEEKDAYS.finditer(form):
        if one["first"]:
            first, last = (
                _WEEK.index((one[name] or one["first"]).replace("天", "日")) for name in ("first", "last")
            )
            found.update(range(first, last + 1))
        else:
            found.update(range(5) if one["work"] else (5, 6))
    return frozenset(found)


def of_other_weekday(question: Question, form: str) -> bool:
    """Whether an hour or figure is asked for a day of the week and a sentence names others only."""
    asked = weekdays(question.form) if question.kind in {Kind.NUMBER, Kind.DATE} else frozenset()
    return bool(asked and (named := weekdays(form)) and not asked & named)


def of_other_period(question: Question, form: str, before: str = "") -> bool:
    """Whether a figure or a list is asked for one month or quarter and a sentence speaks of others only.

    A sentence that names none goes on with what was named `before` it in its paragraph.
    """
    if question.kind not in {Kind.NUMBER, Kind.LIST}:
        return False
    asked = periods(question.form)
    named = asked and (periods(form) or periods(before))
    return bool(named and not asked & named)
