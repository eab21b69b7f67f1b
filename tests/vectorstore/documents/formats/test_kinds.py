"""Files that are something else than their names say, and kinds that offices have besides the usual ones."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.bot.telegram.papers import docx
from tests.office_files import converted, has_office
from vectorstore.documents.formats.detect import detect
from vectorstore.documents.formats.letter import parts
from vectorstore.documents.load import find_files, read_all, read_bytes

pytestmark = pytest.mark.usefixtures("warm_reading")

_WORDS = "各单位应当加强值班，每班不少于3人。"
_PAGE = f"<html><head><meta charset=gb2312></head><body><h1>值班通知</h1><p>{_WORDS}</p></body></html>"
_TABLE = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>收入</td><td>5万元</td></tr></table>"


def _shown(data: bytes, name: str) -> list[str]:
    document = read_bytes(data, name)
    return [line for line in document.text.split("\n") if line.strip()]


def _saved_page(*parts: tuple[str, str], encoding: str = "gb2312") -> bytes:
    """A page as a browser saves it in one file."""
    message = EmailMessage()
    message["From"], message["Subject"] = "<Saved by Blink>", "值班通知"
    first, *others = parts
    message.set_content(first[1], subtype=first[0], charset=encoding, cte="quoted-printable")
    message.make_related()
    for subtype, text in others:
        message.add_related(text, subtype=subtype, charset=encoding)
    message.add_related(b"\xff\xd8\xff", maintype="image", subtype="jpeg")
    return message.as_bytes()


def test_a_page_saved_in_one_file_is_read(tmp_path: Path) -> None:
    """Its words and the pages of its frames, never its encoded source; a program may call it .doc."""
    framed = f"<p>{_WORDS.replace('3', '5')}</p>"
    data = _saved_page(("html", _PAGE), ("html", framed))
    for name in ("页.mht", "导出.doc"):
        assert _shown(data, name) == ["值班通知", _WORDS, _WORDS.replace("3", "5")]
    assert _shown(_saved_page(("html", _TABLE)), "表.mht") == ["| 项目 | 金额 |", "| 收入 | 5万元 |"]
    (tmp_path / "页.mht").write_bytes(data)
    assert [(e.params["reason"], e.params["detail"]) for e in read_all(tmp_path / "页.mht", "页.mht")[1]] == [
        ("pictures", "1")
    ]


def test_a_letter_is_read_with_what_is_attached_to_it(tmp_path: Path) -> None:
    """Subject, sender and day stand above its words; each attachment is a document under its own name."""
    letter = EmailMessage()
    letter["From"], letter["To"] = "办公室 <a@example.cn>", "各单位 <b@example.cn>"
    letter["Subject"], letter["Date"] = "关于值班的通知", "Mon, 05 Jan 2026 09:00:00 +0800"
    letter.set_content(_WORDS, charset="gb2312", cte="base64")
    letter.add_attachment(
        docx([("Normal", "值班表由办公室编制。")]),
        maintype="application",
        subtype="msword",
        filename="值班表.docx",
    )
    letter.add_attachment(
        b"Rar!\x1a\x07\x01\x00" + bytes(90), maintype="application", subtype="rar", filename="资料.rar"
    )
    (tmp_path / "来信.eml").write_bytes(letter.as_bytes())
    documents, failed = read_all(tmp_path / "来信.eml", "来信.eml")
    assert [one.file for one in documents] == ["来信.eml/值班表.docx", "来信.eml/正文.txt"]
    assert documents[1].text.splitlines() == [
        "关于值班的通知", "发件人：办公室 <a@example.cn>", "收件人：各单位 <b@example.cn>", "日期：2026年1月5日", _WORDS,
    ]  # fmt: skip
    assert [(e.params["file"], e.params["reason"]) for e in failed] == [("来信.eml/资料.rar", "archive-kind")]


def test_letters_of_older_programs_keep_their_names() -> None:
    """Heads and names of files in bare GBK bytes, and characters that gb2312 lacks under that label, come whole."""
    words = "二〇二六年，朱镕基、陶喆二人出席。"
    coded = base64.b64encode("朱镕基同志讲话".encode("gbk")).decode()
    first, second = coded[:12], coded[12:]

    def attached(how: bytes) -> bytes:
        return b"--b\nContent-Type: application/msword\nContent-Disposition: attachment; " + how + b"\n\nx\n"

    data = (
        b"MIME-Version: 1.0\nFrom: " + "办公室".encode("gbk") + b" <a@example.cn>\n"
        + f"Subject: =?gb2312?B?{first}?=\n =?gb2312?B?{second}?=\n".encode()
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=gb2312\n"
        + b"Content-Transfer-Encoding: 8bit\n\n" + words.encode("gbk") + b"\n"
        + attached(b'filename="' + "值班表.doc".encode("gbk") + b'"')
        + attached(f'filename="=?gb18030?B?{base64.b64encode("镕.doc".encode("gbk")).decode()}?="'.encode())
        + attached(b"filename*=gb2312''%E9F.doc")
        + b"--b--\n"
    )  # fmt: skip
    (_, body), *files = parts(data)
    assert body.decode().splitlines() == ["朱镕基同志讲话", "发件人：办公室 <a@example.cn>", words]
    assert [name for name, _ in files] == ["值班表.doc", "镕.doc", "镕.doc"]


def test_names_in_a_tar_of_chinese_windows_are_read(tmp_path: Path) -> None:
    """A name in GBK is a name, and no accident when the index writes it down."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", encoding="gbk", format=tarfile.GNU_FORMAT) as archive:
        info = tarfile.TarInfo("值班/通知.txt")
        info.size = len(_WORDS.encode())
        archive.addfile(info, io.BytesIO(_WORDS.encode()))
    (tmp_path / "卷.tar").write_bytes(out.getvalue())
    assert [one.file for one in read_all(tmp_path / "卷.tar", "卷.tar")[0]] == ["卷.tar/值班/通知.txt"]


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (_TABLE.encode("gb18030"), "导出.xls", "html"),
        ("项目\t金额\n收入\t5万元\n".encode("gb18030"), "导出.xls", "csv"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C'><html>", "a.xhtml", "html"),
        (b"\r\n<!-- saved from url=(0022)http://example.cn/ -->\r\n<HTML>", "a", "html"),
        (_PAGE.encode("utf-16"), "a.doc", "html"),
        (b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?>", "a.xml", "wordml"),
        (b"<?xml version='1.0'?><a/>", "a.xml", "code"),
        ("MIME-Version 的说明: 见附件。\n".encode(), "说明.txt", "txt"),
        ("注意: 请按时报送。\nMIME-Version: 1.0 是邮件的一行。\n".encode(), "说明.txt", "txt"),
        (b"\x01Founder", "公文.ceb", "ceb"),
    ],
)
def test_bytes_go_before_names(data: bytes, name: str, kind: str) -> None:
    """What programs export under another name is told by its first words, and a text about it is a text."""
    assert detect(data, name) == kind


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress], ids=["gz", "bz2"])
def test_a_file_packed_by_itself_is_unpacked(tmp_path: Path, pack: object) -> None:
    """A packed file that is no tar is the file under its name without the last ending."""
    assert callable(pack)
    (tmp_path / "通知.txt.gz").write_bytes(pack(_WORDS.encode()))
    documents, failed = read_all(tmp_path / "通知.txt.gz", "通知.txt.gz")
    assert [(one.file, one.text) for one in documents] == [("通知.txt.gz/通知.txt", _WORDS)]
    assert not failed


