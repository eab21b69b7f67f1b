"""What a reader sees of a text: its characters without markup, and the script that they are in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from vectorstore.text.search_form import one_script
from vectorstore.types import Markup, Span


def visible(text: str, span: Span, markup: Sequence[Markup]) -> str:
    """The characters of `span` that a reader of the page sees: markup, which is in order, left out."""
    shown = []
    at = span.start
    first = bisect_right(markup, span.start, key=lambda mark: mark.span.end)
    for number in range(first, len(markup)):
        mark = markup[number]
        if mark.span.start >= span.end:
            break
        shown.append(text[at : mark.span.start])
        shown.append(mark.shown)
        at = mark.span.end
    shown.append(text[at : span.end])
    return "".join(shown)


def marks_inside(markup: Sequence[Markup], span: Span) -> tuple[Markup, ...]:
    """The marks, which are in order, that lie wholly inside a span, with offsets in it."""
    first, last = (bisect_left(markup, at, key=lambda mark: mark.span.start) for at in (span.start, span.end))
    return tuple(
        Markup(Span(mark.span.start - span.start, mark.span.end - span.start), mark.shown)
        for mark in markup[first:last]
        if span.contains(mark.span)
    )


def script_of(text: str) -> str:
    """`hans`, `hant`, or empty: the script that most of the telling characters are in."""
    characters = "".join(char for char in text if "\u4e00" <= char <= "\u9fff")
    if not characters:
        return ""
    changed = sum(a != b for a, b in zip(characters, one_script(characters), strict=True))
    return "hant" if changed > 0.05 * len(characters) else "hans"
