"""What a workbook holds beside the values of its cells: what is hidden, shapes with words, formulas without a result."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vectorstore.documents.formats.extracted import CannotRead
from vectorstore.documents.formats.packages import transitional

if TYPE_CHECKING:
    from vectorstore.documents.formats.packages import Package

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
#: A cell with a formula and no value: written by a program that doesn't calculate.
_NO_RESULT = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br=\"([A-Z]{1,3}\d+)\"[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
#: An empty fill, which several exporting programs write and openpyxl 3.1 refuses the workbook for.
_EMPTY_FILL = re.compile(rb"<((?:\w+:)?)fill\s*(?:/>|>\s*</(?:\w+:)?fill>)")


@dataclass(frozen=True, slots=True)
class Hidden:
    """Rows and columns that a sheet hides."""

    rows: frozenset[int]
    columns: frozenset[int]

    @property
    def sets(self) -> tuple[frozenset[int], frozenset[int]]:
        return self.rows, self.columns

    def __bool__(self) -> bool:
        return bool(self.rows or self.columns)

    def __str__(self) -> str:
        """As ranges are written in a workbook: 3:5、C:C."""
        from openpyxl.utils import get_column_letter

        spans = [f"{a}:{b}" for a, b in _runs(self.rows)]
        spans += [f"{get_column_letter(a)}:{get_column_letter(b)}" for a, b in _runs(self.columns)]
        return "、".join(spans[:10])


def hidden_places(sheet: Any) -> Hidden:
    """The rows and columns of a sheet that nobody sees, of those that hold anything.

    Rows that only a filter hides now are none of them: they are the list that was filtered.
    """
    filled = {place for place, cell in sheet._cells.items() if cell.value is not None}
    filtered = sheet.auto_filter.ref if sheet.auto_filter.filterColumn else None
    kept = range(0)
    if filtered:
        from openpyxl.utils import range_boundaries

        _, first, _, last = range_boundaries(filtered)
        kept = range(first or 0, (last or 0) + 1)
    rows = {
        number
        for number in {row for row, _ in filled}
        if number in sheet.row_dimensions and _is_hidden(sheet.row_dimensions[number]) and number not in kept
    }
    columns = {
        number
        for one in sheet.column_dimensions.values()
        if one.hidden and one.min
        for number in {column for _, column in filled}
        if one.min <= number <= one.max
    }
    return Hidden(frozenset(rows), frozenset(columns))


def _is_hidden(row: Any) -> bool:
    return bool(row.hidden) or row.height == 0


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = found[-1][0], number
        else:
            found.append((number, number))
    return found


def never_calculated(package: Package) -> list[str]:
    """The addresses of cells whose formula has no result in the file."""
    sheets = (name for name in package.names("xl/worksheets/") if name.endswith(".xml"))
    return [found[1].decode() for name in sheets for found in _NO_RESULT.finditer(package.read(name))]


def shape_texts(package: Package, title: str) -> list[str]:
    """The paragraphs in text boxes and other shapes of a sheet."""
    parts = package.related("xl/workbook.xml")
    book = package.xml("xl/workbook.xml")
    found: list[str] = []
    for node in book.iter("{*}sheet"):
        _, place = parts.get(next((v for k, v in node.items() if k.endswith("}id")), ""), ("", ""))
        if node.get("name") != title:
            continue
        for kind, drawing in package.related(place).values():
            if kind == "drawing" and drawing in package:
                for paragraph in package.xml(drawing).iter(f"{_DRAWING}p"):
                    found.append("".join(t.text or "" for t in paragraph.iter(f"{_DRAWING}t")))
    return [text for text in found if text.strip()]


@contextmanager
def unfilled_merges() -> Iterator[None]:
    """While it lasts, openpyxl makes no cells for the merged ranges that it reads.

    It makes one for each place and formats it: half a minute for a column that is merged down to the last of
    a million rows, and hours for a merged sheet. Behind it `empty_merges` lets go of what they cover.
    """
    from openpyxl.worksheet.worksheet import Worksheet

    fill = Worksheet._clean_merge_range
    Worksheet._clean_merge_range = lambda *_: None
    try:
        yield
    finally:
        Worksheet._clean_merge_range = fill


def empty_merges(sheet: Any) -> None:
    """Drop all cells that merged ranges of a sheet cover: nobody sees more than the first of a range."""
    cells = sheet._cells
    for merged in sheet.merged_cells.ranges:
        rows = range(merged.min_row, merged.max_row + 1)
        columns = range(merged.min_col, merged.max_col + 1)
        if len(rows) * len(columns) < len(cells):
            covered = [(row, column) for row in rows for column in columns]
        else:
            covered = [(row, column) for row, column in cells if row in rows and column in columns]
        for place in covered:
            if place != (merged.min_row, merged.min_col):
                cells.pop(place, None)


def standard(data: bytes) -> bytes:
    """The workbook as openpyxl reads it: the namespaces of most programs, and no empty fill among its styles."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {info: archive.read(info) for info in archive.infolist()}
    except Exception as exc:  # zlib.error and zipfile's own share no base
        raise CannotRead("damaged") from exc
    mended = {
        info: _EMPTY_FILL.sub(rb"<\1fill><\1patternFill/></\1fill>", transitional(content))
        if info.filename.lower().endswith((".xml", ".rels"))
        else content
        for info, content in members.items()
    }
    if mended == members:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for info, content in mended.items():
            archive.writestr(info.filename, content)
    return out.getvalue()
