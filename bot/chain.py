"""The retrieval chain: condense -> retrieve -> draft -> word -> verify, as one LangChain Runnable.

Input is a question, or a mapping with `question`, `history` (earlier turns, oldest first),
`files` (only these documents) and `on_claim` (called with each claim once it is verified). Output is an `Answered` or a `Declined`. It can be invoked,
streamed, batched and awaited like every Runnable; `astream_events` shows its named steps.

The steps are plain functions (`Steps`). A process that asks one question runs them one after the
other, since the first `invoke` of a Runnable imports langsmith's client and takes longer than they do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.abstention.decision import Model
from bot.drafting.draft import AnalysedQuestion, Draft
from bot.drafting.drafter import Drafter
from bot.drafting.short_answer import short_answer
from bot.errors import ChatFailed
from bot.extraction.document_subject import Subject, Subjects, search_about
from bot.extraction.other_subject import is_of_other_subject, speaks_of
from bot.questions.follow_ups import (
    StandaloneQuestion,
    condense,
    hangs_on,
    is_sentence,
    later_stage,
    own_subject,
)
from bot.questions.question import is_english, named_in, read_question, told_in
from bot.questions.small_talk import Talk, small_talk, without_small_talk
from bot.questions.spelling import mend
from bot.types import Answer, Answered, Claim, Declined, Note, Reason, Signs, Turn
from bot.verification.quotes import verified
from bot.verification.same_claim import carried
from vectorstore.index.catalog import Catalog
from vectorstore.search.searcher import Searcher
from vectorstore.text.search_form import search_form
from vectorstore.types import Hit

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from bot.extraction.reader import Reader
    from bot.generation.writer import AnswerWriter

#: How many passages are read for an answer.
READ = 12


@dataclass(frozen=True, slots=True)
class _Asked:
    """The state of one question between two steps of the chain."""

    question: str
    history: tuple[Turn, ...] = ()
    files: tuple[str, ...] = ()
    on_claim: Callable[[Claim], None] | None = None
    started: float = 0.0
    condensed: StandaloneQuestion = field(default_factory=lambda: StandaloneQuestion(""))
    understood: AnalysedQuestion | None = None
    hits: tuple[Hit, ...] = ()
    draft: Draft | None = None
    told: tuple[Claim, ...] = ()
    until: float | None = None
    failed: str = ""
    rules: StandaloneQuestion | None = None
    notes: tuple[Note, ...] = ()
    talk: Talk | None = None


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of the chain as plain functions, for a process that asks one question without LangChain."""

    receive: Callable[[str | Mapping[str, Any]], _Asked]
    #: The answer to small talk, None where a question is asked.
    converse: Callable[[_Asked], Answer | None]
    #: What a question goes through, by name.
    condense: Callable[[_Asked], _Asked]
    retrieve: Callable[[_Asked], _Asked]
    draft: Callable[[_Asked], _Asked]
    word: Callable[[_Asked], _Asked]
    verify: Callable[[_Asked], Answer]

    def invoke(self, given: str | Mapping[str, Any]) -> Answer:
        """Run the steps one after the other: the same answer as the chain's `invoke`, without its callbacks."""
        asked = self.receive(given)
        if (said := self.converse(asked)) is not None:
            return said
        return self.verify(self.word(self.draft(self.retrieve(self.condense(asked)))))


