"""Scans and photographs through rapidocr (the extra `ocr`); every recognised page says how sure it is.

The weights are those in rapidocr's wheel: nothing is fetched, and where they are missing the extra
counts as not installed.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from vectorstore.documents.formats.extracted import CannotRead, Extracted, LeftOut, assemble
from vectorstore.documents.formats.layout import flow
from vectorstore.documents.formats.piece import Piece, foreign
from vectorstore.documents.formats.rows import rows
from vectorstore.embedding.onnx_runtime import onnx_runtime
from vectorstore.text.pinyin_notes import without_gaps
from vectorstore.types import Document, Span

_SCALE = 200 / 72  # pages are rendered at 200 dots an inch,
_LONGEST_SIDE = 4000  # or so many dots where they are larger than any paper
MOST_PAGES = 200
#: A page whose words were recognised with less certainty than this on average is named. Pages that were
#: blurred step by step had no wrong character at 0.995, the first ones at 0.96, one in ten at 0.86.
UNSURE = 0.97
_MODELS = {"Det": "*_det_*.onnx", "Cls": "*_cls_*.onnx", "Rec": "*_rec_*.onnx"}


def can_recognise() -> bool:
    """Whether rapidocr is installed with its weights; it is not loaded."""
    return bool(_weights())


def read_scanned_pdf(data: bytes) -> Extracted:
    """The text of a PDF of which pages, or all, are scans: their own text, else what is recognised.

    Raises `CannotRead`.
    """
    import pypdfium2 as pdfium

    from vectorstore.documents.formats.pdf import readable_rows
    from vectorstore.documents.formats.pdf_notes import beside_the_text

    document = pdfium.PdfDocument(io.BytesIO(data))
    document.init_forms()
    pages: list[list[Piece]] = []
    sure: dict[str, float] = {}
    count = len(document)
    try:
        for number in range(count):
            found = readable_rows(document, number)
            if not found and len(sure) < MOST_PAGES:
                page = document[number]
                scale = min(_SCALE, _LONGEST_SIDE / max(page.get_size()))
                found, confidence = _recognised(page.render(scale=scale).to_numpy())
                if found:
                    sure[str(number + 1)] = confidence
            pages.append(found)
        unread = beside_the_text(document)
    except pdfium.PdfiumError as exc:
        raise CannotRead("damaged") from exc
    finally:
        document.close()
    if len(sure) >= MOST_PAGES:
        unread.append(LeftOut("page-without-text", f"{MOST_PAGES + 1}-{count}"))
    return _assembled("pdf-scan" if len(sure) == count else "pdf", pages, sure, unread)


def read_scanned_ofd(data: bytes) -> Extracted:
    """The text of an OFD file of which pages, or all, are pictures: their own text, else what is recognised.

    The largest picture of a page counts as the page. Raises `CannotRead`.
    """
    from vectorstore.documents.formats.ofd import assembled, open_ofd, page_rows

    book = open_ofd(data)
    pages = page_rows(book.pages)
    sure: dict[str, float] = {}
    for number, page in enumerate(book.pages, 1):
        words = "".join(row.text for row in pages[number - 1])
        if (words and not foreign(words)) or not page.pictures or len(sure) >= MOST_PAGES:
            continue
        try:
            read = _frames(book.package.read(page.pictures[0]))
        except CannotRead as exc:
            if exc.reason != "damaged":
                raise
            continue
        pages[number - 1] = [row for rows_of_frame, _ in read for row in rows_of_frame]
        if pages[number - 1]:
            sure[str(number)] = read[0][1]
    if not any(pages):
        raise CannotRead("empty")
    if foreign("".join(row.text for page in pages for row in page)):
        raise CannotRead("garbled")
    made = assembled(book, pages, "ofd-scan" if len(sure) == len(pages) else "ofd")
    return _with_confidence(replace(made, left_out=(*unsure_pages(sure.items()), *made.left_out)), sure)


def read_picture(data: bytes) -> Extracted:
    """The recognised text of a picture, each of its pages where it has several. Raises `CannotRead`."""
    read = _frames(data)
    sure = {str(number): confidence for number, (found, confidence) in enumerate(read, 1) if found}
    many = [LeftOut("pages-many", str(MOST_PAGES))] if len(read) > MOST_PAGES else []
    return _assembled("picture", [found for found, _ in read[:MOST_PAGES]], sure, many)


def _frames(data: bytes) -> list[tuple[list[Piece], float]]:
    """What is recognised on each page of a picture, with its certainty. Raises `CannotRead`."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    read: list[tuple[list[Piece], float]] = []
    try:
        with Image.open(io.BytesIO(data)) as image:
            many = image.format in {"TIFF", "MPO"}
            for number, frame in enumerate(ImageSequence.Iterator(image) if many else [image], 1):
                if number > MOST_PAGES:
                    read.append(([], 0.0))
                    break
                # A photograph says in its data which side is up.
                upright = ImageOps.exif_transpose(frame)
                upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
                read.append(_recognised(np.asarray(upright.convert("RGB"))[:, :, ::-1]))
    except Image.DecompressionBombError as exc:
        raise CannotRead("expands") from exc
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as exc:
        raise CannotRead("damaged") from exc
    return read


