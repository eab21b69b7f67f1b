"""Ranges of values in a sentence (60周岁以上69周岁以下), and whether the value of a question lies in one.

An old man of 66 falls under the row for 60 to 69 and under no other, though no word of it says 66.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from vectorstore.text.numerals import han_number

_N = r"(?:\d+(?:\.\d+)?|[〇零一二三四五六七八九十百千两]+)"
#: The units in which ranges are given; those of one group are the same.
_UNITS = {"周岁": "岁", "岁": "岁", "人": "人", "名": "人", "平方米": "m2", "m2": "m2", "公里": "km", "千米": "km", "km": "km",
          "米": "m", "m": "m", "吨": "t", "t": "t", "公斤": "kg", "千克": "kg", "kg": "kg", "万元": "万元", "元": "元", "度": "度",
          "立方米": "m3", "m3": "m3", "%": "%", "级": "级", "层": "层", "户": "户", "小时": "h", "h": "h", "天": "天", "日": "天"}  # fmt: skip
_UNIT = "(?:" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + ")"
_BELOW = r"(?:不足|不满|未满|低于|少于|小于|不到)"
_WITH = r"(?:\(含\))?"
#: What a limit is a limit of is beyond or below it; one of the two must stand there.
_FROM, _UPTO = rf"(?P<from>{_WITH}及?以上)", rf"(?P<upto>{_WITH}及?以[下内])"
_RANGES = (
    # 80周岁至84周岁, 60-69岁; 二百人以上不足六百人
    re.compile(rf"(?P<low>{_N})(?:{_UNIT})?{_WITH}(?:[至到~—–-]|及?以上{_WITH}[,、至]?)(?P<below>{_BELOW})?(?P<high>{_N})(?P<unit>{_UNIT})"),
    re.compile(rf"(?P<below>{_BELOW})?(?P<high>{_N})(?P<unit>{_UNIT}){_UPTO}?"),
    re.compile(rf"(?P<over>超过|高于|大于|多于)?(?P<low>{_N})(?P<unit>{_UNIT}){_FROM}?"),
)  # fmt: skip
_VALUE = re.compile(rf"(?<![第\d.])(?P<value>{_N})(?P<unit>{_UNIT})(?!以|及|[至到~—-])")
#: An age is given without its unit too: 今年六十六, 八十七了.
_AGE = re.compile(
    rf"(?:今年|刚满|年满|快满?)(?P<a>{_N})(?=[,了的]|$)|(?<![第\d]){_N}?(?P<b>[二三四五六七八九]十[一二三四五六七八九]?)了(?=[,?]|$)"
)


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


def _number(text: str) -> float:
    return float(text) if text[0].isdigit() else float(han_number(text))


def ranges_in(form: str) -> tuple[Range, ...]:
    """The ranges that a search form gives, each place of it in one range only."""
    found: list[tuple[int, int, Range]] = []
    for pattern in _RANGES:
        for one in pattern.finditer(form):
            if any(start < one.end() and one.start() < end for start, end, _ in found):
                continue
            parts = one.groupdict()
            low, high = parts.get("low"), parts.get("high")
            if not (low and high) and not any(parts.get(side) for side in ("below", "upto", "over", "from")):
                continue  # a value by itself
            made = Range(
                _number(low) if low else -inf,
                _number(high) if high else inf,
                _UNITS[one["unit"]],
                bool(parts.get("below")),
            )
            if made.low <= made.high:
                found.append((one.start(), one.end(), made))
    return tuple(one for _, _, one in sorted(found, key=lambda row: row[0]))


@dataclass(frozen=True, slots=True)
class Value:
    """A value that a question gives, its unit, and the characters that say it."""

    amount: float
    unit: str
    text: str


@lru_cache(maxsize=64)
def _limits_asked(form: str) -> tuple[Range, ...]:
    """The limits that a question's search form gives: 70岁以上."""
    return tuple(one for one in ranges_in(form) if inf in {one.high, -one.low})


@lru_cache(maxsize=64)
def values_asked(form: str) -> tuple[Value, ...]:
    """The values that a question's search form gives; kept, since every sentence found for it asks again."""
    given = [Value(_number(one["value"]), _UNITS[one["unit"]], one["value"]) for one in _VALUE.finditer(form)]
    ages = [one["a"] or one["b"] for one in _AGE.finditer(form)]
    return (*given, *(Value(_number(text), "岁", text) for text in ages))


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
    """The question's values that lie in a range of the sentence, as the question writes them."""
    pairs = _pairs(question, form)
    return "|".join(value.text for value, own in pairs if any(one.holds(value.amount) for one in own))


def _pairs(question: str, form: str) -> list[tuple[Value, list[Range]]]:
    values = values_asked(question)
    ranges = ranges_in(form) if values else ()
    return [(value, [one for one in ranges if one.unit == value.unit]) for value in values]
