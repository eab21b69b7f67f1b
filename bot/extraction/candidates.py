"""Which sentences of the retrieved passages answer: scored, grouped, trimmed to what is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

from bot.drafting.outline_lists import enumerates
from bot.drafting.publication_date import asks_publication
from bot.extraction.main_body import main_body
from bot.extraction.place_match import absent_places, elsewhere
from bot.extraction.term_weights import Weighted, coverage, in_words_of, nearness, term_overlap
from bot.language.entity_patterns import BODY, CONTACT, DATE, LOCATION, PERIOD, Found, figures, find
from bot.language.places import localities, places_in
from bot.language.segmentation import words
from bot.questions.question import ROLE, Kind, Question
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
#: The same for an interviewer's question or a heading that asks: what answers stands behind it.
_ASKS = 0.7
_IS_QUESTION = re.compile(r"\?[\"'”』」)]*$")
#: What is left of the reader's probability for words that are said of another year.
_OTHER_YEAR_READ = 0.2
#: The same for the title and the lines around it, unless a name, a number or the document's own date is asked for.
_HEAD = 0.75
#: What is left of the weight of a word that says whose document it is.
_SCOPE = 0.4
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
        for part in _sentences(document, hit.passage, form):
            bare = without_punctuation(part).text
            if len(bare) < 4:
                continue
            sentence_words = coverage(local, bare + columns)
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
            if question.names_other_years(part.text):
                score *= _OTHER_YEAR
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


def wants_type(question: Question) -> bool:
    """Whether only a figure, a date or a name can answer."""
    return question.kind in {Kind.NUMBER, Kind.DATE, Kind.NAME}


def answers_of_type(question: Question, form: str) -> list[Found]:
    """The figures, dates or names in a sentence's search form that the question may ask for."""
    if question.kind is Kind.NUMBER:
        return [one for one in _amounts(question, form) if not of_other_year(question, form, one.start)]
    if question.kind is Kind.DATE:
        return find(DATE, form)
    if question.kind is Kind.NAME and (question.where or question.office):
        found = find(LOCATION if question.where else ROLE, form)
        return [one for one in found if one.text not in question.form]
    if question.kind is Kind.NAME:
        names = _people(question, form) if question.person else _bodies(question, form)
        # One name does not name eight people.
        return names if len(names) > 1 or question.named < 2 else []
    return []


_OF_YEAR = re.compile(r"(?P<beside>比|较|同|与|和)?(?<!\d)(?P<year>(?:19|20)\d{2})年?(?P<on>[至到—-])?(?=\D)")


def of_other_year(question: Question, form: str, place: int) -> bool:
    """Whether what stands at `place` is said of another year than the question names.

    In 2025年达到95%，2026年达到97% each figure is of the year before it; a year that is compared with (比2024年)
    rules nothing.
    """
    if not question.years:
        return False
    years = [one for one in _OF_YEAR.finditer(form) if not one["beside"]]
    if len({one["year"] for one in years}) < 2:
        return False
    before = [one for one in years if one.end() <= place]
    ruling = before[-1:] or years[:1]
    if len(before) > 1 and before[-2]["on"]:
        ruling = before[-2:]
    return not any(one["year"] in question.years for one in ruling)


def _amounts(question: Question, form: str) -> list[Found]:
    """The figures of a sentence that have the measure which the question asks for."""
    if question.measure == "时":
        return find(PERIOD, form)
    if question.measure == "电话":
        return find(CONTACT, form)
    # 第四次会议 counts nothing, nor does 最老的一棵.
    found = [one for one in figures(form) if form[one.start - 1 : one.start] != "第"]
    found = [one for one in found if not (one.text[0] == "一" and form[one.start - 1 : one.start] in _SOME)]
    if "还是" not in question.form:
        # What the question itself gives (首批20项) is not what it asks for.
        given = question.form
        found = [one for one in found if not re.search(rf"(?<![\d.]){re.escape(one.text)}(?![\d.])", given)]
    if _TOTAL.search(question.form):
        found = [one for one in found if not _of_some(form, one)]
    if question.measure == "元":
        return [
            one
            for one in found
            if re.match(r"[万亿千百]?[余多]?(?:美|港|欧|日)?元", form[one.end :]) or "元" in one.text
        ]
    if question.measure == "%":
        return [
            one for one in found if re.search(r"[%‰成]|百分之|百分点", one.text + form[one.end : one.end + 1])
        ]
    if question.measure:
        return [one for one in found if _goes_with(question, form, one)]
    return found


