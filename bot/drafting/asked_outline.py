"""The list of a document's outline that a question for a list, or for one of its items by number, is about."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafting.outline_lists import OutlineList, best_list
from bot.extraction.candidates import Candidate
from bot.extraction.place_match import absent_places
from bot.extraction.term_weights import ENOUGH, SOME, WeightedTerm
from bot.language.enumerations import enumerates
from bot.questions.question import Kind, Question
from vectorstore.index.catalog import Catalog
from vectorstore.types import Hit

#: An outline's list must fit the question so far to be proposed.
_LIST_FIT = 0.6


def outline_for(
    question: Question,
    weighted: Sequence[WeightedTerm],
    hits: Sequence[Hit],
    ranked: Sequence[Candidate],
    catalog: Catalog,
) -> OutlineList | None:
    """The list of an outline that a question for a list or for an item by its number is about."""
    if not (question.kind is Kind.LIST or question.ordinal) or not hits:
        return None
    files = list(dict.fromkeys(hit.passage.file for hit in hits[:6]))
    files = [file for file in files if not absent_places(question, file, catalog)]
    support = {hit.passage.key: hit.score for hit in hits}
    found = best_list(question, weighted, files, catalog, support)
    if not found or found.fit < _LIST_FIT or found.common < SOME:
        return None
    if not question.ordinal and ranked and _says_more(question, ranked[0], found):
        return None
    return found


def _says_more(question: Question, best: Candidate, outline: OutlineList) -> bool:
    """Whether one sentence that lists things answers better than the outline's list."""
    if not enumerates(best.form.text, question.count):
        return False
    if question.count == len(outline.items):
        return best.words >= max(ENOUGH, outline.common)
    return best.words > outline.fit
