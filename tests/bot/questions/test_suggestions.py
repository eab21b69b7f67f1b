"""Questions that the documents are known to answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.conversation import Conversation
from bot.cli.sessions import Session
from bot.cli.suggested import Suggested
from bot.language.limits import LIMITS
from bot.library import Library, build_asker
from bot.questions.suggestions import Suggestions, _asked, answers, candidates, find
from bot.settings import Settings
from bot.types import Answer, Answered, Declined, Language, Reason


def test_each_question_is_answered_by_another_document(library: Library) -> None:
    """Three questions are found in few asks; each is answered from the very place whose heading it was made of."""
    asker = build_asker(library)
    asked: list[str] = []

    def ask(question: str) -> Answer:
        asked.append(question)
        return asker.ask(question)

    found = find(library.catalog, ask)
    assert found is not None
    assert len(found) == LIMITS.suggested
    assert len(asked) <= 12
    made = {one.question: one for one in candidates(library.catalog)}
    assert len({made[question].file for question in found}) == LIMITS.suggested
    for question in found:
        answer = asker.ask(question)
        assert isinstance(answer, Answered)
        assert answers(made[question], answer)
        assert len(question) <= 20


def test_what_is_declined_is_never_offered(library: Library) -> None:
    """Documents that answer nothing suggest nothing; and nothing is asked any more once told to stop."""
    asked: list[str] = []

    def decline(question: str) -> Answer:
        asked.append(question)
        return Declined(question, Reason.NOTHING_FOUND, 0.1)

    assert find(library.catalog, decline) == ()
    assert len(asked) <= 24
    assert find(library.catalog, decline, lambda: len(asked) > 1000) is None


def test_questions_are_kept_by_generation(tmp_path: Path) -> None:
    """They are found again for their generation only; a damaged or read-only place costs no more than looking again."""
    kept = Suggestions(tmp_path)
    assert kept.of("g1") is None
    kept.keep("g1", ["有哪些机制？"])
    assert kept.of("g1") == ("有哪些机制？",)
    assert kept.of("g2") is None
    kept.keep("g1", [])
    assert kept.of("g1") == ()
    (tmp_path / "suggested-questions.json").write_text("[" * 9000, encoding="utf-8")
    assert kept.of("g1") is None
    Suggestions(tmp_path / "nowhere").keep("g1", ["有哪些机制？"])
    assert not (tmp_path / "nowhere").exists()


def test_a_conversation_offers_them_at_the_start_and_after_a_decline(
    library: Library, tmp_path: Path
) -> None:
    """The first conversation looks for them after its first answer; the next one greets with them."""
    settings = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    asker = build_asker(library)

    def begin() -> tuple[Conversation, Suggested]:
        suggested = Suggested(library, asker, Suggestions(tmp_path), looks=True)
        session = Session("一", (), None, Language.CHINESE)
        return Conversation(library, asker, session, settings, False, suggested=suggested), suggested

    talk, suggested = begin()
    assert "可以这样问" not in talk.welcome()
    talk.answer("红河州的十项机制分别是什么？")
    assert suggested._thread is not None
    suggested._thread.join(60)
    talk, _ = begin()
    first, *offered = talk.welcome().splitlines()[1:]
    assert first == "可以这样问："
    assert len(offered) == LIMITS.suggested
    declined = talk.answer("鸡蛋炒西红柿要放多少克盐?")
    assert declined is not None
    assert declined.splitlines()[-LIMITS.suggested :] == offered
    answered = talk.answer(offered[0].strip())
    assert answered is not None
    assert "「" in answered
    assert "可以这样问" not in answered


def test_who_pipes_questions_in_is_not_looked_for(library: Library, tmp_path: Path) -> None:
    """Where no person types, nothing is asked besides."""
    suggested = Suggested(library, build_asker(library), Suggestions(tmp_path), looks=False)
    suggested.look()
    suggested.stop()
    assert suggested.now() == ()
    assert list(tmp_path.iterdir()) == []


MADE = {
    "管护范围": ["管护范围是什么？", "管护范围有哪些？"],
    "组织原则": ["组织原则是什么？", "组织原则有哪些？"],
    "落实管护责任": ["怎样落实管护责任？"],
    "申请登记应当提交下列材料": ["申请登记应当提交哪些材料？"],
    "有下列情形之一的住房": [],
    "县公安局是主管部门": [],
    "每户限养一只犬": [],
    "登记与免疫": [],
    "教育和卫生": [],
    "固定资产投资": [],
    "存在主要困难": ["存在哪些主要困难？"],
}


@pytest.mark.parametrize("heading", MADE)
def test_a_heading_becomes_a_question_that_somebody_would_ask(heading: str) -> None:
    """Names of what can be asked for, and what is done; a sentence or a bare topic makes none."""
    assert _asked(heading, listed=False) == MADE[heading]
