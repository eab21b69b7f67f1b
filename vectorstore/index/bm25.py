"""The lexical index: BM25 over single characters and pairs of characters of the bare form.

No word list is needed, new names are found as well as old ones, and on public Chinese sets
this beats words by one to six points. The n-th text is that of the n-th row of the vector file.
Frequencies and lengths are those of the passages that are there now, whatever was there before:
a search engine that counts what was deleted ranks by the history of its index.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property, lru_cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.errors import IndexDamaged
from vectorstore.index.faults import unusable
from vectorstore.index.layers import gone_rows, layers_of
from vectorstore.index.postings import Postings, PostingsWriter
from vectorstore.index.top_rows import top_rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDER = "lexical"
_KEYS, _LENGTHS = "keys", "lengths"
_KEY_LENGTH = 14
#: The usual constants of BM25: how soon a repeated term counts no more, how much a length counts.
_K1, _B = 1.2, 0.75


_UNIT = re.compile(r"[A-Za-z]+|[0-9.]+|[^|]")


def terms(bare: str) -> list[str]:
    """The index terms of a bare form: its characters, pairs of neighbours, and whole numbers.

    A run of ASCII letters or of digits is one character here, so 24193 is a term and 419 is not.
    """
    found: list[str] = []
    for part in bare.split("|"):
        units = units_of(part)
        found += units
        found += [first + second for first, second in zip(units, units[1:], strict=False)]
    return found


def units_of(bare: str) -> list[str]:
    """A bare form cut into single Chinese characters and whole runs of letters or digits."""
    return _UNIT.findall(bare)


@lru_cache(maxsize=100_000)
def _code(term: str) -> int:
    """A term as 64 bits: up to three characters as they are, longer ones hashed."""
    if len(term) <= 3:
        code = 0
        for char in term:
            code = code << 21 | ord(char)
        return code
    digest = hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") | 1 << 63


def _steps() -> list[int]:
    """The 256 lengths that are told apart: exact up to 40, then in steps that double."""
    small = [*range(8), *((8 | number & 7) << (number >> 3) - 1 for number in range(8, 232))]
    return [*range(24), *(24 + value for value in small)]


class _Layer:
    """The lexical files of one layer; `gone` are the rows that count no more, ascending."""

    def __init__(self, folder: Path, gone: NDArray[np.uint32]) -> None:
        import numpy as np

        try:
            self.lengths = np.fromfile(folder / _LENGTHS, "<u4")
            self._keys = (folder / _KEYS).read_bytes()
        except OSError as exc:
            raise unusable(exc, folder.parent, FOLDER) from exc
        if len(self._keys) != len(self.lengths) * _KEY_LENGTH or (
            len(gone) and int(gone[-1]) >= len(self.lengths)
        ):
            raise IndexDamaged(folder=str(folder.parent), reason=FOLDER)
        self.gone = gone
        self.live = len(self.lengths) - len(gone)
        self.tokens = int(self.lengths.sum(dtype=np.int64) - self.lengths[gone].sum(dtype=np.int64))
        self._postings = Postings(folder)

    def norms(self, average: float) -> NDArray[np.float32]:
        """What the length of each text adds under the line, for texts of an average length."""
        import numpy as np

        steps = np.array(_steps())
        every = (_K1 * (1 - _B + _B * steps / max(average, 1e-9))).astype(np.float32)
        found: NDArray[np.float32] = every[np.searchsorted(steps, self.lengths, side="right") - 1]
        return found

    @cached_property
    def _arrays(self) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        import numpy as np

        if not len(self._postings.places):
            return np.empty(0, "<u4"), np.empty(0, np.uint8)
        # Mapped memory is a buffer; its type says only how it is indexed.
        mapped: tuple[Any, Any] = self._postings.places, self._postings.counts
        return np.frombuffer(mapped[0], "<u4"), np.frombuffer(mapped[1], np.uint8)

    def close(self) -> None:
        """Let go of the layer's files."""
        self.__dict__.pop("_arrays", None)
        self._postings.close()

    def key(self, row: int) -> str:
        """The key of a row."""
        return self._keys[row * _KEY_LENGTH : (row + 1) * _KEY_LENGTH].decode("ascii")

    def best(self, scores: NDArray[np.float32], limit: int) -> list[tuple[str, float]]:
        """The keys of the rows with the highest scores over zero, best first, equal ones in the order of their keys.

        Thousands of nearly equal passages have one score: only so many of their keys are made.
        """
        import numpy as np

        rows = top_rows(scores, limit)
        rows = rows[scores[rows] > 0]
        keys = np.frombuffer(self._keys, f"S{_KEY_LENGTH}")[rows]
        order = np.lexsort((keys, -scores[rows]))[:limit]
        return [
            (key.decode("ascii"), score)
            for key, score in zip(keys[order].tolist(), scores[rows[order]].tolist(), strict=True)
        ]

    def listed(self, code: int) -> slice:
        """Where the rows with a term stand among the postings."""
        return slice(*self._postings.listed(code))

    def postings(self, listed: slice) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
        """The rows with a term, those that are gone included, and how often each has it."""
        rows, counts = self._arrays
        return rows[listed], counts[listed]

    def frequency(self, listed: slice) -> int:
        """How many of the rows with a term are not gone."""
        import numpy as np

        count: int = listed.stop - listed.start
        if not len(self.gone) or not count:
            return count
        rows, _ = self.postings(listed)
        at = np.searchsorted(rows, self.gone)
        at[at == len(rows)] = 0
        return len(rows) - int((rows[at] == self.gone).sum())


