"""Files that break, burst, nest and hide, of every kind that is read: made by program of one harmless text."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage

from tests.bot.telegram.papers import docx, pdf
from tests.office_files import html, ofd

WORDS = "印章由办公室统一保管,每季度盘点一次,使用须经主任批准。"
_TEXT = f"关于印章管理的通知\n{WORDS}\n遗失印章的,应当在两日内报告。\n"
_LARGE = 210 * 1024 * 1024
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CUT = frozenset({"damaged", "empty", "encoding", "binary", "no-paragraph"})
_FULL = frozenset({"expands", "limits", "damaged"})
#: The member of each package that holds its words.
_MAIN = {
    ".docx": "word/document.xml",
    ".xlsx": "xl/worksheets/sheet1.xml",
    ".ofd": "Doc_0/Pages/Page_0/Content.xml",
}


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file: what is wrong with it, and the reasons of which one must be told.

    `may_read` where enough of it is whole to be read; what is read is of the harmless text then.
    """

    name: str
    made: bytes | Callable[[], bytes]  # what takes long to make is made by the test that reads it
    reasons: frozenset[str]
    may_read: bool = False

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return self.made if isinstance(self.made, bytes) else self.made()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip file of these members, packed at a third of the usual effort: some hold hundreds of megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    """A tar of these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def changed(package: bytes, name: str, data: bytes) -> bytes:
    """The same package with another member of this name."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    return zipped({**members, name: data})


