"""Measures the decision to answer or decline on public questions, beside other ways to decide.

    python -m benchmarks.refusal --sets FOLDER --questions FILE:DOCUMENTS[:SPLIT]...

Public questions (`cmrc2018`, `drcd`, `stard` under FOLDER) are asked of an index that lacks the
passages of every other one of them. Question files of the project are asked of their own
documents. A logistic model is fitted to one half of the public questions of two sets and to all of
`--questions`, and measured on the other half, on the third set and on `--test`. What ships is fitted by
`training.decision`, to whether the answer was right. The threshold is the one that declines at
most `--most-declined` of the answerable questions of the project (of all, where none is given).

Measured beside it: the decision with the weights that ship, the same fit without what the
reader says, the reader alone, a plain threshold on each score of retrieval, and each feature.
Extracting the features is `benchmarks.refusal_features`, whose files are read here.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.refusal_features import PUBLIC, Sample, add_options, kept_samples
from bot.abstention.decision import WEIGHTS
from bot.abstention.features import FEATURES

Floats = np.ndarray
#: Features that come from the reader.
READ = tuple(name for name in FEATURES if name.startswith("read"))
_DRAWS = 500
#: Public sets that are learnt from; the lay questions on articles of law (stard) only measure.
LEARNT = ("cmrc2018", "drcd")
#: As how many questions a set counts, beside the ridge.
_SET = 200


def main() -> None:
    """Collect, fit, print, and write where asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.add_argument("--test", nargs="*", default=[], help="FILE:DOCUMENTS[:SPLIT] to measure only")
    parser.add_argument("--most-declined", type=float, default=0.042)
    parser.add_argument(
        "--public-weight",
        type=float,
        default=0.3,
        help="what a public set, whose unanswerable questions have lost their passage, weighs beside one of the "
        "project, whose ask for what the documents nearly say",
    )
    parser.add_argument("--ridge", type=float, default=1.0, help="how much large weights are held back")
    parser.add_argument("--without", nargs="*", default=[], help="features to leave out of the fit")
    parser.add_argument("--singles", action="store_true", help="measure every feature alone too")
    given = parser.parse_args()
    learnt = kept_samples(given.sets, given.questions, given.size, given.kept, given.stale)
    tested = _decided(kept_samples(None, given.test, given.size, given.kept, given.stale))
    train = [one for one in learnt if one.source not in PUBLIC or (one.dev and one.source in LEARNT)]
    # A list from the outline is decided by how it fits, not by this model.
    held = [one for one in learnt if one.source in PUBLIC and not (one.dev and one.source in LEARNT)]
    names = [name for name in FEATURES if name not in given.without]
    weigh = dict.fromkeys(LEARNT, given.public_weight)
    model = fit(train, names, given.ridge, weigh)
    blind_names = [name for name in names if name not in READ]
    blind = fit(train, blind_names, given.ridge, weigh)
    own = [one for one in train if one.source not in PUBLIC]
    threshold = quantile(probabilities(model, own or train, names), own or train, given.most_declined)
    methods: dict[str, Callable[[Sequence[Sample]], Floats]] = {
        "fitted now": lambda found: probabilities(model, found, names),
        "fitted without the reader": lambda found: probabilities(blind, found, blind_names),
        "weights that ship": lambda found: np.array([one.probability for one in found]),
        "reader alone": lambda found: np.array([one.read for one in found]),
        "similarity (dense)": lambda found: np.array([one.dense for one in found]),
        "lexical score": lambda found: np.array([one.lexical for one in found]),
    }
    if given.singles:
        for name in FEATURES:
            methods[f"· {name}"] = _single(name, train)
    for title, group in (("fit", train), ("held", held), ("test", tested)):
        for source in dict.fromkeys(one.source for one in group):
            show(f"{source} ({title})", [one for one in group if one.source == source], methods)
    decisions(train, held, tested, lambda found: probabilities(model, found, names), threshold)
    for name, weight in zip(names, model[1:], strict=True):
        print(f"  {name:12} {weight:+.3f}")
    print(f"  bias {model[0]:+.3f}, threshold {threshold:.4f}")


def _decided(found: Iterable[Sample]) -> list[Sample]:
    return [one for one in found if not one.by_list]


def _single(name: str, train: Sequence[Sample]) -> Callable[[Sequence[Sample]], Floats]:
    """A feature alone; where it speaks against an answer, its opposite."""

    def values(found: Sequence[Sample]) -> Floats:
        return np.array([one.features[name] for one in found])

    sign = 1.0 if auroc(values(train), answerable(train)) >= 0.5 else -1.0
    return lambda found: sign * values(found)


def answerable(found: Sequence[Sample]) -> Floats:
    """Whether each question has its answer in the index."""
    return np.array([one.answerable for one in found])


