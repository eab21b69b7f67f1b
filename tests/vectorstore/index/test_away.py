"""A folder that is away is not a folder that was emptied, and a full disk is no damage."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

import pytest

from bot.messages.general import error_text
from bot.types import Language
from tests.commands import run
from vectorstore.documents.load import find_files
from vectorstore.errors import IndexDamaged, IndexUnavailable, NoDocuments
from vectorstore.index import faults, generations, sealed_json
from vectorstore.index.catalog import Catalog
from vectorstore.index.previous import ROOTS, is_away
from vectorstore.ingest import ingest


def _write(folder: Path, name: str, words: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{words}办法\n\n{words}由办公室统一登记,每季度盘点一次。\n", "utf-8")
    return path


def _files(index: Path) -> list[str]:
    catalog = Catalog.open(generations.current(index))
    try:
        return [record.file for record in catalog.documents()]
    finally:
        catalog.close()


def test_a_folder_that_is_away_keeps_its_passages(tmp_path: Path, tiny_model: Path) -> None:
    """With a folder gone the rest is brought up to date and the folder's documents stay, by name."""
    a, b, index = tmp_path / "a", tmp_path / "b", tmp_path / "index"
    _write(a, "cars.txt", "车辆")
    _write(b, "deep/seals.txt", "印章")
    ingest([a, b], index, str(tiny_model))
    b.rename(tmp_path / "elsewhere")
    _write(a, "rooms.txt", "会议室")
    report = ingest([], index, str(tiny_model))
    assert report.away == ("deep/seals.txt",)
    assert (report.added, report.removed) == (("rooms.txt",), ())
    assert _files(index) == ["cars.txt", "deep/seals.txt", "rooms.txt"]
    (tmp_path / "elsewhere").rename(b)
    assert ingest([], index, str(tiny_model)).away == ()
    assert ingest([a], index, str(tiny_model), only=True).removed == ("deep/seals.txt",)


def test_a_deleted_file_is_removed(tmp_path: Path, tiny_model: Path) -> None:
    """A file that is gone from a folder that is there was deleted; so was a root that is one file."""
    a, index = tmp_path / "a", tmp_path / "index"
    _write(a, "cars.txt", "车辆")
    gone, single = _write(a, "seals.txt", "印章"), _write(tmp_path / "c", "rooms.txt", "会议室")
    ingest([a, single], index, str(tiny_model))
    gone.unlink()
    single.unlink()
    report = ingest([], index, str(tiny_model))
    assert report.away == ()
    assert set(report.removed) == {"seals.txt", "rooms.txt"}


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that can be seen but not read")
def test_a_file_that_cannot_be_read_now_keeps_its_passages(tmp_path: Path) -> None:
    """A file whose reading fails keeps what it had and is named; one that was never read is skipped."""
    a, data = tmp_path / "a", tmp_path / "data"
    data.mkdir()
    cars = _write(a, "cars.txt", "车辆")
    _write(a, "seals.txt", "印章")
    assert run(data, "ingest", str(a)).code == 0
    cars.unlink()
    cars.symlink_to("/proc/self/mem")
    (a / "new.txt").symlink_to("/proc/self/clear_refs")
    done = run(data, "ingest")
    assert done.code == 4, done.err
    assert "保留原有内容 1：cars.txt" in done.out
    assert "跳过：new.txt" in done.out
    assert _files(data / "index") == ["cars.txt", "seals.txt"]


def test_an_unmounted_folder_is_away_though_its_place_is_there(tmp_path: Path) -> None:
    """An empty folder that was on a mount of its own is the place where the mount was."""
    root = tmp_path / "usb" / "docs"
    root.mkdir(parents=True)
    assert not is_away(tmp_path, str(root))
    for mount, away in ((tmp_path / "usb", True), (Path("/"), False)):
        sealed_json.write(tmp_path / ROOTS, {"roots": [str(root)], "mounts": {str(root): str(mount)}})
        assert is_away(tmp_path, str(root)) is away


def test_a_name_that_is_not_utf8_is_skipped_by_name(tmp_path: Path, tiny_model: Path) -> None:
    """A file named in GBK, or in no encoding at all, stops nothing: it is skipped by its name."""
    a = tmp_path / "a"
    _write(a, "cars.txt", "车辆")
    for raw in ("印章".encode("gbk"), b"\xff\xfe"):
        path = Path(os.fsdecode(os.fsencode(a) + b"/" + raw + b".txt"))
        path.write_text("印章办法\n\n印章由办公室保管。\n", "utf-8")
    report = ingest([a], tmp_path / "index", str(tiny_model))
    assert report.added == ("cars.txt",)
    assert {(one.file, one.reason) for one in report.skipped} == {
        ("印章.txt", "name"),
        (r"\xff\xfe.txt", "name"),
    }


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    """Where a folder's list can't be read its name is given, and the other files are found."""
    _write(tmp_path, "cars.txt", "车辆")
    told: list[str] = []
    assert [name for _, name in find_files(tmp_path, told.append)] == ["cars.txt"]
    assert find_files(tmp_path / "nowhere", told.append) == []
    assert told == ["."]


