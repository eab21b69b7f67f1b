"""Rosters and rows: groups of names with their number, names below numbered headings, rows that begin with numerals."""

from __future__ import annotations

import pytest

from vectorstore.documents.line_patterns import is_row
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import outline, path_of
from vectorstore.documents.rosters import counts_names, names_counted
from vectorstore.types import Document, Role

WINNERS = """雁湖县少儿珠算赛获奖名单

一、低段组
一等奖（2名）
　　庄晓棠　　柏子谦
二等奖（3名）
　　倪青禾　　卫冬冬
　　臧小雨
二、高段组
特等奖（1名）
　　曲安宁

希望获奖同学再接再厉。
"""
SCHOOLS = """雁湖县珠算特色学校名单

一、首批学校
雁湖实验小学、浦尾小学、竹屿镇中心小学

以上学校由县教育局授牌，有效期三年，期满以后重新评审，评审的办法另行公布，不向学校收取任何费用，也不增加教师的负担。
"""
CLINIC = """雁湖县巡回医疗安排

各村按下表候诊，每次半天，请带好医保卡，由村医引导，先到先看，车停在村委会门口。

星期	村	医生
一、四	上浦村	邹明
二、五	下浦村	骆佳
"""


def _read(text: str) -> Document:
    return read_bytes(text.encode(), "a.txt")


def _roles(text: str) -> dict[str, Role]:
    return {block.span.of(text).strip(): block.role for block in _read(text).blocks}


def _paths(text: str) -> list[list[str]]:
    """Each node of the outline as the names from the top of the text down to it."""
    document = _read(text)
    nodes = outline(document)
    return [
        [above.name.of(text) for above in path_of(nodes, node.number) if above.number] for node in nodes[1:]
    ]


def test_a_group_of_names_with_its_number_stands_below_the_numbered_heading() -> None:
    """一等奖（2名） over two names is a heading of the part that it stands in, over several lines of names too."""
    assert _paths(WINNERS) == [
        ["低段组"],
        ["低段组", "一等奖（2名）"],
        ["低段组", "二等奖（3名）"],
        ["高段组"],
        ["高段组", "特等奖（1名）"],
    ]


@pytest.mark.parametrize("number", ["1", "3"])
def test_a_line_with_another_number_than_the_names_below_it_heads_no_group(number: str) -> None:
    """Two are named, and neither one nor three are said to be."""
    text = WINNERS.replace("一等奖（2名）", f"一等奖（{number}名）")
    assert _roles(text)[f"一等奖（{number}名）"] is Role.PARAGRAPH
    assert ["低段组", f"一等奖（{number}名）"] not in _paths(text)


@pytest.mark.parametrize(
    ("line", "following", "counts"),
    [
        ("先进集体（3个）", ["上浦村、下浦村、浦尾村"], True),
        ("优秀指导教师（共2人）：", ["骆佳\t邹明"], True),
        ("优秀组织奖（2家）", ["雁湖实验小学", "浦尾小学", "各校要向他们学习。"], True),
        ("优秀组织奖（2家）", ["雁湖实验小学", "各校要向他们学习。"], False),
        ("一等奖（1名）", ["二等奖（2名）", "骆佳　邹明"], False),
        ("参赛费用（2元）", ["低段组", "高段组"], False),
    ],
)
def test_names_are_counted_however_they_are_set_apart(line: str, following: list[str], counts: bool) -> None:
    """By commas of a row, wide spaces, tabs or lines, up to the next group or sentence."""
    assert counts_names(line, following) is counts


def test_how_many_a_line_says_to_stand_below_it() -> None:
    """What is counted is people or bodies, in a bracket at the end of the line."""
    assert names_counted("三等奖（12名）") == 12
    assert names_counted("三等奖") == 0
    assert names_counted("奖金（300元）") == 0


def test_names_in_a_row_right_below_a_numbered_heading_are_no_heading() -> None:
    """Though a long paragraph follows them, as it would follow a heading."""
    assert _roles(SCHOOLS)["雁湖实验小学、浦尾小学、竹屿镇中心小学"] is Role.PARAGRAPH
    assert _paths(SCHOOLS) == [["首批学校"]]


def test_a_row_that_begins_with_numerals_is_no_heading() -> None:
    """一、四 in the first of three columns is Monday and Thursday, and numbers nothing."""
    document = _read(CLINIC)
    assert {
        block.role for block in document.blocks if block.span.of(CLINIC).startswith(("一、", "二、"))
    } == {Role.PARAGRAPH}
    assert len(outline(document)) == 1


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("一、四\t上浦村\t邹明", True),
        ("| 一、四 | 上浦村 | 邹明 |", True),
        ("<tr><td>一、四</td><td>上浦村</td><td>邹明</td></tr>", True),
        ("一、\t候诊须知", False),
        ("一、候诊须知", False),
    ],
)
def test_a_row_has_three_cells_or_more(line: str, row: bool) -> None:
    """A tab alone may set a number apart from its heading."""
    assert is_row(line) is row


def test_a_heading_behind_its_number_and_a_tab_stays_one() -> None:
    """It has two parts, not three cells."""
    text = "雁湖县巡回医疗须知\n\n一、\t候诊须知\n\n请带好医保卡，由村医引导，先到先看。\n"
    assert [path[-1].strip() for path in _paths(text)] == ["候诊须知"]
