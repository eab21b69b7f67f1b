"""Which commands come from the warm process, and that one is told from a process by nothing else."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands import PATIENCE, PROJECT, _warm_start, environment, run, started
from tests.warm_process import WarmProcess
from tests.warm_start import WarmStart

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")


def test_an_engine_in_the_tests_own_process_changes_nothing(tmp_path: Path) -> None:
    """What Yinju sets before it loads an engine is no reason for a new interpreter; another setting of one is."""
    warm = _warm_start()
    assert warm
    loaded = {"OMP_WAIT_POLICY": "passive", "ORT_DISABLE_TELEMETRY": "1", "TOKENIZERS_PARALLELISM": "false"}
    assert warm.can_start(environment(tmp_path, **loaded))
    assert not warm.can_start(environment(tmp_path, OMP_WAIT_POLICY="active"))
    assert not warm.can_start(environment(tmp_path, PYTHONUTF8="0"))


def test_a_warm_process_ends_as_any_other(tmp_path: Path) -> None:
    """Exit codes, streams, patience and signals are those of an ordinary process."""
    env = environment(tmp_path)
    pipe = subprocess.PIPE
    process = started(["log", "--nonsense"], env, tmp_path, stdout=pipe, stderr=pipe)
    assert isinstance(process, WarmProcess)
    out, err = process.communicate(timeout=60)
    done = run(tmp_path, "log", "--nonsense")
    assert (process.returncode, out.decode(), err.decode()) == (2, done.out, done.err)

    waiting = started(["ask"], env, tmp_path, stdin=pipe, stdout=pipe, stderr=pipe)
    assert waiting.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        waiting.wait(0.2)
    waiting.kill()
    assert waiting.wait(60) == -9
    waiting.communicate()


def test_workers_of_a_run_share_a_process_that_ends_with_the_last(tmp_path: Path) -> None:
    """The second of a run finds the first one's process, which goes on without the first and ends with the second."""
    env = environment(tmp_path)
    one, two = (WarmStart(PROJECT, env, f"a run of {tmp_path}", loads=False) for _ in range(2))
    place = one._folder
    assert two._folder == place
    one.close()
    code, out, _ = two.run(["--help"], b"", env, tmp_path, PATIENCE)
    assert code == 0
    assert b"yinju" in out
    assert place.exists()
    two.close()
    until = time.monotonic() + PATIENCE
    while place.exists():
        assert time.monotonic() < until, "the process goes on"
        time.sleep(0.05)
