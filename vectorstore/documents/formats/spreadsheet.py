"""Tables in files of their own: .xlsx through openpyxl, .csv; every sheet a part, every cell in its column."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

from vectorstore.documents.formats.cell_dates import RESERVED
from vectorstore.documents.formats.cell_format import shown
from vectorstore.documents.formats.extracted import CannotRead, Extracted, LeftOut, Line, assemble, table

_MOST_CELLS = 2_000_000


def read_xlsx(data: bytes) -> Extracted:
    """The visible sheets of a workbook. Cells show their stored values; hidden sheets are named. Raises `CannotRead`."""
    import zipfile

    import openpyxl

    from vectorstore.documents.formats.packages import Package, has_entities

    package = Package(data)  # checks the size that it unpacks to
    for name in package.names("xl/"):
        if name.endswith(".xml") and has_entities(package.read(name)):
            # The library that reads the sheets would resolve them.
            raise CannotRead("damaged")
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, ValueError, KeyError, TypeError, OSError, SyntaxError) as exc:
        raise CannotRead("damaged") from exc
    lines: list[Line] = []
    left_out = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            left_out.append(LeftOut("sheet-hidden", sheet.title))
            continue
        if sheet.max_row * sheet.max_column > _MOST_CELLS:
            raise CannotRead("expands")
        rows = _rows(sheet)
        if not rows:
            continue
        if len(book.worksheets) > 1 and not re.fullmatch(r"(?:Sheet|工作表)\s*\d+", sheet.title):
            lines.append(Line(sheet.title, 2, sheet.title))
        lines += table(rows, sheet.title)
    return assemble("xlsx", lines, left_out)


def _rows(sheet: Any) -> list[list[str]]:
    epoch = sheet.parent.epoch
    cells = [[_cell(cell, epoch) for cell in row] for row in sheet.iter_rows()]
    for merged in sheet.merged_cells.ranges:
        first = cells[merged.min_row - 1][merged.min_col - 1]
        # What a merged cell says holds for every column and row that it covers.
        for row in range(merged.min_row - 1, merged.max_row):
            for column in range(merged.min_col - 1, merged.max_col):
                cells[row][column] = first
    return _trimmed(cells)


def _trimmed(cells: list[list[str]]) -> list[list[str]]:
    """Without empty rows and without columns that are empty from top to bottom at the right."""
    cells = [row for row in cells if any(cell.strip() for cell in row)]
    width = max((i + 1 for row in cells for i, cell in enumerate(row) if cell.strip()), default=0)
    return [row[:width] for row in cells]


def _cell(cell: Any, epoch: Any) -> str:
    """What a cell shows. Formats that are reserved for Chinese dates are plain numbers to the library."""
    value, number_format = cell.value, cell.number_format
    reserved = RESERVED.get(cell._style.numFmtId) if cell.has_style else None
    if reserved and number_format == "General" and isinstance(value, int | float):
        from openpyxl.utils.datetime import from_excel

        value, number_format = from_excel(value, epoch), reserved
    return shown(value, number_format)


def read_csv(data: bytes, name: str) -> Extracted:
    """The rows of a .csv or .tsv file, whatever delimiter and encoding it has. Raises `CannotRead`."""
    from vectorstore.documents.encoding import detect_encoding
    from vectorstore.errors import UnreadableFile

    try:
        text = data.decode(detect_encoding(data, name)).lstrip("\ufeff")
    except UnreadableFile as exc:
        raise CannotRead(str(exc.params["reason"])) from exc
    head = text.split("\n", 1)[0]
    delimiter = max(",\t;，", key=head.count)
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    except csv.Error as exc:
        raise CannotRead("damaged") from exc
    return assemble("csv", table(_trimmed(rows)))
