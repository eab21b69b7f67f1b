"""Figures and dates of a search form by their value and unit."""

from decimal import Decimal

import pytest

from bot.language.amounts import amounts, days
from vectorstore.text.search_form import search_form


def _read(text: str) -> list[tuple[Decimal, str]]:
    return [(one.value, one.unit) for one in amounts(search_form(text).text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("一百二", "120", ""), ("罚款二百五元", "250", "元"), ("一万二", "12000", ""), ("两万五千元", "25000", "元"),
        ("一亿零五十元", "100000050", "元"), ("三成", "30", "%"), ("3成", "30", "%"), ("三成五", "35", "%"),
        ("5000㎡", "5000", "平方米"), ("零下五度", "-5", "度"), ("增长-3.2%", "-3.2", "%"), ("壹佰贰拾元", "120", "元"),
        ("卌年", "40", "年"), ("第⑪项", "11", "项"), ("第十一项", "11", "项"), ("10⁴户", "10000", "户"),
        ("24.7²亿元", "2470000000", "元"), ("1½倍", "1.5", "倍"), ("千分之五", "5", "‰"), ("人数十五人", "15", "人"),
        ("1.59万余条", "15900", "条"), ("十万分之一", "0.00001", ""),
    ],
)  # fmt: skip
def test_a_figure_has_its_value_and_unit(text: str, value: str, unit: str) -> None:
    """Short, formal, raised and signed figures are one amount each."""
    assert _read(text) == [(Decimal(value), unit)]


def test_a_fraction_is_one_value_however_it_is_written() -> None:
    """三分之二 and ⅔ are the same amount."""
    assert _read("三分之二") == _read("⅔") == [(Decimal(2) / Decimal(3), "")]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("三五年", 3, 5, "年"), ("七八十人", 70, 80, "人"), ("十四五岁", 14, 15, "岁"),
        ("20至30%", 20, 30, "%"), ("百分之二十至三十", 20, 30, "%"), ("3%到5%", 3, 5, "%"),
    ],
)  # fmt: skip
def test_both_ends_of_a_range_are_told(text: str, low: int, high: int, unit: str) -> None:
    """A range's ends have the same unit, a share where one of them is."""
    assert _read(text) == [(low, unit), (high, unit)]


@pytest.mark.parametrize("text", ["“十四五”规划", "十四五期间", "十三五以来", "数十人", "几百人", "上百人"])
def test_names_and_guesses_are_no_figures(text: str) -> None:
    """The name of a plan and a vague number have no value."""
    assert _read(text) == []


def test_a_dash_between_figures_is_no_sign() -> None:
    """2020-2021年 is a range, and a bullet's dash is no sign."""
    assert [value for value, _ in _read("2020-2021年")] == [2020, 2021]
    assert _read("-5人") == [(5, "人")]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2026年1至3月", [(2026, 1, -1), (2026, 3, -1)]),
        ("2026年3月至5月", [(2026, 3, -1), (2026, 5, -1)]),
        ("1—3月份", [(-1, 1, -1), (-1, 3, -1)]),
        ("2024年6月8日至10日", [(2024, 6, 8), (2024, 6, 10)]),
        ("二○二一年三月五日", [(2021, 3, 5)]),
    ],
)
def test_both_ends_of_a_range_of_dates_are_told(text: str, dates: list[tuple[int, int, int]]) -> None:
    """A range of months or days tells its first and its last."""
    assert [(one.year, one.month, one.day) for one in days(search_form(text).text)] == dates
