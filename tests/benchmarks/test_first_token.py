"""The benchmark of the page's first words: fair turns, and no warming in the figures."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.first_token import in_turns, percentile95


def test_each_is_asked_in_turns_and_the_first_round_is_not_counted() -> None:
    """Two rounds of three questions give six figures each; who comes first changes; warming is left out."""
    order: list[str] = []

    def asked(name: str, seconds: float) -> Callable[[str], float]:
        def ask(question: str) -> float:
            order.append(name)
            return seconds if len(order) > 6 else 1000.0

        return ask

    seconds = in_turns({"a": asked("a", 1.0), "b": asked("b", 2.0)}, ["x", "y", "z"], 2)
    assert seconds == {"a": [1.0] * 6, "b": [2.0] * 6}
    assert order[::2] == ["a", "b"] * 4 + ["a"]


def test_95_of_100_stay_under_the_percentile() -> None:
    """Of a hundred times the 96th in order; of one the only."""
    assert percentile95([float(number) for number in range(100)]) == 95.0
    assert percentile95([3.0]) == 3.0
