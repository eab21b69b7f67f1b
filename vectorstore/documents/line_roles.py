"""What each line of a page is: title, metadata, heading, paragraph, or a web leftover.

Nothing is removed from the text. A line's role decides whether it becomes a passage; web
leftovers (menu lines, 推荐阅读, editors' names, captions, disclaimers, editors' notes) stay
in the document and are never passages. All rules read the search form of a line, so one rule
serves both scripts and pages with pinyin notes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.documents.attachments import (
    is_attachment,
    listed_attachment,
    names_attachment,
)
from vectorstore.documents.forms import as_form
from vectorstore.documents.line_patterns import (
    ADOPTED,
    BODY_LENGTH,
    BUTTON,
    BYLINE,
    CAPTION_MARK,
    CHROME,
    CONTINUES,
    DATE_LINE,
    GIVEN,
    ISSUE,
    ITEM,
    LONGEST_HEADING,
    META,
    NUMBERED_ISSUE,
    SAYS,
    TAIL,
    TERMINAL,
    is_row,
)
from vectorstore.documents.masthead import mark_masthead, names_document
from vectorstore.documents.metadata import metadata_of
from vectorstore.documents.rosters import begins_roster, counts_names, heads_roster, in_roster, names_person
from vectorstore.documents.signatures import mark_signature
from vectorstore.documents.visible_text import marks_inside
from vectorstore.documents.visible_text import script_of as script_of
from vectorstore.documents.visible_text import visible as visible
from vectorstore.documents.web_leftovers import in_footer, in_menu, is_leftover
from vectorstore.text.numbering import heading_label
from vectorstore.text.search_form import SearchForm, search_form
from vectorstore.types import Block, Markup, Metadata, Role, Span

#: Raised whenever a role would come out differently; an index records it.
VERSION = 19

#: Characters: no paragraph is longer. Lines of equal length without an end would all be put together, each
#: time with everything above them read anew.
_LONGEST_PARAGRAPH = 8000


@dataclass(frozen=True, slots=True)
class Line:
    """A block before its role is known. `level` is that of an HTML or Markdown heading, or `ITEM`."""

    span: Span
    form: SearchForm
    level: int = 0

    @property
    def text(self) -> str:
        """The search form's text, which all rules read."""
        return self.form.text


