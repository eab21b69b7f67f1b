"""The numbering of Chinese official documents: headings and run-in items.

Headings: 第X编/章/节/条, 一、, （一）, 1. or 1、, （1） and ① to ㊿. Items: 一是, 第一, 其一, 首先,
一方面. Everything is read off the search form (ASCII brackets, simplified characters).
A cross-reference inside a sentence (见第三条) is no label: labels stand at the beginning of
a line or of a clause, and `第X条` is followed by white space or text, never by 规定 or 的.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vectorstore.text.numerals import CIRCLED, han_number

_HAN = "〇零一二三四五六七八九十百两"

#: What follows a figure with a point, which is then no number of a section.
_UNIT = r"\s*(?:[万亿千百元人个倍亩吨米度年月日号时分克升岁名家]|公[里斤顷]|平方|立方|小时)"

# Outermost first; the position is the level of a numbered heading.
_HEADINGS = (
    ("part", re.compile(rf"第([{_HAN}\d]+)[编篇部](?![分门队长委署])")),
    ("chapter", re.compile(rf"第([{_HAN}\d]+)章")),
    ("section", re.compile(rf"第([{_HAN}\d]+)节")),
    (
        "article",
        re.compile(
            rf"第([{_HAN}\d]+)条(?:之[{_HAN}]+)?+(?![、,和与及至到]|规定|的|所|中|第|款|项|以|之规|或|明确|要求|措施)"
        ),
    ),
    ("han", re.compile(rf"([{_HAN}]{{1,4}})、")),
    ("han-bracket", re.compile(rf"\(([{_HAN}]{{1,4}})\)、?")),
    # ⒈ stays one character before a figure.
    ("digit", re.compile(r"(\d{1,2})(?:[.、](?!\d)|\.(?=\d{4}年))|([⒈-⒛])")),
    *(
        (
            f"dotted-{depth}",
            re.compile(rf"(\d{{1,2}}(?:\.\d{{1,2}}){{{depth - 1}}})(?![\d.%]|{_UNIT})(?=\s*[\u4e00-\u9fff])"),
        )
        for depth in (2, 3, 4)
    ),
    ("digit-bracket", re.compile(r"\((\d{1,2})\)、?|(\d{1,2})\)")),
    ("circled", re.compile(rf"([{CIRCLED}])")),
    ("letter", re.compile(r"\(?([a-z])\)")),
)
LEVELS = {style: level for level, (style, _) in enumerate(_HEADINGS, 1)}

#: 二、检查方式。(一)单位自查。…(二)行业抽查。… on one line.
_RUN_IN = "run-in-bracket"
_ITEMS = (
    ("is", re.compile(rf"([{_HAN}]{{1,3}})是(?!否)")),
    ("ordinal", re.compile(rf"第([{_HAN}]{{1,3}})[,、:]")),
    ("of-these", re.compile(rf"其([{_HAN}])[,、:是]")),
    ("to-be", re.compile(rf"([{_HAN}]{{1,3}})要(?=[\u4e00-\u9fff])")),
    (_RUN_IN, re.compile(rf"\(([{_HAN}]{{1,3}})\)(?=[\u4e00-\u9fff\"<《])")),
    ("sequence", re.compile(r"(首先|其次|再次|然后|最后)[,、:]?")),
    ("sides", re.compile(r"(一方面|另一方面|再一方面)[,、:]?")),
)
_SEQUENCE = {
    "首先": 1,
    "其次": 2,
    "再次": 3,
    "然后": 3,
    "最后": 99,
    "一方面": 1,
    "另一方面": 2,
    "再一方面": 3,
}


@dataclass(frozen=True, slots=True)
class Label:
    """A label that was found: its style, the number it says, and its length in characters."""

    style: str
    order: int
    length: int


def heading_label(text: str) -> Label | None:
    """The heading label at the beginning of a line's search form, if there is one."""
    for style, pattern in _HEADINGS:
        found = pattern.match(text)
        if found:
            value = next((group for group in found.groups() if group), "")
            return Label(style, _order(style, value), found.end())
    return None


def _order(style: str, value: str) -> int:
    """The number that a label says among its like: the last of 5.1.4, the place of a letter."""
    if style == "letter":
        return ord(value) - ord("a") + 1
    return han_number(value.rsplit(".", 1)[-1])


def item_label(text: str, start: int) -> Label | None:
    """The run-in item label at `start` of a search form, if there is one."""
    for style, pattern in _ITEMS:
        found = pattern.match(text, start)
        if found:
            value = found[1]
            order = _SEQUENCE.get(value) or han_number(value)
            return Label(style, order, found.end() - start)
    return None


def item_labels(text: str) -> list[tuple[int, Label]]:
    """Every place in a search form where an item label could stand: at a clause's start."""
    places = [0, *(found.end() for found in re.finditer(r"[。!?;:,]\"?", text))]
    labels = ((place, item_label(text, place)) for place in places)
    found = [(place, label) for place, label in labels if label]
    # What stands at the beginning of a line heads it (`heading_label`), but where its like follow in it.
    runs_on = any(label.style == _RUN_IN and label.order == 2 for _, label in found)
    return [(place, label) for place, label in found if place or label.style != _RUN_IN or runs_on]