def unsure_pages(sure: Iterable[tuple[str, float]]) -> list[LeftOut]:
    """A note that names the pages that were recognised with little certainty."""
    pages = [label for label, confidence in sure if 0 < confidence < UNSURE]
    return [LeftOut("page-unsure", "、".join(pages[:20]))] if pages else []


def as_extracted(document: Document) -> Extracted:
    """What a reader made of a scan, from the document that became of it: its rows have no levels."""
    place, lines = 0, []
    for line in document.text.split("\n"):
        if line.strip():
            lines.append((Span(place, place + len(line)), 0))
        place += len(line) + 1
    notes = unsure_pages((part.label, part.confidence) for part in document.parts)
    return Extracted(document.format, document.text, tuple(lines), document.parts, tuple(notes))


def _weights() -> dict[str, str]:
    """The file of each model in rapidocr's own folder; empty where one is missing."""
    spec = find_spec("rapidocr")
    if spec is None or not spec.origin:
        return {}
    folder = Path(spec.origin).parent / "models"
    found = {task: sorted(folder.glob(pattern)) for task, pattern in _MODELS.items()}
    return {task: str(files[-1]) for task, files in found.items()} if all(found.values()) else {}


@cache
def _engine() -> Any:
    """Loaded with the first page that needs it, in seconds: most files that are broken have none."""
    weights = _weights()
    if not weights:
        raise CannotRead("scanned")
    onnx_runtime()  # as it is to be loaded, before rapidocr does
    from rapidocr import RapidOCR

    params: dict[str, Any] = {f"{task}.model_path": file for task, file in weights.items()}
    # The runtime has threads of its own, which hear of no such bound and spin while they wait.
    if (threads := os.environ.get("OMP_NUM_THREADS", "")).isdecimal():
        params["EngineConfig.onnxruntime.intra_op_num_threads"] = int(threads)
    return RapidOCR(params={"Global.log_level": "critical", **params})


def _recognised(image: Any) -> tuple[list[Piece], float]:
    """The rows of a page and how sure they are on average, by their lengths; nothing where it is bare."""
    if image.min() == image.max():  # an empty page, as the backs of many sheets are
        return [], 0.0
    found = _engine()(image)
    boxes = found.boxes if found.boxes is not None else ()
    pieces, sums, length = [], 0.0, 0
    for box, text, score in zip(boxes, found.txts or (), found.scores or (), strict=False):
        # Letters with tone marks are set wide in many fonts: 監(ji ān) 督.
        words = without_gaps(str(text).strip())
        if not words:
            continue
        (left, top), (right, _), _, (_, bottom) = box
        pieces.append(
            Piece(words, float(left), float(right), float(bottom), abs(float(bottom) - float(top)) or 1.0)
        )
        sums, length = sums + float(score) * len(words), length + len(words)
    return rows(pieces), round(sums / length, 3) if length else 0.0


def _assembled(
    format: str, pages: Sequence[Sequence[Piece]], sure: dict[str, float], unread: Sequence[LeftOut]
) -> Extracted:
    if not any(pages):
        raise CannotRead("empty")
    lines, furniture, sample = flow(pages)
    made = assemble(format, lines, [*unsure_pages(sure.items()), *unread], furniture, sample)
    return _with_confidence(made, sure)


def _with_confidence(made: Extracted, sure: dict[str, float]) -> Extracted:
    parts = tuple(replace(part, confidence=sure.get(part.label, 0.0)) for part in made.parts)
    return replace(made, parts=parts)
