"""The verbatim index: where any string of characters stands in the documents.

All bare forms (script, width, punctuation, spaces and page damage folded) of all lines of all
documents stand in one long text, a document behind the other. Every three characters of it
are a gram with the list of its places, so an exact quotation is found by its rarest gram, and
an altered one by the many grams that an alteration leaves alone. A place in the long text is
mapped to the document's own characters by runs, since between two punctuation marks both
count alike.

The files are plain arrays that are mapped into memory, so that opening is instant and a query
needs no library. Where a generation has two layers, the long text is put together from both, in
the order of the documents' names: what is found is what one that was built at once finds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from pathlib import Path

from vectorstore.index.layers import layers_of
from vectorstore.index.verbatim_layer import FOLDER, GRAM, VerbatimLayer, gram_code
from vectorstore.text.search_form import SearchForm
from vectorstore.types import Span

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


@dataclass(frozen=True, slots=True)
class _Listed:
    """The places of one gram as pieces of the layers' lists: layer, begin, end."""

    pieces: tuple[tuple[int, int, int], ...]
    size: int


class VerbatimIndex:
    """The index of one generation, open for reading."""

    def __init__(self, layers: Sequence[VerbatimLayer]) -> None:
        self._layers = tuple(layers)
        gone = layers[-1].gone
        there = [
            (file, number, own)
            for number, layer in enumerate(layers)
            for own, file in enumerate(layer.files)
            if number + 1 == len(layers) or file not in gone
        ]
        there.sort(key=lambda row: row[0])
        #: Of each document its name, its date, its layer and what to add to a place of the long
        #: text for the place in its layer's own.
        self._files = [file for file, _, _ in there]
        self._dates = [layers[layer].dates[own] for _, layer, own in there]
        self._layer_of = [layer for _, layer, _ in there]
        self._begins_at: list[int] = []
        self._shifts: list[int] = []
        at = 0
        for _, layer, own in there:
            start, end = layers[layer].bounds(own)
            self._begins_at.append(at)
            self._shifts.append(start - at)
            at += end - start
        self._length = at
        # One layer in the right order needs no second text.
        self._plain = len(layers) == 1 and not any(self._shifts)
        self._gone = sorted(layers[0].bounds(n) for n, f in enumerate(layers[0].files) if f in gone)

    @classmethod
    def open(cls, folder: Path) -> VerbatimIndex:
        """The index in a generation's folder. Raises `IndexDamaged` where it is not whole."""
        return cls([VerbatimLayer(layer / FOLDER) for layer in layers_of(folder)])

    @cached_property
    def text(self) -> str:
        """The long text."""
        if self._plain:
            return self._layers[0].text
        return "".join(
            self._layers[layer].text[begin + shift : end + shift]
            for layer, shift, begin, end in zip(
                self._layer_of,
                self._shifts,
                self._begins_at,
                [*self._begins_at[1:], self._length],
                strict=True,
            )
        )

    def _own(self, at: int) -> tuple[VerbatimLayer, int]:
        """The layer that holds the character of the long text at `at`, and its place there."""
        if self._plain:
            return self._layers[0], at
        number = bisect_right(self._begins_at, at) - 1
        return self._layers[self._layer_of[number]], at + self._shifts[number]

    def _listed(self, gram: str) -> _Listed:
        """The list of a gram's places, without those in documents that are gone."""
        code = gram_code(gram)
        pieces: list[tuple[int, int, int]] = []
        for number, layer in enumerate(self._layers):
            begin, end = layer.grams.listed(code)
            for first, last in () if number or begin == end else self._gone:
                low = bisect_left(layer.grams.places, first, begin, end)
                if low > begin:
                    pieces.append((number, begin, low))
                begin = bisect_left(layer.grams.places, last, low, end)
            if end > begin:
                pieces.append((number, begin, end))
        return _Listed(tuple(pieces), sum(end - begin for _, begin, end in pieces))

    def _places(self, listed: _Listed) -> Sequence[int]:
        """The places of a gram in the long text, ascending."""
        if self._plain:
            return [p for _, begin, end in listed.pieces for p in self._layers[0].grams.places[begin:end]]
        return sorted(
            place + self._back[number][1][bisect_right(self._back[number][0], place) - 1]
            for number, begin, end in listed.pieces
            for place in self._layers[number].grams.places[begin:end]
        )

    @cached_property
    def _back(self) -> list[tuple[list[int], list[int]]]:
        """For each layer where its documents begin, and what to add for a place in the long text."""
        rows: list[list[tuple[int, int]]] = [[] for _ in self._layers]
        for layer, shift, at in zip(self._layer_of, self._shifts, self._begins_at, strict=True):
            rows[layer].append((at + shift, -shift))
        return [([at for at, _ in sorted(own)], [shift for _, shift in sorted(own)]) for own in rows]

    def bounds(self, at: int) -> tuple[int, int]:
        """The range of the long text that belongs to the document around `at`."""
        number = bisect_right(self._begins_at, at) - 1
        last = number + 1 == len(self._begins_at)
        end = self._length if last else self._begins_at[number + 1]
        return self._begins_at[number], end - 1

    @cached_property
    def ranges_by_date(self) -> tuple[tuple[int, int], ...]:
        """The range of each document, the earliest dated first, the undated last."""
        numbers = range(len(self._files))
        ordered = sorted(numbers, key=lambda number: (self._dates[number] or "9999", self._files[number]))
        return tuple(self.bounds(self._begins_at[number]) for number in ordered)

    def __len__(self) -> int:
        """How many passages there are keys of."""
        first = self._layers[0]
        lost = sum(first.passages_between(begin, end) for begin, end in self._gone)
        return sum(map(len, self._layers)) - lost

    def place(self, start: int, end: int) -> Place:
        """What of which document stands at `text[start:end]`, which must not be empty."""
        number = bisect_right(self._begins_at, start) - 1
        layer, at = self._own(start)
        span = Span(layer.source(at), self._source_end(end - 1))
        return Place(self._files[number], span, layer.key_at(at), self._dates[number])

    def form(self, start: int, end: int) -> SearchForm:
        """`text[start:end]`, of one document, with the offsets of its document."""
        layer, at = self._own(start)
        return layer.form(at, at + end - start)

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
        layer, own = self._own(at)
        return layer.source(own)

    def _source_end(self, at: int) -> int:
        layer, own = self._own(at)
        return layer.source_end(own)

    def find(self, bare: str) -> list[int]:
        """Every start of `bare` in the long text, in order."""
        if len(bare) < GRAM:
            return self._scan(bare)
        lists = [(self._listed(bare[at : at + GRAM]), at) for at in range(len(bare) - GRAM + 1)]
        rarest, offset = min(lists, key=lambda row: row[0].size)
        text = self.text
        return [
            place - offset
            for place in self._places(rarest)
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
        for at in range(len(bare) - GRAM + 1):
            gram = bare[at : at + GRAM]
            listed = self._listed(gram)
            if listed.size:
                lists.append((listed.size, gram_code(gram), at, listed))
        lists.sort(key=lambda row: row[:3])
        budget = max(_BUDGET, _BUDGET_PER_CHARACTER * len(bare))
        # A quotation's characters lie on one diagonal of the two texts; what was left out or
        # put in moves them to another one near by.
        width = max(16, len(bare) // 8)
        bands: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for size, _, at, listed in lists:
            budget -= size
            if budget < 0 and bands:
                break
            for place in self._places(listed):
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
    return Region(min(places), max(places) + GRAM, min(lines), max(lines), shared)
