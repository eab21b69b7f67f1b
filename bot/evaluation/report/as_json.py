"""An evaluation as JSON, for comparing runs and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.evaluation import metrics as quality
from bot.evaluation.comparison import Change, Comparison
from bot.evaluation.evaluate import FoundPassage, Outcome, Tally

#: Rises whenever a field changes its meaning.
FORMAT = 1


def evaluation_json(
    outcomes: Sequence[Outcome],
    counted: Mapping[str, Tally],
    reader: bool = True,
    compared: Comparison | None = None,
) -> dict[str, Any]:
    """Everything: counts by kind, figures, and each question with what was retrieved."""
    found: dict[str, Any] = {
        "format": FORMAT,
        "reader": reader,
        "kinds": {kind or "all": _kind(kind, tally, outcomes) for kind, tally in counted.items()},
        "refusal": _refusal(outcomes),
        "questions": [_row(one) for one in outcomes],
    }
    if compared:
        changes = {
            change.value: [(one.now.case.id if one.now else one.before.id) for one in compared.of(change)]  # type: ignore[union-attr]
            for change in Change
        }
        found["changes"] = {
            "compared": compared.compared,
            "good_before": compared.good_before,
            "good_now": compared.good_now,
            **changes,
        }
    return found


def _kind(kind: str, tally: Tally, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    row = asdict(tally)
    seconds = row.pop("seconds")
    row["seconds"] = {
        "p50": round(quality.quantile(seconds, 0.5) or 0.0, 4),
        "p95": round(quality.quantile(seconds, 0.95) or 0.0, 4),
    }
    shares = quality.recall_at(ranks_of(outcomes, kind))
    row["recall"] = (
        {str(cut): round(share, 4) for cut, share in zip(quality.CUTS, shares, strict=True)} if shares else {}
    )
    return row


def ranks_of(outcomes: Sequence[Outcome], kind: str = "", every: bool = False) -> list[int]:
    """The ranks of the evidence (of the last of it, with `every`) by question of a kind, or of all."""
    ranks = []
    for one in outcomes:
        if one.case.answerable and one.ranks and kind in ("", one.case.kind):
            complete = max(one.ranks) if all(one.ranks) else 0
            ranks.append(complete if every else one.rank)
    return ranks


def decisions(outcomes: Sequence[Outcome]) -> tuple[list[float], list[bool]]:
    """The probability of each question and whether it is answerable, where that decides."""
    asked = [one for one in outcomes if one.case.decidable]
    return [one.probability for one in asked], [one.case.answerable for one in asked]


def _refusal(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    p, good = decisions(outcomes)
    bins = quality.reliability(p, good)
    both = any(good) and not all(good)
    points = quality.risk_coverage(p, good) if both else ()
    return {
        "auroc": _rounded(quality.auroc(p, good)),
        "area_under_risk": _rounded(quality.area_under_risk(points)),
        "risk_at_80": _rounded(quality.risk_at(points, 0.8)),
        "calibration_error": _rounded(quality.calibration_error(bins)),
        "reliability": [asdict(one) for one in bins],
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _row(one: Outcome) -> dict[str, Any]:
    return {
        "id": one.case.id,
        "kind": one.case.kind,
        "question": one.case.question,
        "answerable": one.case.answerable,
        "good": one.good,
        "answered": one.answered,
        "reason": one.reason,
        "probability": round(one.probability, 4),
        "threshold": one.signs.threshold,
        "signs": {name: round(value, 4) for name, value in one.signs.features.items()},
        "rank": one.rank,
        "ranks": list(one.ranks),
        "retrieved": one.retrieved,
        "retrieved_all": one.retrieved_all,
        "right": one.right,
        "cited": one.cited,
        "seconds": round(one.seconds, 4),
        "condensed": one.condensed,
        "claims": list(one.claims),
        "found": [_found(passage) for passage in one.found],
    }


def _found(one: FoundPassage) -> dict[str, Any]:
    hit = one.hit
    return {
        "rank": one.rank,
        "key": hit.passage.key,
        "file": hit.passage.file,
        "evidence": one.evidence,
        "score": round(hit.score, 4),
        "fused": round(hit.fused, 4),
        "fused_rank": hit.fused_rank,
        "dense": round(hit.dense, 4),
        "dense_rank": hit.dense_rank,
        "lexical": round(hit.lexical, 3),
        "lexical_rank": hit.lexical_rank,
        "read": _rounded(one.read),
        "words": one.words,
    }
