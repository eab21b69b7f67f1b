"""English questions answered in English by a chat model: proven across languages, or quoted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from benchmarks.english_pairs import measure
from bot.generation.chat_model import ChatModel
from bot.generation.writer import AnswerWriter
from bot.types import Answered
from bot.verification.english_rules import english_flaws
from bot.verification.verdict import Flaw
from tests.bot.generation.scripted import ScriptedModel, passages_in

if TYPE_CHECKING:
    from bot.library import Library

QUESTION = "Which Shandong city listed 94 public-service projects?"
SUPPORT = "日照市政法系统推出为民办实事项目94项"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Rizhao launched 94 projects.", True),
        ("Rizhao launched 49 projects.", False),
        ("Zibo launched 94 projects.", False),
        ("Rizhao did not launch 94 projects.", False),
        ("Rizhao cancelled 94 projects.", False),
        ("日照市推出了94项项目。", False),
        ("See https://example.test for 94 projects.", False),
    ],
)
def test_an_english_sentence_is_shown_where_it_is_proven(library: Library, said: str, shown: bool) -> None:
    """The proven sentence stands before the quotations; what isn't proven leaves them alone."""
    from bot.chain import build_chain
    from bot.library import build_searcher, load_reader
    from bot.questions.asker import Asker

    def script(told: Sequence[tuple[str, str]]) -> str:
        key = next(iter(passages_in(told)))
        return json.dumps({"sentences": [{"key": key, "quote": SUPPORT, "sentence": said}]})

    model = ScriptedModel(script=script, asked=[])
    answer_writer = AnswerWriter(ChatModel(model, 20.0), library.catalog, 20.0)
    searcher = build_searcher(library)
    plain = Asker(build_chain(searcher, library.catalog, load_reader)).ask(QUESTION)
    worded = Asker(build_chain(searcher, library.catalog, load_reader, lambda: answer_writer)).ask(QUESTION)
    assert isinstance(plain, Answered)
    assert isinstance(worded, Answered)
    assert [claim.text for claim in worded.claims if claim.own_words] == [said] * shown
    assert [claim for claim in worded.claims if not claim.own_words] == list(plain.claims)
    assert "You answer a question in English" in model.asked[0][0][1]


TOLD = "全年查出问题127项,已整改89项,罚款35.2亿元,命案下降31.3%。"


@pytest.mark.parametrize(
    ("said", "quote", "flaw"),
    [
        ("127 problems were found.", "查出问题127项", None),
        ("3.52 billion yuan was fined.", "罚款35.2亿元", None),
        ("35.2 billion yuan was fined.", "罚款35.2亿元", Flaw.FIGURE),
        ("89 problems were found.", "查出问题127项", Flaw.FIGURE),
        ("89 problems were found.", "查出问题127项,已整改89项", Flaw.UNIT),
        ("127 percent was found.", "查出问题127项", Flaw.FIGURE),
        ("At least 127 problems were found.", "查出问题127项", Flaw.FIGURE),
        ("Half of the problems were found.", "查出问题127项", Flaw.FIGURE),
        ("Homicides rose by 31.3%.", "命案下降31.3%", Flaw.WORDS),
        ("Homicides never fell by 31.3%.", "命案下降31.3%", Flaw.NEGATION),
        ("127 problems were found on March 3.", "查出问题127项", Flaw.DATE),
        ("127 problems were found in Beijing.", "查出问题127项", Flaw.NAME),
    ],
)
def test_each_way_to_fail_in_english_is_told(said: str, quote: str, flaw: Flaw | None) -> None:
    """Values across languages, what is counted, bounds, opposites, negations, dates and names."""
    found = [one.flaw for one in english_flaws(said, TOLD, quote)]
    assert (flaw in found) if flaw else (found == [])


def test_wrong_english_sentences_are_caught_and_many_true_ones_kept() -> None:
    """Of sentences changed in every way nearly all are caught; half of the true ones are kept."""
    counts, _ = measure()
    kept, true = counts.pop("true")
    assert kept >= 0.5 * true
    wrong = [sum(column) for column in zip(*counts.values(), strict=True)]
    assert wrong[1] >= 400
    assert wrong[0] >= 0.99 * wrong[1]
