"""What stands behind 第 and a number, alone or in an address."""

from __future__ import annotations

import pytest

from bot.language.ordinals import addresses, named_numbers, ordinals


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("第三十条之一第二款是什么", [[("条", 30, 1), ("款", 2, 0)]]),
        ("第5条的第（三）项".replace("（", "(").replace("）", ")"), [[("条", 5, 0), ("项", 3, 0)]]),
        ("第五部分第(二)项", [[("部分", 5, 0), ("项", 2, 0)]]),
        ("第三章第十条、第十二条", [[("章", 3, 0)], [("条", 10, 0)], [("条", 12, 0)]]),
        ("第三次会议", [[("", 3, 0)]]),
        ("十二条", []),
    ],
)
def test_an_address_is_a_row_of_steps(form: str, expected: list[list[tuple[str, int, int]]]) -> None:
    """An article begins an address of its own, except below a part."""
    assert [[(one.unit, one.number, one.after) for one in row] for row in addresses(form)] == expected


def test_a_range_of_items_names_those_between() -> None:
    """第五项至第七项 names three items."""
    form = "第二项、第五项至第七项"
    assert [number for number, _ in named_numbers(form, ordinals(form))] == [2, 5, 6, 7]


def test_a_span_of_time_is_no_item() -> None:
    """第一个小时 counts hours, 第三个 counts what was listed; 第一季度 is a name."""
    assert not ordinals("第一个小时多少")
    assert not ordinals("第十一个月")
    assert [one.number for one in ordinals("第三个是什么")] == [3]
    assert [one.unit for one in ordinals("第一季度")] == [""]