def build_chain(
    searcher: Searcher,
    catalog: Catalog,
    reader: Callable[[], Reader],
    answer_writer: Callable[[], AnswerWriter | None] = lambda: None,
    model: Model | None = None,
) -> Runnable[Any, Answer]:
    """Build the LangChain chain over one generation. `reader` and `answer_writer` are loaded when first asked for.

    With an answer writer, a drafted answer is worded by its chat model before it is verified. `model` is
    another fitted decision than the one that ships.
    """
    from langchain_core.runnables import RunnableLambda

    steps = build_steps(searcher, catalog, reader, answer_writer, model)
    asking: Runnable[_Asked, Answer] = (
        RunnableLambda(steps.condense, name="condense")
        | RunnableLambda(steps.retrieve, name="retrieve")
        | RunnableLambda(steps.draft, name="draft")
        | RunnableLambda(steps.word, name="word")
        | RunnableLambda(steps.verify, name="verify")
    )

    def converse(asked: _Asked) -> Answer | Runnable[_Asked, Answer]:
        """Answer small talk at once, and send a question through the steps."""
        said = steps.converse(asked)
        return asking if said is None else said

    chain: Runnable[Any, Answer] = RunnableLambda(steps.receive, name="receive") | RunnableLambda(converse)
    return chain.with_config(run_name="yinju")


