"""Readers for measuring: one that is watched while it reads, and one that reads nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache

from bot.extraction.reader import Folded, PartReading, Reader, Reading


class WatchedReader(Reader):
    """Reads as the reader does and keeps what it read for the last question.

    `read_for` gives it by the text of the passage. For one thread.
    """

    def __init__(self, load: Callable[[], Reader] = Reader) -> None:
        self._load = cache(load)
        self._seen: dict[str, Reading] = {}

    def read(
        self,
        question: str,
        passages: Sequence[str],
        *,
        titles: Sequence[str] | None = None,
        folded: Sequence[Folded] | None = None,
        parts: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> list[Reading]:
        """The reader's own readings."""
        readings = self._load().read(question, passages, titles=titles, folded=folded, parts=parts)
        self._seen |= dict(zip(passages, readings, strict=True))
        return readings

    def taken(self) -> dict[str, Reading]:
        """Return the readings since the last call, by passage, and forget them."""
        seen, self._seen = self._seen, {}
        return seen


class NoReader(Reader):
    """Finds nothing in any passage: an evaluation without the reader."""

    def __init__(self) -> None:
        pass

    def read(
        self,
        question: str,
        passages: Sequence[str],
        *,
        titles: Sequence[str] | None = None,
        folded: Sequence[Folded] | None = None,
        parts: Sequence[Sequence[tuple[int, int]]] | None = None,
    ) -> list[Reading]:
        """An empty reading of every passage."""
        counts = [len(own) for own in parts] if parts is not None else [0] * len(passages)
        return [Reading(0, 0, -math.inf, 0.0, "", (PartReading(),) * count) for count in counts]
