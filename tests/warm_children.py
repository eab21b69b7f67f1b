"""Has the child processes that read and index documents forked from a `WarmStart`, in this process.

Only the path of the interpreter is another one where they are started: limits, streams, environments, groups and
priorities are set by the code under test, on real processes. Tests of what becomes of such a process
itself, such as one that takes too much, leave the interpreter where it is.
"""

from __future__ import annotations

import importlib
import os
import sys
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from tests.warm_start import WarmStart

_PROJECT = Path(__file__).resolve().parent.parent
#: The modules that start child processes, each with its list of what of the environment a child gets.
_STARTING = {
    "reading": ("vectorstore.documents.formats.child", "_KEPT"),
    "indexing": ("bot.telegram.collections.children", "_ENVIRONMENT"),
}


def place(kind: str) -> str:
    """Where the interpreter stands in the module that starts children of this kind."""
    return f"{_STARTING[kind][0]}.sys"


def interpreter(kind: str) -> SimpleNamespace:
    """What stands there instead: of `sys` such a module uses the interpreter's path only."""
    if sys.platform != "linux":
        return SimpleNamespace(executable=sys.executable)
    module, names = _STARTING[kind]
    wanted = getattr(importlib.import_module(module), names)
    environment = tuple((name, os.environ[name]) for name in wanted if name in os.environ)
    return SimpleNamespace(executable=_launcher(kind, environment))


@cache
def _launcher(kind: str, environment: tuple[tuple[str, str], ...]) -> str:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", "")
    # It serves until this process ends.
    return str(WarmStart(_PROJECT, dict(environment), run, kind).launcher())
