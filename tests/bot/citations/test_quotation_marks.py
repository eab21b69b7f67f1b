"""Finding quotations in drafts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.citations.quotation_marks import quotations


@pytest.mark.parametrize(
    ("draft", "found"),
    [
        ("他说“甲乙”。", ["甲乙"]),
        ("「甲『乙』丙」和『丁』", ["甲『乙』丙", "丁"]),
        ("“甲‘乙’丙”", ["甲‘乙’丙"]),
        ("“甲“乙”丙”", ["甲“乙”丙"]),
        ('"甲乙" 与 "丙"', ["甲乙", "丙"]),
        ('一个引号"没有配对。\n\n下一段"甲"。', ["甲"]),
        ("“第一段\n“第二段\n“第三段”完。", ["第一段\n“第二段\n“第三段"]),
        ("“忘了收尾。\n\n他说“甲乙”。", ["甲乙"]),
        ("“”和「 」是空的", []),
        ("没有引文", []),
    ],
)
def test_quotations_are_what_stands_between_marks(draft: str, found: list[str]) -> None:
    """Marks of every kind are known; inner quotations belong to outer ones."""
    assert [quotation.text for quotation in quotations(draft)] == found


def test_lines_and_columns_count_from_one() -> None:
    """The place is that of the opening mark, with any kind of line end."""
    found = quotations("首行\r\n第二“甲”\r第三\n「乙」")
    assert [(q.line, q.column) for q in found] == [(2, 3), (4, 1)]


@given(st.text(alphabet='甲“”「」『』"\n ', max_size=60))
def test_spans_are_those_of_the_draft(draft: str) -> None:
    """Quotations come in order, never overlap, and their spans hold their texts."""
    at = 0
    for quotation in quotations(draft):
        assert quotation.span.of(draft) == quotation.text
        assert quotation.span.start > at or at == 0
        at = quotation.span.end
