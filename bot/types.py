"""Values of the `bot` package: questions, answers and what they cite.

Offsets count characters of the decoded source file, as everywhere (`vectorstore.types`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from vectorstore.types import Hit, Passage, Span


class Language(StrEnum):
    """The language that a person reads answers, errors and help in."""

    CHINESE = "zh"
    ENGLISH = "en"


class Reason(StrEnum):
    """Why a question is declined."""

    NOTHING_FOUND = "nothing-found"  # no passage has anything to do with it
    NOT_IN_DOCUMENTS = "not-in-documents"  # its subject is there, what it asks is not
    OUT_OF_SCOPE = "out-of-scope"  # no question to the documents
    TALK = "talk"  # a greeting, thanks: its answer stands in the notes


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on an answer: a message code of `bot.messages.general` and its parameters."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation and where it stands: `source[span.start:span.end] == quote`.

    `emphasis` are the spans, in the same source, of the words that answer.
    """

    passage: Passage
    span: Span
    quote: str
    emphasis: tuple[Span, ...] = ()

    @property
    def key(self) -> str:
        """The key of the passage that the quotation stands in."""
        return self.passage.key

    @property
    def file(self) -> str:
        """The document's file, as it was named below the ingested folder."""
        return self.passage.file


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an answer, with at least one citation.

    `label` is the number of a list item (`1`, `2`), empty where there is no list. `own_words` is
    true where the text is a chat model's, proven by its citations; else it is a quotation.
    """

    text: str
    citations: tuple[Citation, ...]
    label: str = ""
    own_words: bool = False
    subject: str = ""  # whose it is, where several documents answer of their own subject
    sure: bool = False  # whether the reader is sure which words of the first citation answer


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The figure, date or name that was asked for: words of the first claim's quotation.

    `text` is what a reader sees of `span`, which counts in the source of `citation`.
    """

    text: str
    citation: Citation
    span: Span


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a sentence that a chat model drafted, for who wants to know why.

    `outcome` is shown, repaired, repeats, quoted or dropped; `flaws` are what spoke against it,
    each with the words.
    """

    sentence: str
    key: str
    quote: str
    outcome: str
    flaws: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Signs:
    """What the decision to answer came from.

    `features` are named in `bot.abstention.features.FEATURES`. A probability under `threshold` declines.
    """

    features: Mapping[str, float] = field(default_factory=dict)
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: every claim is cited, every citation was checked against its source."""

    question: str
    claims: tuple[Claim, ...]
    probability: float
    retrieved: tuple[Hit, ...] = ()
    notes: tuple[Note, ...] = ()
    condensed: str = ""
    seconds: float = 0.0
    signs: Signs = field(default_factory=Signs)
    decided: tuple[Decided, ...] = ()
    short: ShortAnswer | None = None


@dataclass(frozen=True, slots=True)
class Declined:
    """No answer, with its reason and the nearest passage, if any is near; it is not an answer."""

    question: str
    reason: Reason
    probability: float
    nearest: tuple[Citation, ...] = ()
    retrieved: tuple[Hit, ...] = ()
    notes: tuple[Note, ...] = ()
    condensed: str = ""
    seconds: float = 0.0
    signs: Signs = field(default_factory=Signs)


Answer = Answered | Declined


def is_talk(answer: Answer) -> bool:
    """Whether it only replies to a greeting, thanks or the like, and no document was asked."""
    return isinstance(answer, Declined) and answer.reason is Reason.TALK


def starts_anew(answer: Answer) -> bool:
    """Whether somebody said that what was asked before is over: 换个话题."""
    return is_talk(answer) and any(note.code == "talk.fresh" for note in answer.notes)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a follow-up question can refer to: an earlier question and what it showed.

    `question` is the condensed question; `keys` are the passages that the answer stood on, in
    order; `items` are the keys of a list's items where the answer was a list.
    """

    question: str
    keys: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


def as_turn(answer: Answer) -> Turn:
    """What of an answer the next question may refer to."""
    claims = answer.claims if isinstance(answer, Answered) else ()
    keys = tuple(dict.fromkeys(c.key for claim in claims for c in claim.citations))
    items = tuple(claim.citations[0].key for claim in claims if claim.label)
    return Turn(answer.condensed or answer.question, keys, items)
