"""Whether a change between two texts changes the name of a person, a place or a body.

No dictionary of all names exists, so the surroundings decide: the name of a province or
prefecture (`bot.language.places`); characters before 县, 局, 委员会 and the like; a surname beside an office or before
说 and 表示. Everything is read off bare forms (simplified, without punctuation).
"""

from __future__ import annotations

from bot.language.characters import is_han
from bot.language.limits import LIMITS
from bot.language.people import SURNAMES
from bot.language.places import place_spans
from bot.language.word_lists import words_of

#: What ends the name of a place or of a body in one character.
_ENDINGS = tuple("省市县州区镇乡村局委旗")


def is_name_change(source: str, s0: int, s1: int, quoted: str, q0: int, q1: int) -> bool:
    """Whether the change of `source[s0:s1]` to `quoted[q0:q1]` touches a name.

    Either range may be empty; the texts around both are alike.
    """
    return touches_name(source, s0, s1) or touches_name(quoted, q0, q1)


def touches_name(text: str, start: int, end: int) -> bool:
    """Whether a range of a bare form lies in a name."""
    return start < end and (
        _in_place(text, start, end) or _in_person(text, start, end) or _in_body(text, start, end)
    )


def _in_place(text: str, start: int, end: int) -> bool:
    """Whether the range overlaps the name of a province or prefecture."""
    first = max(0, start - LIMITS.name_reach)
    part = text[first : end + LIMITS.name_reach]
    return any(one + first < end and start < other + first for one, other in place_spans(part))


def _in_person(text: str, start: int, end: int) -> bool:
    """Whether the range overlaps two or three characters that look like a person's name."""
    for first in range(max(0, start - 2), end):
        if text[first] not in SURNAMES:
            continue
        for length in (3, 2):
            last = first + length
            if last <= start or last > len(text):
                continue
            behind = (*words_of("offices"), *words_of("speaking"))
            if text.startswith(behind, last) and not text.startswith(behind, first):
                return True
            if _behind_office(text[max(0, first - 14) : first]) and first + 1 <= end <= last + 3:
                return True
    return False


def _behind_office(before: str) -> bool:
    """Whether an office stands before a place, with no more than its body's name between: 局长李四."""
    at = max((before.rfind(word) + len(word) for word in words_of("offices") if word in before), default=-1)
    return at >= 0 and len(before) - at <= LIMITS.name_reach and all(map(is_han, before[at:]))


def _in_body(text: str, start: int, end: int) -> bool:
    """Whether the range stands right before the ending of a place's or a body's name."""
    ends = (
        at + len(word) for at in (end + 1, end) for word in words_of("bodies") if text.startswith(word, at)
    )
    behind = next(ends, 0)
    if not behind:
        # The ending itself was changed: 济南市 for 济南县.
        return bool(text[start:end] in _ENDINGS and start >= 2 and _in_place(text, start - 1, start))
    name = text[max(0, end - 1) : behind]
    generic = name[-1:] in _ENDINGS and name[:-1].endswith(words_of("before-endings"))
    return not generic and all(map(is_han, text[start:end]))
