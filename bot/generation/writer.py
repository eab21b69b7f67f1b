"""Lets a chat model write an answer's sentences; each is proven before anyone sees it.

The quotations of the extractive answer stay, behind the sentences that were proven; so a worded
answer never says less than the quotations do. What isn't proven is told to the model once, with
the reason; what still isn't is replaced by the quotation that it stood on, or dropped.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.drafting.draft import Draft
from bot.errors import ChatFailed
from bot.generation.chat_model import MARKED, MODES, StreamingChat
from bot.generation.evidence import evidence_for, lead_evidence, passages_text
from bot.generation.follow_up_rewriter import rewrite_follow_up
from bot.generation.prompts import Message, load_prompt
from bot.generation.reply_parser import JsonReply, MarkedReply, ReplyReader, schema_for
from bot.language.characters import alike
from bot.language.enumerations import enumerates
from bot.questions.follow_ups import StandaloneQuestion
from bot.questions.question import is_english
from bot.types import Claim, Decided, Note, Turn
from bot.verification.quotes import verified
from bot.verification.verdict import LONGEST_ENGLISH, LONGEST_SENTENCE, Drafted, Flaw, Problem, Verdict
from bot.verification.verifier import Evidence, explained, prove
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form

OnClaim = Callable[[Claim], None]

#: Two sentences as alike as this say the same.
_SAME = 0.8
#: With less time than this left, nothing more is asked.
_TOO_LATE = 1.0
#: Seconds that the sentence before a list may take: the list itself needs no model.
_INTRODUCTION = 20.0
#: Quotations that a worded answer shows beyond those of the extractive one.
_MOST_MORE = 2


@dataclass(slots=True)
class _Reply:
    """The result of one request to the model: verdicts on its sentences, its raw text, whether the form was kept."""

    verdicts: list[Verdict] = field(default_factory=list)
    text: str = ""
    understood: bool = False
    mode: str = ""
    english: bool = False


class AnswerWriter:
    """Writes sentences for a draft with a chat model, within a deadline."""

    def __init__(self, chats: StreamingChat, catalog: Catalog, seconds: float) -> None:
        self._chats = chats
        self._catalog = catalog
        self._seconds = seconds

    def until(self) -> float:
        """When to give up an answer that is begun now, on the monotonic clock."""
        return time.monotonic() + self._seconds

    def condense(
        self, condensed: StandaloneQuestion, question: str, history: Sequence[Turn], until: float
    ) -> StandaloneQuestion:
        """Have the model rewrite a follow-up as a question of its own; kept where it is sound. Raises `ChatFailed`."""
        return rewrite_follow_up(self._chats, self._catalog, condensed, question, history, until)

    def word(
        self, question: str, draft: Draft, on_claim: OnClaim | None = None, until: float | None = None
    ) -> Draft:
        """Put proven sentences before the quotations of a draft; where none is proven, add a note that says why."""
        until = self.until() if until is None else until
        if draft.lead is not None:
            return self._introduced(question, draft, draft.lead, on_claim, until)
        offered = {one.key: one for one in evidence_for(draft, question, self._catalog)}
        if not offered:
            return draft
        own: list[Claim] = []
        given = {"passages": passages_text(tuple(offered.values())), "question": question}
        english = is_english(search_form(question).text)

        def prove_and_tell(drafted: Drafted) -> Verdict:
            verdict = self._proven(drafted, offered, own, english)
            if verdict.claim is not None:
                own.append(verdict.claim)
                if on_claim:
                    on_claim(verdict.claim)
            return verdict

        notes: list[Note] = []
        verdicts: list[Verdict] = []
        repaired: list[Verdict] = []
        messages: tuple[Message, ...] = ()
        reply = _Reply(english=english)
        try:
            name = "answer-english" if english else "answer"
            reply, messages = self._ask(name, given, offered, until, prove_and_tell, reply)
            failed = _failed(reply.verdicts)
            # The model is told of its faults in Chinese.
            if failed and not english and time.monotonic() < until - _TOO_LATE:
                again = _Reply(mode=reply.mode)
                repaired = again.verdicts
                self._stream(_repairing(messages, reply, failed), again, offered, until, prove_and_tell)
        except ChatFailed as exc:
            notes.append(Note(f"chat-failed.{exc.reason}"))
        verdicts = reply.verdicts
        return self._joined(draft, own, verdicts, repaired, notes)

    def _introduced(
        self, question: str, draft: Draft, lead: Claim, on_claim: OnClaim | None, until: float
    ) -> Draft:
        """Put one proven sentence before a list; the items stay quotations."""
        one = lead_evidence(lead, question, self._catalog)
        items = sum(bool(claim.label) for claim in draft.claims)
        given = {"passages": passages_text((one,)), "question": question, "count": str(items)}
        own: list[Claim] = []

        def prove_and_tell(drafted: Drafted) -> Verdict:
            verdict = self._proven(drafted, {one.key: one}, own)
            if verdict.claim is None:
                return verdict
            if (part := _incomplete(verdict.claim.text, lead.text, items)) is not None:
                return replace(verdict, claim=None, problems=(part,))
            if own:
                return replace(verdict, claim=None, repeats=True)
            own.append(verdict.claim)
            if on_claim:
                on_claim(verdict.claim)
            return verdict

        reply = _Reply()
        notes: list[Note] = []
        until = min(until, time.monotonic() + _INTRODUCTION)
        try:
            self._ask("introduce", given, {one.key: one}, until, prove_and_tell, reply)
        except ChatFailed as exc:
            notes.append(Note(f"chat-failed.{exc.reason}"))
        if withheld := len(_failed(reply.verdicts)):
            notes.append(Note("chat-withheld", {"count": withheld}))
        decided = tuple(_decided(reply.verdicts, (), ()))
        first = (lead,) if own and not _covered(own[0], draft.claims) else ()
        return replace(
            draft, claims=(*own, *first, *draft.claims), notes=(*notes, *draft.notes), decided=decided
        )

    # --- asking ---------------------------------------------------------------------------

    def _ask(
        self,
        name: str,
        given: dict[str, str],
        offered: dict[str, Evidence],
        until: float,
        take: Callable[[Drafted], Verdict],
        reply: _Reply,
    ) -> tuple[_Reply, tuple[Message, ...]]:
        """Ask the model for structured output in the way known to work, else try each way until one does."""
        known = self._chats.mode
        modes = (known,) if known else MODES
        messages: tuple[Message, ...] = ()
        for number, mode in enumerate(modes, 1):
            reply.mode, reply.text = mode, ""
            messages = load_prompt(f"{name}-marked" if mode == MARKED else name).fill(given)
            try:
                self._stream(messages, reply, offered, until, take)
            except ChatFailed as exc:
                if exc.reason != "request" or number == len(modes):
                    raise
                continue
            if reply.understood:
                self._chats.remember(mode)
                return reply, messages
            if reply.verdicts:
                # It was understood so far and then broke off.
                raise ChatFailed(reason="cut")
        raise ChatFailed(reason="garbage")

    def _stream(
        self,
        messages: Sequence[Message],
        reply: _Reply,
        offered: dict[str, Evidence],
        until: float,
        take: Callable[[Drafted], Verdict],
    ) -> None:
        reads: ReplyReader = MarkedReply() if reply.mode == MARKED else JsonReply()
        schema = schema_for(tuple(offered), LONGEST_ENGLISH if reply.english else LONGEST_SENTENCE)
        for piece in self._chats.stream(messages, reply.mode, schema, until):
            reply.text += piece
            reply.verdicts.extend(map(take, reads.feed(piece)))
        reply.verdicts.extend(map(take, reads.end()))
        reply.understood = reads.understood

    # --- judging --------------------------------------------------------------------------

    def _proven(
        self, drafted: Drafted, offered: dict[str, Evidence], own: Sequence[Claim], english: bool = False
    ) -> Verdict:
        verdict = prove(drafted, offered, english)
        if verdict.claim is None:
            return verdict
        form = bare_form(verdict.claim.text).text
        if any(alike(form, bare_form(claim.text).text) >= _SAME for claim in own):
            return replace(verdict, claim=None, repeats=True)
        return verdict if verified((verdict.claim,), self._catalog) else Verdict(drafted)

    def _joined(
        self,
        draft: Draft,
        own: Sequence[Claim],
        verdicts: Sequence[Verdict],
        repaired: Sequence[Verdict],
        notes: Sequence[Note],
    ) -> Draft:
        """Join proven sentences, quotations and notes to one draft."""
        quotations = list(draft.claims)
        for claim in own:
            if not _covered(claim, quotations):
                text = claim.citations[0].quote
                quotations.append(Claim(text, claim.citations))
        withheld = len(_failed(verdicts)) - sum(one.claim is not None for one in repaired)
        instead: list[Claim] = []
        for verdict in _failed(verdicts) if withheld > 0 else ():
            more = verdict.quotation
            if more is not None and len(instead) < _MOST_MORE and not _covered(more, [*quotations, *instead]):
                instead.append(more)
        told = [*notes, *draft.notes]
        if withheld > 0:
            told.append(Note("chat-withheld", {"count": withheld}))
        decided = tuple(_decided(verdicts, repaired, instead))
        return replace(draft, claims=(*own, *quotations, *instead), notes=tuple(told), decided=decided)


def _incomplete(sentence: str, lead: str, items: int) -> Problem | None:
    """The problems of a sentence that names only some of the items of the list it leads into."""
    said, told = search_form(sentence).text, search_form(lead).text
    if enumerates(told, items) and enumerates(said, 0) and not enumerates(said, items):
        return Problem(Flaw.PART, sentence)
    return None


def _failed(verdicts: Sequence[Verdict]) -> list[Verdict]:
    return [one for one in verdicts if one.claim is None and not one.repeats]


def _covered(claim: Claim, quotations: Sequence[Claim]) -> bool:
    """Whether what a claim cites is quoted already."""
    wanted = claim.citations[0]
    return any(
        citation.key == wanted.key and citation.span.contains(wanted.span)
        for one in quotations
        for citation in one.citations
    )


def _repairing(messages: Sequence[Message], reply: _Reply, failed: Sequence[Verdict]) -> list[Message]:
    problems = "\n".join(f"- {one.drafted.sentence}:{explained(one.problems)}" for one in failed)
    return [*messages, Message("assistant", reply.text), *load_prompt("repair").fill({"problems": problems})]


def _decided(
    verdicts: Sequence[Verdict], repaired: Sequence[Verdict], instead: Sequence[Claim]
) -> Iterator[Decided]:
    for again, row in ((False, verdicts), (True, repaired)):
        for one in row:
            outcome = "dropped"
            if one.claim is not None:
                outcome = "repaired" if again else "shown"
            elif one.repeats:
                outcome = "repeats"
            elif one.quotation in instead:
                outcome = "quoted"
            problems = tuple((problem.flaw.value, problem.words) for problem in one.problems)
            yield Decided(one.drafted.sentence, one.drafted.key, one.drafted.quote, outcome, problems)
