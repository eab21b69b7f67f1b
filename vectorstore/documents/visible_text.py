"""What a reader sees of a text: its characters without markup, and the script that they are in."""

from __future__ import annotations

from collections.abc import Sequence

from vectorstore.text.search_form import one_script
from vectorstore.types import Markup, Span


def visible(text: str, span: Span, markup: Sequence[Markup]) -> str:
    """The characters of `span` that a reader of the page sees: markup left out."""
    shown = []
    at = span.start
    for mark in markup:
        if mark.span.end <= span.start:
            continue
        if mark.span.start >= span.end:
            break
        shown.append(text[at : mark.span.start])
        shown.append(mark.shown)
        at = mark.span.end
    shown.append(text[at : span.end])
    return "".join(shown)


def script_of(text: str) -> str:
    """`hans`, `hant`, or empty: the script that most of the telling characters are in."""
    characters = "".join(char for char in text if "\u4e00" <= char <= "\u9fff")
    if not characters:
        return ""
    changed = sum(a != b for a, b in zip(characters, one_script(characters), strict=True))
    return "hant" if changed > 0.05 * len(characters) else "hans"
