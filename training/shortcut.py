"""Whether the written questions give away by how they are put that they have no answer.

`python -m training.shortcut`

A linear model that sees the characters of a question and no passage tries to tell the answered from the
unanswered ones of held-out documents. What it can tell, a reader learns in place of reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from training.data import Question, load_written, split_written
from training.metrics import auroc
from training.ranking import terms

_LEAST, _STEPS, _RATE, _RIDGE = 4, 400, 2.0, 0.002


def told_by_questions(train: Sequence[Question], held_out: Sequence[Question]) -> float:
    """The AUROC on `held_out` of a logistic model of the questions' characters and pairs, fitted on `train`."""
    counted = Counter(term for question in train for term in set(terms(question.text)))
    places = {term: n for n, term in enumerate(t for t, count in counted.items() if count >= _LEAST)}
    seen = _rows(train, places)
    right = np.array([question.answered for question in train], np.float32)
    weights, bias = np.zeros(len(places), np.float32), 0.0
    for _ in range(_STEPS):
        wrong = 1 / (1 + np.exp(-(seen @ weights + bias))) - right
        weights -= _RATE * (seen.T @ wrong / len(right) + _RIDGE * weights)
        bias -= _RATE * float(wrong.mean())
    scores = _rows(held_out, places) @ weights
    pairs = list(zip(scores.tolist(), held_out, strict=True))
    return auroc([s for s, q in pairs if q.answered], [s for s, q in pairs if not q.answered])


def _rows(questions: Sequence[Question], places: dict[str, int]) -> npt.NDArray[np.float32]:
    """One row a question: 1 for each term that it has. Shape (questions, terms)."""
    rows = np.zeros((len(questions), len(places)), np.float32)
    for number, question in enumerate(questions):
        for term in set(terms(question.text)):
            if term in places:
                rows[number, places[term]] = 1
    return rows


def main() -> None:
    """Print both figures."""
    parts = split_written(load_written())
    plain = [[q for q in part if not q.completed] for part in (parts.train, parts.held_out)]
    print(f"as first written: {told_by_questions(plain[0], plain[1]):.3f}")
    print(
        f"near misses answered by a sentence more too: {told_by_questions(parts.train, parts.held_out):.3f}"
    )


if __name__ == "__main__":
    main()
