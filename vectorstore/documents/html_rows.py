"""Rows of a page's tables: each becomes one line with tabs between its cells, unless it only lays out the page."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace

from vectorstore.documents.html_tags import CELL, COLSPAN, LONGEST_ROW, ROWSPAN
from vectorstore.documents.line_patterns import ITEM
from vectorstore.documents.visible_text import visible
from vectorstore.types import Markup, Span

#: A row around so many levels of rows lays out a page; looking through each level again would cost their square.
_MOST_LEVELS = 3
#: So many columns of earlier rows may reach into a row.
_MOST_CARRIED = 60
#: Words that are said again in each row that their cell reaches into: so many characters, however long the page is.
_LEAST_REPEATED = 100_000

#: A visible run of a page: where it starts and ends, and its heading level; an end of -1 parts lines.
Run = tuple[int, int, int]


@dataclass(slots=True)
class _Open:
    """A row that has not ended: its table's depth, where it begins among runs and markup, and what rows are in it."""

    table: int
    run: int
    mark: int
    levels: int = 0  # of rows in rows
    has_lines: bool = False  # whether one of them became a line


@dataclass(slots=True)
class TableRows:
    """The open rows and tables of one page, whose runs and markup it changes as rows end."""

    source: str
    runs: list[Run]
    markup: list[Markup]
    _open: list[_Open] = field(default_factory=list)
    #: Of each open table, the cells that reach into later rows: for how many, and their words.
    _spanned: list[dict[int, tuple[int, str]]] = field(default_factory=list)
    _repeated: int = 0

    def begin_table(self) -> None:
        """Note that a table begins."""
        self._spanned.append({})

    def end_table(self, place: int) -> None:
        """End the innermost table, and its last row where that has no end of its own."""
        self.end(place)
        if self._spanned:
            self._spanned.pop()

    def begin(self, place: int) -> None:
        """Begin a row; the one before it in the same table ends here, if it hasn't yet."""
        self.end(place)
        self._open.append(_Open(len(self._spanned), len(self.runs), len(self.markup)))

    def end(self, place: int) -> None:
        """Make one line of the cells of the table's open row, which ends at `place`, unless it lays out a page."""
        if not self._open or self._open[-1].table < len(self._spanned):
            return
        row = self._open.pop()
        # What is around the rows of a table lays it out.
        made = row.has_lines or (row.levels < _MOST_LEVELS and self._line(row, place))
        if self._open:
            outer = self._open[-1]
            outer.levels, outer.has_lines = max(outer.levels, row.levels + 1), outer.has_lines or made

    def _line(self, row: _Open, place: int) -> bool:
        """Whether the row became a line."""
        runs, own = self.runs[row.run :], self.markup[row.mark :]
        shown = [run for run in runs if run[1] >= 0 and self.source[run[0] : run[1]].strip()]
        cells = [found for found in own if CELL.match(self.source, found.span.start, found.span.end)]
        starts = [cell.span.start for cell in cells[1:]]
        carried = self._carried(cells, [*starts, place], own)
        begins = [run[0] for run in shown]
        filled = sum(
            bisect_left(begins, cell.span.end) < bisect_left(begins, end)
            for cell, end in zip(cells, [*starts, len(self.source)], strict=True)
        )
        if filled < 2 or sum(end - start for start, end, _ in shown) > LONGEST_ROW:
            return False
        self._repeated += sum(map(len, carried))
        if self._repeated > max(len(self.source), _LEAST_REPEATED):
            carried = [""] * len(carried)
        rows = [(start, end, ITEM) for start, end, _ in shown]
        before = {cell.span: text for cell, text in zip(cells, carried, strict=False) if text}
        rows += [(span.start, span.end, ITEM) for span in before]
        if carried[-1]:
            rows.append((max(end for _, end, _ in rows), place, ITEM))
        self.runs[row.run :] = [*sorted(rows), (place, -1, 0)]
        ends = {cell.span for cell in cells}
        kept = [
            replace(one, shown=before.get(one.span, "") + "\t") if one.span in ends else one for one in own
        ]
        if carried[-1]:
            at = max(n for n, one in enumerate(kept) if one.span.end <= place)
            kept[at] = replace(kept[at], shown="\t" + carried[-1])
        self.markup[row.mark :] = kept
        return True

    def _carried(self, cells: list[Markup], ends: list[int], own: list[Markup]) -> list[str]:
        """The words of cells of earlier rows that reach into this one: before each cell, and behind the last."""
        pending = self._spanned[-1] if self._spanned else {}
        column = 0
        found: list[str] = []

        def taken() -> str:
            nonlocal column
            words = []
            while column in pending:
                left, text = pending[column]
                words.append(text)
                if left > 1:
                    pending[column] = left - 1, text
                else:
                    del pending[column]
                column += 1
            return "\t".join(word for word in words if word)

        reaching: dict[int, tuple[int, str]] = {}
        for cell, end in zip(cells, ends, strict=True):
            found.append(taken())
            tag = cell.span.of(self.source)
            rows, columns = (int(n[1]) if (n := one.search(tag)) else 1 for one in (ROWSPAN, COLSPAN))
            if rows > 1 and column < _MOST_CARRIED:
                text = " ".join(visible(self.source, Span(cell.span.end, end), own).split())
                last = min(column + columns, _MOST_CARRIED)
                reaching |= {at: (rows - 1, "" if at > column else text) for at in range(column, last)}
            column += columns
        found.append(taken())
        pending.update(reaching)
        return found
