"""A folder that Chroma may write to in the place of a generation's own.

Chroma takes its database's write lock by inserting a row whenever it opens it, so asking would
change a file of a finished generation, and fail in a read-only place. It is given a copy of the
database in a temporary folder, with links to the vectors, which it only reads; small ones are
copied as well, since it writes to those of a single vector.
"""

from __future__ import annotations

import errno
import shutil
import tempfile
import time
import weakref
from pathlib import Path
from typing import Any

_PREFIX = "yinju-chroma-"
_LOCK = "in-use.lock"
#: A copy younger than this may be one whose owner hasn't locked it yet.
_YOUNG = 60.0
#: Files of a folder up to so many bytes together are copied, not linked to.
_SMALL = 4_000_000


class NoPlace(OSError):
    """No temporary folder can be written to."""


class ReadingCopy:
    """The copy of one folder; gone with `remove`, or with this object at the latest."""

    def __init__(self, chroma: Path) -> None:
        """Make it. Raises `OSError` where there is no room or no right to, `NoPlace` where there is no place at all."""
        try:
            remove_left()
            home = Path(tempfile.mkdtemp(prefix=_PREFIX))
        except FileNotFoundError as exc:
            # Where no folder can be written to, the system says that none is there.
            raise NoPlace(errno.ENOSPC, "no temporary folder can be written to") from exc
        lock = _lock(home)
        lock.acquire()
        self.folder = home
        self._finalizer = weakref.finalize(self, _remove, home, lock)
        try:
            for path in chroma.iterdir():
                if path.is_file():
                    shutil.copyfile(path, home / path.name)
                else:
                    _link(path, home / path.name)
        except BaseException:
            self.remove()
            raise

    def remove(self) -> None:
        """Remove it; nothing may read from it any more."""
        self._finalizer()


def _link(path: Path, link: Path) -> None:
    if sum(file.stat().st_size for file in path.rglob("*")) <= _SMALL:
        shutil.copytree(path, link)
        return
    try:
        link.symlink_to(path.absolute(), target_is_directory=True)
    except (OSError, NotImplementedError):  # Windows asks for a right of its own
        shutil.copytree(path, link)


def _lock(home: Path) -> Any:
    from filelock import FileLock

    return FileLock(home / _LOCK, timeout=0)


def _remove(home: Path, lock: Any) -> None:
    lock.release()
    shutil.rmtree(home, ignore_errors=True)


def remove_left() -> None:
    """Remove the copies of processes that were killed: their locks are free."""
    from filelock import Timeout

    for home in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if time.time() - home.stat().st_mtime < _YOUNG:
                continue
            lock = _lock(home)
            lock.acquire()
        except (OSError, Timeout):
            continue
        _remove(home, lock)
