"""Word files by LibreOffice and python-docx: changes, controls, fields, hidden words, numbers, tables inside tables."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.office_files import _profile, converted, has_office
from vectorstore.documents.formats.office import as_of_this_build
from vectorstore.documents.load import read_all, read_bytes

pytestmark = pytest.mark.usefixtures("warm_reading")

_FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>
<style:style style:name="h" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="w" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="d" style:family="text"><style:text-properties fo:color="#ffffff" fo:background-color="#c00000"/></style:style>
<style:style style:name="D" style:family="paragraph"><style:paragraph-properties fo:background-color="#c00000"/></style:style>
<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="、" style:num-format="一, 二, 三, ..."/>
<text:list-level-style-number text:level="2" style:num-prefix="（" style:num-suffix="）" style:num-format="一, 二, 三, ..."/></text:list-style>
</office:automatic-styles><office:body><office:text>
<text:tracked-changes>
<text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>a</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info></text:insertion></text:changed-region>
<text:changed-region text:id="c2"><text:deletion><office:change-info><dc:creator>a</dc:creator><dc:date>2026-01-01T00:00:00</dc:date></office:change-info><text:p>五百</text:p></text:deletion></text:changed-region>
</text:tracked-changes>
<text:p>本办法自<loext:content-control>2026年3月1日</loext:content-control>起施行，有效期<text:change-start text:change-id="c1"/>五年<text:change-end text:change-id="c1"/>。</text:p>
<text:p>违者罚款<text:change text:change-id="c2"/>八百元，<text:span text:style-name="h">此句内部掌握，</text:span>并予公示，共<text:page-count>7</text:page-count>页，见第<text:page-number text:select-page="current">1</text:page-number>页。</text:p>
<text:list text:style-name="L"><text:list-item><text:p>加强领导</text:p><text:list><text:list-item><text:p>压实责任</text:p></text:list-item><text:list-item><text:p>定期督查</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>明确分工</text:p></text:list-item></text:list>
<table:table table:name="T"><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>项目</text:p></table:table-cell><table:table-cell><text:p>金额</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>道路</text:p></table:table-cell><table:table-cell><table:table table:name="U"><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>中央</text:p></table:table-cell><table:table-cell><text:p>300万元</text:p></table:table-cell></table:table-row></table:table><text:p>合计500万元</text:p></table:table-cell></table:table-row></table:table>
<text:p>附则。<text:span text:style-name="w">此行白字，纸上看不见。</text:span><text:span text:style-name="d">红底白字看得见。</text:span></text:p>
<text:p text:style-name="D"><text:span text:style-name="w">红底段落里的白字也看得见。</text:span></text:p>
</office:text></office:body></office:document>
"""


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice, which writes the file")
def test_what_an_office_program_marks_in_a_paragraph_is_read_as_it_shows_it(tmp_path: Path) -> None:
    """Insertions and controls are words; deletions, hidden and white runs are none; numbers and inner tables are said."""
    source = tmp_path / "a.fodt"
    source.write_text(_FODT, "utf-8")
    (made,) = converted([source], "docx", tmp_path / "out")
    data = made.read_bytes()
    body = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    for mark in ("<w:sdt>", "<w:ins ", "<w:del ", "<w:vanish/>", "<w:fldChar ", "<w:numPr>"):
        assert mark in body
    assert re.search(r"<w:tc>(?:(?!</w:tc>).)*<w:tbl>", body)
    assert [line for line in read_bytes(data, "a.docx").text.split("\n") if line] == [
        "本办法自2026年3月1日起施行，有效期五年。",
        "违者罚款八百元，并予公示，共1页，见第1页。",
        "一、加强领导",
        "（一）压实责任",
        "（二）定期督查",
        "二、明确分工",
        "| 项目 | 金额 |",
        "| 道路 | 中央，300万元； 合计500万元 |",
        "附则。红底白字看得见。",
        "红底段落里的白字也看得见。",
    ]


