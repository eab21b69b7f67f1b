"""One fitted decision: what it is made from, and that nothing overrides it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.abstention.decision import WEIGHTS, Model, decide, load_model
from bot.abstention.features import FEATURES
from bot.chain import build_chain
from bot.library import build_searcher, load_reader, open_library
from bot.questions.asker import Asker
from bot.types import Answered, Declined
from training.decision import Judged, calibration_error, fit, threshold_for

QUESTION = "济南市委政法委形成了多少份调研报告？"


def test_the_weights_are_of_features_that_exist() -> None:
    """Every weight that ships belongs to a feature with a meaning."""
    data = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    assert set(data["weights"]) <= set(FEATURES)
    assert 0 < data["threshold"] < 1


def test_the_decision_is_the_model_and_nothing_else() -> None:
    """The probability is the logistic of the weighted features, and the threshold alone decides."""
    model = Model(-1.0, {"words": 2.0}, 0.5)
    assert decide({"words": 0.5, "unheard_of": 9.0}, model).probability == pytest.approx(0.5)
    assert decide({"words": 0.5}, model).answers
    assert not decide({"words": 0.49}, model).answers


@pytest.mark.parametrize(("threshold", "kind"), [(0.0, Answered), (1.1, Declined)])
def test_no_strategy_overrides_the_decision(data_dir: Path, threshold: float, kind: type) -> None:
    """With a threshold that everything or nothing reaches, every kind of question is answered or declined."""
    library = open_library(data_dir / "index", "bundled")
    shipped = load_model()
    model = Model(shipped.bias, shipped.weights, threshold)
    chain = build_chain(build_searcher(library), library.catalog, load_reader, model=model)
    for question in (QUESTION, "红河州的十项机制分别是什么？", "第三项机制是什么？"):
        answer = Asker(chain).ask(question)
        assert isinstance(answer, kind), question
        assert answer.probability == pytest.approx(shipped.probability(answer.signs.features))
    library.close()


def test_the_fit_gives_weight_to_what_tells_right_answers_apart() -> None:
    """The feature that differs gets the weight; the threshold withholds the share it is told to."""
    generator = np.random.default_rng(5)
    rows = []
    for number in range(400):
        right = bool(number % 2)
        features = {"words": float(generator.normal(0.3 + 0.4 * right, 0.2)), "margin": 0.5}
        rows.append(Judged("set", True, right, features))
    bias, weights = fit(rows, ["words", "margin"], 1.0)
    assert weights["words"] > 10 * abs(weights["margin"])
    given = [Model(bias, weights, 0.0).probability(row.features) for row in rows]
    threshold = threshold_for(given, rows, 0.1)
    withheld = sum(p < threshold for p, row in zip(given, rows, strict=True) if row.right)
    assert withheld == 20
    assert calibration_error(given, rows) < 0.08
