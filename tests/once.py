"""What is made once for all processes of a test run.

`pytest -n` gives every worker process its own session, and with it its own session fixtures. The
first that needs one of these makes it; the others wait at its lock and read what it made.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

_Made = TypeVar("_Made")
#: How long another worker's making is waited for, in seconds.
_PATIENCE = 600


def shared_folder(factory: pytest.TempPathFactory, name: str) -> Path:
    """A folder of this test run, the same in all of its processes."""
    base = factory.getbasetemp()
    # A worker's own folder stands in that of the run.
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = run / "shared" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def made_once(folder: Path, make: Callable[[], _Made]) -> _Made:
    """What `make` returned to the first who asked; it may put files into `folder`.

    Where it raises nothing is kept, and the next makes it anew.
    """
    kept = folder.with_name(folder.name + ".pickle")
    with FileLock(folder.with_name(folder.name + ".lock"), timeout=_PATIENCE):
        if not kept.exists():
            made = make()
            # Renamed into place: a worker that is killed while it writes leaves no half of a result.
            half = kept.with_suffix(".half")
            half.write_bytes(pickle.dumps(made))
            half.replace(kept)
        found: _Made = pickle.loads(kept.read_bytes())
    return found
