"""Kinds of lists, told by what leads into them: what is not granted, what is free of charge, what is taken away, duties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.language.word_lists import says, words_of


@dataclass(frozen=True, slots=True)
class ListKind:
    """The names of two word lists: what asks for such a list, and what leads into one."""

    asked: str
    led: str


_DENIED = ListKind("asks-denied", "denies")
_KINDS = (
    _DENIED,
    ListKind("asks-waived", "waives"),
    ListKind("asks-withdrawn", "withdraws"),
    ListKind("asks-duties", "duties"),
)


def kinds_met(asked: str, leads: Iterable[str]) -> tuple[ListKind, ...]:
    """The kinds that a question's form asks for and of which one of the texts over a list says that it is."""
    over = list(leads)
    return tuple(
        kind for kind in _KINDS if says(kind.asked, asked) and any(says(kind.led, text) for text in over)
    )


def is_of_another_kind(asked: str, leads: Sequence[str]) -> bool:
    """Whether a list is of another kind than a question's form asks for: what is granted, where what isn't is asked for."""
    kinds = [kind for kind in _KINDS if says(kind.asked, asked)]
    met = kinds_met(asked, leads)
    if len(met) < len(kinds):
        return True
    # Who asks what one must have to get something doesn't ask what rules that out.
    return _DENIED not in kinds and says("asks-granted", asked) and any(says("denies", t) for t in leads)


def asks_for(kinds: Iterable[ListKind], word: str) -> bool:
    """Whether a question's word is what asks for one of the kinds."""
    return any(word in phrase for kind in kinds for phrase in words_of(kind.asked))
