"""Electronic letters (.eml): what was written, with subject, sender and day above it, and what is attached."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from vectorstore.documents.formats.extracted import CannotRead
from vectorstore.documents.formats.letter_heads import file_name, head
from vectorstore.documents.formats.web_page import page_as_lines, text_of

_BODY = "正文.txt"


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The letter as a text, then each attachment under its name. Raises `CannotRead`."""
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    if message.get_content_subtype() == "encrypted":
        raise CannotRead("encrypted")
    words = _words(message)
    files = list(_attachments(message))
    if not words and not files:
        raise CannotRead("empty")
    if words:
        yield _BODY, "\n".join([*_heads(message), *words, ""]).encode()
    yield from files


def _words(message: EmailMessage) -> list[str]:
    body = message.get_body(("plain", "html"))
    if not isinstance(body, EmailMessage):
        return []
    text = text_of(body)
    lines = (
        [line.text for line in page_as_lines(text)]
        if body.get_content_subtype() == "html"
        else text.splitlines()
    )
    return [line.strip() for line in lines if line.strip()]


def _heads(message: EmailMessage) -> Iterator[str]:
    """The subject as a title; sender, receiver and day as they stand in a printed letter."""
    if subject := head(message, "Subject"):
        yield subject
    for name, label in (("From", "发件人"), ("To", "收件人"), ("Cc", "抄送")):
        if words := head(message, name):
            yield f"{label}：{words}"
    try:
        day = parsedate_to_datetime(head(message, "Date"))
    except (ValueError, TypeError):
        return
    yield f"日期：{day.year}年{day.month}月{day.day}日"


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for number, part in enumerate(message.iter_attachments(), 1):
        if part.get_content_maintype() == "message":
            inside = part.get_payload()
            if isinstance(inside, list) and inside and isinstance(inside[0], EmailMessage):
                yield file_name(part) or f"{number}.eml", inside[0].as_bytes()
            continue
        content = part.get_payload(decode=True)
        name = file_name(part)
        # A picture in the text has no words of its own, and mostly no name either.
        if name and isinstance(content, bytes):
            yield name, content
