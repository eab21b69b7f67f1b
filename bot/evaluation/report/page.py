"""An evaluation as one self-contained HTML page with plots.

Nothing is loaded from anywhere and nothing is run: the page has no script, its policy allows
its own style sheet and images inside the page. Every question, answer and passage goes
through `html.escape`.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from html import escape

from bot.evaluation import metrics as quality
from bot.evaluation.comparison import Change, Comparison
from bot.evaluation.evaluate import Outcome, Tally
from bot.evaluation.report import plots as plots
from bot.evaluation.report.as_json import decisions, ranks_of
from bot.evaluation.report.failures import failures
from bot.evaluation.report.style import STYLE
from bot.evaluation.report.table import cells, changed_states, comparison_line, header
from bot.messages.evaluation import say
from bot.safe_text import safe
from bot.types import Language

_BINS = 10


def evaluation_page(
    outcomes: Sequence[Outcome],
    counted: Mapping[str, Tally],
    weights: Mapping[str, float],
    language: Language,
    *,
    file: str,
    when: str,
    reader: bool = True,
    compared: Comparison | None = None,
) -> str:
    """The page. `weights` are those of the signs of the decision; `file` and `when` say what was asked."""
    title = say("title", language)
    about = say("made", language, file=file, count=len(outcomes), when=when)
    if not reader:
        about += " · " + say("no-reader", language)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="soft">{_text(about)}</p>',
        _heading("summary", language),
        _table(header(language), [cells(kind, tally, language) for kind, tally in counted.items()]),
    ]
    if compared:
        parts += _changes(compared, language)
    parts += ['<div class="plots">', *_figures(outcomes, language), "</div>"]
    parts += _recall_by_kind(outcomes, counted, language)
    parts += failures(outcomes, weights, language)
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{"en" if language is Language.ENGLISH else "zh-Hans"}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(title)} · {_text(file)}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            *parts,
            "</body>",
            "</html>",
            "",
        )
    )


def _policy() -> str:
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _text(text: str) -> str:
    return escape(safe(text))


def _heading(code: str, language: Language, **params: object) -> str:
    return f"<h2>{_text(say(code, language, **params))}</h2>"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], last_is_sum: bool = True) -> str:
    lines = [
        '<div class="scroll"><table>',
        "<tr>" + "".join(f"<th>{_text(head)}</th>" for head in heads) + "</tr>",
    ]
    for number, row in enumerate(rows, 1):
        mark = ' class="sum"' if last_is_sum and number == len(rows) and number > 1 else ""
        first, *rest = row
        numbers = "".join(f'<td class="n">{_text(cell)}</td>' for cell in rest)
        lines.append(f"<tr{mark}><td>{_text(first)}</td>{numbers}</tr>")
    return "\n".join([*lines, "</table></div>"])


def _figure(code: str, note: str, svg: str, language: Language) -> str:
    """A plot as an image: an image runs nothing and keeps its styles to itself."""
    name = _text(say(code, language))
    data = base64.b64encode(svg.encode()).decode()
    return (
        f"<figure><h2>{name}</h2>"
        f'<img alt="{name}" src="data:image/svg+xml;base64,{data}"><figcaption>{_text(note)}</figcaption></figure>'
    )


def _figures(outcomes: Sequence[Outcome], language: Language) -> list[str]:
    found = []
    any_of, every = (quality.recall_at(ranks_of(outcomes, every=one)) for one in (False, True))
    if any_of and every:
        lines = {say("recall.any", language): any_of, say("recall.every", language): every}
        found.append(_figure("recall", "", plots.recall_plot(quality.CUTS, lines, language), language))
    p, good = decisions(outcomes)
    if any(good) and not all(good):
        points = quality.risk_coverage(p, good)
        note = say(
            "risk.note",
            language,
            aurc=_three(quality.area_under_risk(points)),
            auroc=_three(quality.auroc(p, good)),
            risk=_three(quality.risk_at(points, 0.8)),
        )
        found.append(_figure("risk", note, plots.risk_plot(points, language), language))
    else:
        name, note = _text(say("risk", language)), _text(say("risk.none", language))
        found.append(f'<figure><h2>{name}</h2><p class="soft">{note}</p></figure>')
    bins = quality.reliability(p, good, _BINS)
    note = say("calibration.note", language, ece=_three(quality.calibration_error(bins)), bins=_BINS)
    found.append(_figure("calibration", note, plots.reliability_plot(bins, language), language))
    seconds = [one.seconds for one in outcomes]
    middle, most = (f"{(quality.quantile(seconds, share) or 0) * 1000:.0f}" for share in (0.5, 0.95))
    note = say("latency.note", language, p50=middle, p95=most, worst=f"{max(seconds) * 1000:.0f}")
    found.append(_figure("latency", note, plots.latency_plot(seconds, language), language))
    return found


def _three(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _recall_by_kind(
    outcomes: Sequence[Outcome], counted: Mapping[str, Tally], language: Language
) -> list[str]:
    rows = []
    for kind in counted:
        ranks = ranks_of(outcomes, kind)
        shares = quality.recall_at(ranks)
        if shares:
            name = kind or say("all", language)
            rows.append([name, str(len(ranks)), *(f"{share:.3f}" for share in shares)])
    if not rows:
        return []
    heads = [say("kind", language), say("count", language), *(f"@{cut}" for cut in quality.CUTS)]
    return [_heading("recall", language), _table(heads, rows)]


def _changes(found: Comparison, language: Language) -> list[str]:
    lines = [_heading("changes", language), f"<p>{_text(comparison_line(found, language))}</p>"]
    rows = []
    for change in Change:
        style = {Change.BETTER: "good", Change.WORSE: "bad"}.get(change, "soft")
        for one in found.of(change):
            asked = one.now.case if one.now else one.before
            assert asked is not None
            before, now = changed_states(one, language)
            rows.append(
                f'<tr><td class="{style}">{_text(say(f"change.{change.value}", language))}</td>'
                f"<td>{_text(asked.id)}</td><td>{_text(asked.kind)}</td>"
                f'<td class="text">{_text(asked.question)}</td><td>{_text(before)}</td><td>{_text(now)}</td></tr>'
            )
    if rows:
        heads = ("", "id", say("kind", language), "", say("before", language), say("now", language))
        head = "".join(f"<th>{_text(one)}</th>" for one in heads)
        lines += ['<div class="scroll"><table>', f"<tr>{head}</tr>", *rows, "</table></div>"]
    return lines
