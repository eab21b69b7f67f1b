"""Exact match, F1, AUROC, risk at coverage and bootstrap intervals."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.extraction.reader import fold

_TOKEN = re.compile(r"[a-z0-9.]+|[^\W_]")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def answer_tokens(text: str) -> list[str]:
    """Characters of Chinese, words of other scripts; script, case and punctuation don't count."""
    return _TOKEN.findall(fold(text).text.lower())


def exact_match(given: str, answers: Sequence[str]) -> float:
    """1 when the tokens are those of any right answer."""
    tokens = answer_tokens(given)
    return float(any(tokens == answer_tokens(answer) for answer in answers))


def f1(given: str, answers: Sequence[str]) -> float:
    """The best F1 of the tokens against any right answer."""
    return max((_f1(answer_tokens(given), answer_tokens(answer)) for answer in answers), default=0)


def _f1(given: Sequence[str], wanted: Sequence[str]) -> float:
    common = sum((Counter(given) & Counter(wanted)).values())
    if common == 0:
        return 0.0
    return 2 * common / (len(given) + len(wanted))


def auroc(positive: npt.ArrayLike, negative: npt.ArrayLike) -> float:
    """How often a positive scores above a negative, ties half."""
    high, low = np.asarray(positive, dtype=np.float64), np.asarray(negative, dtype=np.float64)
    if not high.size or not low.size:
        return float("nan")
    ordered = np.sort(low)
    below = np.searchsorted(ordered, high, side="left")
    upto = np.searchsorted(ordered, high, side="right")
    return float((below + upto).mean() / 2 / low.size)


def risk_at_coverage(confidence: npt.ArrayLike, right: npt.ArrayLike, *, coverage: float) -> float:
    """The share of wrong answers among the most confident `coverage` of the questions."""
    order = np.argsort(-np.asarray(confidence, dtype=np.float64), kind="stable")
    kept = order[: max(round(len(order) * coverage), 1)]
    return float(1 - np.asarray(right, dtype=np.float64)[kept].mean())


def bootstrap(
    size: int,
    statistic: Callable[[npt.NDArray[np.int64]], float],
    *,
    seed: int = 0,
    rounds: int = 1000,
) -> Estimate:
    """The statistic of all rows 0..size-1 with the 2.5th and 97.5th percentile of resamples."""
    rng = np.random.default_rng(seed)
    values = [statistic(rng.integers(0, size, size)) for _ in range(rounds)]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Estimate(statistic(np.arange(size)), float(low), float(high))


def mean_with_interval(values: Sequence[float]) -> Estimate:
    """The mean with its interval."""
    array = np.asarray(values, dtype=np.float64)
    return bootstrap(len(array), lambda rows: float(array[rows].mean()))
