"""What a chat model is given of the documents: a few passages under opaque keys, as plain data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from bot.drafting.draft import Draft
from bot.extraction.candidates import Candidate
from bot.generation.prompts import as_data
from bot.types import Claim
from bot.verification.verifier import Evidence
from vectorstore.documents.outline import block_form
from vectorstore.documents.passage_text import heading_context
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import SearchForm
from vectorstore.text.sentences import sentence_ranges
from vectorstore.types import Document, Passage, Span

_MOST_PASSAGES = 4
_MOST_CHARACTERS = 900
#: A longer passage is given by its sentences that bear on the question alone.
_LONG = 160
#: What a sentence must reach of the best one's score, and of its share of the question's words,
#: to bear on the question. Whatever else stands in a passage is read and never cited.
_SCORE, _WORDS = 0.8, 0.6
#: The same for being read at all.
_READ_SCORE, _READ_WORDS = 0.7, 0.5
_ALPHABET = "BCDFGHJKMNPQRTVWXYZ"


def evidence_for(draft: Draft, question: str, catalog: Catalog) -> tuple[Evidence, ...]:
    """The passages of a draft for a chat model: those that it quotes first, then the next best."""
    supports: dict[str, list[Span]] = {}
    shown: dict[str, list[Span]] = {}
    passages: dict[str, Passage] = {}
    for claim in draft.claims:
        for citation in claim.citations:
            passages.setdefault(citation.key, citation.passage)
            supports.setdefault(citation.key, []).append(citation.span)
            shown.setdefault(citation.key, []).append(citation.span)
    for one in _bearing(draft.candidates, _READ_SCORE, _READ_WORDS):
        passages.setdefault(one.hit.passage.key, one.hit.passage)
        shown.setdefault(one.hit.passage.key, []).append(one.span)
    for one in _bearing(draft.candidates, _SCORE, _WORDS):
        supports.setdefault(one.hit.passage.key, []).append(one.span)
    offered: list[Evidence] = []
    room = _MOST_CHARACTERS
    for key, passage in list(passages.items())[:_MOST_PASSAGES]:
        given = _offered(question, passage, catalog, supports.get(key, ()), shown[key])
        room -= len(shown_text(given))
        if offered and room < 0:
            break
        offered.append(given)
    return tuple(offered)


def lead_evidence(lead: Claim, question: str, catalog: Catalog) -> Evidence:
    """The passage whose sentence leads into a list; nothing else of it can be cited."""
    citation = lead.citations[0]
    return _offered(question, citation.passage, catalog, (citation.span,), (citation.span,))


def _offered(
    question: str,
    passage: Passage,
    catalog: Catalog,
    supports: Sequence[Span],
    shown: Sequence[Span],
) -> Evidence:
    document = catalog.document(passage.file)
    form = block_form(document, passage.span)
    above = " ".join((document.title, *heading_context(document.title, passage)))
    key = opaque_key(question, passage.key)
    return Evidence(key, passage, document, form, tuple(sorted(supports)), above, tuple(sorted(shown)))


def _bearing(ranked: Sequence[Candidate], score: float, words: float) -> list[Candidate]:
    best = ranked[0] if ranked else None
    if best is None:
        return []
    return [one for one in ranked if one.score >= score * best.score and one.words >= words * best.words]


def opaque_key(question: str, key: str) -> str:
    """Four letters that say nothing; the same for the same question and passage."""
    digest = hashlib.sha256(f"{question}\0{key}".encode()).digest()
    return "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:4])


def shown_text(one: Evidence) -> str:
    """What a model reads of a passage: its words in one script, without page damage."""
    form = one.form
    if len(form.text) <= _LONG:
        return as_data(_readable(form, one.document, 0, len(form.text)))
    parts = [
        _readable(form, one.document, first, last)
        for first, last in sentence_ranges(form)
        if any(form.span(first, last).overlaps(span) for span in one.shown)
    ]
    return as_data("…".join(parts))


def _readable(form: SearchForm, document: Document, first: int, last: int) -> str:
    """A part of a search form with the quotation marks of its source, which JSON needn't escape."""
    text = form.text[first:last]
    marks = (
        (
            source
            if char == '"' and (source := document.text[at : at + 1]) in "“”‘’「」『』" and source
            else char
        )
        for char, at in zip(text, form.starts[first:last], strict=True)
    )
    return "".join(marks).replace('"', "”")


def passages_text(offered: Sequence[Evidence]) -> str:
    """The passages as they stand in a prompt."""
    return "\n".join(f'<passage key="{one.key}">\n{shown_text(one)}\n</passage>' for one in offered)
