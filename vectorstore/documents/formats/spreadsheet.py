"""Tables in files of their own: .xlsx through openpyxl, .csv; every sheet a part, every cell in its column."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from typing import Any

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
    cells = [[_shown(cell.value, cell.number_format) for cell in row] for row in sheet.iter_rows()]
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


def _shown(value: object, number_format: str) -> str:
    """A cell's value as it is shown, for the formats that change what a figure says."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        timed = value.hour or value.minute or value.second
        return value.strftime("%Y-%m-%d %H:%M") if timed else value.strftime("%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        places = re.search(r"0\.(0+)", number_format)
        if "%" in number_format:
            return f"{value * 100:.{len(places[1]) if places else 0}f}%"
        comma = "," if "#,##0" in number_format else ""
        if places:
            return f"{value:{comma}.{len(places[1])}f}"
        if float(value).is_integer() and abs(value) < 1e15:
            return f"{int(value):{comma}d}"
        return f"{value:.10g}" if not comma else f"{value:,.0f}"
    return str(value)


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
