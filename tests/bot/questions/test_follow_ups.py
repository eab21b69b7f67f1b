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
        ("石屿的淡水从哪儿来?", "那弯月岛呢?", "弯月岛的淡水从哪儿来?"),
        ("2021年轮换的价差补贴是多少?", "那2022年的补贴呢?", "2022年轮换的价差补贴是多少?"),
        ("粮库主任是什么时候到任的?", "他获得过什么奖励?", "粮库主任获得过什么奖励?"),
        ("东渡口的老船工唐阿水是谁?", "他儿子在哪里工作?", "老船工唐阿水儿子在哪里工作?"),
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


def test_a_pronoun_reaches_past_a_follow_up() -> None:
    """他 in the third question is whom the first one named, the second having said 他 as well."""
    turns = [Turn("粮库主任是谁?"), Turn("他哪年到任的?")]
    assert condense("他获得过什么奖励?", turns).text == "粮库主任获得过什么奖励?"


def test_a_verb_phrase_is_no_subject_to_swap() -> None:
    """那期限呢 after 申请补贴要交哪些材料 asks for no materials of a 期限."""
    assert "期限要交" not in condense("那期限呢?", [Turn("申请补贴要交哪些材料?")]).text


def test_only_a_sentence_is_shown_as_understood() -> None:
    """Fragments side by side are searched with, but not shown."""
    assert is_sentence("停车管理办法第十条规定了什么?")
    assert not is_sentence("雪松计划 申报地点在哪里?")
    assert not is_sentence("")
