"""Draws how figures grow with size, both axes logarithmic, as an SVG that needs nothing to be shown.

A straight line that rises by one square to the right costs the same for each passage at every size; a
steeper one costs more the more there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from pathlib import Path

_WIDTH, _HEIGHT = 760, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 200, 40, 50
#: Told apart by people who see few colours, and by their dashes in print.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#e69f00")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 2", "10 4")


def write_plot(
    path: Path, title: str, across: str, lines: Mapping[str, Sequence[tuple[float, float]]]
) -> None:
    """Write a plot of lines, each of points (size, value) above zero; other points are left out."""
    kept = {name: [(x, y) for x, y in points if x > 0 and y > 0] for name, points in lines.items()}
    points = [point for row in kept.values() for point in row]
    if not points:
        return
    x_from, x_to = _decades([x for x, _ in points])
    y_from, y_to = _decades([y for _, y in points])

    def place(x: float, y: float) -> tuple[float, float]:
        inside_x = (log10(x) - x_from) / (x_to - x_from)
        inside_y = (log10(y) - y_from) / (y_to - y_from)
        return (
            _LEFT + inside_x * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - inside_y * (_HEIGHT - _TOP - _BOTTOM),
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        f'font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{_LEFT}" y="22" font-size="14">{escape(title)}</text>'
    ]
    for power in range(x_from, x_to + 1):
        (x, bottom), (_, top) = place(10**power, 10**y_from), place(10**power, 10**y_to)
        parts.append(_line(x, bottom, x, top) + _text(x, bottom + 18, f"{10**power:,}", "middle"))
    for power in range(y_from, y_to + 1):
        (left, y), (right, _) = place(10**x_from, 10**power), place(10**x_to, 10**power)
        parts.append(_line(left, y, right, y) + _text(left - 8, y + 4, f"{10.0**power:g}", "end"))
    parts.append(_text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 10, across, "middle"))
    for number, (name, row) in enumerate(kept.items()):
        if not row:
            continue
        colour, dash = _COLOURS[number % len(_COLOURS)], _DASHES[number % len(_DASHES)]
        path_of = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in sorted(row))
        parts.append(
            f'<polyline points="{path_of}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dash}"/>'
        )
        for point in row:
            x, y = place(*point)
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
        y = _TOP + 18 * number + 10
        begin = _WIDTH - _RIGHT + 15
        parts.append(
            f'<line x1="{begin}" y1="{y}" x2="{begin + 26}" y2="{y}" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dash}"/>' + _text(begin + 32, y + 4, name, "start")
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(parts) + "</svg>\n", "utf-8")


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten around the values, one decade apart at least."""
    first, last = floor(log10(min(values))), ceil(log10(max(values)))
    return first, max(last, first + 1)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
