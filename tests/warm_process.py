"""A command that runs while the test goes on, forked from the process that has everything imported."""

from __future__ import annotations

import os
import select
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.warm_start import WarmStart


class WarmProcess(subprocess.Popen[Any]):
    """A `Popen` in all that tests do with one; only starting and waiting go through a `WarmStart`."""

    def __init__(
        self, warm: WarmStart, arguments: Sequence[str], *, env: Mapping[str, str], cwd: Path, **more: Any
    ) -> None:
        """Start `yinju` with these arguments; `more` is what `Popen` takes for streams and the session."""
        self._warm = warm
        self._told = b""
        super().__init__(list(arguments), env=dict(env), cwd=cwd, **more)

    def _execute_child(self, args: list[str], *given: Any) -> None:
        # As `Popen` calls it: … cwd, env, …, the pipes' ends, …, whether it is a session of its own.
        cwd, env, pipes, new_session = given[4], given[5], given[9:15], given[20]
        theirs = [end if end != -1 else own for own, end in enumerate((pipes[0], pipes[3], pipes[5]))]
        try:
            self._reading = self._warm.start(args, theirs, env, cwd, new_session)
            while b"\n" not in self._told:
                self._hear()
            self.pid = int(self._told.split()[0])
            self._child_created = True
        finally:
            self._close_pipe_fds(*pipes)

    def _hear(self) -> None:
        if not (more := os.read(self._reading, 64)):
            raise ChildProcessError("the process that starts commands is gone")
        self._told += more

    def _ended(self, patience: float | None) -> bool:
        """Whether the exit code has come; waits for it, for so many seconds or for ever."""
        while self.returncode is None and self._told.count(b"\n") < 2:
            # select() takes no descriptor over 1,023, which a long test run may reach.
            ready = select.poll()
            ready.register(self._reading, select.POLLIN)
            if not ready.poll(patience if patience is None else patience * 1000):
                return False
            self._hear()
        if self.returncode is None:
            self.returncode = int(self._told.split()[1])
            os.close(self._reading)
        return True

    def _internal_poll(self, *_: Any, **__: Any) -> int | None:
        self._ended(0)
        return self.returncode

    def _wait(self, timeout: float | None) -> int:
        if not self._ended(timeout):
            assert timeout is not None
            raise subprocess.TimeoutExpired(self.args, timeout)
        return self.returncode
