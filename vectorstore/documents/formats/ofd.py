"""OFD (GB/T 33190): a zip of XML, read from `OFD.xml` over the document to the text of each page."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vectorstore.documents.formats.extracted import CannotRead, Extracted, LeftOut, assemble
from vectorstore.documents.formats.layout import flow
from vectorstore.documents.formats.ofd_page import Drawn, drawn, is_hidden, name_of, pictures, pieces
from vectorstore.documents.formats.packages import Package
from vectorstore.documents.formats.piece import Piece, foreign
from vectorstore.documents.formats.rows import rows
from vectorstore.documents.formats.ruled import Rule, grids
from vectorstore.documents.formats.table_rows import parted, with_tables

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_PAGES = 3000
#: Lines of a table that touch are drawn so near to one another, in millimetres.
_NEAR = 0.8
_LONGEST_NOTE, _MOST_NOTES = 80, 20
#: Where GM/T 0099 keeps how the secret files of a package are opened.
_KEYS = "Encryptions.xml"


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, what of it stands on a template, and the files of its pictures."""

    own: tuple[Piece, ...] = ()
    template: tuple[Piece, ...] = ()
    template_name: str = ""
    rules: tuple[Rule, ...] = ()
    pictures: tuple[str, ...] = ()


@dataclass(slots=True)
class Book:
    """The pages of all documents in a package, and what could not be read."""

    package: Package
    pages: list[Page] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def read_ofd(data: bytes) -> Extracted:
    """The text of every page in reading order, that of its template with it. Raises `CannotRead`.

    The reason is `scanned` where pages are pictures that can be recognised, `pages-pictures` where
    they are drawn, `garbled` where their codes are no characters.
    """
    book = open_ofd(data)
    pages = page_rows(book.pages)
    words = ["".join(row.text for row in page) for page in pages]
    if not any(words):
        broken = any(one.reason == "page-damaged" for one in book.left_out)
        scanned = any(page.pictures for page in book.pages)
        drawn = "scanned" if scanned else "pages-pictures" if pages else "empty"
        raise CannotRead("damaged" if broken else drawn)
    if foreign("".join(words)):
        raise CannotRead("garbled")
    return assembled(book, pages)


def open_ofd(data: bytes) -> Book:
    """The pages of an OFD file. Raises `CannotRead` where it is damaged or has a password."""
    package = Package(data)
    if "OFD.xml" not in package:
        raise CannotRead("damaged")
    if _KEYS in package:
        # Files of the package are replaced by secret ones; what stands in their place is nothing to quote.
        raise CannotRead("encrypted")
    book = Book(package)
    for body in _all(package.xml("OFD.xml"), "DocBody"):
        root = _current_version(package, body) or next((one.text for one in _all(body, "DocRoot")), None)
        if root:
            _read_document(book, _resolve("", root))
    return book


def _current_version(package: Package, body: _Element) -> str:
    """The root of the version that a document says is the current one; empty where it has no versions."""
    for version in _all(body, "Version"):
        place = _resolve("", version.get("BaseLoc"))
        if (version.get("Current") or "").lower() == "true" and place in package:
            found = next((one.text for one in _all(package.xml(place), "DocRoot")), None)
            return "/" + _resolve(posixpath.dirname(place), found) if found else ""
    return ""


def page_rows(pages: Sequence[Page]) -> list[list[Piece]]:
    """The rows of each page. What a template says is the page's: the names of a form's fields.

    Where a template comes again, only what stands in a row with the page's own words is repeated.
    """
    seen: set[str] = set()
    out = []
    for page in pages:
        shared = page.template
        if page.template_name in seen:
            shared = tuple(filter(_Rows(page.own).beside, shared))
        seen.add(page.template_name)
        body, tables = parted([*shared, *page.own], grids(page.rules, _NEAR))
        out.append(with_tables(rows(body, exact=True), tables))
    return out


def assembled(book: Book, pages: Sequence[Sequence[Piece]], format: str = "ofd") -> Extracted:
    """The paragraphs of the pages, with pages that have no text or no readable one named."""
    lines, furniture, sample = flow(pages, exact=True)
    words = ["".join(row.text for row in page) for page in pages]
    broken = {one.detail for one in book.left_out if one.reason == "page-damaged"}
    bare = [str(n) for n, text in enumerate(words, 1) if not text and str(n) not in broken]
    bad = [str(n) for n, text in enumerate(words, 1) if foreign(text)]
    left_out = list(book.left_out)
    if bare:
        left_out.append(LeftOut("page-without-text", "、".join(bare[:20])))
    if bad:
        left_out.append(LeftOut("page-garbled", "、".join(bad[:20])))
    return assemble(format, lines, left_out, furniture, sample)


@dataclass(slots=True)
class _Templates:
    """What the templates of a document draw: each is read once, on however many pages it stands."""

    package: Package
    units: dict[str, _Element]
    _known: dict[str, Drawn] = field(default_factory=dict)

    def of(self, name: str) -> Drawn:
        """What the template in this file draws."""
        if name not in self._known:
            self._known[name] = drawn(self.package.xml(name), self.units)
        return self._known[name]


