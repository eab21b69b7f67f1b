"""Ranges of values, and the value of a question in one of them or in none."""

from __future__ import annotations

from math import inf

import pytest

from bot.extraction.value_ranges import Range, out_of_range, ranges_in, values_asked, within_range


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("65周岁至69周岁,每人每月40元", (Range(65, 69, "岁"),)),
        ("70-79岁的老年人", (Range(70, 79, "岁"),)),
        ("载客十二人以上不足三十人的", (Range(12, 30, "人", open=True),)),
        ("未满18周岁的", (Range(-inf, 18, "岁", open=True),)),
        ("建筑面积超过144平方米的", (Range(144, inf, "平方米"),)),
        ("(三)90周岁以上,每人每月300元", (Range(90, inf, "岁"),)),
        ("处200元以上1000元以下罚款", (Range(200, 1000, "元"),)),
        ("每月补贴40元", ()),
        ("绳长不超过1.5米,重2吨以上", (Range(-inf, 1.5, "米"), Range(2, inf, "吨"))),
        ("厚度不低于3米", (Range(3, inf, "米"),)),
        ("已满5年不满15年的,每年休假8天", (Range(5, 15, "年", open=True),)),
        ("满40周岁不满50周岁的,每人620元", (Range(40, 50, "岁", open=True),)),
        ("已满15年的,休假12天", (Range(15, inf, "年"),)),
        ("未满三年的", (Range(-inf, 3, "年", open=True),)),
        ("2021年以上", ()),
        ("超过3万元不超过8万元的", (Range(30000, 80000, "元"),)),
        ("3年以上不超过5年的", (Range(3, 5, "年"),)),
    ],
)
def test_ranges_are_read_with_their_units(form: str, expected: tuple[Range, ...]) -> None:
    assert ranges_in(form) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("我妈今年七十二,能领多少?", [(72.0, "岁")]),
        ("外公八十一了,每月补多少钱?", [(81.0, "岁")]),
        ("载客25人的船要几名船员?", [(25.0, "人")]),
        ("2023年发放了多少补贴?", []),
        ("第十五条说什么?", []),
        ("2号线什么时候开通", []),
        ("工作了8年的能休几天假?", [(8.0, "年")]),
        ("近8年修了多少公里路?", []),
        ("一年要交多少钱?", []),
        ("不到60分的学生怎么办?", []),
    ],
)
def test_the_value_of_a_question_is_read(form: str, expected: list[tuple[float, str]]) -> None:
    assert [(one.amount, one.unit) for one in values_asked(form)] == expected


def test_a_value_falls_under_one_row_only() -> None:
    asked = "我妈今年七十二,每月能领多少?"
    assert within_range(asked, "(二)70周岁至79周岁,每人每月60元") == "七十二"
    assert out_of_range(asked, "(一)65周岁至69周岁,每人每月40元")
    assert not out_of_range(asked, "(二)70周岁至79周岁,每人每月60元")
    # A sentence without a range, or with one of another unit, says nothing of it.
    assert not out_of_range(asked, "补贴按月发放。")
    assert not out_of_range(asked, "处200元以上1000元以下罚款")


def test_another_limit_is_not_the_one_that_is_asked_about() -> None:
    """What is for those of 75 and more says nothing of those of 70 and more."""
    assert out_of_range("70岁以上老人补助多少", "75岁以上老人每餐补助4元")
    assert not out_of_range("75岁以上老人补助多少", "75岁以上老人每餐补助4元")
    assert not out_of_range("70岁以上老人补助多少", "不满75岁的每餐补助4元")
