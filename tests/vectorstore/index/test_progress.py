"""Progress moves by time: in batches that take half a second, and through the stages that count no passages."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from vectorstore.index import progress
from vectorstore.index.progress import BatchSize, Due, Progress, in_passages
from vectorstore.ingest import ingest


def test_batches_take_half_a_second_whatever_an_item_takes() -> None:
    """They grow where items are quick, up to the most, and shrink to a single one where items are slow."""
    now = [0.0]
    size = BatchSize(32, lambda: now[0])
    assert size.now == 4

    def done(an_item: float) -> int:
        size.begin()
        now[0] += size.now * an_item
        size.end()
        return size.now

    assert [done(0.001) for _ in range(4)] == [8, 16, 32, 32]
    assert [done(0.1) for _ in range(3)] == [5, 5, 5]
    assert done(0.7) == 1
    assert done(0.7) == 1
    assert [done(0.01) for _ in range(3)] == [2, 4, 8]


def test_it_is_due_once_in_half_a_second() -> None:
    """Not at once, and after a long time only once."""
    now = [0.0]
    due = Due(lambda: now[0])
    assert not due()
    now[0] = 0.6
    assert due()
    assert not due()
    now[0] = 10.0
    assert due()
    assert not due()


def test_what_counts_otherwise_is_told_in_passages() -> None:
    """Half of the bytes are half of the passages, no more than all are told, and few are not told at all."""
    told: list[Progress] = []
    tell = in_passages(told.append, "saving", 10_000, 400)
    tell(200)
    tell(500)
    assert told == [
        Progress("saving", 0, 10_000),
        Progress("saving", 5_000, 10_000),
        Progress("saving", 10_000, 10_000),
    ]
    in_passages(told.append, "saving", progress.SOME - 1, 400)(200)
    in_passages(told.append, "saving", 10_000, 0)(0)
    assert len(told) == 3


def test_every_stage_of_a_large_index_is_told_to_its_end(
    tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Opening, merging and saving too: each goes from its beginning to its end and never back."""
    monkeypatch.setattr(progress, "SOME", 10)
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    for file in range(3):
        rows = "\n\n".join(f"第{file}件第{row}项:本单位就该事项形成书面意见。" for row in range(20))
        (docs / f"{file}.txt").write_text(f"意见{file}\n\n{rows}\n", "utf-8")
    for stages in (
        ["reading", "embedding", "writing", "merging", "checking", "saving"],
        ["opening", "reading", "embedding", "writing", "merging", "checking", "saving"],
    ):
        told: list[Progress] = []
        ingest([docs], index, str(tiny_model), report=told.append)
        assert list(dict.fromkeys(step.stage for step in told)) == stages
        for stage in stages:
            steps = [step for step in told if step.stage == stage]
            assert steps[-1].done == steps[-1].total
            assert all(a.done <= b.done for a, b in pairwise(steps))
        for file in range(3):  # most of it, so that all is written anew
            path = docs / f"{file}.txt"
            path.write_text(path.read_text("utf-8").replace("形成书面意见", "另行形成意见"), "utf-8")
