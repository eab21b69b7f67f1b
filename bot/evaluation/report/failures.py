"""The failed questions of an evaluation: asked, expected, said, why, and what was retrieved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.evaluate import FoundPassage, Outcome
from bot.evaluation.report.table import failure_code, rank_text
from bot.messages.evaluation import kind_name, reason_name, say
from bot.messages.marks import bracketed
from bot.messages.signs import sign_name
from bot.types import Language

#: The columns of the table of passages, and of the table of signs.
HIT_CODES = ("rank", "dense", "lexical", "fused", "score", "read", "passage")
SIGN_CODES = ("sign", "sign.value", "sign.weight")
_LONGEST = 180


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A retrieved passage: its numbers in the order of the columns, and where it stands."""

    numbers: tuple[str, ...]
    read: str
    place: str
    text: str
    evidence: bool


@dataclass(frozen=True, slots=True)
class ShownSign:
    """A sign of the decision, and what it did to it."""

    name: str
    value: str
    effect: str
    style: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that didn't go as it should."""

    id: str
    kind: str
    question: str
    what: str
    rows: tuple[tuple[str, str], ...]
    hits: tuple[ShownHit, ...]
    signs: tuple[ShownSign, ...]


def failures(outcomes: Sequence[Outcome], weights: Mapping[str, float], language: Language) -> list[Failure]:
    """A part for each question that didn't go as it should."""
    return [_failure(one, weights, language) for one in outcomes if not one.good]


def _failure(one: Outcome, weights: Mapping[str, float], language: Language) -> Failure:
    case = one.case
    rows: list[tuple[str, str]] = []
    if case.history:
        rows.append(("asked-before", " / ".join(case.history)))
    if one.condensed:
        rows.append(("understood", one.condensed))
    for number, (doc, quote) in enumerate(case.evidence):
        rank = one.ranks[number] if number < len(one.ranks) else 0
        place = bracketed(rank_text(rank, language), language)
        rows.append(("expected", f"{doc} 「{quote}」{place}"))
    if not case.answerable:
        rows.append(("expected", say("expected.none", language)))
    if case.answers:
        rows.append(("expected.answers", "; ".join(" | ".join(group) for group in case.answers)))
    rows += [("said", claim) for claim in one.claims]
    rows.append(("why", _why(one, language)))
    return Failure(
        case.id,
        kind_name(case.kind, language),
        case.question,
        say(failure_code(one), language),
        tuple((say(code, language), value) for code, value in rows),
        tuple(_hit(found, language) for found in one.found),
        _signs(one, weights, language),
    )


def _why(one: Outcome, language: Language) -> str:
    probability, threshold = f"{one.probability:.3f}", f"{one.signs.threshold:.3f}"
    parts = [say("why.probability", language, probability=probability, threshold=threshold)]
    if one.reason:
        parts.append(reason_name(one.reason, language))
    return " ".join(parts)


def _hit(one: FoundPassage, language: Language) -> ShownHit:
    hit = one.hit
    numbers = (
        str(one.rank),
        f"{hit.dense_rank or '-'} / {hit.dense:.3f}",
        f"{hit.lexical_rank or '-'} / {hit.lexical:.1f}",
        f"{hit.fused_rank or '-'} / {hit.fused:.3f}",
        f"{hit.score:.3f}",
    )
    place = [hit.passage.file, *hit.passage.path, hit.passage.key]
    if one.evidence:
        place.append(say("hit.evidence", language))
    read = "" if one.read is None else f"{one.read:.2f} {one.words}"
    return ShownHit(numbers, read, " · ".join(place), _short(hit.text), one.evidence)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _signs(one: Outcome, weights: Mapping[str, float], language: Language) -> tuple[ShownSign, ...]:
    """The signs of the decision by what they did to it, the strongest against answering first."""
    rows = sorted(
        (weights.get(name, 0.0) * value, name, value) for name, value in one.signs.features.items() if value
    )
    return tuple(
        ShownSign(
            sign_name(name, language), f"{value:.2f}", f"{effect:+.2f}", "bad" if effect < 0 else "good"
        )
        for effect, name, value in rows
    )
