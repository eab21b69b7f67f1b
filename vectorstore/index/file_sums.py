"""SHA-256, size and time of every file of a generation, and whether they still hold.

A finished generation never changes, so a file of another size is damaged, and one with another
time is read and summed. All are summed by `doctor`, and those of Chroma before it opens them: its
native code trusts what it reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vectorstore.errors import IndexDamaged
from vectorstore.index.faults import unusable

_SECOND = 1_000_000_000


@dataclass(frozen=True, slots=True)
class FileSum:
    """A file as it was written: bytes, modification time in nanoseconds, SHA-256."""

    size: int
    changed: int
    sha256: str


def sum_files(
    folder: Path,
    leave_out: str,
    known: Mapping[str, FileSum] | None = None,
    summed: Callable[[int], None] = lambda _: None,
) -> dict[str, FileSum]:
    """The sums of all files below `folder` but the one called `leave_out`, by their names below it.

    A file of the size and the time that `known` has for it is not summed again. `summed` gets how
    many bytes have been gone through.
    """
    found = {}
    read = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name != leave_out:
            state = path.stat()
            before = (known or {}).get(name)
            if before and (before.size, before.changed) == (state.st_size, state.st_mtime_ns):
                found[name] = before
            else:
                found[name] = FileSum(state.st_size, state.st_mtime_ns, _sha256(path))
            read += state.st_size
            summed(read)
    return found


def check_files(folder: Path, sums: Mapping[str, FileSum], under: str = "", thorough: bool = False) -> None:
    """Raise `IndexDamaged` at the first file that is not as it was written.

    Only those below the folder `under` are looked at, where given. With `thorough` all are
    summed, else only those whose time differs. Raises `IndexUnavailable` where one can't be read.
    """
    for name, what in broken_files(folder, sums, under, thorough):
        raise IndexDamaged(folder=str(folder), reason=f"{name}: {what}")


def broken_files(
    folder: Path,
    sums: Mapping[str, FileSum],
    under: str = "",
    thorough: bool = False,
    compared: Callable[[int], None] = lambda _: None,
) -> Iterator[tuple[str, str]]:
    """The files that are not as they were written, each with what is wrong: missing, size or sum.

    `compared` gets how many bytes have been gone through.
    """
    read = 0
    for name, expected in sums.items():
        compared(read)
        read += expected.size
        if under and not name.startswith(f"{under}/"):
            continue
        path = folder / name
        try:
            state = path.stat()
            if state.st_size != expected.size:
                yield name, f"{state.st_size} bytes of {expected.size}"
            elif (thorough or not _same_time(state.st_mtime_ns, expected.changed)) and (
                _sha256(path) != expected.sha256
            ):
                yield name, "SHA-256"
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            yield name, "missing"
        except OSError as exc:
            raise unusable(exc, folder, name) from exc


def _same_time(found: int, expected: int) -> bool:
    """Whether the times are equal; an archive keeps whole seconds only."""
    return found == expected or (found % _SECOND == 0 and found // _SECOND == expected // _SECOND)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
