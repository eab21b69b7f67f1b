"""Compares two evaluations question by question."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.errors import BadInput, os_reason
from bot.evaluation.evaluate import Outcome


class Change(StrEnum):
    """How a question went now, compared with the earlier run."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"  # as good or bad as before, in another way
    NEW = "new"  # wasn't asked then, or read differently
    GONE = "gone"  # isn't asked any more


@dataclass(frozen=True, slots=True)
class Before:
    """How a question went in the earlier run."""

    id: str
    kind: str
    question: str
    good: bool
    answered: bool
    rank: int
    probability: float


@dataclass(frozen=True, slots=True)
class Changed:
    """A question that went differently. `now` is missing where it is gone, `before` where it is new."""

    change: Change
    before: Before | None
    now: Outcome | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that changed, and how many questions were asked and went well in both runs."""

    changed: tuple[Changed, ...]
    compared: int
    good_before: int
    good_now: int

    def of(self, change: Change) -> tuple[Changed, ...]:
        """The questions that changed in one way."""
        return tuple(one for one in self.changed if one.change is change)


def read_before(path: Path) -> dict[str, Before]:
    """The questions of an earlier `yinju eval --json`, by id. Raises `BadInput`."""
    try:
        data = json.loads(path.read_text("utf-8-sig"))
        rows: list[Any] = data["questions"]
        found = [_before(row) for row in rows]
    except OSError as exc:
        raise BadInput(what=str(path), reason=os_reason(exc)) from exc
    except KeyError as exc:
        raise BadInput(what=str(path), reason="not-evaluation") from exc
    except (ValueError, TypeError, AttributeError, RecursionError) as exc:
        raise BadInput(what=str(path), reason="not-evaluation") from exc
    return {one.id: one for one in found}


def _before(row: Mapping[str, Any]) -> Before:
    for name in ("good", "answered"):
        if not isinstance(row[name], bool):
            raise TypeError(f"{name} is no true or false")
    return Before(
        str(row["id"]),
        str(row["kind"]),
        str(row["question"]),
        row["good"],
        row["answered"],
        int(row["rank"]),
        float(row["probability"]),
    )


def compare(before: Mapping[str, Before], outcomes: Sequence[Outcome]) -> Comparison:
    """Compare with the run `before`; only questions with the same id and words count."""
    changed: list[Changed] = []
    same: list[tuple[Before, Outcome]] = []
    for now in outcomes:
        old = before.get(now.case.id)
        if old is None or old.question != now.case.question:
            changed.append(Changed(Change.NEW, None, now))
            continue
        same.append((old, now))
        if old.good != now.good:
            changed.append(Changed(Change.BETTER if now.good else Change.WORSE, old, now))
        elif (old.answered, old.rank) != (now.answered, now.rank):
            changed.append(Changed(Change.OTHER, old, now))
    known = {old.id for old, _ in same}
    changed += [Changed(Change.GONE, old, None) for old in before.values() if old.id not in known]
    return Comparison(
        tuple(changed),
        len(same),
        sum(old.good for old, _ in same),
        sum(now.good for _, now in same),
    )
