"""Fits the decision to answer: `python -m training.decision FILE:DOCUMENTS … [--write]`.

Every question of the files is answered from its documents whatever the decision would be, the answer is
judged as `yinju eval` judges; of the lists that are shown, items are asked for by their number too. A
logistic model is fitted to whether it was right and cited right. Printed are, for models fitted on the other files each time: how many answerable questions are right and
cited, how many are declined, how many near misses are declined, and how far the probability can be
believed. `--write` keeps the model fitted on all of them as the weights that ship.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.abstention.decision import WEIGHTS, Model
from bot.abstention.features import EITHER, FEATURES, FOR
from bot.chain import build_chain
from bot.evaluation.evaluate import Case, Outcome, evaluate, read_cases
from bot.library import build_searcher, load_reader, open_library
from bot.questions.asker import Asker
from bot.types import Answered, Turn, as_turn
from training.question_files import gathered, held_out, parser
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

#: Answers everything, so that every answer can be judged.
ALWAYS = Model(30.0, {}, 0.0)
KEPT = Path(".yinju/decision")


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with the features of its answer, and whether that answer was right and cited right."""

    source: str
    answerable: bool
    right: bool
    features: Mapping[str, float]


def judged(source: str, folder: Path) -> list[Judged]:
    """The questions of a file (`FILE:DOCUMENTS`), answered from their documents and judged."""
    file, _, documents = source.partition(":")
    ingest([Path(documents)], folder, BUNDLED)
    library = open_library(folder, BUNDLED)
    reader = cache(load_reader)
    chain = build_chain(build_searcher(library, long_lived=True), library.catalog, reader, model=ALWAYS)
    cases = read_cases(Path(file))
    asker = Asker(chain)
    rows = [_of(one, source) for one in evaluate(cases, asker, library.catalog) if one.case.decidable]
    rows += [row for case in cases if case.kind == "list" for row in _items(case, asker, source)]
    library.close()
    return rows


def _of(one: Outcome, source: str) -> Judged:
    right = one.case.answerable and one.right and one.cited
    return Judged(source, one.case.answerable, right, one.signs.features)


#: Items that are asked for by their number of a list that was just shown: first, middle, last.
_NUMERALS = "一二三四五六七八九十"


def _items(case: Case, asker: Asker, source: str) -> list[Judged]:
    """Follow-ups on the list that answers a question: an item by its number, right where it is that item.

    No file has them, since they need what an answer showed and not only what was asked before.
    """
    shown = asker.ask(case.question, tuple(Turn(earlier) for earlier in case.history))
    turn = as_turn(shown)
    count = len(turn.items)
    if not 3 <= count <= len(_NUMERALS) or len(set(turn.items)) < count:
        return []
    rows = []
    for number in sorted({1, (count + 1) // 2, count}):
        answer = asker.ask(f"第{_NUMERALS[number - 1]}项呢?", (turn,))
        right = isinstance(answer, Answered) and answer.claims[0].citations[0].key == turn.items[number - 1]
        rows.append(Judged(source, True, right, answer.signs.features))
    return rows


def fit(rows: Sequence[Judged], names: Sequence[str], strength: float) -> tuple[float, dict[str, float]]:
    """Bias and weights of the logistic model; `strength` is the inverse of the L2 penalty.

    A feature speaks only in the direction that its meaning has (`FOR`, `EITHER`): a weight against its
    meaning fits the chance of a few questions, and new ones pay for it.
    """
    from scipy.optimize import minimize

    table = np.array([[row.features.get(name, 0.0) for name in names] for row in rows])
    scale = table.std(axis=0)
    scale[scale < 1e-6] = 1.0
    table = table / scale
    right = np.array([row.right for row in rows], float)

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        raw = weights[0] + table @ weights[1:]
        off = 1 / (1 + np.exp(-raw)) - right
        total = np.logaddexp(0, -raw) @ right + np.logaddexp(0, raw) @ (1 - right)
        slope = np.concatenate([[off.sum()], table.T @ off + weights[1:] / strength])
        return float(total + weights[1:] @ weights[1:] / (2 * strength)), slope

    ways = [(None, None) if n in EITHER else (0.0, None) if n in FOR else (None, 0.0) for n in names]
    start = np.zeros(len(names) + 1)
    options = {"maxiter": 2000}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(None, None), *ways], options=options)
    weights = np.asarray(found.x[1:]) / scale
    return float(found.x[0]), dict(zip(names, map(float, weights), strict=True))


def threshold_for(probabilities: Sequence[float], rows: Sequence[Judged], declined: float) -> float:
    """The highest threshold at which at most a share `declined` of the right answers is withheld."""
    right = sorted(p for p, row in zip(probabilities, rows, strict=True) if row.right)
    return right[int(declined * len(right))] if right else 0.5


def calibration_error(probabilities: Sequence[float], rows: Sequence[Judged], bins: int = 10) -> float:
    """The mean distance of probability and share of right answers over bins of equal size."""
    order = np.argsort(probabilities)
    p, y = np.asarray(probabilities)[order], np.array([row.right for row in rows], float)[order]
    parts = np.array_split(np.arange(len(p)), bins)
    return float(sum(len(part) * abs(p[part].mean() - y[part].mean()) for part in parts) / len(p))


def measured(model: Model, rows: Sequence[Judged]) -> str:
    """One line of figures for a model on questions that it was not fitted on."""
    given = [model.probability(row.features) for row in rows]
    shown = [p >= model.threshold for p in given]
    pairs = list(zip(rows, shown, given, strict=True))
    asked = [(row, s) for row, s, _ in pairs if row.answerable]
    missed = [s for row, s, _ in pairs if not row.answerable]
    sure = [row.right for row, _, p in pairs if p >= 0.95]
    good = sum(row.right and s for row, s in asked)
    return (
        f"right and cited {good}/{len(asked)} (of {sum(row.right for row, _ in asked)} when all are shown)  "
        f"declined though answerable {sum(not s for _, s in asked)}  "
        f"unanswerable declined {sum(not s for s in missed)}/{len(missed)}  "
        f"right at 0.95 and more {sum(sure)}/{len(sure)}  "
        f"calibration error {calibration_error(given, rows):.3f}"
    )


def main() -> None:
    """Extract, fit, print, and write where asked."""
    arguments = parser(__doc__, 0.1, WEIGHTS)
    arguments.add_argument("--declined", type=float, default=0.03, help="share of right answers withheld")
    given = arguments.parse_args()
    rows = gathered(given.sources, judged, KEPT)
    names = list(FEATURES)

    def fitted(learnt: Sequence[Judged]) -> Model:
        bias, weights = fit(learnt, names, given.strength)
        model = Model(bias, weights, 0.0)
        return Model(
            bias,
            weights,
            threshold_for([model.probability(row.features) for row in learnt], learnt, given.declined),
        )

    for name, others, held in held_out(rows):
        print(f"{name}: {measured(fitted(others), held)}", flush=True)
    if given.write:
        final = fitted(rows)
        kept = {name: round(value, 4) for name, value in final.weights.items() if abs(value) >= 5e-4}
        data = {"bias": round(final.bias, 4), "threshold": round(final.threshold, 4), "weights": kept}
        WEIGHTS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
