"""A plot with logarithmic axes: what grows in proportion rises by one square to the right."""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.log_plot import write_plot


def test_what_grows_in_proportion_is_a_straight_line(tmp_path: Path) -> None:
    """Ten times the passages at ten times the cost: equal steps; what has no logarithm is left out."""
    lines = {"disk": [(1000, 2.0), (10_000, 20.0), (100_000, 200.0)], "none": [(1000, 0.0)]}
    write_plot(tmp_path / "plots" / "a.svg", "费用", "passages", lines)
    drawn = (tmp_path / "plots" / "a.svg").read_text("utf-8")
    (line,) = re.findall(r'polyline points="([^"]+)"', drawn)
    points = [tuple(map(float, point.split(","))) for point in line.split()]
    steps = {(round(b[0] - a[0]), round(b[1] - a[1])) for a, b in zip(points, points[1:], strict=False)}
    assert len(points) == 3
    assert len(steps) == 1
    assert "费用" in drawn
    assert "10,000" in drawn


def test_nothing_to_plot_writes_nothing(tmp_path: Path) -> None:
    """Without a point there is no file."""
    write_plot(tmp_path / "a.svg", "", "", {"none": [(1000, 0.0)]})
    assert not (tmp_path / "a.svg").exists()
