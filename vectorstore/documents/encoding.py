"""The character encoding of a text file: by its mark, UTF-8, its own word, or its characters."""

from __future__ import annotations

import codecs
import re

from vectorstore.errors import UnreadableFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ["gb18030", "big5", "big5hkscs", "utf_16_le", "utf_16_be"]


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
