"""Scans and photographs through rapidocr (the extra `ocr`); what was recognised is marked by its format."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from vectorstore.documents.formats.extracted import CannotRead, Extracted, LeftOut, assemble
from vectorstore.documents.formats.layout import Piece, flow, rows

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCALE = 200 / 72  # pages are rendered at 200 dots an inch
_MOST_PAGES = 200
#: A page whose words were recognised with less certainty than this on average is named.
_UNSURE = 0.85


def read_scanned_pdf(data: bytes, reason: str) -> Extracted:
    """The recognised text of a PDF's pages. Raises `CannotRead(reason)` where the extra isn't installed."""
    engine = _engine(reason)
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(io.BytesIO(data))
    pages = (
        document[number].render(scale=_SCALE).to_numpy() for number in range(min(len(document), _MOST_PAGES))
    )
    return _recognised(engine, pages, "pdf-scan")


def read_picture(data: bytes) -> Extracted:
    """The recognised text of a picture. Raises `CannotRead`."""
    engine = _engine("picture")
    import numpy as np
    from PIL import Image, UnidentifiedImageError

    try:
        image = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))[:, :, ::-1]
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as exc:
        raise CannotRead("damaged") from exc
    return _recognised(engine, [image], "picture")


def _engine(reason: str) -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as exc:
        raise CannotRead(reason) from exc
    return RapidOCR()


def _recognised(engine: Any, images: Iterable[Any], format: str) -> Extracted:
    pages, unsure = [], []
    for number, image in enumerate(images, 1):
        found = engine(image)
        pieces = []
        for box, text in zip(found.boxes if found.boxes is not None else (), found.txts or (), strict=False):
            (left, top), (right, _), _, (_, bottom) = box
            size = abs(float(bottom) - float(top))
            pieces.append(Piece(text, float(left), float(right), float(bottom), size))
        pages.append(rows(pieces))
        scores = list(found.scores or ())
        if scores and sum(scores) / len(scores) < _UNSURE:
            unsure.append(str(number))
    if not any(pages):
        raise CannotRead("empty")
    lines, furniture, sample = flow(pages)
    left_out = [LeftOut("page-unsure", "、".join(unsure[:20]))] if unsure else []
    return assemble(format, lines, left_out, furniture, sample)
