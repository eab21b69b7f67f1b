"""Sentences that list things one after the other: 甲、乙和丙."""

from __future__ import annotations

import re


def enumerates(form_text: str, count: int, head: str = "") -> bool:
    """Whether a sentence itself lists `count` things (2 or more where 0) with 、 between them.

    The last may be joined by 和 or 及. With `head`, the things or the sentence must be called that.
    """
    for run in re.split(r"[,;。:()]", form_text):
        things = run.split("、")
        if count and len(things) == count - 1:
            things = [*things[:-1], *re.split(r"和|以及|及|与", things[-1], maxsplit=1)]
        right = len(things) == count if count else len(things) >= 2
        if right and len(things) > 1 and (not head or head in run):
            return True
    return False
