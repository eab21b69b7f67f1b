"""PDF pages as printers and form programs write them: hyphens at line ends, lone figures, filled fields."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from tests.bot.telegram.papers import pdf
from tests.office_files import converted, has_browser, has_office, printed
from vectorstore.documents.formats.layout import flow
from vectorstore.documents.formats.pdf_words import unspaced, with_spaces
from vectorstore.documents.formats.piece import Piece
from vectorstore.documents.load import read_all, read_bytes

pytestmark = pytest.mark.usefixtures("warm_reading")


@pytest.mark.skipif(not has_browser(), reason="needs Chromium, to print the page")
def test_a_minus_sign_at_the_end_of_a_line_stays(tmp_path: Path) -> None:
    """pdfium writes a hyphen at a line's end as U+FFFE: a temperature keeps its sign, a range and a number their dash."""
    page = tmp_path / "a.html"
    page.write_text(
        '<meta charset="utf-8"><body style="width:300px"><p>首行文字在此处说明情况。</p><p>冷库温度应保持为-<br>5度，'
        "规划期限为2021-<br>2025年，接种COVID-<br>19疫苗，国家标准为GB/T 33190-<br>2016号。</p><p>末行文字在此处说明情况。</p>",
        "utf-8",
    )
    text = read_bytes(printed(page, tmp_path / "a.pdf", tmp_path / "browser").read_bytes(), "a.pdf").text
    words = "".join(text.split())
    assert "保持为-5度" in words
    assert "2021-2025年" in words
    assert "COVID-19疫苗" in words
    assert "GB/T33190-2016" in words


def _rows(*texts: str) -> list[Piece]:
    return [Piece(text, 20, 20 + 10 * len(text), 20.0 * n, 10) for n, text in enumerate(texts, 1)]


def test_only_figures_that_count_the_pages_are_page_numbers() -> None:
    """A year or a figure that stands alone at a page's edge is text; 12, 13, 14 on pages that follow are numbers."""
    texts = (
        ("规划期限为2021-", "2025", "年末由市政府组织评估。", "12"),
        ("本市各区", "30", "日内报送材料。", "13"),
        ("经费合计", "1280", "由财政局拨付。", "14"),
    )
    lines, dropped, _ = flow([_rows(*page) for page in texts])
    assert dropped == 3
    kept = "".join(line.text for line in lines)
    assert kept.replace(" ", "") == "".join(text for page in texts for text in page[:3])
    assert "2021-2025" in kept
    alone, dropped, _ = flow([_rows("合计", "1280")])
    assert [line.text for line in alone] == ["合计", "1280"]
    assert dropped == 0
    assert flow([_rows("各单位应当加强值班。", "— 3 —"), _rows("第4页 共9页", "记录保存三年。")])[1] == 2


def test_what_is_filled_into_a_form_stands_beside_the_names_of_its_fields() -> None:
    """Values of form fields are text of the page, a ticked box is one, and each is in the row of its name."""
    document = read_bytes(_form(), "申请表.pdf")
    assert [line for line in document.text.split("\n") if line] == [
        "Amount: 5140.12", "Date: 2026-03-05", "Urgent: ☑",
    ]  # fmt: skip


