"""HTML: its visible blocks, its metadata, and the tags and entities that are not words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import fields, replace
from html.parser import HTMLParser
from itertools import takewhile

from vectorstore.documents.line_roles import ITEM, clean, visible
from vectorstore.types import Block, Markup, Metadata, Role, Span

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "td",
        "th",
        "tr",
        "table",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "main",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "br",
        "hr",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "body",
        "html",
        "caption",
        "thead",
        "tbody",
    ]
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "head",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "noscript",
        "template",
        "iframe",
        "svg",
        "textarea",
        "object",
        "figcaption",
    ]
)
_META_FIELDS = {
    "author": "author",
    "source": "publisher",
    "contentsource": "publisher",
    "article:author": "author",
    "pubdate": "date",
    "article:published_time": "date",
    "articletitle": "title",
    "og:title": "title",
}
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source", "track", "wbr"]
)


_CELL = re.compile(r"<t[dh][\s>]", re.IGNORECASE)
#: A longer row, in characters, holds a page's layout and not a line of a table.
_LONGEST_ROW = 300


class _Page(HTMLParser):
    """Collects the visible runs of a page with their offsets in the file."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source = text
        self.line_starts = [0, *(found.end() for found in re.finditer(r"\n", text))]
        self.skipping: list[str] = []
        self.in_title = False
        self.title = ""
        self.found: dict[str, str] = {}
        self.levels: list[int] = []
        self.runs: list[tuple[int, int, int]] = []  # start, end, heading level; end -1 breaks
        self.markup: list[Markup] = []
        self.rows: list[tuple[int, int]] = []  # where the open rows of tables begin in runs and markup
        self.items = 0  # how many list items are open
        self.lists: list[int] = []  # how many were where each open list began

    def place(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def mark(self, length: int, shown: str = "") -> None:
        self.markup.append(Markup(Span(self.place(), self.place() + length), shown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        self.mark(len(raw))
        values = {key: value or "" for key, value in attrs}
        if tag == "meta":
            field = _META_FIELDS.get((values.get("name") or values.get("property", "")).lower())
            if field and values.get("content"):
                self.found.setdefault(field, values["content"].strip())
        if tag == "title":
            self.in_title = True
        if tag in _SKIPPED and tag not in _VOID:
            self.skipping.append(tag)
        if tag in _BLOCKS or tag in _SKIPPED:
            self.runs.append((self.place(), -1, 0))
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "tr":
            self.rows.append((len(self.runs), len(self.markup)))
        if tag in {"ul", "ol"}:
            self.lists.append(self.items)
        self.items += tag == "li"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.mark(len(self.get_starttag_text() or ""))
        if tag in _BLOCKS:
            self.runs.append((self.place(), -1, 0))

    def handle_endtag(self, tag: str) -> None:
        start = self.place()
        end = self.source.find(">", start) + 1 or len(self.source)
        self.markup.append(Markup(Span(start, end)))
        if tag == "title":
            self.in_title = False
        if tag in self.skipping:
            while self.skipping and self.skipping.pop() != tag:
                pass
        if tag in _BLOCKS or tag in _SKIPPED:
            self.runs.append((start, -1, 0))
        if re.fullmatch(r"h[1-6]", tag) and self.levels:
            self.levels.pop()
        if tag == "tr" and self.rows:
            self._row(*self.rows.pop())
        self.items -= tag == "li" and self.items > 0
        if tag in {"ul", "ol"} and self.lists:
            self.items = self.lists.pop()  # an item needs no end of its own

    def _row(self, first: int, mark: int) -> None:
        """Make one line of the cells of a row that has just ended, unless it lays out a page."""
        runs = self.runs[first:]
        shown = [run for run in runs if run[1] >= 0 and self.source[run[0] : run[1]].strip()]
        cells = [found for found in self.markup[mark:] if _CELL.match(found.span.of(self.source))]
        length = sum(end - start for start, end, _ in shown)
        filled = sum(
            any(one.span.end <= run[0] < other for run in shown)
            for one, other in zip(cells, [*(c.span.start for c in cells[1:]), len(self.source)], strict=True)
        )
        if filled < 2 or length > _LONGEST_ROW:
            return
        self.runs[first:] = [(start, end, ITEM) for start, end, _ in shown] + [(self.place(), -1, 0)]
        kept = self.markup[mark:]
        self.markup[mark:] = [replace(one, shown=" ") if one in cells else one for one in kept]

    def handle_data(self, data: str) -> None:
        self._visible(len(data), data)

    def handle_entityref(self, name: str) -> None:
        self._entity(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._entity(f"&#{name}")

    def handle_comment(self, data: str) -> None:
        self._hide_to("-->")

    def handle_decl(self, decl: str) -> None:
        self._hide_to(">")

    def handle_pi(self, data: str) -> None:
        self._hide_to(">")

    def unknown_decl(self, data: str) -> None:
        self._hide_to(">")

    def _hide_to(self, closing: str) -> None:
        start = self.place()
        end = self.source.find(closing, start)
        stop = end + len(closing) if end >= 0 else len(self.source)
        self.markup.append(Markup(Span(start, stop)))

    def _entity(self, raw: str) -> None:
        start = self.place()
        length = len(raw) + (self.source[start + len(raw) : start + len(raw) + 1] == ";")
        shown = html.unescape(raw + ";")
        if self.in_title:
            self.title += shown
        elif not self.skipping:
            self.mark(length, " " if shown.isspace() else shown)
            self._visible(length)

    def _visible(self, length: int, data: str = "") -> None:
        if self.in_title:
            self.title += data
        elif not self.skipping:
            level = self.levels[-1] if self.levels else ITEM if self.items else 0
            self.runs.append((self.place(), self.place() + length, level))


def read_html(text: str) -> tuple[tuple[Block, ...], Metadata, tuple[Markup, ...]]:
    """The blocks, metadata and markup of a page."""
    page = _Page(text)
    page.feed(text)
    page.close()
    lines: list[tuple[Span, int]] = []
    open_run: tuple[int, int, int] | None = None
    for start, end, level in [*page.runs, (len(text), -1, 0)]:
        if end >= 0:
            open_run = (open_run[0], end, open_run[2] or level) if open_run else (start, end, level)
        elif open_run:
            span = _unpadded(text, open_run[0], open_run[1])
            if span:
                lines.append((span, open_run[2]))
            open_run = None
    markup = tuple(sorted(page.markup, key=lambda mark: mark.span))
    blocks, found = clean(text, lines, markup, join=False)
    blocks, heading = _with_title(text, blocks, lines, markup, found)
    given = {key: value for key, value in page.found.items() if value}
    if "date" in given:
        date = re.match(r"(?:19|20)\d{2}-\d{2}-\d{2}", given["date"])
        given = {**given, "date": date[0]} if date else {k: v for k, v in given.items() if k != "date"}
    own = {field.name: getattr(found, field.name) for field in fields(found)}
    title = heading or given.get("title") or re.split(r"[_|]| - ", page.title.strip())[0].strip()
    merged = {**given, **{key: value for key, value in own.items() if value}, "title": title}
    return blocks, Metadata(**merged), markup


def _unpadded(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _with_title(
    text: str,
    blocks: Iterable[Block],
    lines: Iterable[tuple[Span, int]],
    markup: tuple[Markup, ...],
    found: Metadata,
) -> tuple[tuple[Block, ...], str]:
    """A page's first `h1`, of as many lines as it has, is its title, and no heading of its body.

    What was taken for a title above it is a menu.
    """
    blocks = tuple(blocks)
    levels = [(span, level) for span, level in lines]
    first = next((n for n, (_, level) in enumerate(levels) if level == 1), None)
    if first is None:
        return blocks, found.title
    heading = [span for span, _ in takewhile(lambda line: line[1] == 1, levels[first:])]
    whole = Span(heading[0].start, heading[-1].end)
    made = []
    for block in blocks:
        if whole.contains(block.span):
            block = replace(block, role=Role.TITLE, level=0)
        elif block.span.end <= whole.start and block.role is Role.TITLE:
            block = replace(block, role=Role.CHROME, level=0)
        made.append(block)
    title = " ".join(" ".join(visible(text, span, markup).split()) for span in heading)
    return tuple(made), title
