"""Runs the `yinju` command as a process of its own, the way a person runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.warm_process import WarmProcess
from tests.warm_start import WarmStart

PROJECT = Path(__file__).resolve().parent.parent
SEEDS = PROJECT / "seeds"
#: Longer than any command takes, even on a busy machine.
PATIENCE = 240
#: What Python is started with for the command.
COMMAND = ("-m", "bot")


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """The environment of a command: this project's code, and no setting but those named."""
    from bot.settings import known_names

    unset = {*known_names(), "NO_COLOR"}
    kept = {name: value for name, value in os.environ.items() if name.upper() not in unset}
    return {
        **kept,
        "PYTHONPATH": str(PROJECT),
        "DATA_DIR": str(data_dir),
        # Modules compiled once serve all commands: compiling them takes as long as a short command.
        "PYTHONDONTWRITEBYTECODE": "",
        **more,
    }


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its standard output, as JSON."""
        return json.loads(self.out)


def run(
    data_dir: Path,
    *arguments: str,
    stdin: str = "",
    more: Mapping[str, str] | None = None,
    folder: Path | None = None,
    program: Sequence[str] = COMMAND,
) -> Done:
    """Run `yinju` with these arguments in `folder` and wait for it.

    The command comes from a process with its modules imported, where nothing in its environment and
    no `program` of its own asks for an interpreter that starts anew.
    """
    env = environment(data_dir, **(more or {}))
    where = folder or data_dir
    warm = _warm_start() if program == COMMAND else None
    if warm and warm.can_start(env):
        code, out, err = warm.run(arguments, stdin.encode(), env, where, PATIENCE)
        return Done(code, out.decode(), err.decode())
    done = subprocess.run(
        [sys.executable, *program, *arguments],
        input=stdin.encode(),
        capture_output=True,
        env=env,
        cwd=where,
        timeout=PATIENCE,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def started(
    arguments: Sequence[str], env: Mapping[str, str], folder: Path, **streams: Any
) -> subprocess.Popen[Any]:
    """Start `yinju` with these arguments in `folder` and don't wait for it; `streams` as `Popen` takes them.

    It comes from the process with its modules imported wherever `run` would take it from there.
    """
    if (warm := _warm_start()) and warm.can_start(env):
        return WarmProcess(warm, arguments, env=env, cwd=folder, **streams)
    return subprocess.Popen([sys.executable, *COMMAND, *arguments], env=dict(env), cwd=folder, **streams)


@cache
def _warm_start() -> WarmStart | None:
    """The one of this test run; there is none where a process can't be forked safely."""
    if sys.platform != "linux":
        return None
    return WarmStart(PROJECT, environment(PROJECT), os.environ.get("PYTEST_XDIST_TESTRUNUID", ""))
