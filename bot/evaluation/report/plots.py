"""The plots of an evaluation as SVG. The only module that imports matplotlib.

Text stays text, so that the reader's own fonts show Chinese; what is drawn comes from numbers
and from the message catalogue, besides the names of kinds, which are never read as formulas.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from bot.evaluation.metrics import Bin, Point
from bot.messages.evaluation import say
from bot.types import Language

_INK, _SOFT, _GRID = "#1b1b1a", "#6a675f", "#dedad0"
_FIRST, _SECOND = "#7a2e12", "#2f5d62"
#: Two lines differ by more than their colour: on grey paper, and for who sees no red.
_LINES = ((_FIRST, "-", "o"), (_SECOND, "--", "s"))
_SETTINGS: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "yinju",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.parse_math": False,
    "text.color": _INK,
    "axes.edgecolor": _SOFT,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": _GRID,
    "grid.linewidth": 0.6,
    "xtick.color": _SOFT,
    "ytick.color": _SOFT,
    "legend.frameon": False,
}


@contextmanager
def _figure() -> Iterator[tuple[Any, Any]]:
    """A figure and its axes, drawn without a display and without a global state."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_SETTINGS), warnings.catch_warnings():
        # The fonts that measure the text here need not have its characters.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        figure = Figure(figsize=(5.4, 3.6), layout="constrained")
        yield figure, figure.add_subplot()


def _svg(figure: Any) -> str:
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return out.getvalue()


def recall_plot(cuts: Sequence[int], shares: Mapping[str, tuple[float, ...]], language: Language) -> str:
    """Recall over k, a line for each name in `shares`."""
    with _figure() as (figure, axes):
        for (name, values), (colour, line, marker) in zip(shares.items(), _LINES, strict=False):
            axes.plot(cuts, values, line, marker=marker, markersize=4, color=colour, label=name)
        axes.set_ylim(0, 1.03)
        axes.set_xticks(list(cuts))
        axes.set_xlabel(say("recall.k", language))
        axes.set_ylabel(say("recall.share", language))
        axes.legend(loc="lower right")
        return _svg(figure)


def risk_plot(points: Sequence[Point], language: Language) -> str:
    """The risk-coverage curve, with the risk of answering all."""
    with _figure() as (figure, axes):
        axes.plot(
            [0.0, *(one.coverage for one in points)],
            [points[0].risk, *(one.risk for one in points)],
            color=_FIRST,
        )
        axes.axhline(points[-1].risk, color=_SOFT, linewidth=1, linestyle="--")
        axes.annotate(
            say("risk.all", language),
            (0, points[-1].risk),
            textcoords="offset points",
            xytext=(2, 3),
            color=_SOFT,
        )
        axes.set_xlim(0, 1)
        axes.set_ylim(bottom=0)
        axes.set_xlabel(say("risk.coverage", language))
        axes.set_ylabel(say("risk.risk", language))
        return _svg(figure)


def reliability_plot(bins: Sequence[Bin], language: Language) -> str:
    """Observed over given probability; the area of a dot is its number of questions."""
    total = sum(one.count for one in bins)
    with _figure() as (figure, axes):
        axes.plot([0, 1], [0, 1], color=_SOFT, linewidth=1, linestyle="--")
        expected, observed = [one.expected for one in bins], [one.observed for one in bins]
        axes.plot(expected, observed, color=_FIRST, linewidth=1)
        axes.scatter(
            expected, observed, s=[20 + 600 * one.count / total for one in bins], color=_FIRST, alpha=0.6
        )
        for one in bins:
            axes.annotate(
                str(one.count),
                (one.expected, one.observed),
                textcoords="offset points",
                xytext=(0, 9),
                ha="center",
                color=_SOFT,
                fontsize=8,
            )
        axes.set_xlim(-0.03, 1.03)
        axes.set_ylim(-0.05, 1.12)
        axes.set_xlabel(say("calibration.expected", language))
        axes.set_ylabel(say("calibration.observed", language))
        return _svg(figure)


def latency_plot(seconds: Sequence[float], language: Language) -> str:
    """How the times are spread, on a logarithmic scale."""
    import math

    milliseconds = [max(one * 1000, 0.1) for one in seconds]
    low, high = math.log10(min(milliseconds)), math.log10(max(milliseconds))
    width = max(high - low, 0.1)
    edges = [10 ** (low + width * step / 24) for step in range(25)]
    edges[-1] *= 1.000001
    with _figure() as (figure, axes):
        axes.hist(milliseconds, bins=edges, color=_SECOND)
        axes.set_xscale("log")
        from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.xaxis.set_minor_formatter(NullFormatter())
        axes.set_xlabel(say("latency.ms", language))
        axes.set_ylabel(say("latency.questions", language))
        return _svg(figure)
