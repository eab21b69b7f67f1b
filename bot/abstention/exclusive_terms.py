"""Words that shut each other out: a figure for 农村 is none for 城市, one for 出口 none for 进口."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.language.exclusive_kinds import exclusive_kinds
from bot.language.word_lists import WordList, lines_of, parse

_DATA = Path(__file__).parent / "data"


@cache
def _outcomes() -> tuple[WordList, ...]:
    return tuple(map(parse, lines_of(_DATA / "outcomes.txt")))


def counts_unsaid_outcome(asked: str, around: str) -> bool:
    """Whether a question counts those to whom something happened of which the passage says nothing."""
    return any(one.stands_in(asked) and not one.stands_in(around) for one in _outcomes())


def is_of_excluded_kind(asked: str, said: str, around: str) -> bool:
    """Whether a sentence is about another kind than the one asked about.

    `asked` and `said` are search forms; `around` is what stands over the sentence: where that names the
    asked kind, nothing is shut out. What stands beside it says nothing of the sentence itself.
    """
    for row in exclusive_kinds():
        wanted = [kind for kind in row if kind.stands_in(asked)]
        if len(wanted) != 1 or wanted[0].stands_in(said) or wanted[0].stands_in(around):
            continue
        if any(kind.stands_in(said) for kind in row if kind is not wanted[0]):
            return True
    return False
