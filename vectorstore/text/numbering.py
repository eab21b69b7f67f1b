"""The numbering of Chinese official documents: headings and run-in items.

Headings: 第X编/章/节/条, 一、, （一）, 1. or 1、, （1） and ① to ㊿. Items: 一是, 第一, 其一, 首先,
一方面. Everything is read off the search form (ASCII brackets, simplified characters).
A cross-reference inside a sentence (见第三条) is no label: labels stand at the beginning of
a line or of a clause, and `第X条` is never followed by 规定 or 的. Where no white space follows it,
words that go on with a reference (第三条和…, 第三条以下) make it one as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from vectorstore.text.numerals import CIRCLED, han_number
from vectorstore.text.search_form import SearchForm

_HAN = "〇零一二三四五六七八九十百两"

#: What follows a figure with a point, which is then no number of a section.
_UNIT = r"\s*(?:[万亿千百元人个倍亩吨米度年月日号时分克升岁名家]|公[里斤顷]|平方|立方|小时)"

_ARTICLE = rf"第([{_HAN}\d]+)条(?:之[{_HAN}]+)?+"
#: Rules of Taiwan are parted into 點, the number on a line of its own: 第 3 點.
_POINT = rf"第([{_HAN}\d]+)点$"
#: What a reference to an article goes on with, whatever stands between.
_REFERRED = (
    rf"[、,]|规定|的|之规|第(?:[{_HAN}\d]+|\([{_HAN}\d]+\))[款项目句段]"
    r"|所(?:称|列|规|述|指|定|说|涉|提)|中(?:的|规定|所|有关|提到|,)"
)
#: What goes on with a reference right behind it, where the article's own text may begin so behind white space:
#: 第三条 中国公民…, 第五条 以营利为目的…; 第三条中国公民 without it is no reference either.
_JOINED = rf"第[{_HAN}\d]+条|[和与及至到以或款]|项(?!目)|所(?!有|在|属|得)|中(?![国央华小外医等级标药介共心学型])|明确|要求|措施"
#: An article's label whose text begins behind white space.
_PARTED = re.compile(rf"{_ARTICLE}(?!{_REFERRED})")

# Outermost first; the position is the level of a numbered heading.
_HEADINGS = (
    ("part", re.compile(rf"第([{_HAN}\d]+)[编篇部](?![分门队长委署])")),
    ("chapter", re.compile(rf"第([{_HAN}\d]+)章")),
    ("section", re.compile(rf"第([{_HAN}\d]+)节")),
    ("article", re.compile(rf"{_ARTICLE}(?!{_REFERRED}|{_JOINED})|{_POINT}")),
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

#: 二、检查方式。(一)单位自查。…(二)行业抽查。… on one line, and 三类单位:1.在建项目。…2.餐饮企业。….
_RUN_IN = "run-in-bracket"
_RUN_IN_DIGIT = "run-in-digit"
_ITEMS = (
    ("is", re.compile(rf"([{_HAN}]{{1,3}})是(?!否)")),
    ("ordinal", re.compile(rf"第([{_HAN}]{{1,3}})[,、:]")),
    ("of-these", re.compile(rf"其([{_HAN}])[,、:是]")),
    ("to-be", re.compile(rf"([{_HAN}]{{1,3}})要(?=[\u4e00-\u9fff])")),
    (_RUN_IN, re.compile(rf"\(([{_HAN}]{{1,3}})\)(?=[\u4e00-\u9fff\"<《])")),
    (_RUN_IN_DIGIT, re.compile(r"(\d{1,2})[.、](?=[\u4e00-\u9fff\"<《])")),
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


def heading_label(line: str | SearchForm) -> Label | None:
    """The heading label at the beginning of a line's search form, if there is one.

    The form itself, and not only its text, tells what stands behind white space.
    """
    text = line if isinstance(line, str) else line.text
    for style, pattern in _HEADINGS:
        found = pattern.match(text)
        if found:
            value = next((group for group in found.groups() if group), "")
            return Label(style, _order(style, value), found.end())
    if isinstance(line, str) or not (article := _PARTED.match(text)):
        return None
    at = article.end()
    parted = at < len(text) and line.starts[at] > line.ends[at - 1]
    return Label("article", han_number(article[1]), at) if parted else None


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
    runs_on = {label.style for _, label in found if label.order == 2}
    if text.startswith(("附件", "附表", "附录")):
        # 附件:1.任务分解表 names attachments, and is no list of what a paragraph says.
        found = [(place, label) for place, label in found if label.style != _RUN_IN_DIGIT]
    return [
        (place, label)
        for place, label in found
        if place or label.style not in {_RUN_IN, _RUN_IN_DIGIT} or label.style in runs_on
    ]
