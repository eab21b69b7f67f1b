"""Bombs, nesting, truncated and encrypted files of every container: one clear reason each, nothing else lost."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import re
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.bot.telegram.papers import docx, pdf
from tests.commands import PROJECT
from tests.hostile_files import tarred, zipped
from tests.office_files import converted, has_office, ofd
from vectorstore.documents.formats import child
from vectorstore.documents.load import read_all, read_bytes
from vectorstore.errors import UnreadableFile

Packer = Callable[[bytes], bytes]
_WORDS = "印章由办公室统一保管,每季度盘点一次,使用须经主任批准。\n"
_LARGE = 210 * 1024 * 1024
_LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def _workbook() -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (("车型", "数量"), ("轿车", 12)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _changed(package: bytes, name: str, data: bytes) -> bytes:
    """The same package with another member of this name."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    return zipped({**members, name: data})


def _understated(package: bytes, real: int) -> bytes:
    """The same package, in whose directory and headers the large member says that it is small."""
    return package.replace(real.to_bytes(4, "little"), (1000).to_bytes(4, "little"))


def _locked(package: bytes) -> bytes:
    """The same zip with the flag of a password on every member, as an archiver sets it."""
    data = bytearray(package)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def _read(tmp_path: Path, data: bytes, name: str) -> tuple[list[str], dict[str, str]]:
    (tmp_path / name).write_bytes(data)
    documents, failed = read_all(tmp_path / name, name)
    return [one.file for one in documents], {str(e.params["file"]): str(e.params["reason"]) for e in failed}


@pytest.mark.parametrize(
    "pack",
    # With the least effort: making a bomb takes longer than refusing it.
    [partial(gzip.compress, compresslevel=1), bz2.compress, partial(lzma.compress, preset=0), bytes],
    ids=["gz", "bz2", "xz", "tar"],
)
def test_a_tar_bomb_is_named_and_what_stood_before_it_is_read(tmp_path: Path, pack: object) -> None:
    """However it is packed, unpacking stops at the limit; the document before it is in."""
    assert callable(pack)
    data = pack(tarred({"一.txt": _WORDS.encode(), "炸弹.txt": bytes(_LARGE), "二.txt": _WORDS.encode()}))
    if pack is bytes:
        # A tar alone is as large as what is in it, and refused for that.
        assert _read(tmp_path, data, "卷.tar") == ([], {"卷.tar": "too-large"})
        return
    assert _read(tmp_path, data, "卷.tar.x") == (["卷.tar.x/一.txt"], {"卷.tar.x/…": "expands"})


@pytest.mark.parametrize("lies", [False, True], ids=["says so", "says that it is small"])
def test_a_zip_bomb_is_refused(tmp_path: Path, lies: bool) -> None:
    """What it unpacks to counts, whatever its directory says."""
    data = zipped({"一.txt": _WORDS.encode(), "炸弹.txt": bytes(_LARGE)})
    if not lies:
        assert _read(tmp_path, data, "卷.zip") == ([], {"卷.zip": "expands"})
        return
    documents, failed = _read(tmp_path, _understated(data, _LARGE), "卷.zip")
    assert documents == ["卷.zip/一.txt"]
    assert set(failed) <= {"卷.zip/炸弹.txt", "卷.zip/…"}
    assert set(failed.values()) <= {"expands", "damaged"}
    assert failed


