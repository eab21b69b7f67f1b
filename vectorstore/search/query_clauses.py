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
_BREAK = re.compile(r"[，。？！；、?!;]+|(?<!\d),|,(?!\d)|(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")


def clauses(question: str) -> list[str]:
    """The clauses of a question that has several; none where it is one."""
    found = [part.strip() for part in _BREAK.split(question)]
    long = [part for part in found if len(part) >= _SHORTEST]
    return long if len(long) > 1 else []


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
