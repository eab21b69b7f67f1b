"""Rows of tables: which blocks are one, and the row that says what their columns hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vectorstore.documents.line_roles import ITEM, visible
from vectorstore.types import Block, Document, Role, Span

_CELL_END = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_TABLE_END = re.compile(r"</table|<table", re.IGNORECASE)


def cells(document: Document, span: Span) -> tuple[str, ...]:
    """The cells of a row of an HTML or Markdown table; of anything else, none."""
    raw = span.of(document.text)
    if _CELL_END.search(raw):
        ends = [0, *(found.end() for found in _CELL_END.finditer(raw)), len(raw)]
        parts = [
            visible(document.text, Span(span.start + first, span.start + last), document.markup)
            for first, last in zip(ends, ends[1:], strict=False)
        ]
        # A cell of an earlier row that reaches into this one is parted by a tab.
        parts = [cell for part in parts for cell in part.split("\t")]
    elif raw.startswith("|") and raw.count("|") > 2 and "\n" not in raw.strip():
        parts = raw.strip().strip("|").split("|")
    elif "\t" in raw.strip() and "\n" not in raw.strip():
        parts = raw.strip().split("\t")
    else:
        return ()
    return tuple(part for part in (" ".join(part.split()) for part in parts) if part)


def with_rows(text: str, spans: Sequence[Span]) -> list[tuple[Span, int]]:
    """Each line of a plain text with its level: `ITEM` for a row whose cells are parted by tabs.

    One line with a tab is no table: two rows in a row have as many cells each.
    """
    counts = [len(re.findall(r"\S\t+(?=\S)", span.of(text))) for span in spans]
    beside = zip([0, *counts], counts, [*counts[1:], 0], strict=False)
    return [
        (span, ITEM if here and here in {above, below} else 0)
        for span, (above, here, below) in zip(spans, beside, strict=True)
    ]


def headers(document: Document) -> Mapping[int, str]:
    """For every row of a table that has one, by where the row starts, the words of its header row."""
    return {start: " ".join(cells(document, row)) for start, row in header_rows(document).items()}


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


def _headed(document: Document, table: Sequence[Block]) -> dict[int, Span]:
    if len(table) < 2:
        return {}
    first = cells(document, table[0].span)
    # A row of figures heads nothing.
    if 2 * sum(bool(re.search(r"\d", cell)) for cell in first) >= len(first):
        return {}
    return {block.span.start: table[0].span for block in table[1:]}
