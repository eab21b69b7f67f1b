"""What a document says on the whole: its own headings, or where it has none the beginnings of its paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafting.claims import ClaimBuilder
from bot.extraction.term_weights import NEARLY_ALL
from bot.language.limits import LIMITS
from bot.questions.follow_ups import StandaloneQuestion
from bot.questions.overview import asks_overview, overview_subject, points_at_document
from bot.types import Claim, Note
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.text.sentences import sentence_ranges
from vectorstore.types import Hit, NodeKind, Role, Span


def overview(
    condensed: StandaloneQuestion, hits: Sequence[Hit], catalog: Catalog, claims_of: ClaimBuilder
) -> tuple[tuple[Claim, ...], tuple[Note, ...]]:
    """The headings of the document that a question asks to sum up, numbered; nothing for another question."""
    form = search_form(condensed.text).text
    if not asks_overview(form):
        return (), ()
    file = _meant(form, condensed, hits, catalog)
    if not file:
        records = catalog.documents()
        if not points_at_document(form) or len(records) < 2:
            return (), ()
        titles = "、".join(f"《{one.title}》" for one in records[: LIMITS.parts])
        return (), (Note("which-document", {"count": len(records), "titles": titles}),)
    spans = _headings(file, catalog) or _beginnings(file, catalog)
    if not spans:
        return (), ()
    claims = tuple(claims_of.span(file, span, (), label=str(n)) for n, span in enumerate(spans, 1))
    title = catalog.document(file).title
    return claims, (Note("overview", {"title": title, "count": len(claims)}),)


def _meant(form: str, condensed: StandaloneQuestion, hits: Sequence[Hit], catalog: Catalog) -> str:
    """The file that is to be summed up; empty where the question is about something in a document."""
    subject = bare_form(overview_subject(form)).text.replace("|", "")
    records = catalog.documents()
    if subject:
        fits = [(_share(subject, bare_form(one.title).text), one.file) for one in records]
        best = max(fits, default=(0.0, ""))
        if best[0] >= NEARLY_ALL:
            return best[1]
    if not points_at_document(form):
        return ""
    if condensed.turn and condensed.turn.keys:
        passage = catalog.passage(condensed.turn.keys[0])
        if passage:
            return passage.file
    if len(records) == 1:
        return records[0].file
    return hits[0].passage.file if condensed.turn and hits else ""


def _share(subject: str, title: str) -> float:
    pairs = {subject[at : at + 2] for at in range(len(subject) - 1)}
    return sum(pair in title for pair in pairs) / len(pairs) if pairs else 0.0


def _headings(file: str, catalog: Catalog) -> list[Span]:
    """The headings of the highest level that has at least two."""
    nodes = catalog.nodes(file)
    for kind in (NodeKind.HEADING, NodeKind.ITEM):
        for level in sorted({node.level for node in nodes if node.kind is kind}):
            found = [node for node in nodes if node.kind is kind and node.level == level]
            if 2 <= len(found) <= LIMITS.headings:
                text = catalog.document(file).text
                spans = [Span(node.span.start, node.name.end) for node in found]
                return [span for span in spans if span.of(text).strip()]
    return []


def _beginnings(file: str, catalog: Catalog) -> list[Span]:
    """The first sentence of each of the first paragraphs."""
    document = catalog.document(file)
    spans = []
    for block in document.blocks:
        if block.role is Role.PARAGRAPH:
            form = block_form(document, block.span)
            if ranges := list(sentence_ranges(form)):
                spans.append(form.span(*ranges[0]))
    return spans[: LIMITS.parts]