@pytest.mark.parametrize(
    ("exc", "kind"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), IndexUnavailable),
        (OSError(errno.EROFS, "Read-only file system"), IndexUnavailable),
        (PermissionError(errno.EACCES, "Permission denied"), IndexUnavailable),
        (OSError(errno.EFBIG, "File too large"), IndexUnavailable),
        (sqlite3.OperationalError("database or disk is full"), IndexUnavailable),
        (sqlite3.OperationalError("attempt to write a readonly database"), IndexUnavailable),
        (sqlite3.OperationalError("unable to open database file"), IndexUnavailable),
        (FileNotFoundError(errno.ENOENT, "No such file or directory"), IndexDamaged),
        (sqlite3.DatabaseError("file is not a database"), IndexDamaged),
        (ValueError("Expecting value"), IndexDamaged),
    ],
)
def test_damage_is_never_said_of_what_only_stands_in_the_way(
    exc: Exception, kind: type, tmp_path: Path
) -> None:
    """A full disk, a read-only place and missing rights are named so; what is lost or altered is damage."""
    assert type(faults.unusable(exc, tmp_path)) is kind


@pytest.mark.parametrize(
    ("exc", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "磁盘已满"),
        (RuntimeError("error returned from database: (code: 13) database or disk is full"), "磁盘已满"),
        (OSError(errno.EFBIG, "File too large"), "文件超过了允许的大小"),
        (OSError(errno.EROFS, "Read-only file system"), "这里是只读的"),
        (sqlite3.OperationalError("attempt to write a readonly database"), "这里是只读的"),
        (PermissionError(errno.EACCES, "Permission denied"), "没有权限"),
        (OSError(errno.EMFILE, "Too many open files"), "Too many open files"),
    ],
)
def test_what_is_in_the_way_is_said_in_the_persons_language(
    exc: Exception, said: str, tmp_path: Path
) -> None:
    """The system's English words stand only where there are none of our own."""
    line = error_text(faults.unusable(exc, tmp_path), Language.CHINESE)
    assert f"（{said}）" in line
    assert "没有损坏" in line


def test_an_index_that_cannot_be_written_says_so_and_stays(tmp_path: Path) -> None:
    """Where the index's folder can't be made, or a file grows too large, one line says what stands in the way."""
    docs, data = tmp_path / "docs", tmp_path / "data"
    data.mkdir()
    _write(docs, "cars.txt", "车辆")
    assert run(data, "ingest", str(docs)).code == 0
    before = generations.current(data / "index")
    _write(docs, "seals.txt", "印章")
    program = (
        "-c",
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        "from bot.cli.app import run; run()",
    )
    done = run(data, "ingest", program=program)
    assert done.code == 1
    assert "没有损坏" in done.err
    assert "Traceback" not in done.err
    assert generations.current(data / "index") == before
    assert run(data, "ingest").code == 0


def test_the_index_of_another_user_in_a_read_only_place_is_asked(tmp_path: Path, tiny_model: Path) -> None:
    """Without the right to write any file of it, an index answers; without the right to read, it isn't damaged."""
    if os.geteuid() != 0:
        pytest.skip("only root can become another user")
    docs, index = tmp_path / "docs", tmp_path / "index"
    _write(docs, "cars.txt", "车辆")
    ingest([docs], index, str(tiny_model))
    folder = generations.current(index)
    for path in (*folder.rglob("*"), folder, index):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for parent in tmp_path.parents:
        if parent.name.startswith(("pytest", "popen")):
            parent.chmod(parent.stat().st_mode | 0o055)
    tmp_path.chmod(0o755)
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.setuid(65534)
        try:
            from vectorstore.index.chroma import read_collection
            from vectorstore.index.file_sums import check_files
            from vectorstore.index.manifest import read_manifest

            check_files(folder, read_manifest(folder).files, thorough=True)
            with read_collection(folder) as collection:
                os.write(write, f"{collection.count()} passages\n".encode())
        except BaseException as exc:
            os.write(write, repr(exc).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 500).decode() == "2 passages\n"
    (folder / "manifest.json").chmod(0o000)
    child = os.fork()
    if not child:
        os.setuid(65534)
        try:
            from vectorstore.index.manifest import read_manifest

            read_manifest(folder)
        except BaseException as exc:
            os.write(write, type(exc).__name__.encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 500).decode() == "IndexUnavailable"


def test_a_missing_path_is_still_named(tmp_path: Path, tiny_model: Path) -> None:
    """A path that was never indexed and isn't there is an error, not a folder that is away."""
    with pytest.raises(NoDocuments):
        ingest([tmp_path / "nowhere"], tmp_path / "index", str(tiny_model))
