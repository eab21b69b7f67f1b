"""The body that a document speaks of, and the sentence that names it."""

from __future__ import annotations

import re
from collections import Counter

from bot.places import places_in
from vectorstore.model import Document, Role, Span
from vectorstore.normalising import SearchForm
from vectorstore.outlining import block_form
from vectorstore.sentences import sentence_ranges

_BODY = (
    r"(?:省|市|州|县|区)?(?:[省市州县区]?委)?[\u4e00-\u9fff]{0,4}?"
    r"(?:政法委|公安局|公安厅|检察院|法院|司法局|人民政府|党委|纪委|监委|委员会|办公室|管理局|大学|学院|集团|公司|厅|局|院)"
)


def body_named(form: str) -> str:
    """The first body with a place in its name in a search form; empty where there is none."""
    for place in places_in(form):
        found = re.search(re.escape(place) + _BODY, form)
        if found:
            return found[0]
    return ""


def subject_sentence(document: Document) -> Span | None:
    """The first sentence that names the body which the document names most; None without one."""
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
    return first[named.most_common(1)[0][0]] if named else None