class LexicalIndex:
    """Read access to a generation's lexical index. It may be used from several threads."""

    def __init__(self, layers: list[_Layer]) -> None:
        self._layers = layers
        self._total = sum(layer.live for layer in layers)
        self._average = sum(layer.tokens for layer in layers) / max(self._total, 1)
        self._norms = [layer.norms(self._average) for layer in layers]
        self._listed = lru_cache(maxsize=10_000)(self._find)

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """The index in a generation's folder. Raises `IndexDamaged` where it can't be read."""
        import numpy as np

        none = np.empty(0, "<u4")
        first, *changed = layers_of(folder)
        gone = gone_rows(folder) if changed else none
        return cls([_Layer(first / FOLDER, gone), *(_Layer(one / FOLDER, none) for one in changed)])

    def __len__(self) -> int:
        return self._total

    def key(self, row: int) -> str:
        """The key of a row of the first layer."""
        return self._layers[0].key(row)

    def close(self) -> None:
        """Let go of the files, whoever holds the index still: those of a deleted one must not stay open."""
        for layer in self._layers:
            layer.close()

    def search(self, bare: str, limit: int) -> list[tuple[str, float]]:
        """Keys with their BM25 scores, best first, for a question or text in its bare form.

        Equal scores come in the order of the keys.
        """
        import numpy as np

        counted = Counter(terms(bare))
        if not counted or not self._total:
            return []
        scores = [np.zeros(len(layer.lengths), np.float32) for layer in self._layers]
        for term, count in counted.items():
            frequency, rarity, lists = self._listed(term)
            if not frequency:
                continue
            weight = np.float32(rarity * (1 + _K1) * count)
            for layer, norms, own, listed in zip(self._layers, self._norms, scores, lists, strict=True):
                rows, times = layer.postings(listed)
                # With the type that an index has in memory, what follows is five times faster.
                at = rows.astype(np.intp)
                often = times.astype(np.float32)
                often /= often + norms.take(at)
                often *= weight
                np.add.at(own, at, often)
        for layer, own in zip(self._layers, scores, strict=True):
            own[layer.gone] = 0
        return self._best(scores, limit)

    def _best(self, scores: list[NDArray[np.float32]], limit: int) -> list[tuple[str, float]]:
        # The best of all are among the best of each layer.
        found = [
            pair for layer, own in zip(self._layers, scores, strict=True) for pair in layer.best(own, limit)
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def ideal_score(self, bare: str) -> float:
        """What a passage with all of the text's characters could score, or nearly.

        Pairs that occur nowhere are left out: most are accidents of two words meeting.
        """
        score = 0.0
        units = set(units_of(bare))
        for term, count in Counter(terms(bare)).items():
            frequency, rarity, _ = self._listed(term)
            if frequency or term in units:
                score += count * rarity
        return score

    def document_frequency(self, term: str) -> int:
        """In how many passages a term of `terms` occurs."""
        return self._listed(term)[0]

    def _find(self, term: str) -> tuple[int, float, list[slice]]:
        """In how many passages a term occurs, what that is worth, and where each layer lists them."""
        code = _code(term)
        lists = [layer.listed(code) for layer in self._layers]
        frequency = sum(map(_Layer.frequency, self._layers, lists))
        return frequency, log(1 + (self._total - frequency + 0.5) / (frequency + 0.5)), lists


class LexicalWriter:
    """Writes a new lexical index into the folder of a layer, text by text."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._postings = PostingsWriter(self._folder, counted=True)
        self._keys = (self._folder / _KEYS).open("wb")
        self._lengths = (self._folder / _LENGTHS).open("wb")
        self._row = 0

    def add(self, key: str, bare: str) -> None:
        """Put in the next text by its bare form."""
        import numpy as np

        found = terms(bare)
        counted = Counter(found)
        codes = np.array([_code(term) for term in counted], "<u8")
        counts = np.minimum(np.fromiter(counted.values(), np.int64, len(counted)), 255).astype(np.uint8)
        self._postings.add(codes, np.full(len(counted), self._row, "<u4"), counts)
        self._keys.write(key.encode("ascii"))
        self._lengths.write(np.array([len(found)], "<u4").tobytes())
        self._row += 1

    @property
    def postings(self) -> int:
        """How many have been put in."""
        return self._postings.count

    def finish(self, merged: Callable[[int], None] = lambda _: None) -> None:
        """Write what is left; `merged` gets how many postings are written so far."""
        self.close()
        self._postings.finish(merged)

    def close(self) -> None:
        """Let go of the files, whether they are whole or not."""
        self._keys.close()
        self._lengths.close()


def write_lexical(folder: Path, rows: Iterable[tuple[str, str]]) -> None:
    """Write a new index of (key, bare form) into a generation's folder."""
    writer = LexicalWriter(folder)
    for key, bare in rows:
        writer.add(key, bare)
    writer.finish()
