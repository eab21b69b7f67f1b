"""What was embedded is kept, whatever becomes of the ingest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.commands import environment
from vectorstore.index import generations
from vectorstore.index.journal import FILE, Journal
from vectorstore.ingest import Progress, ingest


def _vectors(count: int) -> list[np.ndarray]:
    return list(np.random.default_rng(count).normal(size=(count, 8)).astype(np.float32))


def _digests(count: int) -> list[str]:
    return [f"{number:032x}" for number in range(count)]


def test_batches_are_read_again(tmp_path: Path) -> None:
    """What several batches put in is there after opening it again, value for value."""
    made = _vectors(5)
    Journal(tmp_path, "m").add(_digests(5)[:2], made[:2])
    second = Journal(tmp_path, "m")
    second.add(_digests(5)[2:], made[2:])
    known = Journal(tmp_path, "m").known
    assert list(known) == _digests(5)
    assert all(np.array_equal(known[name], vector) for name, vector in zip(_digests(5), made, strict=True))
    second.remove()
    assert Journal(tmp_path, "m").known == {}


def test_a_cut_or_altered_record_is_dropped_and_written_over(tmp_path: Path) -> None:
    """A record that a kill cut off, and what follows a damaged one, is not taken; the next batch is."""
    made = _vectors(4)
    Journal(tmp_path, "m").add(_digests(4)[:3], made[:3])
    path = tmp_path / FILE
    path.write_bytes(path.read_bytes()[:-5])
    cut = Journal(tmp_path, "m")
    assert list(cut.known) == _digests(2)
    cut.add(_digests(4)[3:], made[3:])
    assert list(Journal(tmp_path, "m").known) == [*_digests(2), _digests(4)[3]]
    data = bytearray(path.read_bytes())
    data[-60] ^= 1
    path.write_bytes(data)
    assert list(Journal(tmp_path, "m").known) == _digests(1)
    path.write_bytes(b"\x00\xff" * 100)
    assert Journal(tmp_path, "m").known == {}


def test_another_model_and_a_rebuild_begin_anew(tmp_path: Path) -> None:
    """Vectors of another model are never taken, and a rebuild takes only those of a rebuild."""
    Journal(tmp_path, "m").add(_digests(2), _vectors(2))
    assert Journal(tmp_path, "other").known == {}
    assert Journal(tmp_path, "m", rebuild=True).known == {}
    Journal(tmp_path, "m", rebuild=True).add(_digests(1), _vectors(1))
    assert list(Journal(tmp_path, "m", rebuild=True).known) == _digests(1)
    assert list(Journal(tmp_path, "m").known) == _digests(1)


def _documents(folder: Path, count: int) -> Path:
    folder.mkdir()
    lines = [f"第{number}号车辆由办公室负责登记并每季度盘点一次。" for number in range(count)]
    (folder / "a.txt").write_text("车辆管理\n\n" + "\n\n".join(lines) + "\n", "utf-8")
    return folder


def test_an_ingest_that_fails_behind_the_embedding_keeps_what_it_embedded(
    tmp_path: Path, tiny_model: Path
) -> None:
    """Interrupted while it writes, an ingest embeds nothing again at the next try."""
    docs, index = _documents(tmp_path / "docs", 100), tmp_path / "index"

    def interrupt(step: Progress) -> None:
        if step.stage == "writing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest([docs], index, str(tiny_model), report=interrupt)
    assert generations.finished(index) == []
    report = ingest([docs], index, str(tiny_model))
    assert (report.embedded, report.carried) == (0, report.passages)
    assert not (index / FILE).exists()


def test_a_killed_ingest_embeds_at_most_one_batch_again(tmp_path: Path, tiny_model: Path) -> None:
    """After SIGKILL in the middle of the embedding, all but the last batch are there."""
    docs, index = _documents(tmp_path / "docs", 200), tmp_path / "index"
    code = (
        "import pathlib, sys, time; from tests.tiny_model import in_place_of; from vectorstore.ingest import ingest\n"
        "def report(step):\n"
        "    if step.stage == 'embedding' and step.done >= 96: print(step.done, flush=True); time.sleep(60)\n"
        f"with in_place_of(pathlib.Path({str(tiny_model)!r})):\n"
        f"    ingest([pathlib.Path({str(docs)!r})], pathlib.Path({str(index)!r}), {str(tiny_model)!r}, report=report)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment(tmp_path), cwd=tmp_path
    )
    assert process.stdout is not None
    done = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    started = time.monotonic()
    report = ingest([docs], index, str(tiny_model))
    assert report.passages - done <= report.embedded <= report.passages - done + 32
    assert time.monotonic() - started < 60
