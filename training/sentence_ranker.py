"""Fits how sentences are scored: `python -m training.sentence_ranker FILE:DOCUMENTS … [--write]`.

For every answerable question of the files its candidate sentences are taken as the chain finds them.
Those that hold a piece of the question's evidence are right. A linear model over the features of
`bot.extraction.sentence_ranker` is fitted so that a right sentence comes first (the likelihood of a
right one among all candidates of its question). Printed is for each file, with weights fitted on the
other files, how often a right sentence comes first. `--write` keeps the weights fitted on all files.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.drafting.drafter import Drafter
from bot.evaluation.evaluate import Case, holds, read_cases
from bot.extraction.candidates import Candidate
from bot.extraction.document_subject import Subjects, search_about
from bot.extraction.sentence_ranker import FEATURES, WEIGHTS, load_ranker
from bot.library import build_searcher, load_reader, open_library
from bot.questions.follow_ups import condense
from bot.types import Turn
from training.question_files import gathered, held_out, parser
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

KEPT = Path(".yinju/ranker")
#: How many candidates of a question the fit sees; a right one is seldom behind them.
_MOST = 60
_READ = 10


@dataclass(frozen=True, slots=True)
class Group:
    """The candidates of one question: features of shape (n, f), and which of them are right."""

    source: str
    features: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]


def groups(source: str, folder: Path) -> list[Group]:
    """The answerable questions of a file (`FILE:DOCUMENTS`) that have a right candidate, and those that don't."""
    file, _, documents = source.partition(":")
    ingest([Path(documents)], folder, BUNDLED)
    library = open_library(folder, BUNDLED)
    searcher = build_searcher(library, long_lived=True)
    drafter = Drafter(library.catalog, searcher.lexical, cache(load_reader))
    subjects = Subjects(library.catalog)
    found = []
    for case in read_cases(Path(file)):
        if not case.answerable or not case.evidence:
            continue
        asked = condense(case.question, tuple(Turn(earlier) for earlier in case.history))
        understood = drafter.understand(asked)
        hits, _ = search_about(
            subjects,
            understood.question.form,
            lambda files, asked=asked, more=understood.more: searcher.search(asked.text, _READ, files, more),  # type: ignore[misc]
            _READ,
        )
        found.append(_group(source, case, drafter.rank(understood, hits).ranked))
    library.close()
    return found


def _group(source: str, case: Case, ranked: Sequence[Candidate]) -> Group:
    rows = ranked[:_MOST]
    table = np.array([[one.features.get(name, 0.0) for name in FEATURES] for one in rows] or [[]])
    right = np.array([holds(case, one.hit.passage.file, one.bare) for one in rows], bool)
    return Group(source, table, right)


def fit(learnt: Sequence[Group], strength: float) -> npt.NDArray[np.float64]:
    """The weights under which right sentences come first; `strength` is the inverse of the L2 penalty."""
    from scipy.optimize import minimize

    useful = [one for one in learnt if one.right.any() and not one.right.all()]
    scale = np.concatenate([one.features for one in useful]).std(axis=0)
    scale[scale < 1e-6] = 1.0
    tables = [one.features / scale for one in useful]

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        total, slope = weights @ weights / (2 * strength), weights / strength
        for table, one in zip(tables, useful, strict=True):
            raw = table @ weights
            raw -= raw.max()
            likely = np.exp(raw)
            right = likely * one.right
            total -= np.log(right.sum() / likely.sum())
            slope = slope - table.T @ (right / right.sum() - likely / likely.sum())
        return float(total), slope

    found = minimize(loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x) / scale


def first(weights: npt.NDArray[np.float64], rows: Sequence[Group]) -> tuple[int, int, int]:
    """How many questions have a right sentence first, any right sentence, and how many there are."""
    good = sum(bool(one.right.any() and one.right[int(np.argmax(one.features @ weights))]) for one in rows)
    return good, sum(bool(one.right.any()) for one in rows), len(rows)


def scaled(weights: npt.NDArray[np.float64], rows: Sequence[Group]) -> tuple[float, npt.NDArray[np.float64]]:
    """Bias and weights with the mean and spread of the scores so far, by which they are compared."""
    shipped = load_ranker()
    before = np.array([shipped.weights.get(name, 0.0) for name in FEATURES])
    useful = [one.features[:20] for one in rows if one.right.any()]
    old = np.concatenate([table @ before + shipped.bias for table in useful])
    new = np.concatenate([table @ weights for table in useful])
    by = float(old.std() / new.std())
    return float(old.mean() - by * new.mean()), by * weights


def main() -> None:
    """Extract, fit, print, and write where asked."""
    given = parser(__doc__, 1.0, WEIGHTS).parse_args()
    rows = gathered(given.sources, groups, KEPT)
    for name, others, held in held_out(rows):
        good, any_right, count = first(fit(others, given.strength), held)
        print(f"{name}: right first {good}/{count} (among the candidates {any_right})", flush=True)
    if given.write:
        bias, weights = scaled(fit(rows, given.strength), rows)
        kept = {n: round(float(w), 4) for n, w in zip(FEATURES, weights, strict=True) if abs(w) >= 5e-4}
        WEIGHTS.write_text(json.dumps({"bias": round(bias, 4), "weights": kept}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
