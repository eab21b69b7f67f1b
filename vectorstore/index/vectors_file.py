"""The files that hold a layer's vectors and the digests of their texts, row by row.

VECTORS   float32 of shape (n, d), as numpy writes it
DIGESTS   16 bytes a row: what tells whether a text is the one that the vector was made of
"""

from __future__ import annotations

import json
import mmap
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.errors import IndexDamaged
from vectorstore.index.digest_table import DIGEST, DigestTable
from vectorstore.index.faults import unusable
from vectorstore.index.layers import layers_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VECTORS = "vectors.npy"
DIGESTS = "vectors.digests"
#: The digests of an earlier format, in hexadecimal.
OLD_DIGESTS = "vectors.json"
#: The number of a layer stands so many bits above that of the row.
_LAYER = 40


class VectorsWriter:
    """Writes the two files of a layer, of which the number of rows is known and the length of one is."""

    def __init__(self, folder: Path, rows: int, dimension: int) -> None:
        import numpy as np

        self._vectors = (folder / VECTORS).open("wb")
        self._digests = (folder / DIGESTS).open("wb")
        header = {"descr": "<f4", "fortran_order": False, "shape": (rows, dimension)}
        np.lib.format.write_array_header_1_0(self._vectors, header)

    def add(self, digests: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Put further rows behind the others."""
        self._vectors.write(vectors.astype("<f4").tobytes())
        self._digests.write(b"".join(map(bytes.fromhex, digests)))

    def finish(self) -> None:
        """Close the files."""
        self._vectors.close()
        self._digests.close()


#: numpy has a file's head parsed as Python, which CPython before 3.11.8 can't do in two threads at once: SystemError,
#: "AST constructor recursion depth mismatch" (python/cpython#106905).
_ONE_HEAD = threading.Lock()


def _mapped(file: Path) -> np.memmap[Any, np.dtype[np.float32]]:
    """The array in a file, mapped into memory. Raises `OSError`, `ValueError` and `EOFError` where it is none."""
    import numpy as np

    with _ONE_HEAD:
        mapped: np.memmap[Any, np.dtype[np.float32]] = np.load(file, mmap_mode="r")
    return mapped


class StoredVectors:
    """The vectors of all layers as one array, mapped into memory; they have unit length."""

    def __init__(self, folder: Path) -> None:
        """Raises `IndexDamaged` where a file is no array, and `IndexUnavailable`."""
        try:
            self.layers = [_mapped(layer / VECTORS) for layer in layers_of(folder)]
        except (OSError, ValueError, EOFError) as exc:
            raise unusable(exc, folder, VECTORS) from exc
        if any(one.ndim != 2 for one in self.layers) or len({one.shape[1] for one in self.layers}) != 1:
            raise IndexDamaged(folder=str(folder), reason=VECTORS)

    def __len__(self) -> int:
        return sum(map(len, self.layers))

    def __getitem__(self, rows: Any) -> NDArray[np.float32]:
        """The vectors of these rows, a sequence of numbers; rows of the second layer follow the first."""
        import numpy as np

        first = self.layers[0]
        if len(self.layers) == 1:
            chosen: NDArray[np.float32] = first[rows]
            return chosen
        numbers = np.asarray(rows, int)
        found = np.empty((len(numbers), first.shape[1]), np.float32)
        below = numbers < len(first)
        found[below] = first[numbers[below]]
        found[~below] = self.layers[1][numbers[~below] - len(first)]
        return found


def let_go(vectors: Any) -> None:
    """Let the system take back the memory that a mapped array was read into, where it can be told to."""
    mapped = getattr(vectors, "_mmap", None)
    if isinstance(mapped, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        mapped.madvise(mmap.MADV_DONTNEED)


class KnownVectors(Mapping[str, "NDArray[np.float32]"]):
    """The vectors of a generation's texts by their digests; only the digests are in memory."""

    def __init__(self, folders: Sequence[Path] = ()) -> None:
        """`folders` are layers whose files are whole. Raises `OSError`, and `ValueError` for other files."""

        self._files: list[tuple[Path, int, int]] = []
        self._at = DigestTable()
        for folder in folders:
            rows = _digests(folder)
            mapped = _mapped(folder / VECTORS)
            if mapped.ndim != 2 or len(mapped) != len(rows):
                raise ValueError(VECTORS)
            number = len(self._files)
            self._files.append((folder / VECTORS, mapped.offset, mapped.shape[1]))
            for row, digest in enumerate(rows):
                self._at.put(digest, number << _LAYER | row)

    def __getitem__(self, digest: str) -> NDArray[np.float32]:
        import numpy as np

        found = self._at.get(bytes.fromhex(digest))
        if found is None:
            raise KeyError(digest)
        number, row = found >> _LAYER, found & ((1 << _LAYER) - 1)
        path, offset, dimension = self._files[number]
        return np.fromfile(path, "<f4", dimension, offset=offset + 4 * dimension * row)

    def __contains__(self, digest: object) -> bool:
        return isinstance(digest, str) and bytes.fromhex(digest) in self._at

    def __iter__(self) -> Iterator[str]:
        return (digest.hex() for digest in self._at)

    def __len__(self) -> int:
        return len(self._at)


def digests_of(folder: Path) -> list[str]:
    """The digest of each row of a layer, in hexadecimal."""
    return [digest.hex() for digest in _digests(folder)]


def _digests(folder: Path) -> list[bytes]:
    if not (folder / DIGESTS).exists() and (folder / OLD_DIGESTS).exists():
        return [bytes.fromhex(one) for one in json.loads((folder / OLD_DIGESTS).read_text(encoding="ascii"))]
    data = (folder / DIGESTS).read_bytes()
    return [data[at : at + DIGEST] for at in range(0, len(data), DIGEST)]
