"""Fits and measures the decision to answer or decline.

    python -m tests.benchmarks.refusal --sets FOLDER --questions FILE:DOCUMENTS[:SPLIT]... [--write]

Public questions (`cmrc2018`, `drcd` under FOLDER) are asked of an index that holds the passages
of every other one of them; the rest have no answer there. Question files of the project are
asked of their own index folders. A logistic model is fitted to all of these, each set with the
same weight; with `--write` it replaces `bot/data/refusal.json`. The threshold is the one that
declines at most `--most-declined` of the answerable questions of the fit.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.condensing import condense
from bot.drafting import Drafter
from bot.evaluating import read_cases
from bot.model import Turn
from bot.reader import Reader
from bot.refusing import FEATURES, WEIGHTS
from bot.wiring import build_searcher, open_library
from vectorstore.indexing import ingest


@dataclass(frozen=True, slots=True)
class Sample:
    """A question's features, whether the documents answer it, and the set it is from."""

    features: tuple[float, ...]
    answerable: bool
    source: str
    by_list: bool


def main() -> None:
    """Collect, fit, print, and write where asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=Path, help="folder of the public sets")
    parser.add_argument("--questions", nargs="*", default=[], help="FILE:DOCUMENTS[:SPLIT] to fit on")
    parser.add_argument("--test", nargs="*", default=[], help="FILE:DOCUMENTS[:SPLIT] to measure only")
    parser.add_argument("--size", type=int, default=250, help="public questions of each set")
    parser.add_argument("--most-declined", type=float, default=0.06)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    train: list[Sample] = []
    for name in ("cmrc2018", "drcd") if given.sets else ():
        train += public_samples(given.sets / name, given.size)
    for pair in given.questions:
        train += own_samples(pair)
    # A list from the outline is decided by how it fits, not by this model.
    train = [one for one in train if not one.by_list]
    model = fit(train)
    threshold = quantile(model, train, given.most_declined)
    for source in dict.fromkeys(one.source for one in train):
        show(source, [one for one in train if one.source == source], model, threshold)
    for pair in given.test:
        show(
            f"test {Path(pair.split(':')[0]).stem}",
            [one for one in own_samples(pair) if not one.by_list],
            model,
            threshold,
        )
    names = list(FEATURES)
    for name, weight in zip(names, model[1:], strict=True):
        print(f"  {name:12} {weight:+.3f}")
    if given.write:
        data = {
            "bias": round(float(model[0]), 4),
            "threshold": round(threshold, 4),
            "weights": {name: round(float(w), 4) for name, w in zip(names, model[1:], strict=True)},
        }
        WEIGHTS.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        print(f"written: {WEIGHTS.name}")


def public_samples(folder: Path, size: int) -> list[Sample]:
    """Questions of a public set over an index with every other one's passage."""
    rows = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    passages = {p["id"]: p for p in map(json.loads, (folder / "passages.jsonl").open(encoding="utf-8"))}
    random.Random(7).shuffle(rows)
    used: dict[str, dict[str, Any]] = {}
    for row in rows:
        used.setdefault(row["passage_ids"][0], row)
    chosen = list(used.values())[:size]
    kept = {row["passage_ids"][0] for row in chosen[::2]}
    with tempfile.TemporaryDirectory() as temporary:
        documents = Path(temporary) / "documents"
        documents.mkdir()
        for one in kept:
            text = f"{passages[one]['doc']}\n\n{passages[one]['text']}\n"
            (documents / f"{one}.txt").write_text(text, encoding="utf-8")
        index = Path(temporary) / "index"
        ingest([documents], index)
        cases = [(row["question"], (), row["passage_ids"][0] in kept) for row in chosen]
        return samples(index, cases, folder.name)


