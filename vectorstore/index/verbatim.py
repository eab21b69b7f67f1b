"""The verbatim index: where any string of characters stands in the documents.

All bare forms (script, width, punctuation, spaces and page damage folded) of all lines of all
documents stand in one long text, a document behind the other. Every three characters of it
are a gram with the list of its places, so an exact quotation is found by its rarest gram, and
an altered one by the many grams that an alteration leaves alone. A place in the long text is
mapped to the document's own characters by runs, since between two punctuation marks both
count alike.

The files are plain arrays that are mapped into memory, so that opening is instant and a query
needs no library. Building sorts all grams at once with numpy.
"""

from __future__ import annotations

import json
import mmap
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from pathlib import Path
from typing import Literal

from vectorstore.documents.outline import block_form
from vectorstore.errors import IndexDamaged
from vectorstore.index.faults import unusable
from vectorstore.text.quotation_form import verbatim_form
from vectorstore.text.search_form import SearchForm
from vectorstore.types import Document, Passage, Span

#: Raised whenever the files would come out differently; an index records it.
VERSION = 1
FOLDER = "verbatim"

_GRAM = 3
_BETWEEN = "\n"  # stands between two documents and in no bare form
_KEY_LENGTH = 14
#: The most places of grams that one query looks at, and how many more a longer one may.
_BUDGET = 12_000
_BUDGET_PER_CHARACTER = 30
#: So many stretches are looked at closely.
_MOST_REGIONS = 600


@dataclass(frozen=True, slots=True)
class Place:
    """A range of the long text as a span of a document."""

    file: str
    span: Span
    key: str
    date: str


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the long text that shares grams with a quotation.

    `start` and `end` bound the grams that were found, `low` and `high` where the quotation's
    first character would stand by them; `shared` are the places in the quotation of the grams
    that both have, in order.
    """

    start: int
    end: int
    low: int
    high: int
    shared: tuple[int, ...]


def build(folder: Path, documents: Iterable[tuple[Document, Sequence[Passage]]]) -> None:
    """Write the index of `documents` into `folder`, which is made.

    The documents come each with all its passages, in the order of the text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    writer = _Writer()
    for document, passages in documents:
        writer.add(document, passages)
    writer.write(folder)


