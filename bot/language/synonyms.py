"""What official documents write for what people say: 老百姓 is 群众 there, 改完 is 整改到位.

The words are in `data/synonyms.txt`. They widen what a question is compared with; they never change
a word of a document, and a quotation is never found through them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.language.word_lists import lines_of

_FILE = Path(__file__).parent / "data" / "synonyms.txt"


@cache
def official_words_for() -> Mapping[str, tuple[str, ...]]:
    """For each word that may be asked, in simplified script, what may be written for it."""
    found: dict[str, dict[str, None]] = {}
    for line in lines_of(_FILE):
        if ">" in line:
            said, written = (side.split() for side in line.split(">"))
        else:
            said = written = line.replace("=", " ").split()
        for word in said:
            others = [one.lower() for one in written if one != word]
            found.setdefault(word.lower(), {}).update(dict.fromkeys(others))
    return {word: tuple(others) for word, others in found.items() if others}


@cache
def said_for() -> Mapping[str, tuple[str, ...]]:
    """For each word that may be written, what people may say for it, in the order of the characters."""
    found: dict[str, set[str]] = {}
    for said, written in official_words_for().items():
        for word in written:
            found.setdefault(word, set()).add(said)
    return {word: tuple(sorted(said)) for word, said in found.items()}


@cache
def _pattern() -> re.Pattern[str]:
    # The longer first: 开始执行 before 开始. A word of one character needs a segmenter.
    longer = sorted(
        (word for word in official_words_for() if len(word) > 1), key=lambda word: (-len(word), word)
    )
    return re.compile("|".join(map(re.escape, longer)))


def everyday_words_in(form: str) -> tuple[tuple[int, str], ...]:
    """The words of two or more characters of a search form that something else may be written for,
    with their places; the longest first, none inside another."""
    return tuple((found.start(), found[0]) for found in _pattern().finditer(form))
