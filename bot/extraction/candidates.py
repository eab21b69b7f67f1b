"""Which sentences of the retrieved passages answer: scored, grouped, trimmed to what is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from bot.extraction.answer_types import answers_of_type, of_other_year, wants_type
from bot.extraction.main_body import main_body
from bot.extraction.periods import of_other_period
from bot.extraction.place_match import absent_places, elsewhere
from bot.extraction.term_weights import Weighted, coverage, in_words_of, nearness, presence, term_overlap
from bot.language.entity_patterns import Found
from bot.language.enumerations import enumerates
from bot.language.money_stages import of_other_stage
from bot.language.places import localities, places_in
from bot.questions.publication import asks_publication
from bot.questions.question import Kind, Question
from vectorstore.documents.outline import block_form
from vectorstore.documents.passage_text import heading_context
from vectorstore.documents.tables import cells
from vectorstore.index.bm25 import LexicalIndex
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import SearchForm, bare_form, without_punctuation
from vectorstore.text.sentences import sentence_ranges
from vectorstore.types import Document, Hit, Passage, Role, Span

#: A sentence longer than this, in characters of its search form, is quoted by its clause.
_LONGEST_QUOTE = 170
#: What the reader's probability adds to a sentence's score: more where a figure, date or name
#: is asked for, which is what it was trained to find.
_READ_TYPED, _READ = 0.25, 0.12
#: What the question's words close to the figure, date or name add to it.
_NEAR = 0.15
#: What a sentence that gives a reason gains where one is asked for.
_CAUSAL = 0.08
_CAUSE = re.compile(
    r"因为|由于|原因|因此|所以|鉴于|针对|旨在|为了|目的|(?:^|[,;])(?:为|因)|以便|是(?:因|为|由)|从而|缘于|源于|主要是"
)
#: What is left of the score of a sentence whose document never names the place asked about.
_ELSEWHERE = 0.6
#: The same for one that names years and none that is asked about, and for one without a figure,
#: date or name where that is asked for.
_OTHER_YEAR, _UNTYPED = 0.8, 0.65
#: The same for money that was claimed or agreed on where it is asked what was paid.
_OTHER_STAGE = 0.6
#: The same for an interviewer's question or a heading that asks: what answers stands behind it.
_ASKS = 0.7
_IS_QUESTION = re.compile(r"\?[\"'”』」)]*$")
#: What is left of the reader's probability for words that are said of another year.
_OTHER_YEAR_READ = 0.2
#: The same for the title and the lines around it, unless a name, a number or the document's own date is asked for.
_HEAD = 0.75
#: What is left of the weight of a word that says whose document it is.
_SCOPE = 0.4
#: What the words of a sentence and the one before count, where it takes a part of what that speaks of.
_OF_LEAD = 0.9
#: What a sentence gains that lists just as many things as a question asks for.
_LISTS = 0.12


@dataclass(frozen=True, slots=True)
class Read:
    """What the reader found in a passage: the span in the source, and the probability."""

    span: Span
    probability: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, with what speaks for it.

    `span` is its place in the source, `form` its search form, `found` what in it has the type
    that the question asks for (figures, dates, names), best first. `read` is the reader's
    probability that its passage answers, where its words (`answer`, in the source) stand in this
    sentence. Scores are 0..1.
    """

    hit: Hit
    span: Span
    form: SearchForm
    bare: str
    words: float
    terms: float
    context: float
    found: tuple[Found, ...]
    typed: bool
    score: float
    read: float = 0.0
    answer: Span | None = None


