"""PDF through pdfium: rows with their places, joined to paragraphs; pages without text are named."""

from __future__ import annotations

import io
import re
from itertools import groupby
from typing import Any

from vectorstore.documents.formats.extracted import CannotRead, Extracted, LeftOut, assemble
from vectorstore.documents.formats.layout import Piece, flow, foreign
from vectorstore.documents.formats.pdf_fields import filled_fields
from vectorstore.documents.formats.pdf_notes import beside_the_text
from vectorstore.documents.formats.raised import placed, position_of
from vectorstore.documents.formats.rows import rows

_MOST_PAGES = 3000
_LEAST_SET_WIDE = 5
#: Printers set a little room between Chinese characters and figures, which pdfium takes for a space.
_SPACED = re.compile(
    r"(?<=[\u3400-\u9fff，。；：（）《》]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%²³¹⁰-₉]) (?=[\u3400-\u9fff，。；：（）《》])"
)


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
        pages = [_page(document, number) for number in range(min(len(document), _MOST_PAGES))]
        left_out = beside_the_text(document)
    except pdfium.PdfiumError as exc:
        raise CannotRead("damaged") from exc
    finally:
        document.close()
    words = ["".join(row.text for row in page) for page in pages]
    if not any(words):
        raise CannotRead("scanned" if pages else "empty")
    if foreign("".join(words)):
        raise CannotRead("garbled")
    lines, furniture, sample = flow(pages)
    bare = [str(number) for number, text in enumerate(words, 1) if not text]
    if bare:
        left_out.append(LeftOut("page-without-text", "、".join(bare[:20])))
    bad = [str(number) for number, text in enumerate(words, 1) if foreign(text)]
    if bad:
        left_out.append(LeftOut("page-garbled", "、".join(bad[:20])))
    return assemble("pdf", lines, left_out, furniture, sample)


def readable_rows(document: Any, number: int) -> list[Piece]:
    """The rows of a page with text that can be read; none for a scan, or where fonts hide the characters."""
    found = _page(document, number)
    words = "".join(row.text for row in found)
    return [] if foreign(words) else found


def _page(document: Any, number: int) -> list[Piece]:
    """The rows of a page as pdfium orders them, which follows columns where the producer did."""
    page = document[number]
    fields = filled_fields(document, page)
    textpage = page.get_textpage()
    height = page.get_height()
    try:
        count = textpage.count_chars()
        text = _with_spaces(textpage.get_text_range()) if count else ""
        exact = len(text) == count
        out = []
        for found in re.finditer(r"[^\r\n]+", text):
            marked = _with_marks(textpage, found.start(), found[0]) if exact else found[0]
            words = _unspaced(_SPACED.sub("", _hyphened(marked)))
            if not words.strip():
                continue
            if exact:
                first = found.start() + len(found[0]) - len(found[0].lstrip())
                last = found.start() + len(found[0].rstrip()) - 1
                left, bottom, _, top = textpage.get_charbox(first, loose=True)
                right = textpage.get_charbox(last, loose=True)[2]
                size = abs(top - bottom) or 10.0
            else:
                left, right, bottom, size = 0.0, float(len(words.strip())) * 10, 0.0, 10.0
            out.append(Piece(words.strip(), left, right, height - bottom, size))
        # Values stand beside the names of their fields, whatever order the page's own text has.
        return rows([*out, *fields]) if fields else out
    finally:
        textpage.close()
        page.close()


def _with_marks(textpage: Any, start: int, text: str) -> str:
    """A row with its small raised and lowered characters as such: a note mark is no digit of the figure before it."""
    import ctypes

    import pypdfium2.raw as raw

    def measured(place: int) -> tuple[float, float]:
        _, bottom, _, top = textpage.get_charbox(start + place, loose=True)
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(textpage, start + place, x, y)
        return abs(top - bottom), y.value

    doubtful = [found.span() for found in re.finditer("[0-9A-Za-z]+", text)]
    usual = next((place for place, char in enumerate(text) if "\u4e00" <= char <= "\u9fff"), None)
    if not doubtful:
        return text
    sizes = {place: measured(place) for first, last in doubtful for place in range(first, last)}
    # A row of figures alone has its base line where the largest of them stand.
    row_size, base = max(sizes.values()) if usual is None else measured(usual)
    # Letters and figures may be of another font than the Chinese, whose boxes are higher.
    on_line = [size for size, line in sizes.values() if abs(line - base) < 0.05 * row_size]
    row_size = max(on_line, default=row_size)
    out, done = "", 0
    for first, last in doubtful:
        for position, group in groupby(
            range(first, last), lambda at: position_of(sizes[at][0], sizes[at][1] - base, row_size)
        ):
            places = list(group)
            out += text[done : places[0]] + placed(text[places[0] : places[-1] + 1], position)
            done = places[-1] + 1
    return out + text[done:]


def _with_spaces(text: str) -> str:
    """The text of a page whose font draws the space as a control character, always the same one."""
    controls = set(re.findall("[\x01-\x08]", text))
    return text.replace(controls.pop(), " ") if len(controls) == 1 else text


def _unspaced(text: str) -> str:
    """A row that is set wide, 开 票 通 知 单, without the space that pdfium sees between all its characters."""
    parts = text.split()
    single = sum(len(part) == 1 for part in parts)
    wide = len(parts) >= _LEAST_SET_WIDE and single >= 0.9 * len(parts)
    return "".join(parts) if wide and re.search("[\u4e00-\u9fff]", text) else text


def _hyphened(text: str) -> str:
    """The row with its hyphens: pdfium writes U+FFFE for one at the end of a line, a minus sign and a range's too."""
    words = re.sub("(?<=[a-z])\ufffe(?=[a-z])", "", text)
    return re.sub("\ufffe", "-", words).replace("\xad", "")
