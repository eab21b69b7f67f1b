"""What a file is, told by its bytes; its name only decides between kinds of plain text."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath

#: Read where they are, without a child process.
TEXT = frozenset({"txt", "md", "html"})
#: Converted by `worker`.
CONVERTED = frozenset(
    {
        "docx", "pdf", "ofd", "xlsx", "csv", "doc", "wps", "rtf", "odt", "xls", "xlsb", "et", "ods", "ppt", "pptx",
        "odp", "dps", "picture", "mht", "wordml", "sheetml", "fodt", "fods", "uot", "uos",
    }
)  # fmt: skip
ARCHIVES = frozenset({"zip", "tar", "eml"})

_MAGIC = (
    (b"PK\x05\x06", "zip"),
    (b"{\\rtf", "rtf"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"\x1f\x8b", "tar"),
    (b"BZh", "tar"),
    (b"\xfd7zXZ\x00", "tar"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"GIF8", "picture"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)
_ZIPPED = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsb"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)
#: What the list of contents of a package calls its main part, whatever that is named.
_MAIN_PARTS = (
    (b"wordprocessingml.document.main", "docx"),
    (b"wordprocessingml.template.main", "docx"),
    (b"spreadsheetml.sheet.main", "xlsx"),
    (b"presentationml.presentation.main", "pptx"),
)
#: Office files that are one piece of XML say what they are in its first lines.
_XML = (
    (b'progid="Word.Document"', "wordml"),
    (b'progid="Excel.Sheet"', "sheetml"),
    (b"urn:schemas-microsoft-com:office:spreadsheet", "sheetml"),
    (b"application/vnd.oasis.opendocument.text", "fodt"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "fods"),
    (b"vnd.uof.text", "uot"),
    (b"vnd.uof.spreadsheet", "uos"),
)
#: What may stand above the first element of a page.
_PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf|\s|<\?xml[^>]*>|<!--.*?-->)*", re.DOTALL)
_PAGE = re.compile(rb"<!doctype\s+html|<html", re.IGNORECASE)
#: Programs that keep accounts write a table of HTML, or of tabs, and call it a workbook.
_PIECE = re.compile(rb"<(?:table|head|body|meta|style|div)\b", re.IGNORECASE)
_SHEETS = frozenset({".xls", ".et"})
_OFFICE = _SHEETS | {".doc", ".wps"}
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?[A-Za-z][A-Za-z-]*: ?\S")
_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_WHOLE_PAGE = re.compile(rb"^Content-Type:\s*multipart/related", re.IGNORECASE | re.MULTILINE)
#: Documents of programs that are made to be looked at, and that nothing else reads.
_FOREIGN = frozenset({".ceb", ".cebx", ".sep", ".gd", ".gw", ".aip", ".caj", ".kdh", ".nh", ".s72", ".s92"})
#: No package or archive that is read has more.
_MOST_MEMBERS = 20_000
#: Parts of office packages.
_OF_PACKAGES = re.compile(r"\[Content_Types\]\.xml$|_rels/|(?:word|xl|ppt|docProps|Doc_\d+)/")
_MIMETYPES = {b"text": "odt", b"spreadsheet": "ods", b"presentation": "odp"}
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
)
#: Text, but nothing that anybody writes to be read.
_CODE = frozenset(
    {".json", ".js", ".css", ".xml", ".py", ".ini", ".toml", ".yaml", ".yml", ".sh", ".svg", ".log"}
)
#: What a name promises, for files whose bytes say nothing certain.
_NAMES = {
    ".htm": "html", ".html": "html", ".md": "md", ".markdown": "md", ".csv": "csv", ".tsv": "csv",
    ".txt": "txt", ".text": "txt",
}  # fmt: skip


def detect(data: bytes, name: str = "") -> str:
    """The format: one of `TEXT`, `CONVERTED`, `ARCHIVES`, or a word for what can't be read.

    `encrypted`, `damaged`, `expands`, `program`, `7z`, `rar`, `code` and `unknown` are such words.
    """
    suffix = PurePath(name).suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data, suffix)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(data, suffix)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "picture"
    if data[:2] == b"BM" and suffix == ".bmp":
        return "picture"
    if data[257:262] == b"ustar":
        return "tar"
    if suffix in _FOREIGN:
        return suffix.strip(".")
    if kind := _by_first_words(_beginning(data), suffix):
        return kind
    if suffix in {".docx", ".xlsx", ".pptx", ".ofd", ".pdf", ".zip"} and data.strip():
        return "damaged"
    if suffix in _NAMES:
        return _NAMES[suffix]
    if suffix in _CODE:
        return "code"
    return "txt" if b"\x00" not in data[:4096] or data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "unknown"


def _beginning(data: bytes) -> bytes:
    """The first characters, one byte each where the file has two for them."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data[:8192].decode("utf-16", "ignore").encode()
    return data[:8192]


def _by_first_words(head: bytes, suffix: str) -> str:
    """What a file of text says of itself at its beginning, whatever its name says; empty where it says nothing."""
    prologue = _PROLOGUE.match(head)
    first = head[prologue.end() :] if prologue else head
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml"):
        found = next((kind for word, kind in _XML if word in head), "")
        if found and not _PAGE.match(first):
            return found
    if _PAGE.match(first) or (suffix in _OFFICE and _PIECE.match(first)):
        return "html"
    mail = _HEADER.match(head) and (_VERSION.search(head) or suffix == ".eml")
    if mail or suffix in {".mht", ".mhtml"}:
        page = suffix != ".eml" and (suffix in {".mht", ".mhtml"} or _WHOLE_PAGE.search(head))
        return "mht" if page else "eml"
    return "csv" if suffix in _SHEETS and b"\x00" not in head else ""


def _zipped(data: bytes, suffix: str) -> str:
    if data.count(b"PK\x01\x02") > _MOST_MEMBERS:
        # A list of a million members fills gigabytes once it is read.
        return "expands"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename.replace("\\", "/") for info in archive.infolist()[:5000]}
            for member, kind in _ZIPPED:
                if member in names:
                    return kind
            if "[Content_Types].xml" in names:
                listed = archive.open("[Content_Types].xml").read(1_000_000)
                found = next((kind for word, kind in _MAIN_PARTS if word in listed), "")
                if found:
                    return found
            if "mimetype" in names:
                mimetype = archive.open("mimetype").read(100)
                return next((k for word, k in _MIMETYPES.items() if word in mimetype), "zip")
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return "damaged"
    # What is left of an office file is no archive of documents; an archive under such a name is one.
    left_over = suffix in {".docx", ".xlsx", ".pptx", ".ofd"} and any(map(_OF_PACKAGES.match, names))
    return "damaged" if left_over or not names else "zip"


def _compound(data: bytes, suffix: str) -> str:
    """The kind of an OLE file, by the names of the streams in its directory."""
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return (
                {".wps": "wps", ".et": "et", ".dps": "dps"}.get(suffix, kind) if kind != "encrypted" else kind
            )
    return {".wps": "wps", ".doc": "doc", ".xls": "xls", ".et": "et"}.get(suffix, "unknown")
