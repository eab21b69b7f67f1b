"""The verbatim files of one layer: its long text, the map to the source, the runs of three."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from vectorstore.errors import IndexDamaged
from vectorstore.index.faults import unusable
from vectorstore.index.postings import Postings
from vectorstore.text.search_form import SearchForm

#: Raised whenever the files would come out differently; an index records it.
VERSION = 2
FOLDER = "verbatim"
GRAM = 3
KEY_LENGTH = 14


def gram_code(gram: str) -> int:
    """A gram as a number that orders as its characters do."""
    return ord(gram[0]) << 42 | ord(gram[1]) << 21 | ord(gram[2])


class VerbatimLayer:
    """The files of one layer, open for reading. Raises `IndexDamaged` where one is not whole."""

    def __init__(self, folder: Path) -> None:
        self.grams = Postings(folder)
        try:
            about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
            self.text = (folder / "text").read_bytes().decode("utf-16-le", "surrogatepass")
            self._keys = (folder / "keys").read_text(encoding="ascii")
            documents = about["documents"]
            self.files: list[str] = [entry["file"] for entry in documents]
            self.dates: list[str] = [entry["date"] for entry in documents]
            self._begins_at: list[int] = [entry["at"] for entry in documents]
            #: The documents of the layer below that this one replaces or removes.
            self.gone: frozenset[str] = frozenset(about["gone"])
            lengths = len(self.text), len(self._keys)
            wanted = about["length"], about["passages"] * KEY_LENGTH
            sound = about["version"] == VERSION and lengths == wanted
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise unusable(exc, folder, FOLDER) from exc
        if not sound:
            raise IndexDamaged(folder=str(folder), reason=FOLDER)

    def __len__(self) -> int:
        return len(self._keys) // KEY_LENGTH

    def bounds(self, number: int) -> tuple[int, int]:
        """Where the n-th document and the mark behind it begin and end in the long text."""
        last = number + 1 == len(self._begins_at)
        return self._begins_at[number], len(self.text) if last else self._begins_at[number + 1]

    @cached_property
    def _runs(self) -> tuple[Sequence[int], Sequence[int]]:
        return self.grams.mapped("run_at", "I"), self.grams.mapped("run_to", "I")

    @cached_property
    def _wide(self) -> tuple[Sequence[int], Sequence[int]]:
        return self.grams.mapped("wide_at", "I"), self.grams.mapped("wide_end", "I")

    @cached_property
    def _passages(self) -> Sequence[int]:
        return self.grams.mapped("passage_at", "I")

    def passages_between(self, begin: int, end: int) -> int:
        """How many passages begin in a range of the long text."""
        return bisect_left(self._passages, end) - bisect_left(self._passages, begin)

    def key_at(self, at: int) -> str:
        """The key of the passage around a place."""
        passage = max(0, bisect_right(self._passages, at) - 1)
        return self._keys[passage * KEY_LENGTH : (passage + 1) * KEY_LENGTH]

    def form(self, start: int, end: int) -> SearchForm:
        """`text[start:end]` with the offsets of its document."""
        starts, targets = self._runs
        run = bisect_right(starts, start) - 1
        sources: list[int] = []
        at = start
        while at < end:
            until = min(end, starts[run + 1]) if run + 1 < len(starts) else end
            shift = targets[run] - starts[run]
            sources.extend(range(at + shift, until + shift))
            at = until
            run += 1
        ends = [source + 1 for source in sources]
        wide, wide_ends = self._wide
        for found in range(bisect_left(wide, start), bisect_left(wide, end)):
            ends[wide[found] - start] = wide_ends[found]
        return SearchForm(self.text[start:end], sources, ends)

    def source(self, at: int) -> int:
        """Where in its document the character at a place begins."""
        starts, targets = self._runs
        run = bisect_right(starts, at) - 1
        return targets[run] + at - starts[run]

    def source_end(self, at: int) -> int:
        """Where in its document the character at a place ends, a note behind it included."""
        wide, ends = self._wide
        found = bisect_left(wide, at)
        if found < len(wide) and wide[found] == at:
            return ends[found]
        return self.source(at) + 1
