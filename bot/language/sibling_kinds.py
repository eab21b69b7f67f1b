"""Things of one sort of which a figure for the one is none for the other: 授权量 and 申请量, 药师 and 医师.

The table is `data/sibling_kinds.txt`. Unlike the kinds that shut each other out for certain
(`exclusive_kinds`), these only make it less likely that a sentence answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.language.synonyms import official_words_for
from bot.language.word_lists import lines_of

_FILE = Path(__file__).parent / "data" / "sibling_kinds.txt"

#: Where a kind stands in the table: (row, place in the row).
Place = tuple[int, int]


def rows() -> Iterator[tuple[tuple[str, ...], ...]]:
    """The rows of the table, each of kinds with the words that say them."""
    for line in lines_of(_FILE):
        yield tuple(tuple(word for word in kind.split() if word[0] != "-") for kind in line.split("|"))


@cache
def _kinds_by_word() -> Mapping[str, list[Place]]:
    """The kinds that each word of the table says: none for a word inside which another means something else."""
    kinds: dict[str, list[Place]] = {}
    for row, line in enumerate(lines_of(_FILE)):
        for place, kind in enumerate(line.split("|")):
            for word in kind.split():
                if word[0] == "-":
                    kinds.setdefault(word[1:], [])
                else:
                    kinds.setdefault(word, []).append((row, place))
    return kinds


@cache
def _longest() -> int:
    return max(map(len, _kinds_by_word()))


def kinds_in(form: str) -> dict[Place, str]:
    """The kinds that a search form names, each with its word.

    Of words inside one another the longest counts and what it begins with: 医师资格考试 is about 医师, 助理医师 is not.
    """
    known, longest = _kinds_by_word(), _longest()
    found: dict[Place, str] = {}
    end = 0
    for at in range(len(form)):
        words = [form[at : at + n] for n in range(longest, 1, -1) if form[at : at + n] in known]
        if not words or at + len(words[0]) <= end:
            continue
        end = at + len(words[0])
        for word in words:
            for kind in known[word]:
                found.setdefault(kind, word)
    return found


def names_sibling(asked: str, said: str) -> bool:
    """Whether a sentence names a thing of the same sort as a question, and not that thing itself.

    `asked` is the question's search form, `said` that of the sentence with what stands over it. A question
    that names two things of a sort is about both.
    """
    wanted, stated = kinds_in(asked), kinds_in(said)
    rows = [row for row, _ in wanted]
    for kind, word in wanted.items():
        others = [other for (row, _), other in stated.items() if row == kind[0]]
        if others and rows.count(kind[0]) == 1 and kind not in stated and not _is_said(word, said, others):
            return True
    return False


def sibling_in(thing: str, form: str) -> str:
    """The word of a search form for the one thing that is of the same sort as `thing`; else empty."""
    named, wanted = kinds_in(form), _kinds_by_word().get(thing, [])
    if any(kind in named for kind in wanted):
        return ""
    rows = {row for row, _ in wanted}
    found = {word for (row, _), word in named.items() if row in rows}
    return found.pop() if len(found) == 1 else ""


#: What a measure ends with: 出口额 is said as 出口71.8亿元.
_MEASURED = "额量数率费价"


def _is_said(word: str, form: str, others: Sequence[str]) -> bool:
    """Whether a form says a word beside `others` of its sort.

    It may be parted (旅游总收入), without its measure, in official words or without what it shares with
    the one before it (专利申请量3120件,授权量1876件).
    """
    rests = {word[_shared(word, other) :] for other in others}
    if word[-1] in _MEASURED:
        rests.add(word[:-1])
    words = {word, *official_words_for().get(word, ()), *(one for one in rests if len(one) > 1)}
    if any(one in form for one in words):
        return True
    # A word of the table may have a bracket: 场(厂)内专用机动车辆.
    parts = ((re.escape(word[:at]), re.escape(word[at:])) for at in range(2, len(word) - 1))
    return any(re.search(f"{first}[\u4e00-\u9fff]{{1,3}}{last}", form) for first, last in parts)


def _shared(one: str, other: str) -> int:
    """How many characters two words have in common at their beginnings."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
