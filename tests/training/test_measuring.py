"""The figures that the reader is judged by."""

from __future__ import annotations

import numpy as np
import pytest

from training.evaluate import calibration_error
from training.heuristics import best_sentence, best_words
from training.metrics import auroc, bootstrap, exact_match, f1, risk_at_coverage
from training.ranking import Ranker


def test_exact_match_looks_past_script_and_punctuation() -> None:
    """Script, width and punctuation don't count; every other character does."""
    assert exact_match("48份。", ["４８份"]) == 1
    assert exact_match("「記錄」號", ["记录号"]) == 1
    assert exact_match("48", ["48份"]) == 0


def test_f1_takes_the_best_answer() -> None:
    """F1 counts shared characters against the answer that fits best."""
    assert f1("培训600余人次", ["600余人次", "没有"]) == pytest.approx(2 * 4 / (6 + 4))
    assert f1("", ["48份"]) == 0


def test_auroc_counts_ties_as_half() -> None:
    """All above is 1, all equal one half, all below 0."""
    assert auroc([2, 3], [0, 1]) == 1
    assert auroc([1, 1], [1, 1]) == 0.5
    assert auroc([0], [1, 2]) == 0


def test_risk_is_of_the_most_confident() -> None:
    """Only the confident share of the questions counts."""
    assert risk_at_coverage([0.9, 0.8, 0.1, 0.2], [1, 1, 0, 0], coverage=0.5) == 0
    assert risk_at_coverage([0.9, 0.8, 0.1, 0.2], [0, 1, 1, 1], coverage=0.5) == 0.5


def test_an_interval_holds_its_value_and_is_reproducible() -> None:
    """The same rows give the same interval, around the value."""
    values = np.array([0.0, 1.0] * 50)
    first, second = (bootstrap(100, lambda rows: float(values[rows].mean())) for _ in range(2))
    assert first == second
    assert first.low < first.value == 0.5 < first.high


def test_calibration_error_is_the_gap() -> None:
    """Probabilities that come true have no error; sure ones that don't have all of it."""
    right = np.array([True, False])
    assert calibration_error(np.array([0.5, 0.5]), right) == 0
    assert calibration_error(np.array([0.0, 1.0]), right) == 1


def test_the_ranker_finds_shared_characters_first() -> None:
    """The text that shares rare characters with the query comes first."""
    ranker = Ranker(["济南市委形成调研报告", "红河州委印发机制", "兰州公安局发案下降"])
    assert ranker.best("兰州的发案情况", 3)[0] == 2
    assert ranker.scores("完全无关").max() == 0


def test_the_heuristics_pick_the_figure_of_the_best_sentence() -> None:
    """The sentence most like the question is found, and in it the figure that is asked for."""
    passage = "全市召开会议3次。去年以来形成调研报告48份,推动工作。"
    start, end = best_sentence("形成了多少份调研报告?", passage)
    assert passage[start:end] == "去年以来形成调研报告48份,推动工作。"
    start, end = best_words("形成了多少份调研报告?", passage)
    assert passage[start:end] == "48份"
