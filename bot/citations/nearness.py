"""The line between an altered quotation and an absent one.

Fitted on quotations of which every character was replaced, dropped or followed by another one
with a chance of 10 %, against sentences and clauses of other texts, official prose above all:
`python -m benchmarks.locate --line` prints what is missed and what is wrongly accepted
at every share, by length.
"""

from __future__ import annotations

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
