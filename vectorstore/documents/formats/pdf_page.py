"""The rows of one PDF page in reading order: text as pdfium orders it, ruled tables with their cells.

A page whose text runs down (vertical writing) or that lies on its side is turned first. What is set
aslant over a page is a watermark or a stamp, and no text of it.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from math import cos, hypot, sin
from statistics import median
from typing import Any

from vectorstore.documents.formats.pdf_fields import filled_fields
from vectorstore.documents.formats.pdf_rules import lines_of
from vectorstore.documents.formats.pdf_words import LEAST_SET_WIDE, hyphened, unspaced, with_spaces
from vectorstore.documents.formats.piece import Piece, is_narrow, spaced_join
from vectorstore.documents.formats.raised import placed, position_of
from vectorstore.documents.formats.rows import rows, with_margins
from vectorstore.documents.formats.ruled import Grid, Rule, grids
from vectorstore.documents.formats.table_rows import cell_of, cell_words, rows_of, with_tables
from vectorstore.documents.formats.turned import Turn, Way, way_of

#: Lines of a table that touch are drawn so near to one another, in points.
_NEAR = 2.0
#: A run whose end is nearer to its beginning, in sizes of each of its letters, turns back within itself.
_FOLDED = 0.2
#: Columns of vertical writing stand further apart, in sizes of their letters; marks stand aside by less.
_COLUMN = 0.7
#: Two edges of a character are one where they are no further apart, in points.
_SAME_EDGE = 0.01
#: Of a Chinese character's room so much lies below the line that it stands on, in sizes;
_BELOW_LINE = 0.12
#: and the largest of a page's letters are so large at least and at most.
_LEAST_INK, _MOST_INK = 0.3, 1.4
#: Printers set a little room between Chinese characters and figures, which pdfium takes for a space.
_SPACED = re.compile(
    r"(?<=[\u3400-\u9fff，。；：（）《》]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%²³¹⁰-₉]) (?=[\u3400-\u9fff，。；：（）《》])"
    r"|(?<=[\u3400-\u9fff]) (?=[，。；：、）》”])"
)
#: Where a row is stretched to the margin it may take that room between two Chinese characters for one, and beside
#: others of the same row not: a space is wider than the usual room of the row, by so much of a character's size.
_BETWEEN_CHINESE = re.compile(
    r"(?<=[\u3400-\u9fff，。；：、（）《》“”]) (?=[\u3400-\u9fff，。；：、（）《》“”])"
)
_CHINESE_PAIR = re.compile(r"[\u3400-\u9fff](?=[\u3400-\u9fff])")
_LEAST_SPACE = 0.1
#: Stands in a row for a space that isn't seen, so that all characters keep their places.
_UNSEEN = "\0"
#: In vertical writing it takes that around a mark for one as well.
_AROUND_MARKS = re.compile(r"(?<=[,;:!?，。；：、）》”]) (?=[\u3400-\u9fff《“（])| (?=[，。；：、）》”])")


@dataclass(frozen=True, slots=True)
class _Run:
    """Characters of a page that follow one another in a line: the first, the last, and their words."""

    first: int
    last: int
    words: str


class _Text:
    """The characters of a page with their places, turned so that most of the text runs to the right."""

    def __init__(self, textpage: Any, width: float, height: float) -> None:
        import pypdfium2.raw as raw

        self._raw, self._page = raw, textpage
        self._last_part = 0.0
        self._largest: dict[float, float] | None = None  # the largest character of each size of letters
        self.text = with_spaces(_characters(raw, textpage))
        lines = (range(*found.span()) for found in re.finditer(r"[^\r\n]+", self.text))
        parts = (list(part) for line in lines for _, part in groupby(line, self._part))
        runs = [_trimmed(_Run(p[0], p[-1], self.text[p[0] : p[-1] + 1])) for p in parts]
        runs = [run for run in runs if run.words]
        ways = {run: self._way(run) for run in runs}
        counted = Counter(dict.fromkeys(Way, 0))
        for run, way in ways.items():
            if way and len(run.words) > 1:
                counted[way] += len(run.words)
        self.way = counted.most_common(1)[0][0]
        self.turn = Turn(self.way, width, height)
        self.runs = [run for run in runs if ways[run]]
        self.aslant = [run.words for run in runs if not ways[run]]
        #: Characters that stand upright below one another: their digits may lie on their side.
        self.is_vertical = self.way is Way.DOWN and self._stands_upright()
        if self.is_vertical:
            self.runs = [part for run in self.runs for part in self._by_column(run)]

    def _part(self, at: int) -> float:
        """What the characters of a run share: pdfium ends a line with the watermark that lies over its end."""
        if self.text[at].isspace():
            return self._last_part
        self._last_part = round(self._angle(at), 1)
        return self._last_part

    def _by_column(self, run: _Run) -> Iterator[_Run]:
        """A run of vertical writing in the parts that stand in different columns: to pdfium a short one goes on in the next."""
        first, apart = run.first, _COLUMN * self._font_size(run.first)
        for at in range(run.first + 1, run.last + 2):
            here = at <= run.last and (
                self.text[at].isspace() or abs(self.base(at) - self.base(first)) < apart
            )
            if here:
                continue
            part = _trimmed(_Run(first, at - 1, self.text[first:at]))
            if part.words:
                yield part
            first = at

    def _stands_upright(self) -> bool:
        han = [at for at, char in enumerate(self.text) if "\u4e00" <= char <= "\u9fff"][:50]
        upright = sum(way_of(*self._step(at)) is Way.RIGHT for at in han)
        return 2 * upright > len(han)

    def _step(self, at: int) -> tuple[float, float]:
        angle = self._angle(at)
        return cos(angle), -sin(angle)

    def _angle(self, at: int) -> float:
        angle: float = self._raw.FPDFText_GetCharAngle(self._page, at)
        return max(0.0, angle)

    def _origin(self, at: int) -> tuple[float, float]:
        x, y = ctypes.c_double(), ctypes.c_double()
        self._raw.FPDFText_GetCharOrigin(self._page, at, x, y)
        return x.value, y.value

    def _way(self, run: _Run) -> Way | None:
        (x, y), (u, v) = self._origin(run.first), self._origin(run.last)
        own = way_of(*self._step(run.first))
        if own is None or run.first == run.last or hypot(u - x, v - y) < 1.0:
            return own
        if hypot(u - x, v - y) < _FOLDED * (run.last - run.first) * self._font_size(run.first):
            return self._usual_way(run) or own
        return way_of(u - x, v - y) or own

    def _usual_way(self, run: _Run) -> Way | None:
        """Where most characters of a run have the next one: a run that goes on in the next column ends beside its beginning."""
        places = [self._origin(at) for at in range(run.first, min(run.last, run.first + 20) + 1)]
        steps = (way_of(u - x, v - y) for (x, y), (u, v) in pairwise(places) if (u, v) != (x, y))
        counted = Counter(way for way in steps if way)
        return counted.most_common(1)[0][0] if counted else None

    def _font_size(self, at: int) -> float:
        matrix = self._raw.FS_MATRIX()
        scaled = self._raw.FPDFText_GetMatrix(self._page, at, matrix)
        stated: float = self._raw.FPDFText_GetFontSize(self._page, at)
        return stated * (hypot(matrix.c, matrix.d) or 1.0) if scaled else stated

    def box(self, at: int) -> tuple[float, float, float, float]:
        """The left, upper, right and lower edge of the room that a character takes in its row."""
        return self.turn.box(*self._room_of(at))

    def _room_of(self, at: int) -> tuple[float, float, float, float]:
        """The left, lower, right and upper edge of a character's room on the page as it is drawn.

        Of a character that the file states beside its glyph (`/ActualText`, as Chromium does for many a 一) pdfium
        gives the edges of the ink: a row that begins with it would be as low as that stroke. The room is
        then taken from the place of the character and the size of the letters.
        """
        room: tuple[float, float, float, float] = self._page.get_charbox(at, loose=True)
        ink: tuple[float, float, float, float] = self._page.get_charbox(at)
        if max(abs(edge - inked) for edge, inked in zip(room, ink, strict=True)) > _SAME_EDGE:
            return room
        size = self._size_of_drawn(at)
        if not size:
            return room
        (x, y), (along, up) = self._origin(at), self._step(at)
        below, above = -_BELOW_LINE * size, (1 - _BELOW_LINE) * size
        # How wide a letter or a figure is, the file doesn't say in a way that pdfium tells: its ink counts.
        steps = (0.0,) if is_narrow(self.text[at]) else (0.0, size)
        corners = [
            (x + along * step - up * rise, y + up * step + along * rise)
            for step in steps
            for rise in (below, above)
        ]
        across, upwards = zip(*corners, *([ink[:2], ink[2:]] if len(steps) == 1 else []), strict=True)
        return min(across), min(upwards), max(across), max(upwards)

    def _size_of_drawn(self, at: int) -> float:
        """The size of the letters where only ink is known; 0 where the figure that the file states can't be one.

        Such a font may have a measure of its own: what is stated is believed where the largest letters of that
        size on the page are about as large.
        """
        if self._largest is None:
            self._largest = {}
            for one, char in enumerate(self.text):
                if not char.isspace():
                    left, bottom, right, top = self._page.get_charbox(one)
                    stated = round(self._font_size(one), 1)
                    size = min(top - bottom, right - left)
                    self._largest[stated] = max(self._largest.get(stated, 0.0), size)
        stated = round(self._font_size(at), 1)
        largest = self._largest.get(stated, 0.0)
        return stated if _LEAST_INK * stated <= largest <= _MOST_INK * stated else 0.0

    def base(self, at: int) -> float:
        """How far from the top the line is that a character stands on; the middle of a vertical one."""
        if self.is_vertical:
            _, top, _, bottom = self.box(at)
            return (top + bottom) / 2
        return self.turn.at(*self._origin(at))[1]

    def piece(self, run: _Run) -> Piece:
        left, top, _, bottom = self.box(run.first)
        right = self.box(run.last)[2]
        marked = run.words if self.is_vertical else self._with_marks(self._without_unseen(run))
        marked = marked.replace(_UNSEEN, "")
        words = unspaced(_SPACED.sub("", hyphened(marked)))
        if self.is_vertical:
            words = _AROUND_MARKS.sub("", words)
        size = bottom - top or 10.0
        # A row may begin or end with a raised mark.
        letters = max(self._font_size(at) for at in {run.first, (run.first + run.last) // 2, run.last})
        return Piece(words, left, right, self.base(run.first), size, font_size=letters)

    def _without_unseen(self, run: _Run) -> _Run:
        """A row whose spaces between Chinese characters are marked where no more room is than between the others."""
        spaces = [found.start() for found in _BETWEEN_CHINESE.finditer(run.words)]
        if not spaces:
            return run
        # A row may be so wide that it has a space between all its characters.
        across = spaces if len(spaces) >= LEAST_SET_WIDE else []
        pairs = [(found.start(), found.start() + 1) for found in _CHINESE_PAIR.finditer(run.words)]
        pairs += [(place - 1, place + 1) for place in across]
        rooms = [self.box(run.first + other)[0] - self.box(run.first + one)[2] for one, other in pairs]
        _, top, _, bottom = self.box(run.first)
        least = max(0.0, median(rooms or [0.0])) + _LEAST_SPACE * (bottom - top)
        words = list(run.words)
        for place in spaces:
            if self.box(run.first + place + 1)[0] - self.box(run.first + place - 1)[2] < least:
                words[place] = _UNSEEN
        return replace(run, words="".join(words))

    def _with_marks(self, run: _Run) -> str:
        """A row with its small raised and lowered characters as such: a note mark is no digit of the figure before it."""
        text = run.words

        def measured(place: int) -> tuple[float, float]:
            _, top, _, bottom = self.box(run.first + place)
            return bottom - top, -self.base(run.first + place)

        doubtful = [found.span() for found in re.finditer("[0-9A-Za-z]+", text)]
        usual = next((place for place, char in enumerate(text) if "\u4e00" <= char <= "\u9fff"), None)
        if not doubtful:
            return text
        sizes = {place: measured(place) for first, last in doubtful for place in range(first, last)}
        # A row of figures alone has its base line where the largest of them stand.
        row_size, base = max(sizes.values()) if usual is None else measured(usual)
        # Letters and figures may be of another font than the Chinese, whose boxes are higher.
        on_line = [size for size, line in sizes.values() if abs(line - base) < 0.05 * row_size]
        row_size = max(on_line, default=row_size)
        out, done = "", 0
        for first, last in doubtful:
            for position, group in groupby(
                range(first, last), lambda at: position_of(sizes[at][0], sizes[at][1] - base, row_size)
            ):
                places = list(group)
                out += text[done : places[0]] + placed(text[places[0] : places[-1] + 1], position)
                done = places[-1] + 1
        return out + text[done:]


def page_rows(document: Any, number: int) -> tuple[list[Piece], list[str]]:
    """The rows of a page in reading order, and the words that are set aslant over it. Tables are rows with cells."""
    page = document[number]
    textpage = page.get_textpage()
    try:
        width, height = page.get_width(), page.get_height()
        text = _Text(textpage, width, height)
        fields = [_turned(field, text.turn, height) for field in filled_fields(document, page)]
        tables = grids([_turned_rule(rule, text.turn) for rule in lines_of(page)], _NEAR)
        body, found = _parted(text, tables, fields)
        if fields:
            # Values stand beside the names of their fields, whatever order the page's own text has.
            return with_tables(rows([*body, *fields]), found), text.aslant
        # Of columns that run down pdfium gives the left one first.
        made = rows(body) if text.is_vertical and _are_apart(body) else with_margins(_continued(body))
        return with_tables(made, found), text.aslant
    finally:
        textpage.close()
        page.close()


def _are_apart(pieces: Sequence[Piece]) -> bool:
    """Whether characters have places of their own: fonts without vertical measures set them one over the other."""
    long = [piece for piece in pieces if len(piece.text) > 3]
    return all(piece.right - piece.left > 0.4 * piece.size * len(piece.text) for piece in long)


def _parted(
    text: _Text, tables: Sequence[Grid], fields: list[Piece]
) -> tuple[list[Piece], list[tuple[Grid, list[Piece]]]]:
    """The pieces outside of tables, and the rows of each table. Fields that a table holds leave the list."""
    inside: dict[tuple[int, int], list[Piece]] = {}
    body: list[tuple[Piece, int | None]] = []  # with the table that it stands in
    held: dict[int, list[Piece]] = {}
    for run in text.runs:
        for part, cell in _by_cell(text, run, tables) if tables else [(run, None)]:
            piece = text.piece(part)
            body.append((piece, cell[0] if cell else None))
            if cell:
                inside.setdefault(cell, []).append(piece)
    for field in fields:
        place = (field.left + 0.3 * field.size, field.top - 0.4 * field.size)
        cell = cell_of(tables, *place)
        if cell:
            inside.setdefault(cell, []).append(field)
            held.setdefault(cell[0], []).append(field)
    found: list[tuple[Grid, list[Piece]]] = []
    kept = set()
    for number, grid in enumerate(tables):
        words = {cell: cell_words(pieces) for (table, cell), pieces in inside.items() if table == number}
        if grid.is_filled(words):
            kept.add(number)
            found.append((grid, rows_of(grid, words)))
            fields[:] = [field for field in fields if field not in held.get(number, ())]
    return [piece for piece, table in body if table not in kept], found


def _by_cell(text: _Text, run: _Run, tables: Sequence[Grid]) -> Iterator[tuple[_Run, tuple[int, int] | None]]:
    """A run in the parts that lie in different cells; the table and the cell of each, None outside of tables."""

    def cell(at: int) -> tuple[tuple[int, int] | None, int]:
        left, top, right, bottom = text.box(at)
        found = cell_of(tables, (left + right) / 2, (top + bottom) / 2)
        # Two rows of one cell may be one line to pdfium.
        return found, round(text.base(at)) if found else 0

    places = [at for at in range(run.first, run.last + 1) if not text.text[at].isspace()]
    for (found, _), group in groupby(places, cell):
        part = list(group)
        yield _trimmed(_Run(part[0], part[-1], text.text[part[0] : part[-1] + 1])), found


def _continued(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with those joined that pdfium parts though one line goes on in the other, as around a raised mark."""
    out: list[Piece] = []
    for piece in pieces:
        before = out[-1] if out else None
        gap = piece.left - before.right if before else 0.0
        near = before and abs(piece.top - before.top) < 0.2 * max(piece.size, before.size)
        if before and near and -0.3 * before.size < gap < 1.5 * before.size:
            words = spaced_join(before.text, piece.text, gap > 0.8 * before.size)
            out[-1] = replace(before, text=words, right=piece.right, size=max(before.size, piece.size))
        else:
            out.append(piece)
    return out


