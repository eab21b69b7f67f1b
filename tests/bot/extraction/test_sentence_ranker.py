"""The fitted score of sentences: its weights, its features, and what it is made of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.extraction.scales import squashed
from bot.extraction.sentence_ranker import FEATURES, WEIGHTS, Ranker, load_ranker


def test_every_weight_that_ships_is_that_of_a_feature() -> None:
    """A feature that was renamed would lose its weight without a word."""
    assert set(load_ranker().weights) <= set(FEATURES)
    assert set(json.loads(WEIGHTS.read_text("utf-8"))) == {"bias", "weights"}


def test_a_score_is_the_weighted_sum_and_never_below_its_least() -> None:
    """Scores are compared by their ratio, so none may be zero or less."""
    ranker = Ranker(0.1, {"words": 0.5, "asks": -2.0})
    assert ranker.score({"words": 0.8}) == pytest.approx(0.5)
    assert 0 < ranker.score({"words": 0.8, "asks": 1.0}) < 0.1


@pytest.mark.parametrize(
    ("logit", "feature"), [(4.0, 0.5), (-100.0, -1.5), (float("-inf"), -1.5), (99.0, 1.5)]
)
def test_logits_are_squashed(logit: float, feature: float) -> None:
    """Also that of a part which was not read."""
    assert squashed(logit) == feature


def test_other_weights_can_be_loaded(tmp_path: Path) -> None:
    """A fit in the making is tried from a file of its own."""
    path = tmp_path / "ranker.json"
    path.write_text('{"bias": 1, "weights": {"words": 2}}', "utf-8")
    assert load_ranker(path) == Ranker(1.0, {"words": 2.0})
