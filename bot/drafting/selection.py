"""Which of the ranked sentences are shown: the best one, and those that the question also needs.

A question that asks several things, compares places or documents, or offers two figures needs a
sentence for each; a figure that another place gives differently is shown beside the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.drafting.conflicts import adds, asks_several, of_other_years, rivals
from bot.extraction.answer_types import answers_of_type, wants_type
from bot.extraction.candidates import Candidate
from bot.extraction.document_subject import subjects_of
from bot.extraction.other_names import of_other_name
from bot.extraction.place_match import absent_places, document_places, whole_form
from bot.extraction.term_weights import ENOUGH, WeightedTerm, coverage
from bot.language.entity_patterns import has_figure
from bot.language.limits import LIMITS
from bot.language.sibling_kinds import names_sibling
from bot.questions.multipart import across, alternatives, parts_of
from bot.questions.question import Kind, Question, read_question
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form

#: The features of a sentence that is about another place, year or period than is asked about.
OF_ANOTHER = ("elsewhere", "other_year", "other_period")


def choose(
    question: Question, weighted: Sequence[WeightedTerm], ranked: Sequence[Candidate], catalog: Catalog
) -> list[Candidate]:
    """The sentences to show, the best one first; `ranked` is never empty."""
    best = ranked[0]
    chosen = list(_alternatives(question, ranked)) or [best]
    for one in (*_of_each(question, ranked, catalog), *_by_part(question, weighted, ranked)):
        if one not in chosen and len(chosen) < LIMITS.parts:
            chosen.append(one)
    others = [
        one
        for one in ranked[1:20]
        if one not in chosen
        and not any(one.features.get(sign) for sign in OF_ANOTHER)
        and not of_other_years(question, one, catalog)
        and not of_other_name(
            question.form, one.form.text, whole_form(catalog.document(one.hit.passage.file).text)
        )
        # What leads into a list says nothing beside an answer, nor does a list of other deeds beside the one meant.
        and not one.form.text.rstrip().endswith(":")
        and not (question.kind is Kind.NUMBER and "下列" in one.form.text)
        and not absent_places(question, one.hit.passage.file, catalog)
    ]
    if not asks_several(question):
        # Another figure for the same comes before what only speaks of it.
        others.sort(key=lambda one: not rivals(question, best, one))
    for one in others:
        if len(chosen) >= LIMITS.claims:
            break
        if adds(question, best, one) and not names_sibling(question.form, one.form.text):
            chosen.append(one)
    return chosen


def _alternatives(question: Question, ranked: Sequence[Candidate]) -> Iterator[Candidate]:
    """The best sentence for each of two figures that the question offers, where both stand."""
    figures = alternatives(question.form)
    found = [
        next((one for one in ranked[: LIMITS.several] if has_figure(one.form.text, f)), None) for f in figures
    ]
    if figures and all(found):
        shown: list[Candidate] = []
        for one in found:
            if one and one not in shown:
                shown.append(one)
                yield one


def _of_each(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> list[Candidate]:
    """The best sentence about each place, subject or document, where a question is about several of them."""
    each = across(question.form) or (question.bodies and question.kind is Kind.LIST)
    first: dict[str, Candidate] = {}
    for one in ranked[: LIMITS.several]:
        document = catalog.document(one.hit.passage.file)
        if one.words < ENOUGH * ranked[0].words:
            continue
        if each:
            keys = {document.file}
        elif len(question.places) > 1:
            keys = set(question.places) & document_places(document)
        else:
            keys = {subject.name for subject in subjects_of(document) if subject.is_named(question.form)}
        for key in keys:
            first.setdefault(key, one)
    return list(first.values()) if len(first) > 1 else []


def _by_part(
    question: Question, weighted: Sequence[WeightedTerm], ranked: Sequence[Candidate]
) -> Iterator[Candidate]:
    """The best sentence for each thing that is asked, by the words that only it has."""
    texts = parts_of(question.form)
    if len(texts) < 2:
        return
    asked = [bare_form(text).text for text in texts]
    shown: list[Candidate] = []
    for number, text in enumerate(texts):
        others = "|".join(asked[:number] + asked[number + 1 :])
        own = [w for w in weighted if w.text in asked[number] and w.text not in others]
        part = read_question(text)
        one = _best_for(part, own, ranked)
        covered = max((coverage(own, shown_one.bare) for shown_one in shown), default=-1.0)
        if one and (not shown or coverage(own, one.bare) > covered):
            shown.append(one)
            yield one


def _best_for(part: Question, own: Sequence[WeightedTerm], ranked: Sequence[Candidate]) -> Candidate | None:
    """The sentence that answers one part: of its type, with the part's own words."""
    found, highest = None, 0.0
    for one in ranked[: LIMITS.several]:
        if wants_type(part) and not answers_of_type(part, one.form.text):
            continue
        had = coverage(own, one.bare) if own else 1.0
        score = one.score + ENOUGH * had
        if had >= ENOUGH and one.score >= ENOUGH * ranked[0].score and score > highest:
            found, highest = one, score
    return found