def own_samples(pair: str) -> list[Sample]:
    """Questions of the project's own over the index of their documents."""
    file, documents, *split = pair.split(":")
    with tempfile.TemporaryDirectory() as temporary:
        index = Path(temporary) / "index"
        ingest([Path(documents)], index)
        cases = [
            (c.question, c.history, c.answerable)
            for c in read_cases(Path(file))
            if c.kind != "false-premise" and (not split or c.split == split[0])
        ]
        return samples(index, cases, Path(file).stem)


def samples(index: Path, cases: list[tuple[str, tuple[str, ...], bool]], source: str) -> list[Sample]:
    """Ask each question up to the decision and keep what it was decided by."""
    library = open_library(index, "bundled")
    searcher = build_searcher(library)
    reader = Reader()
    drafter = Drafter(library.catalog, searcher.lexical, lambda: reader)
    found = []
    for question, history, answerable in cases:
        turns: list[Turn] = []
        for earlier in history:
            turns.append(Turn(condense(earlier, turns).text))
        condensed = condense(question, turns)
        understood = drafter.understand(condensed)
        hits = searcher.search(condensed.text, 12, (), understood.more)
        draft = drafter.draft(condensed, understood, hits)
        values = tuple(draft.decision.features.get(name, 0.0) for name in FEATURES)
        found.append(Sample(values, answerable, source, bool(draft.claims and draft.claims[0].label)))
    library.close()
    return found


def fit(train: list[Sample], ridge: float = 1.0, rounds: int = 60) -> np.ndarray:
    """Weights (bias first) of a logistic model by Newton's method, each set weighing the same."""
    x = np.array([[1.0, *one.features] for one in train])
    y = np.array([float(one.answerable) for one in train])
    counts = {s: sum(one.source == s for one in train) for s in {one.source for one in train}}
    mass = np.array([len(train) / len(counts) / counts[one.source] for one in train])
    weights = np.zeros(x.shape[1])
    penalty = np.diag([0.0, *[ridge] * (x.shape[1] - 1)])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (mass * (p - y)) + penalty @ weights
        hessian = (x * (mass * p * (1 - p))[:, None]).T @ x + penalty + 1e-6 * np.eye(len(weights))
        weights = weights - np.linalg.solve(hessian, gradient)
    return weights


def probabilities(model: np.ndarray, found: list[Sample]) -> np.ndarray:
    """The probability of each sample."""
    x = np.array([[1.0, *one.features] for one in found])
    return 1 / (1 + np.exp(-x @ model))


def quantile(model: np.ndarray, found: list[Sample], share: float) -> float:
    """The threshold under which `share` of the answerable samples fall."""
    p = probabilities(model, found)
    return float(np.quantile(p[[one.answerable for one in found]], share))


def auroc(p: np.ndarray, answerable: np.ndarray) -> float:
    """The chance that an answerable question has the higher probability."""
    good, bad = p[answerable], p[~answerable]
    return float(np.mean((good[:, None] > bad) + 0.5 * (good[:, None] == bad)))


def show(name: str, found: list[Sample], model: np.ndarray, threshold: float) -> None:
    """AUROC with a 95 % bootstrap interval, and both kinds of right decisions."""
    p = probabilities(model, found)
    answerable = np.array([one.answerable for one in found])
    generator = np.random.default_rng(3)
    draws = []
    for _ in range(500):
        pick = generator.integers(0, len(p), len(p))
        if 0 < answerable[pick].sum() < len(pick):
            draws.append(auroc(p[pick], answerable[pick]))
    low, high = np.quantile(draws, [0.025, 0.975])
    best = max(
        (auroc(np.array([one.features[i] for one in found]), answerable), f) for i, f in enumerate(FEATURES)
    )
    print(
        f"{name:24} n {len(p):4}  AUROC {auroc(p, answerable):.3f} [{low:.3f}, {high:.3f}]"
        f"  best single {best[1]} {best[0]:.3f}"
        f"  answered of answerable {np.mean(p[answerable] >= threshold):.2f}"
        f"  declined of the rest {np.mean(p[~answerable] < threshold):.2f}"
    )


if __name__ == "__main__":
    main()
