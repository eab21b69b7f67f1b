"""The windows in which a passage is read, and the best span in the logits of each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BOS, PAD, EOS = 0, 1, 2
"""Ids of the special tokens; the trimmed vocabulary keeps the order of the base model."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token ids of a text with the character offsets of each, both ends."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Model input: `ids[context_start:context_end]` are the passage's tokens from `first` on."""

    ids: tuple[int, ...]
    context_start: int
    context_end: int
    first: int


def tokenize(tokenizer: Tokenizer, text: str) -> Tokens:
    """Token ids and offsets of a folded text, without special tokens or empty tokens."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return Tokens(
        tuple(encoding.ids),
        tuple(start for start, _ in encoding.offsets),
        tuple(end for _, end in encoding.offsets),
    )


def windows(
    question: Sequence[int],
    title: Sequence[int],
    passage: Sequence[int],
    *,
    length: int,
    overlap: int,
) -> Iterator[Window]:
    """Lay question, title and passage out as `<s> q </s></s> [title </s>] passage </s>`.

    A passage longer than one window is read in windows that share `overlap` tokens, the last one
    moved back so that it is full.
    """
    head = [BOS, *question, EOS, EOS, *([*title, EOS] if title else [])]
    room = max(length - len(head) - 1, 16)
    step = max(room - overlap, 1)
    first = 0
    while True:
        if first + room >= len(passage):
            first = max(len(passage) - room, 0)
        part = passage[first : first + room]
        yield Window((*head, *part, EOS), len(head), len(head) + len(part), first)
        if first + room >= len(passage):
            return
        first += step


@dataclass(frozen=True, slots=True)
class Span:
    """The best span of one window: passage token numbers, both inclusive, and two logits.

    `parts` are the best spans within each of the given parts: first and last token, and margin, which
    is -inf where the window has nothing of the part.
    """

    first: int
    last: int
    margin: float
    answerable: float
    parts: tuple[tuple[int, int, float], ...] = ()


def best_span(
    window: Window,
    starts: Any,
    ends: Any,
    answerable: float,
    *,
    longest: int,
    parts: Sequence[tuple[int, int]] = (),
) -> Span:
    """The best span of at most `longest` tokens and its lead over the null span at `<s>`.

    `starts` and `ends` are the window's logits, one float32 array each; `parts` are ranges of the
    passage's tokens.
    """
    import numpy as np

    begin = np.asarray(starts[window.context_start : window.context_end])
    finish = np.asarray(ends[window.context_start : window.context_end])
    # Row i of the band holds begin[i] + finish[i], ..., begin[i] + finish[i + longest - 1].
    padded = np.concatenate([finish, np.full(longest - 1, -np.inf, dtype=finish.dtype)])
    band = np.lib.stride_tricks.sliding_window_view(padded, longest) + begin[:, None]
    first, extra = divmod(int(band.argmax()), longest)
    null = float(starts[0] + ends[0])
    margin = float(band[first, extra]) - null
    inside = []
    for start, end in parts:
        start, end = max(start - window.first, 0), min(end - window.first, len(begin))
        if start >= end:
            inside.append((0, 0, -math.inf))
            continue
        # A span ends where its part does: the later it begins, the shorter it may be.
        allowed = np.arange(longest)[None, :] < np.arange(end - start, 0, -1)[:, None]
        own = np.where(allowed, band[start:end], -np.inf)
        at, more = divmod(int(own.argmax()), longest)
        at += start + window.first
        inside.append((at, at + more, float(own.max()) - null))
    return Span(window.first + first, window.first + first + extra, margin, answerable, tuple(inside))
