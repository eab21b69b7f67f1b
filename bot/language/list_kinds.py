"""Kinds of lists, told by what leads into them: what is not granted, what is free of charge, what is taken away, duties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.word_lists import says, words_of


@dataclass(frozen=True, slots=True)
class ListKind:
    """The names of two word lists: what asks for such a list, and what leads into one."""

    asked: str
    led: str


_DENIED = ListKind("asks-denied", "denies")
#: The more telling first: 不能免哪些费用 asks for what is denied, and 禁止干哪些事 for no duties.
_KINDS = (
    _DENIED,
    ListKind("asks-waived", "waives"),
    ListKind("asks-withdrawn", "withdraws"),
    ListKind("asks-duties", "duties"),
)


def _asked_kind(asked: str) -> ListKind | None:
    return next((kind for kind in _KINDS if says(kind.asked, asked)), None)


def kind_met(asked: str, leads: Sequence[str]) -> ListKind | None:
    """The kind that a question's form asks for, where one of the texts over a list says that it is of that kind."""
    kind = _asked_kind(asked)
    return kind if kind and any(says(kind.led, text) for text in leads) else None


def is_of_another_kind(asked: str, leads: Sequence[str]) -> bool:
    """Whether a list is of another kind than a question's form asks for: what is granted, where what isn't is asked for."""
    kind = _asked_kind(asked)
    if kind and not kind_met(asked, leads):
        return True
    # Who asks what one must have to get something doesn't ask what rules that out.
    return kind is not _DENIED and says("asks-granted", asked) and any(says("denies", t) for t in leads)


def asks_for(kind: ListKind | None, word: str) -> bool:
    """Whether a question's word is what asks for a kind."""
    return kind is not None and any(word in phrase for phrase in words_of(kind.asked))
