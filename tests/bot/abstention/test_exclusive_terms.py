"""Kinds of which a thing is one and not another: what is denied, sizes of classes, seasons, hours, colours and numbers."""

from __future__ import annotations

import pytest

from bot.abstention.exclusive_terms import is_of_excluded_kind


@pytest.mark.parametrize(
    ("asked", "said", "other"),
    [
        ("复制非民生档案每页收多少钱", "复制民生档案不收费", True),
        ("复制民生档案每页收多少钱", "复制非民生档案每页一元", True),
        ("复制非民生档案每页收多少钱", "复制民生档案不收费,非民生档案每页一元", False),
        ("骑电动车在非机动车道最快能开到多少", "在非机动车道内行驶,最高时速不得超过二十五公里", False),
        ("中班招多少插班生", "小班招收100人;中班插班招收12人", False),
        ("大班招多少人", "小班招收100人", True),
        ("春茶的收购价是多少", "秋茶收购价每斤18元", True),
        ("春茶的收购价是多少", "秋茶收购价每斤18元,春茶收购价每斤60元", False),
        ("冬笋的收购价是多少", "春笋收购价每斤4元", True),
        ("早稻种了多少亩", "晚稻种植6200亩", True),
        ("晚稻种了多少亩", "晚稻种植6200亩", False),
        ("晚班几点开始", "早班从六点半开始", True),
        ("收到红色预警信号学校怎么办", "发布蓝色预警信号时,学校加强巡查", True),
        ("收到蓝色预警信号学校怎么办", "发布蓝色预警信号时,学校加强巡查", False),
        ("单号船只哪天卸货", "双号船只逢周二卸货", True),
        ("双号船只哪天卸货", "双号船只逢周二卸货", False),
    ],
)
def test_a_kind_is_not_the_one_that_it_is_denied_to_be(asked: str, said: str, other: bool) -> None:
    """非民生档案 are no 民生档案; of classes the one that is asked about counts, whatever stands beside it."""
    assert is_of_excluded_kind(asked, said, "") is other


def test_a_season_that_the_headings_name_is_no_other_one() -> None:
    """What stands over a sentence is said with it."""
    assert not is_of_excluded_kind("冬笋的收购价是多少", "不分春笋大小,每斤4元", "冬笋")
