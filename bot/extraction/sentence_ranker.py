"""How far a sentence answers, by one fitted linear model over features that each have a meaning.

The weights in `data/ranker.json` are fitted by `python -m training.sentence_ranker` to put sentences
that hold the evidence of a question before all others that were found for it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WEIGHTS = Path(__file__).parent / "data" / "ranker.json"

#: Each feature of a sentence and what it is.
FEATURES = {
    "words": "weighted share of the question's words in the sentence",
    "terms": "weighted share of the question's characters and pairs in the sentence",
    "context": "weighted share of the question's words in the passage with its title and headings",
    "retrieval": "the fused score of the passage",
    "dense": "the cosine similarity of the passage, from 0.75 to 0.95",
    "first": "1 where the passage comes first, a half where second, and so on",
    "untyped": "1 where a figure, date or name is asked for and the sentence has none",
    "near": "coverage of the question's words close to the figure, date or name, where it has one",
    "read": "the reader's probability where the words that it found stand in this sentence",
    "read_typed": "the same where a figure, date or name is asked for",
    "passage_read": "the reader's probability for the passage, wherever its words stand",
    "part": "the reader's score of the best words in this sentence, an eighth of it, from -1.5 to 1.5",
    "part_typed": "the same where a figure, date or name is asked for",
    "lead": "that score less the highest of all sentences, an eighth of it, from -1.5 to 0",
    "unread": "1 where the reader did not read the passage",
    "cause": "1 where a reason is asked for and the sentence gives one",
    "lists": "1 where it lists just as many things as are asked for",
    "elsewhere": "1 where it is about another place than the one that is asked about",
    "other_year": "1 where it names years and none that is asked about",
    "other_period": "1 where its figures are of another month or quarter, or of money agreed on and not paid",
    "asks": "1 for an interviewer's question or a heading that asks",
    "head": "1 in the title and the lines around it, unless a name, number or the document's date is asked for",
    "row": "1 for a row of a table",
    "brief": "how far the sentence is shorter than twelve characters, 0 to 1",
}

#: No sentence scores less: scores are compared by their ratio.
_LEAST = 0.01


@dataclass(frozen=True, slots=True)
class Ranker:
    """A fitted linear model of a sentence's features."""

    bias: float
    weights: Mapping[str, float]

    def score(self, features: Mapping[str, float]) -> float:
        """How far a sentence with these features answers: mostly between 0 and 1."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return max(_LEAST, self.bias + total)


@cache
def load_ranker(path: Path = WEIGHTS) -> Ranker:
    """The weights that ship with the project, or those at `path`."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Ranker(float(data["bias"]), dict(data["weights"]))
