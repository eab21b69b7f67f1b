"""What a document says of itself: title, who published or wrote it, and its date, from the lines of those roles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vectorstore.documents.line_patterns import (
    ADOPTED,
    AUTHOR,
    BYLINE,
    FIND_DATE,
    MADE_PUBLIC,
    NAMES_DOCUMENT,
    SOURCE,
)
from vectorstore.documents.visible_text import script_of, visible
from vectorstore.types import Markup, Metadata, Role

if TYPE_CHECKING:
    from vectorstore.documents.line_roles import Line


def metadata_of(
    text: str, lines: Sequence[Line], roles: Sequence[Role], markup: Sequence[Markup]
) -> Metadata:
    """Title, publisher, author, date and script; empty where the document doesn't say."""
    title = publisher = author = date = ""
    signed = -2
    last: Role | None = None
    for line, role in zip(lines, roles, strict=True):
        shown = " ".join(visible(text, line.span, markup).split())
        folded = re.sub(r"：", ":", shown)
        if role is Role.TITLE and (not title or _goes_on(title, line.text, last)):
            title = f"{title} {shown}".strip()
        last = role
        if role is not Role.META:
            continue
        if not date and (found := FIND_DATE.search(line.text)):
            date = "-".join(part.zfill(2) for part in found.groups() if part)
        if ADOPTED.match(line.text) and (found := MADE_PUBLIC.search(line.text)):
            date = "-".join(part.zfill(2) for part in found.groups())
        if not publisher and (found := SOURCE.search(folded.replace("來", "来"))):
            publisher = found[1]
        if not author and (found := AUTHOR.search(folded)):
            author = found[1]
        if BYLINE.match(line.text):
            # Under the title it is the author, above the closing date the body that issues.
            place = lines.index(line)
            if Role.PARAGRAPH in roles[place:] and Role.PARAGRAPH not in roles[:place]:
                author = author or shown
            elif not publisher:
                publisher, signed = shown, place
            elif place == signed + 1:
                # Bodies that sign together stand below each other.
                publisher, signed = f"{publisher}、{shown}", place
    return Metadata(title, publisher, author, date, script_of(text))


def _goes_on(title: str, line: str, last: Role | None) -> bool:
    """Whether a title goes on in the next line: it names no document, and with that line it does."""
    return last is Role.TITLE and bool(NAMES_DOCUMENT.search(line)) and not NAMES_DOCUMENT.search(title)
