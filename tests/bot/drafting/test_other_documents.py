"""Answers from documents of other kinds than the seeds: a notice, a regulation, minutes, a speech."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.library import build_asker, open_library
from bot.questions.asker import Asker
from bot.types import Answered, Declined
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

_DOCUMENTS = Path(__file__).resolve().parents[2] / "questions" / "documents"


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """What answers questions from the eight documents of the question sets."""
    index = tmp_path_factory.mktemp("others") / "index"
    ingest([_DOCUMENTS], index)
    library = open_library(index, BUNDLED)
    yield build_asker(library)
    library.close()


def _said(asker: Asker, question: str) -> str:
    answer = asker.ask(question)
    assert isinstance(answer, Answered), question
    return "|".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("做好2023年老旧小区改造工作的通知是哪天落款的?", ["2023年3月6日"]),
        ("南屏日报的老旧小区改造报道是哪天发布的?", ["2024-01-12"]),
        ("会议指出了清溪河治理的哪三个突出问题?", ["支流污染反弹", "雨污分流改造滞后", "部门数据不共享"]),
        ("管理办法第十二条之一规定了什么?", ["新能源汽车"]),
        ("2023年计划加装多少部电梯,实际装了多少部?", ["不少于60部", "71部"]),
        ("程建业讲的“五个到位”是哪五个?", ["責任到位", "物資到位", "預警到位", "隊伍到位", "問責到位"]),
        ("东弯区错时停车和几家商场签的", ["3家商场"]),
    ],
)
def test_what_the_documents_say_is_found(others: Asker, question: str, lines: list[str]) -> None:
    """Dates of the document itself, led lists, articles, several parts, slogans, typing errors."""
    said = _said(others, question)
    assert all(line in said for line in lines), said


@pytest.mark.parametrize(
    "question",
    [
        "云浦区建成了多少个银龄驿站?",
        "青岚县的养老护理员离职率是多少?",
        "那6家运营银龄驿站的专业机构叫什么名字?",
        "贺文斌的手机号码是多少?",
    ],
)
def test_another_place_or_an_unnamed_thing_is_no_answer(others: Asker, question: str) -> None:
    """What the documents say of another county, or without the names asked for, answers nothing."""
    assert isinstance(others.ask(question), Declined)


@pytest.mark.parametrize(
    ("question", "differ"),
    [
        ("2023年住建局检查在建工地到底多少个次?", True),
        ("清溪河干流加固堤防多少公里?", True),
        ("2023年南屏开工建设和建成的保障性租赁住房各多少套?", False),
        ("更換燃氣立管時每次停氣不得超過幾小時?", False),
        ("汛末水库蓄水总量不能低于多少?", False),
        ("东湾区增加了多少个停车泊位?", False),
    ],
)
def test_figures_differ_only_where_they_are_of_the_same(others: Asker, question: str, differ: bool) -> None:
    """The note stands over two figures for one thing, not over those of two things or of another."""
    answer = others.ask(question)
    assert isinstance(answer, Answered)
    assert ("figures-differ" in {note.code for note in answer.notes}) == differ


def test_the_decision_tells_by_what_it_was_taken(others: Asker) -> None:
    """A declined question says which sign decided, for the report."""
    answer = others.ask("云浦区建成了多少个银龄驿站?")
    assert answer.probability < answer.signs.threshold
