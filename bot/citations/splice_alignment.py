"""How a quotation was put together from several places.

One pass over the quotation keeps, for every character of every stretch that may be a part, the
fewest edits that lead there; to go on somewhere else costs as much as `JUMP` edits. What comes
out is the cheapest way to copy the quotation together, jumps included.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What going on at another place costs, in edits: shorter parts than this are chance.
JUMP = 5
#: More cells than this (quotation times stretches) are not worth their memory.
_MOST_CELLS = 60_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """`quoted[first:last]` was taken from `text[start:end]`."""

    first: int
    last: int
    start: int
    end: int


def splice(quoted: str, text: str, stretches: Sequence[tuple[int, int]]) -> tuple[Part, ...]:
    """The parts that `quoted` is most cheaply copied together from, in its order.

    `stretches` are the ranges of `text` that may be copied from; they must not overlap. Nothing
    is returned where there is nothing to copy or the quotation is too long for this.
    """
    import numpy as np

    width = sum(end - start + 1 for start, end in stretches)
    if not stretches or not quoted or width * len(quoted) > _MOST_CELLS:
        return ()
    # A column that matches nothing stands before each stretch.
    letters = np.concatenate([_codes("\0" + text[start:end]) for start, end in stretches])
    origin = np.concatenate([np.arange(start - 1, end) for start, end in stretches])
    edges = np.flatnonzero(letters == 0)
    far = np.int32(1 << 20)
    apart = np.zeros(width, dtype=np.int32)
    apart[edges] = far // 16
    # Stretches lie so far apart that skipping from one into the next never pays.
    slope = np.arange(width, dtype=np.int32) + np.cumsum(apart, dtype=np.int32)
    costs = np.zeros(width, dtype=np.int32)
    steps = np.empty((len(quoted), width), dtype=np.uint8)
    jumps = np.empty(len(quoted), dtype=np.int64)
    across = np.empty(width, dtype=np.int32)
    for row, code in enumerate(_codes(quoted)):
        wrong = (letters != code).astype(np.int32)
        jumps[row] = source = int(costs.argmin())
        leap = wrong + (costs[source] + JUMP)
        leap[edges] = far
        across[1:] = costs[:-1]
        across += wrong
        across[edges] = far
        put_in = costs + 1
        best = np.minimum(np.minimum(across, put_in), leap)
        step = np.where(best == across, 0, np.where(best == put_in, 1, 2)).astype(np.uint8)
        costs = np.minimum.accumulate(best - slope) + slope
        step[costs < best] = 3
        steps[row] = step
    return _read_back(steps, jumps, int(costs.argmin()), [int(at) for at in origin])


def _codes(text: str) -> NDArray[np.uint32]:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _read_back(
    steps: NDArray[np.uint8], jumps: NDArray[np.int64], column: int, origin: Sequence[int]
) -> tuple[Part, ...]:
    """Follow the steps from the end of the quotation to its beginning."""
    parts: list[Part] = []
    row = len(steps)
    last, end, start = row, origin[column] + 1, origin[column] + 1
    while row > 0:
        step = steps[row - 1, column]
        if step == 3:
            start = origin[column]
            column -= 1
        elif step == 1:
            row -= 1
        else:
            start = origin[column]
            row -= 1
            if step == 0:
                column -= 1
            else:
                parts.append(Part(row, last, start, end))
                column = int(jumps[row])
                last, end, start = row, origin[column] + 1, origin[column] + 1
    parts.append(Part(0, last, start, end))
    return tuple(part for part in reversed(parts) if part.start < part.end)


def united(ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in order, those that overlap or touch as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
