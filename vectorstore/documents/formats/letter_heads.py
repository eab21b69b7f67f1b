"""The heads of electronic letters, decoded as Chinese programs write them.

What is labelled gb2312 is nearly always GBK, and older programs write heads and names of files as bare
GBK bytes; the standard library puts U+FFFD in the place of either.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from email.message import EmailMessage
from itertools import groupby
from urllib.parse import unquote_to_bytes

_WORD = r"=\?([\w-]+)(?:\*[\w-]+)?\?([BbQq])\?([^?\s]*)\?="
_WORDS = re.compile(rf"{_WORD}(?:\s+{_WORD})*")
_NAME = re.compile(
    r"\b(?:file)?name(\*(?:\d+\*?)?)?\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s;]+))", re.IGNORECASE
)
_NARROW = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "euc-cn", "cp936", "hz-gb-2312"}


def decoded(content: bytes, stated: str = "") -> str:
    """Bytes in the encoding that is stated, GB18030 for its smaller relatives; else in UTF-8 or GB18030."""
    charset = "gb18030" if stated.lower() in _NARROW - {"hz-gb-2312"} else stated.lower()
    for codec in filter(None, (charset, "utf-8", "gb18030")):
        try:
            return content.decode(codec)
        except (LookupError, UnicodeDecodeError):
            continue
    return content.decode("gb18030", "replace")


def head(message: EmailMessage, name: str) -> str:
    """What a head says, in one row; empty where the letter has none of this name."""
    found = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(_plain(str(found)).split())


def file_name(part: EmailMessage) -> str:
    """The name of an attached file, however it was encoded; empty where it has none."""
    for key in ("Content-Disposition", "Content-Type"):
        raw = next((str(v) for k, v in part.raw_items() if k.lower() == key.lower()), "")
        pieces = [(mark, quoted or bare) for mark, quoted, bare in _NAME.findall(raw)]
        if not pieces:
            continue
        if pieces[0][0]:
            # RFC 2231: charset'language'%D6%B5, perhaps in several pieces.
            charset, _, coded = pieces[0][1].partition("'")
            whole = coded.partition("'")[2] + "".join(more for mark, more in pieces[1:] if mark)
            return decoded(unquote_to_bytes(whole), charset)
        return _plain(pieces[0][1].replace('\\"', '"'))
    return ""


def _plain(value: str) -> str:
    text = decoded(value.encode("utf-8", "surrogateescape"))
    return _WORDS.sub(lambda found: _joined(found[0]), text)


def _joined(words: str) -> str:
    """Encoded words in a row; a character may begin in one and end in the next."""
    parts = [(charset.lower(), _content(kind, coded)) for charset, kind, coded in re.findall(_WORD, words)]
    return "".join(
        decoded(b"".join(content for _, content in group), charset)
        for charset, group in groupby(parts, key=lambda part: part[0])
    )


def _content(kind: str, coded: str) -> bytes:
    if kind.lower() == "q":
        return quopri.decodestring(coded.encode("utf-8", "replace"), header=True)
    try:
        return base64.b64decode(coded + "=" * (-len(coded) % 4))
    except (binascii.Error, ValueError):
        return coded.encode("utf-8", "replace")
