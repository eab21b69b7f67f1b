"""The body that a document speaks of, and the sentence that names it."""

from __future__ import annotations

import re
from collections import Counter

from bot.language.limits import LIMITS
from bot.language.places import places_in
from vectorstore.documents.outline import block_form
from vectorstore.text.search_form import SearchForm
from vectorstore.text.sentences import sentence_ranges
from vectorstore.types import Document, Role, Span

_BODY = (
    r"(?:省|市|州|县|区)?(?:[省市州县区]?委)?[\u4e00-\u9fff]{0,4}?"
    r"(?:政法委|公安局|公安厅|检察院|法院|司法局|人民政府|党委|纪委|监委|委员会|办公室|管理局|大学|学院|集团|公司|厅|局|院)"
)


_kept: dict[str, tuple[str, Span | None]] = {}


def body_named(form: str) -> str:
    """The first body with a place in its name in a search form; empty where there is none."""
    for place in places_in(form):
        found = re.search(re.escape(place) + _BODY, form)
        if found:
            return found[0]
    return ""


def subject_sentence(document: Document) -> Span | None:
    """The first sentence that names the body which the document names most; None without one."""
    return _subject(document)[1]


def main_body(document: Document) -> str:
    """The body that a document names most, in its search form; empty where it names none."""
    return _subject(document)[0]


def _subject(document: Document) -> tuple[str, Span | None]:
    """The body and its sentence; kept by the file's hash, since every hit of a document asks for it."""
    if (known := _kept.get(document.sha256)) is None:
        if len(_kept) >= LIMITS.documents_kept:
            _kept.clear()
        known = _kept[document.sha256] = _find_subject(document)
    return known


def _find_subject(document: Document) -> tuple[str, Span | None]:
    named: Counter[str] = Counter()
    first: dict[str, Span] = {}
    for block in document.blocks:
        if block.role is not Role.PARAGRAPH:
            continue
        form = block_form(document, block.span)
        for start, end in sentence_ranges(form):
            part = SearchForm(form.text[start:end], form.starts[start:end], form.ends[start:end])
            name = body_named(part.text)
            if name:
                named[name] += 1
                first.setdefault(name, part.span(0, len(part.text)))
    if not named:
        return "", None
    name = named.most_common(1)[0][0]
    return name, first[name]
