"""The LangChain retrieval chain: condense -> retrieve -> draft -> word -> verify, as one Runnable.

Input is a question, or a mapping with `question`, `history` (earlier turns, oldest first),
`files` (only these documents) and `on_claim` (called with each claim once it is verified). Output is an `Answered` or a `Declined`. It can be invoked,
streamed, batched and awaited like every Runnable; `astream_events` shows its named steps.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.drafting.draft import Draft, Understood
from bot.drafting.drafter import Drafter
from bot.errors import ChatFailed
from bot.questions.follow_ups import Condensed, condense
from bot.questions.question import is_english
from bot.questions.spelling import corrected
from bot.types import Answer, Answered, Claim, Declined, Note, Reason, Signs, Turn
from bot.verification.quotes import verified
from vectorstore.index.catalog import Catalog
from vectorstore.search.searcher import Searcher
from vectorstore.text.search_form import search_form
from vectorstore.types import Hit

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from bot.extraction.reader import Reader
    from bot.generation.writer import Worder

#: How many passages are read for an answer.
READ = 12


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question on its way through the chain."""

    question: str
    history: tuple[Turn, ...] = ()
    files: tuple[str, ...] = ()
    on_claim: Callable[[Claim], None] | None = None
    started: float = 0.0
    condensed: Condensed = field(default_factory=lambda: Condensed(""))
    understood: Understood | None = None
    hits: tuple[Hit, ...] = ()
    draft: Draft | None = None
    told: tuple[Claim, ...] = ()
    until: float | None = None
    failed: str = ""
    rules: Condensed | None = None


def build_chain(
    searcher: Searcher,
    catalog: Catalog,
    reader: Callable[[], Reader],
    worder: Callable[[], Worder | None] = lambda: None,
) -> Runnable[Any, Answer]:
    """The chain over one generation. `reader` and `worder` are loaded when first asked for.

    With a worder, a drafted answer is worded by its chat model before it is verified.
    """
    from langchain_core.runnables import RunnableLambda

    drafter = Drafter(catalog, searcher.lexical, reader)

    def receive(given: str | Mapping[str, Any]) -> _Asked:
        if isinstance(given, str):
            return _Asked(given, started=time.monotonic())
        history: Sequence[Turn | str] = given.get("history") or ()
        turns = tuple(turn if isinstance(turn, Turn) else Turn(turn) for turn in history)
        files = tuple(given.get("files") or ())
        on_claim = given.get("on_claim")
        return _Asked(str(given["question"]), turns, files, on_claim, time.monotonic())

    def condense_question(asked: _Asked) -> _Asked:
        asked = _with_model(replace(asked, condensed=_condensed(asked)), worder)
        return replace(asked, condensed=spelled_right(asked.condensed))

    def spelled_right(condensed: Condensed) -> Condensed:
        return replace(condensed, text=corrected(condensed.text, searcher.lexical))

    def retrieve(asked: _Asked) -> _Asked:
        understood = drafter.understand(asked.condensed)
        hits = searcher.search(asked.condensed.text, READ, asked.files, understood.more)
        return replace(asked, understood=understood, hits=tuple(hits))

    def draft(asked: _Asked) -> _Asked:
        assert asked.understood is not None
        drafted = drafter.draft(asked.condensed, asked.understood, asked.hits)
        worded = replace(asked, draft=drafted)
        if drafted.claims or asked.rules is None:
            return worded
        # A model's question that finds nothing must not cost what the rules' question finds.
        plain = draft(retrieve(replace(asked, condensed=spelled_right(asked.rules), rules=None)))
        return plain if plain.draft and plain.draft.claims else worded

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
        if not wordable or (chosen := worder()) is None:
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

    chain: Runnable[Any, Answer] = (
        RunnableLambda(receive, name="receive")
        | RunnableLambda(condense_question, name="condense")
        | RunnableLambda(retrieve, name="retrieve")
        | RunnableLambda(draft, name="draft")
        | RunnableLambda(word, name="word")
        | RunnableLambda(verify, name="verify")
    )
    return chain.with_config(run_name="yinju")


def _condensed(asked: _Asked) -> Condensed:
    """The question condensed turn by turn, so that a follow-up to a follow-up stands alone too."""
    turns: list[Turn] = []
    for turn in asked.history:
        turns.append(replace(turn, question=condense(turn.question, turns).text))
    return condense(asked.question, turns)


def _with_model(asked: _Asked, worder: Callable[[], Worder | None]) -> _Asked:
    """The question condensed by the chat model, if there is one and the rules only guessed."""
    if not asked.condensed.guessed or is_english(search_form(asked.question).text):
        return asked
    if (chosen := worder()) is None:
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
    signs = Signs(decision.features, decision.decisive, decision.threshold)
    claims = verified(draft.claims, catalog)
    if asked.on_claim:
        for claim in claims:
            if claim not in asked.told:
                asked.on_claim(claim)
    if claims:
        withheld = len(draft.claims) - len(claims)
        notes = (*draft.notes, *((Note("withheld", {"count": withheld}),) if withheld else ()))
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
        )
    return Declined(
        asked.question,
        draft.reason or Reason.NOT_IN_DOCUMENTS,
        decision.probability,
        draft.nearest,
        draft.ranked,
        draft.notes,
        condensed,
        seconds,
        signs,
    )
