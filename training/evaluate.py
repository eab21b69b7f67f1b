"""Measures shipped weights on public retrieval sets.

`python -m training.evaluate --benchmarks FOLDER [--reader FOLDER] [--out FILE]`

Two questions: how well are the words found when the right passage is given, and does the reader
know when the passages found hold no answer? For the second the right passages are taken out of the
index for half of the questions, drawn by a hash of their ids. No number here chooses anything.
"""

from __future__ import annotations

import argparse
import json
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from bot.extraction.reader import Folded, Reader, fold
from training.heuristics import best_sentence, best_words
from training.metrics import (
    auroc,
    bootstrap,
    exact_match,
    f1,
    mean_with_interval,
    risk_at_coverage,
)
from training.ranking import Ranker, terms

SPAN_SETS = ("cmrc2018", "drcd")
DECLINE_SETS = ("cmrc2018", "drcd", "stard")
DEPTH = 5


@dataclass(frozen=True, slots=True)
class Text:
    """A passage of a set, its folded form and the title of its document."""

    id: str
    title: str
    text: str
    form: Folded


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a set with the passages and, where it has spans, the words that answer it."""

    id: str
    text: str
    passages: frozenset[str]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What retrieval and reading made of one question."""

    answerable: bool
    score: float
    score_per_term: float
    probability: float
    span_score: float
    right: bool


def load(folder: Path) -> tuple[list[Text], list[Asked]]:
    """The passages and questions of a set."""
    passages = [json.loads(line) for line in (folder / "passages.jsonl").open(encoding="utf-8")]
    questions = [json.loads(line) for line in (folder / "questions.jsonl").open(encoding="utf-8")]
    return (
        [Text(row["id"], row["doc"], row["text"], fold(row["text"])) for row in passages],
        [
            Asked(
                row["id"],
                row["question"],
                frozenset(row["passage_ids"]),
                tuple(row["answers"]),
            )
            for row in questions
        ],
    )


def sample(questions: Sequence[Asked], limit: int) -> list[Asked]:
    """At most `limit` questions by a fixed draw; all when it is 0."""
    if not limit or limit >= len(questions):
        return list(questions)
    return random.Random(0).sample(list(questions), limit)


def measure_spans(
    reader: Reader, texts: Sequence[Text], questions: Sequence[Asked], *, titled: bool
) -> dict[str, str]:
    """Exact match and F1, right passage given, of the reader and of the heuristics."""
    by_id = {text.id: text for text in texts}
    given: dict[str, list[tuple[str, Asked]]] = {"reader": [], "words": [], "sentence": []}
    for asked in tqdm(questions, unit="question", desc="spans"):
        text = by_id[min(asked.passages)]
        titles = [text.title] if titled else None
        reading = reader.read(asked.text, [text.text], titles=titles, folded=[text.form])[0]
        given["reader"].append((reading.text, asked))
        form, question = text.form.text, fold(asked.text).text
        for name, choose in (("words", best_words), ("sentence", best_sentence)):
            start, end = choose(question, form)
            given[name].append((form[start:end], asked))
    figures = {}
    for name, pairs in given.items():
        for label, score in (("exact match", exact_match), ("F1", f1)):
            values = [score(text, asked.answers) for text, asked in pairs]
            figures[f"{name}, {label}"] = str(mean_with_interval(values))
    return figures


def outcomes(
    reader: Reader,
    texts: Sequence[Text],
    questions: Sequence[Asked],
    *,
    titled: bool,
    spans: bool,
) -> list[Outcome]:
    """Retrieve and read every question, half of them with their right passages taken out."""
    ranker = Ranker([f"{fold(text.title).text} {text.form.text}" for text in texts])
    found = []
    for asked in tqdm(questions, unit="question", desc="declining"):
        answerable = zlib.crc32(asked.id.encode()) % 2 == 0
        form = fold(asked.text).text
        scores = ranker.scores(form)
        if not answerable:
            scores[[i for i, text in enumerate(texts) if text.id in asked.passages]] = -1
        best = [int(i) for i in np.argsort(-scores, kind="stable")[:DEPTH]]
        readings = reader.read(
            asked.text,
            [texts[i].text for i in best],
            titles=[texts[i].title for i in best] if titled else None,
            folded=[texts[i].form for i in best],
        )
        chosen = max(range(len(best)), key=lambda n: readings[n].answer_probability)
        right = texts[best[chosen]].id in asked.passages
        if spans:
            right = right and f1(readings[chosen].text, asked.answers) >= 0.5
        found.append(
            Outcome(
                answerable,
                float(scores[best[0]]),
                float(scores[best[0]]) / max(len(set(terms(form))), 1),
                readings[chosen].answer_probability,
                max(reading.span_score for reading in readings),
                right,
            )
        )
    return found


