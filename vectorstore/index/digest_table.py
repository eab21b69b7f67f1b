"""A table from a text's digest to a number, in 24 bytes an entry where a dictionary takes two hundred."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Bytes of a digest.
DIGEST = 16
_HALF = DIGEST // 2
#: So many entries at least, or an eighth of all, wait in a dictionary until they are sorted in.
_FEWEST, _SHARE = 4096, 8


class DigestTable:
    """Entries can be put in and looked up at any time; none can be taken out."""

    def __init__(self, entries: Iterable[tuple[bytes, int]] = ()) -> None:
        self._recent: dict[bytes, int] = {}
        self._firsts: NDArray[np.uint64] | None = None
        self._seconds: NDArray[np.uint64] | None = None
        self._numbers: NDArray[np.int64] | None = None
        for digest, number in entries:
            self.put(digest, number)

    def __len__(self) -> int:
        return len(self._recent) + (0 if self._firsts is None else len(self._firsts))

    def put(self, digest: bytes, number: int) -> None:
        """Put an entry in, or give one another number."""
        at = self._sorted_at(digest)
        if at is not None and self._numbers is not None:
            self._numbers[at] = number
            return
        self._recent[digest] = number
        if len(self._recent) >= max(_FEWEST, len(self) // _SHARE):
            self._sort_in()

    def get(self, digest: bytes) -> int | None:
        """The number of a digest; None where it has none."""
        found = self._recent.get(digest)
        if found is not None:
            return found
        at = self._sorted_at(digest)
        return None if at is None or self._numbers is None else int(self._numbers[at])

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._recent or self._sorted_at(digest) is not None

    def __iter__(self) -> Iterator[bytes]:
        if self._firsts is not None and self._seconds is not None:
            for first, second in zip(self._firsts, self._seconds, strict=True):
                yield int(first).to_bytes(_HALF, "big") + int(second).to_bytes(_HALF, "big")
        yield from self._recent

    def _sorted_at(self, digest: bytes) -> int | None:
        if self._firsts is None or self._seconds is None:
            return None
        import numpy as np

        first, second = int.from_bytes(digest[:_HALF], "big"), int.from_bytes(digest[_HALF:], "big")
        at = int(np.searchsorted(self._firsts, np.uint64(first)))
        # Different texts of one first half are next to never met, and must not be taken for one.
        while at < len(self._firsts) and int(self._firsts[at]) == first:
            if int(self._seconds[at]) == second:
                return at
            at += 1
        return None

    def _sort_in(self) -> None:
        import numpy as np

        halves = np.frombuffer(b"".join(self._recent), ">u8").reshape(-1, 2).astype(np.uint64)
        numbers = np.fromiter(self._recent.values(), np.int64, len(self._recent))
        firsts, seconds = halves[:, 0], halves[:, 1]
        if self._firsts is not None and self._seconds is not None and self._numbers is not None:
            firsts = np.concatenate([self._firsts, firsts])
            seconds = np.concatenate([self._seconds, seconds])
            numbers = np.concatenate([self._numbers, numbers])
        order = np.argsort(firsts, kind="stable")
        self._firsts, self._seconds, self._numbers = firsts[order], seconds[order], numbers[order]
        self._recent = {}