def lines_of(text: str) -> list[Span]:
    """The non-empty lines of a plain text, without the white space around them."""
    spans = []
    for found in re.finditer(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+", text):
        start, end = found.span()
        while start < end and _blank(text[start]):
            start += 1
        while end > start and _blank(text[end - 1]):
            end -= 1
        if start < end:
            spans.append(Span(start, end))
    return spans


def _blank(char: str) -> bool:
    return char.isspace() or char in "\ufeff\u200b\u200c\u200d\u2060"


def clean(
    text: str, lines: Sequence[tuple[Span, int]], markup: Sequence[Markup] = (), join: bool = True
) -> tuple[tuple[Block, ...], Metadata]:
    """The blocks of a text from its lines (span, heading level), and the metadata found.

    With `join`, a sentence that was broken over two lines becomes one block again.
    """
    forms = [Line(span, _form(text, span, markup), level) for span, level in lines]
    forms = [line for line in forms if line.text]
    if join:
        forms = _joined(text, forms, markup)
    roles = _roles(text, forms)
    blocks = tuple(
        Block(line.span, role, max(0, line.level) if role is Role.HEADING else 0)
        for line, role in zip(forms, roles, strict=True)
    )
    return blocks, metadata_of(text, forms, roles, markup)


def _form(text: str, span: Span, markup: Sequence[Markup]) -> SearchForm:
    return search_form(span.of(text), marks_inside(markup, span), span.start)


def _joined(text: str, lines: list[Line], markup: Sequence[Markup]) -> list[Line]:
    """Put lines together that one sentence runs through."""
    wrap = _wrap_width(text, lines)
    joined: list[Line] = []
    for line in lines:
        room = joined and line.span.end - joined[-1].span.start <= _LONGEST_PARAGRAPH
        if room and _runs_on(text, joined[-1], line, wrap):
            span = Span(joined[-1].span.start, line.span.end)
            joined[-1] = Line(span, _form(text, span, markup), joined[-1].level)
        else:
            joined.append(line)
    return joined


def _columns(text: str) -> int:
    """The width of a line on a screen: a Chinese character takes two columns."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def _wrap_width(text: str, lines: Sequence[Line]) -> int:
    """The columns at which a hard-wrapped text breaks its lines, 0 where it is not wrapped."""
    widths = [_columns(line.span.of(text)) for line in lines]
    if len(widths) < 6 or max(widths) > 160:
        return 0
    # A paragraph's last line is shorter; in a wrapped text most others are nearly as long as
    # the longest, give or take the character that no longer fitted.
    full = sorted(widths)[int(len(widths) * 0.9)]
    near = sum(full - 6 <= width <= full + 2 for width in widths)
    unended = sum(
        full - 6 <= width and not TERMINAL.search(line.text)
        for width, line in zip(widths, lines, strict=True)
    )
    return full if near >= 0.35 * len(widths) and unended >= 0.25 * len(widths) else 0


def _runs_on(text: str, line: Line, following: Line, wrap: int) -> bool:
    if line.level or following.level or (heading_label(following.form) and not wrap):
        return False
    if wrap and _starts_heading(following.form, bool(TERMINAL.search(line.text))):
        return False
    if wrap and any(names_person(one.span.of(text)) for one in (line, following)):
        return False  # the lines of a roster are as long as one another without being wrapped
    if CHROME.match(following.text) or TAIL.match(following.text) or META.search(line.text):
        return False
    between = text[line.span.end : following.span.start]
    last = re.split(r"[\r\n]+", line.span.of(text))[-1]
    if wrap and _columns(last.strip()) >= wrap - 6 and len(re.findall(r"\r\n|\r|\n", between)) == 1:
        # An indented line begins a paragraph, even in a wrapped text.
        return not re.search(r"[\r\n][ \t\u3000]{2,}$", between)
    if CONTINUES.search(line.text):
        return len(line.text) > 15
    if TERMINAL.search(line.text):
        return False
    # A body line of several sentences whose last has no end was cut by the page.
    return len(line.text) > 2 * BODY_LENGTH and "。" in line.text and len(following.text) > 8


def _starts_heading(form: SearchForm, ended: bool) -> bool:
    """Whether a line of a wrapped text begins a numbered part, and not just with a figure.

    An article begins only where the line above has `ended`: elsewhere it is named inside a sentence.
    """
    label = heading_label(form)
    if label and label.style != "digit":
        return ended or label.style != "article"
    return bool(re.match(r"\d{1,2}[.、][\u4e00-\u9fff]", form.text))


def _roles(text: str, lines: Sequence[Line]) -> list[Role]:
    roles: list[Role | None] = [None] * len(lines)
    tail = False
    for index, line in enumerate(lines):
        if TAIL.match(line.text) and (index > len(lines) // 2 or len(line.text) <= 12):
            tail = True
        if tail and len(line.text) > 3 * BODY_LENGTH and "。" in line.text:
            tail = False
        if tail or is_leftover(text, line) or in_menu(text, lines, index) or in_footer(lines, index):
            roles[index] = Role.CHROME
        elif len(line.text) < 90 and _is_meta(line.form, index, len(lines)):
            roles[index] = Role.META
    _mark_captions(lines, roles)
    mark_signature(text, lines, roles)
    body = _behind_title(text, lines, roles, _first_body(lines, roles))
    for index in range(body):
        if roles[index] is None:
            roles[index] = _opening_role(lines, roles, index)
    for index in range(body, len(lines)):
        if roles[index] is None:
            heading = _is_heading(text, lines, roles, index)
            roles[index] = Role.HEADING if heading else Role.PARAGRAPH
    _unmark_labels(lines, roles)
    mark_masthead(lines, roles)
    found = [role or Role.PARAGRAPH for role in roles]
    return found if _BODY.intersection(found) else as_form(found)


def _unmark_labels(lines: Sequence[Line], roles: list[Role | None]) -> None:
    """A button's or a menu's label is no title, where a longer line follows that is one."""
    titles = [index for index, role in enumerate(roles) if role is Role.TITLE]
    labels = [index for index in titles if BUTTON.fullmatch(lines[index].text)]
    if not labels:
        return
    for index in labels:
        roles[index] = Role.CHROME
    if len(labels) < len(titles):
        return
    # The title may have been taken for the body's first heading.
    body = next((index for index, role in enumerate(roles) if role in _BODY), None)
    if body is not None and body > labels[-1] and names_document(lines[body].form):
        roles[body] = Role.TITLE
        for index in range(body + 1, len(lines)):
            if (
                roles[index] not in _BODY
                or len(lines[index].text) > BODY_LENGTH
                or heading_label(lines[index].form)
            ):
                break
            if not (BYLINE.match(lines[index].text) or lines[index].text.endswith(":")):
                break
            roles[index] = Role.META


_BODY = frozenset({Role.HEADING, Role.PARAGRAPH})


def _is_meta(form: SearchForm, index: int, count: int) -> bool:
    near_edge = index < 12 or index >= count - 4
    if not near_edge or heading_label(form):
        return False  # 第三条 本基金来源： is an article
    text = form.text
    labelled = META.search(text) and not SAYS.search(text)
    return bool(DATE_LINE.match(text) or labelled or NUMBERED_ISSUE.match(text) or ISSUE.match(text))


def _mark_captions(lines: Sequence[Line], roles: list[Role | None]) -> None:
    """A short line right before a picture's credit is its caption."""
    for index in range(len(lines) - 1):
        follows = lines[index + 1].text
        if (
            roles[index] is None
            and roles[index + 1] is Role.CHROME
            and CAPTION_MARK.match(follows)
            and len(lines[index].text) <= BODY_LENGTH
            and not TERMINAL.search(lines[index].text)
        ):
            roles[index] = Role.CHROME


def _first_body(lines: Sequence[Line], roles: Sequence[Role | None]) -> int:
    """Where the body begins: the first long or punctuated line, or the first numbered one."""
    for index, line in enumerate(lines):
        if roles[index] is not None:
            continue
        if heading_label(line.form) or (line.level > 1 and not names_document(line.form)):
            return index
        if line.level == ITEM:
            if BUTTON.fullmatch(line.text):
                continue  # a menu is often a list
            return index
        if ADOPTED.match(line.text):
            continue
        if line.level <= 0 and (len(line.text) > BODY_LENGTH * 1.5 or re.search(r"[。;!?]", line.text)):
            return index
    return len(lines)


def _behind_title(text: str, lines: Sequence[Line], roles: Sequence[Role | None], body: int) -> int:
    """Where the body begins, given the first line of sentences: a roster may stand above that, right below the title."""
    return next(
        (
            at
            for at in range(1, body)
            if roles[at] is None and begins_roster(_raw(text, lines, at), _raw(text, lines, at + 1))
        ),
        body,
    )


def _raw(text: str, lines: Sequence[Line], index: int) -> str:
    """A line as it stands, empty before the first and behind the last."""
    return lines[index].span.of(text) if 0 <= index < len(lines) else ""


def _opening_role(lines: Sequence[Line], roles: Sequence[Role | None], index: int) -> Role:
    titled = any(role is Role.TITLE for role in roles[:index])
    line = lines[index].text
    return Role.META if titled and (_in_head(line) or line.endswith(":")) else Role.TITLE


def _in_head(text: str) -> bool:
    """Whether a line below a title says who gave the document, and when."""
    return bool(BYLINE.match(text) or ADOPTED.match(text) or GIVEN.match(text))


def _is_heading(text: str, lines: Sequence[Line], roles: Sequence[Role | None], index: int) -> bool:
    line = lines[index]
    if line.level > 0:
        return True
    label = heading_label(line.form)
    if line.level == ITEM and (not label or is_row(line.span.of(text))):
        return False
    above = lines[index - 1].text if index else ""
    if is_attachment(line.text) or (line.level != ITEM and names_attachment(above, line.text)):
        return True
    if label:
        if listed_attachment([one.text for one in lines[:index]], line.text):
            return False
        if len(line.text) <= LONGEST_HEADING and not re.search(r"[。!?;:]", line.text):
            return True
        # 一、聚焦强基固本。 over paragraphs of its own is a heading, full stop or not; the last of items is none.
        return (
            label.style == "han"
            and not above.endswith(";")
            and bool(re.fullmatch(r"[^。!?;:]{4,60}。", line.text))
            and index + 1 < len(lines)
            and roles[index + 1] is None
            and not heading_label(lines[index + 1].form)
            and len(lines[index + 1].text) > BODY_LENGTH
        )
    if len(line.text) > LONGEST_HEADING or re.search(r"[。!?;:,、…]$", line.text):
        return False
    if re.search(r"[。;!?]|^[甲乙丙丁]方", line.text):
        return False
    own = _raw(text, lines, index)
    following = (_raw(text, lines, later) for later in range(index + 1, len(lines)))
    if heads_roster(own, _raw(text, lines, index + 1)) or counts_names(own, following):
        return True
    if in_roster(_raw(text, lines, index - 1), own) or (line.text.count("、") > 1 and heading_label(above)):
        return False  # right below a numbered heading, such a line is what the heading says there are
    # An unnumbered heading stands over a paragraph.
    for later in range(index + 1, len(lines)):
        if roles[later] is None:
            return len(lines[later].text) > BODY_LENGTH
        if roles[later] is Role.CHROME:
            return False
    return False
