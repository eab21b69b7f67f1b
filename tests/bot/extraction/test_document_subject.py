"""Whose document it is, and which month or quarter a sentence speaks of."""

from __future__ import annotations

import pytest

from bot.extraction.document_subject import Subject, _is_proper, _is_same, subjects_named
from bot.extraction.periods import of_other_period, periods
from bot.language.places import localities
from bot.questions.question import read_question


@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("南塘乳业有限公司2024年度社会责任报告", ["南塘乳业有限公司"]),
        ("关于南塘乳业股份有限公司的通报", ["南塘乳业股份有限公司"]),
        ("2023年南塘乳业有限公司的净利润是多少?", ["南塘乳业有限公司"]),
        ("青岚县2022年农村工作总结", ["青岚县"]),
        ("本公司的净利润是多少?", []),
        ("哪家公司净利润最高?", []),
        ("研学活动小学生最多几天?", []),
    ],
)
def test_companies_and_places_are_named(form: str, names: list[str]) -> None:
    """A name in a title or a question is read without what stands around it; 本公司 names nobody."""
    assert [one.name for one in subjects_named(form)] == names


@pytest.mark.parametrize(
    ("name", "kind", "proper"),
    [
        ("松坪区公办小学", "school", False),
        ("松坪区小学", "school", False),
        ("义务教育学校", "school", False),
        ("怎么给孙女报名上小学", "school", False),
        ("松坪区第二小学", "school", True),
        ("柳坝镇中心小学", "school", True),
        ("县人民医院", "医院", True),
        ("冷链公司", "company", False),
    ],
)
def test_a_class_of_bodies_is_nobody(name: str, kind: str, proper: bool) -> None:
    """Where no document is about a body of that name the search ends; a kind of school must not end it."""
    assert _is_proper(Subject(name, kind)) is proper


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("市二医院", "泉州市第二人民医院", True),
        ("市二医院", "泉州市第三人民医院", False),
        ("泉州市第二人民医院", "泉州市第三人民医院", False),
    ],
)
def test_a_hospital_is_known_by_its_short_name(one: str, other: str, same: bool) -> None:
    """市二医院 has the characters of the full name in their order."""
    assert _is_same(Subject(one, "医院"), Subject(other, "医院")) is same


def test_a_region_is_no_county_and_a_quarter_no_edition() -> None:
    """西藏地区 names no place below the prefecture."""
    assert localities("西藏地区生产总值是多少") == ()


@pytest.mark.parametrize(
    ("asked", "said", "other"),
    [
        ("5月份销售额是多少?", "5月份,销售额为30万元", False),
        ("5月份销售额是多少?", "1-5月份,销售额为130万元", True),
        ("6月份销售额是多少?", "5月份,销售额为30万元", True),
        ("第一季度销售额是多少?", "一季度销售额为80万元", False),
        ("第一季度销售额是多少?", "上半年销售额为180万元", True),
        ("5月份销售额是多少?", "销售额为30万元", False),
        ("销售额是多少?", "5月份,销售额为30万元", False),
    ],
)
def test_another_month_is_another_figure(asked: str, said: str, other: bool) -> None:
    """A month, a row of months and a quarter are told apart, and a sentence without one is not judged."""
    assert of_other_period(read_question(asked), said) is other


def test_a_day_is_no_period() -> None:
    """3月4日 is a day."""
    assert periods("2024年3月4日开始") == frozenset()
