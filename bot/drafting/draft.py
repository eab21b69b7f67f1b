"""What drafting makes: a draft, and the question as it was analysed for it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.abstention.decision import Decision
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import WeightedTerm
from bot.questions.question import Question
from bot.types import Citation, Claim, Decided, Note, Reason
from vectorstore.types import Hit


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be verified: claims, or a reason to decline, with the nearest citation if any is near.

    `candidates` are the best sentences, for a chat model to word; `decided` what became of its own.
    `lead` is the sentence that leads into the list which the claims are, where there is one.
    """

    claims: tuple[Claim, ...]
    decision: Decision
    ranked: tuple[Hit, ...]
    notes: tuple[Note, ...] = ()
    reason: Reason | None = None
    nearest: tuple[Citation, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    decided: tuple[Decided, ...] = ()
    lead: Claim | None = None


@dataclass(frozen=True, slots=True)
class AnalysedQuestion:
    """A question as read, its words with their weights, and further words to search for."""

    question: Question
    weighted: tuple[WeightedTerm, ...]
    more: tuple[str, ...] = ()
