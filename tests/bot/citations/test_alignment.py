"""Alignment against the plain dynamic programme, on random texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.citations.alignment import align

_TEXT = st.text(alphabet="甲乙丙丁", max_size=14)


def _plain(pattern: str, text: str) -> int:
    """The fewest edits between the pattern and any part of the text, cell by cell."""
    row = [0] * (len(text) + 1)
    for number, char in enumerate(pattern, 1):
        following = [number]
        for at, other in enumerate(text, 1):
            following.append(min(row[at - 1] + (char != other), row[at] + 1, following[-1] + 1))
        row = following
    return min(row)


def _edits(first: str, second: str) -> int:
    row = list(range(len(second) + 1))
    for number, char in enumerate(first, 1):
        following = [number]
        for at, other in enumerate(second, 1):
            following.append(min(row[at - 1] + (char != other), row[at] + 1, following[-1] + 1))
        row = following
    return row[-1]


@given(_TEXT, _TEXT)
def test_the_distance_is_the_least_there_is(pattern: str, text: str) -> None:
    """The bit-parallel distance equals the one worked out cell by cell."""
    assert align(pattern, text).distance == _plain(pattern, text)


@given(_TEXT.filter(bool), _TEXT.filter(bool))
def test_the_part_found_is_that_far_away(pattern: str, text: str) -> None:
    """The part that is named has the distance that is named, and none is nearer."""
    found = align(pattern, text)
    assert found.distance == _plain(pattern, text)
    assert _edits(pattern, text[found.start : found.end]) == found.distance


def test_a_replaced_last_character_still_belongs_to_the_part() -> None:
    """Where several parts are equally near, the one of the quotation's length is taken."""
    found = align("深入开展调研活洞", "我们深入开展调研活动若干")
    assert (found.start, found.end) == (2, 10)
