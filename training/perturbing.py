"""Changes questions and passages by rule: altered questions, clozes and damaged text.

Altered questions ask for something that the passage does not say; clozes turn a statement with a
figure or a date into a question about it, the way reports are asked about.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_NAMED = frozenset({"nr", "nrt", "ns", "nt", "nz"})
_DEEDS = frozenset({"v", "vn", "n"})
#: Another noun seldom makes a question that somebody could ask; another verb does.
_NOUNS_CHANGED = 0.25
_ASKING = re.compile(r"什么|多少|哪|谁|怎|如何|为何|几|时候|年份|名字|人物|原因|地点|时间|地方|名称")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_CLAUSE = re.compile(r"[^。!?;,]+")
_QUOTED = re.compile(r"[()《》“”「」、\[\]A-Za-z]")
_MEASURED = re.compile(r"(?:约|近|超过)?\d+(?:[.,]\d+)*(?:余|多)?[万亿]?(?:余|多)?([^\W\d年月日号世])")
_DATE = re.compile(r"(?:(\d{3,4})年)(?:\d{1,2}月(?:\d{1,2}日)?)?")
_ASKED_FIRST = re.compile(r"^(?:其|该|此|这|它|他|她|并|而|且|但|也|又|还|则)+")
_SYLLABLES = (
    ("chuang", "chuàng"),
    ("fa", "fā"),
    ("ye", "yè"),
    ("tong", "tǒng"),
    ("jian", "jiān"),
    ("you", "yōu"),
    ("gui", "guī"),
    ("zhan", "zhàn"),
    ("huan", "huán"),
    ("qu", "qū"),
)


@dataclass(frozen=True, slots=True)
class Cloze:
    """A question made from a passage and the span of its text that answers it."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _tagger() -> Any:
    # Part-of-speech tags for names; a training package only.
    import logging

    import jieba.posseg

    logging.getLogger("jieba").setLevel(logging.ERROR)
    return jieba.posseg


@lru_cache(maxsize=65536)
def deeds(text: str) -> tuple[tuple[str, str], ...]:
    """The verbs and common nouns of two characters and more in a folded text, with their tags."""
    return tuple(
        (pair.word, pair.flag)
        for pair in _tagger().cut(text)
        if pair.flag in _DEEDS and len(pair.word) > 1 and not _ASKING.search(pair.word)
    )


@lru_cache(maxsize=65536)
def names(text: str) -> tuple[tuple[str, str], ...]:
    """The names in a folded text, each with its part of speech."""
    return tuple(
        (pair.word, pair.flag) for pair in _tagger().cut(text) if pair.flag in _NAMED and len(pair.word) > 1
    )


class Substitutes:
    """Names of the same kind to put in place of one another."""

    def __init__(self, texts: Iterable[str]) -> None:
        pools: dict[str, set[str]] = defaultdict(set)
        # Verbs and nouns as often as they are asked with: the common ones make likelier questions.
        self._deeds: dict[str, list[str]] = defaultdict(list)
        for text in texts:
            for word, flag in names(text):
                pools[flag].add(word)
            for word, flag in deeds(text):
                self._deeds[flag].append(word)
        self._pools = {flag: sorted(words) for flag, words in pools.items()}

    def alter(self, question: str, passage: str, rng: random.Random) -> str | None:
        """The question with one name or figure changed to one that the passage doesn't hold.

        Only what the passage holds is changed: then the change decides. None where nothing fits.
        """
        choices: list[tuple[str, str]] = [(word, flag) for word, flag in names(question) if word in passage]
        choices += [(figure, "") for figure in _FIGURE.findall(question) if figure in passage]
        rng.shuffle(choices)
        for word, flag in choices:
            for _ in range(4):
                other = rng.choice(self._pools[flag]) if flag else _other_figure(word, rng)
                if other not in passage and other not in question:
                    return question.replace(word, other)
        return None

    def reword(self, question: str, passage: str, rng: random.Random) -> str | None:
        """The question with one verb or noun that the passage has changed to one that it hasn't.

        开除了多少名干警 in place of 表彰了多少名干警: alike in everything but what is asked.
        """
        nouns = rng.random() < _NOUNS_CHANGED
        choices = [
            (word, flag) for word, flag in deeds(question) if word in passage and nouns == (flag == "n")
        ]
        rng.shuffle(choices)
        for word, flag in choices:
            for _ in range(4):
                other = rng.choice(self._deeds[flag])
                # Not one character in common: 举办 and 主办 mean the same.
                if not set(other) & set(word) and not any(char in passage for char in other):
                    return question.replace(word, other)
        return None


