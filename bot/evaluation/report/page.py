"""An evaluation as one self-contained HTML page with plots.

Nothing is loaded from anywhere and nothing is run: the page has no script, its policy allows its
own style sheet and images inside the page. The template escapes every question, answer and passage.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation import metrics as quality
from bot.evaluation.comparison import Change, Comparison
from bot.evaluation.evaluate import Outcome, Tally
from bot.evaluation.report import plots
from bot.evaluation.report.as_json import decisions, ranks_of
from bot.evaluation.report.failures import HIT_CODES, SIGN_CODES, failures
from bot.evaluation.report.table import changed_states, comparison_line, table_of
from bot.messages.evaluation import kind_name, say
from bot.messages.html_page import data_file, rendered, source_hash, trusted
from bot.types import Language

_BINS = 10
_DATA = "bot.evaluation.report"


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with its name; an image runs nothing and keeps its styles to itself."""

    name: str
    note: str
    image: str  # SVG in base64; empty where there is nothing to draw


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A question that goes otherwise than before."""

    style: str
    change: str
    id: str
    kind: str
    question: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The comparison with an earlier run."""

    line: str
    heads: tuple[str, ...]
    rows: tuple[ChangedRow, ...]


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
    about = say("made", language, file=file, count=len(outcomes), when=when)
    if not reader:
        about += " · " + say("no-reader", language)
    style = data_file(_DATA, "report.css")
    failed = failures(outcomes, weights, language)
    heads, rows = table_of(counted, language)
    return rendered(
        _DATA,
        "report.html",
        lang="en" if language is Language.ENGLISH else "zh-Hans",
        policy=trusted(
            f"default-src 'none'; style-src '{source_hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'"
        ),
        style=trusted(style),
        say=lambda code: say(code, language),
        file=file,
        about=about,
        summary_heads=heads,
        summary=rows,
        changes=_changes(compared, language) if compared else None,
        figures=_figures(outcomes, language),
        recall_heads=[say("kind", language), say("count", language), *(f"@{cut}" for cut in quality.CUTS)],
        recall=_recall_by_kind(outcomes, counted, language),
        failures_title=say("failures", language, count=len(failed)),
        failures=failed,
        hit_heads=[say(f"hit.{code}", language) for code in HIT_CODES],
        sign_heads=[say(code, language) for code in SIGN_CODES],
    )


def _figure(code: str, note: str, svg: str, language: Language) -> Figure:
    return Figure(say(code, language), note, base64.b64encode(svg.encode()).decode())


def _figures(outcomes: Sequence[Outcome], language: Language) -> list[Figure]:
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
        found.append(Figure(say("risk", language), say("risk.none", language), ""))
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
) -> list[list[str]]:
    rows = []
    for kind in counted:
        ranks = ranks_of(outcomes, kind)
        shares = quality.recall_at(ranks)
        if shares:
            name = kind_name(kind, language)
            rows.append([name, str(len(ranks)), *(f"{share:.3f}" for share in shares)])
    return rows


def _changes(found: Comparison, language: Language) -> Changes:
    rows = []
    for change in Change:
        style = {Change.BETTER: "good", Change.WORSE: "bad"}.get(change, "soft")
        for one in found.of(change):
            asked = one.now.case if one.now else one.before
            assert asked is not None
            name, kind = say(f"change.{change.value}", language), kind_name(asked.kind, language)
            before, now = changed_states(one, language)
            rows.append(ChangedRow(style, name, asked.id, kind, asked.question, before, now))
    heads = ("", "id", "kind", "question", "before", "now")
    shown = tuple(head and say(head, language) for head in heads)
    return Changes(comparison_line(found, language), shown, tuple(rows))
