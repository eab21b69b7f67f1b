"""Which sentences of the retrieved passages answer: scored, grouped, trimmed to what is quoted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.extraction.answer_types import answers_of_type, of_other_year, wants_type
from bot.extraction.document_subject import subjects_named, subjects_of
from bot.extraction.edition_asked import of_other_editions
from bot.extraction.names_apart import under_other_heading
from bot.extraction.passage_view import PassageView
from bot.extraction.periods import of_other_period, of_other_weekday, periods
from bot.extraction.place_match import absent_places, elsewhere
from bot.extraction.scales import rarity, similarity, squashed
from bot.extraction.sentence_ranker import Ranker, load_ranker
from bot.extraction.term_weights import (
    ENOUGH,
    NEARLY_ALL,
    SOME,
    WeightedTerm,
    coverage,
    coverage_nearby,
    in_words_of,
    term_overlap,
    word_presence,
)
from bot.extraction.value_ranges import out_of_range, within_range
from bot.language.amounts import amounts
from bot.language.characters import is_han, pieces
from bot.language.entity_patterns import EntityMatch
from bot.language.enumerations import enumerates
from bot.language.limits import LIMITS
from bot.language.money_stages import of_other_stage
from bot.language.plans import is_only_planned, mixes_plan_and_deed
from bot.language.word_lists import says
from bot.language.years import years_in
from bot.questions.publication import asks_publication
from bot.questions.question import Kind, Question
from vectorstore.index.bm25 import LexicalIndex
from vectorstore.index.catalog import Catalog
from vectorstore.text.numbering import heading_label
from vectorstore.text.search_form import SearchForm, bare_form, search_form, without_punctuation
from vectorstore.types import Document, Hit, Role, Span

#: What is left of the reader's probability for words that are said of another year.
_OTHER_YEAR_READ = 0.2
#: What is left of the weight of a word that says whose document it is.
_SCOPE = 0.4
#: What the words of a sentence and the one before count, where it takes a part of what that speaks of.
_OF_LEAD = 0.9


@dataclass(frozen=True, slots=True)
class ReaderSpan:
    """What the reader found in a passage: the span in the source, and the probability.

    `parts` are the best words and their score (a logit) in each of the passage's sentences.
    """

    span: Span
    probability: float
    parts: tuple[tuple[Span, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with what speaks for it.

    `span` is its place in the source, `form` its search form, `found` what in it has the type
    that the question asks for (figures, dates, names), best first. `read` is the reader's
    probability that its passage answers, where its words (`answer`, in the source) stand in this
    sentence; `told` are the words in this very sentence that the reader finds best, with their score
    (a logit over "none of them"). `features` are what `score` was made from (`bot.extraction.sentence_ranker`).
    """

    hit: Hit
    span: Span
    form: SearchForm
    bare: str
    words: float
    terms: float
    context: float
    found: tuple[EntityMatch, ...]
    typed: bool
    score: float
    read: float = 0.0
    answer: Span | None = None
    told: tuple[Span, float] | None = None
    features: Mapping[str, float] = field(default_factory=dict)


def candidates(
    question: Question,
    weighted: Sequence[WeightedTerm],
    passages: Sequence[PassageView],
    catalog: Catalog,
    index: LexicalIndex,
    readings: Mapping[str, ReaderSpan],
    ranker: Ranker | None = None,
) -> list[Candidate]:
    """Every sentence of the passages as a candidate, best first.

    `readings` has, by passage key, what the reader found in those passages that it read; `ranker` are
    the weights that sentences are scored with, the shipped ones if None.
    """
    total = max(1, len(index))

    def weight(term: str) -> float:
        return rarity(index.document_frequency(term), total)

    model = ranker or load_ranker()
    files = dict.fromkeys(view.hit.passage.file for view in passages)
    others = {} if question.relative else of_other_editions(question, files, catalog)
    found: list[Candidate] = []
    for place, view in enumerate(passages, 1):
        title = others.get(view.hit.passage.file, "")
        found += _of_passage(question, weighted, view, place, catalog, weight, readings, title)
    best = max((one.features["part"] for one in found), default=0.0)
    scored = []
    for one in found:
        features = {**one.features, "lead": one.features["part"] - best}
        scored.append(replace(one, features=features, score=model.score(features)))
    return sorted(scored, key=lambda one: (-one.score, one.span))


