"""From pieces of text with their places to the rows of a page: columns first, then from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
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
#: or so many, where the file tells one side after the other: text that runs past a box;
_LEAST_BESIDE = 3
#: and so many characters are in one of theirs, which those of a table's columns are not.
_LEAST_CHARACTERS = 8
#: The gaps are looked for at the commonest left edges: so many comparisons of an edge with a piece are made.
_MOST_COMPARED = 1_000_000
#: What is drawn twice comes soon behind the first; so many with the same words are looked at.
_MOST_ALIKE = 500
#: A row above or below columns ends so far beyond theirs, in sizes, or its letters differ by such a part of theirs.
_BEYOND, _OTHER_SIZE = 0.5, 0.1
#: Of rows above columns, and of those below, so many are looked at: who is addressed; who signs, and when.
_MOST_STRANGE = 4
#: A row of the text beside a box may reach into it by such a part of its letters' size.
_OVERLAP = 0.3
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
    """The same rows in the same order; those of a column of prose have its edges as if it were as wide as the page.

    So have the rows of a box and of the text beside it, where the file has one of them after the other.
    """
    left, right = _margins(pieces)
    edges: dict[int, tuple[float, float]] = {}
    places = {id(piece): place for place, piece in enumerate(pieces)}
    for column, is_column in _columns(pieces, places=places):
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


def _columns(
    pieces: Sequence[Piece], is_column: bool = False, places: Mapping[int, int] | None = None
) -> list[tuple[Sequence[Piece], bool]]:
    """The parts of a page from above, column by column; and whether each is a column of prose.

    `places` are those of the pieces in the file, where its order is known.
    """
    lines = _grouped(pieces)
    found = _gutter(lines, places)
    if found is None:
        return [(pieces, is_column)]
    first, last, place = found
    inside = [piece for line in lines[first:last] for piece in line]
    parts = (
        ([piece for line in lines[:first] for piece in line], is_column),
        ([piece for piece in inside if _is_left(piece, place)], True),
        ([piece for piece in inside if not _is_left(piece, place)], True),
        ([piece for line in lines[last:] for piece in line], is_column),
    )
    return [found for part, whether in parts if part for found in _columns(part, whether, places)]


def _gutter(
    lines: Sequence[Sequence[Piece]], places: Mapping[int, int] | None
) -> tuple[int, int, float] | None:
    """The first and last line that a gap between two columns runs through, and its place."""
    pieces = [piece for line in lines for piece in line]
    least = _LEAST_BESIDE if places else _LEAST_ROWS
    if len(pieces) < 2 * least:
        return None
    best: tuple[int, int, float] | None = None
    edges = Counter(round(piece.left, 1) for piece in pieces)
    for place in sorted(edge for edge, _ in edges.most_common(_MOST_COMPARED // len(pieces))):
        at = place - 0.1
        start = 0
        for number, line in enumerate([*lines, ()]):
            crossed = any(_is_crossed(piece, at) for piece in line) or number == len(lines)
            if not crossed:
                continue
            if number - start >= least and (best is None or number - start > best[1] - best[0]):
                first, last = _trimmed(lines, start, number, at)
                if _are_columns(lines[first:last], at, places):
                    best = first, last, at
            start = number + 1
    return best


def _is_crossed(piece: Piece, at: float) -> bool:
    return piece.left < at < piece.right - _OVERLAP * piece.size


def _is_left(piece: Piece, at: float) -> bool:
    return piece.left < at


def _are_columns(lines: Sequence[Sequence[Piece]], at: float, places: Mapping[int, int] | None) -> bool:
    """Whether prose stands on both sides of a gap, in many rows, or in a few that the file has one side after the other."""
    inside = [piece for line in lines for piece in line]
    sides = [p for p in inside if _is_left(p, at)], [p for p in inside if not _is_left(p, at)]
    if all(_is_prose(side, _LEAST_ROWS) for side in sides):
        return True
    if not places or not all(_is_prose(side, _LEAST_BESIDE) for side in sides):
        return False
    one, other = ([places[id(piece)] for piece in side] for side in sides)
    return max(one) < min(other) or max(other) < min(one)


def _trimmed(lines: Sequence[Sequence[Piece]], first: int, last: int, at: float) -> tuple[int, int]:
    """The first and last line of columns without those above and below that are none of theirs.

    A row that stands on one side only may be who is addressed, or who signs: it ends beyond the column's rows
    or is set in other letters. At the foot of the left column a row is taken for its own unless it is too wide.
    """

    def alone(line: Sequence[Piece]) -> bool:
        return len({_is_left(piece, at) for piece in line}) == 1

    for _ in range(min(_MOST_STRANGE, last - first - 1)):
        if alone(lines[first]) and _is_strange(lines, first, first, last, at):
            first += 1
    for _ in range(min(_MOST_STRANGE, last - first - 1)):
        if alone(lines[last - 1]) and _is_strange(lines, last - 1, first, last, at):
            last -= 1
    return first, last


def _is_strange(lines: Sequence[Sequence[Piece]], number: int, first: int, last: int, at: float) -> bool:
    """Whether a line on one side of a gap is no row of the column there."""
    piece = lines[number][-1]
    left = _is_left(piece, at)
    others = [
        other
        for place in range(first, last)
        for other in lines[place]
        if place != number and _is_left(other, at) == left
    ]
    if not others:
        return True
    usual = median(other.letters for other in others)
    if piece.right > max(other.right for other in others) + _BEYOND * usual:
        return True
    below_left = left and number != first
    return not below_left and abs(piece.letters - usual) > _OTHER_SIZE * usual


def _is_prose(pieces: Sequence[Piece], least: int) -> bool:
    """Whether the lines of a column are long and end at one margin, as those of a text and not of a table."""
    lines = _grouped(pieces)
    if len(lines) < least:
        return False
    lengths = [sum(len(piece.text) for piece in line) for line in lines]
    ends = [line[-1].right for line in lines]
    margin = sorted(ends)[-1 - len(ends) // 10]
    full = sum(margin - end < 1.5 * line[-1].size for end, line in zip(ends, lines, strict=True))
    return median(lengths) >= _LEAST_CHARACTERS and full >= _LEAST_FULL * len(lines)
