"""Starts the `yinju` command from a process that has its modules imported already.

Most of the processor time of a short command is the import of its modules and the loading of its
models, and the tests run hundreds of commands. Here one process for all workers of a test run imports and
loads them and forks itself for every command: the child gets the command's own arguments, environment, folder
and streams, runs `python -m bot` to its end, waits for its threads, calls what asked to be called at
the exit, and is gone without taking the modules apart. Commands share nothing but modules, whose
import does nothing (`tests/bot/test_start_up.py`, whose commands are ordinary processes), and what
never changes: tables of words, and models, each of which runs on its caller's own thread.

The child processes that read and index documents come from processes of the same kind, with a child's modules only:
what starts them is given a program that stands for the interpreter, `tests/warm_launcher.py`.

A command for which the interpreter itself must start anew runs as an ordinary process: see `can_start`.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import getpass
import json
import marshal
import os
import resource
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from filelock import FileLock

from tests.warm_launcher import IGNORED
from tests.warm_modules import KINDS, prepared

#: What the interpreter and the libraries read once, when they start.
_READ_AT_START = ("PYTHON", "LC_", "LANG", "LD_", "OMP_", "OPENBLAS_", "MKL_", "ORT_", "RUST", "TOKENIZERS_")
#: What Yinju itself sets before it loads them. A test that has loaded an engine in its own process has it in
#: its environment from then on, and so has the process here.
_SET_BY_YINJU = {
    "OMP_WAIT_POLICY": "passive",
    "ORT_DISABLE_TELEMETRY": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
#: What a launcher writes to the socket; all others write another byte.
_LAUNCHED = b"!"
_SOCKET, _PROGRAM = "asked", "python"
#: Held while such a process is looked for, and while one ends.
_LOCK = Path(tempfile.gettempdir()) / f"yinju-tests-{getpass.getuser()}.lock"
_LAUNCHER = Path(__file__).with_name("warm_launcher.py")


class WarmStart:
    """The process that has everything imported, and what is asked of it."""

    def __init__(
        self, project: Path, environment: Mapping[str, str], run: str = "", kind: str = "commands"
    ) -> None:
        """Start it, or use the one that a worker of the same test `run` has started.

        `environment` is a command's; what of it is read at a start is the same for all that share a process.
        What is forked is of a `kind` of `KINDS`.
        """
        self._kind = kind
        self._at_start = _at_start(environment)
        named = json.dumps([run or os.getpid(), str(project), self._at_start, kind], sort_keys=True)
        # The name of a socket has room for a hundred characters.
        self._folder = Path(tempfile.gettempdir()) / f"yinju-{sha256(named.encode()).hexdigest()[:16]}"
        self._socket = socket.socket(socket.AF_UNIX)
        with FileLock(_LOCK):
            try:
                self._socket.connect(str(self._folder / _SOCKET))
            except (FileNotFoundError, ConnectionRefusedError):
                self._begin(project, environment)
                self._socket.connect(str(self._folder / _SOCKET))
        atexit.register(self.close)

    def _begin(self, project: Path, environment: Mapping[str, str]) -> None:
        self._folder.mkdir(exist_ok=True)
        (self._folder / _SOCKET).unlink(missing_ok=True)
        self.launcher().write_text(self._launcher(), "utf-8")
        self.launcher().chmod(0o700)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(self._folder / _SOCKET))
            listening.listen()
            subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.warm_start",
                    str(listening.fileno()),
                    str(self._folder),
                    self._kind,
                ],  # fmt: skip
                env={**environment, **_SET_BY_YINJU},
                cwd=project,
                pass_fds=[listening.fileno()],
                stdin=subprocess.DEVNULL,
            )

    def close(self) -> None:
        """Ask nothing more of it: it ends when nobody does. Commands that still run are left to themselves."""
        self._socket.close()

    def launcher(self) -> Path:
        """The program that stands for the interpreter where a child process is started."""
        return self._folder / _PROGRAM

    def _launcher(self) -> str:
        filled = {
            "INTERPRETER": sys.executable, "SOCKET": str(self._folder / _SOCKET), "MODULES": KINDS[self._kind].modules,
            "READ_AT_START": _READ_AT_START, "SET_BY_YINJU": _SET_BY_YINJU,
            "AT_START": {name: value for name, value in self._at_start.items() if name not in IGNORED},
        }  # fmt: skip
        lines = _LAUNCHER.read_text("utf-8").splitlines(keepends=True)
        for at, line in enumerate(lines):
            if (name := line.partition(":")[0].partition(" ")[0]) in filled:
                lines[at] = f"{name} = {filled[name]!r}\n"
        return "".join([f"#!{sys.executable} -IS\n", *lines])

    def can_start(self, environment: Mapping[str, str]) -> bool:
        """Whether a command with this environment may be forked: nothing in it is read at a start only."""
        return _at_start(environment) == self._at_start

    def run(
        self,
        arguments: Sequence[str],
        stdin: bytes,
        environment: Mapping[str, str],
        folder: Path,
        patience: float,
    ) -> tuple[int, bytes, bytes]:
        """Run a command to its end: its exit code and what it wrote to both streams.

        Raises `subprocess.TimeoutExpired` after `patience` seconds, and ends the command.
        """
        with contextlib.ExitStack() as open_files:
            given, out, err = (open_files.enter_context(tempfile.TemporaryFile()) for _ in range(3))
            given.write(stdin)
            given.seek(0)
            reading = self.start(arguments, [f.fileno() for f in (given, out, err)], environment, folder)
            open_files.callback(os.close, reading)
            code = _awaited(reading, [*arguments], patience)
            out.seek(0)
            err.seek(0)
            return code, out.read(), err.read()

    def start(
        self,
        arguments: Sequence[str],
        streams: Sequence[int],
        environment: Mapping[str, str],
        folder: Path,
        new_session: bool = False,
    ) -> int:
        """Start a command on three streams; a pipe gives its process id and, once it has ended, its exit code."""
        asked = {
            "arguments": list(arguments), "environment": dict(environment), "folder": str(folder),
            "new_session": new_session, "module": "bot",
        }  # fmt: skip
        with tempfile.TemporaryFile() as request:
            request.write(marshal.dumps(asked))
            request.seek(0)
            reading, writing = os.pipe()
            socket.send_fds(self._socket, [b"."], [request.fileno(), *streams, writing])
            os.close(writing)
        return reading


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(_READ_AT_START) and _SET_BY_YINJU.get(name) != value
    }


def _awaited(reading: int, arguments: list[str], patience: float) -> int:
    """The exit code that comes after the process id; negative for a signal, as `subprocess` tells it."""
    told = b""
    until = time.monotonic() + patience
    while told.count(b"\n") < 2:
        ready, _, _ = select.select([reading], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            if told.count(b"\n"):
                os.kill(int(told.split()[0]), signal.SIGKILL)
            raise subprocess.TimeoutExpired(arguments, patience)
        if not (more := os.read(reading, 64)):
            raise ChildProcessError("the process that starts commands is gone")
        told += more
    return int(told.split()[1])


def _next_command(listening: socket.socket, folder: Path) -> dict[str, Any] | None:
    """The next command, in a process forked for it; in the one that forks, None when nobody asks any more.

    What a launcher has asked for is killed with its group once the launcher is gone.
    """
    running: dict[int, tuple[int, int]] = {}
    launched: dict[socket.socket, int] = {}
    asking: list[socket.socket] = []
    while True:
        ready, _, _ = select.select([listening, *asking, *running], [], [])
        for ended in running.keys() & set(ready):
            process, answer = running.pop(ended)
            _, status = os.waitpid(process, 0)
            launched = {asked: other for asked, other in launched.items() if other != process}
            with contextlib.suppress(BrokenPipeError):  # Whoever asked has lost patience.
                os.write(answer, b"%d\n" % os.waitstatus_to_exitcode(status))
            os.close(ended)
            os.close(answer)
        if listening in ready:
            asking.append(listening.accept()[0])
        for asked in [one for one in asking if one in ready]:
            how, files, _, _ = socket.recv_fds(asked, 1, 5)
            if not files:
                asking.remove(asked)
                asked.close()
                if asked in launched:
                    os.killpg(launched.pop(asked), signal.SIGKILL)
                continue
            process = os.fork()
            if not process:
                for one in (listening, *asking):
                    one.close()
                for others in running.items():
                    os.close(others[0])
                    os.close(others[1][1])
                return _at_the_start_of(files)
            if how == _LAUNCHED:
                os.setpgid(process, process)
                launched[asked] = process
            running[os.pidfd_open(process)] = (process, files[4])
            with contextlib.suppress(BrokenPipeError):  # Whoever asked is gone already.
                os.write(files[4], b"%d\n" % process)
            for file in files[:4]:
                os.close(file)
        if not asking and _has_ended(listening, folder):
            return None


def _has_ended(listening: socket.socket, folder: Path) -> bool:
    """Whether nobody comes any more; who comes later starts another one."""
    with FileLock(_LOCK):
        if select.select([listening], [], [], 0)[0]:
            return False
        for name in (_SOCKET, _PROGRAM):
            (folder / name).unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            folder.rmdir()
        return True


def _at_the_start_of(files: list[int]) -> dict[str, Any]:
    """Make this process what the interpreter would be at the start of the command."""
    with open(files[0], "rb") as request:
        found: dict[str, Any] = marshal.loads(request.read())
    for stream, file in enumerate(files[1:4]):
        os.dup2(file, stream)
        os.close(file)
    os.close(files[4])
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.__stderr__ = open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace")  # noqa: SIM115
    os.environ.clear()
    os.environ.update(found["environment"])
    time.tzset()
    os.chdir(found["folder"])
    if found["new_session"]:
        os.setsid()
    if launcher := found.get("launcher"):
        os.setpriority(os.PRIO_PROCESS, 0, found["nice"])
        os.umask(found["umask"])
        for number, limits in found["limits"].items():
            resource.setrlimit(number, limits)
        os.getppid = partial(_parent_of, launcher)
    if not found.get("safe_path"):
        sys.path[0] = found["folder"]
    return found


def _parent_of(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[1])
    except OSError:  # it has been killed, and what it stands for will be
        return 1


def _ended(module: str, arguments: list[str]) -> NoReturn:
    """Run the command and end this process with its exit code, as the interpreter would."""
    sys.argv = [module, *arguments]
    code: object = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as exc:
        code = exc.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
        code = 1
    if not isinstance(code, int | None):
        print(code, file=sys.stderr)
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    wanted = sys.argv[3]
    kept = prepared(wanted, Path.cwd(), Path(sys.argv[2]) / _PROGRAM)
    # What is collected or looked through in a child is copied for it: a tenth of a second a command.
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if command := _next_command(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2])):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        _ended(command["module"], command["arguments"])
