"""The text codes of one OFD page with their places, through rotation, scaling and shared drawings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from vectorstore.documents.formats.layout import Piece, is_narrow

if TYPE_CHECKING:
    from lxml.etree import _Element

_GROUPS = frozenset({"Content", "Layer", "PageBlock"})
_USUAL_SIZE = 3.7  # millimetres, where an object states none
_DEEPEST = 8
#: A step between two characters that is so much wider than the first, in sizes, shows as a space.
_GAP = 0.8


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


def pieces(page: _Element, units: Mapping[str, _Element]) -> list[Piece]:
    """The text of a page or template in millimetres from its upper left corner.

    `units` are the drawings that pages share, by their numbers: whole articles may stand in one.
    """
    return list(_walk(page, Transform(), units, _DEEPEST))


def pictures(page: _Element) -> list[str]:
    """The numbers of the raster pictures on a page, the largest first."""
    found = [one for one in page.iter() if name_of(one) == "ImageObject"]

    def area(item: _Element) -> float:
        _, _, wide, high, *_ = [*numbers(item.get("Boundary")), 0.0, 0.0, 0.0, 0.0]
        return wide * high

    return [item.get("ResourceID") or "" for item in sorted(found, key=area, reverse=True)]


def _walk(node: _Element, place: Transform, units: Mapping[str, _Element], depth: int) -> Iterator[Piece]:
    for child in node:
        name = name_of(child)
        if is_hidden(child):
            continue
        if name in _GROUPS:
            yield from _walk(child, place, units, depth)
        elif name == "TextObject":
            yield from _text(child, place.inside(child))
        elif name == "CompositeObject" and depth:
            unit = units.get(child.get("ResourceID") or "")
            if unit is not None:
                yield from _walk(unit, place.inside(child), units, depth - 1)


def is_hidden(item: _Element) -> bool:
    """Whether an object is kept in the file and not shown: it says so, or is as clear as glass."""
    return (item.get("Visible") or "").strip().lower() in {"false", "0"} or (
        item.get("Alpha") or ""
    ).strip() == "0"


def _text(item: _Element, place: Transform) -> Iterator[Piece]:
    stated = (numbers(item.get("Size")) or [0.0])[0] or _USUAL_SIZE
    upright = stated * (hypot(place.c, place.d) or 1.0)
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
        across, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
        if not across and not any(down):
            across = [_width(char) * stated for char in text[:-1]]
        end = sum(across[: len(text) - 1]) + _width(text[-1]) * stated
        left, top = place.at(x, y)
        right = max(left, place.at(x + end, y)[0])
        yield Piece(_spaced(text, across, stated), left, right, top, upright)


def _spaced(text: str, steps: list[float], size: float) -> str:
    """The text with a space where two of its characters stand far apart, such as two columns' figures."""
    out = []
    for number, char in enumerate(text):
        out.append(char)
        step = steps[number] if number < len(steps) else 0.0
        following = text[number + 1 : number + 2]
        if step > (_width(char) + _GAP) * size and following.strip() and char.strip():
            # Chinese characters are often set wide, as in a title; figures hardly ever.
            wide = is_narrow(char) or is_narrow(following) or step > 3 * size
            out.append(" " if wide else "")
    return "".join(out)


def _width(char: str) -> float:
    return 0.5 if is_narrow(char) else 1.0


def _steps(value: str | None) -> list[float]:
    """Steps between characters: `3.5 3.5` or `g 12 3.5` (twelve times)."""
    out: list[float] = []
    words = (value or "").split()
    while words:
        if words[0] == "g" and len(words) >= 3:
            count, step = numbers(words[1]), numbers(words[2])
            out += step * min(int(count[0]) if count else 0, 10_000)
            words = words[3:]
        else:
            out += numbers(words.pop(0))
    return out


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