def _of_passage(
    question: Question,
    weighted: Sequence[WeightedTerm],
    view: PassageView,
    place: int,
    catalog: Catalog,
    weight: Callable[[str], float],
    readings: Mapping[str, ReaderSpan],
    title: str,
) -> Iterator[Candidate]:
    """The sentences of a passage with their features, not scored yet.

    `title` is that of a document which is of another year or month than the one asked about; else empty.
    """
    hit = view.hit
    reading = readings.get(hit.passage.key)
    typed_wanted = wants_type(question)
    about_head = question.kind in {Kind.NAME, Kind.NUMBER} or asks_publication(question)
    within = within_range(question.form, view.form.text)
    names = _names_asked(question, catalog.document(hit.passage.file))
    context = coverage(weighted, f"{view.above}|{without_punctuation(view.form).text}|{within}|{names}")
    bares = [without_punctuation(part).text for part in view.sentences]
    local = _within(weighted, f"{view.scope}|{names}")
    said = _without(question.asked, [w.text for w in weighted if w.text in view.scope])
    of_another = bool(absent_places(question, hit.passage.file, catalog)) or under_other_heading(
        bare_form(question.text).text, hit.passage, catalog
    )
    headings = [bare_form(one).text for one in hit.passage.path]
    planned = question.kind is Kind.NUMBER and mixes_plan_and_deed(question.form, headings)
    dating = () if question.relative else reversed(headings)
    dated = next((one for one in dating if years_in(one)), title)
    asks_period = bool(periods(question.form))
    # 有下列情形之一的，记六分： says it of each of its items.
    leads = (search_form(one).text for one in hit.passage.path) if typed_wanted else ()
    led = any(lead.endswith(":") and answers_of_type(question, lead) for lead in leads)
    before = said_before = ""
    for number, part in enumerate(view.sentences):
        bare = bares[number]
        if number and asks_period and periods(view.sentences[number - 1].text):
            said_before = view.sentences[number - 1].text
        if len(bare) < LIMITS.fragment:
            continue
        # 八十七 stands in no row; the row for 85 to 89 says it.
        said_too = f"{view.columns}|{within_range(question.form, part.text)}"
        words = max(coverage(local, bare + said_too), _with_lead(local, part.text, bare, before))
        before = bare
        overlap = term_overlap(in_words_of(bare, said, weighted), bare + view.columns, weight)
        ranked = _nearest_first(question, weighted, part.text, answers_of_type(question, part.text))
        has_type = bool(ranked) or not typed_wanted or led or _has_cell(question, view.columns, part.text)
        near = coverage_nearby(local, part.text, ranked[0].start, ranked[0].end) if ranked else 0.0
        span = part.span(0, len(part.text))
        inside = reading if reading and span.contains(reading.span) else None
        if inside and of_other_year(question, part.text, part.locate(inside.span)[0]):
            inside = replace(inside, probability=_OTHER_YEAR_READ * inside.probability)
        read = inside.probability if inside else 0.0
        told = reading.parts[number] if reading and reading.parts else None
        scored = squashed(told[1]) if told else 0.0
        features = {
            "words": words,
            "terms": overlap,
            "context": context,
            "retrieval": hit.score,
            "dense": similarity(hit.dense),
            "first": 1 / place,
            "untyped": float(not has_type),
            "near": near,
            "read": read,
            "read_typed": read * typed_wanted,
            "passage_read": reading.probability if reading else 0.0,
            "part": scored,
            "part_typed": scored * typed_wanted,
            "unread": float(reading is None),
            "cause": float(question.kind is Kind.WHY and says("causes", f",{part.text}")),
            "lists": float(
                bool(question.count) and question.kind is Kind.LIST and enumerates(part.text, question.count)
            ),
            "elsewhere": float(of_another or elsewhere(question, part.text, hit.passage, catalog)),
            # A sentence without a year is of that of its innermost heading: 九、2025年目标.
            "other_year": float(question.names_other_years(part.text if years_in(part.text) else dated)),
            "other_period": float(
                planned
                or is_only_planned(question.form, part.text)
                or of_other_period(question, part.text, said_before or title)
                or of_other_weekday(question, part.text)
                or of_other_stage(question.form, part.text, [one.start for one in ranked])
                or out_of_range(question.form, part.text)
            ),
            "asks": float(part.text.rstrip("\"'”』」)").endswith("?")),
            "head": float(hit.passage.role is Role.META and not about_head),
            "row": float(bool(view.columns)),
            "brief": max(0.0, 1 - len(bare) / LIMITS.short_sentence),
        }
        yield Candidate(
            hit=hit,
            span=span,
            form=part,
            bare=bare,
            words=words,
            terms=overlap,
            context=context,
            found=tuple(ranked),
            typed=has_type,
            score=0.0,
            read=read,
            answer=inside.span if inside else None,
            told=told,
            features=features,
        )


