"""From pieces of text with their places on pages to paragraphs: rows, page furniture, joined lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median, median_low

from vectorstore.documents.formats.extracted import Line, table
from vectorstore.documents.formats.page_shape import (
    DEEPEST_INDENT,
    SENTENCE_END,
    USUAL_GAP,
    WIDE_GAP,
    begin_set_in,
    gaps_of,
    margin,
    set_in,
)
from vectorstore.documents.formats.piece import Piece, begins_item
from vectorstore.text.pinyin_notes import has_one_syllable

#: A row of prose is so many times as wide as its letters, in a magazine's narrow columns too.
_LEAST_WIDTH = 12
#: The parts of a title may stand apart as a table's cells do, but are longer.
_LONGEST_CELL = 14
#: A page's number says that it is one: 第3页, 3/10, — 3 —.
_PAGE_NUMBER = re.compile(
    r"第?\s*\d{1,4}\s*页.*|\d{1,4}\s*/\s*\d{1,4}|([-—–·.])+\s*\d{1,4}\s*\1+", re.IGNORECASE
)
#: A mark within a sentence: full-width, or as pages of old and scanners have it, between two characters.
_PART_END = re.compile(r"[。；，]|(?<=[\u3400-\u9fff)]) ?[,;](?= ?[\u3400-\u9fff])")
#: What counts the parts of a paragraph: 一是 … 二是 ….
_RUN_IN = re.compile(r"[一二三四五六七八九十]{1,3}[是要]")
_NARROW = re.compile(r"[!-~]")
#: Letters and figures that no program breaks over two rows, with the marks around them: `(guān)`, `https://…`.
_WORD = re.compile(
    r"[(（“《\[]?[!-~\u00a1-\u024f\u2010-\u2015\u2030\u2103\u2236]{2,60}[)）”》\]]?[，。；：、,.;:]?"
)
_NOTE_OPENED, _NOTE_CLOSED = re.compile(r"[(（]([^\W\d_]{1,6})$"), re.compile(r"([^\W\d_]{1,6})[)）]")
#: Of the usual size of letters: what is smaller at a page's foot is a note, what is larger a title.
_NOTE_SIZE, _TITLE_SIZE = 0.97, 1.1
#: A row of large letters is set at the right, as who signs is, where the room behind it is such a part of that before it.
_SET_RIGHT = 0.25
_NOTE = re.compile(r"\s*(?:[①-⑳⑴-⒇¹²³⁴-⁹*※]|\d{1,2}(?!\d|[.,年月日%])|[\[〔(（]\d{1,2}[\]〕)）]|注\d*[:：])")


def flow(
    pages: Sequence[Sequence[Piece]], labels: Sequence[str] = (), exact: bool = False
) -> tuple[list[Line], int, str]:
    """The paragraphs of all pages, how many rows were page furniture, and one of those.

    Labels are the pages' numbers where none are given. A paragraph that runs over the end of a
    page is one line with the place where the next page begins. Where sizes are `exact`, smaller rows
    at the foot of a page are its notes, and rows of a title are one line.
    """
    made = _Flow(pages, exact)
    for place, page in enumerate(made.pages):
        made.add(page, labels[place] if labels else str(place + 1), place)
    made.close_table()
    return made.lines, made.dropped, made.sample


class _Flow:
    """The paragraphs so far, and what is still open: a paragraph that may go on, rows of a table."""

    def __init__(self, pages: Sequence[Sequence[Piece]], exact: bool) -> None:
        self.pages = [[row for row in page if row.cells or row.text.strip()] for page in pages]
        self.lines: list[Line] = []
        self.dropped, self.sample = 0, ""
        self._exact = exact
        self._counted = _counted(self.pages)
        self._heads = _furniture(self.pages)
        self._open: Piece | None = None
        self._short: Piece | None = None  # the row above, which ends before the margin
        self._room = 0.0  # and how far before it
        self._name = ""  # of the page of the row above
        self._told_by_gap = False  # and whether only the gap below it tells where its paragraph ends
        self._table: list[tuple[tuple[str, ...], str]] = []  # cells, and the page of each row
        prose = [[row for row in page if not row.cells] for page in self.pages]
        # Where paragraphs are indented, a row that isn't indented continues the one before it.
        indented = set_in(prose)
        indents = sum(is_in for _, is_in in indented)
        self._usual_left = median_low([margin(page, False) for page in prose if page] or [0.0])
        self._usual = median([margin(page, True) for page in prose if page] or [0.0])
        self._size = median([row.letters for page in prose for row in page for _ in row.text] or [0.0])
        # The longest of a few rows reaches a margin of its own making.
        full = sum(self._usual - row.right < 1.2 * row.size for page in prose for row in page)
        self._proven = full >= 4
        many = 5 * indents >= sum(map(len, prose)) > 5
        self._by_indent = many or begin_set_in(prose, self._usual)
        items = [is_in for row, is_in in indented if begins_item(row.text)]
        self._items_set_in = self._by_indent and 2 * sum(items) > len(items) > 1
        self._whole = gaps_of([row for page in prose for row in page], self._usual)
        self._gaps = self._whole  # between the rows of the page

    def add(self, page: Sequence[Piece], name: str, place: int) -> None:
        """Go on with the rows of the next page."""
        kept = self._without_furniture(page, place)
        body, notes = self._parted(kept)
        prose = [row for row in body if not row.cells]
        # A page of a few short rows doesn't show its margin.
        right = max(margin(prose, True), self._usual)
        left = self._left(prose, right)
        own = gaps_of(prose, right)
        self._gaps = own if own.inside else self._whole
        for row in body:
            if row.cells:
                self._open = self._short = None
                self._table.append((row.cells, name))
                continue
            self.close_table()
            self._row(row, name, left, right)
        if notes:
            self.close_table()
            self._notes(notes, name)

    def _left(self, prose: Sequence[Piece], right: float) -> float:
        """The left margin of a page: where each of a few rows begins a paragraph, that of the other pages.

        A page whose right margin is further to the right as well, as in a book, has a left one of its own.
        """
        own = margin(prose, False)
        moved = any(right > self._usual + 0.5 * row.size for row in prose)
        return min(own, self._usual_left) if self._by_indent and not moved else own

    def close_table(self) -> None:
        """Write the rows of the table that has ended; its head is said once, on however many pages it stands."""
        if not self._table:
            return
        rows = [row for n, row in enumerate(self._table) if n == 0 or row[0] != self._table[0][0]]
        self._table = []
        parts: dict[str, list[tuple[str, ...]]] = {}
        for cells, name in rows:
            parts.setdefault(name, []).append(cells)
        made = [table(cells, name) for name, cells in parts.items()]
        # The pages of one table are not parted by an empty line.
        self.lines += [Line(""), *(line for one in made for line in one if line.text), Line("")]

    def _without_furniture(self, page: Sequence[Piece], place: int) -> list[Piece]:
        kept = []
        edges = _edges(page, 2, 2)
        for row in page:
            text = " ".join(row.text.split())
            bare = text.isdecimal() and int(text) - place == self._counted
            head = _numberless(text) in self._heads or _PAGE_NUMBER.fullmatch(text) or bare
            if head and not row.cells and any(row is edge for edge in edges):
                self.dropped += 1
                numbered = self.sample.isdecimal() or _PAGE_NUMBER.fullmatch(self.sample)
                self.sample = self.sample if self.sample and not numbered else text
            else:
                kept.append(row)
        return kept

    def _parted(self, rows: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece]]:
        """The body of a page and the notes at its foot, which are smaller."""
        if not self._exact:
            return rows, ()
        first = len(rows)
        while first and not rows[first - 1].cells and rows[first - 1].letters < _NOTE_SIZE * self._size:
            first -= 1
        while first < len(rows) and not _NOTE.match(rows[first].text):
            first += 1
        return (rows[:first], rows[first:]) if first else (rows, ())

    def _notes(self, rows: Sequence[Piece], name: str) -> None:
        """The notes of a page, before a paragraph that may go on over its end."""
        held = self.lines.pop() if self._open and self.lines else None
        was, self._open = self._open, None
        first = len(self.lines)
        for row in rows:
            begins = not self._open or _NOTE.match(row.text) or len(self.lines) == first
            text = row.text.strip()
            self.lines.append(Line(text, 0, name)) if begins else self._join(text, name)
            self._open = row
        self._open = was
        if held:
            self.lines.append(held)

    def _row(self, row: Piece, name: str, left: float, right: float) -> None:
        text = row.text.strip()
        tabular = _is_tabular(text)
        above = self._open
        if self._short and self._room < _unbroken(text, row.letters) and not above:
            above = self._short
        gap = row.top - above.top if above and name == self._name else 0.0
        if above and self.lines and not tabular and self._goes_on(above, row, left, gap):
            self._join(text, name)
        else:
            self.lines.append(Line(text, 0, name))
        self._name = name
        # A row that reaches the margin goes on, even behind a full stop: of the rows that end in one
        # there, far more stand inside a paragraph than at its end.
        room = right - row.right
        full = self._proven and room < 1.2 * row.size
        told = self._by_indent or self._gaps.are_wide
        nearly = room < 2.2 * row.size and (told or not text.endswith(SENTENCE_END))
        # The widest of a few short rows, such as a title or a form's field, shows no margin either.
        nearly = nearly and (self._proven or row.right - row.left >= _LEAST_WIDTH * row.size)
        # What is set at the right, such as who signs and when, reaches the margin and ends there.
        inward = row.left - left
        aside = inward > 0.5 * (right - left)
        at_right = inward > DEEPEST_INDENT * row.size and room < _SET_RIGHT * inward
        large = self._is_large(row) and not at_right and not text.endswith(SENTENCE_END)
        self._told_by_gap = nearly and not full and not self._by_indent
        self._open = row if (((full or nearly) and not aside) or large) and not tabular else None
        ended = aside or tabular or self._open or not self._proven or text.endswith(SENTENCE_END)
        self._short, self._room = None if ended else row, room

    def _goes_on(self, above: Piece, row: Piece, left: float, gap: float) -> bool:
        """Whether a row continues the one above it, which is open; no gap between them is known over the end of a page."""
        text = row.text.strip()
        if self._exact and abs(row.letters - above.letters) > 0.04 * max(row.letters, above.letters):
            return False
        if self._is_large(above):
            # The rows of a title stand one below the other, most of them in the middle.
            near = 0 < row.top - above.top < 2.5 * row.size
            middle = abs(row.left + row.right - above.left - above.right) < 3 * row.size
            return near and (middle or row.left - left < 1.2 * row.size) and not begins_item(text)
        # A first row is indented by two characters or so: one that stands further in is set in the middle.
        middle = above.left - row.left > DEEPEST_INDENT * row.size
        if row.left > left + 1.2 * row.size or middle or self._is_parted(above, gap):
            return False
        return not begins_item(text) or self._is_run_in(text, gap)

    def _is_parted(self, above: Piece, gap: float) -> bool:
        """Whether a sentence ends with the row above and the gap, or the room at its end, says that its paragraph does."""
        if not above.text.rstrip().endswith(SENTENCE_END):
            return False
        return gap > WIDE_GAP * self._gaps.inside if gap > 0 else self._told_by_gap

    def _is_run_in(self, text: str, gap: float) -> bool:
        """Whether a number that happens to begin a row counts a part of the paragraph above: it stands as its rows do."""
        if self._items_set_in:
            return True
        usual = 0 < gap < USUAL_GAP * self._gaps.inside and self._gaps.are_wide
        return usual and bool(_RUN_IN.match(text))

    def _is_large(self, row: Piece) -> bool:
        return self._exact and row.letters > _TITLE_SIZE * self._size > 0

    def _join(self, text: str, name: str) -> None:
        self.lines[-1] = _joined(self.lines[-1], text, name)


def _unbroken(text: str, size: float) -> float:
    """How wide the word or figure is that a row begins with: where there was no room for it, the row above ended."""
    found = _WORD.match(text)
    return 0.65 * size * len(found[0]) if found else 0.0


def _is_tabular(text: str) -> bool:
    """Whether a row is one of a table or form: several short cells, Chinese or figures, and no sentence."""
    cells = text.split()
    if len(cells) < 4 or _PART_END.search(text):
        return False
    words = sum(bool(re.fullmatch(r"[A-Za-z][A-Za-z',.-]*", cell)) for cell in cells)
    longest = max(len(_NARROW.sub("", cell)) for cell in cells)
    return 2 * words < len(cells) and longest <= _LONGEST_CELL


def _joined(line: Line, text: str, part: str) -> Line:
    # 2021- and 2025 are one range, and a word's two halves one word.
    meet = line.text[-1] != "-" and _NARROW.match(line.text[-1]) and _NARROW.match(text[0])
    gap = " " if meet and not _within_note(line.text, text) else ""
    now = line.breaks[-1][1] if line.breaks else line.part
    breaks = line.breaks if now == part else (*line.breaks, (len(line.text) + len(gap), part))
    return Line(line.text + gap + text, line.level, line.part, breaks)


def _within_note(above: str, text: str) -> bool:
    """Whether a row ends within a pinyin note, `(tǒn` and `g)`."""
    opened, closed = _NOTE_OPENED.search(above), _NOTE_CLOSED.match(text)
    return bool(opened and closed and has_one_syllable(opened[1] + closed[1]))


def _edges(page: Sequence[Piece], first: int, last: int) -> list[Piece]:
    """The uppermost and lowest rows of a page, wherever they come in its order."""
    placed = sorted((row for row in page if not row.cells), key=lambda row: row.top)
    return [*placed[:first], *placed[max(first, len(placed) - last) :]]


def _counted(pages: Sequence[Sequence[Piece]]) -> int | None:
    """What the first page's number would be, by figures alone at the edges of pages that count on; else None.

    A figure that stands alone at an edge may as well be one of a table, or the year that a sentence goes on with.
    """
    found: Counter[int] = Counter()
    for place, page in enumerate(pages):
        texts = {row.text.strip() for row in _edges(page, 2, 2)}
        found.update({int(text) - place for text in texts if re.fullmatch(r"\d{1,4}", text)})
    if not found:
        return None
    first, times = found.most_common(1)[0]
    lowest = _edges(pages[-1], 0, 1) if pages else []
    last = lowest[0].text.strip() if lowest else ""
    return first if times >= 2 or (len(pages) == 1 and first == 1 and last == "1") else None


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _on_both(one: Sequence[Piece], other: Sequence[Piece]) -> frozenset[str]:
    """Rows that stand at the same place of two pages' edges, in letters smaller than those of the text: a title is larger."""
    usual = median([row.letters for row in (*one, *other) for _ in row.text] or [0.0])
    small = [
        {
            _numberless(" ".join(row.text.split())): row
            for row in _edges(page, 1, 1)
            if row.letters < 0.95 * usual
        }
        for page in (one, other)
    ]
    return frozenset(
        text
        for text, row in small[0].items()
        if text != "#" and text in small[1] and abs(row.top - small[1][text].top) < 0.3 * row.size
    )


def _furniture(pages: Sequence[Sequence[Piece]]) -> frozenset[str]:
    """Rows that stand at the edge of most pages, whatever number they hold."""
    if len(pages) == 2:
        return _on_both(*pages)
    if len(pages) < 3:
        return frozenset()
    found = ({_numberless(" ".join(row.text.split())) for row in _edges(page, 1, 2)} for page in pages)
    edges = Counter(row for rows in found for row in rows)
    # A bare figure is a page's number only where the pages count on.
    return frozenset(
        row for row, count in edges.items() if row != "#" and count >= 3 and count * 2 > len(pages)
    )
