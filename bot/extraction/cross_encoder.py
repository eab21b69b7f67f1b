"""Any `sentence_transformers.CrossEncoder` in the reader's place, for processes that live long.

A cross-encoder scores a question and a text; it points at no words. So it scores each passage, then
the sentences of the best ones, and the best sentence stands for the words that answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.errors import RerankerUnavailable
from bot.extraction.reader import Folded, Reader, Reading, fold
from bot.extraction.scales import chance
from bot.language.limits import LIMITS
from vectorstore.text.search_form import search_form
from vectorstore.text.sentences import sentences

#: A folder with a model has one of these.
_CONFIGURED = ("config.json", "modules.json")


class Reranker(Reader):
    """Reads with the cross-encoder called `model`: a folder, or a name on the hub.

    Texts are folded to one script first, as for the reader. Raises `RerankerUnavailable` where the
    model can't be loaded or gives more than one score a pair.
    """

    def __init__(self, model: str) -> None:
        folder = Path(model).expanduser()
        # Told before five seconds of imports are spent on it.
        if folder.is_dir() and not any((folder / name).is_file() for name in _CONFIGURED):
            raise RerankerUnavailable(model=model, reason=f"no {' or '.join(_CONFIGURED)} in it")
        try:
            from sentence_transformers import CrossEncoder

            self._model: Any = CrossEncoder(str(folder) if folder.exists() else model)
        except (OSError, ValueError, ImportError, RuntimeError) as exc:
            raise RerankerUnavailable(model=model, reason=str(exc).splitlines()[0]) from exc
        if self._model.num_labels != 1:
            raise RerankerUnavailable(model=model, reason=f"{self._model.num_labels} labels, not 1")

    def read(
        self,
        question: str,
        passages: Sequence[str],
        *,
        titles: Sequence[str] | None = None,
        folded: Sequence[Folded] | None = None,
        parts: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> list[Reading]:
        """The best sentence of each passage with its score as a probability; of the best passages
        only, since each sentence costs a run: of the others the whole passage."""
        asked = fold(question).text
        above = [fold(title).text for title in titles] if titles else [""] * len(passages)
        texts = [(folded[n] if folded else fold(passage)).text.strip() for n, passage in enumerate(passages)]
        scores = self._scores(
            [(asked, f"{title} {text}".strip()) for title, text in zip(above, texts, strict=True)]
        )
        readings = [
            Reading(0, len(passage) if text else 0, score, chance(score) if text else 0.0, passage)
            for passage, text, score in zip(passages, texts, scores, strict=True)
        ]
        best = sorted(range(len(passages)), key=lambda n: -scores[n])[: LIMITS.sentences_scored]
        for number in best:
            readings[number] = self._by_sentence(asked, above[number], passages[number], readings[number])
        return readings

    def _by_sentence(self, asked: str, title: str, passage: str, whole: Reading) -> Reading:
        spans = sentences(search_form(passage))
        if not spans:
            return whole
        scores = self._scores(
            [(asked, f"{title} {fold(passage[one.start : one.end]).text}".strip()) for one in spans]
        )
        first = max(range(len(spans)), key=lambda n: scores[n])
        start, end = spans[first].start, spans[first].end
        return Reading(start, end, whole.span_score, whole.answer_probability, passage[start:end])

    def _scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The logits of pairs (question, text)."""
        import torch

        if not pairs:
            return []
        found = self._model.predict(list(pairs), activation_fn=torch.nn.Identity(), show_progress_bar=False)
        return [float(score) for score in found]
