"""Text files (plain, Markdown, HTML): what encoding they are in, their blocks, and what is beside them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from vectorstore.documents.encoding import detect_encoding
from vectorstore.documents.formats.extracted import CannotRead, LeftOut
from vectorstore.documents.html import read_html
from vectorstore.documents.html_attachments import attachments, framed_pages
from vectorstore.documents.line_roles import clean, lines_of
from vectorstore.documents.markdown import read_markdown
from vectorstore.documents.tables import with_rows
from vectorstore.types import Block, Markup, Metadata, Role, Span

#: A page of more tags and entities is made by a program for programs, and fills the memory.
_MOST_MARKS = 400_000


@dataclass(frozen=True, slots=True)
class TextFile:
    """What was read of a text file; offsets count the characters of its decoded bytes."""

    encoding: str
    blocks: tuple[Block, ...]
    metadata: Metadata
    markup: tuple[Markup, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def read_text(data: bytes, kind: str, name: str) -> TextFile:
    """The blocks of a file of `kind` (txt, md, html). Raises `UnreadableFile` and `CannotRead`."""
    encoding = detect_encoding(data, name)
    text = data.decode(encoding)
    if kind == "md":
        return TextFile(encoding, *read_markdown(text))
    if kind != "html":
        return TextFile(encoding, *clean(text, with_rows(text, lines_of(text))))
    blocks, metadata, markup = read_html(text)
    if len(markup) > _MOST_MARKS:
        raise CannotRead("limits")
    left_out = [LeftOut("linked", linked) for linked in attachments(text)]
    left_out += [LeftOut("frames", page) for page in framed_pages(text)]
    return TextFile(encoding, blocks, metadata, markup, tuple(left_out))


def as_json(read: TextFile) -> dict[str, Any]:
    """What a child process says of a text file."""
    return asdict(read)


def of_json(answer: dict[str, Any]) -> TextFile:
    """The same, as the parent takes it."""
    return TextFile(
        answer["encoding"],
        tuple(Block(Span(**b["span"]), Role(b["role"]), b["level"]) for b in answer["blocks"]),
        Metadata(**answer["metadata"]),
        tuple(Markup(Span(**one["span"]), one["shown"]) for one in answer["markup"]),
        tuple(LeftOut(**one) for one in answer["left_out"]),
    )
