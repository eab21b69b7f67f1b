"""The years that a text names."""

from __future__ import annotations

import re
from dataclasses import dataclass

_YEAR = re.compile(r"(?<!\d)(?P<number>(?:19|20)\d{2})(?:(?P<said>年)|(?!\d))|[去前今明]年")


@dataclass(frozen=True, slots=True)
class Year:
    """A year in a search form: its number (empty for 去年), whether 年 stands behind it, and its place."""

    number: str
    said: bool
    start: int
    end: int


#: The year in a document's number.
_OF_NUMBER = re.compile(r"[\[(]((?:19|20)\d{2})[\])]第?\d{1,5}号")


def year_mentions(form: str) -> tuple[Year, ...]:
    """The years of a search form, in order, those that are told from the present day (去年) too."""
    return tuple(Year(one["number"] or "", bool(one["said"]), *one.span()) for one in _YEAR.finditer(form))


def years_in(form: str) -> tuple[str, ...]:
    """The years that a search form names with 年, in order, each once."""
    return tuple(dict.fromkeys(one.number for one in year_mentions(form) if one.said))


def bare_years_in(form: str) -> tuple[str, ...]:
    """The same, those written without 年 too."""
    return tuple(dict.fromkeys(one.number for one in year_mentions(form) if one.number))


def years_of_numbers(form: str) -> tuple[str, ...]:
    """The years of the numbers of documents in a search form: 2017 of 青工发〔2017〕15号."""
    return tuple(_OF_NUMBER.findall(form))
