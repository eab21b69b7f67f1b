"""Sentences that list things one after the other: 甲、乙和丙."""

from __future__ import annotations

from bot.language.characters import pieces

_JOINING = ("和", "及", "与")


def enumerates(form: str, count: int) -> bool:
    """Whether a sentence itself lists `count` things (2 or more where 0) with 、 between them, the last perhaps with 和."""
    for run in pieces(form, ",;。:()"):
        things = run.split("、")
        joined = any(word in things[-1] for word in _JOINING)
        if count in {len(things), len(things) + joined} - {1} or (not count and len(things) > 1):
            return True
    return False