def _has_cell(question: Question, columns: str, row: str) -> bool:
    """Whether a row of a table has a figure for a question that asks for one: its unit stands over the column."""
    if not columns or question.kind is not Kind.NUMBER or question.measure == "电话":
        return False
    return any(one.unit != "年" for one in amounts(row))


def _names_asked(question: Question, document: Document) -> str:
    """What a question calls the companies and bodies it is about, where a document is one of theirs.

    公交集团 stands nowhere in the report of a 公共交通集团, and says no more there than 公司 does.
    """
    if not any(subject.is_named(question.form) for subject in subjects_of(document)):
        return ""
    return "|".join(subject.name for subject in subjects_named(question.form))


def _with_lead(weighted: Sequence[WeightedTerm], text: str, bare: str, before: str) -> float:
    """The words of a sentence that takes a part of the one before (其中竹沟县由…承担), both together.

    Only where it has a word of the question that the one before lacks: what the part is.
    """
    if not (before and text.startswith("其中")):
        return 0.0
    own = any(
        word_presence(word, bare) >= NEARLY_ALL and word_presence(word, before) < ENOUGH for word in weighted
    )
    return _OF_LEAD * coverage(weighted, f"{before}|{bare}") if own else 0.0


def _within(weighted: Sequence[WeightedTerm], scope: str) -> tuple[WeightedTerm, ...]:
    """The words with less weight for those that say whose document it is.

    In an article on one bureau the sentence that names it says no more than the others do.
    """
    return tuple(replace(w, weight=_SCOPE * w.weight) if w.text in scope else w for w in weighted)


def _without(asked: str, parts: Sequence[str]) -> str:
    """A question's bare form with some of its words taken out; whole where nothing would be left."""
    rest = asked
    for part in parts:
        rest = rest.replace(part, "|")
    return rest if any(len(part) > 1 for part in rest.split("|")) else asked


def _nearest_first(
    question: Question, weighted: Sequence[WeightedTerm], form: str, found: Sequence[EntityMatch]
) -> list[EntityMatch]:
    """What was found, that closest to the question's words first."""
    return sorted(found, key=lambda one: (-coverage_nearby(weighted, form, one.start, one.end), one.start))


def quote_range(candidate: Candidate, weighted: Sequence[WeightedTerm]) -> tuple[int, int]:
    """The range of the candidate's form to quote: all of it, or the clause that answers.

    Only a semicolon ends such a clause, so that a quotation never begins in mid-sentence at a
    comma; a sentence without one is quoted whole. Of items under a lead it is the item that is asked about.
    """
    text = candidate.form.text
    ends = (at + 1 for at, char in enumerate(text) if char == ";")
    # A quotation mark that closes belongs to the clause before it.
    cuts = [0, *(at + text.startswith('"', at) for at in ends), len(text)]
    clauses = [(first, last) for first, last in zip(cuts, cuts[1:], strict=False) if first < last]
    at = candidate.found[0].start if candidate.found else -1
    if item := _item_asked(candidate, clauses, weighted):
        return item
    if len(text) <= LIMITS.quote or len(clauses) == 1:
        return 0, len(text)
    if candidate.found:
        return next((one for one in clauses if one[0] <= at < one[1]), (0, len(text)))
    return max(clauses, key=lambda one: coverage(weighted, bare_form(text[one[0] : one[1]]).text))


def _item_asked(
    candidate: Candidate, clauses: Sequence[tuple[int, int]], weighted: Sequence[WeightedTerm]
) -> tuple[int, int] | None:
    """The one item of several with more of the question than the others, where it answers or its lead does.

    A lead answers for all of its items: 一次计3分:(一)….
    """
    text = candidate.form.text
    ends = (n + 1 for n in range(clauses[0][1]) if text[n] == ":" and heading_label(text[n + 1 :]))
    led = next(ends, 0)
    items = [one for one in ((led, clauses[0][1]), *clauses[1:]) if heading_label(text[one[0] :])]
    if len(items) < 2:
        return None
    lead = bare_form(text[:led]).text
    told = [coverage(weighted, f"{lead}|{bare_form(text[first:last]).text}") for first, last in items]
    first, last = items[told.index(max(told))]
    if told.count(max(told)) > 1:
        return None
    if any(first <= one.start < last for one in candidate.found):
        return first, last
    if candidate.found and candidate.found[0].start >= led:
        return None
    others = max(each for each in told if each < max(told))
    return (first, last) if max(told) - max(others, coverage(weighted, lead)) >= SOME else None


def anchor(found: EntityMatch, form: str) -> str:
    """What stands right before a figure and says what it counts: 意见建议 in 意见建议24193条."""
    before = pieces(form[max(0, found.start - 8) : found.start], ",。;:、!?")[-1]
    return "".join(filter(is_han, before))[-4:]