def _read_document(book: Book, root: str) -> None:
    package, folder = book.package, posixpath.dirname(root)
    document = package.xml(root)
    if "Encryptions" in {name_of(node) for node in document.iter()}:
        raise CannotRead("encrypted")
    units, media = _resources(package, document, folder)
    templates = _Templates(package, units)
    places = {
        node.get("ID") or "": _resolve(folder, node.get("BaseLoc")) for node in _all(document, "TemplatePage")
    }
    for node in _all(document, "Page"):
        if len(book.pages) >= _MOST_PAGES:
            book.left_out.append(LeftOut("pages-many", str(_MOST_PAGES)))
            break
        try:
            page = package.xml(_resolve(folder, node.get("BaseLoc")))
        except CannotRead as exc:
            if exc.reason != "damaged":
                raise
            book.pages.append(Page())
            book.left_out.append(LeftOut("page-damaged", str(len(book.pages))))
            continue
        used = [places.get(one.get("TemplateID") or "", "") for one in _all(page, "Template")]
        shared = [templates.of(name) for name in used if name and name in package]
        own = drawn(page, units)
        book.left_out += [
            LeftOut("annotation", words[:_LONGEST_NOTE])
            for one in (own, *shared)
            for words in one.aslant
            if LeftOut("annotation", words[:_LONGEST_NOTE]) not in book.left_out
        ]
        found = [media[number] for number in pictures(page) if number in media]
        book.pages.append(
            Page(
                own.pieces,
                tuple(piece for one in shared for piece in one.pieces),
                "|".join(used),
                tuple(rule for one in (own, *shared) for rule in one.rules),
                tuple(dict.fromkeys(found)),
            )
        )
    noted = _annotations(package, document, folder)
    book.left_out += [LeftOut("annotation", words) for words in noted]
    for node in _all(document, "Attachments"):
        listing = _resolve(folder, node.text)
        if listing in package:
            attached = [a.get("Name") or "" for a in _all(package.xml(listing), "Attachment")]
            book.left_out += [LeftOut("attachment", name) for name in attached]


def _annotations(package: Package, document: _Element, folder: str) -> list[str]:
    """The words of stamps, notes and watermarks that lie over the pages, each once: they are no text of a page."""
    found: dict[str, None] = {}
    for listing in (_resolve(folder, node.text) for node in _all(document, "Annotations")):
        if listing not in package:
            continue
        places = [
            _resolve(posixpath.dirname(listing), one.text) for one in _all(package.xml(listing), "FileLoc")
        ]
        for place in places:
            for note in _all(package.xml(place), "Annot") if place in package else ():
                look = _all(note, "Appearance")
                drawn = "".join(piece.text for one in look for piece in pieces(one, {}))
                said = "".join(one.text or "" for one in _all(note, "Remark"))
                words = " ".join((drawn or said).split())
                if words and not is_hidden(note):
                    found[words[:_LONGEST_NOTE]] = None
    return list(found)[:_MOST_NOTES]


def _resources(
    package: Package, document: _Element, folder: str
) -> tuple[dict[str, _Element], dict[str, str]]:
    """The drawings that pages share and the files of pictures, by their numbers."""
    units: dict[str, _Element] = {}
    media: dict[str, str] = {}
    for node in (*_all(document, "PublicRes"), *_all(document, "DocumentRes")):
        name = _resolve(folder, node.text)
        if name not in package:
            continue
        resources = package.xml(name)
        base = _resolve(posixpath.dirname(name), resources.get("BaseLoc") or ".")
        for unit in _all(resources, "CompositeGraphicUnit"):
            units[unit.get("ID") or ""] = unit
        for medium in _all(resources, "MultiMedia"):
            for file in _all(medium, "MediaFile"):
                # Writers differ in whether the folder of resources is part of the name.
                places: Iterable[str] = (
                    _resolve(base, file.text),
                    _resolve(posixpath.dirname(name), file.text),
                )
                media |= {medium.get("ID") or "": place for place in places if place in package}
    return units, media


class _Rows:
    """The rows that a page's own words stand in, by their places from above."""

    def __init__(self, own: Sequence[Piece]) -> None:
        self._own = sorted(own, key=lambda piece: piece.top)
        self._largest = max((piece.size for piece in own), default=0.0)

    def beside(self, piece: Piece) -> bool:
        """Whether one of the words stands in a row with a piece."""
        reach = 0.5 * max(piece.size, self._largest)
        first = bisect_left(self._own, piece.top - reach, key=lambda one: one.top)
        for place in range(first, len(self._own)):
            other = self._own[place]
            if other.top > piece.top + reach:
                return False
            if abs(piece.top - other.top) < 0.5 * max(piece.size, other.size):
                return True
        return False


def _all(node: _Element, name: str) -> list[_Element]:
    """All elements of this name below."""
    return [one for one in node.iter() if name_of(one) == name]


def _resolve(folder: str, location: str | None) -> str:
    """A location in the package: from its root with a leading `/`, else from the file that names it."""
    place = (location or "").strip().replace("\\", "/")
    joined = place if place.startswith("/") else posixpath.join(folder, place)
    return posixpath.normpath(joined).lstrip("/")
