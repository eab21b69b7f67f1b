"""From a file to a Document: encoding, format, blocks and metadata.

Offsets always count characters of the decoded bytes. Line ends are not translated, and HTML
keeps its tags: they are recorded as markup, so that a span of the page is a span of the file.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path

from vectorstore.documents.html import read_html
from vectorstore.documents.line_roles import clean, lines_of
from vectorstore.documents.markdown import read_markdown
from vectorstore.documents.tables import with_rows
from vectorstore.errors import UnreadableFile
from vectorstore.types import Document, Metadata, Role

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm"})
PROVENANCE = "provenance.json"
#: A larger file is refused: it is a dump, not a document.
LARGEST_FILE = 64 * 1024 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["gb18030", "big5", "big5hkscs", "utf_16_le", "utf_16_be"]


def find_files(path: Path, closed: Callable[[str], object] = lambda _: None) -> list[tuple[Path, str]]:
    """The readable files at or below `path`, each with its name below it, sorted by name.

    Hidden files and folders, and files of other formats, are left out. `closed` is given the name
    of each folder that can't be listed now.
    """
    if path.is_file():
        return [(path, path.name)]

    def unlisted(exc: OSError) -> None:
        closed(Path(exc.filename).relative_to(path).as_posix())

    found = []
    for at, folders, files in os.walk(path, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            file = Path(at, name)
            if not name.startswith(".") and file.suffix.lower() in SUFFIXES and file.is_file():
                found.append((file, file.relative_to(path).as_posix()))
    return sorted(found, key=lambda pair: pair[1])


def read_provenance(folder: Path) -> dict[str, Metadata]:
    """What `provenance.json` in `folder` says of each file; empty where there is none.

    Raises `UnreadableFile` when the file is there but is not what it should be.
    """
    path = folder / PROVENANCE
    if not path.is_file():
        return {}
    names = {field.name for field in fields(Metadata)}
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["documents"]
        return {
            entry["file"]: Metadata(**{k: str(v) for k, v in entry.items() if k in names and v})
            for entry in entries
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise UnreadableFile(file=PROVENANCE, reason="provenance") from exc


def read_file(path: Path, name: str, known: Mapping[str, Metadata] | None = None) -> Document:
    """The document in the file at `path`, which is called `name` from now on.

    Raises `UnreadableFile` where it can't be read, is empty, binary or without a paragraph.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(file=name, reason="too-large")
        data = path.read_bytes()
    except OSError as exc:
        raise UnreadableFile(file=name, reason="no-access") from exc
    return read_bytes(data, name, (known or {}).get(name))


def read_bytes(data: bytes, name: str, known: Metadata | None = None) -> Document:
    """The document in `data`; the format is told by the ending of `name`.

    `known` goes before what the text itself says. Raises `UnreadableFile`.
    """
    encoding = detect_encoding(data, name)
    text = data.decode(encoding)
    suffix = Path(name).suffix.lower()
    if suffix in {".html", ".htm"}:
        blocks, found, markup = read_html(text)
    elif suffix in {".md", ".markdown"}:
        blocks, found, markup = read_markdown(text)
    else:
        blocks, found = clean(text, with_rows(text, lines_of(text)))
        markup = ()
    if not any(block.role in {Role.PARAGRAPH, Role.HEADING} for block in blocks):
        raise UnreadableFile(file=name, reason="no-paragraph" if text.strip("\ufeff").strip() else "empty")
    if known:
        given = {f.name: getattr(known, f.name) for f in fields(known) if getattr(known, f.name)}
        found = replace(found, **given)
    return Document(
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=encoding,
        text=text,
        metadata=found,
        blocks=blocks,
        markup=tuple(markup),
    )


def detect_encoding(data: bytes, name: str = "") -> str:
    """The codec that decodes `data` without an error. Raises `UnreadableFile`.

    A byte-order mark decides; else UTF-8 where it is valid; else what charset-normalizer
    finds among GB18030, Big5 and UTF-16. A UTF-8 mark stays in the text as U+FEFF.
    """
    if not data.strip():
        raise UnreadableFile(file=name, reason="empty")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data, encoding, name)
    try:
        data.decode("utf-8")
        return _checked(data, "utf-8", name)
    except UnicodeDecodeError:
        pass
    declared = re.search(rb"<meta[^>]+charset=[\"']?([\w-]{2,20})", data[:4096], re.IGNORECASE)
    if declared:
        try:
            codec = codecs.lookup(declared[1].decode("ascii")).name
            return _checked(data, "gb18030" if codec in {"gb2312", "gbk"} else codec, name)
        except (LookupError, UnreadableFile):
            pass
    from charset_normalizer import from_bytes

    best = from_bytes(data, cp_isolation=_CANDIDATES, enable_fallback=False).best()
    encodings = [best.encoding.replace("_", "-")] if best else []
    encodings += [c for c in ("gb18030", "big5hkscs") if not best or c != best.encoding]
    readable = [codec for codec in encodings if _plausible(data, codec) > 0.5]
    if not readable:
        raise UnreadableFile(file=name, reason="encoding")
    # Both double-byte codecs often decode the other's text without an error; the wrong one
    # yields rare characters.
    return _checked(data, max(readable, key=lambda codec: _plausible(data, codec)), name)


def _plausible(data: bytes, codec: str) -> float:
    """The share of a decoded text's characters that everyday Chinese is written with."""
    try:
        text = data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return 0.0
    counted = [char for char in text[:20000] if not char.isascii()]
    if not counted:
        return 0.0
    good = 0
    for char in counted:
        for narrow in ("gb2312", "big5"):
            try:
                encoded = char.encode(narrow)
            except UnicodeEncodeError:
                continue
            # Level 1 of either standard: the frequent half, ordered before the rare one.
            if encoded[0] <= (0xD7 if narrow == "gb2312" else 0xC6):
                good += 1
                break
    return good / len(counted)


def _checked(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as exc:
        raise UnreadableFile(file=name, reason="encoding") from exc
    head = text[:100_000]
    control = sum(char < " " and char not in "\t\r\n\x0b\x0c\x1b" for char in head)
    if "\x00" in head or control > 0.01 * len(head):
        raise UnreadableFile(file=name, reason="binary")
    return encoding
