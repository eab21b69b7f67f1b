"""How far an ingest has come, where standard error is no terminal."""

from __future__ import annotations

from bot.cli.ingest import ProgressLines
from bot.types import Language
from vectorstore.ingest import Progress


def test_progress_is_told_within_two_seconds_with_rate_and_time_left() -> None:
    """A stage is named at once, says every two seconds how far it is, and after a minute ever more seldom."""
    said: list[str] = []
    now = [0.0]
    lines = ProgressLines(said.append, Language.ENGLISH, lambda: now[0])
    for tick in range(1, 6001):
        now[0] = tick * 0.1
        lines(Progress("embedding", tick * 4, 48_000))
        if tick == 600:
            assert 29 <= len(said) <= 31
    assert said[0] == "Embedding (48000)…"
    assert said[1] == "Embedding 84/48000, 42.0 a second, about 1141 s left"
    assert len(said) <= 60
    lines(Progress("writing", 0, 8000))
    assert said[-1] == "Writing (8000)…"


def test_loading_takes_no_part_in_the_rate() -> None:
    """A stage that begins a second time, its model loaded by then, is counted from there."""
    said: list[str] = []
    now = [0.0]
    lines = ProgressLines(said.append, Language.ENGLISH, lambda: now[0])
    for moment, done in ((0.0, 0), (10.0, 0), (12.0, 20)):
        now[0] = moment
        lines(Progress("embedding", done, 100))
    assert said == ["Embedding (100)…", "Embedding 20/100, 10.0 a second, about 8 s left"]
