"""BM25 over characters and character pairs: finds the wrong passages that look most right."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

_K1, _B = 1.2, 0.75


def terms(text: str) -> list[str]:
    """Characters and pairs of neighbours, white space left out."""
    dense = "".join(text.split())
    return [*dense, *(dense[i : i + 2] for i in range(len(dense) - 1))]


class Ranker:
    """An index over folded texts; scores are comparable for one query only."""

    def __init__(self, texts: Sequence[str]) -> None:
        counts = [Counter(terms(text)) for text in texts]
        lengths = np.array([sum(count.values()) for count in counts], dtype=np.float32)
        norms = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1.0))
        places: dict[str, list[int]] = defaultdict(list)
        weights: dict[str, list[float]] = defaultdict(list)
        for number, count in enumerate(counts):
            for term, frequency in count.items():
                places[term].append(number)
                weights[term].append(frequency * (_K1 + 1) / (frequency + float(norms[number])))
        self._size = len(texts)
        self._postings: dict[str, tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]] = {}
        for term, numbers in places.items():
            idf = math.log(1 + (self._size - len(numbers) + 0.5) / (len(numbers) + 0.5))
            self._postings[term] = (
                np.array(numbers, dtype=np.int64),
                np.array(weights[term], dtype=np.float32) * np.float32(idf),
            )

    def scores(self, query: str) -> npt.NDArray[np.float32]:
        """The score of every text for a folded query."""
        totals = np.zeros(self._size, dtype=np.float32)
        for term in set(terms(query)):
            if term in self._postings:
                numbers, weights = self._postings[term]
                totals[numbers] += weights
        return totals

    def best(self, query: str, count: int) -> list[int]:
        """The numbers of the best texts, best first; ties go to the earlier text."""
        return [int(i) for i in np.argsort(-self.scores(query), kind="stable")[:count]]
