"""Answers worded by a scripted model: what is shown, when it is told, what is told of the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.cli.render.answer import render_answer, render_decided
from bot.generation.chat_model import MARKED, SCHEMA, ChatModel
from bot.generation.writer import AnswerWriter
from bot.serving.json_views.answer import answer_json
from bot.types import Answered, Claim, Declined
from tests.bot.generation.scripted import Script, ScriptedModel, passages_in

if TYPE_CHECKING:
    from bot.library import Library
    from bot.questions.asker import Asker

QUESTION = "济南市委政法委举办的主题教育读书班培训了多少人次?"
TRUE = ("培训600余人次", "主题教育读书班培训600余人次。")
FALSE = ("培训600余人次", "主题教育读书班培训900余人次。")

Build = Callable[..., "tuple[Asker, ScriptedModel]"]


@pytest.fixture(scope="module")
def build(library: Library) -> Build:
    """Makes an asker whose chat model follows a script."""
    from functools import cache

    from bot.chain import build_chain
    from bot.library import build_searcher, load_reader
    from bot.questions.asker import Asker

    searcher, reader = build_searcher(library), cache(load_reader)

    def made(
        script: Script, structured: bool = True, memory: Path | None = None
    ) -> tuple[Asker, ScriptedModel]:
        model = ScriptedModel(script=script, structured=structured, asked=[])
        answer_writer = AnswerWriter(ChatModel(model, 20.0, memory, "scripted"), library.catalog, 20.0)
        return Asker(build_chain(searcher, library.catalog, reader, lambda: answer_writer)), model

    return made


def _reply(told: Sequence[tuple[str, str]], *rows: tuple[str, str]) -> str:
    key = next(iter(passages_in(told)))
    listed = [{"key": key, "quote": quote, "sentence": sentence} for quote, sentence in rows]
    return json.dumps({"sentences": listed}, ensure_ascii=False)


def _own(answer: Any) -> list[str]:
    assert isinstance(answer, Answered)
    return [claim.text for claim in answer.claims if claim.own_words]


def test_a_proven_sentence_stands_before_the_quotations(build: Build, asker: Asker) -> None:
    """The model's sentence leads, every quotation of the plain answer follows, and both are told in order."""
    heard: list[Claim] = []
    worded, model = build(lambda told: _reply(told, TRUE))
    answer = worded.ask(QUESTION, on_claim=heard.append)
    plain = asker.ask(QUESTION)
    assert isinstance(answer, Answered)
    assert isinstance(plain, Answered)
    assert _own(answer) == [TRUE[1]]
    assert answer.claims[1:] == plain.claims
    assert tuple(heard) == answer.claims
    assert len(model.asked) == 1
    assert [one.outcome for one in answer.decided] == ["shown"]


def test_only_quotations_stand_in_quotation_marks(build: Build) -> None:
    """On a terminal the model's sentence has no quotation marks, and JSON says whose words they are."""
    answer = build(lambda told: _reply(told, TRUE))[0].ask(QUESTION)
    from bot.types import Language

    shown = render_answer(answer, {}, Language.CHINESE)
    assert shown.startswith(f"{TRUE[1]}[1]\n\n「")
    assert f"「{TRUE[1]}" not in shown
    assert [claim["own_words"] for claim in answer_json(answer, Language.CHINESE)["claims"]] == [True, False]


def test_a_false_sentence_is_repaired_once_with_the_reason(build: Build) -> None:
    """The model hears what was wrong, and its corrected sentence is shown; nothing false ever is."""
    heard: list[Claim] = []

    def script(told: Sequence[tuple[str, str]]) -> str:
        return _reply(told, TRUE if "没有通过核对" in told[-1][1] else FALSE)

    worded, model = build(script)
    answer = worded.ask(QUESTION, on_claim=heard.append)
    assert _own(answer) == [TRUE[1]]
    assert len(model.asked) == 2
    assert "900" in model.asked[1][-1][1]
    assert all("900" not in claim.text for claim in heard)
    assert isinstance(answer, Answered)
    assert [one.outcome for one in answer.decided] == ["dropped", "repaired"]
    assert "chat-withheld" not in [note.code for note in answer.notes]


def test_what_stays_false_is_withheld_and_counted(build: Build, asker: Asker) -> None:
    """Where nothing survives the answer is the plain one, with the number of sentences withheld."""
    worded, model = build(lambda told: _reply(told, FALSE))
    answer, plain = worded.ask(QUESTION), asker.ask(QUESTION)
    assert isinstance(answer, Answered)
    assert isinstance(plain, Answered)
    assert answer.claims == plain.claims
    assert len(model.asked) == 2
    assert [(note.code, note.params) for note in answer.notes] == [("chat-withheld", {"count": 1})]
    from bot.types import Language

    explained = render_decided(answer.decided, Language.ENGLISH)
    assert "900余人次" in explained
    assert "the figure isn't in the support" in explained


def test_a_sentence_that_repeats_another_is_shown_once(build: Build) -> None:
    """The same sentence twice is one claim, and nothing is withheld."""
    answer = build(lambda told: _reply(told, TRUE, TRUE))[0].ask(QUESTION)
    assert _own(answer) == [TRUE[1]]
    assert isinstance(answer, Answered)
    assert answer.notes == ()