def workbook() -> bytes:
    """A workbook of a sheet with three rows."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (("印章", "数量"), ("公章", 12), ("财务章", 3)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def letter(attached: bytes = b"", name: str = "") -> bytes:
    """A letter with the text as its words, perhaps with a file."""
    message = EmailMessage()
    message["From"], message["Subject"] = "办公室 <a@example.cn>", "关于印章管理的通知"
    message.set_content(_TEXT)
    if attached:
        message.add_attachment(attached, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def saved_page() -> bytes:
    """A page with its parts in one file, as a browser saves it."""
    message = EmailMessage()
    message["From"], message["Subject"] = "<Saved by Blink>", "印章"
    message.set_content(html(_TEXT), subtype="html")
    message.make_related()
    return message.as_bytes()


def picture(wide: int = 40, high: int = 40) -> bytes:
    """A white PNG of this size, a byte for eight pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(9)
    row = b"\x00" + b"\xff" * (-(-wide // 8))
    lines = b"".join([*(packer.compress(row) for _ in range(high)), packer.flush()])
    head = struct.pack(">IIBBBBB", wide, high, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def whole() -> dict[str, bytes]:
    """A sound file of each kind that is read without an office program, by its ending."""
    return {
        ".txt": _TEXT.encode(), ".md": f"# {_TEXT}".encode(), ".html": html(_TEXT).encode(),
        ".csv": "印章,数量\n公章,12\n财务章,3\n".encode(), ".docx": docx([("Normal", one) for one in _TEXT.split("\n")]),
        ".pdf": pdf([_TEXT.splitlines()]), ".ofd": ofd(_TEXT), ".xlsx": workbook(), ".eml": letter(), ".mht": saved_page(),
        ".zip": zipped({"一.txt": _TEXT.encode()}), ".tar": tarred({"一.txt": _TEXT.encode()}),
        ".tar.gz": gzip.compress(tarred({"一.txt": _TEXT.encode()})), ".txt.gz": gzip.compress(_TEXT.encode()),
        ".txt.bz2": bz2.compress(_TEXT.encode()), ".txt.xz": lzma.compress(_TEXT.encode()),
    }  # fmt: skip


def empty(endings: Iterator[str] | list[str]) -> Iterator[Hostile]:
    """Files of no byte and of blanks under every ending."""
    for ending in endings:
        yield Hostile(f"空{ending}", b"", frozenset({"empty"}))
        yield Hostile(f"空白{ending}", b" \r\n\t\n", frozenset({"empty", "no-paragraph", "damaged"}))


def cut(files: Mapping[str, bytes]) -> Iterator[Hostile]:
    """The first part of each file, as a broken download leaves it, and its beginning before noise."""
    noise = bytes((7 * n * n + n) % 256 for n in range(3000))
    for ending, data in files.items():
        readable = ending in {".txt", ".md", ".html", ".csv", ".eml", ".mht", ".pdf"} or ".tar" in ending
        for share in (5, 9):
            yield Hostile(f"截{share}{ending}", data[: len(data) * share // 10], _CUT | {"scanned"}, readable)
        yield Hostile(f"杂{ending}", data[:8] + noise, _CUT | {"scanned", "archive-kind"}, ending == ".eml")


def locked(files: Mapping[str, bytes]) -> Iterator[Hostile]:
    """Files with a password, as the programs set it."""
    secret = frozenset({"encrypted"})
    package = bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    for ending in (".docx", ".xlsx", ".pptx"):
        yield Hostile(f"密{ending}", _COMPOUND + package, secret)
    for ending in (".zip", ".docx", ".xlsx", ".ofd"):
        reasons = secret if ending == ".zip" else secret | {"damaged"}
        yield Hostile(f"锁{ending}", _flagged(files[ending]), reasons)
    yield Hostile("密.ofd", changed(files[".ofd"], "Encryptions.xml", b"<Encryptions/>"), secret)
    opened = files[".pdf"].replace(
        b"trailer << ",
        b"trailer << /ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <" + b"41" * 32
        + b"> /U <" + b"42" * 32 + b"> /P -4 >> ",
    )  # fmt: skip
    yield Hostile("密.pdf", opened, secret)
    for ending, mark in ((".7z", b"7z\xbc\xaf\x27\x1c"), (".rar", b"Rar!\x1a\x07\x01\x00")):
        yield Hostile(f"密{ending}", mark + bytes(90), frozenset({"archive-kind", "archive-here"}))
    yield Hostile("密.eml", letter(_flagged(files[".zip"]), "附.zip"), secret, may_read=True)
    scrambled = bytes((n * 193 + n // 7 * 31) % 251 for n in range(5000))
    for ending in (".txt", ".md", ".html", ".csv"):
        yield Hostile(f"密{ending}", scrambled, frozenset({"encoding", "binary"}))


def _flagged(package: bytes) -> bytes:
    """The same zip with the flag of a password on every member."""
    data = bytearray(package)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def bursting(files: Mapping[str, bytes]) -> Iterator[Hostile]:
    """Small files that unpack to more than 200 MB: making them takes longer than refusing them."""
    blanks = b" " * _LARGE
    for ending, member in _MAIN.items():
        yield Hostile(f"胀{ending}", changed(files[ending], member, blanks), _FULL)
    many = {"一.txt": _TEXT.encode(), "炸弹.txt": blanks}
    packed = zipped(many)
    yield Hostile("胀.zip", packed, _FULL)
    yield Hostile("胀.tar.gz", gzip.compress(tarred(many)), _FULL, may_read=True)
    yield Hostile("胀.txt.gz", gzip.compress(blanks), _FULL)
    yield Hostile("胀.txt.bz2", bz2.compress(blanks), _FULL)
    yield Hostile("胀.txt.xz", lzma.compress(blanks), _FULL)
    yield Hostile("胀.eml", letter(packed, "附.zip"), _FULL, may_read=True)
    yield Hostile("胀.png", picture(60_000, 30_000), _FULL | {"picture"})
    yield Hostile("胀.pdf", _swollen_pdf(), _FULL | {"scanned", "empty"})


def nested(files: Mapping[str, bytes]) -> Iterator[Hostile]:
    """Files that nest or repeat without end, and those whose reading could take the square of their size."""
    for ending, member in _MAIN.items():
        with zipfile.ZipFile(io.BytesIO(files[ending])) as archive:
            written = archive.read(member)
        begins = written.index(b"?>") + 2 if written.startswith(b"<?xml") else 0
        laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        yield Hostile(
            f"实体{ending}",
            changed(files[ending], member, written[:begins] + laughs + written[begins:]),
            _FULL,
        )
        deep = b"<a>" * 50_000 + b"</a>" * 50_000
        yield Hostile(
            f"深{ending}", changed(files[ending], member, deep), _FULL | {"empty", "pages-pictures"}
        )
    layers = files[".zip"]
    for _ in range(3):
        layers = zipped({"内.zip": layers})
    yield Hostile("套.zip", layers, frozenset({"nested"}))
    inner = letter()
    for _ in range(300):
        inner = b"MIME-Version: 1.0\nSubject: x\nContent-Type: message/rfc822\n\n" + inner
    yield Hostile("套.eml", inner, frozenset({"limits", "damaged", "nested", "empty"}), may_read=True)
    yield Hostile(
        "圈.pdf", files[".pdf"].replace(b"/Kids [8 0 R]", b"/Kids [2 0 R]"), _CUT | _FULL | {"scanned"}
    )
    yield Hostile("多.zip", lambda: zipped({f"{n}.x": b"" for n in range(2500)}), _FULL | {"empty"})
    yield Hostile("目录.zip", lambda: zipped({f"{n}.x": b"" for n in range(21_000)}), frozenset({"expands"}))
    yield from _drawn()
    line = f"<p>{WORDS}</p>"
    for name, page in {
        "表": "<table><tr><td>x</td><td>" * 4000 + line + "</td></tr></table>" * 4000,
        "格": "<table>" + "<tr><td rowspan=9999 colspan=999>字字字字</td><td rowspan=9999>字</td></tr>" * 2000 + line,
        "框": "<iframe " * 15_000 + line, "样": "<style>" * 15_000 + line, "角标": "<sup>" * 20_000 + line,
        "表单": "<form>" * 15_000 + line, "藏": "<nav>" * 20_000 + "</p>" * 20_000 + line, "尖": "<" * 120_000 + line,
    }.items():  # fmt: skip
        yield Hostile(f"{name}.html", page.encode(), _FULL | {"no-paragraph"}, may_read=True)
    for name, words in {"引": ">" * 60_000, "括": "![a](" * 20_000, "标": "<b>x</b>\n\n" * 10_000}.items():
        yield Hostile(f"{name}.md", f"{words}\n\n{WORDS}\n".encode(), _FULL | {"no-paragraph"}, may_read=True)
    yield Hostile("列.csv", b"a," * 3_000_000, _FULL | {"empty", "no-paragraph"}, may_read=True)


def _drawn() -> Iterator[Hostile]:
    """OFD pages whose drawings place one another over and over, and steps that are said to come again and again."""
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    objects = "".join(f'<ofd:CompositeObject ResourceID="U0" Boundary="{n} 0 9 9"/>' for n in range(12))
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="U{n}"><ofd:Content>'
        + objects.replace("U0", f"U{(n + 1) % 12}")
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for n in range(12)
    )
    page = f"<ofd:Page {space}><ofd:Content><ofd:Layer>{{}}</ofd:Layer></ofd:Content></ofd:Page>"
    steps = "g 10000 1 " * 200_000
    text = f'<ofd:TextObject Boundary="0 0 9 9" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="{steps}">字</ofd:TextCode></ofd:TextObject>'
    for name, shown in (("图元", objects), ("步", text)):
        yield Hostile(
            f"{name}.ofd",
            zipped(
                {
                    "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>D/D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>".encode(),
                    "D/D.xml": f'<ofd:Document {space}><ofd:CommonData><ofd:DocumentRes>R.xml</ofd:DocumentRes></ofd:CommonData>'
                    '<ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>'.encode(),
                    "D/R.xml": f'<ofd:Res {space} BaseLoc="R"><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>'.encode(),
                    "D/P.xml": page.format(shown).encode(),
                }
            ),
            _FULL,
            may_read=name == "步",
        )  # fmt: skip


def _swollen_pdf() -> bytes:
    """A PDF of one page whose drawing unpacks to 300 MB."""
    packed = zlib.compress(b" " * (300 * 1024 * 1024), 9)
    packed = zlib.compress(packed, 9)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length " + str(len(packed)).encode() + b" /Filter [/FlateDecode /FlateDecode] >>\nstream\n" + packed + b"\nendstream",
    ]  # fmt: skip
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(parts, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(parts) + 1}\n0000000000 65535 f \n{rows}".encode()
    return out + f"trailer << /Size {len(parts) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()


def every(large: bool = True) -> list[Hostile]:
    """All of them, those that unpack to hundreds of megabytes only if `large` ones are asked for."""
    files = whole()
    endings = [*files, ".doc", ".wps", ".xls", ".et", ".ppt", ".dps", ".rtf", ".odt", ".png", ".jpg", ".tif", ".7z", ".rar",
               ".pptx", ".ods", ".fodt", ".uot", ".mhtml", ".htm", ".tsv", ".xlsb"]  # fmt: skip
    made = [*empty(endings), *cut(files), *locked(files), *nested(files)]
    return [*made, *bursting(files)] if large else made
