"""Whether a document is still in force: the sentence by which another one repeals or replaces it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafting.editions import replacements
from bot.extraction.candidates import Candidate
from bot.language.limits import LIMITS
from bot.questions.question import Question
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.text.sentences import sentence_ranges
from vectorstore.types import Document, Role, Span

#: What asks whether a rule still holds.
_HOLDS = (
    "还有效",
    "还管用",
    "还在用",
    "还适用",
    "还能用",
    "是否有效",
    "失效",
    "作废",
    "废止",
    "被取代",
    "被替代",
    "还执行",
)


def repealing_sentence(
    question: Question, ranked: Sequence[Candidate], catalog: Catalog
) -> tuple[str, Span] | None:
    """The file and the sentence that ends the document asked about; None where none of those found does.

    Of a later edition that repeals nothing in words it is the sentence from when it is in force.
    """
    if question.english or not any(word in question.form for word in _HOLDS):
        return None
    files = list(dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]))
    documents = {file: catalog.document(file) for file in files}
    for pair in replacements(list(documents.values())):
        new, old = documents[pair.new], documents[pair.old]
        # A year of the question picks the edition: of 2017年的办法 only the one that is no later.
        if any(
            year in bare_form(new.title).text and year not in bare_form(old.text).text
            for year in question.years
        ):
            continue
        for wanted in ("废止", "起施行", "起实施"):
            if (span := _sentence_with(new, wanted)) is not None:
                return pair.new, span
    return None


def _sentence_with(document: Document, word: str) -> Span | None:
    """The last sentence of a document's paragraphs that has a word."""
    for block in reversed(document.blocks):
        if block.role is not Role.PARAGRAPH or word not in block.span.of(document.text):
            continue
        form = block_form(document, block.span)
        ranges = [(a, b) for a, b in sentence_ranges(form) if word in form.text[a:b]]
        if ranges:
            return form.span(*ranges[-1])
    return None
