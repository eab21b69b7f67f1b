"""Child processes of the bot, which it never waits behind: they get a processor after it.

Each runs a module of ours, in a process group of its own that is killed as a whole, with an environment
that holds no setting of ours.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

Line = dict[str, Any]
OnLine = Callable[[Line], Awaitable[None]]

#: A tenth of the share of a process that answers, as long as one does; all that is free otherwise.
NICENESS = 10
#: A process that is kept ready ends after so many seconds without a job, and gives its memory back.
_IDLE = 60.0
_ENVIRONMENT = (
    "PATH",
    "PYTHONPATH",
    "HOME",
    "LANG",
    "TMPDIR",
    "VIRTUAL_ENV",
    "SYSTEMROOT",
    "OMP_NUM_THREADS",
)


async def run_child(arguments: Sequence[str], job: str, seconds: float) -> tuple[int, list[Line]]:
    """The exit code of a module and its lines of JSON. Raises `TimeoutError` after killing it."""
    child = await _started(arguments)
    assert child.stdin is not None
    lines: list[Line] = []
    try:
        async with asyncio.timeout(seconds):
            child.stdin.write(job.encode())
            child.stdin.close()
            async for line in _lines(child):
                lines.append(line)
            await child.wait()
    finally:
        await _killed(child)
    return child.returncode or 0, lines


class KeptReady:
    """A module that does one job after the other, each in a process that it forks.

    It has imported what every job needs: that takes four times as long as a small document. It is
    started when it is needed, and again where it was killed together with a job that took too long.
    """

    def __init__(self, module: str) -> None:
        self._module = module
        self._child: Process | None = None
        self._starting = asyncio.Lock()
        self._end: asyncio.TimerHandle | None = None

    async def start(self) -> None:
        """Begin to import, so that the next job need not wait for it."""
        async with self._starting:
            self._keep()
            child = self._child
            if child is None or child.returncode is not None or _is_ending(child):
                self._child = await _started([self._module])
        self._rest()

    async def run(self, arguments: Sequence[str], seconds: float, on_line: OnLine) -> tuple[int, list[Line]]:
        """The exit code of a job and its lines of JSON, one job at a time.

        Raises `TimeoutError` after killing it.
        """
        await self.start()
        self._keep()
        child = self._child
        assert child is not None
        assert child.stdin is not None
        lines: list[Line] = []
        try:
            async with asyncio.timeout(seconds):
                with suppress(BrokenPipeError, ConnectionResetError):  # it has ended: so it says nothing
                    child.stdin.write(json.dumps(list(arguments)).encode() + b"\n")
                    await child.stdin.drain()
                async for line in _lines(child):
                    if "exit" in line:
                        self._rest()
                        return int(line["exit"]), lines
                    lines.append(line)
                    await on_line(line)
                await child.wait()
        except BaseException:
            await self.stop()
            raise
        return child.returncode or 1, lines

    def _keep(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None

    def _rest(self) -> None:
        """End the process after a while, unless there is a job before."""
        self._keep()
        child = self._child
        if child is not None and child.stdin is not None:
            self._end = asyncio.get_running_loop().call_later(_IDLE, child.stdin.close)

    async def stop(self) -> None:
        """Kill it with what it does."""
        self._keep()
        child, self._child = self._child, None
        if child is not None:
            await _killed(child)

    def close(self) -> None:
        """Kill it with what it does, and don't wait for its end."""
        self._keep()
        if self._child is not None:
            _kill(self._child)


async def _started(arguments: Sequence[str]) -> Process:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, stdin=PIPE, stdout=PIPE, stderr=DEVNULL,
        env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        # Not a session of its own: a desktop's Linux shares processors between sessions before it looks at priorities.
        cwd=Path(__file__).resolve().parents[3], process_group=0, limit=1 << 20,
    )  # fmt: skip
    with suppress(OSError):  # it has ended already
        os.setpriority(os.PRIO_PROCESS, child.pid, NICENESS)
    return child


async def _lines(child: Process) -> AsyncIterator[Line]:
    assert child.stdout is not None
    async for raw in child.stdout:
        try:
            line = json.loads(raw)
        except ValueError:
            continue  # a library's own chatter
        if isinstance(line, dict):
            yield line


def _is_ending(child: Process) -> bool:
    """Whether it was told that no more jobs come."""
    return child.stdin is None or child.stdin.is_closing()


def _kill(child: Process) -> None:
    with suppress(ProcessLookupError):
        if child.returncode is None:
            os.killpg(child.pid, signal.SIGKILL)


async def _killed(child: Process) -> None:
    if child.returncode is None:
        _kill(child)
        await child.wait()
