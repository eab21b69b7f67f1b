"""HTML: its visible blocks, its metadata, and the tags and entities that are not words."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import fields, replace
from html.parser import HTMLParser
from itertools import takewhile

from vectorstore.documents.html_hiding import Hiding, is_around_page
from vectorstore.documents.html_rows import TableRows
from vectorstore.documents.html_tags import (
    BLOCKS,
    ENDS_ITSELF,
    LOWER,
    META_FIELDS,
    SCRIPTS,
    SKIPPED,
    VOID,
)
from vectorstore.documents.line_patterns import BODY_LENGTH, HOME, ITEM, MENU_WORDS, NAMES_DOCUMENT
from vectorstore.documents.line_roles import clean, visible
from vectorstore.text.numbering import heading_label
from vectorstore.text.search_form import raised, search_form
from vectorstore.types import Block, Markup, Metadata, Role, Span

#: Browsers nest no more than 512 elements; what lies deeper hides and raises nothing further.
_DEEPEST = 500
#: So many forms are looked at whether one of them is around the page; a page of more is made to be slow.
_MOST_FORMS = 20


class _Page(HTMLParser):
    """Collects the visible runs of a page with their offsets in the file."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.source = text
        self.hiding = Hiding(text)
        self.line_starts = [0, *(found.end() for found in re.finditer(r"\n", text))]
        self.skipping: list[str] = []
        self.in_title = False
        self.forms = 0
        self.title = ""
        self.found: dict[str, str] = {}
        self.levels: list[int] = []
        self.runs: list[tuple[int, int, int]] = []  # start, end, heading level; end -1 breaks
        self.markup: list[Markup] = []
        self.rows = TableRows(text, self.runs, self.markup)
        self.open: list[tuple[str, str]] = []  # elements that raise or lower, and those of formulas
        self.numbers: list[int | None] = []  # the next number of each open list, None where it has none
        self.steps: list[int] = []
        self.numbered: tuple[int, int] | None = None  # the tag of an item whose words come next, its number
        self.items = 0  # how many list items are open
        self.lists: list[int] = []  # how many were where each open list began

    def lines(self) -> list[tuple[Span, int]]:
        """Read the page: its visible lines, each with its heading level or `ITEM`."""
        text = self.source
        self.feed(text)
        self.close()
        lines: list[tuple[Span, int]] = []
        open_run: tuple[int, int, int] | None = None
        for start, end, level in [*self.runs, (len(text), -1, 0)]:
            if end >= 0:
                open_run = (open_run[0], end, open_run[2] or level) if open_run else (start, end, level)
            elif open_run:
                span = _unpadded(text, open_run[0], open_run[1])
                if span:
                    lines.append((span, open_run[2]))
                open_run = None
        return lines

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
            field = META_FIELDS.get((values.get("name") or values.get("property", "")).lower())
            if field and values.get("content"):
                self.found.setdefault(field, values["content"].strip())
        if tag == "title":
            self.in_title = True
        if tag == "body" and "head" in self.skipping:
            self.skipping.clear()
        if self.skipping and tag == self.skipping[-1] and tag in ENDS_ITSELF:
            self.skipping.pop()
        deep = len(self.skipping) >= _DEEPEST
        if tag not in VOID and (self.skipping or self._is_skipped(tag) or self.hiding.hides(tag, values)):
            self.skipping += [] if deep else [tag]
        self._formula(tag, values)
        self._list(tag, values)
        if tag in BLOCKS or tag in SKIPPED:
            self.runs.append((self.place(), -1, 0))
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "table":
            self.rows.begin_table()
        if tag == "tr":
            self.rows.begin(self.place())
        if tag in {"ul", "ol"}:
            self.lists.append(self.items)
        self.items += tag == "li"

    def _is_skipped(self, tag: str) -> bool:
        if tag == "form" and self.forms < _MOST_FORMS:
            self.forms += 1
            return not is_around_page(self.source, self.place())
        return tag in SKIPPED

    def _unsaid(self, length: int) -> None:
        """Leave words out of the line that they stand in; what opens no line needs no mark."""
        if not SKIPPED.intersection(self.skipping):
            self.mark(length)

    def _formula(self, tag: str, values: dict[str, str]) -> None:
        """Note what a tag raises, lowers, or parts: 10<sup>4</sup>, the two halves of a fraction."""
        if len(self.open) >= _DEEPEST:
            return
        if self.open and self.open[-1][0] in {"mfrac", *SCRIPTS}:
            name, count = self.open[-1]
            child = len(count)
            self.open[-1] = name, count + "x"
            if name == "mfrac" and child == 1:
                self.markup[-1] = replace(self.markup[-1], shown="\u2044")
            place = SCRIPTS.get(name, {}).get(child, "")
            if tag not in VOID:
                self.open.append((tag, place))
        elif tag in {"sup", "sub"}:
            # Sheets that set these on the line move them away from it in a rule of another name.
            self.open.append((tag, "super" if tag == "sup" else "sub"))
        elif tag not in VOID and tag not in BLOCKS and (level := self.hiding.level(tag, values)) is not None:
            self.open.append((tag, level or "line"))
        elif (self.open or tag in {"mfrac", *SCRIPTS}) and tag not in VOID:
            self.open.append((tag, ""))
        if tag == "mfrac" and not self.markup[-1].shown:
            self.markup[-1] = replace(self.markup[-1], shown=" ")

    def _raise(self, start: int, data: str) -> None:
        """Let the digits of a raised or lowered text stand as such."""
        place = next((one for _, one in reversed(self.open) if one in {"super", "sub", "line"}), "line")
        if place != "line":
            for at, char in enumerate(data, start):
                if char.isascii() and char.isdecimal():
                    shown = raised(char) if place == "super" else char.translate(LOWER)
                    self.markup.append(Markup(Span(at, at + 1), shown))

    def _list(self, tag: str, values: dict[str, str]) -> None:
        """Count the items of a numbered list; the number that its page shows is kept for its words."""
        if tag in {"ul", "ol"}:
            plain = tag == "ul" or values.get("type", "1") != "1" or "list-style" in values.get("style", "")
            start = values.get("start", "")
            self.numbers.append(None if plain else int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1)
            self.steps.append(-1 if "reversed" in values else 1)
        if tag != "li" or not self.numbers or self.skipping:
            return
        number = self.numbers[-1]
        if number is None:
            return
        if re.fullmatch(r"-?\d{1,6}", values.get("value", "")):
            number = int(values["value"])
        self.numbers[-1] = number + self.steps[-1]
        self.numbered = len(self.markup) - 1, number

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.mark(len(self.get_starttag_text() or ""))
        if tag in BLOCKS:
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
        elif (tag in BLOCKS or tag == "ruby") and set(self.skipping) <= ENDS_ITSELF:
            self.skipping.clear()  # the end of what is around
        if any(name == tag for name, _ in self.open):
            while self.open and self.open.pop()[0] != tag:
                pass
        elif tag in BLOCKS:
            self.open.clear()
        if tag in {"ul", "ol"} and self.numbers:
            self.numbers.pop()
            self.steps.pop()
        if tag in BLOCKS or tag in SKIPPED:
            self.runs.append((start, -1, 0))
        if re.fullmatch(r"h[1-6]", tag) and self.levels:
            self.levels.pop()
        if tag == "tr":
            self.rows.end(self.place())
        if tag == "table":
            self.rows.end_table(self.place())
        self.items -= tag == "li" and self.items > 0
        if tag in {"ul", "ol"} and self.lists:
            self.items = self.lists.pop()  # an item needs no end of its own

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
        elif self.skipping:
            self._unsaid(length)
        else:
            self.mark(length, " " if shown.isspace() else shown)
            self._visible(length)

    def _visible(self, length: int, data: str = "") -> None:
        if self.in_title:
            self.title += data
        elif self.skipping:
            self._unsaid(length)
        else:
            level = self.levels[-1] if self.levels else ITEM if self.items else 0
            start = self.place()
            if data.strip() and self.numbered:
                at, number = self.numbered
                self.numbered = None
                if not heading_label(search_form(data.lstrip()[:20])):
                    tag = self.markup[at]
                    self.markup[at] = replace(tag, shown=f"{number}.")
                    start = tag.span.start
            self.runs.append((start, self.place() + length, level))
            self._raise(self.place(), data)


