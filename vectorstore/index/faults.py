"""Tells damage from what only stands in the way: a full disk, missing rights, a read-only place.

Damage is mended by a repair; the rest by the person, and a repair would fail of it as well.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from vectorstore.errors import IndexDamaged, IndexUnavailable, VectorstoreError

#: What the system says of a file that is not there or not what it was; all else is in the way.
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.EINVAL})
#: Libraries with a native core give no number, only such words.
_IN_THE_WAY = (
    "read-only",
    "readonly",
    "permission denied",
    "access is denied",
    "no space left",
    "disk is full",
    "disk quota",
    "file too large",
    "too many open files",
    "unable to open database file",
    "cannot allocate memory",
)


#: So many bytes must be free where a native library fails without saying why; a batch takes no more.
_ROOM = 32 << 20

#: What is in the way, as a code that `bot.messages.general` has words for.
_CAUSES = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EFBIG: "too-large",
    errno.EROFS: "read-only",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
}
_CAUSES_SAID = {
    "no space left": "disk-full",
    "disk is full": "disk-full",
    "disk quota": "disk-full",
    "file too large": "too-large",
    "read-only": "read-only",
    "readonly": "read-only",
    "permission denied": "forbidden",
    "access is denied": "forbidden",
}


def in_the_way(exc: BaseException) -> bool:
    """Whether an error speaks of the place and its rights, not of what stands in the files."""
    if isinstance(exc, OSError) and exc.errno is not None:
        return exc.errno not in _GONE
    said = str(exc).lower()
    return any(words in said for words in _IN_THE_WAY)


def unusable(exc: BaseException, folder: Path, what: str = "") -> VectorstoreError:
    """The error to raise for one that came up while a generation was read."""
    reason = f"{what}: {_said(exc)}" if what else _said(exc)
    if in_the_way(exc):
        return IndexUnavailable(folder=str(folder), reason=reason, cause=_cause(exc))
    return IndexDamaged(folder=str(folder), reason=reason)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Raise `IndexUnavailable` for what stood in the way of writing; other errors stay."""
    try:
        yield
    except VectorstoreError:
        raise
    except Exception as exc:  # Chroma raises bare exceptions of its native core
        # SQLite says no more where a file may not grow; while reading it says so of a cut file.
        if not in_the_way(exc) and "disk i/o error" not in str(exc).lower():
            raise
        raise IndexUnavailable(folder=str(folder), reason=_said(exc), cause=_cause(exc)) from exc


@contextmanager
def writing_natively(folder: Path) -> Iterator[None]:
    """Raise the system's own `OSError` where a native library failed of it and says something else.

    Chroma's core says "Failed to apply logs" of a full disk. What it wrote until then must still be
    there: once that is removed, there may be room again.
    """
    try:
        yield
    except VectorstoreError:
        raise
    except Exception as exc:
        if not in_the_way(exc) and (found := _hindrance(folder)):
            raise found from exc
        raise


def _hindrance(folder: Path) -> OSError | None:
    """What the system says of a further file in a folder, as large as what is there and some megabytes more."""
    try:
        files = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        with TemporaryFile(dir=folder) as probe:
            probe.write(bytes(_ROOM))
            probe.seek(max(files, default=0) + _ROOM)
            probe.write(b"\0")
            probe.flush()
    except OSError as exc:
        return exc
    return None


def _cause(exc: BaseException) -> str:
    """What is in the way, as a code; empty where that can't be told."""
    if isinstance(exc, OSError) and exc.errno is not None:
        return _CAUSES.get(exc.errno, "")
    said = str(exc).lower()
    return next((cause for words, cause in _CAUSES_SAID.items() if words in said), "")


def _said(exc: BaseException) -> str:
    """The system's words for an error, or its first line, or its kind where it says nothing."""
    if isinstance(exc, OSError) and exc.strerror:
        return exc.strerror
    return (str(exc).splitlines() or [type(exc).__name__])[0]
