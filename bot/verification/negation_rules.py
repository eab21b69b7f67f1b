"""Negations of a sentence held against its evidence: put in, lost, or turned to the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.characters import is_han
from bot.language.entity_patterns import EntityMatch
from bot.language.negation import OPPOSITES, denials, negated_before
from bot.verification.verdict import Flaw, Problem


def new_negations(said: str, told: str) -> Iterator[Problem]:
    """Where a sentence denies what the evidence doesn't, or affirms what it only denies."""
    for found in denials(said):
        if not _denied(said, found, told):
            yield Problem(Flaw.NEGATION, said[found.start : found.end + 2])
    yield from _lost_negations(said, told)
    for one, other in OPPOSITES:
        if one in said and one not in told and other in told and other not in said:
            yield Problem(Flaw.NEGATION, one)


def _denied(said: str, found: EntityMatch, told: str) -> bool:
    """Whether the evidence denies the same: the negation with what is right behind it."""
    behind = re.match(r"[\u4e00-\u9fffa-z0-9]{0,2}", said[found.end :])
    following = behind[0] if behind else ""
    if following:
        return bool(re.search(re.escape(found.text) + r".{0,2}?" + re.escape(following), told))
    return said[max(0, found.start - 2) : found.end] in told


def _lost_negations(said: str, told: str) -> Iterator[Problem]:
    """Words that the evidence has only denied, and the sentence affirms."""
    for at in range(len(said) - 1):
        pair = said[at : at + 2]
        if not all(map(is_han, pair)) or pair[0] in "的了是在":
            continue
        places = [found.start() for found in re.finditer(re.escape(pair), told)]
        if not places or negated_before(said, at):
            continue
        if all(negated_before(told, place) for place in places):
            yield Problem(Flaw.NEGATION, pair)
