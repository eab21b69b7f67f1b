"""What is planned is not done, and what was done is no plan."""

from __future__ import annotations

import pytest

from bot.language.plans import mixes_plan_and_deed

DONE = ["政府工作报告", "一2025年工作回顾", "一项目建设"]
PLAN = ["政府工作报告", "二2026年工作安排", "一项目建设"]


@pytest.mark.parametrize(
    ("asked", "headings", "mixed"),
    [
        ("去年修好了多少公里农村公路", PLAN, True),
        ("去年修好了多少公里农村公路", DONE, False),
        ("今年打算修多少公里农村公路", DONE, True),
        ("今年打算修多少公里农村公路", PLAN, False),
        ("修农村公路多少公里", PLAN, False),
        ("去年修了多少公里,今年打算修多少公里", PLAN, False),
        ("去年修好了多少公里农村公路", ["公路管理办法", "第二章养护"], False),
    ],
)
def test_a_plan_is_told_from_a_deed(asked: str, headings: list[str], mixed: bool) -> None:
    """By the innermost heading that says which it is; a question for both or neither mixes nothing."""
    assert mixes_plan_and_deed(asked, headings) is mixed
