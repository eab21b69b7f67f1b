"""Follow-ups to another month or deed, and those that turn to another thing and ask of it in full."""

from __future__ import annotations

import pytest

from bot.questions.another_thing import with_value
from bot.questions.follow_up_forms import turned_to
from bot.questions.follow_ups import condense
from bot.types import Turn


def _asked_in_turn(*asked: str) -> str:
    """How the last of some questions is understood, all before it having been answered from one document."""
    turns: list[Turn] = []
    for question in asked:
        turns.append(Turn(condense(question, turns).text, ("notice-0001",)))
    return turns[-1].question


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        ("一季度的渔获量是多少?", "那5月呢", "5月的渔获量是多少?"),
        ("5月份渔获量是多少?", "二季度呢?", "二季度渔获量是多少?"),
        ("2031年上半年出口多少吨?", "那下半年呢?", "2031年下半年出口多少吨?"),
        ("前三季度出口多少吨?", "10月份呢?", "10月份出口多少吨?"),
    ],
)
def test_another_month_takes_the_place_of_the_one_before(before: str, asked: str, meant: str) -> None:
    """As do quarters and half-years, one for the other."""
    condensed = condense(asked, [Turn(before)])
    assert condensed.text == meant
    assert not condensed.guessed


def test_a_month_takes_the_place_of_a_month_turn_after_turn() -> None:
    """Two and three turns deep the question is still what was asked at first."""
    assert _asked_in_turn("一季度的渔获量是多少?", "那5月呢?", "7月呢?") == "7月的渔获量是多少?"
    assert _asked_in_turn("一季度的渔获量是多少?", "5月呢", "那下半年呢", "8月呢") == "8月的渔获量是多少?"


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("5月和6月各出口多少吨?", "那8月呢"),
        ("渔获量是多少?", "那8月呢"),
        ("5月的渔获量是多少?", "那8月的出口量呢"),
    ],
)
def test_a_month_takes_no_place_where_none_or_several_stand_or_more_is_said(before: str, asked: str) -> None:
    """Nobody knows which of two months it is for, nor what of 出口量 was asked before."""
    assert with_value(before, asked) == ""


@pytest.mark.parametrize(
    ("before", "asked", "meant"),
    [
        ("没穿救生衣一次扣几分?", "没带渔船证书呢?", "没带渔船证书一次扣几分?"),
        ("夜间出航扣多少分?", "那未开启定位仪呢?", "未开启定位仪扣多少分?"),
        ("不办证罚多少?", "没有导游证呢?", "没有导游证罚多少?"),
        ("占用消防通道罚多少?", "那占用盲道的呢?", "占用盲道罚多少?"),
        ("超员载客记几分?", "不报告行踪呢", "不报告行踪记几分?"),
        ("弄丢救生衣要赔多少?", "那弄坏信号灯呢?", "弄坏信号灯要赔多少?"),
    ],
)
def test_a_deed_that_is_named_takes_the_place_of_the_whole_deed(before: str, asked: str, meant: str) -> None:
    """没带渔船证书 is nothing that was not worn."""
    assert condense(asked, [Turn(before)]).text == meant


@pytest.mark.parametrize(
    ("form", "one"),
    [
        ("那听涛小院呢,提前三天退多少?", "听涛小院提前三天退多少?"),
        ("听涛小院呢?周末几点开门?", "听涛小院周末几点开门?"),
        ("虾类呢,增长了多少?", ""),
        ("听涛小院呢?", ""),
        ("听涛小院呢,它周末几点开门?", ""),
        ("哪家呢,周末几点开门?", ""),
        ("听涛小院周末几点开门?", ""),
    ],
)
def test_a_question_that_turns_to_another_thing_may_be_whole(form: str, one: str) -> None:
    """It is where it asks of that thing in full; what leaves more unsaid is completed from the turn before."""
    assert turned_to(form) == one


def test_what_is_asked_of_another_thing_in_full_is_asked_of_that_alone() -> None:
    """Nothing of the inn that was spoken of before is left."""
    meant = _asked_in_turn("望海楼提前五天退房退多少?", "那听涛小院呢，提前三天退多少？")
    assert meant.rstrip("?") == "听涛小院提前三天退多少"
