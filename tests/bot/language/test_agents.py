"""Who does something stands behind 由 and before the verb."""

from __future__ import annotations

import pytest

from bot.language.agents import agents_in


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("一天以内的由班主任批准,八天以上的由学生处批准。", ["班主任", "学生处"]),
        ("清运费全部由镇财政承担。", ["镇财政"]),
        ("未清扫的,由城市管理部门处五十元以上二百元以下罚款。", ["城市管理部门"]),
        ("由青石村、白塔村分别负责。", ["青石村、白塔村"]),
    ],
)
def test_who_acts_is_named_without_what_is_done(form: str, expected: list[str]) -> None:
    """Bodies, offices and parts of a body alike, each in its place."""
    found = agents_in(form)
    assert [one.text for one in found] == expected
    assert all(form[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    "form", ["由于天气原因停运。", "应当说明理由并提交申请。", "由此产生的费用自行承担。"]
)
def test_other_words_with_the_character_name_nobody(form: str) -> None:
    """由于, 由此 and 理由 have no one behind them."""
    assert agents_in(form) == []