class _Writer:
    """The long text and its maps in the making."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.run_at = array("I")
        self.run_to = array("I")
        self.wide_at = array("I")
        self.wide_end = array("I")
        self.passage_at = array("I")
        self.keys: list[str] = []
        self.files: list[dict[str, object]] = []

    def add(self, document: Document, passages: Sequence[Passage]) -> None:
        """Put a document behind those that are already there."""
        self.files.append({"file": document.file, "date": document.metadata.date, "at": self.length})
        begins = [passage.span.start for passage in passages]
        following = 0
        expected = -1
        last = ""
        for block in document.blocks:
            form = verbatim_form(block_form(document, block.span))
            if not form.text:
                continue
            if last.isdigit() and form.text[0].isdigit():
                self._append("|")
                expected = -1
            base = self.length
            for offset, (start, end) in enumerate(zip(form.starts, form.ends, strict=True)):
                if start != expected:
                    self.run_at.append(base + offset)
                    self.run_to.append(start)
                expected = start + 1
                if end != start + 1:
                    self.wide_at.append(base + offset)
                    self.wide_end.append(end)
                while following < len(begins) and begins[following] <= start:
                    if following + 1 == len(begins) or begins[following + 1] > start:
                        self.passage_at.append(base + offset)
                        self.keys.append(passages[following].key)
                    following += 1
            self._append(form.text)
            last = form.text[-1]
        self._append(_BETWEEN)

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def write(self, folder: Path) -> None:
        """Sort the grams and write everything."""
        import numpy as np

        text = "".join(self.parts)
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
        grams = (codes[:-2] << np.uint64(42)) | (codes[1:-1] << np.uint64(21)) | codes[2:]
        broken = codes == ord(_BETWEEN)
        places = np.flatnonzero(~(broken[:-2] | broken[1:-1] | broken[2:])).astype(np.uint32)
        grams = grams[places]
        order = np.argsort(grams, kind="stable")
        grams, places = grams[order], places[order]
        kinds, begins = np.unique(grams, return_index=True)
        begins = np.append(begins, len(grams)).astype(np.uint32)
        (folder / "text").write_bytes(text.encode("utf-16-le", "surrogatepass"))
        (folder / "grams").write_bytes(kinds.astype("<u8").tobytes())
        (folder / "begins").write_bytes(begins.astype("<u4").tobytes())
        (folder / "places").write_bytes(places.astype("<u4").tobytes())
        for name in ("run_at", "run_to", "wide_at", "wide_end", "passage_at"):
            (folder / name).write_bytes(np.array(getattr(self, name), dtype="<u4").tobytes())
        (folder / "keys").write_text("".join(self.keys), encoding="ascii")
        about = {
            "version": VERSION,
            "length": len(text),
            "passages": len(self.keys),
            "documents": self.files,
        }
        (folder / "about.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")


class VerbatimIndex:
    """The index of one generation, open for reading."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
            self.text = (folder / "text").read_bytes().decode("utf-16-le", "surrogatepass")
            self._keys = (folder / "keys").read_text(encoding="ascii")
            documents = about["documents"]
            self._files: list[str] = [entry["file"] for entry in documents]
            self._dates: list[str] = [entry["date"] for entry in documents]
            self._begins_at: list[int] = [entry["at"] for entry in documents]
            lengths = len(self.text), len(self._keys)
            wanted = about["length"], about["passages"] * _KEY_LENGTH
            sound = about["version"] == VERSION and lengths == wanted
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise unusable(exc, folder, "verbatim") from exc
        if not sound:
            raise IndexDamaged(folder=str(folder), reason="verbatim")

    @classmethod
    def open(cls, folder: Path) -> VerbatimIndex:
        """The index in `folder`. Raises `IndexDamaged` where it is not whole."""
        return cls(folder)

    def _mapped(self, name: str, code: Literal["I", "Q"]) -> Sequence[int]:
        path = self._folder / name
        try:
            if not path.stat().st_size:
                return array(code)
            with path.open("rb") as file:
                return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)).cast(code)
        except (OSError, ValueError, TypeError) as exc:
            raise unusable(exc, self._folder, "verbatim") from exc

    @cached_property
    def _grams(self) -> Sequence[int]:
        return self._mapped("grams", "Q")

    @cached_property
    def _begins(self) -> Sequence[int]:
        return self._mapped("begins", "I")

    @cached_property
    def _places(self) -> Sequence[int]:
        return self._mapped("places", "I")

    @cached_property
    def _runs(self) -> tuple[Sequence[int], Sequence[int]]:
        return self._mapped("run_at", "I"), self._mapped("run_to", "I")

    @cached_property
    def _wide(self) -> tuple[Sequence[int], Sequence[int]]:
        return self._mapped("wide_at", "I"), self._mapped("wide_end", "I")

    @cached_property
    def _passages(self) -> Sequence[int]:
        return self._mapped("passage_at", "I")

    def _listed(self, gram: str) -> tuple[int, int]:
        """Where the list of a gram's places begins and ends."""
        code = ord(gram[0]) << 42 | ord(gram[1]) << 21 | ord(gram[2])
        at = bisect_left(self._grams, code)
        if at == len(self._grams) or self._grams[at] != code:
            return 0, 0
        return self._begins[at], self._begins[at + 1]

    def bounds(self, at: int) -> tuple[int, int]:
        """The range of the long text that belongs to the document around `at`."""
        number = bisect_right(self._begins_at, at) - 1
        last = number + 1 == len(self._begins_at)
        end = len(self.text) if last else self._begins_at[number + 1]
        return self._begins_at[number], end - 1

    @cached_property
    def ranges_by_date(self) -> tuple[tuple[int, int], ...]:
        """The range of each document, the earliest dated first, the undated last."""
        numbers = range(len(self._files))
        ordered = sorted(numbers, key=lambda number: (self._dates[number] or "9999", self._files[number]))
        return tuple(self.bounds(self._begins_at[number]) for number in ordered)

    def __len__(self) -> int:
        """How many passages there are keys of."""
        return len(self._keys) // _KEY_LENGTH

    def place(self, start: int, end: int) -> Place:
        """What of which document stands at `text[start:end]`, which must not be empty."""
        number = bisect_right(self._begins_at, start) - 1
        passage = max(0, bisect_right(self._passages, start) - 1)
        key = self._keys[passage * _KEY_LENGTH : (passage + 1) * _KEY_LENGTH]
        span = Span(self._source(start), self._source_end(end - 1))
        return Place(self._files[number], span, key, self._dates[number])

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

    def plain_end(self, end: int) -> int:
        """Where in its document the last character of `text[:end]` itself ends, without a note."""
        return self._source(end - 1) + 1

    def range_of(self, file: str, span: Span) -> tuple[int, int]:
        """The range of the long text that stands for `span` of a document, empty where none does."""
        number = self._files.index(file)
        first, last = self.bounds(self._begins_at[number])
        ends = range(first, last)
        start = first + bisect_left(ends, span.start, key=self._source)
        return start, max(start, first + bisect_right(ends, span.end, key=self._source_end))

    def _source(self, at: int) -> int:
        starts, targets = self._runs
        run = bisect_right(starts, at) - 1
        return targets[run] + at - starts[run]

    def _source_end(self, at: int) -> int:
        wide, ends = self._wide
        found = bisect_left(wide, at)
        if found < len(wide) and wide[found] == at:
            return ends[found]
        return self._source(at) + 1

    def find(self, bare: str) -> list[int]:
        """Every start of `bare` in the long text, in order."""
        if len(bare) < _GRAM:
            return self._scan(bare)
        grams = range(len(bare) - _GRAM + 1)
        lists = [(self._listed(bare[at : at + _GRAM]), at) for at in grams]
        (begin, end), offset = min(lists, key=lambda row: row[0][1] - row[0][0])
        text = self.text
        return [
            place - offset
            for place in self._places[begin:end]
            if place >= offset and text.startswith(bare, place - offset)
        ]

    def _scan(self, bare: str) -> list[int]:
        found = []
        at = self.text.find(bare) if bare else -1
        while at >= 0:
            found.append(at)
            at = self.text.find(bare, at + 1)
        return found

    def regions(self, bare: str) -> list[Region]:
        """The stretches that share most grams with `bare`, those with most of them first."""
        lists = []
        for at in range(len(bare) - _GRAM + 1):
            begin, end = self._listed(bare[at : at + _GRAM])
            if end > begin:
                lists.append((end - begin, begin, at))
        lists.sort()
        budget = max(_BUDGET, _BUDGET_PER_CHARACTER * len(bare))
        # A quotation's characters lie on one diagonal of the two texts; what was left out or
        # put in moves them to another one near by.
        width = max(16, len(bare) // 8)
        bands: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for size, begin, at in lists:
            budget -= size
            if budget < 0 and bands:
                break
            for place in self._places[begin : begin + size]:
                bands[(place - at) // width].append((at, place))
        if any(len(hits) > 1 for hits in bands.values()):
            bands = {band: hits for band, hits in bands.items() if len(hits) > 1}
        best = nlargest(_MOST_REGIONS, bands, key=lambda band: len(bands[band]))
        joined = [bands[band] + bands.get(band + 1, []) for band in best]
        regions = [_region(own) for hits in joined for own in self._by_document(hits)]
        regions.sort(key=lambda region: (-len(region.shared), region.start))
        return regions

    def _by_document(self, hits: list[tuple[int, int]]) -> Iterable[list[tuple[int, int]]]:
        """The hits, those of each document apart: a quotation never runs over two."""
        places = [place for _, place in hits]
        if bisect_right(self._begins_at, min(places)) == bisect_right(self._begins_at, max(places)):
            return (hits,)
        apart: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for hit in hits:
            apart[bisect_right(self._begins_at, hit[1])].append(hit)
        return apart.values()


def _region(hits: Sequence[tuple[int, int]]) -> Region:
    shared = tuple(sorted({at for at, _ in hits}))
    places = [place for _, place in hits]
    lines = [place - at for at, place in hits]
    return Region(min(places), max(places) + _GRAM, min(lines), max(lines), shared)
