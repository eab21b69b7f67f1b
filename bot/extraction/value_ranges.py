"""Ranges of values in a sentence (60周岁以上69周岁以下), and whether the value of a question lies in one.

An old man of 66 falls under the row for 60 to 69 and under no other, though no word of it says 66.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from math import inf

from bot.language.amounts import Amount, amounts
from bot.language.word_lists import is_word_of

#: What stands before a limit that is not reached, and before one that is passed.
_BELOW = ("不足", "不满", "未满", "低于", "少于", "小于", "不到")
_OVER = ("超过", "高于", "大于", "多于")
_UP_TO = ("不超过", "不高于", "不大于", "不多于")
#: What joins the two ends of a range: 80周岁至84周岁, 二百人以上不足六百人.
_JOINING = ("以上", "至", "到", "~", "—", "–", "-")
#: What stands before a limit that is reached: 已满10年的, 满35周岁不满45周岁.
_REACHED = "满"
#: What stands before and behind an age that is given without its unit: 今年六十六, 八十七了.
_AGED = ("今年", "刚满", "年满", "快满", "快")


@dataclass(frozen=True, slots=True)
class Range:
    """The values from `low` to `high`, the upper end itself left out where `open`."""

    low: float
    high: float
    unit: str
    open: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value lies in it."""
        return self.low <= value < self.high or (value == self.high and not self.open)


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a question gives, its unit, and the characters that say it."""

    amount: float
    unit: str
    text: str


def ranges_in(form: str) -> tuple[Range, ...]:
    """The ranges that a search form gives, each place of it in one range only."""
    rows = [one for one in amounts(form) if not one.ordinal]
    found: list[Range] = []
    taken = False
    for one, other in zip_longest(rows, rows[1:]):
        made = None if taken else (_between(form, one, other) if other else None)
        if made or not taken:
            found += [range_ for range_ in (made or _limit(form, one),) if range_]
        taken = made is not None
    return tuple(found)


def _between(form: str, one: Amount, other: Amount) -> Range | None:
    """The range from one amount to the next, where they are joined as its ends."""
    joint = form[one.end : other.start].replace("(含)", "").removeprefix("及")
    begins = next((word for word in _JOINING if joint.startswith(word)), "")
    if not begins and _is_reached(form[: one.start]) and joint.lstrip(",的") in _BELOW:
        begins, joint = _REACHED, _REACHED + joint.lstrip(",的")
    if not begins and form[: one.start].endswith(_OVER) and joint.lstrip(",、") in _UP_TO:
        begins, joint = _OVER[0], _OVER[0] + joint.lstrip(",、")  # 超过5万元不超过20万元
    rest = joint.removeprefix(begins).lstrip(",、至")
    unit = _unit(other)
    if not (begins and unit) or rest not in {"", *_BELOW, *_UP_TO} or one.value > other.value:
        return None
    if one.unit and _unit(one) != unit:
        return None
    return Range(float(one.value), float(other.value), unit, rest in _BELOW)


def _limit(form: str, one: Amount) -> Range | None:
    """The range below or beyond one amount, where it is said to be a limit."""
    unit, before = _unit(one), form[: one.start]
    behind = form[one.end :].removeprefix("(含)").removeprefix("及")
    # Who does not exceed a limit stays below it: 不超过, 不低于.
    denied = before[:-2].endswith("不")
    below, over = before.endswith(_BELOW), before.endswith(_OVER)
    if unit and ((over if denied else below) or behind.startswith(("以下", "以内"))):
        return Range(-inf, float(one.value), unit, below)
    if unit and ((below if denied else over) or behind.startswith("以上") or _is_reached(before)):
        return Range(float(one.value), inf, unit)
    return None


def _is_reached(before: str) -> bool:
    """Whether what stands before an amount says that so much is needed: 已满, and not 未满."""
    return before.endswith(_REACHED) and not before.endswith(_BELOW)


def _unit(one: Amount) -> str:
    """What a value is counted in, one word for years of age; empty for calendar years and what isn't compared."""
    if one.unit == "年" and one.value > _YEARS:
        return ""
    unit = "岁" if one.unit == "周岁" else one.unit
    return unit if is_word_of("value-units", unit) else ""


