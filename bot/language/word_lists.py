"""Words that say one and the same thing, such as those that ask for a reason; the lists are in `data/word_lists.txt`.

A list has a name. Whether a text says what the list is about is whether it has one of its words; nothing else is
looked at, so a form that needs more than that is a pattern where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "word_lists.txt"


@dataclass(frozen=True, slots=True)
class WordList:
    """Words, and the longer ones (`exceptions`) inside which they mean something else: 进口 in 进口岸."""

    words: tuple[str, ...]
    exceptions: tuple[str, ...] = ()

    def stands_in(self, form: str) -> bool:
        """Whether one of the words stands in a search form."""
        for one in self.exceptions:
            form = form.replace(one, "|")
        return any(word in form for word in self.words)


def parse(words: str) -> WordList:
    """A list as it is written: words between spaces, with `_` for a space in them, an exception with a `-` before it."""
    parts = [part.replace("_", " ") for part in words.split()]
    return WordList(
        tuple(part for part in parts if not part.startswith("-")),
        tuple(part[1:] for part in parts if part.startswith("-")),
    )


def lines_of(path: Path) -> list[str]:
    """The lines of a data file that are no comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@cache
def _lists() -> Mapping[str, WordList]:
    found: dict[str, list[str]] = {}
    for line in lines_of(_FILE):
        name, words = line.split(":", 1)
        found.setdefault(name, []).append(words)
    return {name: parse(" ".join(words)) for name, words in found.items()}


def words_of(name: str) -> tuple[str, ...]:
    """The words of a list."""
    return _lists()[name].words


def says(name: str, form: str) -> bool:
    """Whether a search form has a word of a list."""
    return _lists()[name].stands_in(form)


def place_of(name: str, form: str) -> tuple[int, int] | None:
    """Where a word of a list stands in a search form, as (start, end): the first, and of those the longest."""
    found = [(form.find(word), -len(word)) for word in words_of(name) if word in form]
    return (min(found)[0], min(found)[0] - min(found)[1]) if found else None


def words_in(name: str, form: str) -> tuple[str, ...]:
    """The words of a list that stand in a search form."""
    return tuple(word for word in words_of(name) if word in form)


def without_exceptions(name: str, form: str) -> str:
    """A search form with the exceptions of a list blotted out, every place as it was."""
    for one in _lists()[name].exceptions:
        form = form.replace(one, "|" * len(one))
    return form


@cache
def _by_beginning(name: str) -> Mapping[str, tuple[str, ...]]:
    """The words of a list by their first character, the longest first."""
    longest_first = sorted(words_of(name), key=len, reverse=True)
    return {
        char: tuple(one for one in longest_first if one[0] == char)
        for char in {one[0] for one in longest_first}
    }


def found_in(name: str, form: str) -> tuple[tuple[int, str], ...]:
    """The words of a list in a search form with their places, in order: at each the longest, none inside an exception."""
    form, known = without_exceptions(name, form), _by_beginning(name)
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(form):
        word = next((one for one in known.get(form[at], ()) if form.startswith(one, at)), "")
        if word:
            found.append((at, word))
        at += len(word) or 1
    return tuple(found)


def without_words(name: str, form: str) -> str:
    """A search form with a `|` in the place of each word of a list."""
    for at, word in reversed(found_in(name, form)):
        form = f"{form[:at]}|{form[at + len(word) :]}"
    return form


def is_word_of(name: str, word: str) -> bool:
    """Whether a word is one of a list."""
    return word in words_of(name)


def ends_with(name: str, form: str) -> bool:
    """Whether a search form ends with a word of a list."""
    return form.endswith(words_of(name))


def begins_with(name: str, form: str) -> bool:
    """Whether a search form begins with a word of a list."""
    return form.startswith(words_of(name))
