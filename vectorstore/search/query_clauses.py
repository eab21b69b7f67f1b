"""The clauses of a question, and the one vector that stands for it and them.

A long question tells of a case and then asks; its vector is somewhere between the two. The
mean of its clauses' vectors keeps what each says. Chosen by `benchmarks.ablation`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import sqrt

#: The share of the clauses' mean in a question's vector.
CLAUSES = 0.4
#: A shorter clause says nothing alone.
_SHORTEST = 5
#: Each clause is embedded: a question of a thousand characters must not cost a hundred vectors.
#: No question of the sets that this was chosen by has more.
MOST_CLAUSES = 8
#: A longer stretch without a stop is embedded as far as this.
_LONGEST = 48
#: Of a longer question the beginning and the end are embedded as a whole: the end asks.
_BEGINNING, _END = 80, 160
_BREAK = re.compile(r"[，。？！；、?!;]+|(?<!\d),|,(?!\d)|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


def clauses(question: str) -> list[str]:
    """The clauses of a question that has several, the longest where there are many; none where it is one."""
    found = [part.strip() for part in _BREAK.split(question)]
    long = [part for part in found if len(part) >= _SHORTEST]
    if len(long) < 2:
        return []
    # The longest say most; the last is what is asked.
    by_length = sorted(range(len(long) - 1), key=lambda place: (-len(long[place]), place))
    kept = sorted([*by_length[: MOST_CLAUSES - 1], len(long) - 1])
    return [long[place][:_LONGEST] for place in kept]


def beginning_and_end(question: str) -> str:
    """The question, its middle left out where it is very long: its clauses are embedded by themselves."""
    if len(question) <= _BEGINNING + _END:
        return question
    return f"{question[:_BEGINNING]} {question[-_END:]}"


def with_clauses(
    whole: Sequence[float], parts: Sequence[Sequence[float]], share: float = CLAUSES
) -> list[float]:
    """The unit vector between a question's and the mean of its clauses'."""
    if not parts:
        return list(whole)
    means = (sum(row) / len(parts) for row in zip(*parts, strict=True))
    mixed = [(1 - share) * own + share * mean for own, mean in zip(whole, means, strict=True)]
    length = sqrt(sum(value * value for value in mixed)) or 1.0
    return [value / length for value in mixed]
