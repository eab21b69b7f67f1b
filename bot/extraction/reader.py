"""Finds the words in a passage that answer a question, and says how likely it is that any do.

A small extractive model (a 12-layer encoder with a span head and a no-answer head, int8 ONNX) reads
the question together with each passage. Questions and passages may be simplified or traditional,
full-width or half-width, with or without pinyin notes inside words: the model sees one folded form,
and every offset is mapped back to the text as given.

This is the one place that imports onnxruntime and tokenizers for reading. Importing it is cheap:
the libraries load when a `Reader` is made.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.extraction.reading_windows import Span, Tokens, best_span, tokenize, windows
from bot.extraction.scales import chance
from vectorstore.embedding.onnx_runtime import onnx_runtime

DEFAULT_FOLDER = Path(__file__).parent / "data" / "reader"

# A pinyin note stands behind the character that it spells: 創(chuàng); where the page lost that
# character, a question mark stands for it: 頂?shù). Without a tone mark it could be an abbreviation
# such as 组织(app), which must stay.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_SYLLABLE = rf"(?=[a-zü]*[{_TONED}])[a-zü{_TONED}]{{1,7}}[)）]"
_PINYIN_NOTE = re.compile(rf"(?:(?<=[\u3400-\u9fff])[(（]|[?？]){_SYLLABLE}")
_WIDTH = str.maketrans({"，": ",", "：": ":", "；": ";", "！": "!", "？": "?", "（": "(", "）": ")"})
# A figure with what belongs to it: a vague 余, 万 or 亿, a unit. Folding leaves one comma for both
# uses: between thousands it belongs, between clauses it doesn't.
_FIGURE = re.compile(
    r"\d+(?:\.\d+|,\d{3}(?!\d))*[余多]?[万亿]?[余多]?"
    r"(?:人次|公里|平方公里|平方米|公顷|公斤|个百分点"
    r"|[%‰年月日岁名个人份件条项场期家户处所起元吨米倍种次届位支])?"
)


@dataclass(frozen=True, slots=True)
class PartReading:
    """The best words within a part of a passage: `passage[start:end]`, and their score as `span_score`.

    A part that was not read has the score -inf and no words.
    """

    start: int = 0
    end: int = 0
    score: float = -math.inf


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model read in one passage: `text == passage[start:end]`, whatever its probability.

    `span_score` ranks spans across the passages of one question. `answer_probability` is between 0
    and 1: how likely it is that the passage answers the question. `parts` are the best words within
    each of the parts that were asked for.
    """

    start: int
    end: int
    span_score: float
    answer_probability: float
    text: str
    parts: tuple[PartReading, ...] = ()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `sources[i]` is the offset in the source of its character `i`."""

    text: str
    sources: tuple[int, ...]


@lru_cache(maxsize=1)
def _to_simplified() -> Callable[[str], str]:
    from opencc import OpenCC

    # tw2s also mends variants that t2s leaves alone (著力 -> 着力).
    convert: Callable[[str], str] = OpenCC("tw2s").convert
    return convert


def fold(text: str) -> Folded:
    """Fold a text to the form that the model was trained on, with the way back to its offsets.

    One script, compatibility forms resolved, punctuation half-width, pinyin notes left out.
    """
    characters: list[str] = []
    sources: list[int] = []
    notes = iter([*((m.start(), m.end()) for m in _PINYIN_NOTE.finditer(text)), (len(text),) * 2])
    note_start, note_end = next(notes)
    for offset, character in enumerate(text):
        if offset >= note_end:
            note_start, note_end = next(notes, (len(text), len(text)))
        if note_start <= offset < note_end:
            continue
        if character.isascii():
            folded = character
        else:
            folded = unicodedata.normalize("NFKC", character).translate(_WIDTH)
        for part in folded:
            characters.append(" " if part.isspace() else part)
            sources.append(offset)
    joined = "".join(characters)
    simplified = _to_simplified()(joined)
    if len(simplified) != len(joined):
        # A phrase rule changed the length: single characters never do, so go by those.
        simplified = "".join(_one(_to_simplified()(character), character) for character in joined)
    return Folded(simplified, tuple(sources))


def _one(converted: str, character: str) -> str:
    return converted if len(converted) == 1 else character


def whole_figure(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span of a folded text that begins or ends inside a figure to all of it and its unit.

    A span that cuts no figure stays as it is.
    """
    for match in _FIGURE.finditer(text, text.rfind("。", 0, start) + 1):
        if match.start() >= end:
            break
        if match.start() < start < match.end():
            start = match.start()
        if match.start() < end < match.end():
            end = match.end()
    return start, end


_STOPS = "，。；：、,.;:!！?？ \u3000\n"


def _without_stops(text: str, start: int, end: int) -> tuple[int, int]:
    """A range without the stops and spaces at its ends; as it is where nothing would be left."""
    inner = text[start:end]
    kept = inner.strip(_STOPS)
    if not kept:
        return start, end
    at = start + inner.index(kept)
    return at, at + len(kept)


