"""What a strategy sees, and what it proposes to answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.drafting.claims import ClaimBuilder
from bot.drafting.outline_lists import OutlineList
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import WeightedTerm
from bot.questions.follow_ups import StandaloneQuestion
from bot.questions.question import Question
from bot.types import Claim, Note
from vectorstore.index.catalog import Catalog
from vectorstore.types import Hit, Span


@dataclass(frozen=True, slots=True)
class DraftingCase:
    """What a strategy sees: the analysed question, what was found for it, and the documents."""

    question: Question
    weighted: Sequence[WeightedTerm]
    hits: Sequence[Hit]
    ranked: Sequence[Candidate]  # best first
    condensed: StandaloneQuestion  # the question standing alone, with the turn that it refers to
    catalog: Catalog
    claimer: ClaimBuilder
    outline: Callable[[], OutlineList | None]  # the outline's best list, worked out once


@dataclass(frozen=True, slots=True)
class Proposal:
    """The claims of a strategy with their notes; `signs` are features for the decision.

    `listed` says that the claims' passages come before those that retrieval ranked; `lead` is the
    sentence that leads into a list; `candidates` are what a chat model may word. `basis` is the sentence
    that the answer rests on, where that isn't the best-ranked one: the features are then of it.
    """

    claims: tuple[Claim, ...]
    notes: tuple[Note, ...] = ()
    lead: Claim | None = None
    listed: bool = True
    candidates: tuple[Candidate, ...] = ()
    signs: Mapping[str, float] = field(default_factory=dict)
    basis: Candidate | None = None


def within_span(case: DraftingCase, file: str, span: Span) -> Candidate | None:
    """The first sentence of what is shown, where it was found."""
    inside = [one for one in case.ranked if one.hit.passage.file == file and span.overlaps(one.span)]
    return min(inside, key=lambda one: one.span, default=None)
