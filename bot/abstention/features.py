"""The features of a drafted answer that the decision is made from, each with a meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.abstention.document_scope import is_not_for, is_of_other_class
from bot.abstention.exclusive_terms import (
    asks_unsaid_relative,
    counts_unsaid_outcome,
    is_of_excluded_kind,
    names_absent_shift,
)
from bot.extraction.answer_types import of_other_office, of_other_year, wants_type
from bot.extraction.candidates import Candidate
from bot.extraction.document_subject import head_and_signature, subjects_named
from bot.extraction.names_apart import under_other_heading
from bot.extraction.passage_view import scope_of
from bot.extraction.place_match import absent_places, elsewhere, whole_form
from bot.extraction.scales import quarter_logit, similarity
from bot.extraction.term_weights import WeightedTerm, coverage
from bot.language.amounts import amounts
from bot.language.characters import clause_at
from bot.language.limits import LIMITS
from bot.language.numbered_things import lacks_number, of_other_number
from bot.language.ordinals import ordinals
from bot.language.people import masked_names
from bot.language.places import localities
from bot.language.sibling_kinds import names_sibling
from bot.language.synonyms import official_words_for
from bot.language.word_lists import says
from bot.language.years import bare_years_in, years_of_numbers
from bot.questions.question import Kind, Question
from vectorstore.documents.passage_text import heading_context
from vectorstore.index.catalog import Catalog
from vectorstore.text.numerals import han_numeral
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Document, Hit, Role

#: The kinds of a question that are features.
_KINDS = (Kind.NUMBER, Kind.DATE, Kind.NAME)


#: Each feature and what it is.
FEATURES = {
    "words": "weighted share of the question's words in the best sentence",
    "context": "the same in its passage with title and headings",
    "dense": "cosine similarity of the best passage, from 0.75 to 0.95",
    "margin": "the lead of the best sentence over the best of another passage",
    "read_logit": "the logit of the reader's highest probability, a quarter of it, from -1.5 to 1.5",
    "score": "the highest score of a sentence",
    "told": "the reader's score of that sentence, an eighth of it, from -1.5 to 1.5",
    "alone": "the logit of the reader's probability for the sentence that the answer rests on, read by itself, a quarter of it",
    "retrieved": "the fused score of that sentence's passage",
    "list_fit": "how well the list of the outline fits the question, 0 where there is none",
    "by_unit": "1 where it is a unit of a document by its address or what it says, the outline of all or a roster",
    "by_list": "1 where it is a list that is meant without being asked for: the steps of a procedure, what is counted; or one that is led into as duties, what is denied, free or taken away, where that is asked for",
    "by_cell": "1 where it is the row of a table whose row and column the question names, or that compares best, or the item or row whose range has the question's value",
    "by_governing": "1 where it is the article that a deed falls under, with the one that says what follows",
    "by_item": "1 where it is an item of the list that was just shown",
    "by_publication": "1 where it is a line of the document's head or signature: its date, its number, who gave it",
    "by_inline_list": "1 where it is a list inside a paragraph",
    "untyped": "1 where the question asks for a figure, date or name and the sentence has none",
    "strictly_untyped": "1 where only a figure of the asked measure will do, and the sentence has none",
    "of_another": "1 where the best sentence is about another place or stands in a document of another year",
    "shut_out": "1 where its figures are for another period, year, kind or value than is asked about",
    "sibling": "1 where the sentence or a heading over it names a thing of the same sort as the question, and neither that one",
    "not_there": "1 where the numbered thing, item, year, place or outcome that is asked about is never spoken of",
    "not_beside": "1 where the place or the thing that is counted stands neither in the passage nor over it",
    "unread": "1 where the passages were not read, as for an English question",
    "number": "1 where a figure is asked for",
    "date": "1 where a date is asked for",
    "name": "1 where a name is asked for",
}

#: Features that can only speak for an answer, and those that can speak either way; all others speak against it.
FOR = frozenset(list(FEATURES)[: list(FEATURES).index("untyped")])
EITHER = frozenset({"unread", *map(str, _KINDS)})


def features_of(
    question: Question,
    weighted: Sequence[WeightedTerm],
    ranked: Sequence[Candidate],
    hits: Sequence[Hit],
    catalog: Catalog,
    read: bool = True,
    alone: float = 0.0,
) -> dict[str, float]:
    """The features of a question whose candidates are `ranked`, best first; none may be missing.

    `read` says that the reader read the passages; else its readings speak neither for nor against, nor does
    `alone`, the reading of the sentence that the answer rests on by itself.
    What a strategy adds (`by_…`, `list_fit`) is 0 here.
    """
    kinds = {kind.value: float(question.kind is kind) for kind in _KINDS}
    none = dict.fromkeys(FEATURES, 0.0) | kinds
    if not ranked:
        return none | {"untyped": 1.0, "unread": float(not read)}
    best = ranked[0]
    # What an answer rests on may be a row or an article that no single sentence of it led to.
    first = max(ranked, key=lambda one: one.score)
    around, above = _around(best, catalog), _above(best, catalog)
    # 今年打算再改几个 after 2023年改造了多少个 is of both years.
    dated = bool(question.years) and not question.relative
    other_year = dated and not _has_year(question, best, catalog)
    others = [one.score for one in _rivals(question, ranked)]
    return none | {
        "words": best.words,
        "context": best.context,
        "dense": similarity(max(hit.dense for hit in hits)),
        # Never below 0: what an answer rests on need not be the best-ranked sentence.
        "margin": max(0.0, best.score - max(others, default=0.0)),
        "read_logit": quarter_logit(max(one.read for one in ranked)) if read else 0.0,
        "score": first.score,
        "told": first.features.get("part", 0.0),
        "alone": alone,
        "retrieved": first.features.get("retrieval", 0.0),
        "untyped": float(wants_type(question) and not best.typed),
        "strictly_untyped": float(not best.typed and question.strict),
        "of_another": float(
            other_year
            or elsewhere(question, best.form.text, best.hit.passage, catalog)
            or under_other_heading(bare_form(question.text).text, best.hit.passage, catalog)
        ),
        "shut_out": float(_shut_out(question, weighted, best, around, above, catalog)),
        "sibling": float(names_sibling(question.form, f"{above}|{best.form.text}")),
        "not_there": float(_not_there(question, best, around, catalog)),
        "not_beside": float(_not_beside(question, best, around, catalog)),
        "unread": float(not read),
    }


def _rivals(question: Question, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The sentences of other passages; of the same document where several bodies are compared, each in its own."""
    best = ranked[0].hit.passage
    others = [one for one in ranked if one.hit.passage.key != best.key]
    if len(subjects_named(question.form)) < 2:
        return others
    return [one for one in others if one.hit.passage.file == best.file]


