"""From a file to a Document: encoding, format, blocks and metadata.

Offsets always count characters of the decoded bytes. Line ends are not translated, and HTML
keeps its tags: they are recorded as markup, so that a span of the page is a span of the file. For a
format that is no text (Word, PDF, OFD, tables), the text is what its reader extracted, and that text
is what offsets count and quotations are exact against.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path

from vectorstore.documents.encoding import detect_encoding as detect_encoding
from vectorstore.documents.formats import child
from vectorstore.documents.formats.detect import ARCHIVES, CONVERTED, TEXT, detect
from vectorstore.documents.formats.extracted import ROW, CannotRead, Extracted
from vectorstore.documents.formats.scan import as_extracted
from vectorstore.documents.line_roles import clean
from vectorstore.errors import UnreadableFile
from vectorstore.types import WRITER_LOCK, Block, Document, Metadata, Role

PROVENANCE = "provenance.json"
#: A larger file is refused: it is a dump, not a document.
LARGEST_FILE = 64 * 1024 * 1024

#: The document of a scan with this SHA-256 that was recognised before, if there is one.
Recognised = Callable[[str], Document | None]

#: How the names of files and folders begin that nobody means to be read,
_HIDDEN = (".", "~$")
#: and the files that Windows keeps in a folder for itself.
_KEPT_BY_WINDOWS = frozenset({"thumbs.db", "desktop.ini"})
#: Why a kind of file that nothing here reads is refused.
_REASONS = {"unknown": "binary", "7z": "archive-kind", "rar": "archive-kind"}
#: So many archives may stand inside one another.
_DEEPEST = 2


def find_files(path: Path, closed: Callable[[str], object] = lambda _: None) -> list[tuple[Path, str]]:
    """The files at or below `path`, each with its name below it, sorted by name.

    Hidden files and folders are left out, and so are folders that hold an index, `provenance.json` and the files that office
    programs keep beside an open document (`~$…`) and Windows in a folder (`Thumbs.db`). `closed` is given the name of each folder that
    can't be listed now.
    """
    if path.is_file():
        return [(path, path.name)]

    def unlisted(exc: OSError) -> None:
        closed(Path(exc.filename).relative_to(path).as_posix())

    found = []
    for at, folders, files in os.walk(path, onerror=unlisted):
        if WRITER_LOCK in files:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith(_HIDDEN))
        for name in files:
            file = Path(at, name)
            below = file.relative_to(path).as_posix()
            hidden = name.startswith(_HIDDEN) or name.lower() in _KEPT_BY_WINDOWS
            if not hidden and below != PROVENANCE and file.is_file():
                found.append((file, below))
    return sorted(found, key=lambda pair: pair[1])


def is_read(below: Path) -> bool:
    """Whether a change at this place below a folder concerns its documents: hidden places don't."""
    return not any(part.startswith(_HIDDEN) or part.lower() in _KEPT_BY_WINDOWS for part in below.parts)


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
    return read_bytes(_bytes_of(path, name), name, (known or {}).get(name))


def read_all(
    path: Path,
    name: str,
    known: Mapping[str, Metadata] | None = None,
    recognised: Recognised = lambda _: None,
) -> tuple[list[Document], list[UnreadableFile]]:
    """All documents in the file at `path`, which are several in an archive, and what can't be read.

    A member is called by the archive's name and its own, `卷宗.zip/一/通知.docx`. An unread part of
    a document that is read, such as a page without text, is among the unreadable. `recognised` gives
    the document of a scan with this SHA-256 that was recognised before, which takes long to do again.
    """
    documents: list[Document] = []
    failed: list[UnreadableFile] = []
    try:
        data = _bytes_of(path, name)
        _read_into(data, name, known or {}, 0, documents, failed, recognised)
    except UnreadableFile as exc:
        failed.append(exc)
    return documents, failed