def test_smart_tags_and_simple_fields_in_a_whole_package_are_read() -> None:
    """Older Word marks each date as a smart tag; its words, and a simple field's, are words of the sentence."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = Document()
    paragraph = document.add_paragraph("本办法自")
    runs = (
        '<w:smartTag w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="chsdate"><w:smartTagPr>'
        '<w:attr w:name="Year" w:val="2026"/></w:smartTagPr><w:r><w:t>2026年</w:t></w:r><w:smartTag '
        'w:uri="urn:schemas-microsoft-com:office:smarttags" w:element="date"><w:r><w:t>3月1日</w:t></w:r>'
        '</w:smartTag></w:smartTag><w:fldSimple w:instr=" DOCPROPERTY 状态 "><w:r><w:t>起施行</w:t></w:r></w:fldSimple>'
    )
    for child in parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"):
        paragraph._p.append(child)
    paragraph.add_run("。")
    out = io.BytesIO()
    document.save(out)
    assert read_bytes(out.getvalue(), "a.docx").text.strip() == "本办法自2026年3月1日起施行。"


def _struck_docx(folder: Path) -> Path:
    """Words struck by one line, by two, by a style, and a numbered paragraph that is struck whole."""
    from docx import Document
    from docx.enum.style import WD_STYLE_TYPE

    document = Document()
    style = document.styles.add_style("旧文", WD_STYLE_TYPE.PARAGRAPH)
    style.font.strike = True
    for double in (False, True):
        paragraph = document.add_paragraph("处以罚款")
        run = paragraph.add_run("五百元")
        run.font.double_strike, run.font.strike = double or None, None if double else True
        paragraph.add_run("八百元。")
    document.add_paragraph("加强领导", "List Number")
    document.add_paragraph("", "List Number").add_run("定期通报").font.strike = True
    document.add_paragraph("严格考核", "List Number")
    document.add_paragraph("原办法继续有效。", "旧文").add_run("原办法废止。").font.strike = False
    document.save(str(folder / "a.docx"))
    return folder / "a.docx"


@pytest.mark.parametrize("target", ["docx", *(["doc", "odt", "rtf"] if has_office() else [])])
def test_what_is_struck_out_of_a_word_file_is_no_word_of_it_and_is_named(tmp_path: Path, target: str) -> None:
    """Neither one line nor two leaves 五百元八百元; the numbers go on; the report says what was left out."""
    file = _struck_docx(tmp_path)
    if target != "docx":
        (file,) = converted([file], target, tmp_path / "out")
    (document,), left_out = read_all(file, file.name)
    assert [line.replace(" ", "") for line in document.text.split("\n") if line] == [
        "处以罚款八百元。", "处以罚款八百元。", "1.加强领导", "3.严格考核", "原办法废止。",
    ]  # fmt: skip
    assert ("struck", "五百元；定期通报；原办法继续有效。") in [
        (e.params["reason"], e.params["detail"]) for e in left_out
    ]


@pytest.mark.parametrize("target", ["xlsx", *(["ods", "xls"] if has_office() else [])])
def test_what_is_struck_out_of_a_sheet_is_no_value_of_it_and_is_named(tmp_path: Path, target: str) -> None:
    """A struck part of a cell and a struck cell are left out, and their row and column stay."""
    from openpyxl import Workbook
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    struck = TextBlock(InlineFont(strike=True), "五百元")
    for row in (
        ["项目", "标准", "单位"],
        ["罚款", CellRichText("处以", struck, "八百元"), "公安局"],
        ["押金", "三百元", "水务局"],
    ):
        sheet.append(row)
    sheet["B3"].font = Font(strike=True)
    book.save(tmp_path / "a.xlsx")
    file = tmp_path / "a.xlsx"
    if target != "xlsx":
        (file,) = converted([file], target, tmp_path / "out")
    (document,), left_out = read_all(file, file.name)
    assert [line for line in document.text.split("\n") if line] == [
        "| 项目 | 标准 | 单位 |", "| 罚款 | 处以八百元 | 公安局 |", "| 押金 |  | 水务局 |",
    ]  # fmt: skip
    assert ("struck", "五百元；三百元") in [(e.params["reason"], e.params["detail"]) for e in left_out]


_WITH_TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>
<style:style style:name="c" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>
</office:automatic-styles><office:body><office:text>
<text:p>全年完成投资24.7<text:note text:id="f1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>据统计年鉴，含结转项目。</text:p></text:note-body></text:note>亿元，同比增长5.5%<text:note text:id="f2" text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body><text:p>按可比价计算。</text:p></text:note-body></text:note>。</text:p>
<table:table table:name="T"><table:table-column table:number-columns-repeated="4"/>
<table:table-row><table:table-cell table:style-name="c"><text:p>项目</text:p></table:table-cell><table:table-cell table:style-name="c"><text:p>2022年</text:p></table:table-cell><table:table-cell table:style-name="c"><text:p>2023年</text:p></table:table-cell><table:table-cell table:style-name="c"><text:p>2024年</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:style-name="c"><text:p>收入</text:p></table:table-cell><table:table-cell table:style-name="c"><text:p>5</text:p></table:table-cell><table:table-cell table:style-name="c"><text:p>5</text:p></table:table-cell><table:table-cell table:style-name="c"><text:p>6</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:style-name="c"><text:p>支出</text:p></table:table-cell><table:table-cell table:style-name="c"><text:p/></table:table-cell><table:table-cell table:style-name="c"><text:p/></table:table-cell><table:table-cell table:style-name="c"><text:p>7</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:style-name="c"><text:p>合计</text:p></table:table-cell><table:table-cell table:style-name="c" table:number-columns-spanned="2"><text:p>16</text:p></table:table-cell><table:covered-table-cell/><table:table-cell table:style-name="c"><text:p>8</text:p></table:table-cell></table:table-row>
</table:table>
<text:p>附则。</text:p>
</office:text></office:body></office:document>
"""
_ROWS = [
    "| 项目 | 2022年 | 2023年 | 2024年 |",
    "| 收入 | 5 | 5 | 6 |",
    "| 支出 |  |  | 7 |",
    "| 合计 | 16 | 16 | 8 |",
]


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice, which writes the files")
@pytest.mark.parametrize("target", ["docx", "doc", "odt", "rtf", "pdf"])
def test_equal_empty_and_merged_cells_and_marks_of_notes_in_every_format_of_an_office(
    tmp_path: Path, target: str
) -> None:
    """A figure stays under its year, and the number of a note is none of the figure before it."""
    source = tmp_path / "a.fodt"
    source.write_text(_WITH_TABLE, "utf-8")
    (made,) = converted([source], target, tmp_path / "out")
    (document,), _ = read_all(made, made.name)
    lines = [line for line in document.text.split("\n") if line]
    assert [line for line in lines if line.startswith("|")] == _ROWS
    assert re.fullmatch(r"全年完成投资24\.7(?:\[注1\]|¹)亿元，同比增长5\.5%\[(?:注2|i)\]。", lines[0])
    notes = [line for line in lines if "据统计年鉴" in line or "按可比价计算" in line]
    assert len(notes) == 2


