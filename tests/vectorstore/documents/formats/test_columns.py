"""Columns with other rows above and below them, text that runs past a box, and rows that are stretched to the margin."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tests.office_files import converted, has_office
from vectorstore.documents.formats.layout import flow
from vectorstore.documents.formats.pdf_page import page_rows
from vectorstore.documents.formats.piece import Piece
from vectorstore.documents.formats.rows import rows, with_margins
from vectorstore.documents.load import read_bytes

pytestmark = pytest.mark.usefixtures("warm_reading")

_SIZE = 10.0
_WORDS = "各镇街按照分工抓好落实并按月报送进展情况" * 20


def _row(text: str, left: float, top: float, size: float = _SIZE) -> Piece:
    return Piece(text, left, left + size * len(text), top, size)


def _column(
    paragraphs: Sequence[str], left: float, top: float, across: int, indent: int = 2, leading: float = 20
) -> list[Piece]:
    """Indented paragraphs in a column of so many characters."""
    out: list[Piece] = []
    for text in paragraphs:
        starts = [0, *range(across - indent, len(text), across)]
        for first, last in zip(starts, [*starts[1:], len(text)], strict=True):
            begins = left + (indent * _SIZE if first == 0 else 0)
            out.append(_row(text[first:last], begins, top))
            top += leading
    return out


def _of_length(length: int) -> str:
    return _WORDS[: length - 1] + "。"


def _texts(page: Sequence[Piece]) -> list[str]:
    return [line.text for line in flow([page], exact=True)[0]]


@pytest.mark.parametrize("size", [_SIZE, 1.3 * _SIZE])
@pytest.mark.parametrize("in_file_order", [True, False])
def test_rows_above_and_below_columns_are_none_of_theirs(size: float, in_file_order: bool) -> None:
    """Who is addressed reaches over the gap between the columns, who signs stands below the right one: neither has their margins."""
    paragraphs = [_of_length(41), _of_length(70), _of_length(46), _of_length(62)]
    left = _column(paragraphs[:2], 50, 100, 18)
    right = _column(paragraphs[2:], 250, 100, 18)
    addressed = _row(
        "各镇人民政府，街道办事处，市直有关单位和驻市有关单位："[: int(198 / size)], 50, 70, size
    )
    addressed = replace(addressed, text=addressed.text[:-1] + "：")
    signers = [_row("某某市人民政府办公室", 430 - 10 * size, 260, size)]
    signers += [_row("二〇二六年十一月三日", 430 - 10 * size, 290, size)]
    page = [addressed, *left, *right, *signers]
    made = with_margins(page) if in_file_order else rows(page)
    assert _texts(made) == [addressed.text, *paragraphs, signers[0].text, signers[1].text]


def _beside(box_left: float, body_left: float) -> tuple[list[Piece], list[Piece], list[str], str]:
    """Four rows of text and a box of three beside them, the rows below the box as wide as the page."""
    paragraphs = [_of_length(52), _of_length(85), _of_length(85)]
    narrow = _column([paragraphs[0]], body_left, 100, 18)
    # The row beside the lower edge of the box is narrow too.
    cut = paragraphs[1][:16]
    below = [_row(cut, body_left + 2 * _SIZE, 160)]
    below += _column([paragraphs[1][16:]], 50, 180, 38, indent=0)
    below += _column([paragraphs[2]], 50, 220, 38)
    said = "咨询电话由县医疗保障局公布，工作日上午八时至十二时、下午二时至六时有人接听。"
    return [*narrow, *below], _column([said], box_left, 100, 17, indent=0), paragraphs, said


def test_text_that_runs_past_a_box_is_no_end_of_paragraphs() -> None:
    """The rows beside a box end at it, and those of the box at its edge: each is a paragraph as it was written."""
    body, box, paragraphs, said = _beside(260, 50)
    assert _texts(with_margins([*box, *body])) == [said, *paragraphs]
    body, box, paragraphs, said = _beside(50, 250)
    assert _texts(with_margins([*box, *body])) == [said, *paragraphs]


def test_cells_that_the_file_has_row_by_row_are_no_box() -> None:
    """The rows of a table without lines, cell beside cell, keep their edges."""
    cells = [_row(_WORDS[n : n + 16], left, 100 + 20 * n) for n in range(4) for left in (50, 260)]
    assert with_margins(cells) == cells


@pytest.mark.parametrize("room", [1.5, 2.0, 2.05, 3.0, 4.5])
def test_room_between_the_characters_of_a_stretched_row_is_no_space(room: float) -> None:
    """A row that is stretched to the margin is written without spaces; those that were typed stay."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setFont("STSong-Light", 12)
    texts = ("火情信息须在接报后电话报告，不得迟报。", "值班人员 张三，带班领导 李四。")
    for number, text in enumerate(texts):
        across = 72.0
        for place, char in enumerate(text):
            canvas.drawString(across, 700 - 60 * number, char)
            # Printers round: the room is not the same everywhere.
            across += (6 if char == " " else 12) + room + (0.06 if place % 3 == 0 else 0)
    canvas.save()
    found, _ = page_rows(pypdfium2.PdfDocument(out.getvalue()), 0)
    assert [piece.text for piece in found] == list(texts)


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice, to print the page")
def test_a_box_on_a_page_by_an_office_program(tmp_path: Path) -> None:
    """LibreOffice's text box stands in a paragraph: that is whole, and so is the text in the box."""
    said = "咨询电话：县医疗保障局6635120，工作日上午8时30分至12时。"
    paragraphs = (
        "2027年度城乡居民基本医疗保险个人缴费标准为每人每年400元，财政补助标准为每人每年700元。",
        "集中缴费期为2026年10月1日至12月31日，逾期未缴费的，次年3月31日前可以补缴，设置60天待遇等待期。",
        "特困人员由财政全额资助，低保对象按照每人每年320元给予资助，返贫致贫人口按照个人缴费标准的50%给予资助。",
    )
    page = tmp_path / "公告.fodt"
    page.write_text(_office_page(said, paragraphs), "utf-8")
    made = converted([page], "pdf", tmp_path)[0]
    lines = read_bytes(made.read_bytes(), "公告.pdf").text.split("\n")
    assert {said, *paragraphs} <= set(lines)


