"""What a PDF holds besides the text of its pages: notes over them, files inside it, and text that lies under pictures."""

from __future__ import annotations

import ctypes
from typing import Any

from vectorstore.documents.formats.extracted import LeftOut

_LONGEST, _MOST, _MOST_OBJECTS = 80, 20, 20_000


def beside_the_text(document: Any) -> list[LeftOut]:
    """The words of notes over the pages, each once, and the names of attached files."""
    import pypdfium2 as pdfium

    found: dict[LeftOut, None] = {}
    hidden: list[str] = []
    for number in range(len(document)):
        page = document[number]
        try:
            for words in _notes(page):
                found[LeftOut("annotation", words[:_LONGEST])] = None
            if len(hidden) < _MOST and _is_under_picture(page):
                hidden.append(str(number + 1))
        finally:
            page.close()
        if len(found) >= _MOST:
            break
    if hidden:
        found[LeftOut("page-hidden-text", "、".join(hidden))] = None
    for number in range(document.count_attachments()):
        try:
            found[LeftOut("attachment", document.get_attachment(number).get_name())] = None
        except pdfium.PdfiumError:
            continue
    return list(found)


def _is_under_picture(page: Any) -> bool:
    """Whether the text of a page is drawn in ink that nobody sees: a scanner put what it recognised under the picture."""
    import pypdfium2.raw as raw

    seen = unseen = pictures = 0
    for number in range(min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        item = raw.FPDFPage_GetObject(page, number)
        kind = raw.FPDFPageObj_GetType(item)
        pictures += kind == raw.FPDF_PAGEOBJ_IMAGE
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            invisible = raw.FPDFTextObj_GetTextRenderMode(item) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
            seen, unseen = seen + (not invisible), unseen + invisible
    return bool(pictures) and unseen > 9 * seen


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