def _bodies(question: Question, form: str) -> list[Found]:
    """The organisations and places named in a sentence, firms only where firms are asked for."""
    bodies = [one for one in find(BODY, form) if one.text not in question.form]
    if question.firms:
        return [one for one in bodies if _FIRM.search(one.text)]
    places = [Found(p, form.find(p), form.find(p) + len(p)) for p in places_in(form)]
    return bodies + [one for one in places if one.text not in question.form]


_FIRM = re.compile(r"(?:公司|集团|中心|企业|厂|合作社|事务所|研究院|医院|协会)$")


def _people(question: Question, form: str) -> list[Found]:
    """The people named in a sentence; near the office that is asked for, where one is."""
    people = [
        Found(word.text, word.start, word.start + len(word.text))
        for word in words(form)
        if word.tag.startswith("nr") and 2 <= len(word.text) <= 4 and word.text not in question.form
    ]
    if not question.role:
        return people
    places = [found.start() for found in re.finditer(re.escape(question.role), form)]
    # 作者:李浩 has its name behind, 组长刘家义 too, 秦传滨任组长 before.
    return [
        one
        for one in people
        if any(-2 <= one.start - (at + len(question.role)) <= 8 or 0 <= at - one.end <= 18 for at in places)
    ]


def _goes_with(question: Question, form: str, figure: Found) -> bool:
    """Whether a figure has the asked measure word, perhaps behind 余 or 多."""
    measure = question.measure
    same = next((group for group in _SAME_MEASURE if measure in group), (measure,))
    # 人次 counts visits, and people only where it is visits that are asked about.
    person = "人" if _VISITS.search(question.form) else "人(?!次)"
    alike = "|".join(person if one == "人" else re.escape(one) for one in same)
    if re.search(alike, figure.text):
        return True
    return bool(re.match(rf"[余多]?(?:万|亿)?(?:{alike})", form[figure.end : figure.end + 6]))


_VISITS = re.compile(r"旅游|游客|参观|接待|来访|培训|参加|听课|就诊|服务|到访|观看|借阅|观众|游玩|体验")
#: Measure words that count the same things.
_SAME_MEASURE = (
    ("天", "日"),
    ("人", "名", "位"),
    ("份", "篇"),
    ("次", "场"),
    ("家", "所"),
    ("棵", "株"),
    ("辆", "台"),
    ("起", "件", "宗", "例", "桩"),
    ("栋", "幢"),
    ("公斤", "千克"),
    ("公里", "千米"),
)
_TOTAL = re.compile(r"一共|总共|共有|总数|合计")


def _of_some(form: str, figure: Found) -> bool:
    """Whether a figure counts those that something is said of (借调的16名民警), and not all."""
    before = re.split(r"[,;。:]", form[: figure.start])[-1]
    return before.endswith("的") and not re.search(r"共|全|所有|总|合计", before)


_SOME = frozenset("的这那每某同另任其")


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


def alike(one: str, other: str) -> float:
    """The Dice coefficient of the character pairs of two bare forms, 0..1."""
    pairs = {one[i : i + 2] for i in range(len(one) - 1)}
    others = {other[i : i + 2] for i in range(len(other) - 1)}
    if not pairs or not others:
        return float(one == other)
    return 2 * len(pairs & others) / (len(pairs) + len(others))
