"""Levels that an evaluation must not fall under, so that quality doesn't slip unnoticed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BadInput, os_reason
from bot.evaluation.evaluate import COUNTED_OF, Tally


@dataclass(frozen=True, slots=True)
class Level:
    """What a share of a kind of question must reach; of those declined wrongly what it may be at most.

    `kind` is empty for all questions, `name` a count of `Tally`.
    """

    kind: str
    name: str
    share: float


def read_levels(path: Path) -> list[Level]:
    """The levels in a JSON object of kinds (`all` for all questions) to shares of counts, 0 to 1.

    Raises `BadInput`.
    """
    try:
        wanted = json.loads(path.read_text("utf-8-sig"))
        levels = [
            Level("" if kind == "all" else kind, name, float(share))
            for kind, row in wanted.items()
            for name, share in row.items()
        ]
    except OSError as exc:
        raise BadInput(what=str(path), reason=os_reason(exc)) from exc
    except (ValueError, AttributeError, TypeError, RecursionError) as exc:
        raise BadInput(what=str(path), reason="not-levels") from exc
    for level in levels:
        if level.name not in COUNTED_OF:
            raise BadInput(what=f"{path}: {level.name}", reason="not-levels")
    return levels


def shortfalls(counted: Mapping[str, Tally], levels: Sequence[Level]) -> list[str]:
    """The levels that were not reached, a line each; empty where all are.

    A kind of which no question was asked raises `BadInput`.
    """
    lines = []
    for level in levels:
        shown = level.kind or "all"
        tally = counted.get(level.kind)
        if tally is None:
            raise BadInput(what=shown, reason="not-levels")
        total = getattr(tally, COUNTED_OF[level.name])
        share = getattr(tally, level.name) / total if total else 0.0
        short = share > level.share if level.name == "declined_wrongly" else share < level.share
        if short:
            lines.append(f"{shown}: {level.name} {share:.3f}, level {level.share:.3f}")
    return lines
