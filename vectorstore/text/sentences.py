"""Sentence and clause boundaries, found on the search form and given as source spans."""

from __future__ import annotations

import re

from vectorstore.text.search_form import SearchForm
from vectorstore.types import Span

_CLOSING = r"[\"\])>}》〉]"
_END = re.compile(rf"[。!?]+(?:…*){_CLOSING}*")
_CLAUSE = re.compile(rf"[。!?;,:]+{_CLOSING}*")
#: What follows a quotation and is this short names its speaker and belongs to it.
_SHORT_TAIL = 18


def sentences(form: SearchForm) -> list[Span]:
    """The sentences of a text as spans of its source, in order, nothing left out.

    A quotation's speaker (…。”某某说。) belongs to the quotation's sentence. A question mark
    that page damage put inside a word is no end, since the search form has mended it.
    """
    return [form.span(first, last) for first, last in sentence_ranges(form)]


def sentence_ranges(form: SearchForm) -> list[tuple[int, int]]:
    """The sentences of a text as ranges of its search form."""
    ranges: list[tuple[int, int]] = []
    first = 0
    for end in _END.finditer(form.text):
        if _is_inside_brackets(form.text, first, end.start()):
            continue
        last = _before_opening_mark(form.text, first, end)
        ranges.append((first, last))
        first = last
    if first < len(form.text):
        ranges.append((first, len(form.text)))
    merged: list[tuple[int, int]] = []
    for first, last in ranges:
        if merged and _belongs_before(form.text, merged[-1], first, last):
            merged[-1] = (merged[-1][0], last)
        else:
            merged.append((first, last))
    return merged


def clause_end(form: SearchForm, start: int, at_least: int) -> int:
    """Where the clause that runs through `start + at_least` ends, in the search form."""
    found = _CLAUSE.search(form.text, min(start + at_least, len(form.text)))
    return found.end() if found else len(form.text)


def _before_opening_mark(text: str, start: int, end: re.Match[str]) -> int:
    """Where the sentence ends: before a quotation mark that opens the next one.

    The search form writes both marks alike: one that closes has one open before it, in its own
    sentence or, where several sentences are quoted, in its line.
    """
    mark = text.find('"', end.start(), end.end())
    if mark < 0 or mark + 1 == len(text):
        return end.end()
    line = text.rfind("\n", 0, start) + 1
    return end.end() if text.count('"', line, mark) % 2 else mark


def _is_inside_brackets(text: str, start: int, end: int) -> bool:
    """Whether a sentence end stands inside `(…)` or `《…》` that go on behind it."""
    part = text[start:end]
    for opening, closing in ("()", "《》"):
        opened = part.count(opening) - part.count(closing)
        if opened > 0 and 0 <= text.find(closing, end, end + 40) - end > 1:
            return True
    return False


def _belongs_before(text: str, before: tuple[int, int], first: int, last: int) -> bool:
    part = text[first:last]
    if not re.search(r"\w", part):
        return True
    return (
        last - first <= _SHORT_TAIL
        and text[before[1] - 1] == '"'
        and bool(re.search(r"(?:说|表示|指出|强调|介绍|道|认为|称|写道|要求)", part))
    )
