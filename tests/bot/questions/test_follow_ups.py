"""Follow-up questions: what they leave unsaid comes from the turns before."""

from __future__ import annotations

import pytest

from bot.questions.follow_ups import condense, is_sentence
from bot.types import Turn


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        ("停车管理办法第九条规定了什么?", "那第十条呢", "停车管理办法第十条规定了什么?"),
        ("银杏计划的申报条件是什么?", "那雪松计划呢？", "雪松计划的申报条件是什么?"),
        ("甲级泊位的押金是多少?", "那丙级的呢?", "丙级泊位的押金是多少?"),
        ("计划中白石区有多少个小区?", "那云浦区呢?", "计划中云浦区有多少个小区?"),
        ("济南市的做法有哪些?", "那兰州呢?", "兰州的做法有哪些?"),
    ],
)
def test_another_thing_of_the_same_kind_takes_the_place(before: str, asked: str, meant: str) -> None:
    """那…呢 asks the earlier question about another article, plan, row or place."""
    assert condense(asked, [Turn(before)]).text.removesuffix("?") == meant.removesuffix("?")


def test_a_follow_up_to_a_follow_up_keeps_the_subject() -> None:
    """Two steps deep the question is about what the second one named."""
    first = Turn("银杏计划的申报条件是什么?")
    second = Turn(condense("那雪松计划呢?", [first]).text)
    third = condense("申报地点在哪里?", [first, second]).text
    assert "雪松计划" in third
    assert "银杏" not in third
    assert "条件" not in third


def test_only_a_sentence_is_shown_as_understood() -> None:
    """Fragments side by side are searched with, but not shown."""
    assert is_sentence("停车管理办法第十条规定了什么?")
    assert not is_sentence("雪松计划 申报地点在哪里?")
    assert not is_sentence("")
