"""What a PDF holds besides the text of its pages: notes that people put over them, and files inside it."""

from __future__ import annotations

import ctypes
from typing import Any

from vectorstore.documents.formats.extracted import LeftOut

_LONGEST, _MOST = 80, 20


def beside_the_text(document: Any) -> list[LeftOut]:
    """The words of notes over the pages, each once, and the names of attached files."""
    import pypdfium2 as pdfium

    found: dict[LeftOut, None] = {}
    for number in range(len(document)):
        page = document[number]
        try:
            for words in _notes(page):
                found[LeftOut("annotation", words[:_LONGEST])] = None
        finally:
            page.close()
        if len(found) >= _MOST:
            break
    for number in range(document.count_attachments()):
        try:
            found[LeftOut("attachment", document.get_attachment(number).get_name())] = None
        except pdfium.PdfiumError:
            continue
    return list(found)


def _notes(page: Any) -> list[str]:
    """What is written on a page with a typewriter or as a comment, which is no text of the page to pdfium."""
    import pypdfium2.raw as raw

    written = {raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_HIGHLIGHT}
    found = []
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        if not note:
            continue
        try:
            if raw.FPDFAnnot_GetSubtype(note) in written:
                found.append(" ".join(_string(note, b"Contents").split()))
        finally:
            raw.FPDFPage_CloseAnnot(note)
    return [words for words in found if words]


def _string(note: Any, key: bytes) -> str:
    import pypdfium2.raw as raw

    size = raw.FPDFAnnot_GetStringValue(note, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(note, key, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\x00")
