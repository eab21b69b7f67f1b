"""How far an ingest has come, told every second or so whatever the machine can do.

All stages but reading count passages; what is counted otherwise (bytes, postings) is told in passages
too, so that a rate and the time left mean the same everywhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come.

    `stage` is opening, reading, embedding, writing, merging, checking or saving; opening, merging and
    saving are told of indexes of `SOME` passages and more.
    """

    stage: str
    done: int
    total: int


Reporter = Callable[[Progress], None]

#: Of an index with fewer passages the short stages are over before anybody could read their names.
SOME = 5_000
#: Seconds between two reports: progress moves within two of them also where one step takes much longer.
_EVERY = 0.5


def in_passages(report: Reporter, stage: str, passages: int, of: int) -> Callable[[int], None]:
    """What tells a stage that counts something else, `of` in all, by how much is done; silent for few passages."""
    if passages < SOME or of <= 0:
        return lambda _: None
    report(Progress(stage, 0, passages))
    return lambda done: report(Progress(stage, min(passages, passages * done // of), passages))


class Due:
    """Says that half a second has gone by since it last said so."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next = clock() + _EVERY

    def __call__(self) -> bool:
        now = self._clock()
        if now < self._next:
            return False
        self._next = now + _EVERY
        return True


class BatchSize:
    """How many items to do before progress is told again: as many as take half a second here and now."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`most` at once, and an eighth of that to begin with."""
        self._most = most
        self._clock = clock
        self._began = clock()
        self.now = max(1, most // 8)

    def begin(self) -> None:
        """A batch begins."""
        self._began = self._clock()

    def end(self) -> None:
        """It is done: the next one is up to twice as large, or as small as its time asks for."""
        took = max(self._clock() - self._began, 1e-6)
        wanted = int(self.now * min(2.0, _EVERY / took))
        self.now = max(1, min(self._most, wanted))
