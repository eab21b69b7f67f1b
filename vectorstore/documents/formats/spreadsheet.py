"""Tables in files of their own: .xlsx through openpyxl, .csv; every sheet a part, every cell in its column."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Any

from vectorstore.documents.formats.cell_dates import RESERVED
from vectorstore.documents.formats.cell_format import shown
from vectorstore.documents.formats.extracted import (
    CannotRead,
    Extracted,
    LeftOut,
    Line,
    assemble,
    struck_out,
    table,
)
from vectorstore.documents.formats.raised import placed
from vectorstore.documents.formats.sheet_parts import (
    empty_merges,
    hidden_places,
    never_calculated,
    shape_texts,
    standard,
    unfilled_merges,
)

if TYPE_CHECKING:
    from vectorstore.documents.formats.packages import Package

_MOST_CELLS = 2_000_000
_LARGEST_CELL = 10_000_000


def read_xlsx(data: bytes) -> Extracted:
    """The visible sheets of a workbook. Cells show their stored values; hidden sheets, rows and columns are named.

    Raises `CannotRead`, with the detail `library` where another program may still read it.
    """
    import zipfile

    from vectorstore.documents.formats.packages import Package, has_entities

    package = Package(data)  # checks the size that it unpacks to
    for name in package.names("xl/"):
        if name.endswith(".xml") and has_entities(package.read(name)):
            # The library that reads the sheets would resolve them.
            raise CannotRead("damaged")
    openpyxl = _openpyxl()
    try:
        with unfilled_merges():
            book = openpyxl.load_workbook(io.BytesIO(standard(data)), data_only=True, rich_text=True)
    except (zipfile.BadZipFile, OSError, SyntaxError) as exc:
        raise CannotRead("damaged") from exc
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as exc:
        raise CannotRead("damaged", "library") from exc
    package = Package(data)
    lines: list[Line] = []
    left_out = []
    struck: list[str] = []
    for sheet in book.worksheets:
        empty_merges(sheet)
        if sheet.sheet_state != "visible":
            left_out.append(LeftOut("sheet-hidden", sheet.title))
            continue
        found = [line for one in tables_of(_rows(sheet)) for line in table(one, sheet.title)]
        found += _shapes(package, sheet.title)
        if not any(line.text for line in found):
            continue
        if len(book.worksheets) > 1 and not re.fullmatch(r"(?:Sheet|工作表)\s*\d+", sheet.title):
            lines.append(Line(sheet.title, 2, sheet.title))
        lines += found
        hidden = hidden_places(sheet)
        left_out += [LeftOut("cells-hidden", f"{sheet.title}!{hidden}")] if hidden else []
        struck += _struck(sheet)
    comments = sum(cell.comment is not None for sheet in book.worksheets for cell in sheet._cells.values())
    left_out += [LeftOut("comments", str(comments))] if comments else []
    left_out += struck_out(struck)
    empty = never_calculated(package)
    left_out += [LeftOut("formulas", "、".join(empty[:20]))] if empty else []
    return assemble("xlsx", lines, left_out)


def _openpyxl() -> Any:
    """openpyxl, loaded without numpy, which it uses only to write numbers and which takes longer than all the rest of it.

    A workbook is read in a process of its own, in which nothing else wants numpy meanwhile.
    """
    if "numpy" in sys.modules:
        return import_module("openpyxl")
    sys.modules["numpy"] = None  # type: ignore[assignment]
    try:
        return import_module("openpyxl")
    finally:
        del sys.modules["numpy"]


def _shapes(package: Package, title: str) -> list[Line]:
    return [Line(text, 0, title) for text in shape_texts(package, title)]


def _rows(sheet: Any) -> list[list[str]]:
    """The rows that hold anything, as wide as the widest; formats alone reach to the end of many a sheet."""
    epoch = sheet.parent.epoch
    words = {place: _cell(cell, epoch) for place, cell in sheet._cells.items() if cell.value is not None}
    words = {place: text for place, text in words.items() if text.strip()}
    filled = sorted({row for row, _ in words})
    # One empty row stands for all that part two tables.
    rows = [
        row
        for n, row in enumerate(filled)
        for row in ((row,) if not n or filled[n - 1] == row - 1 else (row - 1, row))
    ]
    width = max((column for _, column in words), default=0)
    if len(rows) * width > _MOST_CELLS:
        raise CannotRead("expands")
    for merged in sheet.merged_cells.ranges:
        first = words.get((merged.min_row, merged.min_col))
        # What a merged cell says holds for every column and row that it covers.
        for row in rows if first else ():
            if merged.min_row <= row <= merged.max_row:
                for column in range(merged.min_col, min(merged.max_col, width) + 1):
                    words[row, column] = first or ""
    gone_rows, gone_columns = hidden_places(sheet).sets
    return [
        [words.get((row, column), "") for column in range(1, width + 1) if column not in gone_columns]
        for row in rows
        if row not in gone_rows
    ]


def tables_of(rows: list[list[str]]) -> list[list[list[str]]]:
    """The tables of a sheet: below one another where an empty row and a new head part them, and side by side."""
    found: list[list[list[str]]] = [[]]
    parted = False
    for number, row in enumerate(rows):
        if not any(cell.strip() for cell in row):
            parted = True
            continue
        if parted and found[-1] and _begins_table(rows[number:]):
            found.append([])
        parted = False
        found[-1].append(row)
    return [side for one in found for side in _side_by_side(one) if side]


def _begins_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table begins here: above all a head, words over figures, perhaps with a title on top."""
    block = list(takewhile(lambda row: any(cell.strip() for cell in row), rows))
    titles = len(list(takewhile(lambda row: len(set(filter(None, row))) == 1, block)))
    head, below = (block[titles], block[titles + 1 :]) if titles < len(block) else ((), [])
    if len(set(filter(None, head))) < 2 or not below or any(map(_is_figure, head)):
        return False
    return bool(titles) or any(_is_figure(cell) for row in below for cell in row)