def test_a_model_without_structured_output_is_asked_for_marked_lines(build: Build, tmp_path: Path) -> None:
    """The way that works is found once and remembered, over a restart too."""

    def script(told: Sequence[tuple[str, str]]) -> str:
        return f"{next(iter(passages_in(told)))} | {TRUE[0]} | {TRUE[1]}"

    memory = tmp_path / "chat-model.json"
    worded, model = build(script, structured=False, memory=memory)
    assert _own(worded.ask(QUESTION)) == [TRUE[1]]
    assert "JSON" not in model.asked[-1][0][1]
    assert json.loads(memory.read_text("utf-8")) == {"scripted": MARKED}
    assert ChatModel(model, 1.0, memory, "scripted").mode == MARKED
    assert ChatModel(model, 1.0, memory, "another").mode == ""


def test_a_model_that_writes_prose_first_is_asked_otherwise(build: Build, tmp_path: Path) -> None:
    """Where JSON was asked for and prose came, the next way is tried; the working one is kept."""
    memory = tmp_path / "chat-model.json"

    def script(told: Sequence[tuple[str, str]]) -> str:
        key = next(iter(passages_in(told)))
        return "好的,我来回答。" if "JSON" in told[0][1] else f"{key} | {TRUE[0]} | {TRUE[1]}"

    worded, model = build(script, memory=memory)
    assert _own(worded.ask(QUESTION)) == [TRUE[1]]
    assert len(model.asked) == 3
    assert _own(worded.ask(QUESTION)) == [TRUE[1]]
    assert len(model.asked) == 4


def test_a_declined_question_never_reaches_the_model(build: Build) -> None:
    """Whether the documents answer is not the model's to decide: it isn't asked."""
    worded, model = build(lambda told: _reply(told, TRUE))
    assert isinstance(worded.ask("红河州委政法委书记叫什么名字?"), Declined)
    assert model.asked == []


def test_a_model_that_says_nothing_leaves_the_plain_answer(build: Build, asker: Asker) -> None:
    """An empty list of sentences takes nothing from the answer."""
    answer, plain = build(lambda told: '{"sentences": []}')[0].ask(QUESTION), asker.ask(QUESTION)
    assert isinstance(answer, Answered)
    assert isinstance(plain, Answered)
    assert answer.claims == plain.claims


def test_a_list_is_the_outlines(build: Build) -> None:
    """All items of a list are shown as they stand, whatever a model would say."""
    worded, _ = build(lambda told: _reply(told, TRUE))
    answer = worded.ask("红河州的十项机制分别是什么?")
    assert isinstance(answer, Answered)
    assert len(answer.claims) == 10
    assert not any(claim.own_words for claim in answer.claims)


def test_the_prompt_holds_opaque_keys_and_no_citation_key(build: Build) -> None:
    """A model sees neither file names nor citation keys, and no passage can end itself."""
    worded, model = build(lambda told: _reply(told, TRUE))
    worded.ask(QUESTION)
    prompt = model.asked[0][-1][1]
    assert passages_in(model.asked[0])
    assert "FN66" not in prompt
    assert ".txt" not in prompt
    assert prompt.count("<") == 2 * len(passages_in(model.asked[0]))


def test_the_way_of_asking_is_one_of_three() -> None:
    """A damaged memory of the way counts as none."""
    assert ChatModel(ScriptedModel(script=lambda told: ""), 1.0).mode == ""
    assert SCHEMA != MARKED


LIST = "红河州政法队伍纪律作风建设的十项机制分别是什么?"
LEAD = "从10个方面对全州政法队伍纪律作风建设的目标"


def _introducing(sentence: str) -> Script:
    return lambda told: _reply(told, (LEAD, sentence))


def test_a_list_is_led_into_by_one_proven_sentence(build: Build, asker: Asker) -> None:
    """The sentence and the one that it stands on come first; the items are the outline's, all of them."""
    said = "红河州委政法委从10个方面明确了全州政法队伍纪律作风建设的目标、内容、措施、标准和要求。"
    heard: list[Claim] = []
    worded, model = build(lambda told: _reply(told, (LEAD, said), (LEAD, said)))
    answer, plain = worded.ask(LIST, on_claim=heard.append), asker.ask(LIST)
    assert isinstance(answer, Answered)
    assert isinstance(plain, Answered)
    assert _own(answer) == [said]
    assert answer.claims[2:] == plain.claims
    assert len(plain.claims) == 10
    assert LEAD in answer.claims[1].citations[0].quote
    assert tuple(heard) == answer.claims
    assert "清单有10项" in model.asked[0][-1][1]
    assert len(model.asked) == 1


FIVE = "济南市委政法委要打造的“五过硬”干部队伍是哪五个方面?"


@pytest.mark.parametrize(
    ("question", "quote", "sentence", "flaw"),
    [
        (LIST, LEAD, "红河州的机制从12个方面明确了全州政法队伍纪律作风建设的目标。", "figure"),
        (LIST, LEAD, "昆明市委政法委从10个方面明确了全州政法队伍纪律作风建设的目标。", "name"),
        (
            FIVE,
            "政治、业务、责任、纪律、作风“五过硬”",
            "着力建设一支政治、业务“五过硬”的政法干部队伍。",
            "part",
        ),
    ],
)
def test_a_list_without_a_proven_sentence_is_the_plain_one(
    build: Build, asker: Asker, question: str, quote: str, sentence: str, flaw: str
) -> None:
    """A sentence that is false, or names some of the items only, is not shown, and nothing else changes."""
    worded, _ = build(lambda told: _reply(told, (quote, sentence)))
    answer, plain = worded.ask(question), asker.ask(question)
    assert isinstance(answer, Answered)
    assert isinstance(plain, Answered)
    assert answer.claims == plain.claims
    assert flaw in [name for one in answer.decided for name, _ in one.flaws]
    assert [note for note in answer.notes if note.code == "chat-withheld"]
