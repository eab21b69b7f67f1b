"""Kills `yinju ingest` in the middle of its work, as a power cut would."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.commands import PATIENCE, environment, started
from vectorstore.index import generations

#: What the command says as it goes, in its order; the first is before it says anything.
STAGES = ("start", "reading", "embedding", "writing", "checking")


@dataclass(frozen=True, slots=True)
class Kill:
    """What became of a killed ingest: whether the signal ended it, and which generation is in use."""

    stage: str
    delay: float
    killed: bool
    before: str
    after: str


def kill_ingest(data_dir: Path, docs: Path, stage: str, delay: float, settings: Mapping[str, str]) -> Kill:
    """Start an ingest, wait for the stage to be announced and `delay` seconds more, and kill it."""
    index = data_dir / "index"
    before = generations.current(index).name
    process = started(
        ["ingest", str(docs)],
        environment(data_dir, **settings),
        data_dir,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait(process, STAGES.index(stage))
        time.sleep(delay)
        # A process that has ended already is told by its exit status.
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    finally:
        process.wait()
        assert process.stderr is not None
        process.stderr.close()
    return Kill(stage, delay, process.returncode == -signal.SIGKILL, before, generations.current(index).name)


def _wait(process: subprocess.Popen[bytes], lines: int) -> None:
    """Until the process has announced that many stages, or has ended."""
    assert process.stderr is not None
    limit = time.monotonic() + PATIENCE
    said = b""
    # select() itself takes no descriptor over 1,023, which a long test run may reach.
    with selectors.DefaultSelector() as ready:
        ready.register(process.stderr, selectors.EVENT_READ)
        while said.count("……".encode()) < lines and process.poll() is None:
            assert time.monotonic() < limit
            if ready.select(0.2):
                said += os.read(process.stderr.fileno(), 4096)