def _is_figure(cell: str) -> bool:
    return bool(re.fullmatch(r"[-+]?[\d,.]+%?", cell.strip()))


def _side_by_side(rows: list[list[str]]) -> list[list[list[str]]]:
    """A table, or those that stand beside one another with an empty column between them."""
    if not rows:
        return []
    inside = [row for row in rows if len(set(filter(None, row))) > 1]
    used = [any(row[column].strip() for row in inside) for column in range(len(rows[0]))]
    runs: list[list[int]] = []
    for column, is_used in enumerate(used):
        if is_used and column and used[column - 1] and runs:
            runs[-1].append(column)
        elif is_used:
            runs.append([column])
    headed = [all(inside[0][column].strip() for column in run) for run in runs] if inside else []
    if len(runs) < 2 or min(map(len, runs)) < 2 or not all(headed) or len(inside) < 3:
        return [_trimmed(rows)]
    edges = [0, *(run[0] for run in runs[1:]), len(used)]
    # What stands in one cell over or under the tables belongs to the one that it stands above.
    sides = [[row[left:right] for row in rows] for left, right in pairwise(edges)]
    first, *others = sides
    texts = [row for row in rows if len(set(filter(None, row))) == 1]
    others = [
        [
            row
            for row, whole in zip(side, rows, strict=True)
            if whole not in texts or not any(first[rows.index(whole)])
        ]
        for side in others
    ]
    return [_trimmed(side) for side in (first, *others)]


def _trimmed(cells: list[list[str]]) -> list[list[str]]:
    """Without empty rows and without columns that are empty from top to bottom at the right."""
    cells = [row for row in cells if any(cell.strip() for cell in row)]
    width = max((i + 1 for row in cells for i, cell in enumerate(row) if cell.strip()), default=0)
    return [row[:width] for row in cells]


def _cell(cell: Any, epoch: Any) -> str:
    """What a cell shows. Formats that are reserved for Chinese dates are plain numbers to the library."""
    if _is_struck(cell):
        return ""
    value, number_format = _plain(cell.value), cell.number_format
    reserved = RESERVED.get(cell._style.numFmtId) if cell.has_style else None
    if reserved and number_format == "General" and isinstance(value, int | float):
        from openpyxl.utils.datetime import from_excel

        value, number_format = from_excel(value, epoch), reserved
    return shown(value, number_format)


def _is_struck(cell: Any) -> bool:
    """Whether all of a cell is struck through."""
    return bool(cell.has_style and cell.parent.parent._fonts[cell._style.fontId].strike)


def _struck(sheet: Any) -> list[str]:
    """What is struck through on a sheet, cells and parts of cells."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    found = []
    for _, cell in sorted(sheet._cells.items()):
        if cell.value is not None and _is_struck(cell):
            found.append(str(cell.value))
        elif isinstance(cell.value, CellRichText):
            parts = [part for part in cell.value if isinstance(part, TextBlock)]
            found += [part.text or "" for part in parts if part.font and part.font.strike]
    return found


def _plain(value: Any) -> Any:
    """The value of a cell; of one with several fonts without what is struck, raised characters kept apart."""
    from openpyxl.cell.rich_text import CellRichText, TextBlock

    if not isinstance(value, CellRichText):
        return value
    parts = [
        placed(part.text or "", (part.font.vertAlign if part.font else None) or "")
        if isinstance(part, TextBlock)
        else str(part)
        for part in value
        if not (isinstance(part, TextBlock) and part.font and part.font.strike)
    ]
    return "".join(parts)


def read_csv(data: bytes, name: str) -> Extracted:
    """The rows of a .csv or .tsv file, whatever delimiter and encoding it has. Raises `CannotRead`."""
    from vectorstore.documents.encoding import detect_encoding
    from vectorstore.errors import UnreadableFile

    try:
        text = data.decode(detect_encoding(data, name)).lstrip("\ufeff")
    except UnreadableFile as exc:
        raise CannotRead(str(exc.params["reason"])) from exc
    stated = re.match(r"sep=(.)\r?\n?", text)
    text = text[stated.end() :] if stated else text
    lines = text.splitlines()
    head = lines[0] if lines else ""
    delimiter = stated[1] if stated else max(",\t;，", key=head.count)
    csv.field_size_limit(_LARGEST_CELL)
    try:
        # Rows end in any way that a program may end them; inside quotes the end of a row is a space.
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [[cell.strip() for cell in row] for row in reader]
    except csv.Error as exc:
        raise CannotRead("damaged") from exc
    return assemble("csv", [line for one in tables_of(_even(rows)) for line in table(one)])


def _even(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [[*row, *[""] * (width - len(row))] for row in rows]
