"""Follow-up questions: what they leave unsaid comes from the turns before."""

from __future__ import annotations

import pytest

from bot.questions.follow_ups import condense, hangs_on, is_sentence, own_subject
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
        ("人均收入是多少?", "农村的呢?", "农村人均收入是多少?"),
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


def test_this_document_is_that_of_the_turn_before() -> None:
    """这份通知的附件有哪些 needs no word of the question before, only its document."""
    turn = Turn("供水到户率是多少?", ("notice-0003",))
    condensed = condense("这份通知的附件有哪些?", [turn])
    assert condensed.text == "这份通知的附件有哪些?"
    assert condensed.turn is turn


@pytest.mark.parametrize(
    ("asked", "hangs"),
    [("那第三项呢", True), ("还有第二条呢?", True), ("那什么时候施行?", False), ("第三项是什么?", False)],
)
def test_what_only_goes_on_hangs_on_a_question_before(asked: str, hangs: bool) -> None:
    """那第三项呢 says nothing by itself; 第三项是什么 may be asked of one document."""
    assert hangs_on(asked) is hangs


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ("常住人口呢?", "常住人口"),
        ("工业投资呢", "工业投资"),
        ("那2022年呢?", ""),
        ("兰州呢?", ""),
        ("第三项呢?", ""),
    ],
)
def test_what_a_follow_up_is_about_by_itself(asked: str, subject: str) -> None:
    """A noun has a meaning of its own; a year, a number and a place take theirs from the question before."""
    assert own_subject(asked) == subject


def test_what_names_its_own_thing_and_asks_whole_stands_alone() -> None:
    """那 only joins it on: nothing of the question before is put in front of it."""
    earlier = [Turn("青杉计划什么时候申报?")]
    assert condense("那匠心计划什么时候申报?", earlier).text == "那匠心计划什么时候申报?"
    assert "时候申报" not in condense("要带哪些材料?", earlier).text.replace("什么时候申报", "")
