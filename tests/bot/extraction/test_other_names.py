"""A sentence that begins with another name of the same kind is about that."""

from __future__ import annotations

import pytest

from bot.extraction.other_names import of_other_name

POOLS = "东湾泳池每日开放|西岭泳池逢周四换水"


@pytest.mark.parametrize(
    ("question", "form", "document", "expected"),
    [
        ("农村居民人均收入是多少?", "城镇居民人均可支配收入41230元。", "城镇居民|农村居民", True),
        ("农村居民人均收入是多少?", "农村居民人均可支配收入21230元。", "城镇居民|农村居民", False),
        # The document never names what is asked about: nothing says that this isn't it.
        ("农村居民人均收入是多少?", "城镇居民人均可支配收入41230元。", "城镇居民", False),
        ("换水时间是什么?", "西岭泳池逢周四换水。", POOLS, False),
    ],
)
def test_another_name_is_told_from_the_asked_one(
    question: str, form: str, document: str, expected: bool
) -> None:
    assert of_other_name(question, form, document) is expected
