"""Interviews and transcripts: a question that is asked there is answered by the paragraphs behind it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.drafting.claims import ClaimBuilder
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import ENOUGH, WeightedTerm, coverage
from bot.language.limits import LIMITS
from bot.language.word_lists import says
from bot.questions.question import Kind, Question, read_question
from bot.types import Claim
from vectorstore.documents.outline import block_form
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.text.sentences import sentences
from vectorstore.types import Block, Document, Role, Span

#: Share of the words that a question must have which somebody is said to have answered.
_ABOUT = 0.4
#: How much more of the words than the best sentence a question has in a document that is the one meant.
_CLEARLY = 0.2


def interview_answer(
    question: Question, ranked: Sequence[Candidate], catalog: Catalog, claimer: ClaimBuilder
) -> tuple[tuple[Claim, ...], Candidate | None, dict[str, float]]:
    """What is answered in a document to the question that it repeats, the sentence that this rests on, and signs.

    Nothing where no question there has more of the words than the best sentence. Retrieval found the question.
    """
    for asked in () if question.english else _asked_there(question, ranked):
        file = asked.hit.passage.file
        document = catalog.document(file)
        blocks = [b for b in document.blocks if b.role not in {Role.CHROME, Role.TITLE}]
        at = next((n for n, block in enumerate(blocks) if block.span.contains(asked.span)), None)
        if at is not None and _asks(document, blocks[at], _askers(document)):
            break
    else:
        return (), None, {}
    answer = _answering(document, blocks[at + 1 :])
    spans = [span for block in answer for span in sentences(block_form(document, block.span))]
    spans = [span for span in spans if not says("polite", _said(document, span))]
    order = {one.span: number for number, one in enumerate(ranked) if one.hit.passage.file == file}
    causes = (
        [span for span in spans if says("causes", _said(document, span))] if question.kind is Kind.WHY else []
    )
    # Where a reason is asked for, the sentences that give one; else those that come first in the answer,
    # the best of them by the question's words before the others.
    chosen = sorted(spans[: 2 * LIMITS.claims], key=lambda span: order.get(span, len(ranked)))
    kept = sorted(_with_what_follows(causes[: LIMITS.claims], spans) if causes else chosen[:2])
    rests = next((one for one in ranked if one.span in kept and one.hit.passage.file == file), None)
    if rests:
        # What it is about is said by the question.
        rests = replace(rests, words=max(rests.words, asked.words), context=max(rests.context, asked.context))
    # Read by itself a reply doesn't say what it is about.
    signs = {"retrieved": asked.features.get("retrieval", 0.0), "alone": 0.0} if rests else {}
    return tuple(claimer.span(file, span, ()) for span in kept), rests, signs


def _with_what_follows(chosen: Sequence[Span], spans: Sequence[Span]) -> set[Span]:
    """The sentences, each that only announces (原因有两个) with the one behind it."""
    behind = dict(zip(spans, spans[1:], strict=False))
    announced = {behind[one] for one in chosen if len(one) <= LIMITS.fragment * 4 and one in behind}
    return {*chosen, *announced}


def _asked_there(question: Question, ranked: Sequence[Candidate]) -> list[Candidate]:
    """The best sentence, and one that asks the same as the question: it has clearly more of the words, or asks why too."""
    if not ranked:
        return []
    best = ranked[0]
    asking = [one for one in ranked if one.features.get("asks") and one.words >= ENOUGH]
    wanting = question.kind is Kind.WHY and not best.features.get("cause")
    same = [
        one
        for one in asking
        if one.words >= best.words + _CLEARLY
        or (
            wanting
            and one.words >= best.words - _CLEARLY
            and read_question(one.form.text).kind is question.kind
        )
    ]
    return [best, *sorted(same, key=lambda one: -one.words)[:1]]


@dataclass(frozen=True, slots=True)
class InterviewReply:
    """The sentence that asks in an interview, and the first one of who answers it, with that name.

    `fit` is the share of the words of what was asked about that the question there has.
    """

    file: str
    asked: Span
    answer: Span
    who: str
    fit: float


def who_answered(
    question: Question, weighted: Sequence[WeightedTerm], ranked: Sequence[Candidate], catalog: Catalog
) -> InterviewReply | None:
    """Who answered the question about something: the speaker behind the question that has most of its words."""
    if "谁" not in question.form and question.kind is not Kind.NAME:
        return None
    if not says("answered", question.form):
        return None
    best: tuple[float, InterviewReply] | None = None
    for file in dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]):
        document = catalog.document(file)
        blocks = [b for b in document.blocks if b.role not in {Role.CHROME, Role.TITLE}]
        askers, title = _askers(document), bare_form(document.title).text
        # Where it was asked (座谈会上) is no word of the question there.
        about = [w for w in weighted if not (says("answered", w.text) or w.text in title or w.text == "问题")]
        for number, block in enumerate(blocks[:-1]):
            answer = blocks[number + 1]
            who = _speaker(_said(document, answer.span))
            if not who or says("who-asks", who) or who in askers or not _asks(document, block, askers):
                continue
            fit = coverage(about, bare_form(block.span.of(document.text)).text)
            if fit >= _ABOUT and (best is None or fit > best[0]):
                first = sentences(block_form(document, answer.span))[0]
                best = fit, InterviewReply(file, block.span, first, who, fit)
    return best[1] if best else None


def _said(document: Document, span: Span) -> str:
    return block_form(document, span).text


def _speaker(form: str) -> str:
    """Who speaks in a paragraph (清河晚报记者：…, 【主持人】…); empty where it doesn't say so at its beginning."""
    who, colon, _ = form[1:].partition("]") if form.startswith("[") else form.partition(":")
    who = who.replace('"', "")  # 网友“山茶花”
    return who if colon and 0 < len(who) <= LIMITS.speaker and not set(who) & _NO_NAME else ""


_NO_NAME = frozenset(",。;!?")


def _askers(document: Document) -> frozenset[str]:
    """The speakers of a transcript who begin with a question, each by the name that stands before what he says."""
    first: dict[str, bool] = {}
    for block in document.blocks:
        form = _said(document, block.span).rstrip()
        if who := _speaker(form):
            first.setdefault(who, form.endswith(("?", '?"')))
    return frozenset(who for who, asks in first.items() if asks)


def _asks(document: Document, block: Block, askers: Collection[str]) -> bool:
    """Whether a paragraph is a question that somebody asks, to its end."""
    form = _said(document, block.span).rstrip()
    who = _speaker(form)
    return form.endswith(("?", '?"')) and (who in askers or says("who-asks", who))


def _answering(document: Document, behind: Sequence[Block]) -> list[Block]:
    """The paragraphs behind a question up to where the next one speaks."""
    answer: list[Block] = []
    for block in behind:
        who = _speaker(_said(document, block.span))
        if (answer and who) or says("who-asks", who):
            break
        answer.append(block)
    return answer
