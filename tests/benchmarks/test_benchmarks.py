"""What the benchmarks count with: a wrong sum here would be a wrong figure everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.public_sets import (
    PublicSet,
    SetPassage,
    SetQuestion,
    part_of,
    read_set,
    write_documents,
)
from benchmarks.ranking import FoundRanks, first_rank
from benchmarks.refusal import auroc, fit, measures, probabilities
from benchmarks.refusal_features import Sample
from benchmarks.scale import recombined
from bot.evaluation import metrics as quality
from vectorstore.search.fusion import weighted_sum
from vectorstore.types import Span


def test_recall_and_reciprocal_rank() -> None:
    """Ranks 1, 2, 6 and none: a quarter first, half in five, and (1 + 1/2 + 1/6) / 4."""
    ranked = FoundRanks((1, 2, 6, 0))
    assert (ranked.recall(1), ranked.recall(5)) == (0.25, 0.5)
    assert ranked.mrr(10) == pytest.approx((1 + 1 / 2 + 1 / 6) / 4)
    assert first_rank(["a", "b"], ["b", "c"]) == 2
    assert first_rank(["a"], ["b"]) == 0


@pytest.mark.parametrize("seed", range(5))
def test_refusal_is_measured_as_in_an_evaluation(seed: int) -> None:
    """The fast sums over arrays equal those of `yinju eval`, ties included."""
    generator = np.random.default_rng(seed)
    p = generator.integers(0, 8, 60) / 8
    good = generator.random(60) < 0.4 + 0.4 * p
    assert auroc(p, good) == pytest.approx(quality.auroc(p.tolist(), good.tolist()))
    points = quality.risk_coverage(p.tolist(), good.tolist())
    assert measures(p, good)[1] == pytest.approx(quality.area_under_risk(points), abs=0.03)


def _samples(count: int) -> list[Sample]:
    generator = np.random.default_rng(1)
    found = []
    for number in range(count):
        good = bool(number % 2)
        features = {"words": float(generator.normal(0.3 + 0.4 * good, 0.2)), "margin": 0.5}
        found.append(Sample("set", str(number), "?", True, good, features, 0.8, 1.0, 0.9, 0.5, 0.5, False))
    return found


def test_the_fit_finds_what_tells_questions_apart() -> None:
    """The feature that differs gets the weight, and the probabilities have the mean of the answers."""
    samples = _samples(200)
    model = fit(samples, ["words", "margin"])
    p = probabilities(model, samples, ["words", "margin"])
    assert model[1] > 3 * abs(model[2])
    assert auroc(p, np.array([one.answerable for one in samples])) > 0.85
    assert p.mean() == pytest.approx(0.5, abs=0.02)


def test_a_set_becomes_files_and_is_found_again(tmp_path: Path) -> None:
    """Passages of one title share a file, a law's name is not repeated, and spans lead back."""
    passages = [
        {"id": "p1", "doc": "民法典", "text": "民法典第五条 从事民事活动。\n应当自愿。"},
        {"id": "p2", "doc": "民法典", "text": "民法典第六条 应当公平。"},
        {"id": "p3", "doc": "锣鼓经", "text": "锣鼓经是记谱方法。"},
    ]
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "passages.jsonl").write_text("\n".join(map(json.dumps, passages)), encoding="utf-8")
    question = {"id": "q", "question": "怎样从事民事活动?", "passage_ids": ["p1"]}
    (folder / "questions.jsonl").write_text(json.dumps(question), encoding="utf-8")
    found = read_set(tmp_path, "tiny")
    assert found.questions[0].passage_ids == ("p1",)
    places = write_documents(found.passages, tmp_path / "documents")
    texts = {path.name: path.read_text("utf-8") for path in (tmp_path / "documents").iterdir()}
    assert sorted(text.count("民法典") for text in texts.values()) == [0, 1]
    law = next(name for name, text in texts.items() if "民法典" in text)
    at = texts[law].index("应当自愿")
    assert places.passage_id(law, Span(at, at + 4)) == "p1"
    assert places.passage_id(law, Span(0, 3)) == ""
    whole = len((tmp_path / "documents" / law).read_text("utf-8"))
    assert "p1" in places.passages_in(law, Span(0, whole))
    assert places.passages_in(law, Span(at, at + 1)) == []


def test_a_part_of_a_set_has_all_right_passages() -> None:
    """The seed decides which questions; their passages are all there, others up to the number."""
    passages = tuple(SetPassage(str(n), "", f"第{n}段") for n in range(40))
    asked = tuple(SetQuestion(f"q{n}", "?", (str(n), str(n + 1))) for n in range(20))
    whole = PublicSet("set", passages, asked)
    part = part_of(whole, 5, 20)
    assert (len(part.questions), len(part.passages)) == (5, 20)
    assert {name for one in part.questions for name in one.passage_ids} <= {one.id for one in part.passages}
    assert part == part_of(whole, 5, 20)
    assert part_of(whole, 0, 0) == whole


def test_recombined_passages_are_the_same_on_every_machine() -> None:
    """The seed decides: as many passages as asked for, with keys that differ."""
    one, two = (recombined(["甲是一。", "乙是二。", "丙是三。"], 150) for _ in range(2))
    assert [e.document.sha256 for e in one] == [e.document.sha256 for e in two]
    assert sum(len(e.passages) for e in one) == 150
    assert all(p.span.of(e.document.text).endswith("。") for e in one for p in e.passages)


def test_the_sum_scales_each_side_within_the_question() -> None:
    """The best of both sides gets 1, the worst dense one without a word 0; a weak match stays weak."""
    fused = weighted_sum({"a": 0.9, "b": 0.8, "c": 0.7}, {"a": 10.0, "b": 5.0}, ideal=20.0)
    assert fused == pytest.approx({"a": 1.0, "b": 0.5, "c": 0.0})
    assert weighted_sum({"a": 0.9, "b": 0.8}, {"b": 1.0}, ideal=50.0)["b"] == pytest.approx(0.05)
    assert weighted_sum({}, {}, 1.0) == {}
