"""What official documents write for what people say: 老百姓 is 群众 there, 改完 is 整改到位.

The words are in `data/synonyms.txt`. They widen what a question is compared with; they never change
a word of a document, and a quotation is never found through them.
"""

from __future__ import annotations

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
def _lengths() -> tuple[int, ...]:
    """How long the words of two and more characters are, the longest first: 开始执行 goes before 开始."""
    # A word of one character needs a segmenter.
    return tuple(sorted({len(word) for word in official_words_for()} - {1}, reverse=True))


def everyday_words_in(form: str) -> tuple[tuple[int, str], ...]:
    """The words of two or more characters of a search form that something else may be written for,
    with their places; the longest first, none inside another."""
    # Looked up one by one: a pattern of all of them takes longer to compile than a question to be answered.
    known = official_words_for()
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(form):
        word = next((one for n in _lengths() if len(one := form[at : at + n]) == n and one in known), "")
        if word:
            found.append((at, word))
        at += len(word) or 1
    return tuple(found)
