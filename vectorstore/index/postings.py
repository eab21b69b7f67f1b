"""Lists of places by a 64-bit code, in sorted files: written piece by piece, mapped to be read.

FOLDER/codes    the codes that occur, ascending (uint64)
FOLDER/begins   where the list of each begins, and where the last one ends (uint32)
FOLDER/places   the lists, each ascending (uint32)
FOLDER/counts   how often the code occurs at each place, where that is counted (uint8, 255 at most)

Pieces of a bounded size are sorted and put on disk, and merged at the end, so that the memory
needed does not grow with what is written.
"""

from __future__ import annotations

import mmap
import shutil
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from vectorstore.index.faults import unusable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: So many postings are sorted at once; with their order they take about 30 bytes each meanwhile.
_PIECE = 1_000_000
#: So many postings of each piece are in memory while the pieces are merged, fewer where pieces are many.
_BLOCK = 100_000
_CODE, _PLACE, _COUNT = "<u8", "<u4", "u1"


class PostingsWriter:
    """Writes the lists into a folder, which is made. Places must come in ascending order."""

    def __init__(self, folder: Path, counted: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._pieces = folder / "pieces"
        self._counted = counted
        self._number = 0
        self._held: list[tuple[Any, Any, Any]] = []
        self._size = 0
        #: How many postings have been put in.
        self.count = 0

    def add(
        self, codes: NDArray[np.uint64], places: NDArray[np.uint32], counts: NDArray[np.uint8] | None = None
    ) -> None:
        """Put further postings in; three arrays of one length."""
        self._held.append((codes, places, counts))
        self._size += len(codes)
        self.count += len(codes)
        if self._size >= _PIECE:
            self._put_aside()

    def _sorted(self) -> list[Any]:
        import numpy as np

        kinds = (_CODE, _PLACE, _COUNT)[: 3 if self._counted else 2]
        columns = [
            np.concatenate([np.empty(0, kind), *(row[number] for row in self._held)]).astype(kind, copy=False)
            for number, kind in enumerate(kinds)
        ]
        order = np.argsort(columns[0], kind="stable")
        self._held, self._size = [], 0
        return [column[order] for column in columns]

    def _put_aside(self) -> None:
        self._pieces.mkdir(exist_ok=True)
        for number, column in enumerate(self._sorted()):
            column.tofile(self._pieces / f"{self._number}.{number}")
        self._number += 1

    def finish(self, merged: Callable[[int], None] = lambda _: None) -> None:
        """Merge the pieces and write the files; `merged` gets how many postings are written so far."""
        import numpy as np

        blocks = self._merged() if self._number else iter([self._sorted()])
        at = 0
        with (
            (self._folder / "codes").open("wb") as codes,
            (self._folder / "begins").open("wb") as begins,
            (self._folder / "places").open("wb") as places,
            (self._folder / "counts").open("wb") as counts,
        ):
            for block in blocks:
                kinds, first = np.unique(block[0], return_index=True)
                codes.write(kinds.tobytes())
                begins.write((first + at).astype("<u4").tobytes())
                places.write(block[1].tobytes())
                if self._counted:
                    counts.write(block[2].tobytes())
                at += len(block[0])
                merged(at)
            begins.write(np.array([at], "<u4").tobytes())
        if not self._counted:
            (self._folder / "counts").unlink()
        shutil.rmtree(self._pieces, ignore_errors=True)

    def _merged(self) -> Iterator[list[Any]]:
        """Blocks of all pieces in ascending order of the codes; none is in two blocks."""
        import numpy as np

        if self._size:
            self._put_aside()
        block = max(1, min(_BLOCK, _PIECE // self._number))
        pieces = [_Piece(self._pieces, number, self._counted, block) for number in range(self._number)]
        while sum(piece.fill() for piece in pieces):  # every one of them, not up to the first
            open_ends = [piece.last for piece in pieces if piece.more]
            limit = min(open_ends) if open_ends else None
            taken = [piece.take(limit) for piece in pieces]
            if not any(len(columns[0]) for columns in taken):
                for piece in pieces:  # one code fills a whole block
                    piece.widen(limit)
                continue
            columns = [np.concatenate(parts) for parts in zip(*taken, strict=True)]
            order = np.argsort(columns[0], kind="stable")
            yield [column[order] for column in columns]


class _Piece:
    """A sorted piece on disk, read block by block."""

    def __init__(self, folder: Path, number: int, counted: bool, block: int) -> None:
        import numpy as np

        self._most = block
        kinds = (_CODE, _PLACE, _COUNT)[: 3 if counted else 2]
        self._columns = [(folder / f"{number}.{column}", np.dtype(kind)) for column, kind in enumerate(kinds)]
        self._total = self._columns[0][0].stat().st_size // 8
        self._at = 0
        self._block: list[Any] = self._read(0)

    def _read(self, count: int) -> list[Any]:
        import numpy as np

        found = [
            np.fromfile(path, kind, count, offset=self._at * kind.itemsize) for path, kind in self._columns
        ]
        self._at += len(found[0])
        return found

    @property
    def more(self) -> bool:
        """Whether there is more on disk than is in memory."""
        return self._at < self._total

    @property
    def last(self) -> int:
        """The last code in memory."""
        return int(self._block[0][-1])

    def fill(self) -> bool:
        """Read the next block where none is in memory; False where the piece is at its end."""
        if not len(self._block[0]) and self.more:
            self._block = self._read(self._most)
        return len(self._block[0]) > 0

    def take(self, limit: int | None) -> list[Any]:
        """What is in memory below a code, or all."""
        import numpy as np

        codes = self._block[0]
        until = len(codes) if limit is None else int(np.searchsorted(codes, np.uint64(limit)))
        taken = [column[:until] for column in self._block]
        self._block = [column[until:] for column in self._block]
        return taken

    def widen(self, limit: int | None) -> None:
        """Read a further block where the last code in memory is the one that holds up the merge."""
        import numpy as np

        if self.more and self.last == limit:
            further = self._read(self._most)
            self._block = [np.concatenate(pair) for pair in zip(self._block, further, strict=True)]


class Postings:
    """The lists in a folder, open for reading; nothing is read before it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def mapped(self, name: str, code: Literal["B", "I", "Q"]) -> Sequence[int]:
        """A file of the folder as numbers. Raises `IndexDamaged` and `IndexUnavailable`."""
        path = self._folder / name
        try:
            if not path.stat().st_size:
                return array(code)
            with path.open("rb") as file:
                return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast(code)
        except (OSError, ValueError, TypeError) as exc:
            raise unusable(exc, self._folder, self._folder.name) from exc

    @cached_property
    def _codes(self) -> Sequence[int]:
        return self.mapped("codes", "Q")

    @cached_property
    def _begins(self) -> Sequence[int]:
        return self.mapped("begins", "I")

    @cached_property
    def places(self) -> Sequence[int]:
        """The places of all lists."""
        return self.mapped("places", "I")

    @cached_property
    def counts(self) -> Sequence[int]:
        """The counts of all lists."""
        return self.mapped("counts", "B")

    def close(self) -> None:
        """Let go of the files; what is asked for afterwards opens them anew."""
        for name in ("_codes", "_begins", "places", "counts"):
            self.__dict__.pop(name, None)

    def listed(self, code: int) -> tuple[int, int]:
        """Where the list of a code begins and ends in `places`; an empty range where it has none."""
        at = bisect_left(self._codes, code)
        if at == len(self._codes) or self._codes[at] != code:
            return 0, 0
        return self._begins[at], self._begins[at + 1]
