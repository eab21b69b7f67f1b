"""Whether to answer: one function, from one fitted model, which nothing overrides.

The probability means that the answer shown is right and rightly cited. It comes from a logistic model
over features that each have a meaning (`bot.abstention.features.FEATURES`); the weights in
`data/weights.json` are fitted by `python -m training.decision` on questions whose answers were judged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.extraction.scales import chance

WEIGHTS = Path(__file__).parent / "data" / "weights.json"


@dataclass(frozen=True, slots=True)
class Decision:
    """The probability that the answer is right, what it came from, and the line it must reach."""

    probability: float
    threshold: float
    features: Mapping[str, float]

    @property
    def answers(self) -> bool:
        """Whether to answer."""
        return self.probability >= self.threshold


@dataclass(frozen=True, slots=True)
class Model:
    """A fitted logistic model."""

    bias: float
    weights: Mapping[str, float]
    threshold: float

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability, from 0 to 1, that an answer with these features is right."""
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return chance(total)


@cache
def load_model(path: Path = WEIGHTS) -> Model:
    """The weights that ship with the project, or those at `path`."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Model(float(data["bias"]), dict(data["weights"]), float(data["threshold"]))


def decide(features: Mapping[str, float], model: Model) -> Decision:
    """Whether to give the answer that these features are of."""
    return Decision(model.probability(features), model.threshold, features)
