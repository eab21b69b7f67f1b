"""An evaluation as a table for the terminal and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from bot.evaluating import Outcome, Tally

_HEAD = (
    "kind", "n", "evidence@5", "all evidence@5", "right", "cited right", "right+cited",
    "declined wrongly", "declined rightly",
)  # fmt: skip


def render_table(counted: Mapping[str, Tally], width: int = 130) -> str:
    """The counts by kind, as count/of, with a last line for all."""
    from io import StringIO

    from rich.console import Console
    from rich.table import Table

    table = Table(*_HEAD)
    for kind, tally in counted.items():
        if not kind:
            table.add_section()
        table.add_row(kind or "all", *_cells(tally))
    out = StringIO()
    Console(file=out, width=width, color_system=None).print(table)
    return out.getvalue().rstrip()


def _cells(tally: Tally) -> list[str]:
    def of(count: int, total: int) -> str:
        return f"{count}/{total}" if total else ""

    n = tally.answerable
    return [
        str(tally.questions),
        of(tally.retrieved, n),
        of(tally.retrieved_all, n),
        of(tally.right, n),
        of(tally.cited, n),
        of(tally.right_and_cited, n),
        of(tally.declined_wrongly, n),
        of(tally.declined_rightly, tally.unanswerable),
    ]


def render_failures(outcomes: Sequence[Outcome]) -> str:
    """Each question that did not go as it should, and what happened."""
    lines = []
    for one in outcomes:
        if one.case.answerable and one.right and one.cited:
            continue
        if not one.case.answerable and not one.answered:
            continue
        what = "answered" if one.answered else f"declined ({one.reason})"
        marks = f"rank {one.rank or '-'}, right {one.right}, cited {one.cited}, p {one.probability:.2f}"
        lines.append(f"{one.case.id} [{one.case.kind}] {one.case.question}\n    {what}; {marks}")
        lines += [f"    > {claim[:110]}" for claim in one.claims[:3]]
    return "\n".join(lines)


def evaluation_json(outcomes: Sequence[Outcome], counted: Mapping[str, Tally]) -> dict[str, Any]:
    """Everything, for comparing runs."""
    kinds = {}
    for kind, tally in counted.items():
        row = asdict(tally)
        row["seconds"] = round(median(tally.seconds), 4) if tally.seconds else 0.0
        kinds[kind or "all"] = row
    return {"kinds": kinds, "questions": [_row(one) for one in outcomes]}


def _row(one: Outcome) -> dict[str, Any]:
    row = asdict(one)
    row["id"], row["kind"] = one.case.id, one.case.kind
    del row["case"]
    return row
