"""Figures and dates of an English sentence, to compare with the Chinese ones that it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.language.english_terms import LIGHT, SMALL

_MONTHS = {name: number for number, name in enumerate((
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
), 1)}  # fmt: skip
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<m>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m2>{_MONTH})|(?P<m3>{_MONTH}))"
    r"(?:[, ]{1,2}(?P<y>(?:19|20)\d{2}))?\b"
)
_ONES = {name: number for number, name in enumerate((
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
))} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}  # fmt: skip
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_WHOLE = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)"
_NUMBER = re.compile(
    rf"(?<![\w.])(?P<digits>{_WHOLE}(?:\.\d+)?)(?P<share>%)?|\b(?P<word>{'|'.join(_ONES)})\b"
)
_SCALE = re.compile(rf"[ -](?P<scale>{'|'.join(_SCALES)})\b|(?P<share> per ?cent| percent)\b")


#: Words that are numbers or parts of them.
NUMBER_WORDS = frozenset({*_ONES, *_SCALES, "percent", "cent"})


@dataclass(frozen=True, slots=True)
class Number:
    """A number of an English sentence: its value, whether it is a share, its place, what is counted."""

    value: Decimal
    share: bool
    start: int
    end: int
    counted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnglishDate:
    """A month, with its day and year where they are told (-1 where not)."""

    year: int
    month: int
    day: int
    start: int
    end: int
    text: str


def english_dates(said: str) -> list[EnglishDate]:
    """The dates in a sentence of lower case letters; a lone `may` is a verb."""
    found = []
    for one in _DATE.finditer(said):
        month = one["m"] or one["m2"] or one["m3"] or ""
        day, year = int(one["d"] or one["d2"] or -1), int(one["y"] or -1)
        if month != "may" or day > 0 or year > 0:
            found.append(EnglishDate(year, _MONTHS[month], day, *one.span(), one[0]))
    return found


def english_figures(said: str) -> Iterator[Number]:
    """The numbers in a sentence of lower case letters, each with what is counted behind it."""
    for match in _NUMBER.finditer(said):
        digits = match["digits"]
        value = Decimal(digits.replace(",", "").rstrip(".")) if digits else Decimal(_ONES[match["word"]])
        share, end = bool(match["share"]), match.end()
        while scaled := _SCALE.match(said, end):
            end = scaled.end()
            share = share or bool(scaled["share"])
            value *= _SCALES.get(scaled["scale"] or "", 1)
        counted: list[str] = []
        for word in re.findall(r"[a-z][a-z-]*|[^a-z\s]", said[end : end + 60]):
            if word in LIGHT or word in SMALL or not word[0].isalpha():
                break
            counted.append(word)
        yield Number(value.normalize(), share, match.start(), end, tuple(counted[:4]))