def _bytes_of(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UnreadableFile(file=name, reason="too-large")
        return path.read_bytes()
    except OSError as exc:
        raise UnreadableFile(file=name, reason="no-access") from exc


def _read_into(
    data: bytes,
    name: str,
    known: Mapping[str, Metadata],
    depth: int,
    documents: list[Document],
    failed: list[UnreadableFile],
    recognised: Recognised,
) -> None:
    """Read a file or, member by member, an archive. Raises `UnreadableFile` for the file itself."""
    kind = detect(data, name)
    if kind not in ARCHIVES:
        document, _, left_out = _read(data, name, kind, known.get(name), recognised)
        documents.append(document)
        failed.extend(left_out)
        return
    if depth >= _DEEPEST:
        raise UnreadableFile(file=name, reason="nested")
    with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
        try:
            members, lost = child.unpack(data, kind, Path(folder), name)
        except CannotRead as exc:
            raise UnreadableFile(file=name, reason=exc.reason, detail=exc.detail) from exc
        failed.extend(UnreadableFile(file=f"{name}/{inside}", reason=reason) for inside, reason in lost)
        for inside, file in sorted(members):
            try:
                _read_into(
                    _bytes_of(file, f"{name}/{inside}"),
                    f"{name}/{inside}",
                    known,
                    depth + 1,
                    documents,
                    failed,
                    recognised,
                )
            except UnreadableFile as exc:
                failed.append(exc)


def read_bytes(data: bytes, name: str, known: Metadata | None = None) -> Document:
    """The document in `data`; the format is told by the bytes, kinds of text by the ending of `name`.

    `known` goes before what the text itself says. Raises `UnreadableFile`, for an archive as well.
    """
    return _read(data, name, detect(data, name), known)[0]


def read_with_source(data: bytes, name: str) -> tuple[Document, Extracted | None]:
    """The document in `data` and what its reader made of the file; None for text formats."""
    return _read(data, name, detect(data, name), None)[:2]


def _read(
    data: bytes,
    name: str,
    kind: str,
    known: Metadata | None,
    recognised: Recognised = lambda _: None,
) -> tuple[Document, Extracted | None, list[UnreadableFile]]:
    left_out: list[UnreadableFile] = []
    extracted: Extracted | None = None
    sha256 = hashlib.sha256(data).hexdigest()
    if kind in TEXT:
        try:
            read = child.read_text(data, kind, name)
        except CannotRead as exc:
            raise UnreadableFile(file=name, reason=exc.reason, detail=exc.detail) from exc
        text, encoding = data.decode(read.encoding), read.encoding
        blocks, found, markup = read.blocks, read.metadata, read.markup
        left_out = [UnreadableFile(file=name, reason=one.reason, detail=one.detail) for one in read.left_out]
    elif kind in CONVERTED:
        try:
            before = recognised(sha256) if kind in {"pdf", "ofd", "picture"} else None
            extracted = as_extracted(before) if before else child.read(data, kind, name)
        except CannotRead as exc:
            raise UnreadableFile(file=name, reason=exc.reason, detail=exc.detail) from exc
        text, encoding, markup = extracted.text, "utf-8", ()
        blocks, found = _tabled(*clean(text, extracted.lines, (), join=False), extracted)
        left_out = [
            UnreadableFile(file=name, reason=one.reason, detail=one.detail) for one in extracted.left_out
        ]
    else:
        reason = _REASONS.get(kind, kind if kind in {"damaged", "encrypted", "expands"} else "unsupported")
        raise UnreadableFile(file=name, reason=reason, detail=kind)
    if not any(block.role in {Role.PARAGRAPH, Role.HEADING} for block in blocks):
        framed = [str(one.params["detail"]) for one in left_out if one.params["reason"] == "frames"]
        bare = "no-paragraph" if text.strip("\ufeff").strip() else "empty"
        raise UnreadableFile(file=name, reason="frames" if framed else bare, detail="、".join(framed))
    if known:
        given = {f.name: getattr(known, f.name) for f in fields(known) if getattr(known, f.name)}
        found = replace(found, **given)
    document = Document(
        file=name,
        sha256=sha256,
        encoding=encoding,
        text=text,
        metadata=found,
        blocks=blocks,
        markup=tuple(markup),
        format=extracted.format if extracted else kind,
        parts=extracted.parts if extracted else (),
    )
    return document, extracted, left_out


def _tabled(
    blocks: tuple[Block, ...], found: Metadata, extracted: Extracted
) -> tuple[tuple[Block, ...], Metadata]:
    """The same with every row of a table as a paragraph: in a file of tables, the first is no title."""
    rows = {span.start for span, level in extracted.lines if level == ROW}
    if found.title.startswith("| "):
        found = replace(found, title="")
    return tuple(Block(b.span, Role.PARAGRAPH) if b.span.start in rows else b for b in blocks), found
