"""Pages that a browser or an office program saved as one file (.mht), and pages inside other files, as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import groupby

from vectorstore.documents.formats.extracted import CannotRead, Extracted, LeftOut, Line, assemble, table
from vectorstore.documents.formats.letter_heads import decoded

_CELL = "\x1f"


def read_mht(data: bytes) -> Extracted:
    """The page of an .mht file; its other parts are pictures and frames. Raises `CannotRead`."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    pages = [part for part in parts if part.get_content_subtype() in {"html", "plain"}]
    if not pages:
        raise CannotRead("empty" if parts else "damaged")
    pages.sort(key=lambda part: part.get_content_subtype() != "html")
    # The first page is the one that was saved; those behind it stand in its frames.
    lines = [line for part in pages for line in _lines(part)]
    pictures = sum(part.get_content_maintype() == "image" for part in message.walk())
    return assemble("mht", lines, [LeftOut("pictures", str(pictures))] if pictures else [])


def _lines(part: EmailMessage) -> Iterator[Line]:
    text = text_of(part)
    if part.get_content_subtype() == "html":
        yield from page_as_lines(text)
    else:
        yield from (Line(line) for line in text.splitlines())


def text_of(part: EmailMessage) -> str:
    """The characters of a part of a message; what it says of its encoding is only believed where it fits."""
    from vectorstore.documents.encoding import detect_encoding
    from vectorstore.errors import UnreadableFile

    content = part.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    stated = (part.get_content_charset() or "").lower()
    if stated and stated != "us-ascii":
        return decoded(content, stated)
    try:
        return content.decode(detect_encoding(content))
    except UnreadableFile:
        return ""


def page_as_lines(text: str) -> list[Line]:
    """The visible lines of an HTML page, rows of its tables with their cells apart."""
    from vectorstore.documents.html import read_html
    from vectorstore.documents.html_tags import CELL
    from vectorstore.documents.line_roles import visible
    from vectorstore.types import Role

    blocks, _, markup = read_html(text)
    marks = tuple(
        replace(one, shown=_CELL + (one.shown.strip(" \t|") + _CELL if one.shown.strip(" \t|") else ""))
        if CELL.match(one.span.of(text))
        else replace(one, shown=one.shown.replace("\t", _CELL))
        for one in markup
    )
    found: list[tuple[bool, Line, list[str]]] = []
    for block in blocks:
        if block.role is Role.CHROME:
            continue
        words = visible(text, block.span, marks)
        cells = words.strip(_CELL).split(_CELL)
        level = 1 if block.role is Role.TITLE else block.level
        found.append((len(cells) > 1, Line(words.replace(_CELL, " "), level), cells))
    lines: list[Line] = []
    for is_row, group in groupby(found, key=lambda one: one[0]):
        rows = list(group)
        lines += table([cells for *_, cells in rows]) if is_row else [line for _, line, _ in rows]
    return lines


def inserted_lines(data: bytes, name: str) -> list[Line]:
    """The lines of a file that stands inside a Word file, by its own format. Raises `CannotRead`."""
    from vectorstore.documents.encoding import detect_encoding
    from vectorstore.documents.formats.detect import detect
    from vectorstore.documents.formats.docx import read_docx
    from vectorstore.errors import UnreadableFile

    kind = detect(data, name)
    try:
        if kind == "html":
            return page_as_lines(data.decode(detect_encoding(data, name)))
        if kind == "txt":
            return [Line(line) for line in data.decode(detect_encoding(data, name)).splitlines()]
    except UnreadableFile as exc:
        raise CannotRead(str(exc.params["reason"])) from exc
    if kind not in {"mht", "docx"}:
        raise CannotRead("unsupported", kind)
    made = read_mht(data) if kind == "mht" else read_docx(data)
    return [Line(span.of(made.text), level) for span, level in made.lines]
