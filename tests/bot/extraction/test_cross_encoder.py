"""A cross-encoder in the reader's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import RerankerUnavailable
from bot.extraction.cross_encoder import Reranker
from bot.library import build_asker, load_reader, open_library
from bot.questions.asker import Asker
from bot.types import Answered
from tests.commands import run
from vectorstore.embedding.encoders import BUNDLED

PASSAGES = ["口袋书已送到每一名干警手中。全年培训六百人次。", "会议由市长主持。"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small cross-encoder with random weights: what it says is nonsense, and always the same."""
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    torch.manual_seed(3)
    out = tmp_path_factory.mktemp("cross-encoder")
    characters = sorted(set("".join(PASSAGES) + "口袋书送到了谁手中?培训多少人次"))
    (out / "vocab.txt").write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters]), "utf-8"
    )
    BertTokenizerFast(vocab_file=str(out / "vocab.txt")).save_pretrained(out)
    config = BertConfig(
        vocab_size=5 + len(characters), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, num_labels=1,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(out)
    assert CrossEncoder(str(out)).num_labels == 1
    return out


def test_a_passage_is_read_by_its_score_and_its_best_sentence(folder: Path) -> None:
    """The probability is the pair's score; the words are the sentence that scores highest."""
    reranker = Reranker(str(folder))
    readings = reranker.read("培训多少人次?", PASSAGES)
    assert [PASSAGES[n][r.start : r.end] == r.text for n, r in enumerate(readings)] == [True, True]
    assert readings[0].text in {"口袋书已送到每一名干警手中。", "全年培训六百人次。"}
    assert all(0 < r.answer_probability < 1 for r in readings)
    alone = [
        reranker.read("培训多少人次?", [s])[0].span_score
        for s in ("口袋书已送到每一名干警手中。", "全年培训六百人次。")
    ]
    best = max(range(2), key=lambda n: alone[n])
    assert readings[0].text == ("口袋书已送到每一名干警手中。", "全年培训六百人次。")[best]


def test_an_empty_passage_has_no_words_and_probability_zero(folder: Path) -> None:
    """Nothing is read where there is nothing."""
    (one,) = Reranker(str(folder)).read("培训多少人次?", [""])
    assert (one.start, one.end, one.answer_probability) == (0, 0, 0.0)


def test_answers_come_with_a_cross_encoder_too(folder: Path, data_dir: Path) -> None:
    """The seeds are answered, with quotations, when it reads in the reader's place."""
    opened = open_library(data_dir / "index", BUNDLED)
    asker: Asker = build_asker(opened, reranker=str(folder))
    answer = asker.ask("《长效机制》建立了哪十项机制?")
    opened.close()
    assert isinstance(answer, Answered)
    assert len(answer.claims) >= 10
    assert isinstance(load_reader(str(folder)), Reranker)


def test_a_model_that_is_not_there_is_an_error_that_says_what_to_do(data_dir: Path, tmp_path: Path) -> None:
    """The chat names the setting and ends without a traceback."""
    with pytest.raises(RerankerUnavailable):
        Reranker(str(tmp_path))
    more = {"RERANKER_MODEL": str(tmp_path)}
    done = run(data_dir, "chat", stdin="口袋书发给了谁?\n", more=more)
    assert "RERANKER_MODEL" in done.out + done.err
    assert "Traceback" not in done.out + done.err
    checked = run(data_dir, "doctor", more=more)
    assert checked.code != 0
    assert "RERANKER_MODEL" in checked.out + checked.err
