"""Whether a sentence speaks of another thing of the same name's kind: 湾角游泳池, asked about 翠坪游泳池.

A sentence says whom it is about where it begins. Where that is a name with the same head as one of the
question (居民 in 城镇居民 and 农村居民), and the document has the question's name elsewhere, it is
about the other.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile

from bot.language.characters import is_han
from bot.language.limits import LIMITS
from bot.language.segmentation import words

#: What may stand before whom a sentence is about: that it goes on from the one before, or when it was.
_GOES_ON = ("其中", "同时", "此外", "另外")
_OF_TIMES = frozenset("0123456789〇一二三四五六七八九十前全第上下半末当年月日季度个份至到~—-")
#: The number of a row or an item, with what stands behind it.
_NUMBER = "0123456789一二三四五六七八九十()（）.、,| "


@lru_cache(maxsize=4096)
def _opening(form: str) -> tuple[tuple[str, str], ...]:
    """What a sentence begins with, as a modifier and the head behind it, each way that words allow."""
    first, comma, rest = form.partition(",")
    while comma and first and (first in _GOES_ON or _OF_TIMES.issuperset(first)):
        form = rest
        first, comma, rest = form.partition(",")
    text = form.lstrip(_NUMBER)[:14]
    run = "".join(takewhile(is_han, text))
    found = []
    for word in words(run)[:4]:
        start, end = word.start, word.start + len(word.text)
        if start >= 2 and len(word.text) >= 2 and word.tag[:1] in "nvjlx":
            found.append((run[:start], run[start:end]))
        elif not start and len(word.text) == 4:
            found.append((word.text[:2], word.text[2:]))
    return tuple(found)


@lru_cache(maxsize=512)
def _named(question: str) -> tuple[tuple[str, str], ...]:
    """The modifiers and heads of the question: every word with what stands right before it."""
    rows = words(question)
    found = []
    for number, word in enumerate(rows):
        if len(word.text) < 2 or not all(map(is_han, word.text)):
            continue
        if len(word.text) == 4:
            found.append((word.text[:2], word.text[2:]))
        before = ""
        for earlier in reversed(rows[:number]):
            if (
                not all(map(is_han, earlier.text))
                or earlier.tag[:1] in "rpdcufvm"
                or len(before) >= LIMITS.modifier[1]
            ):
                break
            before = earlier.text + before
            if LIMITS.modifier[0] <= len(before) <= LIMITS.modifier[1]:
                found.append((before, word.text))
    return tuple(found)


def of_other_name(question: str, form: str, document: str) -> bool:
    """Whether a sentence begins with another name of the same head than the question has.

    `question` and `form` are search forms, `document` the bare form of the whole document.
    """
    opening = _opening(form)
    for modifier, head in _named(question):
        if modifier + head in form or modifier + head not in document:
            continue
        for other, same in opening:
            apart = other[-len(modifier) :] != modifier and other not in question and modifier not in form
            if same == head and apart:
                return True
    return False
