"""Streams that are closed or full, and Ctrl-C at any moment: a line or silence, never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import PATIENCE, environment

#: Sends Ctrl-C to itself when a module of the program is looked for, then runs the program.
_INTERRUPTED = """
import os, signal, sys

wanted = sys.argv.pop(1)

class Ctrl:
    def find_spec(self, name, *_):
        if name == wanted:
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Ctrl())
from bot.__main__ import main
main()
"""


def _shell(data_dir: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of the shell in which `yinju` is our command."""
    command = f'yinju() {{ "{sys.executable}" -m bot "$@"; }}; {line}'
    return subprocess.run(
        ["bash", "-c", command],
        env=environment(data_dir),
        cwd=data_dir,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("yinju sources >&-", 0),
        ("yinju log 2>&- >&-", 0),
        ("yinju ask <&-", 2),
        ("yinju locate <&-", 2),
        ("yinju chat <&-", 0),
        ("yinju --help >&-", 0),
    ],
)
def test_a_closed_stream_is_no_error_of_its_own(data_dir: Path, line: str, code: int) -> None:
    """What is said into a closed stream is lost, what is read from one is empty; the command ends as it would."""
    done = _shell(data_dir, line)
    assert (done.returncode, done.stdout) == (code, "" if ">&-" in line else done.stdout)
    assert "Error" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no file that is always full")
@pytest.mark.parametrize("command", ["sources", "config", "--help", "ask -h", "--version"])
def test_a_full_disk_behind_standard_output_is_told_in_a_line(data_dir: Path, command: str) -> None:
    """The last line says what is wrong; nothing of the system's words is shown."""
    done = _shell(data_dir, f"yinju {command} > /dev/full")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "无法写到标准输出：磁盘已满。请把结果写到别处。"
    assert "Error" not in done.stderr


@pytest.mark.parametrize("command", ["sources", "--help"])
def test_a_reader_that_goes_away_is_no_error(data_dir: Path, command: str) -> None:
    """A pipe that is closed before anything is written ends the command without a word."""
    done = _shell(data_dir, f"yinju {command} | true")
    assert done.stderr == ""


@pytest.mark.parametrize("module", ["bot.cli.app", "bot.cli.ingest", "vectorstore.index.catalog"])
def test_ctrl_c_while_modules_load_shows_no_traceback(data_dir: Path, module: str) -> None:
    """The system ends the process, which a shell reports as 130, or the command line does with that code."""
    env = environment(data_dir)
    done = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED, module, "sources"],
        env=env,
        cwd=data_dir,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode in {-signal.SIGINT, 130}
    assert done.stderr == ""
