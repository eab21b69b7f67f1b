"""Quotations in a text: what stands between quotation marks, and on which line.

「」『』“” and straight double quotes are known. A quotation inside a quotation belongs to the
outer one. By custom a quotation of several paragraphs opens a mark at each of them and closes
one only at the end. Straight quotes do not say which is which: they are taken in pairs, and a
pair never reaches past a blank line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from vectorstore.types import Span

_CLOSING = {"「": "」", "『": "』", "“": "”", "〝": "〞", "﹁": "﹂", "﹃": "﹄"}
_CLOSERS = frozenset(_CLOSING.values())
_MARK = re.compile("[" + "".join(_CLOSING) + "".join(_CLOSERS) + '"＂]')
#: A mark that is never closed must not swallow the rest of the text.
_LONGEST = 6000
_BLANK_LINE = re.compile(r"\n[ \t\u3000]*\r?\n")


@dataclass(frozen=True, slots=True)
class Quotation:
    """`text` stands at `span` of the draft, without its marks; lines and columns count from 1."""

    text: str
    span: Span
    line: int
    column: int


def quotations(draft: str) -> list[Quotation]:
    """The quotations in a draft, in order, none inside another; empty ones are left out."""
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", draft))]
    found = []
    at = 0
    while mark := _MARK.search(draft, at):
        at = mark.end()
        end = _closing(draft, mark.start())
        if end is None:
            continue
        text = draft[mark.end() : end]
        if text.strip():
            line = bisect_right(starts, mark.start())
            column = mark.start() - starts[line - 1] + 1
            found.append(Quotation(text, Span(mark.end(), end), line, column))
        at = end + 1
    return found


def _closing(draft: str, opening: int) -> int | None:
    """Where the mark is that closes the one at `opening`; None where it opens nothing."""
    char = draft[opening]
    limit = opening + _LONGEST
    if char in '"＂':
        blank = _BLANK_LINE.search(draft, opening)
        stop = min(limit, blank.start() if blank else len(draft))
        ends = [at for at in (draft.find(c, opening + 1, stop) for c in '"＂') if at >= 0]
        return min(ends) if ends else None
    closing = _CLOSING.get(char)
    if closing is None:
        return None
    depth = 1
    for at in range(opening + 1, min(limit, len(draft))):
        if draft[at] == closing:
            depth -= 1
            if depth == 0:
                return at
        elif draft[at] == char and not _begins_paragraph(draft, at):
            depth += 1
    # A mark was forgotten. Where another one opens first, further down, it was this one's partner.
    end = draft.find(closing, opening + 1, limit)
    again = draft.find(char, opening + 1, max(end, 0))
    if end < 0 or (again >= 0 and "\n" in draft[opening:again]):
        return None
    return end


def _begins_paragraph(draft: str, at: int) -> bool:
    before = draft[max(0, at - 40) : at].rstrip(" \t\u3000>")
    return not before or before[-1] in "\r\n"
