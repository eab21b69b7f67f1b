"""The rows with the largest values, without sorting all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Rows in a group whose best value stands for it; fewer where that would make too few groups.
_GROUP = 64


def top_rows(values: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """The rows of the `count` largest values and of all that equal the last of these, ascending."""
    import numpy as np

    if len(values) <= count:
        return np.arange(len(values))
    # At least `count` groups have a value that reaches this bound, and hardly a row besides does: what is
    # then looked at closely is a hundredth. Parting all values takes ten times as long. A group's rows
    # stand far apart, so that the best of all groups are found in one pass over neighbours.
    group = max(1, min(_GROUP, len(values) // (4 * count)))
    groups = len(values) // group
    best = values[: groups * group].reshape(group, groups).max(axis=0)
    rows = np.flatnonzero(values >= _largest(best, count))
    found: NDArray[np.intp] = rows[values[rows] >= _largest(values[rows], count)]
    return found


def _largest(values: NDArray[np.float32], count: int) -> np.float32:
    """The value that stands at place `count`, the largest first."""
    import numpy as np

    bound: np.float32 = np.partition(values, len(values) - count)[len(values) - count]
    return bound
