"""Days that go by the week, the month or the moon answer when something is."""

from __future__ import annotations

import pytest

from bot.extraction.answer_types import answers_of_type
from bot.questions.question import read_question


@pytest.mark.parametrize(
    ("asked", "said", "found"),
    [
        ("竹屿的集市是哪一天?", "集市逢每月第二个星期三举行。", ["每月第二个星期三"]),
        ("阅览室哪天关门?", "阅览室逢周一整理图书。", ["周一"]),
        ("放河灯是哪天?", "放河灯在农历七月十四。", ["农历七月十四"]),
        ("夜校是哪一天开课?", "夜校一周两次,礼拜五收作业。", ["礼拜五"]),
    ],
)
def test_a_day_that_comes_again_is_a_day(asked: str, said: str, found: list[str]) -> None:
    """None of them has a date."""
    assert [one.text for one in answers_of_type(read_question(asked), said)] == found


@pytest.mark.parametrize(
    "said", ["巡河每周三次。", "上周二镇里开过会。", "巡河每星期一趟。", "各村每月报送。"]
)
def test_how_often_is_no_day(said: str) -> None:
    """每周三次 is no Wednesday, and a Tuesday that is past comes not again."""
    assert answers_of_type(read_question("巡河是哪一天?"), said) == []


def test_a_date_goes_before_a_day_of_the_week() -> None:
    """Where both stand, the date is the answer."""
    found = answers_of_type(read_question("夜校哪天开课?"), "夜校9月8日开课,逢周一上课。")
    assert [one.text for one in found] == ["9月8日"]
