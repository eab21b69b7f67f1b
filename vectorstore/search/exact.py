"""Exact search over the stored vectors, for where the order among equals must be certain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vectorstore.index.vectors_file import StoredVectors

#: A product of matrices rounds a row's sum by its place; this much more is looked at closely.
_SLACK = 1e-5
_ROWS_AT_ONCE = 20_000


def similarities(rows: NDArray[np.float32], vector: Sequence[float]) -> list[float]:
    """The cosine similarity of each row of unit length, the same number for equal rows."""
    import numpy as np

    # Summed row by row: a matrix product gives equal rows sums that differ in the last digit.
    found: list[float] = (rows * np.asarray(vector, np.float32)).sum(axis=1).tolist()
    return found


def nearest_rows(
    vectors: NDArray[np.float32] | StoredVectors,
    vector: Sequence[float],
    among: Sequence[int] | None,
    limit: int,
) -> list[int]:
    """The rows nearest to a vector, best first; equal ones in their order, or in that of `among`."""
    import numpy as np

    wanted = np.asarray(vector, np.float32)
    numbers = np.arange(len(vectors)) if among is None else np.asarray(among, int)
    rough = np.concatenate(
        [
            vectors[numbers[start : start + _ROWS_AT_ONCE]] @ wanted
            for start in range(0, len(numbers), _ROWS_AT_ONCE)
        ]
        or [np.empty(0, np.float32)]
    )
    if len(rough) > limit:
        bound = -np.partition(-rough, limit - 1)[limit - 1] - _SLACK
        numbers = numbers[rough >= bound]
    exact = similarities(vectors[numbers], vector)
    # Sorting keeps the order of equals.
    ordered = sorted(zip(exact, numbers.tolist(), strict=True), key=lambda pair: -pair[0])
    return [row for _, row in ordered[:limit]]
