"""The straight lines that a PDF page draws, in the coordinates of its text: those of tables are among them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

from vectorstore.documents.formats.ruled import Rule

#: Programs draw a line as a stroke or as a thin filled box.
_THIN, _SHORTEST = 3.0, 5.0
_MOST_OBJECTS, _MOST_POINTS, _DEEPEST = 20_000, 200, 3
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def lines_of(page: Any) -> list[Rule]:
    """The lines of a page, in points from its lower left corner."""
    import pypdfium2.raw as raw

    allowed = [_MOST_OBJECTS]
    return [
        rule
        for number in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS))
        for rule in _drawn(raw, raw.FPDFPage_GetObject(page, number), _SAME, _DEEPEST, allowed)
    ]


def _drawn(raw: Any, item: Any, outer: Matrix, depth: int, allowed: list[int]) -> Iterator[Rule]:
    """The lines of one object; `allowed` holds how many objects may still be looked at, those inside of others as well."""
    allowed[0] -= 1
    if allowed[0] < 0:
        return
    kind = raw.FPDFPageObj_GetType(item)
    if kind == raw.FPDF_PAGEOBJ_FORM and depth:
        inner = _inside(outer, _matrix(raw, item))
        for number in range(min(raw.FPDFFormObj_CountObjects(item), _MOST_OBJECTS)):
            yield from _drawn(raw, raw.FPDFFormObj_GetObject(item, number), inner, depth - 1, allowed)
    if kind != raw.FPDF_PAGEOBJ_PATH:
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    if not (fill.value or stroke.value):
        return
    for points in _outlines(raw, item, _inside(outer, _matrix(raw, item))):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, low, high = min(xs), max(xs), min(ys), max(ys)
        if min(right - left, high - low) <= _THIN:
            yield from _straight(left, right, low, high)
        elif stroke.value:
            for (x, y), (u, v) in zip(points, points[1:], strict=False):
                if min(abs(x - u), abs(y - v)) <= _THIN / 2:
                    yield from _straight(min(x, u), max(x, u), min(y, v), max(y, v))


def _straight(left: float, right: float, low: float, high: float) -> Iterator[Rule]:
    if right - left >= max(_SHORTEST, high - low):
        yield Rule(True, (low + high) / 2, left, right)
    elif high - low >= _SHORTEST:
        yield Rule(False, (left + right) / 2, low, high)


def _outlines(raw: Any, item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each outline of a path; those with curves are no lines."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(min(raw.FPDFPath_CountSegments(item), _MOST_POINTS)):
        segment = raw.FPDFPath_GetPathSegment(item, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            return
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        a, b, c, d, e, f = matrix
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _matrix(raw: Any, item: Any) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _inside(outer: Matrix, inner: Matrix) -> Matrix:
    """First the inner matrix, then the outer one."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