def _office_page(said: str, paragraphs: Sequence[str]) -> str:
    """An OpenDocument text whose first paragraph has a box at its right."""
    names = {
        "office": "office", "style": "style", "text": "text", "draw": "drawing",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }  # fmt: skip
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for short, name in names.items()
    )
    font = 'style:font-name="Noto Serif CJK SC" style:font-name-asian="Noto Serif CJK SC"'
    box = (
        '<draw:frame draw:style-name="box" text:anchor-type="paragraph" svg:width="6cm" svg:y="0cm">'
        f'<draw:text-box fo:min-height="2cm"><text:p>{said}</text:p></draw:text-box></draw:frame>'
    )
    body = "".join(
        f'<text:p text:style-name="first">{box * (number == 0)}{text}</text:p>'
        for number, text in enumerate(paragraphs)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        '<office:styles><style:default-style style:family="paragraph">'
        f'<style:text-properties fo:font-size="14pt" style:font-size-asian="14pt" {font}/></style:default-style>'
        '<style:style style:name="Standard" style:family="paragraph"/></office:styles><office:automatic-styles>'
        '<style:style style:name="first" style:family="paragraph" style:parent-style-name="Standard">'
        '<style:paragraph-properties fo:text-indent="28pt" fo:text-align="justify"/></style:style>'
        '<style:style style:name="box" style:family="graphic"><style:graphic-properties style:wrap="parallel" '
        'style:horizontal-pos="right" style:horizontal-rel="paragraph" style:vertical-pos="from-top" '
        'style:vertical-rel="paragraph"/></style:style></office:automatic-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )
