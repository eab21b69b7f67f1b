"""The files that a page links to as its attachments, or shows in frames: they are named, since only the page is read."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

_ENDINGS = frozenset({
    ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ppt", ".pptx", ".pdf", ".ofd", ".rtf", ".odt", ".ods",
    ".csv", ".zip", ".rar", ".7z", ".tar", ".gz",
})  # fmt: skip

_PAGES = frozenset({".htm", ".html", ".shtml", ".xhtml", ".mht"})
_FRAME = re.compile(r"<(i?frame)\b[^<>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]{1,300})", re.IGNORECASE)


def attachments(page: str) -> list[str]:
    """The attachments of an HTML page in their order, by the words of the link, else by the file's name."""
    found = _Links()
    found.feed(page)
    found.close()
    return list(dict.fromkeys(found.names))


def framed_pages(page: str) -> list[str]:
    """The pages that stand in frames of an HTML page: of each frame, and of those inside that are files beside it."""
    found = []
    for kind, address in _FRAME.findall(page):
        beside = not re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE)
        ending = PurePosixPath(urlsplit(address).path).suffix.lower() if beside else ""
        if kind.lower() == "frame" or ending in _PAGES:
            found.append(unquote(address))
    return list(dict.fromkeys(found))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self._file = ""  # of the link that is open
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "a":
            return
        self._end()
        address = next((value or "" for name, value in attrs if name == "href"), "")
        try:
            name = PurePosixPath(unquote(urlsplit(address.strip()).path))
        except ValueError:  # no address at all
            return
        if name.suffix.lower() in _ENDINGS:
            self._file = name.name

    def handle_data(self, data: str) -> None:
        if self._file:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end()

    def close(self) -> None:
        """Take a link that was never closed as well."""
        super().close()
        self._end()

    def _end(self) -> None:
        if self._file:
            words = " ".join("".join(self._words).split())
            self.names.append(words if any(char.isalnum() for char in words) else self._file)
        self._file, self._words = "", []
