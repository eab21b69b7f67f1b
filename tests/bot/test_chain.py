"""The retrieval chain as a LangChain Runnable, and the use case over it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import BadQuestion
from bot.types import Answer, Answered, Claim, Declined, Turn, as_turn
from tests.readings import ANEW

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from bot.library import Library
    from bot.questions.asker import Asker

LIST = "红河州的十项机制分别是什么?"
NUMBER = "济南市委政法委去年以来形成了多少份调研报告?"


@pytest.fixture(scope="module")
def chain(library: Library) -> Runnable[Any, Answer]:
    """The chain over the seeds."""
    from functools import cache

    from bot.chain import build_chain
    from bot.library import build_searcher, load_reader

    return build_chain(build_searcher(library), library.catalog, cache(load_reader))


def _same(answer: Answer) -> Answer:
    """The answer without the time that it took."""
    return replace(answer, seconds=0.0)


def test_every_way_to_call_a_runnable_gives_the_same_answer(chain: Runnable[Any, Answer]) -> None:
    """invoke, stream, ainvoke, astream and batch give one and the same answer."""
    expected = _same(chain.invoke(LIST))
    assert isinstance(expected, Answered)
    assert len(expected.claims) == 10
    assert [_same(part) for part in chain.stream(LIST)] == [expected]
    assert _same(asyncio.run(chain.ainvoke(LIST))) == expected
    assert [_same(one) for one in chain.batch([LIST, {"question": LIST}])] == [expected, expected]

    async def streamed() -> list[Answer]:
        return [_same(part) async for part in chain.astream(LIST)]

    assert asyncio.run(streamed()) == [expected]


def test_the_steps_of_the_chain_have_their_names(chain: Runnable[Any, Answer]) -> None:
    """Events name condense, retrieve, draft and verify, in this order."""

    async def names() -> list[str]:
        return [
            e["name"]
            async for e in chain.astream_events(NUMBER, version="v2")
            if e["event"].endswith("_start")
        ]

    found = asyncio.run(names())
    assert [name for name in found if name in {"condense", "retrieve", "draft", "verify"}] == [
        "condense",
        "retrieve",
        "draft",
        "verify",
    ]


def test_a_history_may_be_turns_or_plain_questions(chain: Runnable[Any, Answer]) -> None:
    """A follow-up after earlier questions given as texts looks in the document they were about."""
    answer = chain.invoke({"question": "其中第三项是什么?", "history": [LIST]})
    turns = chain.invoke({"question": "其中第三项是什么?", "history": [Turn(LIST)]})
    assert _same(answer) == _same(turns)
    assert answer.condensed
    shown = [hit.passage.file for hit in answer.retrieved]
    assert shown[0] == "002_8aba549fbd98ef65.txt"


def test_threads_that_ask_at_once_get_their_own_answers(
    asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two threads asking different questions at once get what each gets alone."""
    monkeypatch.setenv(ANEW, "1")
    questions = [LIST, NUMBER] * 3
    alone = {question: _same(asker.ask(question)) for question in (LIST, NUMBER)}
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(asker.ask, questions))
    assert [_same(answer) for answer in together] == [alone[question] for question in questions]


def test_files_limit_what_is_cited(asker: Asker) -> None:
    """Asked only of a document that doesn't hold the answer, nothing of another document is shown."""
    answer = asker.ask(LIST, files=("001_2796be1584df3b64.txt",))
    shown = (
        [c for claim in answer.claims for c in claim.citations]
        if isinstance(answer, Answered)
        else list(answer.nearest)
    )
    assert {c.file for c in shown} <= {"001_2796be1584df3b64.txt"}
    assert {hit.passage.file for hit in answer.retrieved} == {"001_2796be1584df3b64.txt"}


@pytest.mark.parametrize("bad", ["", "   ", "?!…", "\n", "字" * 2001])
def test_what_is_no_question_is_refused(asker: Asker, bad: str) -> None:
    """Nothing, punctuation alone and more than two thousand characters raise BadQuestion."""
    with pytest.raises(BadQuestion):
        asker.ask(bad)


@pytest.mark.parametrize(
    "odd",
    [
        "a",
        "？a",
        "\x1b[2J红河州",
        "\ud800红河州",
        "1" * 500,
        "{question}",
        "红河州 " * 300,
        "<b>红河州</b>",
        "😀?一",
    ],
)
def test_odd_questions_end_in_an_answer_or_a_decline(asker: Asker, odd: str) -> None:
    """Single letters, escapes, lone surrogates, placeholders and repetitions cause no accident."""
    assert isinstance(asker.ask(odd), Answered | Declined)


def test_the_same_question_has_the_same_answer(asker: Asker) -> None:
    """Asking twice gives the same claims, citations and probability."""
    assert _same(asker.ask(NUMBER)) == _same(asker.ask(NUMBER))


def test_a_turn_remembers_what_was_shown(asker: Asker) -> None:
    """An answered list becomes a turn with its ten items in order."""
    turn = as_turn(asker.ask(LIST))
    assert turn.question == LIST
    assert len(turn.items) == 10
    assert turn.items == turn.keys[:10]


def test_claims_are_told_as_they_are_verified(asker: Asker) -> None:
    """Whoever listens hears of every claim of the answer, in order."""
    heard: list[Claim] = []
    answer = asker.ask(LIST, on_claim=heard.append)
    assert isinstance(answer, Answered)
    assert tuple(heard) == answer.claims


def test_the_steps_alone_answer_as_the_chain_does(library: Library, chain: Runnable[Any, Answer]) -> None:
    """An answer, a list, a follow-up, a declined question and small talk are the same without LangChain."""
    from functools import cache

    from bot.chain import build_steps
    from bot.library import build_searcher, load_reader

    steps = build_steps(build_searcher(library), library.catalog, cache(load_reader))
    follow_up = {"question": "其中第三项是什么?", "history": [LIST]}
    for given in (
        NUMBER,
        LIST,
        follow_up,
        "珠穆朗玛峰有多高?",
        "谢谢",
        {"question": "还有吗", "history": [LIST]},
    ):
        assert _same(steps.invoke(given)) == _same(chain.invoke(given)), given
