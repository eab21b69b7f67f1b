"""Levels that an evaluation must not fall under, so that quality doesn't slip unnoticed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from bot.errors import BadInput, os_reason
from bot.evaluation.evaluate import COUNTED_OF, Tally


def shortfalls(counted: Mapping[str, Tally], levels: Path) -> list[str]:
    """The levels that were not reached, a line each; empty where all are.

    `levels` is a JSON object of kinds (`all` for all questions) to shares of the counts in
    `Tally`, 0 to 1. `declined_wrongly` is a most, all others are a least. Raises `BadInput`.
    """
    try:
        wanted = json.loads(levels.read_text(encoding="utf-8"))
        rows = [(kind, name, float(level)) for kind, row in wanted.items() for name, level in row.items()]
    except OSError as exc:
        raise BadInput(what=str(levels), reason=os_reason(exc)) from exc
    except (ValueError, AttributeError, TypeError, RecursionError) as exc:
        raise BadInput(what=str(levels), reason="not-levels") from exc
    lines = []
    for kind, name, level in rows:
        tally = counted.get("" if kind == "all" else kind)
        if tally is None or name not in COUNTED_OF:
            raise BadInput(what=f"{levels}: {kind}: {name}", reason="not-levels")
        total = getattr(tally, COUNTED_OF[name])
        share = getattr(tally, name) / total if total else 0.0
        short = share > level if name == "declined_wrongly" else share < level
        if short:
            lines.append(f"{kind}: {name} {share:.3f}, level {level:.3f}")
    return lines