def _other_figure(figure: str, rng: random.Random) -> str:
    digits = [i for i, character in enumerate(figure) if character.isdigit()]
    # The last digits: another year of the same century, another amount of the same size.
    place = digits[-1] if len(digits) < 3 or rng.random() < 0.6 else digits[-2]
    changed = rng.choice([d for d in "123456789" if d != figure[place]])
    return figure[:place] + changed + figure[place + 1 :]


def cloze(passage: str, rng: random.Random) -> Cloze | None:
    """A question about one figure or date of the passage; None where there is none to ask."""
    found: list[tuple[int, int, str]] = []
    for match in _MEASURED.finditer(passage):
        short = len(match[0]) <= 2 and rng.random() < 0.5
        found.append((match.start(), match.end(), ("几" if short else "多少") + match[1]))
    for match in _DATE.finditer(passage):
        asked = "哪一年" if match.end() - match.start() == len(match[1]) + 1 else "什么时候"
        found.append((match.start(), match.end(), asked))
    rng.shuffle(found)
    for start, end, asked in found[:6]:
        if passage.count(passage[start:end]) > 1:
            continue
        text = _ask(passage, start, end, asked, rng)
        if text is not None:
            return Cloze(text, start, end)
    return None


def _ask(passage: str, start: int, end: int, asked: str, rng: random.Random) -> str | None:
    clauses = [(m.start(), m.end()) for m in _CLAUSE.finditer(passage)]
    inside = [i for i, (a, b) in enumerate(clauses) if a <= start and end <= b]
    if not inside:
        return None
    number = inside[0]
    a, b = clauses[number]
    before, after = passage[a:start], passage[end:b]
    # A clause of its own says too little: take the one in front along.
    if len(before) + len(after) < 6 and number > 0 and passage[clauses[number - 1][1]] == ",":
        previous = clauses[number - 1]
        before = passage[previous[0] : previous[1]] + before
    before = _ASKED_FIRST.sub("", _thin(before, rng))
    after = _thin(after, rng)
    if not 6 <= len(before) + len(after) <= 45 or _QUOTED.search(before + after):
        return None
    return f"{before}{asked}{after}" + ("?" if rng.random() < 0.7 else "")


def _thin(text: str, rng: random.Random) -> str:
    # Word for word a cloze is too easy: leave some words out.
    words = [pair.word for pair in _tagger().cut(text)]
    return "".join(word for word in words if rng.random() < 0.8)


def damage(text: str, start: int, end: int, rng: random.Random) -> tuple[str, int, int]:
    """The text as a bad copy of it, and the span in that: punctuation lost, pinyin left inside."""
    lose = rng.uniform(0.1, 0.6) if rng.random() < 0.6 else 0.0
    notes = rng.uniform(0.01, 0.04) if rng.random() < 0.6 else 0.0
    parts: list[str] = []
    length, moved_start, moved_end = 0, 0, 0
    for offset, character in enumerate(text):
        if offset == start:
            moved_start = length
        part = character
        if character in ',。;:、()《》“”"' and rng.random() < lose:
            part = rng.choice(("", " ", ""))
        elif "\u4e00" <= character <= "\u9fff" and rng.random() < notes:
            part = character + _note(rng)
        parts.append(part)
        if offset < end:
            moved_end = length + (len(part) if offset < end - 1 else min(len(part), 1))
        length += len(part)
    return "".join(parts), moved_start, max(moved_end, moved_start)


def _note(rng: random.Random) -> str:
    # Whole notes with tone marks never reach the model (`fold` drops them): these are the others.
    plain, toned = rng.choice(_SYLLABLES)
    return rng.choice((f"({plain})", f"?{toned})", f"({toned}", "?", "□"))


def sentences(text: str) -> Sequence[tuple[int, int]]:
    """The spans of the sentences of a folded text, closing mark included."""
    return [(m.start(), m.end()) for m in re.finditer(r"[^。!?;]+[。!?;]*|[。!?;]+", text)]
