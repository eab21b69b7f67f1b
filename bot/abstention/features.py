"""The features of a drafted answer that the decision is made from, each with a meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import log

from bot.abstention.exclusive_terms import outcome_unsaid, shut_out
from bot.extraction.answer_types import of_other_year, wants_type
from bot.extraction.candidates import Candidate
from bot.extraction.passage_view import scope_of
from bot.extraction.periods import of_other_period
from bot.extraction.place_match import absent_places, elsewhere, whole_form
from bot.extraction.term_weights import Weighted, coverage, nearness, presence
from bot.language.characters import clause_at
from bot.language.enumerations import enumerates
from bot.language.money_stages import of_other_stage
from bot.language.places import localities
from bot.language.segmentation import NUMBERED_THING
from bot.language.synonyms import written_for
from bot.questions.question import Kind, Question
from vectorstore.documents.passage_text import heading_context
from vectorstore.index.catalog import Catalog
from vectorstore.text.numerals import han_numeral
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Document, Hit, Role

#: The kinds of a question that are features.
_KINDS = (Kind.NUMBER, Kind.DATE, Kind.NAME, Kind.LIST)

_CLAUSE_ENDS = (";", "。", "!", "?")


#: Each feature and what it is.
FEATURES = {
    "words": "weighted share of the question's words in the best sentence",
    "context": "the same in its passage with title and headings",
    "terms": "weighted share of the question's characters and pairs in the best sentence",
    "unknown": "weighted share of the question's words that occur in no document",
    "dense": "cosine similarity of the best passage, from 0.75 to 0.95",
    "agreement": "1 where the best sentence's passage is in the first three of both sides",
    "margin": "the lead of the best sentence over the best of another passage",
    "untyped": "1 where the question asks for one and the sentence has none",
    "near": "coverage of the question's words close to that figure, date or name",
    "read_logit": "the logit of the reader's highest probability, a quarter of it, from -1.5 to 1.5",
    "other_year": "1 where the passage, its headings and its document's date name no year that is asked about",
    "another_year": "1 where the clause that has most of the question gives its figures for another year",
    "other_place": "1 where the best sentence is about another place than the one that is asked about",
    "act_missing": "1 where nothing of the word right before 多少 stands in the best sentence (开除了多少名)",
    "gap": "the rarest word that the passage, its headings and its title lack, by its weight",
    "gap_typed": "the same where a figure, date or name is asked for, else 0",
    "focus": "share of the words around 多少 that stand nowhere in the clause of the figure",
    "quoted": "1 where something the question quotes stands neither in the passage nor above it",
    "other_kind": "1 where the best sentence is about 农村 and the question about 城市, about what was agreed and not paid",
    "outcome": "1 where the question counts the dismissed, the dead … and the passage says of none",
    "uncounted": "1 where what is counted (银龄驿站) stands neither in the passage nor over it, by any of its words",
    "unplaced": "1 where a place of the question stands neither in the passage nor over it nor in its title",
    "read_best": "the logit of the reader's probability for the best sentence's passage, as read_logit",
    "unread": "1 where the passages were not read, as for an English question",
    "absent_place": "1 where the best sentence's document never names a place of the question",
    "strictly_untyped": "1 where only a figure, date or name will do, or several names, and the sentence has none",
    "far": "1 where the best sentence and its passage have next to nothing of the question",
    "edition": "1 where the fourth meeting, the third batch … is asked about and the passage never names it",
    "no_item": "1 where a numbered item is asked about and no such number stands in the passage",
    "no_year": "1 where the sentence names other years only, or its document none that is asked about",
    "repeats": "1 where the sentence repeats nearly the whole question and has what is asked for",
    "other_period": "1 where the sentence gives its figures for another month, quarter or half-year",
    "by_overview": "1 where the answer is a document's headings",
    "by_unit": "1 where it is a unit of a regulation by its address, what it says or its count",
    "by_item": "1 where it is an item of the list that was just shown",
    "by_publication": "1 where it is a line of the document's head or signature: its date, its number, who gave it",
    "by_inline_list": "1 where it is a list inside a paragraph",
    "by_outline_list": "1 where it is a list of the outline",
    "list_fit": "how well the list of the outline fits the question, 0 where there is none",
    "count_agrees": "1 where the list has as many items as the question says",
    "number": "1 where a figure is asked for",
    "date": "1 where a date is asked for",
    "name": "1 where a name is asked for",
    "list": "1 where several things are asked for",
}

#: The share of a question that a sentence must repeat to repeat nearly all of it.
_NEARLY_ALL = 0.65


def features_of(
    question: Question,
    weighted: Sequence[Weighted],
    ranked: Sequence[Candidate],
    hits: Sequence[Hit],
    catalog: Catalog,
    read: bool = True,
) -> dict[str, float]:
    """The features of a question whose candidates are `ranked`, best first; none may be missing.

    `read` says that the reader read the passages; else its readings speak neither for nor against.
    What a strategy adds (`by_…`, `list_fit`, `count_agrees`) is 0 here.
    """
    kinds = {kind.value: float(question.kind is kind) for kind in _KINDS}
    none = dict.fromkeys(FEATURES, 0.0) | kinds
    if not ranked:
        return none | {"unknown": 1.0, "untyped": 1.0, "far": 1.0, "unread": float(not read)}
    best = ranked[0]
    others = [one.score for one in ranked if one.hit.passage.key != best.hit.passage.key]
    total = sum(word.weight for word in weighted) or 1.0
    document = whole_form(catalog.document(best.hit.passage.file).text)
    near = 0.0
    if best.found:
        near = nearness(weighted, best.form.text, best.found[0].start, best.found[0].end)
    above = heading_context(catalog.document(best.hit.passage.file).title, best.hit.passage)
    around = "|".join(bare_form(part).text for part in (*above, best.hit.text))
    if best.hit.passage.role is Role.META:
        around = document  # a document's head speaks of all of it
    gap = max((w.weight for w in weighted if presence(w, around) < 0.5), default=0.0) / total
    both = 0 < best.hit.dense_rank <= 3 and 0 < best.hit.lexical_rank <= 3
    found = {
        "words": best.words,
        "context": best.context,
        "terms": best.terms,
        "unknown": sum(w.weight for w in weighted if not w.known) / total,
        "dense": max(0.0, min(1.0, (max(hit.dense for hit in hits) - 0.75) / 0.2)),
        "agreement": float(both),
        # Never below 0: what an answer rests on need not be the best-ranked sentence.
        "margin": max(0.0, best.score - max(others, default=0.0)),
        "untyped": float(wants_type(question) and not best.typed),
        "near": near,
        "read_logit": _logit(max(one.read for one in ranked)) if read else 0.0,
        "read_best": _logit(best.read) if read else 0.0,
        "unread": float(not read),
        "other_year": float(bool(question.years) and not _has_year(question, best, catalog)),
        "another_year": float(_said_of_another(question, weighted, best)),
        "other_place": float(elsewhere(question, best.form.text, best.hit.passage, catalog)),
        "act_missing": _lacks(question.act, best),
        "gap": gap,
        "gap_typed": gap if wants_type(question) else 0.0,
        "focus": _unfocused(question, best),
        "quoted": float(any(bare_form(part).text not in around for part in question.quoted)),
        "other_kind": float(
            shut_out(question.form, best.form.text, around) or _of_other_stage(question, best)
        ),
        "outcome": float(question.kind is Kind.NUMBER and outcome_unsaid(question.form, around)),
        "uncounted": float(_uncounted(question, around)),
        "unplaced": float(_unplaced(question, around, catalog.document(best.hit.passage.file))),
        "absent_place": float(bool(absent_places(question, best.hit.passage.file, catalog))),
        "strictly_untyped": float(not best.typed and (question.strict or _unnamed(question, best))),
        "other_period": float(of_other_period(question, best.form.text)),
        "far": float(best.words < 0.05 and best.context < 0.1),
        "edition": float(_lacks_edition(question, best, catalog)),
        "no_item": float(_lacks_item(question, best)),
    }
    found["no_year"] = float(_names_no_asked_year(question, found, best, document))
    found["repeats"] = float(_says_it_all(question, found))
    return none | found


def _of_other_stage(question: Question, best: Candidate) -> bool:
    """Whether the figure is of money that was claimed or agreed, where it is asked what came of it."""
    return of_other_stage(question.form, best.form.text, [one.start for one in best.found])


def _uncounted(question: Question, around: str) -> bool:
    """Whether the thing whose number is asked for is never spoken of: no word of 银龄驿站 is there."""
    nouns = [other for noun in question.counted for other in (noun, *written_for().get(noun, ()))]
    return question.kind is Kind.NUMBER and bool(nouns) and not any(noun in around for noun in nouns)


_CLAUSES = re.compile(r"[^,;。!?]+")


def _said_of_another(question: Question, weighted: Sequence[Weighted], best: Candidate) -> bool:
    """Whether the clause that has most of the question gives its figures for another year."""
    if question.kind is not Kind.NUMBER:
        return False
    clauses = [one for one in _CLAUSES.finditer(best.form.text) if re.search(r"\d", one[0])]
    if len(clauses) < 2:
        return False
    most = max(clauses, key=lambda one: coverage(weighted, bare_form(one[0]).text))
    numbers = [most.start() + found.start() for found in re.finditer(r"(?<!\d)\d[\d.]*(?![\d年])", most[0])]
    return bool(numbers) and all(of_other_year(question, best.form.text, at) for at in numbers)


def _unplaced(question: Question, around: str, document: Document) -> bool:
    """Whether none of the places that a question names is that of the passage or of its document."""
    places = (*question.places, *localities(question.form))
    where = f"{around}|{scope_of(document)}"
    return bool(places) and not any(place in where for place in places)


def _unfocused(question: Question, best: Candidate) -> float:
    """Which share of the words around the question word the clause of the figure lacks."""
    if not question.focus or not best.found:
        return 0.0
    clause = clause_at(best.form.text, best.found[0].start, _CLAUSE_ENDS)
    # One character is enough: 办 of 举办.
    # The verb comes first and says more than what it counts.
    shares = dict(zip(question.focus, (0.75, 0.25) if len(question.focus) > 1 else (1.0,), strict=True))
    return sum(share for word, share in shares.items() if not any(char in clause for char in word))


def _lacks(word: str, best: Candidate) -> float:
    """Whether a sentence has not one character of a word: 办 of 举办 is enough."""
    return float(bool(word) and not any(char in best.bare for char in word))


def _logit(probability: float) -> float:
    inside = min(max(probability, 1e-3), 1 - 1e-3)
    return max(-1.5, min(1.5, log(inside / (1 - inside)) / 4))


def _has_year(question: Question, best: Candidate, catalog: Catalog) -> bool:
    """Whether a year of the question stands over the best sentence, or is its document's own.

    今年 in a document of 2023 is 2023, and 去年 is 2022; a report for 2023 is of that year, whenever
    it was signed.
    """
    document = catalog.document(best.hit.passage.file)
    above = bare_form("|".join([document.title, *best.hit.passage.path])).text
    named = set(_YEAR.findall(above))
    if not named and document.metadata.date:
        named = {document.metadata.date[:4]}
    if re.search(r"[去上]年(?!同期)", best.form.text):
        named |= {str(int(year) - 1) for year in named}
    named |= set(_YEAR.findall(bare_form(best.hit.text).text))
    return any(year in named for year in question.years)


_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def _unnamed(question: Question, best: Candidate) -> bool:
    """Whether the names of several are asked for and the sentence lists nothing like as many."""
    return (
        question.kind is Kind.NAME and question.named > 1 and not enumerates(best.form.text, question.named)
    )


_EDITION = re.compile(rf"第[一二三四五六七八九十百\d]+(?:次|届|批|期|轮|版)|{NUMBERED_THING.pattern}")


def _lacks_edition(question: Question, best: Candidate, catalog: Catalog) -> bool:
    """Whether the question is about the fourth meeting and the passage never speaks of it."""
    title = catalog.document(best.hit.passage.file).title
    around = bare_form("|".join([title, *best.hit.passage.path, best.hit.text])).text
    return any(edition not in around for edition in _EDITION.findall(question.form))


_ITEM = re.compile(
    r"第[一二三四五六七八九十百\d]+(?:项|条|个|点|件|种|类|章|节|款)(?:[\u4e00-\u9fff]{0,8}?)(?:是|讲|说|写|内容|规定|什么|呢)"
)


def _lacks_item(question: Question, best: Candidate) -> bool:
    """Whether the question is about an item by its number, and no such number stands in the passage."""
    if not question.ordinal or not _ITEM.search(question.form):
        return False
    han = han_numeral(question.ordinal)
    labels = "|".join(f"第{n}|[(（]?{n}[)）、.]|{n}[是要则]" for n in (han, str(question.ordinal)))
    form = search_form("|".join([*best.hit.passage.path, best.hit.text])).text
    return not re.search(labels, form)


def _names_no_asked_year(
    question: Question, features: Mapping[str, float], best: Candidate, document: str
) -> bool:
    """Whether a sentence names other years only, or its document never names one that is asked about."""
    if question.names_other_years(best.form.text):
        return True
    never = not any(year in document for year in question.years)
    return bool(features["other_year"]) and never


def _says_it_all(question: Question, features: Mapping[str, float]) -> bool:
    """Whether a sentence repeats nearly the whole question and has what is asked for.

    The reader, which may be unsure of a long sentence, is not needed to see that.
    """
    return (
        wants_type(question)
        and not features["untyped"]
        and features["words"] >= _NEARLY_ALL
        and features["terms"] >= _NEARLY_ALL
        and not (features["act_missing"] or features["other_year"] or features["other_place"])
    )
