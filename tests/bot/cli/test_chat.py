"""`yinju chat` through a pipe and on a terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import PATIENCE, Done, environment

LINES = (
    "红河州的十项机制分别是什么?\n其中第三项是什么?\n/cite 1\n/cite 99\n/cite abc\n/sources\n/reset\n/cite 1\n"
    "/nonsense\n\n??\n/quit\n红河州的十项机制分别是什么?\n"
)


@pytest.fixture(scope="module")
def talk(yinju: Callable[..., Done]) -> Done:
    """A conversation through a pipe."""
    return yinju("chat", stdin=LINES)


def test_a_conversation_through_a_pipe_ends_with_0(talk: Done) -> None:
    """Plain lines are answered without a terminal, without colour, and /quit ends it."""
    assert talk.code == 0
    assert talk.err == ""
    assert "\x1b" not in talk.out
    assert talk.out.count("10. 「十是建立健全激励机制抓面。」") == 1


def test_a_follow_up_is_understood_from_what_was_asked_before(talk: Done) -> None:
    """其中第三项 is answered with the third mechanism."""
    after = talk.out.split("10/10", 1)[1]
    assert "三是建立健全培训机制" in after.split("没有编号")[0]


def test_commands_of_a_conversation_do_what_they_say(talk: Done) -> None:
    """/cite shows the passage, wrong numbers and commands are told, /sources lists, /reset forgets."""
    assert "没有编号为 99 的出处" in talk.out
    assert "没有编号为 abc 的出处" in talk.out
    assert "004_396bfa582ca6ad52.txt" in talk.out
    assert "已忘记上文" in talk.out
    assert "没有编号为 1 的出处" in talk.out.split("已忘记上文")[1]
    assert "没有命令 /nonsense" in talk.out
    assert "问题是空的" in talk.out


def test_the_end_of_input_ends_the_conversation(yinju: Callable[..., Done]) -> None:
    """A closed standard input is a good end."""
    done = yinju("--lang", "en", "chat", stdin="")
    assert done.code == 0
    assert done.out.startswith("Yinju:")


class _Terminal:
    """`yinju chat` on a pseudo-terminal."""

    def __init__(self, data_dir: Path) -> None:
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "chat"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment(data_dir, TERM="xterm-256color"),
            cwd=data_dir,
            start_new_session=True,
        )
        os.close(slave)
        self.seen = ""

    def read_until(self, wanted: str) -> str:
        """What was printed until `wanted`, without escape sequences."""
        limit = time.monotonic() + PATIENCE
        start = len(self.seen)
        while wanted not in self.seen[start:]:
            assert time.monotonic() < limit, self.seen[-2000:]
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    data = os.read(self.master, 65536).decode("utf-8", "replace")
                except OSError:
                    break
                if "\x1b[6n" in data:
                    os.write(self.master, b"\x1b[1;1R")
                self.seen += re.sub(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>])", "", data)
        return self.seen[start:]

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())


def test_a_conversation_on_a_terminal_has_a_prompt_and_line_editing(data_dir: Path) -> None:
    """On a terminal there is a prompt, keys edit the line, Ctrl-C drops it and Ctrl-D ends with 0."""
    terminal = _Terminal(data_dir)
    try:
        terminal.read_until("❯")
        # The wrong last character is taken back with backspace.
        terminal.type("红河州的十项机制分别是什么?x\x7f\r")
        assert "10. 「十是建立健全激励机制抓面。」" in terminal.read_until("10/10")
        terminal.read_until("❯")
        terminal.type("其中第三项是什么?\r")
        assert "三是建立健全培训机制" in terminal.read_until("¶")
        terminal.read_until("❯")
        terminal.type("/cite 1\r")
        terminal.read_until("」")
        terminal.type("不要的一行\x03")
        terminal.read_until("❯")
        terminal.type("/reset\r")
        terminal.read_until("已忘记上文")
        terminal.read_until("❯")
        terminal.type("\x04")
        assert terminal.process.wait(PATIENCE) == 0
        assert "Traceback" not in terminal.seen
    finally:
        if terminal.process.poll() is None:
            os.kill(terminal.process.pid, signal.SIGKILL)
            terminal.process.wait()
        os.close(terminal.master)
