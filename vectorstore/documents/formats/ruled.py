"""Tables that lines are drawn around: from the lines of a page to cells, so that a figure stays in its column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: More lines on a page are a drawing.
_MOST_LINES = 4000
#: Lines that make more fields are a drawing or squared paper.
_MOST_FIELDS = 20_000
#: A table has so many cells with words, of all that its lines make.
_LEAST_FILLED = 0.4


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line of a page: its place across its own direction, and from where to where it goes."""

    across: bool  # from left to right, or else from the top down
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lines, and which of the fields between them are one cell."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: Mapping[tuple[int, int], int]  # by row and column, the number of the cell

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell that holds this place, None outside."""
        row, column = _between(self.ys, y), _between(self.xs, x)
        return None if row is None or column is None else self.cells[row, column]

    def rows(self, words: Mapping[int, str]) -> list[list[str]]:
        """The rows of the table. What a cell says holds for every row and column that it covers."""
        return [
            [words.get(self.cells[row, column], "") for column in range(len(self.xs) - 1)]
            for row in range(len(self.ys) - 1)
        ]

    def is_filled(self, words: Mapping[int, str]) -> bool:
        """Whether the words make a table of it: a chart has lines too, and hardly a word between them."""
        numbers = set(self.cells.values())
        return sum(bool(words.get(number, "").strip()) for number in numbers) >= _LEAST_FILLED * len(numbers)


def grids(rules: Sequence[Rule], near: float) -> list[Grid]:
    """The tables that the lines of a page make, from the top; ends of lines that touch are so `near` at least."""
    if len(rules) > _MOST_LINES:
        return []
    across = _merged([rule for rule in rules if rule.across], near)
    down = _merged([rule for rule in rules if not rule.across], near)
    made = [grid for part in _touching(across, down, near) if (grid := _grid(*part, near))]
    # A frame around a page or around other tables is none itself.
    inner = [grid for grid in made if not any(_holds(grid, other) for other in made if other is not grid)]
    return sorted(inner, key=lambda grid: grid.ys[0])


def _between(edges: Sequence[float], place: float) -> int | None:
    return next((n for n, (low, high) in enumerate(pairwise(edges)) if low <= place < high), None)


def _merged(rules: Sequence[Rule], near: float) -> list[Rule]:
    """Lines that continue one another as one: many programs draw each cell's own."""
    places = _clustered([rule.at for rule in rules], near)
    placed = sorted((min(places, key=lambda at: abs(at - rule.at)), rule.start, rule.end) for rule in rules)
    out: list[Rule] = []
    for at, start, end in placed:
        if out and out[-1].at == at and start - out[-1].end <= 1.5 * near:
            out[-1] = Rule(out[-1].across, at, out[-1].start, max(end, out[-1].end))
        else:
            out.append(Rule(rules[0].across, at, start, end))
    return out


def _clustered(places: Sequence[float], near: float) -> list[float]:
    out: list[list[float]] = []
    for place in sorted(places):
        if out and place - out[-1][0] <= near:
            out[-1].append(place)
        else:
            out.append([place])
    return [sum(group) / len(group) for group in out]


def _touching(
    across: Sequence[Rule], down: Sequence[Rule], near: float
) -> list[tuple[list[Rule], list[Rule]]]:
    """The lines in groups of which each touches another one."""
    parent = list(range(len(across) + len(down)))

    for one, flat in enumerate(across):
        for other, steep in enumerate(down, len(across)):
            if (
                steep.start - near <= flat.at <= steep.end + near
                and flat.start - near <= steep.at <= flat.end + near
            ):
                _join(parent, one, other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number, rule in enumerate([*across, *down]):
        groups.setdefault(_root(parent, number), ([], []))[not rule.across].append(rule)
    return list(groups.values())


def _grid(across: Sequence[Rule], down: Sequence[Rule], near: float) -> Grid | None:
    """The grid of one group of lines; None where they make no table."""
    if len(across) < 2 or not down:
        return None
    xs = _clustered([rule.at for rule in down], near)
    ys = _clustered([rule.at for rule in across], near)
    # Many tables have no line at their left and right.
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    xs = [*([left] if xs[0] - left > 3 * near else []), *xs, *([right] if right - xs[-1] > 3 * near else [])]
    if len(xs) < 3 or len(ys) < 3 or len(xs) * len(ys) > _MOST_FIELDS:
        return None
    steep = {at: [rule for rule in down if abs(rule.at - at) <= near] for at in xs}
    flat = {at: [rule for rule in across if abs(rule.at - at) <= near] for at in ys}

    def parted(rules: Sequence[Rule], place: float) -> bool:
        return any(rule.start <= place <= rule.end for rule in rules)

    cells = _cells(xs, ys, lambda x, y: parted(steep[x], y), lambda x, y: parted(flat[y], x))
    if all(len({cells[row, column] for column in range(len(xs) - 1)}) == 1 for row in range(len(ys) - 1)):
        return None
    return Grid(tuple(xs), tuple(ys), cells)


def _cells(
    xs: Sequence[float],
    ys: Sequence[float],
    steep: Callable[[float, float], bool],
    flat: Callable[[float, float], bool],
) -> dict[tuple[int, int], int]:
    """The number of the cell of every field: fields without a line between them are one."""
    wide = len(xs) - 1
    parent = list(range((len(ys) - 1) * wide))
    for row in range(len(ys) - 1):
        for column in range(wide):
            field = row * wide + column
            x, y = (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2
            if column + 1 < wide and not steep(xs[column + 1], y):
                _join(parent, field, field + 1)
            if row + 2 < len(ys) and not flat(x, ys[row + 1]):
                _join(parent, field, field + wide)
    return {(field // wide, field % wide): _root(parent, field) for field in range(len(parent))}


def _root(parent: list[int], number: int) -> int:
    """The number that stands for all that a thing was joined with."""
    while parent[number] != number:
        parent[number] = parent[parent[number]]
        number = parent[number]
    return number


def _join(parent: list[int], one: int, other: int) -> None:
    first, second = sorted((_root(parent, one), _root(parent, other)))
    parent[second] = first


def _holds(outer: Grid, inner: Grid) -> bool:
    """Whether one cell of a grid holds another grid."""
    corners = {outer.cell_at(x, y) for x in (inner.xs[0], inner.xs[-1]) for y in (inner.ys[0], inner.ys[-1])}
    return len(corners) == 1 and None not in corners
