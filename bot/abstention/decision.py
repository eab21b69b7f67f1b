"""Whether the documents answer a question at all: a calibrated probability from readable signs.

The score of the best passage alone is a poor sign. What decides is a logistic model over a few
features, each with a meaning (`FEATURES`); its weights are in `data/weights.json`, fitted by
`python -m benchmarks.refusal` on public questions of which some have their passages
taken out. Some signs decide alone: a place that the document never names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path

from bot.extraction.answer_types import wants_type
from bot.extraction.candidates import Candidate
from bot.extraction.periods import of_other_period
from bot.extraction.place_match import absent_places, whole_form
from bot.language.enumerations import enumerates
from bot.questions.question import Kind, Question
from vectorstore.index.catalog import Catalog
from vectorstore.text.numerals import han_numeral
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Document

WEIGHTS = Path(__file__).parent / "data" / "weights.json"

#: The share of a question that a sentence must repeat to be its answer whatever else is, and
#: the probability then: of 55 questions of the project that do so, the documents answer 54.
_NEARLY_ALL, _SAID = 0.65, 0.9

#: From this logit on (a quarter of it, as in the feature) the reader outweighs a missing noun.
_READER_IS_SURE = 0.75


@dataclass(frozen=True, slots=True)
class Decision:
    """The probability that the documents answer, what it came from, and the line it must reach."""

    probability: float
    threshold: float
    features: Mapping[str, float]
    decisive: str = ""

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
        """The probability that the documents answer."""
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


@cache
def load_model(path: Path = WEIGHTS) -> Model:
    """The weights that ship with the project, or those at `path`."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Model(float(data["bias"]), dict(data["weights"]), float(data["threshold"]))


def _unnamed(question: Question, best: Candidate) -> bool:
    """Whether the names of several are asked for and the sentence lists nothing like as many."""
    return (
        question.kind is Kind.NAME and question.named > 1 and not enumerates(best.form.text, question.named)
    )


_EDITION = re.compile(r"第[一二三四五六七八九十百\d]+(?:次|届|批|期|轮|版)")


def _lacks_edition(question: Question, best: Candidate, catalog: Catalog) -> bool:
    """Whether the question is about the fourth meeting and the passage never speaks of it."""
    title = catalog.document(best.hit.passage.file).title
    around = bare_form("|".join([title, *best.hit.passage.path, best.hit.text])).text
    return any(edition not in around for edition in _EDITION.findall(question.form))


_ITEM = re.compile(
    r"第[一二三四五六七八九十百\d]+(?:项|条|个|点|件|种|类|章|节|款)(?:[\u4e00-\u9fff]{0,8}?)(?:是|讲|说|写|内容|规定|什么|呢)"
)


def _lacks_item(question: Question, best: Candidate) -> bool:
    """Whether the question is about an item by its number, and no such number stands in the passage."""
    if not question.ordinal or not _ITEM.search(question.form):
        return False
    han = han_numeral(question.ordinal)
    labels = "|".join(f"第{n}|[(（]?{n}[)）、.]|{n}[是要则]" for n in (han, str(question.ordinal)))
    form = search_form("|".join([*best.hit.passage.path, best.hit.text])).text
    return not re.search(labels, form)


def decide(
    question: Question, features: Mapping[str, float], best: Candidate | None, catalog: Catalog
) -> Decision:
    """The decision for a question, decisive signs first."""
    model = load_model()
    probability = model.probability(features)
    decisive = ""
    if best is None:
        return Decision(0.0, model.threshold, features, "nothing")
    absent = absent_places(question, best.hit.passage.file, catalog)
    document = catalog.document(best.hit.passage.file)
    unknown_english = question.english and features["unknown"] >= 0.5
    if unknown_english or (best.words < 0.05 and best.context < 0.1):
        decisive = "nothing"
    elif absent or features["other_place"]:
        decisive = "place"
    elif not best.typed and (question.strict or _unnamed(question, best)):
        decisive = "type"
    elif wants_type(question) and features["other_kind"]:
        decisive = "kind"
    elif features["outcome"]:
        decisive = "outcome"
    elif features["uncounted"] and features["read_logit"] < _READER_IS_SURE:
        decisive = "counted"
    elif _lacks_edition(question, best, catalog):
        decisive = "edition"
    elif _lacks_item(question, best):
        decisive = "item"
    elif of_other_period(question, best.form.text):
        decisive = "period"
    elif features["another_year"] or _names_no_asked_year(question, features, best, document):
        decisive = "year"
    if decisive:
        probability = min(probability, model.threshold / 4)
    elif _says_it_all(question, features):
        probability = max(probability, _SAID)
    return Decision(probability, model.threshold, features, decisive)


def _names_no_asked_year(
    question: Question, features: Mapping[str, float], best: Candidate, document: Document
) -> bool:
    """Whether a sentence names other years only, or its document never names one that is asked about."""
    if question.names_other_years(best.form.text):
        return True
    never = not any(year in whole_form(document.text) for year in question.years)
    return bool(features["other_year"]) and never


def _says_it_all(question: Question, features: Mapping[str, float]) -> bool:
    """Whether a sentence repeats nearly the whole question and has what is asked for.

    The reader, which may be unsure of a long sentence, is not needed to see that.
    """
    return (
        wants_type(question)
        and not features["untyped"]
        and features["words"] >= _NEARLY_ALL
        and features["terms"] >= _NEARLY_ALL
        and not (features["act_missing"] or features["other_year"] or features["other_place"])
    )