def build_steps(
    searcher: Searcher,
    catalog: Catalog,
    reader: Callable[[], Reader],
    answer_writer: Callable[[], AnswerWriter | None] = lambda: None,
    model: Model | None = None,
) -> Steps:
    """Build the steps over one generation; the parameters are those of `build_chain`."""
    drafter = Drafter(catalog, searcher.lexical, reader, model)
    subjects = Subjects(catalog)

    def receive(given: str | Mapping[str, Any]) -> _Asked:
        if isinstance(given, str):
            given = {"question": given}
        history: Sequence[Turn | str] = given.get("history") or ()
        turns = tuple(turn if isinstance(turn, Turn) else Turn(turn) for turn in history)
        turns = tuple(turn for turn in turns if not small_talk(turn.question))
        files = tuple(given.get("files") or ())
        on_claim = given.get("on_claim")
        question = str(given["question"])
        asked = _Asked(question, turns, files, on_claim, time.monotonic())
        return replace(asked, talk=small_talk(question))

    def condense_question(asked: _Asked) -> _Asked:
        condensed = _condensed(asked)
        question = without_small_talk(asked.question)
        if is_of_other_subject(condensed, question, searcher.lexical):
            condensed = StandaloneQuestion(question)
        asked = _with_model(replace(asked, condensed=condensed), answer_writer)
        return spelled_right(asked)

    def spelled_right(asked: _Asked) -> _Asked:
        mended = mend(asked.condensed.text, searcher.lexical)
        notes = tuple(Note("spelling", {"written": one, "read": other}) for one, other in mended.changes)
        return replace(asked, condensed=replace(asked.condensed, text=mended.text), notes=notes)

    def found(asked: _Asked, understood: AnalysedQuestion) -> tuple[list[Hit], tuple[Subject, ...]]:
        """The hits for a question, and the names in it that nothing is about."""
        within = files_of(asked.condensed.turn) if asked.condensed.within else ()

        def search(files: Sequence[str]) -> list[Hit]:
            text = understood.question.text
            return searcher.search(text, READ, asked.files or files or within, understood.more)

        return search_about(subjects, understood.question.form, search, READ)

    def retrieve(asked: _Asked) -> _Asked:
        understood = drafter.understand(asked.condensed)
        hits, absent = found(asked, understood)
        notes = tuple(Note("subject-absent", {"name": one.name}) for one in absent[:1])
        return replace(asked, understood=understood, hits=tuple(hits), notes=(*asked.notes, *notes))

    def draft(asked: _Asked) -> _Asked:
        assert asked.understood is not None
        # Of several questions in one each is looked for by itself: together they find what lies between them.
        drafted = drafter.draft(
            asked.condensed, asked.understood, asked.hits, lambda part: found(asked, part)[0]
        )
        worded = replace(asked, draft=drafted)
        if asked.condensed.loose:
            return alone_or(worded)
        if not drafted.claims and asked.condensed.turn and (subject := own_subject(asked.question)):
            return by_itself(worded, subject)
        if drafted.claims or asked.rules is None:
            return worded
        # A model's question that finds nothing must not cost what the rules' question finds.
        plain = draft(retrieve(spelled_right(replace(asked, condensed=asked.rules, rules=None))))
        return plain if plain.draft and plain.draft.claims else worded

    def alone_or(asked: _Asked) -> _Asked:
        """The follow-up as it was completed, or as it stands where that answers and the other speaks past it."""
        claims = asked.draft.claims if asked.draft else ()
        quoted = [part for claim in claims for c in claim.citations for part in (*c.passage.path, c.quote)]
        # What was spoken of before is left where the answer says nothing of it.
        turn = asked.condensed.turn
        question = without_small_talk(asked.question)
        if later := later_stage(question, turn.question if turn else ""):
            ways = (StandaloneQuestion(text, turn, within=True) for text in later)
            others = [draft(retrieve(spelled_right(replace(asked, condensed=way)))) for way in ways]
            best = max(others, key=probability)
            return best if probability(best) else asked
        read = read_question(question)
        told, bare = told_in(read), asked.condensed.within and not named_in(read)
        known = speaks_of(question, quoted) and speaks_of(turn.question if turn else "", quoted)
        if claims and (known or bare):
            return asked
        # What names nothing of its own is asked of the document at hand.
        itself = StandaloneQuestion(question, turn, within=True) if bare else StandaloneQuestion(question)
        alone = draft(retrieve(spelled_right(replace(asked, condensed=itself))))
        if not itself.within and leaves(alone, turn):
            # Of two documents that answer a short question alike, the one at hand is meant.
            here = StandaloneQuestion(question, turn, within=True)
            near = draft(retrieve(spelled_right(replace(asked, condensed=here))))
            alone = near if probability(near) >= probability(alone) else alone
        if alone.draft and (alone.draft.claims or (alone.draft.nearest and told and not claims)):
            return alone
        files = dict.fromkeys(c.file for claim in claims for c in claim.citations)
        known = speaks_of(asked.question, (catalog.document(file).text for file in files))
        return alone if claims and not known else asked

    def leaves(asked: _Asked, turn: Turn | None) -> bool:
        """Whether an answer is from none of the documents that a turn was answered from."""
        files = files_of(turn)
        claims = asked.draft.claims if asked.draft else ()
        return bool(files and claims) and not any(
            c.file in files for claim in claims for c in claim.citations
        )

    def probability(asked: _Asked) -> float:
        """How probable the answer of a draft is, 0 where there is none."""
        return asked.draft.decision.probability if asked.draft and asked.draft.claims else 0.0

    def files_of(turn: Turn | None) -> tuple[str, ...]:
        """The documents that a turn was answered from."""
        found = catalog.passages_by_key(turn.keys) if turn else {}
        return tuple(dict.fromkeys(passage.file for passage, _ in found.values()))

    def by_itself(asked: _Asked, subject: str) -> _Asked:
        """The follow-up by what it names alone, in the document that the turn before was answered from."""
        files = files_of(asked.condensed.turn)
        if not files:
            return asked
        alone = replace(asked, condensed=StandaloneQuestion(subject), files=asked.files or files)
        answered = draft(retrieve(spelled_right(alone)))
        if not (answered.draft and answered.draft.claims):
            return asked
        # What is asked next goes on from the whole question, where it could be told.
        whole = is_sentence(asked.condensed.text)
        return replace(answered, condensed=asked.condensed) if whole else answered

    def word(asked: _Asked) -> _Asked:
        assert asked.draft is not None
        assert asked.understood is not None
        draft, question = asked.draft, asked.understood.question
        if asked.failed:
            # Whoever didn't answer a moment ago isn't waited for once more.
            note = Note(f"chat-failed.{asked.failed}")
            return replace(asked, draft=replace(draft, notes=(note, *draft.notes)))
        # A list is led into by a Chinese sentence or by none.
        wordable = draft.candidates or (draft.lead and not question.english)
        if not wordable or (chosen := answer_writer()) is None:
            return asked
        told: list[Claim] = []

        def tell(claim: Claim) -> None:
            told.append(claim)
            if asked.on_claim:
                asked.on_claim(claim)

        worded = chosen.word(asked.condensed.text, draft, tell, asked.until)
        return replace(asked, draft=worded, told=tuple(told))

    def verify(asked: _Asked) -> Answer:
        return _answer(asked, catalog)

    def converse(asked: _Asked) -> Answer | None:
        if asked.talk is None:
            # Where nothing was asked before there is nothing that 那第三项呢 could go on from.
            alone = not asked.history and hangs_on(without_small_talk(asked.question))
            return _talk(asked, Note("talk.nothing-before")) if alone else None
        if asked.talk is not Talk.MORE:
            return _talk(asked, Note(f"talk.{asked.talk}"))
        if not asked.history:
            return _talk(asked, Note("talk.nothing-before"))
        *before, last = asked.history
        again = _Asked(last.question, tuple(before), asked.files)
        drafted = draft(retrieve(spelled_right(replace(again, condensed=_condensed(again))))).draft
        complete = [note for note in drafted.notes if note.code == "list-complete"] if drafted else []
        if complete:
            return _talk(asked, Note("talk.all", complete[0].params))
        return _talk(asked, Note("talk.no-more"))

    return Steps(receive, converse, condense_question, retrieve, draft, word, verify)


