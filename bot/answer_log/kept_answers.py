"""Answers as the log keeps them: with all that is needed to show, export and follow them up later.

Nothing here refers to an index: a kept answer stays what it was when its documents change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.types import Answer, Answered, Citation, Note, Turn, as_turn

if TYPE_CHECKING:
    from vectorstore.index.catalog import Catalog


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A quotation, where it stood, and what was known of its document."""

    key: str
    file: str
    start: int
    end: int
    quote: str
    paragraph: int
    title: str
    publisher: str
    author: str
    date: str
    url: str
    page: str = ""
    confidence: float = 0.0  # above 0 where it was recognised from a scan
    #: Where the words that answer stand: start and end, in the same source as the quotation.
    figures: tuple[tuple[int, int], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """One statement with its sources; `own_words` where it is no quotation."""

    text: str
    label: str
    own_words: bool
    sources: tuple[KeptSource, ...]
    subject: str = ""  # whose it is, where several documents answer of their own subject


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """A question and what became of it. `reason` is empty where it was answered."""

    question: str
    reason: str
    claims: tuple[KeptClaim, ...]
    nearest: tuple[KeptSource, ...]
    notes: tuple[Note, ...]
    turn: Turn

    @property
    def sources(self) -> tuple[KeptSource, ...]:
        """The places that it cites in the order of their numbers, each once; else the nearest ones."""
        cited = (source for claim in self.claims for source in claim.sources)
        return tuple(dict.fromkeys(cited)) or self.nearest


def kept(answer: Answer, catalog: Catalog) -> KeptAnswer:
    """An answer with what the catalogue knows of its sources."""
    answered = isinstance(answer, Answered)
    claims = answer.claims if isinstance(answer, Answered) else ()
    return KeptAnswer(
        answer.question,
        "" if answered else answer.reason.value,  # type: ignore[union-attr]
        tuple(
            KeptClaim(
                one.text,
                one.label,
                one.own_words,
                tuple(_source(c, catalog) for c in one.citations),
                one.subject,
            )
            for one in claims
        ),
        () if isinstance(answer, Answered) else tuple(_source(c, catalog) for c in answer.nearest),
        answer.notes,
        as_turn(answer),
    )


def _source(citation: Citation, catalog: Catalog) -> KeptSource:
    known = catalog.metadata(citation.file)
    return KeptSource(
        citation.key,
        citation.file,
        citation.span.start,
        citation.span.end,
        citation.quote,
        citation.passage.paragraph,
        known.title,
        known.publisher,
        known.author,
        known.date,
        known.url,
        citation.passage.page,
        citation.passage.confidence,
        tuple((one.start, one.end) for one in citation.emphasis),
    )


def from_json(row: dict[str, Any]) -> KeptAnswer:
    """The answer that `dataclasses.asdict` made an object of."""
    turn = row["turn"]
    return KeptAnswer(
        row["question"],
        row["reason"],
        tuple(
            KeptClaim(
                one["text"],
                one["label"],
                one["own_words"],
                tuple(_from_json(s) for s in one["sources"]),
                one["subject"],
            )
            for one in row["claims"]
        ),
        tuple(_from_json(one) for one in row["nearest"]),
        tuple(Note(one["code"], one["params"]) for one in row["notes"]),
        Turn(turn["question"], tuple(turn["keys"]), tuple(turn["items"])),
    )


def _from_json(row: dict[str, Any]) -> KeptSource:
    figures = tuple((start, end) for start, end in row.get("figures", ()))
    return KeptSource(**{**row, "figures": figures})
