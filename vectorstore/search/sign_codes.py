"""The nearest of many vectors: all are estimated by the signs of their values, the likeliest compared exactly.

A graph of vectors is whole in memory while it is written, so a large index has one for every
25,000 passages, and asking them all takes four times as long at 100,000. Signs are a 32nd of the vectors and
are gone through in a millisecond; the estimate is that of RaBitQ (Gao and Long, 2024) with values that are
taken from their mean and not rotated, and a question's values in four steps. What is found depends on the
vectors alone. How many rows have to be compared for the recall that is promised is measured when an index is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vectorstore.index.dense_check import RECALL_BAR, sampled_recall
from vectorstore.index.top_rows import top_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: The share of all rows that is compared exactly, and so many for each that is wanted, unless more are needed.
_COMPARED, _FOR_EACH = 0.02, 20
#: So many rows tell the mean of all, and so many are looked for to measure the recall.
_FOR_MEAN, _FOR_RECALL = 4096, 25
_ROWS_AT_ONCE = 1000
#: A normal distribution in four steps loses least where the outer two begin here, in standard deviations.
_OUTER = 0.98


class SignCodes:
    """The signs of a layer's vectors, which have unit length. It may be asked from several threads."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        """Read all vectors, which stay where they are: shape (n, d)."""
        import numpy as np

        self._vectors = np.asarray(vectors)
        count, dimension = vectors.shape
        self._mean = vectors[:: max(1, count // _FOR_MEAN)].mean(axis=0)
        self._signs = np.empty((-(-dimension // 64), count), np.uint64)
        self._scale, self._offset = np.empty(count, np.float32), np.empty(count, np.float32)
        for start in range(0, count, _ROWS_AT_ONCE):
            part = slice(start, start + _ROWS_AT_ONCE)
            away = self._vectors[part] - self._mean
            self._signs[:, part] = _packed(away > 0).T
            sizes = np.maximum(np.abs(away).sum(axis=1), 1e-9)
            self._scale[part] = _products(away, away) / sizes
            self._offset[part] = _products(self._vectors[part], self._mean)
        self._compared = round(count * _COMPARED)
        while self._compared < count and sampled_recall(self, self._vectors, _FOR_RECALL) < RECALL_BAR:
            self._compared *= 2

    def nearest(
        self, vector: Sequence[float], limit: int, among: Sequence[int] | None = None
    ) -> list[tuple[int, float]]:
        """The rows nearest to a vector with their cosine similarities, best first; only of `among` where given."""
        import numpy as np

        wanted = np.asarray(vector, np.float32)
        estimates = self._estimates(wanted)
        compared = max(self._compared, _FOR_EACH * limit)
        if among is None:
            rows = top_rows(estimates, compared)
        else:
            chosen = np.asarray(among, np.intp)
            rows = chosen[top_rows(estimates[chosen], compared)]
        near = _products(self._vectors.take(rows, axis=0), wanted)
        best = top_rows(near, limit)
        found = zip(rows[best].tolist(), near[best].tolist(), strict=True)
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def nearest_each(self, vectors: NDArray[np.float32], limit: int) -> Iterator[list[tuple[int, float]]]:
        """The same for each of several vectors, as `dense_check` asks."""
        return (self.nearest(vector, limit) for vector in vectors)

    def _estimates(self, wanted: NDArray[np.float32]) -> NDArray[np.float32]:
        """The similarity of each row as its signs tell it, but for what all have in common."""
        import numpy as np

        away = wanted - self._mean
        sizes = np.abs(away)
        outer = sizes >= _OUTER * np.sqrt((away * away).mean())
        inner_size = sizes[~outer].mean() if not outer.all() else np.float32(0)
        further = sizes[outer].mean() - inner_size if outer.any() else np.float32(0)
        # What stands on the other side of the mean takes away twice what it would have added.
        other_side = self._signs ^ _packed(away > 0)[:, None]
        found: NDArray[np.float32] = -2 * inner_size * _bits(other_side)
        other_side &= _packed(outer)[:, None]
        found -= 2 * further * _bits(other_side)
        found += inner_size * len(away) + further * outer.sum(dtype=np.float32)
        found *= self._scale
        found += self._offset
        return found


def _products(rows: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float32]:
    """The inner product of each row with a vector, or with its own row of others."""
    import numpy as np

    # A product of matrices would be parted among threads, which take longer to meet than to multiply.
    found: NDArray[np.float32] = np.vecdot(rows, others)
    return found


def _bits(numbers: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """How many bits are set in each column."""
    import numpy as np

    found: NDArray[np.uint16] = np.bitwise_count(numbers).sum(axis=0, dtype=np.uint16)
    return found


def _packed(bits: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Bits along the last axis as numbers of 64 bits, filled up with zeros."""
    import numpy as np

    octets = np.packbits(bits, axis=-1)
    padding = [(0, 0)] * (bits.ndim - 1) + [(0, -octets.shape[-1] % 8)]
    return np.ascontiguousarray(np.pad(octets, padding)).view(np.uint64)