def candidates(
    question: Question,
    weighted: Sequence[Weighted],
    hits: Sequence[Hit],
    catalog: Catalog,
    index: LexicalIndex,
    readings: Mapping[str, Read],
) -> list[Candidate]:
    """Every sentence of the hits as a candidate, best first.

    `readings` has, by passage key, what the reader found in those passages that it read.
    """
    total = max(1, len(index))
    asked = question.asked
    about_head = question.kind in {Kind.NAME, Kind.NUMBER} or asks_publication(question)

    def rarity(term: str) -> float:
        return log(1 + (total + 0.5) / (index.document_frequency(term) + 0.5))

    scopes: dict[str, str] = {}
    found: list[Candidate] = []
    for hit in hits:
        document = catalog.document(hit.passage.file)
        form = block_form(document, hit.passage.span)
        above = "|".join(bare_form(part).text for part in heading_context(document.title, hit.passage))
        around = above + "|" + without_punctuation(form).text
        context = coverage(weighted, around)
        if (scope := scopes.get(hit.passage.file)) is None:
            scope = scopes[hit.passage.file] = scope_of(document)
        local = _within(weighted, scope)
        said = _without(asked, [w.text for w in weighted if w.text in scope])
        absent = absent_places(question, hit.passage.file, catalog)
        # A row of a table says what it says under the words of its columns.
        row = hit.passage.path and cells(document, hit.passage.span)
        columns = "|" + bare_form(hit.passage.path[-1]).text if row else ""
        before = ""
        for part in _sentences(document, hit.passage, form):
            bare = without_punctuation(part).text
            if len(bare) < 4:
                continue
            sentence_words = max(coverage(local, bare + columns), _with_lead(local, part.text, bare, before))
            before = bare
            overlap = term_overlap(in_words_of(bare, said, weighted), bare + columns, rarity)
            typed = answers_of_type(question, part.text)
            ranked = _nearest_first(question, weighted, part.text, typed)
            has_type = bool(ranked) or not wants_type(question)
            span = part.span(0, len(part.text))
            reading = readings.get(hit.passage.key)
            inside = reading if reading and span.contains(reading.span) else None
            if inside and of_other_year(question, part.text, part.locate(inside.span)[0]):
                inside = replace(inside, probability=_OTHER_YEAR_READ * inside.probability)
            score = (
                0.34 * sentence_words
                + 0.2 * overlap
                + 0.16 * context
                + 0.2 * hit.score
                + (0.1 if has_type else 0.0)
                + (_READ_TYPED if wants_type(question) else _READ) * (inside.probability if inside else 0.0)
            )
            if question.kind is Kind.WHY and _CAUSE.search(part.text):
                score += _CAUSAL
            if ranked:
                score += _NEAR * nearness(local, part.text, ranked[0].start, ranked[0].end)
            if question.count and question.kind is Kind.LIST and enumerates(part.text, question.count):
                score += _LISTS
            if absent or elsewhere(question, part.text, hit.passage, catalog):
                score *= _ELSEWHERE
            if question.names_other_years(part.text) or of_other_period(question, part.text):
                score *= _OTHER_YEAR
            if of_other_stage(question.form, part.text, [one.start for one in ranked]):
                score *= _OTHER_STAGE
            if _IS_QUESTION.search(part.text):
                score *= _ASKS
            if not has_type:
                score *= _UNTYPED
            if hit.passage.role is Role.META and not about_head:
                score *= _HEAD
            found.append(
                Candidate(
                    hit=hit,
                    span=span,
                    form=part,
                    bare=bare,
                    words=sentence_words,
                    terms=overlap,
                    context=context,
                    found=tuple(ranked),
                    typed=has_type,
                    score=score,
                    read=inside.probability if inside else 0.0,
                    answer=inside.span if inside else None,
                )
            )
    return sorted(found, key=lambda one: (-one.score, one.span))


def _with_lead(weighted: Sequence[Weighted], text: str, bare: str, before: str) -> float:
    """The words of a sentence that takes a part of the one before (其中竹沟县由…承担), both together.

    Only where it has a word of the question that the one before lacks: what the part is.
    """
    if not (before and text.startswith("其中")):
        return 0.0
    own = any(presence(word, bare) >= 0.8 and presence(word, before) < 0.5 for word in weighted)
    return _OF_LEAD * coverage(weighted, f"{before}|{bare}") if own else 0.0


def _within(weighted: Sequence[Weighted], scope: str) -> tuple[Weighted, ...]:
    """The words with less weight for those that say whose document it is.

    In an article on one bureau the sentence that names it says no more than the others do.
    """
    return tuple(replace(w, weight=_SCOPE * w.weight) if w.text in scope else w for w in weighted)


def scope_of(document: Document) -> str:
    """Whose document it is, in its bare form: the places of its title, its writer, the body it names most."""
    known = document.metadata
    title = bare_form(known.title).text
    places = "|".join((*places_in(title), *localities(title)))
    return bare_form(f"{places}|{known.publisher}|{known.author}|{main_body(document)}").text


def _without(asked: str, parts: Sequence[str]) -> str:
    """A question's bare form with some of its words taken out; whole where nothing would be left."""
    rest = asked
    for part in parts:
        rest = rest.replace(part, "|")
    return rest if re.search(r"[^|]{2}", rest) else asked


def _sentences(document: Document, passage: Passage, form: SearchForm) -> Iterator[SearchForm]:
    """The sentences of a passage; the lines of a document's head (title, number, source) one by one."""
    forms = [form]
    if passage.role is Role.META:
        forms = [block_form(document, b.span) for b in document.blocks if passage.span.contains(b.span)]
    for one in forms or [form]:
        for first, last in sentence_ranges(one):
            yield SearchForm(one.text[first:last], one.starts[first:last], one.ends[first:last])


def _nearest_first(
    question: Question, weighted: Sequence[Weighted], form: str, found: Sequence[Found]
) -> list[Found]:
    """What was found, that closest to the question's words first."""
    return sorted(found, key=lambda one: (-nearness(weighted, form, one.start, one.end), one.start))


def quote_range(candidate: Candidate, weighted: Sequence[Weighted]) -> tuple[int, int]:
    """The range of the candidate's form to quote: all of it, or the clause that answers.

    Only a semicolon ends such a clause, so that a quotation never begins in mid-sentence at a
    comma; a sentence without one is quoted whole.
    """
    text = candidate.form.text
    cuts = [0, *(found.end() for found in re.finditer(r";\"?", text)), len(text)]
    if len(text) <= _LONGEST_QUOTE or len(cuts) == 2:
        return 0, len(text)
    clauses = [(first, last) for first, last in zip(cuts, cuts[1:], strict=False) if first < last]
    if candidate.found:
        at = candidate.found[0].start
        return next((one for one in clauses if one[0] <= at < one[1]), (0, len(text)))
    return max(clauses, key=lambda one: coverage(weighted, bare_form(text[one[0] : one[1]]).text))


def anchor(found: Found, form: str) -> str:
    """What stands right before a figure and says what it counts: 意见建议 in 意见建议24193条."""
    before = re.split(r"[,。;:、!?]", form[max(0, found.start - 8) : found.start])[-1]
    return re.sub(r"[^\u4e00-\u9fff]", "", before)[-4:]
