"""Figures of an evaluation, against values worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation import metrics as quality
from bot.evaluation.metrics import Point

DECISIONS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


def test_recall_counts_ranks_within_the_cut() -> None:
    """A rank counts from its cut on, and 0 never does."""
    assert quality.recall_at([1, 3, 0, 5], (1, 3, 5)) == (0.25, 0.5, 0.75)
    assert quality.recall_at([]) is None


def test_the_risk_curve_answers_the_surest_first() -> None:
    """Risk at a coverage is the share of bad ones among the surest; ties make one step."""
    points = quality.risk_coverage([0.9, 0.8, 0.8, 0.1], [True, True, False, False])
    assert points == (Point(0.25, 0.0), Point(0.75, 1 / 3), Point(1.0, 0.5))
    assert quality.risk_at(points, 0.5) == 1 / 3
    assert quality.area_under_risk(points) == pytest.approx(0.5 / 6 + 0.25 * (1 / 3 + 0.5) / 2)


def test_auroc_counts_pairs_and_halves_ties() -> None:
    """Three of four pairs in order and one tied are 0.875; one class alone has none."""
    assert quality.auroc([0.9, 0.5, 0.5, 0.1], [True, True, False, False]) == 0.875
    assert quality.auroc([0.5, 0.6], [True, True]) is None


@given(DECISIONS)
def test_auroc_is_the_share_of_pairs_in_order(rows: list[tuple[float, bool]]) -> None:
    """The fast sum equals the count over all pairs."""
    good = [p for p, right in rows if right]
    bad = [p for p, right in rows if not right]
    found = quality.auroc([p for p, _ in rows], [right for _, right in rows])
    if not good or not bad:
        assert found is None
    else:
        pairs = [(g > b) + 0.5 * (g == b) for g in good for b in bad]
        assert found == pytest.approx(sum(pairs) / len(pairs))


def test_the_calibration_error_weighs_bins_by_count() -> None:
    """A bin of three that is off by 0.1 and one of one that is off by 0.6 make 0.225."""
    bins = quality.reliability([0.9, 0.9, 0.9, 0.4], [True, True, True, True])
    assert [(one.count, one.observed) for one in bins] == [(1, 1.0), (3, 1.0)]
    assert quality.calibration_error(bins) == pytest.approx((3 * 0.1 + 0.6) / 4)
    assert quality.calibration_error(()) is None


@given(DECISIONS)
def test_every_question_is_in_one_bin(rows: list[tuple[float, bool]]) -> None:
    """The bins hold all questions, a probability of exactly 0 or 1 too."""
    bins = quality.reliability([p for p, _ in rows], [right for _, right in rows])
    assert sum(one.count for one in bins) == len(rows)
    assert 0 <= (quality.calibration_error(bins) or 0) <= 1


def test_quantiles_interpolate() -> None:
    """Halfway between 1 and 3 is 2; of nothing there is none."""
    assert quality.quantile([3.0, 1.0], 0.5) == 2.0
    assert quality.quantile([], 0.5) is None
