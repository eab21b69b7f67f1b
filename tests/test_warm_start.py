"""Which commands come from the warm process, and that one is told from a process by nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands import PATIENCE, PROJECT, _warm_start, environment, run, started
from tests.warm_children import interpreter
from tests.warm_process import WarmProcess
from tests.warm_start import WarmStart
from vectorstore.documents.formats import child

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
    one, two = (WarmStart(PROJECT, env, f"a run of {tmp_path}", kind="bare") for _ in range(2))
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


def _children_reading(program: str, folder: Path) -> subprocess.Popen[bytes]:
    """The process that reads documents, begun by this program as by the interpreter."""
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [program, "-P", "-m", "vectorstore.documents.formats.worker"], stdin=pipe, stdout=pipe, stderr=pipe,
        env={name: os.environ[name] for name in (*child._KEPT, "PYTHONPATH") if name in os.environ} | _ROOT,
        cwd=folder, start_new_session=True,
    )  # fmt: skip


_ROOT = {"PYTHONPATH": str(PROJECT)}


def test_a_forked_child_says_and_ends_as_one_of_the_interpreter(tmp_path: Path) -> None:
    """The same answer, exit code and word of a fault; a module that it does not stand for is the interpreter's."""
    (tmp_path / "source").write_text("姓名,单位\n张三,办公室\n", "utf-8")
    job = {"source": "source", "kind": "csv", "name": "a.csv", "folder": "", "seconds": 60,
           "parent": os.getpid(), "memory": child.MEMORY}  # fmt: skip
    forked = interpreter("reading").executable
    assert forked != sys.executable
    for given in (json.dumps(job).encode(), b"{"):
        ends = []
        for program in (sys.executable, forked):
            with _children_reading(program, tmp_path) as process:
                out, err = process.communicate(given, PATIENCE)
            ends.append((process.returncode, out, err.splitlines()[-1:]))
        assert ends[0] == ends[1]
        assert ends[0][0] == (0 if given != b"{" else 1)
    other = [
        subprocess.run([program, "-m", "json.tool"], input=b"[1]", capture_output=True, check=True).stdout
        for program in (sys.executable, forked)
    ]
    assert other[0] == other[1] != b""


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM])
def test_a_forked_child_is_ended_with_what_stands_for_it(tmp_path: Path, by: signal.Signals) -> None:
    """Killed or told to end while it waits for its job, it lets go of its streams; the signal is the exit code."""
    with _children_reading(interpreter("reading").executable, tmp_path) as process:
        assert process.stdout
        os.set_blocking(process.stdout.fileno(), False)
        time.sleep(0.5)
        assert process.poll() is None
        assert process.stdout.read() is None  # nothing yet, and not the end
        os.killpg(process.pid, by)
        until = time.monotonic() + PATIENCE
        while process.stdout.read() is None:
            assert time.monotonic() < until, "it goes on"
            time.sleep(0.05)
    assert process.returncode == -by


def test_a_command_that_starts_another_has_it_forked_with_its_arguments_and_settings(tmp_path: Path) -> None:
    """A question before any ingest starts an ingest, which reads the folder named in the environment."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("值班制度\n\n值班人员每日8时30分前到岗。\n", "utf-8")
    (tmp_path / "data").mkdir()
    done = run(tmp_path / "data", "ask", "值班人员几时到岗?", more={"DOCUMENTS": str(tmp_path / "docs")})
    assert (done.code, "8时30分" in done.out) == (0, True), done.err
