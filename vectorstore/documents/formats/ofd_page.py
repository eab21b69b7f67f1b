"""The text codes of one OFD page with their places, through rotation, scaling and shared drawings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import hypot
from typing import TYPE_CHECKING

from vectorstore.documents.formats.extracted import CannotRead
from vectorstore.documents.formats.piece import Piece, is_narrow
from vectorstore.documents.formats.ruled import Rule
from vectorstore.documents.formats.turned import Turn, Way, way_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_GROUPS = frozenset({"Content", "Layer", "PageBlock"})
_USUAL_SIZE = 3.7  # millimetres, where an object states none
#: Shared drawings may hold others: so deep, and so many objects in those of one page.
_DEEPEST = 8
_MOST_SHARED = 50_000
#: A step between two characters that is so much wider than the first, in sizes, shows as a space.
_GAP = 0.8
#: Lines are drawn as strokes or as thin boxes, in millimetres.
_THIN, _SHORTEST = 0.8, 1.8
_STEP = re.compile(r"([SMLQBAC])([^A-Za-z]*)")
_LONGEST_PATH = 20_000


@dataclass(frozen=True, slots=True)
class Transform:
    """A place `(x, y)` of an object becomes `(a x + c y + e, b x + d y + f)` of the page."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def inside(self, item: _Element) -> Transform:
        """The same for what stands in an object: its own matrix first, then its place."""
        own = Transform(*(numbers(item.get("CTM")) + [0.0] * 6)[:6]) if item.get("CTM") else Transform()
        left, top, *_ = [*numbers(item.get("Boundary")), 0.0, 0.0]
        e, f = self.at(own.e + left, own.f + top)
        return Transform(
            self.a * own.a + self.c * own.b, self.b * own.a + self.d * own.b,
            self.a * own.c + self.c * own.d, self.b * own.c + self.d * own.d, e, f,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page or template draws: its text, its straight lines, and the words that it sets aslant, as a watermark."""

    pieces: tuple[Piece, ...] = ()
    rules: tuple[Rule, ...] = ()
    aslant: tuple[str, ...] = ()


def drawn(page: _Element, units: Mapping[str, _Element]) -> Drawn:
    """The text and lines in millimetres from the upper left corner, turned so that most of the text runs to the right.

    `units` are the drawings that pages share, by their numbers: whole articles may stand in one.
    """
    items = list(_walk(page, Transform(), _Shared(units)))
    texts = [item for item in items if isinstance(item, _Words)]
    counted = Counter(dict.fromkeys(Way, 0))
    for item in texts:
        if item.way:
            counted[item.way] += len(item.text)
    turn = Turn(counted.most_common(1)[0][0], 0.0, 0.0)
    return Drawn(
        tuple(item.piece(turn) for item in texts if item.way),
        tuple(rule for item in items if isinstance(item, _Path) for rule in item.rules(turn)),
        tuple(item.text for item in texts if not item.way),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Characters in a row: where the first stands, where the last one ends, and the size of their letters."""

    text: str
    start: tuple[float, float]
    end: tuple[float, float]
    size: float

    @property
    def way(self) -> Way | None:
        return way_of(self.end[0] - self.start[0], self.start[1] - self.end[1])

    def piece(self, turn: Turn) -> Piece:
        left, top = turn.at(self.start[0], -self.start[1])
        right, _ = turn.at(self.end[0], -self.end[1])
        return Piece(self.text, left, max(left, right), top, self.size)


@dataclass(frozen=True, slots=True)
class _Path:
    """The points of an outline."""

    points: tuple[tuple[float, float], ...]

    def rules(self, turn: Turn) -> Iterator[Rule]:
        points = [turn.at(x, -y) for x, y in self.points]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
            points = [(min(xs), min(ys)), (max(xs), max(ys))]
        for (x, y), (u, v) in pairwise(points):
            if abs(y - v) <= _THIN and abs(x - u) >= _SHORTEST:
                yield Rule(True, (y + v) / 2, min(x, u), max(x, u))
            elif abs(x - u) <= _THIN and abs(y - v) >= _SHORTEST:
                yield Rule(False, (x + u) / 2, min(y, v), max(y, v))


def pieces(page: _Element, units: Mapping[str, _Element]) -> list[Piece]:
    """The text of a page or template, as `drawn` gives it."""
    return list(drawn(page, units).pieces)


def pictures(page: _Element) -> list[str]:
    """The numbers of the raster pictures on a page, the largest first."""
    found = [one for one in page.iter() if name_of(one) == "ImageObject"]

    def area(item: _Element) -> float:
        _, _, wide, high, *_ = [*numbers(item.get("Boundary")), 0.0, 0.0, 0.0, 0.0]
        return wide * high

    return [item.get("ResourceID") or "" for item in sorted(found, key=area, reverse=True)]


@dataclass(slots=True)
class _Shared:
    """The drawings that pages share, and how many of their objects one page may still show.

    Ten drawings that each place the next one ten times would be ten thousand million objects.
    """

    units: Mapping[str, _Element]
    left: int = _MOST_SHARED


def _walk(node: _Element, place: Transform, shared: _Shared, depth: int = 0) -> Iterator[_Words | _Path]:
    for child in node:
        name = name_of(child)
        if depth:
            shared.left -= 1
            if shared.left < 0:
                raise CannotRead("limits")
        if is_hidden(child):
            continue
        if name in _GROUPS:
            yield from _walk(child, place, shared, depth)
        elif name == "TextObject":
            yield from _text(child, place.inside(child))
        elif name == "PathObject":
            yield from _outlines(child, place.inside(child))
        elif name == "CompositeObject" and depth < _DEEPEST:
            unit = shared.units.get(child.get("ResourceID") or "")
            if unit is not None:
                yield from _walk(unit, place.inside(child), shared, depth + 1)


def is_hidden(item: _Element) -> bool:
    """Whether an object is kept in the file and not shown: it says so, or is as clear as glass."""
    return (item.get("Visible") or "").strip().lower() in {"false", "0"} or (
        item.get("Alpha") or ""
    ).strip() == "0"


def _text(item: _Element, place: Transform) -> Iterator[_Words]:
    stated = (numbers(item.get("Size")) or [0.0])[0] or _USUAL_SIZE
    upright = stated * (hypot(place.c, place.d) or 1.0)
    wide = (numbers(item.get("HScale")) or [1.0])[0] or 1.0
    x = y = 0.0
    for code in item:
        if name_of(code) != "TextCode":
            continue
        # A code without a place stands where the one before it began.
        x = (numbers(code.get("X")) or [x])[0]
        y = (numbers(code.get("Y")) or [y])[0]
        text = "".join(str(part) for part in code.itertext())
        if not text.strip():
            continue
        across, down = (_steps(code.get(name), len(text)) for name in ("DeltaX", "DeltaY"))
        if not any(across) and not any(down):
            across = [_width(char) * stated * wide for char in text[:-1]]
        is_vertical = any(down) and not any(across)
        xs = [x + step for step in accumulate(across, initial=0.0)]
        ys = [y + step for step in accumulate(down, initial=0.0)]
        for first, last in _parts(text, down if is_vertical else across, stated):
            own = 0.0 if is_vertical else _width(text[last]) * stated * wide
            below = _width(text[last]) * stated if is_vertical else 0.0
            start = place.at(xs[min(first, len(xs) - 1)], ys[min(first, len(ys) - 1)])
            end = place.at(xs[min(last, len(xs) - 1)] + own, ys[min(last, len(ys) - 1)] + below)
            words = text[first : last + 1]
            if words.strip():
                yield _Words(words, start, end, upright)


def _parts(text: str, steps: list[float], size: float) -> Iterator[tuple[int, int]]:
    """The first and last characters of the parts of a text that stand far apart, such as two columns' figures."""
    first = 0
    for number, char in enumerate(text[:-1]):
        step = steps[number] if number < len(steps) else 0.0
        following = text[number + 1]
        # Chinese characters are often set wide, as in a title; figures hardly ever.
        wide = is_narrow(char) or is_narrow(following) or step > 3 * size
        if wide and step > (_width(char) + _GAP) * size and following.strip() and char.strip():
            yield first, number
            first = number + 1
    yield first, len(text) - 1


def _outlines(item: _Element, place: Transform) -> Iterator[_Path]:
    """The outlines of a path (`M x y L x y … C`); those with curves are no lines."""
    data = "".join(
        str(part) for node in item if name_of(node) == "AbbreviatedData" for part in node.itertext()
    )
    points: list[tuple[float, float]] = []
    for found in _STEP.finditer(data[:_LONGEST_PATH]):
        kind, values = found[1], numbers(found[2])
        if kind in "SM":
            if len(points) > 1:
                yield _Path(tuple(points))
            points = []
        if kind in "SML" and len(values) >= 2:
            points.append(place.at(values[0], values[1]))
        elif kind == "C" and points:
            points.append(points[0])
        elif kind in "QBA":
            return
    if len(points) > 1:
        yield _Path(tuple(points))


def _width(char: str) -> float:
    return 0.5 if is_narrow(char) else 1.0


def _steps(value: str | None, most: int) -> list[float]:
    """The first `most` steps between characters: `3.5 3.5` or `g 12 3.5` (twelve times)."""
    out: list[float] = []
    words = iter((value or "").split())
    for word in words:
        if len(out) >= most:
            break
        if word == "g":
            count, step = numbers(next(words, "")), numbers(next(words, ""))
            out += step * int(min(max(count[0] if count else 0, 0), most))
        else:
            out += numbers(word)
    return out[:most]


def numbers(value: str | None) -> list[float]:
    """The numbers of an attribute, up to the first word that is none."""
    out = []
    for word in re.split(r"[\s,]+", (value or "").strip()):
        try:
            out.append(float(word))
        except ValueError:
            return out
    return out


def name_of(node: _Element) -> str:
    """The name of an element; its namespace has changed between editions of the standard."""
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""