@pytest.mark.parametrize(
    ("package", "name", "member"),
    [
        (docx([("Normal", _WORDS)]), "a.docx", "word/document.xml"),
        (_workbook(), "a.xlsx", "xl/worksheets/sheet1.xml"),
        (ofd(_WORDS), "a.ofd", "Doc_0/Pages/Page_0/Content.xml"),
    ],
    ids=["docx", "xlsx", "ofd"],
)
def test_packages_of_xml_under_attack(package: bytes, name: str, member: str) -> None:
    """Of each: bombs by size, entities that multiply, half a file, a member cut short, a password."""
    large = _changed(package, member, b" " * _LARGE)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        text = archive.read(member)
    declared = text.index(b"?>") + 2 if text.startswith(b"<?xml") else 0
    laughing = _changed(package, member, text[:declared] + _LAUGHS.encode() + text[declared:])
    attacks = {
        "large": (large, {"expands"}),
        "understated": (_understated(large, _LARGE), {"expands", "damaged"}),
        "entities": (laughing, {"damaged"}),
        "half": (package[: len(package) // 2], {"damaged"}),
        "half of a member": (_changed(package, member, text[: len(text) // 2]), {"damaged"}),
        "password": (_locked(package), {"encrypted", "damaged"}),
    }
    read_bytes(package, name)
    for what, (data, reasons) in attacks.items():
        with pytest.raises(UnreadableFile) as caught:
            read_bytes(data, name)
        assert caught.value.params["reason"] in reasons, what


def test_archives_inside_archives(tmp_path: Path) -> None:
    """Two layers are read, of any kinds; the third is named, and what lies beside it is read."""
    text = {"三.txt": _WORDS.encode()}
    data = zipped(
        {
            "一.txt": _WORDS.encode(),
            "中.tar.gz": gzip.compress(tarred({"二.txt": _WORDS.encode(), "内.zip": zipped(text)})),
        }
    )
    documents, failed = _read(tmp_path, data, "外.zip")
    assert documents == ["外.zip/一.txt", "外.zip/中.tar.gz/二.txt"]
    assert failed == {"外.zip/中.tar.gz/内.zip": "nested"}


def test_a_truncated_archive_gives_what_is_whole(tmp_path: Path) -> None:
    """Of a tar that breaks off, the members before are read; a zip without its directory is damaged."""
    noise = bytes(range(256)) * 4000
    whole = tarred({"一.txt": _WORDS.encode(), "二.txt": _WORDS.encode(), "三.bin": noise})
    documents, failed = _read(tmp_path, whole[: 6 * 1024], "卷.tar")
    assert documents == ["卷.tar/一.txt", "卷.tar/二.txt"]
    assert set(failed.values()) == {"damaged"}
    documents, failed = _read(tmp_path, gzip.compress(whole)[:-2000], "卷.tar.gz")
    assert documents[:2] == ["卷.tar.gz/一.txt", "卷.tar.gz/二.txt"]
    assert "damaged" in failed.values()
    half = zipped({"一.txt": _WORDS.encode(), "三.bin": noise})
    assert _read(tmp_path, half[: len(half) // 2], "卷.zip") == ([], {"卷.zip": "damaged"})


@pytest.mark.parametrize("packed", [gzip.compress, bz2.compress, lzma.compress])
def test_a_tar_that_is_packed_in_several_streams_is_read_to_its_end(tmp_path: Path, packed: Packer) -> None:
    """Programs that pack with all cores, and `cat`, put compressed streams one behind another."""
    names = [f"{number}.txt" for number in range(1, 5)]
    whole = tarred({name: _WORDS.encode() * 60 for name in names})
    for cut in (len(whole) // 2, len(whole) // 2 // 512 * 512):
        documents, failed = _read(tmp_path, packed(whole[:cut]) + packed(whole[cut:]), "卷.tar.gz")
        assert documents == [f"卷.tar.gz/{name}" for name in names]
        assert not failed


def test_passwords_are_told_by_member(tmp_path: Path) -> None:
    """A zip with a password names each member; archives of other kinds say what to do."""
    data = _locked(zipped({"一.txt": _WORDS.encode(), "二.txt": _WORDS.encode()}))
    assert _read(tmp_path, data, "卷.zip") == (
        [],
        {"卷.zip/一.txt": "encrypted", "卷.zip/二.txt": "encrypted"},
    )
    assert _read(tmp_path, b"Rar!\x1a\x07\x01\x00" + bytes(90), "卷.rar")[1] == {"卷.rar": "archive-kind"}
    assert _read(tmp_path, b"7z\xbc\xaf\x27\x1c" + bytes(90), "卷.7z")[1] == {"卷.7z": "archive-kind"}


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice, which makes the files")
def test_old_office_files_with_a_password_say_so(tmp_path: Path) -> None:
    """The flag of a password in .doc, its record in .xls and its entry in .odt are no damage, and nothing is printed of them."""
    (tmp_path / "a.docx").write_bytes(docx([("Normal", _WORDS)]))
    (tmp_path / "b.xlsx").write_bytes(_workbook())
    (doc,) = converted([tmp_path / "a.docx"], "doc", tmp_path)
    (odt,) = converted([tmp_path / "a.docx"], "odt", tmp_path)
    (xls,) = converted([tmp_path / "b.xlsx"], "xls", tmp_path)
    locked = bytearray(doc.read_bytes())
    locked[locked.index(b"\xec\xa5", 512) + 11] |= 1
    book = xls.read_bytes()
    start = book.index(b"\x09\x08\x10\x00", 512) + 20
    # The record of a password takes the place of the first one behind the beginning.
    book = book[:start] + b"\x2f\x00" + book[start + 2 :]
    with zipfile.ZipFile(odt) as archive:
        listing = archive.read("META-INF/manifest.xml")
    entry = rb"\1><manifest:encryption-data/></manifest:file-entry>"
    listing = re.sub(rb'(full-path="content.xml"[^>]*)/>', entry, listing)
    package = _changed(odt.read_bytes(), "META-INF/manifest.xml", listing)
    package = _changed(package, "content.xml", bytes(range(256)))
    for data, name in (
        (bytes(locked), "a.doc"),
        (bytes(locked), "a.wps"),
        (book, "b.xls"),
        (package, "a.odt"),
    ):
        assert _read(tmp_path, data, name) == ([], {name: "encrypted"}), name


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice, which shows bytes as letters")
def test_an_office_file_of_noise_is_damaged() -> None:
    """LibreOffice opens what it can't tell as a text; letters that are bytes are nothing to quote."""
    for name in ("a.xls", "a.doc"):
        with pytest.raises(UnreadableFile) as caught:
            read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff\xe9" * 20_000, name)
        assert caught.value.params["reason"] == "damaged", name


def test_members_never_leave_the_folder(tmp_path: Path) -> None:
    """Names that lead elsewhere are names; a link in a tar is not followed."""
    inside = tmp_path / "in"
    inside.mkdir()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("密码.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        info = tarfile.TarInfo("../../外.txt")
        info.size = len(_WORDS.encode())
        archive.addfile(info, io.BytesIO(_WORDS.encode()))
    assert _read(inside, out.getvalue(), "卷.tar")[0] == ["卷.tar/外.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_cut_pdf_is_damaged() -> None:
    """Cut in its first objects it is damaged, not empty."""
    data = pdf([[_WORDS.strip()]])
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(data[:300], "a.pdf")
    assert caught.value.params["reason"] == "damaged"


def test_a_reader_that_takes_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """With hardly any memory or time the child ends, and the reason says that limits did it."""
    monkeypatch.setattr(child, "MEMORY", 20 * 1024 * 1024)
    with pytest.raises(UnreadableFile) as caught:
        read_bytes(docx([("Normal", _WORDS)]), "a.docx")
    assert caught.value.params["reason"] in {"limits", "damaged"}


def test_a_reader_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    """A program that is killed while a file is read, as a chat's reader is after its time, leaves nothing behind."""
    os.mkfifo(tmp_path / "endless")
    job = {"source": str(tmp_path / "endless"), "kind": "csv", "name": "a.csv", "folder": "", "seconds": 60,
           "memory": 1 << 30}  # fmt: skip
    starts = (
        "import json, os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-m', 'vectorstore.documents.formats.worker'],\n"
        "                         stdin=subprocess.PIPE, start_new_session=True)\n"
        "job = json.loads(sys.argv[1]) | {'parent': os.getpid()}\n"
        "child.stdin.write(json.dumps(job).encode())\n"
        "child.stdin.close()\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    program = subprocess.Popen(
        [sys.executable, "-c", starts, json.dumps(job)], stdout=subprocess.PIPE, text=True, cwd=PROJECT
    )
    assert program.stdout is not None
    reader = int(program.stdout.readline())
    os.kill(reader, 0)
    program.kill()
    program.wait()
    deadline = time.monotonic() + 30
    while _runs(reader):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _runs(process: int) -> bool:
    """Whether a process does anything still; one that has ended and that nobody asked for doesn't."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_headers_footers_and_linked_attachments_are_named(tmp_path: Path) -> None:
    """A Word file's running heads are no text of it, and neither they nor a page's attachments go unsaid."""
    import docx as library

    made = library.Document()
    made.add_paragraph(_WORDS.strip())
    made.sections[0].header.paragraphs[0].text = "机密★一年"
    made.sections[0].footer.paragraphs[0].text = "第 1 页 共 3 页"
    made.save(str(tmp_path / "章.docx"))
    documents, notes = read_all(tmp_path / "章.docx", "章.docx")
    assert documents[0].text == _WORDS
    assert [(e.params["reason"], e.params["detail"]) for e in notes] == [("header-footer", "机密★一年")]

    page = (
        f"<html><body><h1>关于用印的通知</h1><p>{_WORDS}</p><p><a href='/a/b/%E8%A1%A8.xls?x=1'>附件1：用印 <b>登记</b>表</a>"
        "<a href=\"P020240101.pdf\"><img src='pdf.gif'></a><a href='index.html'>首页</a><a href='javascript:go(\".doc\")'>x</a></p></body></html>"
    )
    (tmp_path / "页.html").write_text(page, "utf-8")
    documents, notes = read_all(tmp_path / "页.html", "页.html")
    assert len(documents) == 1
    assert [(e.params["reason"], e.params["detail"]) for e in notes] == [
        ("linked", "附件1：用印 登记表"),
        ("linked", "P020240101.pdf"),
    ]
