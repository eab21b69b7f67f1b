"""The better of two answers to one question, and what can be shown of it before both are there."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bot.questions.asker import OnClaim
from bot.types import Answer, Answered, Claim

Ask = Callable[[OnClaim], Answer]


def tell_all(answer: Answer, on_claim: OnClaim) -> None:
    """Tell of every claim of an answer that is there already."""
    for claim in answer.claims if isinstance(answer, Answered) else ():
        on_claim(claim)


def better_of(first: Ask, second: Ask, on_claim: OnClaim) -> Answer:
    """Ask both at once; the better answer, of two equal ones the first.

    A claim is told as soon as it is sure that its answer is the better one: when the other has
    declined, or has an answer that is worse. Until then it is kept back, and never told if it loses.
    """
    race = _Race(on_claim)
    with ThreadPoolExecutor(1, "other-shelf") as pool:
        other = pool.submit(race.run, 1, second)
        race.run(0, first)
        other.result()
    return race.result()


class _Race:
    """Two answers in the making."""

    def __init__(self, on_claim: OnClaim) -> None:
        self._on_claim = on_claim
        self._lock = threading.Lock()
        self._claims: tuple[list[Claim], list[Claim]] = ([], [])
        self._answers: list[Answer | None] = [None, None]
        self._told = 0

    def run(self, side: int, ask: Ask) -> None:
        """Ask one side."""

        def hear(claim: Claim) -> None:
            with self._lock:
                self._claims[side].append(claim)
                self._tell()

        answer = ask(hear)
        with self._lock:
            self._answers[side] = answer
            self._tell()

    def result(self) -> Answer:
        """The better answer, once both are there."""
        first, second = self._answers
        assert first is not None
        assert second is not None
        return first if _merit(first) >= _merit(second) else second

    def _tell(self) -> None:
        """Tell what is sure by now."""
        winner = self._winner()
        if winner is not None:
            for claim in self._claims[winner][self._told :]:
                self._told += 1
                self._on_claim(claim)

    def _winner(self) -> int | None:
        first, second = self._answers
        if first is not None and second is not None:
            return 0 if _merit(first) >= _merit(second) else 1
        for side, other in enumerate((second, first)):
            # An answer, however improbable, goes before a decline; who tells a claim has one.
            if other is not None and not isinstance(other, Answered) and self._claims[side]:
                return side
        return None


def _merit(answer: Answer) -> tuple[int, float]:
    """Answered goes before declined, then what is more probable."""
    return int(isinstance(answer, Answered)), answer.probability
