"""Markdown: its blocks, its front matter, and the marks that are not words."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from vectorstore.documents.html import page_lines
from vectorstore.documents.line_patterns import ITEM
from vectorstore.documents.line_roles import clean
from vectorstore.text.search_form import raised
from vectorstore.types import Block, Markup, Metadata, Span

# What is struck out is none of a line's words: 罚款~~五百~~八百元 says 八百元.
_INLINE = re.compile(
    r"(~~(?=\S)[^\n]+?(?<=\S)~~)|(\*\*|__|`+)|(!?\[)(?=[^\]\n]{0,500}\]\()|(\]\([^)\n\[\]]*\))|(?<=[^\s\[])\[\^(?P<note>\d{1,3})\](?!:)"
)
_TAG = re.compile(r"</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>|<!--", re.IGNORECASE)
_FRONT = re.compile(r"\A\ufeff?---\r?\n(.*?)\r?\n---\r?\n", re.DOTALL)
_FRONT_KEYS = {"source": "publisher", "来源": "publisher", "标题": "title", "作者": "author", "日期": "date"}


def read_markdown(text: str) -> tuple[tuple[Block, ...], Metadata, tuple[Markup, ...]]:
    """The blocks, metadata and markup of a Markdown text."""
    from markdown_it import MarkdownIt

    front = _FRONT.match(text)
    skip = front.end() if front else 0
    # Blank out what is before the body, so that line numbers stay those of the file.
    body = re.sub(r"[^\r\n]", " ", text[:skip]) + text[skip:]
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", body)), len(body)]
    lines: list[tuple[Span, int]] = []
    tags: list[Markup] = []
    fences: list[Span] = []
    # Only blocks are asked for: what stands inside of lines costs the square of their open brackets.
    reader = MarkdownIt("commonmark").enable("table").disable(["reference", "inline"])
    # A note ([1]: 本数据…) is a line of the document, not the target of a link.
    for token in reader.parse(body):
        if token.map is None or token.type not in {"inline", "fence", "code_block", "html_block"}:
            continue
        first, last = starts[token.map[0]], starts[min(token.map[1], len(starts) - 1)]
        if token.type == "html_block":
            page_lines, page_tags = _html(body, first, last)
            lines += page_lines
            tags += page_tags
            continue
        if token.type != "inline":
            fences.append(Span(first, last))
        elif _TAG.search(body, first, last):
            tags += _html(body, first, last)[1]
        line = (_trimmed(body, first, last), _heading_level(body, first) or _item_level(body, first))
        # The cells of a table's row are one line.
        if not lines or lines[-1][0] != line[0]:
            lines.append(line)
    marks = sorted(
        [
            *tags,
            *(
                Markup(Span(*found.span()), raised(found["note"]) if found["note"] else "")
                for span, _ in lines
                for found in _INLINE.finditer(text, span.start, span.end)
            ),
        ],
        key=lambda mark: (mark.span.start, -mark.span.end),
    )
    markup = tuple(
        mark
        for at, mark in enumerate(marks)
        if not at or mark.span.start >= max(m.span.end for m in marks[max(0, at - 8) : at])
    )
    blocks, found = clean(text, [(span, level) for span, level in lines if span], markup, join=False)
    if front:
        given = dict(re.findall(r"^([\w\u4e00-\u9fff]+)\s*:\s*(.+?)\s*$", front[1], re.MULTILINE))
        named = {_FRONT_KEYS.get(key.lower(), key.lower()): v.strip("\"'") for key, v in given.items()}
        known = {field.name for field in fields(Metadata)} - {"script"}
        found = replace(found, **{key: value for key, value in named.items() if key in known})
    return blocks, found, markup


def _html(body: str, first: int, last: int) -> tuple[list[tuple[Span, int]], list[Markup]]:
    """The visible lines of a piece of HTML in a text, and what of it is no words, with offsets of the text."""
    lines, markup = page_lines(body[first:last])
    return (
        [(Span(span.start + first, span.end + first), level) for span, level in lines],
        [Markup(Span(one.span.start + first, one.span.end + first), one.shown) for one in markup],
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    """The span without list markers, quote marks, `#` and white space around it."""
    lead = re.compile(r"[\s>]*(?:#{1,6}\s+|[-*+]\s+)?").match(text, start, end)
    start = lead.end() if lead else start
    end = start + len(re.sub(r"[\s#=-]*\Z", "", text[start:end]))
    return Span(start, end)


def _item_level(text: str, start: int) -> int:
    """`ITEM` for a bulleted line or a table's row, else 0."""
    return ITEM if re.compile(r"[\s>]*(?:[-*+]\s|\|)").match(text, start) else 0


def _heading_level(text: str, start: int) -> int:
    found = re.compile(r"[\s>]*(#{1,6})\s").match(text, start)
    if found:
        return len(found[1])
    underline = re.compile(r"[^\r\n]+(?:\r\n|\r|\n) {0,3}(=+|-+)\s*(?:[\r\n]|\Z)").match(text, start)
    return 0 if not underline else 1 if underline[1][0] == "=" else 2