def _turned(field: Piece, turn: Turn, height: float) -> Piece:
    left, top = turn.at(field.left, height - field.top)
    return replace(field, left=left, right=left + field.right - field.left, top=top)


def _turned_rule(rule: Rule, turn: Turn) -> Rule:
    ends = (
        ((rule.start, rule.at), (rule.end, rule.at))
        if rule.across
        else ((rule.at, rule.start), (rule.at, rule.end))
    )
    (x, y), (u, v) = (turn.at(*end) for end in ends)
    if abs(y - v) <= abs(x - u):
        return Rule(True, (y + v) / 2, min(x, u), max(x, u))
    return Rule(False, (x + u) / 2, min(y, v), max(y, v))


def _characters(raw: Any, textpage: Any) -> str:
    """The text of a page with one character for each of pdfium's, those outside of the first plane too."""
    count: int = textpage.count_chars()
    text: str = textpage.get_text_range() if count else ""
    if len(text) == count:
        return text
    codes: Callable[[int], int] = lambda at: raw.FPDFText_GetUnicode(textpage, at)  # noqa: E731
    return "".join(chr(code) if 0 < (code := codes(at)) < 0x110000 else "\ufffd" for at in range(count))


def _trimmed(run: _Run) -> _Run:
    words = run.words.strip()
    first = run.first + len(run.words) - len(run.words.lstrip())
    return _Run(first, first + len(words) - 1, words)