def _form() -> bytes:
    """A PDF with three filled fields, written by hand as a form program does."""
    content = b"BT /F1 12 Tf 72 700 Td (Amount:) Tj 0 -40 Td (Date:) Tj 0 -40 Td (Urgent:) Tj ET"

    def field(name: str, value: str, bottom: int) -> bytes:
        kind = "/FT /Tx" if value[0] == "(" else "/FT /Btn"
        state = "" if value[0] == "(" else f" /AS {value} /AP << /N << {value} 9 0 R >> >>"
        return (
            f"<< /Type /Annot /Subtype /Widget {kind} /T ({name}) /V {value}{state} /P 3 0 R "
            f"/Rect [150 {bottom} 350 {bottom + 16}] >>"
        ).encode()

    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R 7 0 R 8 0 R] >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R 7 0 R 8 0 R] "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        field("amount", "(5140.12)", 696),
        field("date", "(2026-03-05)", 656),
        field("urgent", "/Yes", 616),
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 10 10] /Length 0 >>\nstream\n\nendstream",
    ]
    out = io.BytesIO(b"%PDF-1.7\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, one in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def test_a_row_that_is_set_wide_is_one_word() -> None:
    """开 票 通 知 单 is 开票通知单; rows of words and cells keep their spaces."""
    assert unspaced("开 票 通 知 单") == "开票通知单"
    assert unspaced("地 址 电 话 ： 0 5 3 1") == "地址电话：0531"
    for row in ("收入 5 5 6", "各区 县级市 开发区 高新区 其他", "A B C D E F"):
        assert unspaced(row) == row


def test_a_font_whose_space_is_a_control_character_is_no_nonsense() -> None:
    """One control character between words is their space; several are codes that say nothing."""
    assert with_spaces("关于\x03GB/T\x0333190") == "关于 GB/T 33190"
    assert with_spaces("\x03\x04\x05") == "\x03\x04\x05"


_MARKED = (
    "<p>全年完成投资24.7<sup>2</sup>亿元，处理污水10<sup>8</sup>吨，绿地500m<sup>2</sup>，二氧化碳CO<sub>2</sub>排放下降5.5%。</p>"
    "<p>24.7<sup>1</sup></p>"
)
_FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>
<style:style style:name="p" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="b" style:family="text"><style:text-properties style:text-position="-33% 80%"/></style:style>
</office:automatic-styles><office:body><office:text>{}</office:text></office:body></office:document>"""
_SEEN = "全年完成投资24.7²亿元，处理污水10⁸吨，绿地500m²，二氧化碳CO₂排放下降5.5%。"


@pytest.mark.skipif(not has_browser(), reason="needs Chromium, to print the page")
def test_a_raised_figure_that_a_browser_prints_is_none_of_the_figure_before_it(tmp_path: Path) -> None:
    """A note mark or exponent stays raised in a PDF, in a row without Chinese as well."""
    page = tmp_path / "a.html"
    page.write_text(f'<meta charset="utf-8"><body>{_MARKED}', "utf-8")
    document = read_bytes(printed(page, tmp_path / "a.pdf", tmp_path / "browser").read_bytes(), "a.pdf")
    assert [line for line in document.text.split("\n") if line] == [_SEEN, "24.7¹"]


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice")
@pytest.mark.parametrize("target", ["pdf", "docx", "doc", "odt"])
def test_a_raised_figure_that_an_office_program_writes_is_none_of_the_figure_before_it(
    tmp_path: Path, target: str
) -> None:
    """The same of what LibreOffice makes, in four formats."""
    words = re.sub("<su([pb])>(.*?)</su[pb]>", r'<text:span text:style-name="\1">\2</text:span>', _MARKED)
    source = tmp_path / "a.fodt"
    source.write_text(_FODT.format(words.replace("<p>", "<text:p>").replace("</p>", "</text:p>")), "utf-8")
    (made,) = converted([source], target, tmp_path / "out")
    document = read_bytes(made.read_bytes(), made.name)
    assert [line for line in document.text.split("\n") if line] == [_SEEN, "24.7¹"]


def _updated(data: bytes, objects: dict[int, str]) -> bytes:
    """The PDF with objects written anew behind it, as programs save what people add to a file."""
    size = max(*objects, data.count(b" 0 obj")) + 1
    before = int(data.rsplit(b"startxref", 1)[1].split()[0])
    table = b"xref\n"
    for number, body in sorted(objects.items()):
        table += f"{number} 1\n{len(data):010d} 00000 n \n".encode()
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    start = len(data)
    tail = f"trailer << /Size {size} /Root 1 0 R /Prev {before} >>\nstartxref\n{start}\n%%EOF\n"
    return data + table + tail.encode()


def test_notes_over_the_pages_and_files_inside_are_named(tmp_path: Path) -> None:
    """What somebody typed over a page, and what is attached, is no text of the page and not lost without a word."""
    plain = pdf([["各单位应当加强值班。"]])
    page = re.search(rb"8 0 obj\n(<< /Type /Page .*?) >>\nendobj", plain)
    assert page

    def words(text: str) -> str:
        return f"<feff{text.encode('utf-16-be').hex()}>"

    note = "<< /Type /Annot /Subtype /FreeText /Rect [50 550 200 650] /DA (/Helv 12 Tf) /Contents %s >>"
    data = _updated(
        plain,
        {
            1: "<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles << /Names [(1) 11 0 R] >> >> >>",
            8: page[1].decode() + " /Annots [9 0 R 10 0 R] >>",
            9: note % words("同意发布"),
            10: note % words("同意发布"),
            11: f"<< /Type /Filespec /F (1) /UF {words('值班表.xlsx')} /EF << /F 12 0 R >> >>",
            12: "<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream",
        },
    )
    (tmp_path / "a.pdf").write_bytes(data)
    documents, failed = read_all(tmp_path / "a.pdf", "a.pdf")
    assert documents[0].text == "各单位应当加强值班。\n"
    assert [(e.params["reason"], e.params["detail"]) for e in failed] == [
        ("annotation", "同意发布"),
        ("attachment", "值班表.xlsx"),
    ]
