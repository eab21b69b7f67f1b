"""Generations: an index is built beside the one in use and takes its place in one step.

INDEX/CURRENT        the name of the generation in use
INDEX/writer.lock    held by the process that builds
INDEX/g000007-…/     a finished generation, never changed again
INDEX/building-g…/   one in the making; of no use once its process has ended
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vectorstore.errors import IndexBusy, IndexDamaged, IndexMissing
from vectorstore.index.faults import unusable, writing
from vectorstore.types import WRITER_LOCK

_POINTER = "CURRENT"
_BUILDING = "building-"
_NAME = re.compile(r"g\d{6,}-[0-9a-f]{8}")
#: Readers that opened the generation before the last swap may still be answering from it.
_KEPT = 2


def current(index: Path) -> Path:
    """The folder of the generation in use.

    Raises `IndexMissing` where none was ever put in place, and `IndexDamaged` where the pointer
    names none: to call that a first use would hide the loss.
    """
    try:
        name = (index / _POINTER).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError as exc:
        if finished(index):
            raise IndexDamaged(folder=str(index), reason=f"{_POINTER} is missing") from exc
        raise IndexMissing(folder=str(index)) from exc
    except OSError as exc:
        raise unusable(exc, index, _POINTER) from exc
    folder = index / name if _NAME.fullmatch(name) else None
    if folder is None or not folder.is_dir():
        raise IndexDamaged(folder=str(index), reason=f"{_POINTER} names no generation")
    return folder


def finished(index: Path) -> list[Path]:
    """The folders of all finished generations, the oldest first."""
    try:
        return sorted(path for path in index.iterdir() if _NAME.fullmatch(path.name) and path.is_dir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as exc:
        raise unusable(exc, index) from exc


@contextmanager
def writer(index: Path) -> Iterator[None]:
    """Hold the writer's lock. Raises `IndexBusy` at once where another process has it.

    The operating system lets go of the lock when its process ends, however it ends.
    """
    from filelock import FileLock, Timeout

    holder = index / "writer.pid"
    try:
        with writing(index):
            index.mkdir(parents=True, exist_ok=True)
            lock = FileLock(index / WRITER_LOCK, timeout=0)
            lock.acquire()
    except Timeout as exc:
        pid = holder.read_text(encoding="ascii").strip() if holder.is_file() else "?"
        raise IndexBusy(folder=str(index), pid=pid) from exc
    try:
        with writing(index):
            holder.write_text(str(os.getpid()), encoding="ascii")
        yield
    finally:
        with suppress(OSError):  # a place that may not be written to any more
            holder.unlink(missing_ok=True)
        lock.release()


def begin(index: Path) -> Path:
    """A new, empty folder to build a generation in. What killed builds left is removed."""
    for left in index.glob(f"{_BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)
    numbers = [int(path.name[1:].split("-")[0]) for path in index.glob("g*-*") if _NAME.fullmatch(path.name)]
    folder = index / f"{_BUILDING}g{max(numbers, default=0) + 1:06d}-{secrets.token_hex(4)}"
    folder.mkdir()
    return folder


def name_of(folder: Path) -> str:
    """The name that a generation's folder has, or will have once it is in place."""
    return folder.name.removeprefix(_BUILDING)


def put_in_place(index: Path, folder: Path, synced: Callable[[int], None] = lambda _: None) -> Path:
    """Make the built generation the one in use: all of it on disk first, then one rename.

    `synced` gets how many bytes are certainly on disk.
    """
    final = index / name_of(folder)
    on_disk = 0
    for path in sorted(folder.rglob("*")):
        _sync(path)
        on_disk += path.stat().st_size
        synced(on_disk)
    _sync(folder)
    folder.rename(final)
    use(index, final)
    _remove_old(index, final)
    return final


def use(index: Path, folder: Path) -> None:
    """Make a finished generation the one in use, by one rename."""
    pointer = index / f"{_POINTER}.new"
    pointer.write_text(folder.name + "\n", encoding="ascii")
    _sync(pointer)
    pointer.replace(index / _POINTER)
    _sync(index)


def remove_others(index: Path) -> None:
    """Remove every generation but the one in use, and what killed builds left."""
    in_use = current(index)
    for path in (*finished(index), *index.glob(f"{_BUILDING}*")):
        if path != in_use:
            shutil.rmtree(path)


def _remove_old(index: Path, in_use: Path) -> None:
    for path in finished(index)[:-_KEPT]:
        if path != in_use:
            shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows can't open a folder to flush it
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
