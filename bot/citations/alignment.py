"""Where a text stands in a longer one with the fewest edits.

The search is Myers' bit-parallel algorithm (G. Myers, "A fast bit-vector algorithm for
approximate string matching based on dynamic programming", J. ACM 46(3), 1999) on Python's own
long integers: one step of a dozen operations for every character of the longer text, whatever
the length of the shorter one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Alignment:
    """`text[start:end]` is what the pattern comes nearest to, `distance` edits away."""

    distance: int
    start: int
    end: int


def align(pattern: str, text: str) -> Alignment:
    """The part of `text` that the whole of `pattern` comes nearest to.

    Among several such parts the one whose length is nearest to the pattern's is taken, then
    the first. An empty part stands for "nothing of it is there".
    """
    if not pattern or not text:
        return Alignment(len(pattern), 0, 0)
    ends = _distances(pattern, text)
    least = min(ends)
    best: tuple[int, int, int] | None = None
    for end in _few([at + 1 for at, distance in enumerate(ends) if distance == least]):
        # Read backwards from its end, the part begins where the same distance is reached.
        reach = min(end, len(pattern) + least)
        starts = _distances(pattern[::-1], text[end - reach : end][::-1], anchored=True)
        for length, distance in enumerate(starts, 1):
            if distance == least:
                row = (abs(length - len(pattern)), end - length, end)
                if best is None or row < best:
                    best = row
    if best is None:
        return Alignment(len(pattern), 0, 0)
    return Alignment(least, best[1], best[2])


def _few(ends: Sequence[int]) -> Sequence[int]:
    """At most eight of the ends: the first ones and the last ones."""
    return ends if len(ends) <= 8 else [*ends[:4], *ends[-4:]]


def _distances(pattern: str, text: str, anchored: bool = False) -> list[int]:
    """For every character of `text`, the fewest edits of a part that ends with it.

    An anchored part begins where `text` does, any other part where it likes.
    """
    places: dict[str, int] = defaultdict(int)
    for at, char in enumerate(pattern):
        places[char] |= 1 << at
    mask = (1 << len(pattern)) - 1
    top = 1 << (len(pattern) - 1)
    more, less, score = mask, 0, len(pattern)
    found = []
    for char in text:
        equal = places.get(char, 0)
        down = equal | less
        across = (((equal & more) + more) ^ more) | equal
        plus = less | (~(across | more) & mask)
        minus = more & across
        if plus & top:
            score += 1
        elif minus & top:
            score -= 1
        plus = ((plus << 1) | anchored) & mask
        minus = (minus << 1) & mask
        more = minus | (~(down | plus) & mask)
        less = plus & down
        found.append(score)
    return found


#: Up to which length (of the bare form) which share of edits is still an alteration.
_SHARES = ((4, 0.0), (6, 0.2), (8, 0.29), (15, 0.31), (10**9, 0.34))


#: A quotation put together from several places has more ways to be near by chance.
_SPLICED_SHARE = 0.25


def is_near(length: int, edits: int, parts: int = 1) -> bool:
    """Whether a quotation of `length` characters, `edits` away from a source, is still one of it.

    `length` is that of the bare form; `parts` says from how many places it was put together.
    """
    share = next(share for longest, share in _SHARES if length <= longest)
    return edits <= (share if parts == 1 else min(share, _SPLICED_SHARE)) * length