def _talk(asked: _Asked, note: Note) -> Declined:
    """The reply to a message that is no question, such as a greeting or thanks."""
    return Declined(asked.question, Reason.TALK, 0.0, notes=(note,), seconds=time.monotonic() - asked.started)


def _condensed(asked: _Asked) -> StandaloneQuestion:
    """Complete a follow-up by the turns before it, one after the other, so that it can be understood alone."""
    turns: list[Turn] = []
    for turn in asked.history:
        # A turn that was answered (it has keys) was completed when it was asked.
        whole = turn.question if turn.keys else condense(turn.question, turns).text
        turns.append(replace(turn, question=whole))
    return condense(without_small_talk(asked.question), turns)


def _with_model(asked: _Asked, answer_writer: Callable[[], AnswerWriter | None]) -> _Asked:
    """Let the chat model rewrite a follow-up that the rules could only guess at, if there is a model."""
    if not asked.condensed.guessed or is_english(search_form(asked.question).text):
        return asked
    if (chosen := answer_writer()) is None:
        return asked
    until = chosen.until()
    try:
        condensed = chosen.condense(asked.condensed, asked.question, asked.history, until)
    except ChatFailed as exc:
        return replace(asked, until=until, failed="" if exc.reason == "slow" else exc.reason)
    rules = None if condensed == asked.condensed else asked.condensed
    return replace(asked, condensed=condensed, until=until, rules=rules)


def _answer(asked: _Asked, catalog: Catalog) -> Answer:
    draft = asked.draft
    assert draft is not None
    seconds = time.monotonic() - asked.started
    condensed = asked.condensed.text if asked.condensed.text != asked.question else ""
    decision = draft.decision
    signs = Signs(decision.features, decision.threshold)
    claims, _ = carried(verified(draft.claims, catalog), catalog)
    if asked.on_claim:
        for claim in claims:
            if claim not in asked.told:
                asked.on_claim(claim)
    if claims:
        withheld = len(draft.claims) - len(claims)
        notes = (*asked.notes, *draft.notes, *((Note("withheld", {"count": withheld}),) if withheld else ()))
        scanned = {(c.key, c.span) for claim in claims for c in claim.citations if c.passage.confidence}
        if scanned:
            notes = (*notes, Note("recognised", {"count": len(scanned)}))
        return Answered(
            asked.question,
            claims,
            decision.probability,
            draft.ranked,
            notes,
            condensed,
            seconds,
            signs,
            draft.decided,
            short_answer(asked.understood.question, claims, catalog) if asked.understood else None,
        )
    return Declined(
        asked.question,
        draft.reason or Reason.NOT_IN_DOCUMENTS,
        decision.probability,
        draft.nearest,
        draft.ranked,
        (*asked.notes, *draft.notes),
        condensed,
        seconds,
        signs,
    )