def measure_declining(found: Sequence[Outcome]) -> dict[str, str]:
    """AUROC of telling answerable from unanswerable, risk at 80 % coverage, calibration error."""
    answerable = np.array([outcome.answerable for outcome in found])
    right = np.array([outcome.right for outcome in found])
    figures = {"questions": f"{len(found)}, {int(answerable.sum())} answerable"}
    signals = {
        "best score": "score",
        "best score per term": "score_per_term",
        "reader": "probability",
        "reader, span score": "span_score",
    }
    for name, field in signals.items():
        values = np.array([getattr(outcome, field) for outcome in found])

        def area(rows: npt.NDArray[np.int64], values: npt.NDArray[np.float64] = values) -> float:
            kind = answerable[rows]
            return auroc(values[rows][kind], values[rows][~kind])

        def risk(rows: npt.NDArray[np.int64], values: npt.NDArray[np.float64] = values) -> float:
            return risk_at_coverage(values[rows], right[rows], coverage=0.4)

        figures[f"{name}, AUROC"] = str(bootstrap(len(found), area))
        # As many answers as 80 % of the answerable half would be; more can't all be right.
        figures[f"{name}, risk at 40 % coverage"] = str(bootstrap(len(found), risk))
    probability = np.array([outcome.probability for outcome in found])
    error = calibration_error(probability, answerable)
    figures["reader, expected calibration error"] = f"{error:.3f}"
    declined = probability[~answerable] < np.quantile(probability[answerable], 0.05)
    figures["declined of the unanswerable, at 5 % of the answerable"] = f"{declined.mean():.3f}"
    return figures


def calibration_error(
    probability: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], *, bins: int = 10
) -> float:
    """The mean gap between probability and share right over equal bins, weighted by size."""
    places = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [
        abs(probability[places == place].mean() - right[places == place].mean()) * (places == place).mean()
        for place in range(bins)
        if (places == place).any()
    ]
    return float(sum(gaps))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description="Measure the reader on public sets.")
    parser.add_argument("--benchmarks", type=Path, required=True)
    parser.add_argument("--reader", type=Path, help="folder of the weights; the shipped ones else")
    parser.add_argument("--out", type=Path, help="JSON file for the figures")
    parser.add_argument("--sets", nargs="+", default=list(DECLINE_SETS))
    parser.add_argument("--limit", type=int, default=0, help="questions a set; all when 0")
    parser.add_argument("--parts", nargs="+", default=["spans", "declining"])
    parser.add_argument("--no-titles", action="store_true", help="read passages without titles")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args(arguments)
    reader = Reader(given.reader, threads=given.threads)
    figures: dict[str, Any] = {}
    titled = not given.no_titles
    for name in given.sets:
        texts, questions = load(given.benchmarks / name)
        questions = sample(questions, given.limit)
        spans = name in SPAN_SETS
        if "spans" in given.parts and spans:
            figures[f"{name}: right passage given"] = measure_spans(reader, texts, questions, titled=titled)
            _report(figures, given.out)
        if "declining" in given.parts:
            found = outcomes(reader, texts, questions, titled=titled, spans=spans)
            figures[f"{name}: half of the questions unanswerable"] = measure_declining(found)
            _report(figures, given.out)


def _report(figures: dict[str, Any], out: Path | None) -> None:
    # After every part: a run over all questions takes half an hour.
    text = json.dumps(figures, ensure_ascii=False, indent=2)
    print(text, flush=True)
    if out:
        out.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
