"""When a document was published or signed: the line that says so, for questions about the document itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.extraction.term_weights import ENOUGH, WeightedTerm, coverage
from bot.language.amounts import days
from bot.language.limits import LIMITS
from bot.language.word_lists import says
from bot.questions.publication import asks_publication
from bot.questions.question import Question
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.types import Document, Role, Span

if TYPE_CHECKING:
    from bot.extraction.candidates import Candidate


def publication(
    question: Question, weighted: Sequence[WeightedTerm], ranked: Sequence[Candidate], catalog: Catalog
) -> tuple[str, Span] | None:
    """The file and the line of its date, for the document that the question describes best.

    None where the question is about something else, no document fits, or it has no such line.
    """
    if not asks_publication(question):
        return None
    idle = ("published", "signed", "documents")
    asked = [w for w in weighted if not any(says(name, w.text) for name in idle)]
    files = list(dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]))
    best, highest = "", 0.0
    for file in files:
        document = catalog.document(file)
        head = document.text[: max((b.span.end for b in document.blocks[:4]), default=0)]
        about = bare_form(f"{document.title}|{document.metadata.publisher}|{head}").text
        fit = coverage(asked, about)
        if fit > highest or (not asked and len(catalog.documents()) == 1):
            best, highest = file, fit if asked else 1.0
    if highest < ENOUGH:
        return None
    span = date_line(catalog.document(best), signed=says("signed", question.form))
    return (best, span) if span else None


def date_line(document: Document, signed: bool = False) -> Span | None:
    """The line with the date of a document: in its head, or below its text where `signed`."""
    first: list[Span] = []
    last: list[Span] = []
    body = [n for n, b in enumerate(document.blocks) if b.role in {Role.PARAGRAPH, Role.HEADING}]
    for number, block in enumerate(document.blocks):
        if block.role is Role.CHROME:
            continue
        form = block_form(document, block.span).text
        if (
            len(form) > LIMITS.date_line
            or not any(day.year > 0 and day.month > 0 for day in days(form))
            or "。" in form
        ):
            continue
        in_head = block.role in {Role.META, Role.TITLE} or (bool(body) and number <= body[0])
        (first if in_head and number * 2 < len(document.blocks) else last).append(block.span)
    for spans in (last[::-1], first) if signed else (first, last[::-1]):
        if spans:
            return spans[0]
    return None
