"""The rows with the largest values, without sorting all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Rows in a block whose best value stands for it; fewer where so many blocks would be too few.
_BLOCK = 64


def top_rows(values: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """The rows of the `count` largest values and of all that equal the last of these, ascending."""
    import numpy as np

    if len(values) <= count:
        return np.arange(len(values))
    # At least `count` blocks have a value that reaches this bound, and hardly a row besides does: what is
    # then looked at closely is a hundredth. Parting all values takes ten times as long.
    block = max(1, min(_BLOCK, len(values) // (4 * count)))
    best = values[: len(values) // block * block].reshape(-1, block).max(axis=1)
    rows = np.flatnonzero(values >= _largest(best, count))
    found: NDArray[np.intp] = rows[values[rows] >= _largest(values[rows], count)]
    return found


def _largest(values: NDArray[np.float32], count: int) -> np.float32:
    """The value that stands at place `count`, the largest first."""
    import numpy as np

    bound: np.float32 = np.partition(values, len(values) - count)[len(values) - count]
    return bound