def _around(best: Candidate, catalog: Catalog) -> str:
    """The bare form of a sentence's passage with its headings and title, of all of it for a line of the head."""
    document = catalog.document(best.hit.passage.file)
    if best.hit.passage.role is Role.META:
        return whole_form(document.text)
    above = heading_context(document.title, best.hit.passage)
    return "|".join(bare_form(part).text for part in (*above, best.hit.text))


def _above(best: Candidate, catalog: Catalog) -> str:
    """The bare form of what stands over a sentence: its title and headings."""
    document = catalog.document(best.hit.passage.file)
    return "|".join(bare_form(part).text for part in heading_context(document.title, best.hit.passage))


# Each literal sign alone is too rare in any set of questions to be weighed: those that are as sure as
# one another are one feature.


def _shut_out(
    question: Question,
    weighted: Sequence[WeightedTerm],
    best: Candidate,
    around: str,
    above: str,
    catalog: Catalog,
) -> bool:
    """Whether the sentence itself, or its document, says that it is not for what is asked: 农村 and not 城市."""
    document = catalog.document(best.hit.passage.file)
    return (
        bool(best.features.get("other_period"))
        or of_other_office(question, best.form.text)
        or _said_of_another(question, weighted, best)
        or _is_of_other_person(question.form, best)
        or of_other_number(question.form, f"{best.form.text}|{around}")
        or is_of_excluded_kind(question.form, best.form.text, above)
        or is_not_for(question.form, best.form.text, document.text)
        or is_of_other_class(question.form, best.form.text, above, whole_form(document.text))
    )


def _not_there(question: Question, best: Candidate, around: str, catalog: Catalog) -> bool:
    """Whether something with a name or number of its own is never spoken of where the answer stands."""
    return (
        lacks_number(question.form, around)
        or _is_of_other_person(question.form, best)
        or (
            of_other_number(question.form, best.form.text)
            and of_other_number(question.form, whole_form(catalog.document(best.hit.passage.file).text))
        )
        or _lacks_item(question, best)
        or bool(absent_places(question, best.hit.passage.file, catalog))
        or names_absent_shift(question.form, whole_form(catalog.document(best.hit.passage.file).text))
        or question.names_other_years(best.form.text)
        or bool(best.features.get("other_year"))
        or asks_unsaid_relative(question.form, around)
        or (question.kind is Kind.NUMBER and counts_unsaid_outcome(question.form, around))
    )


