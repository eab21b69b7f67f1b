"""Measures a network on held-out questions, reading whole passages in windows as the bot does."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from bot.extraction.reading_windows import PAD, Span, Tokens, Window, best_span, tokenize, windows
from training.data import Question
from training.metrics import auroc, exact_match, f1
from training.model import autocast
from training.perturbing import Substitutes
from training.ranking import Ranker

WINDOW = 256
OVERLAP = 96
LONGEST_ANSWER = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """Exact match and F1 with the right passage; AUROC of right against wrong.

    `auroc_near`: the best-ranked wrong passage; `auroc_altered`: the right passage, one word of the
    question changed. `written`: F1 of the questions written for this project, and their AUROC of
    answered against not; the latter are near misses with their own passage, and questions with the
    best-ranked other passage of their document.
    """

    exact_match: float
    f1: float
    auroc_near: float
    auroc_altered: float
    auroc_margin_near: float
    f1_written: float
    auroc_written: float


@dataclass(frozen=True, slots=True)
class Features:
    """What calibration starts from: both logits of a pair and whether the passage answers."""

    answerable: float
    margin: float
    right: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage; `kind` says whether and how the passage fails to answer."""

    kind: str
    question: str
    title: str
    passage: str
    answer: str

    @property
    def right(self) -> bool:
        """Whether the passage answers."""
        return bool(self.answer)


def written_pairs(questions: Sequence[Question]) -> list[Pair]:
    """Each with its own passage, those that have an answer with another of the document too."""
    documents: dict[str, dict[str, None]] = {}
    for question in questions:
        if not question.completed:
            documents.setdefault(question.passage.article, {})[question.passage.text] = None
    pairs = []
    for question in questions:
        passage = question.passage
        kind = "written" if question.answered else "unanswered"
        pairs.append(Pair(kind, question.text, passage.title, passage.text, question.answer))
        others = [text for text in documents.get(passage.article, ()) if question.answer not in text]
        if question.answered and others and not question.completed:
            first = Ranker(others).best(question.text, 1)
            pairs += [Pair("unanswered", question.text, passage.title, others[n], "") for n in first]
    return pairs


class HeldOut:
    """Fixed pairs of held-out questions: right passage, best-ranked wrong one, altered question."""

    def __init__(
        self, questions: Sequence[Question], tokenizer: Tokenizer, written: Sequence[Question] = ()
    ) -> None:
        self._tokenizer = tokenizer
        passages = list({(q.passage.title, q.passage.text): None for q in questions})
        ranker = Ranker([text for _, text in passages])
        substitutes = Substitutes(question.text for question in questions)
        rng = random.Random(0)
        self.pairs: list[Pair] = []
        for question in questions:
            title, text = question.passage.title, question.passage.text
            self.pairs.append(Pair("right", question.text, title, text, question.answer))
            near = [
                passages[number]
                for number in ranker.best(question.text, 8)
                if question.answer not in passages[number][1]
            ]
            if near:
                self.pairs.append(Pair("near", question.text, *near[0], ""))
            altered = substitutes.alter(question.text, text, rng)
            if altered is not None and rng.random() < 0.6:
                self.pairs.append(Pair("altered", altered, title, text, ""))
        self.pairs += written_pairs(written)
        self.pairs.sort(key=lambda pair: len(pair.passage))

    def features(self, model: nn.Module) -> list[tuple[Pair, str, Features]]:
        """Each pair with the words read and their logits."""
        found: list[tuple[Pair, str, Features]] = []
        for start in range(0, len(self.pairs), 12):
            part = self.pairs[start : start + 12]
            found += zip(part, *self._read(model, part), strict=True)
        return found

    def measure(self, model: nn.Module) -> Measured:
        """The figures of one checkpoint."""
        read = self.features(model)

        def f1s(kind: str) -> list[float]:
            return [f1(text, [pair.answer]) for pair, text, _ in read if pair.kind == kind]

        def logits(kind: str, name: str) -> list[float]:
            return [getattr(found, name) for pair, _, found in read if pair.kind == kind]

        return Measured(
            round(float(np.mean([exact_match(t, [p.answer]) for p, t, _ in read if p.kind == "right"])), 4),
            round(float(np.mean(f1s("right"))), 4),
            round(auroc(logits("right", "answerable"), logits("near", "answerable")), 4),
            round(auroc(logits("right", "answerable"), logits("altered", "answerable")), 4),
            round(auroc(logits("right", "margin"), logits("near", "margin")), 4),
            round(float(np.mean(f1s("written") or [0.0])), 4),
            round(auroc(logits("written", "answerable"), logits("unanswered", "answerable")), 4),
        )

    def _read(self, model: nn.Module, pairs: Sequence[Pair]) -> tuple[list[str], list[Features]]:
        laid: list[tuple[int, Window]] = []
        tokens: list[Tokens] = []
        for number, pair in enumerate(pairs):
            tokens.append(tokenize(self._tokenizer, pair.passage))
            asked = tokenize(self._tokenizer, pair.question).ids
            shown = pair.kind in {"written", "unanswered"}
            title = tokenize(self._tokenizer, pair.title).ids if shown else ()
            laid += (
                (number, window)
                for window in windows(asked, title, tokens[-1].ids, length=WINDOW, overlap=OVERLAP)
            )
        spans = _run(model, [window for _, window in laid])
        texts, features = [], []
        for number, pair in enumerate(pairs):
            own = [span for (of, _), span in zip(laid, spans, strict=True) if of == number]
            best = max(own, key=lambda span: span.margin)
            start, end = tokens[number].starts[best.first], tokens[number].ends[best.last]
            texts.append(pair.passage[start:end])
            features.append(Features(max(s.answerable for s in own), best.margin, pair.right))
        return texts, features


def _run(model: nn.Module, laid: Sequence[Window]) -> list[Span]:
    length = max(len(window.ids) for window in laid)
    ids = torch.full((len(laid), length), PAD, dtype=torch.long)
    for number, window in enumerate(laid):
        ids[number, : len(window.ids)] = torch.tensor(window.ids)
    model.eval()
    with torch.no_grad(), autocast():
        starts, ends, answerable = model(ids, (ids != PAD).long())
    return [
        best_span(window, start.numpy(), end.numpy(), float(answer), longest=LONGEST_ANSWER)
        for window, start, end, answer in zip(
            laid, starts.float(), ends.float(), answerable.float(), strict=True
        )
    ]
