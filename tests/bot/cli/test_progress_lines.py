"""How far an ingest has come, where standard error is no terminal."""

from __future__ import annotations

from bot.cli.ingest import ProgressLines
from bot.types import Language
from vectorstore.ingest import Progress


def test_progress_is_told_within_two_seconds_with_rate_and_time_left() -> None:
    """A stage is named at once, two seconds later it says how far it is, and then ever more seldom."""
    said: list[str] = []
    now = [0.0]
    lines = ProgressLines(said.append, Language.ENGLISH, lambda: now[0])
    for tick in range(1000):
        now[0] = tick * 0.1
        lines(Progress("embedding", tick * 4, 8000))
    assert said[0] == "Embedding (8000)…"
    assert said[1] == "Embedding 80/8000, 40.0 a second, about 198 s left"
    assert 8 <= len(said) <= 20
    lines(Progress("writing", 0, 8000))
    assert said[-1] == "Writing (8000)…"