def test_a_word_file_whose_main_part_has_another_name_is_read() -> None:
    """Programs on the web call it document2.xml; the package says which it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx([("Normal", _WORDS)]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("document.xml", "document2.xml"), data)
    assert _shown(out.getvalue(), "a.docx") == [_WORDS]


def test_a_page_inserted_into_a_word_file_is_read(tmp_path: Path) -> None:
    """Programs that make reports insert whole pages, which most readers pass over; what can't be read is named."""
    for inside, reasons in ((_PAGE.encode("gb18030"), []), (b"\x00\x01\x02", ["inserted-file"])):
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(docx([("Normal", "报告如下。")]))) as old,
            zipfile.ZipFile(out, "w") as new,
        ):
            for name in old.namelist():
                data = old.read(name)
                if name == "word/document.xml":
                    data = data.replace(b"<w:sectPr", b'<w:altChunk r:id="rId90"/><w:sectPr', 1)
                if name == "word/_rels/document.xml.rels":
                    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
                    one = (
                        b'<Relationship Id="rId90" Type="%s" Target="/word/part.htm"/></Relationships>' % kind
                    )
                    data = data.replace(b"</Relationships>", one)
                new.writestr(name, data)
            new.writestr("word/part.htm", inside)
        (tmp_path / "a.docx").write_bytes(out.getvalue())
        documents, failed = read_all(tmp_path / "a.docx", "a.docx")
        assert [e.params["reason"] for e in failed] == reasons
        assert documents[0].text.splitlines() == [
            "报告如下。",
            *(["值班通知", _WORDS] if not reasons else []),
        ]


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice, which makes the files")
@pytest.mark.parametrize(
    ("target", "kind"),
    [("xml:MS Word 2003 XML", "wordml"), ("fodt", "fodt"), ("doc", "wps"), ("uot:UOF text", "uot")],
)
def test_office_files_of_other_kinds_are_read(tmp_path: Path, target: str, kind: str) -> None:
    """Word's and LibreOffice's XML in one piece, the Chinese office format UOF, and .wps, which is a .doc inside."""
    (tmp_path / "a.docx").write_bytes(docx([("Title", "值班通知"), ("Normal", _WORDS)]))
    (made,) = converted([tmp_path / "a.docx"], target, tmp_path / "out")
    name = "a.wps" if kind == "wps" else made.name
    document = read_bytes(made.read_bytes(), name)
    assert document.format == kind
    assert document.text.splitlines() == ["值班通知", _WORDS]


def test_what_windows_keeps_in_a_folder_is_no_file_of_it(tmp_path: Path) -> None:
    """Thumbs.db and desktop.ini are nothing that anybody put there."""
    for name in ("Thumbs.db", "desktop.ini", "~$通知.docx", "通知.txt"):
        (tmp_path / name).write_bytes(b"x")
    assert [name for _, name in find_files(tmp_path)] == ["通知.txt"]
