"""Which lines of a page are the signature below its text: the bodies that sign, and the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from vectorstore.documents.attachments import signed_above_attachments
from vectorstore.documents.line_patterns import BYLINE, CLOSING_NOTE, DATE_LINE, lines_between
from vectorstore.text.numbering import heading_label
from vectorstore.types import Role

if TYPE_CHECKING:
    from vectorstore.documents.line_roles import Line


def mark_signature(text: str, lines: Sequence[Line], roles: list[Role | None]) -> None:
    """The body that signs a document stands right before its date, at the end or above the first attachment."""
    for index in range(max(1, len(lines) - 4), len(lines)):
        if CLOSING_NOTE.match(lines[index].text) and roles[index] is None:
            roles[index] = Role.META
        if roles[index] is Role.META and DATE_LINE.match(lines[index].text):
            _mark_signer(text, lines, roles, index - 1)
    date = signed_above_attachments([line.text for line in lines])
    if date and roles[date] in {None, Role.META}:
        roles[date] = Role.META
        _mark_signer(text, lines, roles, date - 1)


def _mark_signer(text: str, lines: Sequence[Line], roles: list[Role | None], index: int) -> None:
    """Mark who signs, one line or, where several bodies do, one for each."""
    signer = lines[index].text
    if roles[index] is not None or len(signer) > 40 or re.search(r"[。;:,]", signer):
        return
    roles[index] = Role.META
    if not BYLINE.match(signer):
        return
    # Those who sign together stand as close to one another as to the date.
    apart = lines_between(text, lines[index].span, lines[index + 1].span)
    while (
        roles[index - 1] is None
        and _signs_too(lines[index - 1].text)
        and lines_between(text, lines[index - 1].span, lines[index].span) == apart
    ):
        index -= 1
        roles[index] = Role.META


def _signs_too(text: str) -> bool:
    """Whether a line above who signs is another body, and no item of what they sign."""
    return bool(BYLINE.match(text)) and not heading_label(text)
