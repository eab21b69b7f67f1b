"""What people filled into the fields of a PDF form: pdfium's text of a page leaves it out."""

from __future__ import annotations

import ctypes
from typing import Any

from vectorstore.documents.formats.piece import Piece, is_narrow

_WIDGET = 20  # FPDF_ANNOT_WIDGET
_CHECKBOX, _RADIO, _COMBOBOX, _LISTBOX, _TEXT = 2, 3, 4, 5, 6
_LONGEST = 65_536


def filled_fields(document: Any, page: Any) -> list[Piece]:
    """The values of a page's form fields where they stand; a box is ☑ or □. `document` has its forms set up."""
    import pypdfium2.raw as raw

    forms = document.formenv
    if forms is None:
        return []
    found = []
    height = page.get_height()
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        field = raw.FPDFPage_GetAnnot(page, number)
        try:
            if raw.FPDFAnnot_GetSubtype(field) != _WIDGET:
                continue
            words = _value(raw, forms, field).strip()
            place = raw.FS_RECTF()
            if words and raw.FPDFAnnot_GetRect(field, place):
                size = min(abs(place.top - place.bottom), 12.0) or 12.0
                # The words stand in the middle of the field's height.
                base = (place.top + place.bottom) / 2 - size / 2
                # A field is wider than what stands in it.
                wide = sum(0.5 if is_narrow(char) else 1.0 for char in words) * size
                found.append(Piece(words, place.left, place.left + wide, height - base, size))
        finally:
            raw.FPDFPage_CloseAnnot(field)
    return found


def _value(raw: Any, forms: Any, field: Any) -> str:
    kind = raw.FPDFAnnot_GetFormFieldType(forms, field)
    if kind in {_CHECKBOX, _RADIO}:
        return "☑" if raw.FPDFAnnot_IsChecked(forms, field) else "□"
    if kind not in {_COMBOBOX, _LISTBOX, _TEXT}:
        return ""
    length = raw.FPDFAnnot_GetFormFieldValue(forms, field, None, 0)
    if not 2 < length <= _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFAnnot_GetFormFieldValue(
        forms, field, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length
    )
    return " ".join(buffer.raw[:length].decode("utf-16-le", "ignore").rstrip("\0").split())
