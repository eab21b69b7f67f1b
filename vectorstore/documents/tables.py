"""Rows of tables: which blocks are one, and the row that says what their columns hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vectorstore.documents.line_patterns import ITEM
from vectorstore.documents.line_roles import visible
from vectorstore.types import Block, Document, Role, Span

_CELL_END = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_COLSPAN = re.compile(r"colspan\s*=\s*[\"']?(?:[2-9]|\d\d)", re.IGNORECASE)
_TABLE_END = re.compile(r"</table|<table", re.IGNORECASE)


def cells(document: Document, span: Span) -> tuple[str, ...]:
    """The cells of a row of a table, those without text as empty ones; of anything else, none.

    Tabs that stand side by side only set a column straight: they part two cells, and leave none empty.
    """
    raw = span.of(document.text)
    if _CELL_END.search(raw):
        ends = [0, *(found.end() for found in _CELL_END.finditer(raw)), len(raw)]
        parts = [
            visible(document.text, Span(span.start + first, span.start + last), document.markup)
            for first, last in zip(ends, ends[1:], strict=False)
        ]
        # A cell of an earlier row that reaches into this one is parted by a tab.
        own = [[cell for cell in part.split("\t") if cell.strip()] for part in parts]
        parts = [cell for row in own[:-1] for cell in row or [""]] + own[-1]
    elif _is_barred(line := raw.strip()):
        # Another kind of bar stands inside a cell.
        bar = _BAR.search(line)
        inside = line.split(bar[0]) if bar else [line]
        outer = not inside[0].strip()
        parts = inside[1 : -1 if not inside[-1].strip() else None] if outer else inside
    elif "\t" in raw.strip() and "\n" not in raw.strip():
        parts = [part for part in raw.strip().split("\t") if part.strip()]
    else:
        return ()
    row = tuple(" ".join(part.split()) for part in parts)
    return row if any(row) else ()


#: What parts the cells of a line: the bar of Markdown, the full-width one, the one of drawn boxes.
_BAR = re.compile(r"[|｜│]")


def _is_barred(line: str) -> bool:
    """Whether bars part a line into cells: three or more of them, or with bars at both ends."""
    if "\n" in line or len(_BAR.findall(line)) < 2:
        return False
    return bool(_BAR.match(line)) or "。" not in line


def with_rows(text: str, spans: Sequence[Span]) -> list[tuple[Span, int]]:
    """Each line of a plain text with its level: `ITEM` for a row whose cells are parted by tabs or bars.

    One line with a tab is no table: two rows in a row have as many cells each. Of lines with bars there are three,
    since a page's menu has them too.
    """
    lines = [span.of(text) for span in spans]
    tabs = [len(re.findall(r"\S\t+(?=\S)", line)) for line in lines]
    bars = [len(_BAR.findall(line)) if _is_barred(line.strip()) else 0 for line in lines]
    rows = _in_runs(tabs, 2) | _in_runs(bars, 3)
    return [(span, ITEM if number in rows else 0) for number, span in enumerate(spans)]


def _in_runs(counts: Sequence[int], length: int) -> set[int]:
    """The places of counts above 0 that stand in a run of as many equal ones."""
    found: set[int] = set()
    start = 0
    for place in range(1, len(counts) + 1):
        if place == len(counts) or counts[place] != counts[start]:
            if counts[start] and place - start >= length:
                found.update(range(start, place))
            start = place
    return found


def headers(document: Document) -> Mapping[int, str]:
    """For every row of a table that has one, by where the row starts, the words of its header row."""
    found = {}
    for start, row in header_rows(document).items():
        words = list(filter(None, cells(document, row)))
        if _COLSPAN.search(row.of(document.text)):
            words += filter(None, _second_head(document, row))
        found[start] = " ".join(words)
    return found


def _second_head(document: Document, row: Span) -> tuple[str, ...]:
    """The words of the row below a head that has cells over several columns, where it names those; else none."""
    following = next((block for block in document.blocks if block.span.start >= row.end), None)
    named = cells(document, following.span) if following else ()
    return () if any(re.fullmatch(r"[\d.,%]+", cell) for cell in named) else named


def header_rows(document: Document) -> Mapping[int, Span]:
    """For every row of a table that has one, by where the row starts, where its header row stands."""
    found: dict[int, Span] = {}
    table: list[Block] = []
    for block in document.blocks:
        between = document.text[table[-1].span.end : block.span.start] if table else ""
        row = block.role is Role.PARAGRAPH and cells(document, block.span)
        if table and (not row or _TABLE_END.search(between) or between.count("\n\n")):
            found.update(_headed(document, table))
            table = []
        if row:
            table.append(block)
    return found | _headed(document, table)


#: What the table above an official page gives of its document, each in a cell with its value in the next one.
HEAD_LABELS = frozenset(
    [
        "索引号",
        "主题分类",
        "主题词",
        "发布机构",
        "发文机关",
        "发文单位",
        "制发机关",
        "责任部门",
        "成文日期",
        "发文日期",
        "发布日期",
        "公开日期",
        "生效日期",
        "废止日期",
        "文号",
        "发文字号",
        "发文文号",
        "名称",
        "标题",
        "有效性",
        "时效性",
        "效力状态",
        "公文种类",
        "体裁分类",
        "信息分类",
        "组配分类",
        "公开方式",
        "公开类别",
        "公开范围",
        "公开时限",
        "关键词",
        "内容概述",
        "信息来源",
        "来源",
    ]
)


def labels_values(row: Sequence[str]) -> bool:
    """Whether every second cell of a row labels the next one, as in the table that says what a page is: 文号, 成文日期."""
    labels = ["".join(cell.split()) for cell in row[::2]]
    return len(row) % 2 == 0 and bool(labels) and all(_is_label(label) for label in labels)


def _is_label(cell: str) -> bool:
    return cell.endswith((":", "：")) or cell in HEAD_LABELS


def _headed(document: Document, table: Sequence[Block]) -> dict[int, Span]:
    if len(table) < 2:
        return {}
    first = cells(document, table[0].span)
    if labels_values(first):
        return {}
    # A row of figures heads nothing.
    if 2 * sum(bool(re.search(r"\d", cell)) for cell in first) >= len(first):
        return {}
    return {block.span.start: table[0].span for block in table[1:]}
