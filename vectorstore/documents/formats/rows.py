"""From pieces of text with their places to the rows of a page: columns first, then from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from vectorstore.documents.formats.piece import Piece, is_narrow
from vectorstore.documents.formats.raised import placed, position_of

#: A gap between two pieces of a row that shows as a space, in sizes of their letters;
_GAP = 0.8
#: between figures and letters a smaller one does, or two figures would become one.
_NARROW_GAP = 0.2
#: From one character to the next, in sizes, where each has the room of a Chinese one.
_PITCH = 1.15
#: So many rows stand on each side of the gap between two columns of prose,
_LEAST_ROWS = 6
#: and so many characters are in one of theirs, which those of a table's columns are not.
_LEAST_CHARACTERS = 8
#: The gaps are looked for at the commonest left edges: so many comparisons of an edge with a piece are made.
_MOST_COMPARED = 1_000_000
#: What is drawn twice comes soon behind the first; so many with the same words are looked at.
_MOST_ALIKE = 500
#: So many of the lines of a column reach its margin: half of them where paragraphs are short.
_LEAST_FULL = 0.35


def rows(pieces: Sequence[Piece], exact: bool = False) -> list[Piece]:
    """Pieces of one base line joined from left to right, the rows from top to bottom, column by column.

    A wide gap becomes a space, and a smaller one between figures, which are two then; a narrow raised
    piece stays with the row that it belongs to. What is drawn twice at one place, as for bold, is said once.
    A row of a column has its edges as if the column were as wide as the page: whether it is full, and
    whether it is indented, is asked of them. Where places and sizes are `exact`, small raised pieces are
    note marks and exponents: they stand as such.
    """
    pieces = _marked(pieces) if exact else pieces
    segments = [part for row in _grouped(_once(pieces)) for part in _segments(row)]
    left, right = _margins(segments)
    out = []
    for column, is_column in _columns(segments):
        own_left, own_right = _margins(column) if is_column else (left, right)
        for row in map(_joined, _grouped(column)):
            out.append(replace(row, left=row.left + left - own_left, right=row.right + right - own_right))
    return out


def with_margins(pieces: Sequence[Piece]) -> list[Piece]:
    """The same rows in the same order; those of a column of prose have its edges as if it were as wide as the page."""
    left, right = _margins(pieces)
    edges: dict[int, tuple[float, float]] = {}
    for column, is_column in _columns(pieces):
        own = _margins(column) if is_column else (left, right)
        edges |= {id(piece): own for piece in column}
    return [
        replace(
            piece,
            left=piece.left + left - edges[id(piece)][0],
            right=piece.right + right - edges[id(piece)][1],
        )
        for piece in pieces
    ]


def _margins(pieces: Sequence[Piece]) -> tuple[float, float]:
    return min((p.left for p in pieces), default=0.0), max((p.right for p in pieces), default=0.0)


def _marked(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with those as raised or lowered marks that stand right behind a larger one."""
    out = []
    for row in _grouped(pieces):
        before: Piece | None = None
        for piece in row:
            position = ""
            if before and piece.left - before.right < _GAP * before.size and piece.text.strip().isascii():
                position = position_of(piece.size, before.top - piece.top, before.size)
            out.append(replace(piece, text=placed(piece.text, position)) if position else piece)
            before = before if position else piece
    return out


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    near: dict[str, list[Piece]] = {}
    for piece in pieces:
        close = 0.25 * piece.size
        same = near.setdefault(piece.text, [])
        if not any(
            abs(o.left - piece.left) < close and abs(o.top - piece.top) < close for o in same[-_MOST_ALIKE:]
        ):
            same.append(piece)
            kept.append(piece)
    return kept


def _grouped(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces of each base line, from left to right."""
    grouped: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.top, p.left)):
        row = grouped[-1] if grouped else None
        if row and abs(piece.top - row[0].top) < 0.5 * max(piece.size, row[0].size):
            row.append(piece)
        else:
            grouped.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in grouped]


def _segments(row: Sequence[Piece]) -> list[Piece]:
    """A row in the parts that wide gaps leave of it."""
    parts: list[list[Piece]] = []
    right = 0.0
    for piece in row:
        if parts and piece.left - right <= _GAP * piece.size:
            parts[-1].append(piece)
            right = max(right, piece.right)
        else:
            parts.append([piece])
            right = piece.right
    return [_joined(part) for part in parts]


def _joined(row: Sequence[Piece]) -> Piece:
    text, right = "", row[0].left
    before: Piece | None = None
    for piece in row:
        least = _NARROW_GAP if text and is_narrow(text[-1]) and is_narrow(piece.text[0]) else _GAP
        # Figures that are drawn one by one stand as far apart as Chinese characters do.
        alone = before and len(before.text) == len(piece.text) == 1
        if before and alone and piece.left - before.left < _PITCH * piece.size:
            least = _GAP
        text += (" " if text and piece.left - right > least * piece.size else "") + piece.text
        right, before = max(right, piece.right), piece
    return replace(row[0], text=text, right=right, size=max(piece.size for piece in row))


def _columns(pieces: Sequence[Piece], is_column: bool = False) -> list[tuple[Sequence[Piece], bool]]:
    """The parts of a page from above, column by column; and whether each is a column of prose."""
    lines = _grouped(pieces)
    found = _gutter(lines)
    if found is None:
        return [(pieces, is_column)]
    first, last, place = found
    inside = [piece for line in lines[first:last] for piece in line]
    parts = (
        ([piece for line in lines[:first] for piece in line], is_column),
        ([piece for piece in inside if piece.right <= place], True),
        ([piece for piece in inside if piece.left >= place], True),
        ([piece for line in lines[last:] for piece in line], is_column),
    )
    return [found for part, whether in parts if part for found in _columns(part, whether)]


def _gutter(lines: Sequence[Sequence[Piece]]) -> tuple[int, int, float] | None:
    """The first and last line that a gap between two columns runs through, and its place."""
    pieces = [piece for line in lines for piece in line]
    if len(pieces) < 2 * _LEAST_ROWS:
        return None
    best: tuple[int, int, float] | None = None
    edges = Counter(round(piece.left, 1) for piece in pieces)
    for place in sorted(edge for edge, _ in edges.most_common(_MOST_COMPARED // len(pieces))):
        at = place - 0.1
        start = 0
        for number, line in enumerate([*lines, ()]):
            crossed = any(piece.left < at < piece.right for piece in line) or number == len(lines)
            if not crossed:
                continue
            if number - start >= _LEAST_ROWS and (best is None or number - start > best[1] - best[0]):
                inside = [piece for one in lines[start:number] for piece in one]
                sides = [p for p in inside if p.right <= at], [p for p in inside if p.left >= at]
                if all(map(_is_prose, sides)):
                    best = start, number, at
            start = number + 1
    return best


def _is_prose(pieces: Sequence[Piece]) -> bool:
    """Whether the lines of a column are long and end at one margin, as those of a text and not of a table."""
    lines = _grouped(pieces)
    if len(lines) < _LEAST_ROWS:
        return False
    lengths = [sum(len(piece.text) for piece in line) for line in lines]
    ends = [line[-1].right for line in lines]
    margin = sorted(ends)[-1 - len(ends) // 10]
    full = sum(margin - end < 1.5 * line[-1].size for end, line in zip(ends, lines, strict=True))
    return median(lengths) >= _LEAST_CHARACTERS and full >= _LEAST_FULL * len(lines)
