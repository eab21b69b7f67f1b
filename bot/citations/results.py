"""The results of looking a quotation up: its verdict, its places and their differences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.citations.differences import Difference
from bot.citations.quotation_marks import Quotation
from vectorstore.types import Role, Span


class Verdict(StrEnum):
    """How a quotation stands in the documents."""

    EXACT = "exact"
    ALTERED = "altered"
    SPLICED = "spliced"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Match:
    """A place of a quotation: `source[span.start:span.end] == source_text`.

    `score` is the share of the quotation that stands there, 1 where all of it does. `role` says
    what the line is; a web leftover can be quoted, but is not what the document says. `shown`
    is `source_text` as a reader of the page sees it, without the tags of HTML or Markdown.
    """

    key: str
    file: str
    span: Span
    score: float
    source_text: str
    shown: str
    differences: tuple[Difference, ...]
    date: str
    role: Role
    page: str = ""
    confidence: float = 0.0  # above 0 where the source was recognised from a scan


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a spliced quotation, `query[span.start:span.end]`, and where that stands."""

    text: str
    span: Span
    verdict: Verdict
    matches: tuple[Match, ...]

    @property
    def stands(self) -> bool:
        """Whether the part stands in the documents as it is quoted."""
        return self.verdict is Verdict.EXACT and not self.matches[0].differences


@dataclass(frozen=True, slots=True)
class LocatedQuotation:
    """A quotation's verdict and its places.

    `matches` are all places of an exact quotation, the earliest dated document first; the
    closest places of an altered one, the closest first; the best place of each part of a spliced
    one; the nearest place of an absent one, which is not a source. `parts` are empty unless
    the quotation was put together from several places.
    """

    query: str
    verdict: Verdict
    matches: tuple[Match, ...]
    parts: tuple[Part, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether everything in the quotation stands in the documents as it is quoted."""
        if self.verdict is Verdict.SPLICED:
            return all(part.stands for part in self.parts)
        return self.verdict is Verdict.EXACT and not self.matches[0].differences


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """A quotation of a draft with its verdict."""

    quotation: Quotation
    located: LocatedQuotation


def as_json(located: LocatedQuotation) -> dict[str, object]:
    """The stable JSON form of what was found for one quotation."""
    return {
        "query": located.query,
        "verdict": located.verdict.value,
        "matches": [_match(match) for match in located.matches],
        "parts": [_part(part) for part in located.parts],
    }


def _part(part: Part) -> dict[str, object]:
    """A part with its best place, and all its places in `matches`."""
    best = _match(part.matches[0]) if part.matches else {}
    return {
        "query": part.text,
        "verdict": part.verdict.value,
        "query_start": part.span.start,
        "query_end": part.span.end,
        **best,
        "matches": [_match(match) for match in part.matches],
    }


def _match(match: Match) -> dict[str, object]:
    return {
        "key": match.key,
        "file": match.file,
        "start": match.span.start,
        "end": match.span.end,
        "score": match.score,
        "source_text": match.source_text,
        "shown": match.shown,
        "page": match.page,
        "confidence": match.confidence or None,
        "differences": [
            {
                "kind": difference.kind.value,
                "source": difference.source,
                "quoted": difference.quoted,
                "sort": difference.sort.value,
            }
            for difference in match.differences
        ],
    }
