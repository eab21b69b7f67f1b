"""The rows with the largest values, as sorting finds them."""

from __future__ import annotations

import numpy as np
import pytest

from vectorstore.index.top_rows import top_rows


@pytest.mark.parametrize("length", [0, 1, 49, 50, 51, 200, 3333, 20_000])
@pytest.mark.parametrize("kinds", [2, 40, 1_000_000])
def test_all_that_reach_the_last_of_the_largest_are_found(length: int, kinds: int) -> None:
    """Whatever the number of values and however many are equal, at the end and in blocks that are not full too."""
    values = np.random.default_rng(length).integers(0, kinds, length).astype(np.float32)
    for shown in (values, np.sort(values), np.sort(values)[::-1]):
        bound = sorted(shown.tolist(), reverse=True)[: min(50, length)][-1:]
        wanted = [row for row, value in enumerate(shown.tolist()) if value >= bound[0]] if length else []
        assert top_rows(np.ascontiguousarray(shown), 50).tolist() == wanted
