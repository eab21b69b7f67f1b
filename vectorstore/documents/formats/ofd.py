"""OFD (GB/T 33190): a zip of XML, read from `OFD.xml` over the document to the text of each page."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from vectorstore.documents.formats.extracted import CannotRead, Extracted, LeftOut, assemble
from vectorstore.documents.formats.layout import Piece, flow, rows
from vectorstore.documents.formats.packages import Package

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_PAGES = 3000


def read_ofd(data: bytes) -> Extracted:
    """The text of every page in reading order; templates (frames, red heads) are left out. Raises `CannotRead`."""
    package = Package(data)
    if "OFD.xml" not in package:
        raise CannotRead("damaged")
    pages: list[list[Piece]] = []
    left_out: list[LeftOut] = []
    for body in _all(package.xml("OFD.xml"), "DocRoot"):
        root = _resolve("", body.text)
        document = package.xml(root)
        if "Encryptions" in {_name(node) for node in document.iter() if isinstance(node.tag, str)}:
            raise CannotRead("encrypted")
        for page in _all(document, "Page"):
            location = _resolve(posixpath.dirname(root), page.get("BaseLoc"))
            if len(pages) < _MOST_PAGES:
                try:
                    pages.append(_pieces(package.xml(location)))
                except CannotRead as exc:
                    if exc.reason != "damaged":
                        raise
                    pages.append([])
                    left_out.append(LeftOut("page-damaged", str(len(pages))))
        for node in _all(document, "Attachments"):
            listing = _resolve(posixpath.dirname(root), node.text)
            if listing in package:
                names = [a.get("Name") or "" for a in _all(package.xml(listing), "Attachment")]
                left_out += [LeftOut("attachment", name) for name in names]
    if not any(pages):
        broken = any(one.reason == "page-damaged" for one in left_out)
        raise CannotRead("damaged" if broken else "pages-pictures" if pages else "empty")
    lines, furniture, sample = flow([rows(page) for page in pages])
    bare = [str(n) for n, page in enumerate(pages, 1) if not page]
    if bare:
        left_out.append(LeftOut("page-without-text", "、".join(bare[:20])))
    return assemble("ofd", lines, left_out, furniture, sample)


def _pieces(page: _Element) -> list[Piece]:
    """The text codes of a page with their places in millimetres from its upper left corner."""
    found = []
    for item in _all(page, "TextObject"):
        left, top, *_ = [*_numbers(item.get("Boundary")), 0.0, 0.0]
        a, b, c, d, e, f = (
            (_numbers(item.get("CTM")) + [0.0] * 6)[:6] if item.get("CTM") else (1.0, 0, 0, 1.0, 0, 0)
        )
        size = float(_numbers(item.get("Size") or "0")[0] or 3.7) * (abs(d) or 1.0)
        x = y = 0.0
        for code in _all(item, "TextCode"):
            # A code without a place stands where the one before it began.
            x = (_numbers(code.get("X")) or [x])[0]
            y = (_numbers(code.get("Y")) or [y])[0]
            text = "".join(str(part) for part in code.itertext())
            if not text.strip():
                continue
            # Steps between characters: `3.5 3.5` or `g 12 3.5` (twelve times).
            steps = _steps(code.get("DeltaX"))
            wide = sum(steps[: len(text) - 1]) if steps else size * (len(text) - 1)
            found.append(Piece(
                text, left + a * x + c * y + e, left + a * (x + wide) + c * y + e + size,
                top + b * x + d * y + f, size,
            ))  # fmt: skip
    return found


def _steps(value: str | None) -> list[float]:
    out: list[float] = []
    words = (value or "").split()
    while words:
        if words[0] == "g" and len(words) >= 3:
            count, step = _numbers(words[1]), _numbers(words[2])
            out += step * min(int(count[0]) if count else 0, 10_000)
            words = words[3:]
        else:
            out += _numbers(words.pop(0))
    return out


def _numbers(value: str | None) -> list[float]:
    out = []
    for word in (value or "").split():
        try:
            out.append(float(word))
        except ValueError:
            return out
    return out


def _name(node: _Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _all(node: _Element, name: str) -> list[_Element]:
    """All elements of this name below; the namespace has changed between editions of the standard."""
    return [one for one in node.iter() if isinstance(one.tag, str) and _name(one) == name]


def _resolve(folder: str, location: str | None) -> str:
    """A location in the package: from its root with a leading `/`, else from the file that names it."""
    place = (location or "").strip().replace("\\", "/")
    joined = place if place.startswith("/") else posixpath.join(folder, place)
    return posixpath.normpath(joined).lstrip("/")
