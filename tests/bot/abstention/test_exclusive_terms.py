"""Kinds of which a thing is one and not another: what is denied, and sizes of classes."""

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
    ],
)
def test_a_kind_is_not_the_one_that_it_is_denied_to_be(asked: str, said: str, other: bool) -> None:
    """非民生档案 are no 民生档案; of classes the one that is asked about counts, whatever stands beside it."""
    assert is_of_excluded_kind(asked, said, "") is other