def _not_beside(question: Question, best: Candidate, around: str, catalog: Catalog) -> bool:
    """Whether the place that is asked about, or the thing whose number is, stands nowhere near."""
    document = catalog.document(best.hit.passage.file)
    return _uncounted(question, around) or _unplaced(question, around, document)


def _uncounted(question: Question, around: str) -> bool:
    """Whether the thing whose number is asked for is never spoken of: no word of 银龄驿站 is there."""
    nouns = [other for noun in question.counted for other in (noun, *official_words_for().get(noun, ()))]
    return question.kind is Kind.NUMBER and bool(nouns) and not any(noun in around for noun in nouns)


def _said_of_another(question: Question, weighted: Sequence[WeightedTerm], best: Candidate) -> bool:
    """Whether the clause that has most of the question gives its figures for another year."""
    if question.kind is not Kind.NUMBER:
        return False
    form = best.form.text
    figures = [one for one in amounts(form) if one.text[0].isdigit() and one.unit != "年"]
    clauses = {one.start: clause_at(form, one.start, _CLAUSE_ENDS) for one in figures}
    if len(set(clauses.values())) < 2:
        return False
    most = max(clauses.values(), key=lambda clause: coverage(weighted, bare_form(clause).text))
    return all(of_other_year(question, form, at) for at, clause in clauses.items() if clause == most)


_CLAUSE_ENDS = (",", ";", "。", "!", "?")


def _unplaced(question: Question, around: str, document: Document) -> bool:
    """Whether none of the places that a question names is that of the passage or of its document."""
    places = (*question.places, *localities(question.form))
    where = f"{around}|{scope_of(document)}"
    return bool(places) and not any(place in where for place in places)


def _is_of_other_person(asked: str, best: Candidate) -> bool:
    """Whether a sentence is about 时某某, its paragraph nowhere about 郝某某, who is asked about."""
    wanted, said = masked_names(asked), masked_names(best.form.text)
    if not (wanted and said):
        return False
    at, text = best.span.start - best.hit.passage.span.start, best.hit.text
    paragraph = clause_at(text, max(0, at), "\n")
    return wanted.isdisjoint(masked_names(search_form(paragraph).text))


def _has_year(question: Question, best: Candidate, catalog: Catalog) -> bool:
    """Whether a year of the question stands over the best sentence, or is its document's own.

    今年 in a document of 2023 is 2023; a report for 2023 is of that year, whenever it was signed.
    """
    document = catalog.document(best.hit.passage.file)
    # 2023年度社会责任报告 may stand below the company's name, in the head's second line.
    above = bare_form("|".join([document.title, *best.hit.passage.path, *head_and_signature(document)])).text
    named = set(bare_years_in(above))
    if not named and document.metadata.date:
        named = {document.metadata.date[:4]}
    over = bare_form("|".join([*best.hit.passage.path, best.form.text])).text
    if says("year-before", over) and (own := document.metadata.date[:4]).isdigit():
        named.add(str(int(own) - 1))  # 过去一年的工作, said in January 2025
    named |= set(years_of_numbers(search_form(document.text[: LIMITS.numbered_in]).text))
    named |= set(bare_years_in(bare_form(best.hit.text).text))
    return any(year in named for year in question.years)


def _lacks_item(question: Question, best: Candidate) -> bool:
    """Whether the question is about an article or an item by its number, and no such number stands in the passage."""
    asked = question.form
    articles = _articles(asked)
    said = any(
        one.unit not in {"", "型", "大", "目"}
        and says("of-an-item", asked[one.end : one.end + LIMITS.said_of_item])
        for one in ordinals(asked)
    )
    if not articles and not (question.ordinal and said):
        return False
    form = search_form("|".join([*best.hit.passage.path, best.hit.text])).text
    if articles:
        return not articles & _articles(form)
    han = han_numeral(question.ordinal)
    labels = "|".join(f"第{n}|[(（]?{n}[)）、.]|{n}[是要则]" for n in (han, str(question.ordinal)))
    return not re.search(labels, form)


def _articles(form: str) -> set[int]:
    """The numbers of the articles that a form names, without those put in later (第十条之一)."""
    return {one.number for one in ordinals(form) if one.unit == "条" and not one.after}
