"""The rows of ruled tables among the rows of a page, in PDF and OFD alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vectorstore.documents.formats.piece import Piece, begins_item, spaced_join
from vectorstore.documents.formats.rows import rows
from vectorstore.documents.formats.ruled import Grid


def cell_of(tables: Sequence[Grid], x: float, y: float) -> tuple[int, int] | None:
    """The table and the cell that hold a place of a page; None outside of all tables."""
    for number, grid in enumerate(tables):
        cell = grid.cell_at(x, y)
        if cell is not None:
            return number, cell
    return None


def cell_words(pieces: Sequence[Piece]) -> str:
    """What a cell says, its rows joined; a numbered one begins apart."""
    words = ""
    for row in rows(pieces, exact=True):
        words = spaced_join(words, row.text, begins_item(row.text))
    return words


def rows_of(grid: Grid, words: Mapping[int, str]) -> list[Piece]:
    """Each row of a table as a piece with its cells."""
    made = []
    for top, cells in zip(grid.ys, grid.rows(words), strict=False):
        made.append(Piece(" ".join(cells), grid.xs[0], grid.xs[-1], top, 1.0, tuple(cells)))
    return made


def with_tables(made: list[Piece], found: Sequence[tuple[Grid, list[Piece]]]) -> list[Piece]:
    """The rows of a page with those of its tables in front of the first row that stands below each."""
    for grid, table in found:
        place = next((n for n, row in enumerate(made) if not row.cells and row.top > grid.ys[0]), len(made))
        # In a page of columns rows further up may come later; a table follows what stands right above it.
        made = [*made[:place], *table, *made[place:]]
    return made


def parted(
    pieces: Sequence[Piece], tables: Sequence[Grid]
) -> tuple[list[Piece], list[tuple[Grid, list[Piece]]]]:
    """The pieces outside of tables, and each table with its rows. A grid with hardly a word in it is no table."""
    inside: dict[int, dict[int, list[Piece]]] = {}
    held: dict[int, int] = {}
    for piece in pieces:
        cell = cell_of(tables, (piece.left + piece.right) / 2, piece.top - 0.35 * piece.size)
        if cell:
            inside.setdefault(cell[0], {}).setdefault(cell[1], []).append(piece)
            held[id(piece)] = cell[0]
    found = []
    for number, cells in sorted(inside.items()):
        words = {cell: cell_words(some) for cell, some in cells.items()}
        if tables[number].is_filled(words):
            found.append((number, (tables[number], rows_of(tables[number], words))))
    kept = {number for number, _ in found}
    return [piece for piece in pieces if held.get(id(piece)) not in kept], [one for _, one in found]