def page_lines(text: str) -> tuple[list[tuple[Span, int]], list[Markup]]:
    """The visible lines of a page or of a piece of one, each with its level, and its markup."""
    page = _Page(text)
    return page.lines(), page.markup


def read_html(text: str) -> tuple[tuple[Block, ...], Metadata, tuple[Markup, ...]]:
    """The blocks, metadata and markup of a page."""
    page = _Page(text)
    read = page.lines()
    markup = tuple(sorted(page.markup, key=lambda mark: mark.span))
    lines = [
        (span, 0 if level > 0 and _is_prose(visible(text, span, markup)) else level) for span, level in read
    ]
    blocks, found = clean(text, lines, markup, join=False)
    blocks, heading = _with_title(text, blocks, lines, markup, found)
    given = {key: value for key, value in page.found.items() if value}
    if "date" in given:
        date = re.match(r"(?:19|20)\d{2}-\d{2}-\d{2}", given["date"])
        given = {**given, "date": date[0]} if date else {k: v for k, v in given.items() if k != "date"}
    own = {field.name: getattr(found, field.name) for field in fields(found)}
    title = heading or given.get("title") or _named_by_page(page.title.strip())
    merged = {**given, **{key: value for key, value in own.items() if value}, "title": title}
    return blocks, Metadata(**merged), markup


def _named_by_page(title: str) -> str:
    """A page's own title without the site's name behind it; none where it is the way to the page (首页 > 文件)."""
    if MENU_WORDS.split(title)[0] in HOME:
        return ""
    return re.split(r"[_|]| - ", title)[0].strip()


def _is_prose(words: str) -> bool:
    """Whether a page marks a whole paragraph as a heading, such as an editor's note above the title."""
    return len(words) > BODY_LENGTH and bool(re.search(r"[。；;]", words))


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

    What was taken for a title above it is a menu. An `h1` around a menu or an editor's note is none. Where a page
    has neither, the first of its other headings is the title if it says what the document is (…的通知).
    """
    blocks = tuple(blocks)
    passed_over = {block.span for block in blocks if block.role is Role.CHROME}
    levels = [(span, 0 if span in passed_over else level) for span, level in lines]
    first = next((n for n, (_, level) in enumerate(levels) if level == 1), None)
    untitled = first is None and not any(block.role is Role.TITLE for block in blocks)
    if untitled:
        first = next((n for n, (_, level) in enumerate(levels) if level > 0), None)
    if first is None:
        return blocks, found.title
    heading = [span for span, _ in takewhile(lambda line: line[1] == levels[first][1], levels[first:])]
    if untitled and not NAMES_DOCUMENT.search(visible(text, heading[-1], markup)):
        return blocks, found.title
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
