"""The columns of a Word table: its grid without the slivers between edges that only nearly meet.

Each row of a Word table may put its edges where it likes, and the grid has a column for every gap between any two.
Where the edges of two rows miss each other by a hair, as they do in tables drawn by hand and in those that
LibreOffice makes of RTF, a column of a twentieth of a point would be read as one, and figures move under another head.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from vectorstore.documents.formats.docx_styles import NS, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{NS}}}"
#: Edges nearer to each other, in twentieths of a point, are one: 1.8 mm, less than a character.
_ONE_EDGE = 100


class Grid:
    """Which column of the page each edge of a table's grid is."""

    def __init__(self, table: _Element) -> None:
        widths = [value(column, "w") for column in table.findall(f"{_W}tblGrid/{_W}gridCol")]
        known = bool(widths) and all(width.isdigit() and int(width) for width in widths)
        self._edges = _snapped([int(width) for width in widths]) if known else [0]

    def column(self, edge: int) -> int:
        """The number of the page's column that begins at an edge of the grid; edges behind the grid go on from it."""
        beyond = edge - len(self._edges) + 1
        return self._edges[edge] if beyond <= 0 else self._edges[-1] + beyond


def _snapped(widths: list[int]) -> list[int]:
    """The edges of columns of these widths, those counted once that lie so near the one before."""
    numbers, begun = [0], 0
    for place in accumulate(widths):
        apart = place - begun >= _ONE_EDGE
        numbers.append(numbers[-1] + apart)
        begun = place if apart else begun
    return numbers
