"""The figure, date or name that is asked for, taken out of the quotation that leads."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafting.conflicts import asks_several
from bot.language.limits import LIMITS
from bot.questions.question import Kind, Question
from bot.types import Claim, ShortAnswer
from vectorstore.documents.line_roles import visible
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form

#: What is asked for where a few words can be the answer.
_SHORT = frozenset({Kind.NUMBER, Kind.DATE, Kind.NAME})


def short_answer(question: Question, claims: Sequence[Claim], catalog: Catalog) -> ShortAnswer | None:
    """The words of the first claim that has any which answer, where one figure, date or name is asked for.

    None where several things are asked for, where a chat model words the answer, where the reader is
    not sure, and where two claims give different words: then none of them is *the* answer.
    """
    if question.kind not in _SHORT or asks_several(question) or any(one.own_words for one in claims):
        return None
    # The first may be the header of a table, and have none.
    found = [(words, claim.sure) for claim in claims if (words := _words(claim, catalog))]
    if not found:
        return None
    first, sure = found[0]
    differs = any(bare_form(one.text).text != bare_form(first.text).text for one, _ in found[1:])
    return first if sure and not differs else None


def _words(claim: Claim, catalog: Catalog) -> ShortAnswer | None:
    citation = claim.citations[0]
    if claim.label or claim.subject or len(citation.emphasis) != 1:
        return None
    span = citation.emphasis[0]
    if not citation.span.contains(span) or len(span) >= len(citation.span):
        return None
    document = catalog.document(citation.file)
    text = visible(document.text, span, document.markup).strip()
    return ShortAnswer(text, citation, span) if 0 < len(text) <= LIMITS.short_answer else None
