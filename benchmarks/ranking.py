"""Recall and mean reciprocal rank with their intervals, as table cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class FoundRanks:
    """The ranks (0: not found) of the first right passage of each question."""

    ranks: tuple[int, ...]

    def recall(self, cut: int) -> float:
        """The share of questions with a right passage among the first `cut`."""
        return float(np.mean(self._within(cut)))

    def mrr(self, cut: int = 10) -> float:
        """The mean of 1/rank, 0 where the right passage is not among the first `cut`."""
        return float(np.mean(self._reciprocal(cut)))

    def _within(self, cut: int) -> np.ndarray:
        ranks = np.array(self.ranks)
        return (ranks > 0) & (ranks <= cut)

    def _reciprocal(self, cut: int) -> np.ndarray:
        return np.where(self._within(cut), 1 / np.maximum(self.ranks, 1), 0.0)

    def cells(self, intervals: bool = True) -> list[str]:
        """recall@1, recall@5 and MRR@10, with 95 % bootstrap intervals."""
        rows = [self._within(1).astype(float), self._within(5).astype(float), self._reciprocal(10)]
        if not intervals:
            return [f"{row.mean():.3f}" for row in rows]
        generator = np.random.default_rng(5)
        picks = generator.integers(0, len(self.ranks), (1000, len(self.ranks)))
        cells = []
        for row in rows:
            low, high = np.quantile(row[picks].mean(axis=1), [0.025, 0.975])
            cells.append(f"{row.mean():.3f} [{low:.3f}, {high:.3f}]")
        return cells


HEADS = ("recall@1", "recall@5", "MRR@10")


def first_rank(found: Sequence[str], right: Sequence[str]) -> int:
    """The rank of the first right passage, 0 where there is none."""
    return next((rank for rank, one in enumerate(found, 1) if one in right), 0)
