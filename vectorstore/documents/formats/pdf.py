"""PDF through pdfium: rows with their places, joined to paragraphs; pages without text are named."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

from vectorstore.documents.formats.extracted import CannotRead, Extracted, LeftOut, assemble
from vectorstore.documents.formats.layout import flow
from vectorstore.documents.formats.pdf_notes import beside_the_text
from vectorstore.documents.formats.pdf_page import page_rows
from vectorstore.documents.formats.piece import Piece, foreign

_MOST_PAGES = 3000
_LONGEST_NOTE = 80


def read_pdf(data: bytes) -> Extracted:
    """The text of a PDF with its pages as parts. Raises `CannotRead`.

    The reason is `encrypted`, `damaged`, `scanned` (no page has text) or `garbled` (its fonts don't
    say which characters they draw).
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(io.BytesIO(data))
    except pdfium.PdfiumError as exc:
        raise CannotRead("encrypted" if "assword" in str(exc) else "damaged") from exc
    try:
        document.init_forms()
        read = [page_rows(document, number) for number in range(min(len(document), _MOST_PAGES))]
        many = [LeftOut("pages-many", str(_MOST_PAGES))] if len(document) > _MOST_PAGES else []
        left_out = [*many, *beside_the_text(document), *over_the_pages(words for _, words in read)]
    except pdfium.PdfiumError as exc:
        raise CannotRead("damaged") from exc
    finally:
        document.close()
    pages = [page for page, _ in read]
    words = ["".join(row.text for row in page) for page in pages]
    if not any(words):
        raise CannotRead("scanned" if pages else "empty")
    if foreign("".join(words)):
        raise CannotRead("garbled")
    lines, furniture, sample = flow(pages, exact=True)
    bare = [str(number) for number, text in enumerate(words, 1) if not text]
    if bare:
        left_out.append(LeftOut("page-without-text", "、".join(bare[:20])))
    bad = [str(number) for number, text in enumerate(words, 1) if foreign(text)]
    if bad:
        left_out.append(LeftOut("page-garbled", "、".join(bad[:20])))
    return assemble("pdf", lines, left_out, furniture, sample)


def over_the_pages(aslant: Iterable[list[str]]) -> list[LeftOut]:
    """A note that names what is set aslant over the pages, each once, such as a watermark."""
    found = dict.fromkeys("".join(words)[:_LONGEST_NOTE] for words in aslant if words)
    return [LeftOut("annotation", words) for words in list(found)[:5]]


def readable_rows(document: Any, number: int) -> list[Piece]:
    """The rows of a page with text that can be read; none for a scan, or where fonts hide the characters."""
    found, _ = page_rows(document, number)
    words = "".join(row.text for row in found)
    return [] if foreign(words) else found
