"""Pure figures of an evaluation: how good retrieval, probabilities and decisions are.

All take plain sequences, so that any measurement can use them. Where a figure is undefined
(no question of a kind, only one class) it is `None` or empty, never a number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: The ranks that recall is given at.
CUTS = (1, 2, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose probabilities lie between `low` and `high`.

    `expected` is the mean of these probabilities, `observed` the share that is answerable.
    """

    low: float
    high: float
    count: int
    expected: float
    observed: float


@dataclass(frozen=True, slots=True)
class Point:
    """At `coverage` (the share of questions answered, surest first), `risk` of them have no answer."""

    coverage: float
    risk: float


def recall_at(ranks: Sequence[int], cuts: Sequence[int] = CUTS) -> tuple[float, ...] | None:
    """The share of ranks that are within each cut; rank 0 is "not found"."""
    if not ranks:
        return None
    return tuple(sum(0 < rank <= cut for rank in ranks) / len(ranks) for cut in cuts)


def risk_coverage(probabilities: Sequence[float], good: Sequence[bool]) -> tuple[Point, ...]:
    """The risk-coverage curve, a point wherever the next question is less sure than the last.

    Equal probabilities are one step: no order among them is preferred.
    """
    ordered = sorted(zip(probabilities, good, strict=True), key=lambda pair: -pair[0])
    points = []
    wrong = 0
    for number, (probability, right) in enumerate(ordered, 1):
        wrong += not right
        if number == len(ordered) or ordered[number][0] < probability:
            points.append(Point(number / len(ordered), wrong / number))
    return tuple(points)


def area_under_risk(points: Sequence[Point]) -> float | None:
    """The mean risk over all coverages, 0 at best: between points it is interpolated."""
    if not points:
        return None
    before = Point(0.0, points[0].risk)
    area = 0.0
    for point in points:
        area += (point.coverage - before.coverage) * (point.risk + before.risk) / 2
        before = point
    return area


def risk_at(points: Sequence[Point], coverage: float) -> float | None:
    """The risk at the first point of the curve with at least this coverage."""
    return next((point.risk for point in points if point.coverage >= coverage - 1e-9), None)


def auroc(probabilities: Sequence[float], good: Sequence[bool]) -> float | None:
    """The chance that a good one has the higher probability than a bad one; a tie is half."""
    pairs = sorted(zip(probabilities, good, strict=True))
    positives = sum(good)
    negatives = len(pairs) - positives
    if not positives or not negatives:
        return None
    below = wins = 0.0
    at = 0
    while at < len(pairs):
        end = at
        while end < len(pairs) and pairs[end][0] == pairs[at][0]:
            end += 1
        here = sum(right for _, right in pairs[at:end])
        there = end - at - here
        wins += here * (below + there / 2)
        below += there
        at = end
    return wins / (positives * negatives)


def reliability(probabilities: Sequence[float], good: Sequence[bool], bins: int = 10) -> tuple[Bin, ...]:
    """The reliability diagram: bins of equal width that hold any question."""
    rows: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for probability, right in zip(probabilities, good, strict=True):
        rows[min(bins - 1, max(0, int(probability * bins)))].append((probability, right))
    return tuple(
        Bin(
            number / bins,
            (number + 1) / bins,
            len(row),
            sum(probability for probability, _ in row) / len(row),
            sum(right for _, right in row) / len(row),
        )
        for number, row in enumerate(rows)
        if row
    )


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """The expected calibration error: the mean distance of expected and observed, by count."""
    total = sum(one.count for one in bins)
    if not total:
        return None
    return sum(one.count * abs(one.expected - one.observed) for one in bins) / total


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value that `share` of the values do not exceed, interpolated between two."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