def fit(
    train: Sequence[Sample],
    names: Sequence[str],
    ridge: float = 1.0,
    weigh: Mapping[str, float] | None = None,
    rounds: int = 60,
) -> Floats:
    """Weights (bias first) of a logistic model by Newton's method.

    Each set weighs as much as `weigh` says, 1 where it says nothing, however many questions it has.
    """
    x = _matrix(train, names)
    y = answerable(train).astype(float)
    counts = {s: sum(one.source == s for one in train) for s in {one.source for one in train}}
    weigh = weigh or {}
    mass = np.array([_SET * weigh.get(one.source, 1.0) / counts[one.source] for one in train])
    weights = np.zeros(x.shape[1])
    penalty = np.diag([0.0, *[ridge] * (x.shape[1] - 1)])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (mass * (p - y)) + penalty @ weights
        hessian = (x * (mass * p * (1 - p))[:, None]).T @ x + penalty + 1e-6 * np.eye(len(weights))
        weights = weights - np.linalg.solve(hessian, gradient)
    return weights


def _matrix(found: Sequence[Sample], names: Sequence[str]) -> Floats:
    return np.array([[1.0, *(one.features[name] for name in names)] for one in found])


def probabilities(model: Floats, found: Sequence[Sample], names: Sequence[str]) -> Floats:
    """The probability of each sample."""
    return 1 / (1 + np.exp(-_matrix(found, names) @ model))


def quantile(p: Floats, found: Sequence[Sample], share: float) -> float:
    """The threshold under which `share` of the answerable samples fall."""
    return float(np.quantile(p[answerable(found)], share))


def auroc(p: Floats, good: Floats) -> float:
    """The chance that an answerable question has the higher probability; a tie is half."""
    right, wrong = np.sort(p[good]), p[~good]
    below = np.searchsorted(right, wrong, "left")
    to = np.searchsorted(right, wrong, "right")
    return float(1 - (below + to).mean() / 2 / len(right))


def risks(p: Floats, good: Floats) -> Floats:
    """The risk at each coverage 1/n ... n/n, the surest first; among ties the mean order."""
    order = np.argsort(-p, kind="stable")
    sorted_p, wrong = p[order], (~good[order]).astype(float)
    starts = np.flatnonzero(np.r_[True, sorted_p[1:] != sorted_p[:-1]])
    sizes = np.diff(np.r_[starts, len(p)])
    even = np.repeat(np.add.reduceat(wrong, starts) / sizes, sizes)
    return np.cumsum(even) / np.arange(1, len(p) + 1)


def measures(p: Floats, good: Floats) -> tuple[float, float, float]:
    """AUROC, area under the risk-coverage curve, and the risk at 80 % coverage."""
    curve = risks(p, good)
    return auroc(p, good), float(curve.mean()), float(curve[int(np.ceil(0.8 * len(p))) - 1])


def intervals(p: Floats, good: Floats, draws: int = _DRAWS) -> list[tuple[float, float, float]]:
    """Each of `measures` with the ends of its 95 % bootstrap interval."""
    generator = np.random.default_rng(3)
    drawn = []
    while len(drawn) < draws:
        pick = generator.integers(0, len(p), len(p))
        if 0 < good[pick].sum() < len(pick):
            drawn.append(measures(p[pick], good[pick]))
    ends = np.quantile(np.array(drawn), [0.025, 0.975], axis=0)
    return [(m, float(lo), float(hi)) for m, lo, hi in zip(measures(p, good), *ends, strict=True)]


def show(
    title: str, found: Sequence[Sample], methods: dict[str, Callable[[Sequence[Sample]], Floats]]
) -> None:
    """A table of all methods on a group of questions."""
    good = answerable(found)
    table = Table(title=f"{title}: {len(good)} questions, {good.sum()} answerable", title_justify="left")
    for head in ("", "AUROC", "area under risk", "risk at 80 %"):
        table.add_column(head)
    if good.all() or not good.any():
        print(f"{title}: {len(good)} questions, of one kind only")
        return
    for name, method in methods.items():
        cells = [f"{m:.3f} [{lo:.3f}, {hi:.3f}]" for m, lo, hi in intervals(method(found), good)]
        table.add_row(name, *cells)
    Console(width=120).print(table)


def decisions(
    train: Sequence[Sample],
    held: Sequence[Sample],
    tested: Sequence[Sample],
    method: Callable[[Sequence[Sample]], Floats],
    threshold: float,
) -> None:
    """What the new weights answer and decline at their threshold, and what those that ship do."""
    now = json.loads(WEIGHTS.read_text("utf-8"))["threshold"]
    heads = ("", "answered of answerable", "declined of the rest", "that ship: answered", "declined")
    table = Table(*heads, title=f"At the threshold {threshold:.3f}", title_justify="left")
    for name, group in (("fit", train), ("held", held), ("test", tested)):
        for source in dict.fromkeys(one.source for one in group):
            found = [one for one in group if one.source == source]
            good = answerable(found)
            cells = []
            for p, line in ((method(found), threshold), (np.array([s.probability for s in found]), now)):
                cells += [
                    f"{np.mean(p[good] >= line):.3f}" if good.any() else "",
                    f"{np.mean(p[~good] < line):.3f}" if not good.all() else "",
                ]
            table.add_row(f"{source} ({name})", *cells)
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