def _token_ranges(tokens: Tokens, form: Folded, parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The tokens of each range of a source, by their numbers."""
    places = [form.sources[start] for start in tokens.starts]
    return [(bisect_left(places, start), bisect_left(places, end)) for start, end in parts]


@dataclass(frozen=True, slots=True)
class ReaderConfig:
    """What the weights were made for; `config.json` beside them."""

    window: int
    overlap: int
    longest_question: int
    longest_title: int
    longest_answer: int
    bias: float
    answerable_weight: float
    margin_weight: float

    def probability(self, span: Span) -> float:
        """The calibrated probability that a window answers, from both of its logits."""
        logit = self.bias + self.answerable_weight * span.answerable + self.margin_weight * span.margin
        return chance(logit)


class ReaderError(Exception):
    """The weights are missing, incomplete or of another version."""


class Reader:
    """Reads passages with the weights in a folder: `model.onnx`, `tokenizer.json`, `config.json`.

    Passages are read side by side on `threads` threads, one each: threads that share a passage
    wait for each other longer than they work. Raises `ReaderError` when the weights can't be loaded.
    One reader may be shared by threads.
    """

    def __init__(self, folder: Path | None = None, threads: int = 1) -> None:
        from tokenizers import Tokenizer

        onnxruntime = onnx_runtime()
        folder = folder or DEFAULT_FOLDER
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # The graph was fused when it was exported.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        try:
            self._config = ReaderConfig(**json.loads((folder / "config.json").read_text("utf-8")))
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self._session: Any = onnxruntime.InferenceSession(
                str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as exc:  # both libraries raise bare Exception subclasses of their own
            raise ReaderError(f"the reader's weights in {folder} can't be loaded: {exc}") from exc
        self._beside = ThreadPoolExecutor(threads, thread_name_prefix="reading")

    def read(
        self,
        question: str,
        passages: Sequence[str],
        *,
        titles: Sequence[str] | None = None,
        folded: Sequence[Folded] | None = None,
        parts: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> list[Reading]:
        """The best span of every passage, in their order, with the chance that it answers.

        `titles` says what each passage is about where it doesn't say so itself (document title,
        heading): it is read along, but no span comes from it. `folded` saves folding the passages
        again. `parts` are ranges of each passage, such as its sentences, to be scored one by one.
        An empty passage or question has an empty span and probability 0.
        """
        asked = self._asked(question)
        forms = folded if folded is not None else list(map(fold, passages))
        titled = list(map(self._titled, titles)) if titles is not None else [()] * len(passages)

        def read_one(number: int) -> Reading:
            inside = parts[number] if parts is not None else ()
            return self._read_one(asked, titled[number], passages[number], forms[number], inside)

        return list(self._beside.map(read_one, range(len(passages))))

    def spans(self, question: str, passage: str, title: str = "") -> list[Span]:
        """The best span of each window of a passage, with its logits: for calibrating.

        Empty where there is nothing to ask or to read.
        """
        tokens = self._tokens(fold(passage).text)
        return self._spans(self._asked(question), self._titled(title), tokens)

    def _read_one(
        self,
        asked: tuple[int, ...],
        title: tuple[int, ...],
        passage: str,
        form: Folded,
        parts: Sequence[tuple[int, int]],
    ) -> Reading:
        tokens = self._tokens(form.text)
        spans = self._spans(asked, title, tokens, _token_ranges(tokens, form, parts))
        if not spans:
            return Reading(0, 0, -math.inf, 0.0, "", (PartReading(),) * len(parts))
        best = max(spans, key=lambda span: span.margin)
        first, last = whole_figure(form.text, tokens.starts[best.first], tokens.ends[best.last])
        start, end = _without_stops(passage, form.sources[first], form.sources[last - 1] + 1)
        probability = max(self._config.probability(span) for span in spans)
        found = []
        for part, inside in zip(parts, zip(*(span.parts for span in spans), strict=True), strict=True):
            at, last_token, score = max(inside, key=lambda one: one[2])
            if score == -math.inf:
                found.append(PartReading())
                continue
            first, last = whole_figure(form.text, tokens.starts[at], tokens.ends[last_token])
            # A figure with its unit may reach beyond the part; a quotation of it must not.
            start_at, end_at = max(form.sources[first], part[0]), min(form.sources[last - 1] + 1, part[1])
            found.append(PartReading(*_without_stops(passage, start_at, end_at), score))
        return Reading(start, end, best.margin, probability, passage[start:end], tuple(found))

    def _spans(
        self,
        asked: tuple[int, ...],
        title: tuple[int, ...],
        tokens: Tokens,
        parts: Sequence[tuple[int, int]] = (),
    ) -> list[Span]:
        import numpy as np

        if not asked or not tokens.ids:
            return []
        config = self._config
        spans = []
        for window in windows(asked, title, tokens.ids, length=config.window, overlap=config.overlap):
            # One window a run: no padding to compute, and a reading never depends on others.
            starts, ends, answerable = self._session.run(
                None, {"input_ids": np.array([window.ids], dtype=np.int64)}
            )
            spans.append(
                best_span(
                    window,
                    starts[0],
                    ends[0],
                    float(answerable[0]),
                    longest=config.longest_answer,
                    parts=parts,
                )
            )
        return spans

    def _asked(self, question: str) -> tuple[int, ...]:
        return self._tokens(fold(question).text.strip()).ids[: self._config.longest_question]

    def _titled(self, title: str) -> tuple[int, ...]:
        return self._tokens(fold(title).text.strip()).ids[: self._config.longest_title]

    def _tokens(self, text: str) -> Tokens:
        return tokenize(self._tokenizer, text)
