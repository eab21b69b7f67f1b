"""What a file is, told by its bytes; its name only decides between kinds of plain text."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath

#: Read where they are, without a child process.
TEXT = frozenset({"txt", "md", "html"})
#: Converted by `worker`.
CONVERTED = frozenset(
    {
        "docx", "pdf", "ofd", "xlsx", "csv", "doc", "wps", "rtf", "odt", "xls", "xlsb", "et", "ods", "ppt", "pptx",
        "odp", "dps", "picture",
    }
)  # fmt: skip
ARCHIVES = frozenset({"zip", "tar"})

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

    `encrypted`, `damaged`, `program`, `7z`, `rar`, `code` and `unknown` are such words.
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
    if suffix in {".docx", ".xlsx", ".pptx", ".ofd", ".pdf", ".zip"} and data.strip():
        return "damaged" if not _marked(data) else "html"
    if _marked(data):
        return "html"
    if suffix in _NAMES:
        return _NAMES[suffix]
    if suffix in _CODE:
        return "code"
    return "txt" if b"\x00" not in data[:4096] or data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "unknown"


def _marked(data: bytes) -> bool:
    """Whether it begins as an HTML page does."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html"))


def _zipped(data: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {info.filename for info in archive.infolist()[:5000]}
            for member, kind in _ZIPPED:
                if member in names:
                    return kind
            if "mimetype" in names:
                mimetype = archive.open("mimetype").read(100)
                return next((k for word, k in _MIMETYPES.items() if word in mimetype), "zip")
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return "damaged"
    return "zip" if suffix not in {".docx", ".xlsx", ".pptx", ".ofd"} else "damaged"


def _compound(data: bytes, suffix: str) -> str:
    """The kind of an OLE file, by the names of the streams in its directory."""
    for stream, kind in _STREAMS:
        if stream.encode("utf-16-le") in data:
            return (
                {".wps": "wps", ".et": "et", ".dps": "dps"}.get(suffix, kind) if kind != "encrypted" else kind
            )
    return {".wps": "wps", ".doc": "doc", ".xls": "xls", ".et": "et"}.get(suffix, "unknown")
