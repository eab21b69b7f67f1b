"""The shipped weights as a classifier that can be fine-tuned."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.extraction.reader import Reader, fold
from training.cross_encoder import save_cross_encoder

PASSAGE = "讨论梳理有价值的调研成果,形成调研报告48份,破解了一些制约全市政法工作的瓶颈问题。"


def test_the_cross_encoder_scores_as_the_reader_does(tmp_path: Path) -> None:
    """The saved folder opens as a CrossEncoder whose logit is close to the reader's."""
    from sentence_transformers import CrossEncoder
    from torch import nn

    save_cross_encoder(tmp_path / "model")
    model = CrossEncoder(str(tmp_path / "model"), device="cpu", activation_fn=nn.Identity())
    reader = Reader()
    questions = ["形成了多少份调研报告?", "财政预算是多少?", "怎样做红烧肉?"]
    scores = model.predict([(fold(q).text, fold(PASSAGE).text) for q in questions])
    for question, score in zip(questions, scores, strict=True):
        logit = reader.spans(question, PASSAGE)[0].answerable
        assert float(score) == pytest.approx(logit, abs=1.5)
    assert scores[0] > scores[2]
