"""Processes that are forks of this one: hundreds of them in the time that loading the libraries takes.

`load` loads what a command needs, with the models and the tables of words, and opens nothing; each fork
then does its work in a process of its own and can be killed as any other.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO

from tests.commands import Done, environment
from tests.warm_modules import loaded

#: For as long as this process lives, and its forks with it.
_KEPT: list[object] = []

_MODULES = (
    "bot.cli.app",
    "bot.library",
    "bot.chain",
    "bot.drafting.drafter",
    "chromadb",
    "chromadb_rust_bindings",
    "langchain_chroma",
    "numpy",
    "onnxruntime",
    "opencc",
    "tokenizers",
    "vectorstore.index.dense_check",
)


def load() -> None:
    """Load the libraries, and what never changes of what commands load with them."""
    for name in _MODULES:
        import_module(name)
    _KEPT.extend(loaded())


def forked(work: Callable[[IO[str]], None], home: Path) -> tuple[int, str]:
    """How a process that does the work ended (as `os.waitpid` says it), and what it wrote."""
    with tempfile.TemporaryFile("w+", dir=home) as said:
        if not (pid := os.fork()):
            try:
                work(said)
                said.flush()
                os._exit(0)
            except BaseException as exc:
                print(f"{type(exc).__name__}: {exc}".replace("\n", " "), file=said, flush=True)
                os._exit(1)
        _, code = os.waitpid(pid, 0)
        said.seek(0)
        return code, said.read()


def start(
    data: Path,
    words: Sequence[str],
    home: Path,
    more: Mapping[str, str] | None = None,
    before: Callable[[], None] = lambda: None,
) -> int:
    """Start `yinju` with these words; its process id. It writes into `home` what it prints.

    `before` is done in the process before the command, such as to limit it.
    """
    if pid := os.fork():
        return pid
    code = 1
    try:
        os.environ.clear()
        os.environ.update(environment(data, **(more or {})))
        os.chdir(home)
        for number, name in ((1, "out"), (2, "err")):
            written = os.open(home / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(written, number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        before()
        sys.argv = ["yinju", *words]
        from bot.cli.app import run

        run()
    except SystemExit as exc:
        code = exc.code if isinstance(exc.code, int) else int(bool(exc.code))
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


def run(
    data: Path,
    *words: str,
    more: Mapping[str, str] | None = None,
    before: Callable[[], None] = lambda: None,
) -> Done:
    """Run `yinju` with these words and wait for it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _, code = os.waitpid(start(data, words, home, more, before), 0)
        out, err = ((home / name).read_text("utf-8", "replace") for name in ("out", "err"))
        return Done(os.waitstatus_to_exitcode(code), out, err)
