"""From pieces of text with their places on pages to paragraphs: rows, page furniture, joined lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from vectorstore.documents.formats.extracted import Line, table

#: What ends a paragraph where a row nearly reaches the margin. A semicolon doesn't: the sentence goes on.
_SENTENCE_END = ("。", "！", "？", "：", "”", "」", "』", "!", "?", ":")
#: A row of prose is so many times as wide as its letters, in a magazine's narrow columns too.
_LEAST_WIDTH = 12
_DEEPEST_INDENT = 4.5
#: The parts of a title may stand apart as a table's cells do, but are longer.
_LONGEST_CELL = 14
#: A page's number says that it is one: 第3页, 3/10, — 3 —.
_PAGE_NUMBER = re.compile(
    r"第?\s*\d{1,4}\s*页.*|\d{1,4}\s*/\s*\d{1,4}|([-—–·.])+\s*\d{1,4}\s*\1+", re.IGNORECASE
)
_NUMBERED = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零\d]+[章节条编部分]|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．](?!\d)|附件|附：|[一二三四五六七八九十]{1,3}是)"
)
_NARROW = re.compile(r"[!-~]")
#: Letters and figures that no program breaks over two rows, with the marks around them: `(guān)`, `https://…`.
_WORD = re.compile(r"[(（“《\[]?[!-~\u00a1-\u024f]{2,60}[)）”》\]]?[，。；：、,.;:]?")
#: Of the usual size of letters: what is smaller at a page's foot is a note, what is larger a title.
_NOTE_SIZE, _TITLE_SIZE = 0.97, 1.1
_NOTE = re.compile(r"\s*(?:[①-⑳⑴-⒇¹²³⁴-⁹*※]|\d{1,2}(?!\d|[.,年月日%])|[\[〔(（]\d{1,2}[\]〕)）]|注\d*[:：])")
_FOREIGN = re.compile(r"[\uac00-\ud7af\u1100-\u11ff\ue000-\uf8ff\ufffd\x00-\x08]")
#: Of a page's characters, so many may be Hangul or private before the text counts as nonsense: fonts
#: in GBK without a table for it come out as Hangul, fonts of a few characters often as private ones.
_MOST_FOREIGN = 0.15


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: its left and right edge, its base line from the top, the size of its letters."""

    text: str
    left: float
    right: float
    top: float
    size: float
    cells: tuple[str, ...] = ()  # of a table's row
    font_size: float = 0.0  # as the file states it, where boxes of letters differ from font to font

    @property
    def letters(self) -> float:
        """The size to compare letters by."""
        return self.font_size or self.size


def spaced_join(words: str, more: str, apart: bool = False) -> str:
    """Two parts of a text as one: a space stands between them where letters or figures meet, or they are `apart`."""
    if not words or not more:
        return words or more
    meet = _NARROW.match(words[-1]) and _NARROW.match(more[0])
    return words + (" " if apart or meet else "") + more


def begins_item(text: str) -> bool:
    """Whether a row begins with the number of an item, an article or a heading."""
    return bool(_NUMBERED.match(text))


def is_narrow(char: str) -> bool:
    """Whether a character takes half the width of a Chinese one."""
    return char == " " or bool(_NARROW.match(char))


def foreign(text: str) -> bool:
    """Whether much of a text is nonsense, since its fonts don't say which characters they draw."""
    found = len(_FOREIGN.findall(text))
    return found > _MOST_FOREIGN * max(1, sum(map(str.isalnum, _FOREIGN.sub("", text))) + found)


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
        self._table: list[tuple[tuple[str, ...], str]] = []  # cells, and the page of each row
        prose = [[row for row in page if not row.cells] for page in self.pages]
        # Where paragraphs are indented, a row that isn't indented continues the one before it.
        indents = sum(row.left > _margin(page, False) + 1.2 * row.size for page in prose for row in page)
        self._usual = median([_margin(page, True) for page in prose if page] or [0.0])
        self._size = median([row.letters for page in prose for row in page for _ in row.text] or [0.0])
        # The longest of a few rows reaches a margin of its own making.
        full = sum(self._usual - row.right < 1.2 * row.size for page in prose for row in page)
        self._proven = full >= 4
        self._by_indent = 5 * indents >= sum(map(len, prose)) > 5

    def add(self, page: Sequence[Piece], name: str, place: int) -> None:
        """Go on with the rows of the next page."""
        kept = self._without_furniture(page, place)
        body, notes = self._parted(kept)
        prose = [row for row in body if not row.cells]
        # A page of a few short rows doesn't show its margin.
        right, left = max(_margin(prose, True), self._usual), _margin(prose, False)
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
        if above and self.lines and not tabular and self._goes_on(above, row, left, text):
            self._join(text, name)
        else:
            self.lines.append(Line(text, 0, name))
        # A row that reaches the margin goes on, even behind a full stop: of the rows that end in one
        # there, far more stand inside a paragraph than at its end.
        room = right - row.right
        full = self._proven and room < 1.2 * row.size
        nearly = room < 2.2 * row.size and (self._by_indent or not text.endswith(_SENTENCE_END))
        # The widest of a few short rows, such as a title or a form's field, shows no margin either.
        nearly = nearly and (self._proven or row.right - row.left >= _LEAST_WIDTH * row.size)
        # What is set at the right, such as who signs and when, reaches the margin and ends there.
        aside = row.left - left > 0.5 * (right - left)
        large = self._is_large(row) and not text.endswith(_SENTENCE_END)
        self._open = row if (((full or nearly) and not aside) or large) and not tabular else None
        ended = aside or tabular or self._open or not self._proven or text.endswith(_SENTENCE_END)
        self._short, self._room = None if ended else row, room

    def _goes_on(self, above: Piece, row: Piece, left: float, text: str) -> bool:
        """Whether a row continues the one above it, which is open."""
        if self._exact and abs(row.letters - above.letters) > 0.04 * max(row.letters, above.letters):
            return False
        if self._is_large(above):
            # The rows of a title stand one below the other, most of them in the middle.
            near = 0 < row.top - above.top < 2.5 * row.size
            middle = abs(row.left + row.right - above.left - above.right) < 3 * row.size
            return near and (middle or row.left - left < 1.2 * row.size) and not begins_item(text)
        # A first row is indented by two characters or so: one that stands further in is set in the middle.
        set_in = above.left - row.left > _DEEPEST_INDENT * row.size
        return row.left <= left + 1.2 * row.size and not set_in and not begins_item(text)

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
    if len(cells) < 4 or re.search(r"[。；，]", text):
        return False
    words = sum(bool(re.fullmatch(r"[A-Za-z][A-Za-z',.-]*", cell)) for cell in cells)
    longest = max(len(_NARROW.sub("", cell)) for cell in cells)
    return 2 * words < len(cells) and longest <= _LONGEST_CELL


def _joined(line: Line, text: str, part: str) -> Line:
    # 2021- and 2025 are one range, and a word's two halves one word.
    apart = line.text[-1] != "-" and _NARROW.match(line.text[-1]) and _NARROW.match(text[0])
    gap = " " if apart else ""
    now = line.breaks[-1][1] if line.breaks else line.part
    breaks = line.breaks if now == part else (*line.breaks, (len(line.text) + len(gap), part))
    return Line(line.text + gap + text, line.level, line.part, breaks)


def _margin(page: Sequence[Piece], right: bool) -> float:
    """The edge that most of a page's text keeps: near the outermost, not a single stray row."""
    edges = sorted((row.right for row in page) if right else (row.left for row in page))
    if not edges:
        return 0.0
    return edges[-1 - len(edges) // 20] if right else edges[len(edges) // 20]


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
