"""An evaluation as a table and lines for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.evaluation.comparison import Change, Changed, Comparison
from bot.evaluation.evaluate import COUNTED_OF, Outcome, Tally
from bot.evaluation.metrics import quantile
from bot.messages.evaluation import kind_name, say
from bot.messages.marks import labelled
from bot.messages.safe_text import safe
from bot.types import Language


def table_of(counted: Mapping[str, Tally], language: Language) -> tuple[list[str], list[list[str]]]:
    """The heads of the table's columns and its rows; what no kind has anything of has no column."""
    heads = [say(name, language) for name in ("kind", "count", *COUNTED_OF, "p50", "p95")]
    rows = [_cells(kind, tally, language) for kind, tally in counted.items()]
    kept = [number for number in range(len(heads)) if any(row[number] for row in rows)]
    return [heads[number] for number in kept], [[row[number] for number in kept] for row in rows]


def _cells(kind: str, tally: Tally, language: Language) -> list[str]:
    """A row of the table: counts as count/of, empty where there is nothing to count."""
    counts = []
    for name, of in COUNTED_OF.items():
        total = getattr(tally, of)
        counts.append(f"{getattr(tally, name)}/{total}" if total else "")
    middle, most = quantile(tally.seconds, 0.5) or 0.0, quantile(tally.seconds, 0.95) or 0.0
    return [
        safe(kind_name(kind, language)),
        str(tally.questions),
        *counts,
        f"{middle * 1000:.0f} ms",
        f"{most * 1000:.0f} ms",
    ]


def render_table(counted: Mapping[str, Tally], language: Language, width: int = 140) -> str:
    """The counts by kind, with a last line for all."""
    from io import StringIO

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    heads, rows = table_of(counted, language)
    table = Table(*heads)
    for kind, row in zip(counted, rows, strict=True):
        if not kind:
            table.add_section()
        # As text, a kind such as [bold] is no markup.
        table.add_row(*map(Text, row))
    out = StringIO()
    Console(file=out, width=width, color_system=None).print(table)
    return out.getvalue().rstrip()


def failure_code(one: Outcome) -> str:
    """The code of what went wrong with a question."""
    if not one.case.answerable:
        return "failure.answered-wrongly"
    if not one.answered:
        return "failure.declined-wrongly"
    return "failure.wrong" if not one.right else "failure.wrongly-cited"


def render_failures(outcomes: Sequence[Outcome], language: Language) -> str:
    """Each question that did not go as it should, what happened and why."""
    lines = []
    for one in outcomes:
        if one.good:
            continue
        lines.append(
            f"{safe(one.case.id)} [{safe(kind_name(one.case.kind, language))}] {safe(one.case.question)}"
        )
        parts = [say(failure_code(one), language)]
        if one.case.answerable:
            parts.append(rank_text(one.rank, language))
        parts.append(
            say(
                "why.probability",
                language,
                probability=f"{one.probability:.2f}",
                threshold=f"{one.signs.threshold:.2f}",
            )
        )
        lines.append("    " + " · ".join(parts))
        lines += [f"    > {safe(claim)[:110]}" for claim in one.claims[:3]]
    return "\n".join(lines)


def rank_text(rank: int, language: Language) -> str:
    """At which rank the evidence was."""
    return say("rank", language, rank=rank) if rank else say("rank.none", language)


def comparison_line(found: Comparison, language: Language) -> str:
    """The sums of a comparison."""
    counts = {change.value: len(found.of(change)) for change in Change}
    return say(
        "changes.note",
        language,
        compared=found.compared,
        before=found.good_before,
        now=found.good_now,
        **counts,
    )


def changed_states(one: Changed, language: Language) -> tuple[str, str]:
    """How the question went before and how it goes now, a phrase each; empty where it wasn't asked."""
    before = after = ""
    if one.before:
        old = one.before
        before = _state(old.answered, old.rank, old.probability, language)
    if one.now:
        after = _state(one.now.answered, one.now.rank, one.now.probability, language)
        if not one.now.good:
            after += " · " + say(failure_code(one.now), language)
    return before, after


def _state(answered: bool, rank: int, probability: float, language: Language) -> str:
    what = say("answered" if answered else "declined", language)
    return f"{what} · p {probability:.2f}" + (f" · {rank_text(rank, language)}" if rank else "")


def render_comparison(found: Comparison, language: Language) -> str:
    """What got better and worse, question by question."""
    lines = [comparison_line(found, language)]
    for change in Change:
        for one in found.of(change):
            question = one.now.case if one.now else one.before
            assert question is not None
            name = say(f"change.{change.value}", language)
            asked = (
                f"{safe(question.id)} [{safe(kind_name(question.kind, language))}] {safe(question.question)}"
            )
            lines.append(labelled(name, asked, language))
            before, after = changed_states(one, language)
            lines.append(f"    {before or '-'}  →  {after or '-'}")
    return "\n".join(lines)