@lru_cache(maxsize=64)
def _limits_asked(form: str) -> tuple[Range, ...]:
    """The limits that a question's search form gives: 70岁以上; who has just turned 70 (刚满70岁) is of that age."""
    stated = form.replace("刚满", "今年").replace("今年满", "今年")
    return tuple(one for one in ranges_in(stated) if inf in {one.high, -one.low})


@lru_cache(maxsize=64)
def values_asked(form: str) -> tuple[Value, ...]:
    """The values that a question's search form gives; kept, since every sentence found for it asks again."""
    found = []
    for one in amounts(form):
        before, behind = form[: one.start], form[one.end :]
        if (
            one.ordinal
            or one.range_
            or before.endswith((*_ANY, *_BELOW, *_OVER))
            or (one.unit == "年" and (one.value == 1 or before.endswith(_SPANS)))
            or form[one.end - 1] == "号"
            or behind.startswith(("以", "及", *_JOINING))
        ):
            continue
        if unit := _unit(one):
            found.append(Value(float(one.value), unit, form[one.start : one.end]))
        elif not one.unit and (
            (before.endswith(_AGED) and (not behind or behind[0] in ",了的"))
            or (behind in {"了", "了?"} or behind.startswith("了,"))
        ):
            found.append(Value(float(one.value), "岁", one.text))
    return tuple(found)


def out_of_range(question: str, form: str) -> bool:
    """Whether a sentence is for other values or limits (75岁以上) than the one that the question gives (70岁以上)."""
    if any(own and not any(one.holds(value.amount) for one in own) for value, own in _pairs(question, form)):
        return True
    asked = _limits_asked(question)
    said = ranges_in(form) if asked else ()
    return any(
        (same := [one for one in said if one.unit == limit.unit and (one.low == -inf) == (limit.low == -inf)])
        and limit not in same
        for limit in asked
    )


def within_range(question: str, form: str) -> str:
    """The question's values that a sentence gives or that lie in a range of it, as the question writes them."""
    pairs = _pairs(question, form)
    lying = [value.text for value, own in pairs if any(one.holds(value.amount) for one in own)]
    return "|".join((*lying, *values_given(question, form)))


def values_given(question: str, form: str) -> tuple[str, ...]:
    """The question's amounts that a sentence writes in another way: 二十个学时 for 20学时."""
    asked = [one for one in amounts_given(question) if question[one.start : one.end] not in form]
    if not asked:
        return ()
    said = {(one.value, _counts(form, one)) for one in amounts(form) if not one.ordinal}
    return tuple(
        question[one.start : one.end] for one in asked if (one.value, _counts(question, one)) in said
    )


def alike_in(question: str, form: str) -> list[Decimal]:
    """The values in a text that count the same as the first amount of a question: each 学时 for 二十个学时."""
    counted = [_counts(question, one) for one in amounts_given(question)[:1]]
    return [one.value for one in amounts(form) if not one.ordinal and _counts(form, one) in counted]


@lru_cache(maxsize=64)
def amounts_given(question: str) -> tuple[Amount, ...]:
    """The amounts that a question's search form gives, without its years and ordinals."""
    return tuple(
        one
        for one in amounts(question)
        if not (one.ordinal or one.range_ or question[: one.start].endswith(_ANY))
        and not (one.unit == "年" and one.value > _YEARS)
    )


#: What stands before 一 where no value is given: 哪一天, 每一户.
_ANY = tuple("哪每某这那同任")
#: What stands before years that say when, and not how long: 近5年. 一年 is what is counted by.
_SPANS = ("近", "前", "后", "来", "过去")
#: More years than anything lasts: a year of the calendar.
_YEARS = 1000


def _counts(form: str, one: Amount) -> str:
    """What an amount counts: its unit, or for 个 and none the two characters behind it."""
    return form[one.end : one.end + 2] if one.unit in {"", "个"} else _unit(one) or one.unit


def _pairs(question: str, form: str) -> list[tuple[Value, list[Range]]]:
    values = values_asked(question)
    ranges = ranges_in(form) if values else ()
    return [(value, [one for one in ranges if one.unit == value.unit]) for value in values]
