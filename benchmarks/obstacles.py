"""Writes an index where something stands in the way, and asks the one in use meanwhile.

    python -m benchmarks.obstacles [--only NAME...]

The index lies on a small disk of its own (a tmpfs, which only root can mount). A document is changed and
a new one added; then `ingest`, `remove`, `doctor --repair` of a damaged file, `ask`, `locate` and `cite` run while the disk is
full up to so many kilobytes, a file may not grow over so many, the place is read-only, its files may not
be written to or not be read, or the temporary folder is full. Every command that fails must say so in one line that
doesn't speak of damage, what can be read must give the answer of the index in use, and once the obstacle is
gone the same ingest must complete. The exit code is 1 where one didn't.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.forks import load, run
from tests.commands import Done

QUESTION = "车辆多久盘点一次?"
QUOTED = "车辆每季度盘点一次"
_DISK = "24m"
_FREE = (0, 4, 16, 64, 256, 384, 512, 640, 768, 1024, 1536, 2048)
#: A process that may write nothing at all couldn't say anything either: what it prints goes to a file here.
_SIZES = (4, 16, 64, 256, 1024)
_WRITING = (("ingest", "."), ("remove", "seals.txt"), ("doctor", "--repair"))
_READING = (("ask", QUESTION), ("locate", QUOTED))


@dataclass(frozen=True, slots=True)
class Place:
    """A small disk, and the folders on and beside it."""

    disk: Path
    docs: Path

    @property
    def data(self) -> Path:
        """The data folder, on the disk."""
        return self.disk / "data"

    def fill(self, left: int) -> None:
        """Fill the disk up to so many kilobytes."""
        state = os.statvfs(self.disk)
        (self.disk / "filler").write_bytes(bytes(max(0, state.f_bavail * state.f_frsize - left * 1024)))

    def free(self) -> None:
        """Undo it."""
        (self.disk / "filler").unlink(missing_ok=True)


@contextmanager
def _mounted(at: Path) -> Iterator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_DISK}", "yinju-obstacles", str(at)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


@contextmanager
def _full(place: Place, left: int) -> Iterator[Callable[[], None]]:
    place.fill(left)
    yield lambda: None
    place.free()


@contextmanager
def _small_files(place: Place, most: int) -> Iterator[Callable[[], None]]:
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most * 1024, most * 1024))


@contextmanager
def _read_only(place: Place) -> Iterator[Callable[[], None]]:
    subprocess.run(["mount", "-o", "remount,ro", str(place.disk)], check=True)
    yield lambda: None
    subprocess.run(["mount", "-o", f"remount,rw,size={_DISK}", str(place.disk)], check=True)


@contextmanager
def _without_rights(place: Place, folders: int, files: int) -> Iterator[Callable[[], None]]:
    """The rights of all of the data folder, for a process that root's privilege is taken from."""
    before = {path: path.stat().st_mode for path in (place.data, *place.data.rglob("*"))}
    for path in sorted(before, reverse=True):
        path.chmod(folders if path.is_dir() else files)
    yield _unprivileged
    for path in sorted(before):
        if path.exists():
            path.chmod(before[path])


def _unprivileged() -> None:
    """Give up the capabilities that let root read and write everything, for this process."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    if ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)()):
        raise OSError(ctypes.get_errno(), "capset")


@contextmanager
def _no_temporary_folder(place: Place) -> Iterator[Callable[[], None]]:
    def before() -> None:
        tempfile.tempdir = str(place.disk)

    place.fill(0)
    yield before
    place.free()


#: Each puts itself in the way, and yields what a process has to do before it meets it.
OBSTACLES: dict[str, Callable[[Place], AbstractContextManager[Callable[[], None]]]] = {
    **{f"disk full but for {left} KB": partial(_full, left=left) for left in _FREE},
    **{f"no file over {most} KB": partial(_small_files, most=most) for most in _SIZES},
    "a read-only place": _read_only,
    "no right to write": partial(_without_rights, folders=0o500, files=0o400),
    "no right to read": partial(_without_rights, folders=0o000, files=0o000),
    "the temporary folder is full as well": _no_temporary_folder,
}


def _built(home: Path) -> Place:
    place = Place(home / "disk", home / "docs")
    place.docs.mkdir()
    for name, text in (
        ("cars.txt", "车辆管理办法\n\n车辆每季度盘点一次,由办公室登记。\n"),
        ("seals.txt", "印章管理办法\n\n印章由办公室保管,使用应当登记。\n"),
    ):
        (place.docs / name).write_text(text, "utf-8")
    place.data.mkdir()
    done = run(place.data, "ingest", "--only", str(place.docs))
    assert done.code == 0, done.err
    (place.docs / "seals.txt").write_text("印章管理办法\n\n印章由档案室保管,使用应当登记。\n", "utf-8")
    rows = "\n\n".join(f"第{number}次会议的记录由值班人员归档。" for number in range(40))
    (place.docs / "meetings.txt").write_text(f"会议制度\n\n{rows}\n", "utf-8")
    return place


def _flaw(done: Done, sound: str | None, words: tuple[str, ...]) -> str:
    """What is wrong with how a command ended; `sound` is what it gives without the obstacle."""
    lines = done.err.strip().splitlines()
    last = lines[-1] if lines else ""
    if done.code < 0:
        return f"signal {-done.code}"
    if done.code == 0:
        return "" if sound is None or done.out == sound else "another result"
    if "Traceback" in done.err or "--debug" in last or not last:
        return f"no clear line: {last[:120]}"
    if "已损坏" in last and "--repair" not in words:
        return f"speaks of damage: {last[:120]}"
    return ""


def _one(name: str, place: Place) -> tuple[list[str], str]:
    """What each command said under an obstacle, and what was wrong."""
    sound = {words: run(place.data, *words).out for words in _READING}
    cells, flaws = [], []
    with OBSTACLES[name](place) as before:
        for words in (*_READING, *_WRITING):
            given = (str(place.docs) if word == "." else word for word in words)
            done = run(place.data, *given, before=before)
            if flaw := _flaw(done, sound.get(words), words):
                flaws.append(f"{words[0]}: {flaw}")
            cells.append("done" if done.code == 0 else "said")
    for words, expected in sound.items():
        if run(place.data, *words).out != expected:
            flaws.append(f"{words[0]}: another answer afterwards")
    again = run(place.data, "ingest", str(place.docs))
    if again.code:
        flaws.append(f"ingest afterwards: {again.err.strip()[-120:]}")
    cells.append("done" if again.code == 0 else "NO")
    return cells, "; ".join(flaws)


def main() -> None:
    """Put every obstacle in the way, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="*", default=list(OBSTACLES), choices=OBSTACLES)
    given = parser.parse_args()
    if os.geteuid() != 0 or not shutil.which("mount"):
        print("Skipped: only root can mount a small disk.")
        return
    load()
    heads = [words[0] for words in (*_READING, *_WRITING)]
    table = Table("obstacle", *heads, "ingest afterwards", "wrong")
    wrong = 0
    for name in given.only:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            (home / "disk").mkdir()
            with _mounted(home / "disk"):
                cells, flaws = _one(name, _built(home))
        table.add_row(name, *cells, flaws or "-")
        print(name, *cells, flaws or "-", sep="\t", flush=True)
        wrong += bool(flaws)
    Console(width=140).print(table)
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