def test_columns_of_a_hair_are_none(tmp_path: Path) -> None:
    """Rows whose edges miss each other by a twentieth of a point have the columns that people see."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    def cell(words: str, span: int) -> str:
        return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>'

    rows = (
        (("项目", 1), ("2023年", 2), ("2024年", 1)),
        (("收入", 1), ("5", 1), ("6", 2)),
        (("合计", 3), ("11", 1)),
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (2400, 2400, 1, 2400))
    body = "".join(f"<w:tr>{''.join(cell(*one) for one in row)}</w:tr>" for row in rows)
    document = Document()
    document.element.body.insert(
        0, parse_xml(f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>")
    )
    document.save(str(tmp_path / "a.docx"))
    text = read_bytes((tmp_path / "a.docx").read_bytes(), "a.docx").text
    assert [line for line in text.split("\n") if line] == [
        "| 项目 | 2023年 | 2024年 |",
        "| 收入 | 5 | 6 |",
        "| 合计 | 合计 | 11 |",
    ]


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice, which writes a profile")
def test_a_new_profile_names_the_build_as_the_office_program_does(tmp_path: Path) -> None:
    """What is written for LibreOffice is what it writes itself; of a program that says nothing nothing is written."""
    source = tmp_path / "a.txt"
    source.write_text("值班\n", "utf-8")
    converted([source], "odt", tmp_path / "out")
    build = Path("user", "extensions", "buildid")
    program = shutil.which("soffice")
    assert program
    as_of_this_build(program, tmp_path / "profile")
    assert (tmp_path / "profile" / build).read_bytes() == (_profile() / build).read_bytes()
    as_of_this_build(str(tmp_path / "soffice"), tmp_path / "other")
    assert not (tmp_path / "other").exists()
