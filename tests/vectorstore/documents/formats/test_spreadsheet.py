"""Workbooks and tables of text as offices keep them: notes, hidden places, formats without end, other programs' files."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands import PROJECT
from tests.office_files import has_office
from vectorstore.documents.load import read_all, read_bytes
from vectorstore.documents.tables import cells, headers

pytestmark = pytest.mark.usefixtures("warm_reading")


def _workbook(fill: Callable[[object, object], None]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    fill(book.active, book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(data: bytes, name: str = "表.xlsx") -> list[str]:
    return [line for line in read_bytes(data, name).text.split("\n") if line]


def _notes(tmp_path: Path, data: bytes) -> list[tuple[str, str]]:
    (tmp_path / "表.xlsx").write_bytes(data)
    return [
        (str(e.params["reason"]), str(e.params["detail"]))
        for e in read_all(tmp_path / "表.xlsx", "表.xlsx")[1]
    ]


def _changed(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def _notes_in_cells(sheet, _) -> None:  # type: ignore[no-untyped-def]
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    raised = InlineFont(vertAlign="superscript")
    sheet.append(["项目", "数额"])
    sheet.append(["投资", CellRichText("24.7", TextBlock(raised, "2"), "亿元")])
    sheet.append(["面积", CellRichText("100m", TextBlock(raised, "2"))])


def test_a_raised_figure_in_a_cell_never_joins_the_one_before_it() -> None:
    """A cell with several fonts keeps its note marks and exponents raised."""
    assert _rows(_workbook(_notes_in_cells))[1:] == ["| 投资 | 24.7²亿元 |", "| 面积 | 100m² |"]


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice, which saves the workbook anew")
def test_a_raised_figure_of_an_old_workbook_stays_raised(tmp_path: Path) -> None:
    """In .xls as well, which an office program converts."""
    from tests.office_files import converted

    (tmp_path / "表.xlsx").write_bytes(_workbook(_notes_in_cells))
    (made,) = converted([tmp_path / "表.xlsx"], "xls", tmp_path / "out")
    assert _rows(made.read_bytes(), "表.xls")[1] == "| 投资 | 24.7²亿元 |"


def test_hidden_rows_and_columns_are_named_and_not_read(tmp_path: Path) -> None:
    """What a sheet hides is nothing that people see in it; rows that a filter hides for now are read."""

    def fill(sheet, _) -> None:  # type: ignore[no-untyped-def]
        for row in (["项目", "底稿", "数额"], ["甲", 9, 3], ["乙", 8, 4], ["丙", 7, 5]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    data = _workbook(fill)
    assert _rows(data) == ["| 项目 | 数额 |", "| 甲 | 3 |", "| 丙 | 5 |"]
    assert _notes(tmp_path, data) == [("cells-hidden", "Sheet!3:3、B:B")]

    def filtered(sheet, book) -> None:  # type: ignore[no-untyped-def]
        fill(sheet, book)
        sheet.column_dimensions["B"].hidden = False
        sheet.auto_filter.ref = "A1:C4"
        sheet.auto_filter.add_filter_column(0, ["甲", "丙"])

    data = _workbook(filtered)
    assert len(_rows(data)) == 4
    assert _notes(tmp_path, data) == []


def test_formats_to_the_end_of_a_sheet_are_no_rows() -> None:
    """A sheet whose last row of a million has a format, and cells merged down to there, is as long as its words.

    What a merged range covers is not seen, whatever its cells hold.
    """
    written = _workbook(_two_items)
    # The library that writes it here would make a cell for each place of a merged range.
    far = b'<row r="1048576"><c r="AN1048576" s="1"/></row></sheetData>'
    merged = b'<mergeCells><mergeCell ref="A2:A1048576"/><mergeCell ref="C4:XFD1048576"/></mergeCells>'
    data = _changed(
        written, lambda name, old: old.replace(b"</sheetData>", far + merged) if "sheet1" in name else old
    )
    assert _rows(data) == ["| 项目 | 数额 |", "| 甲 | 3 |", "| 甲 | 4 |"]


def _two_items(sheet, _) -> None:  # type: ignore[no-untyped-def]
    from openpyxl.styles import Font

    sheet.append(["项目", "数额"])
    sheet.append(["甲", 3])
    sheet.append(["旧", 4])
    sheet.cell(5, 4).value = "旧"
    sheet.cell(2, 3).font = Font(bold=True)


def test_a_formula_without_a_result_is_never_an_empty_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that writes formulas calculates none: an office program does, and without one the cell is named."""

    def fill(sheet, _) -> None:  # type: ignore[no-untyped-def]
        for row in (["项目", "数额"], ["甲", 3], ["乙", 4], ["合计", "=SUM(B2:B3)"]):
            sheet.append(row)

    data = _workbook(fill)
    if has_office():
        assert _rows(data)[-1] == "| 合计 | 7 |"
        assert _notes(tmp_path, data) == []
    monkeypatch.setenv("PATH", str(tmp_path))
    assert _rows(data)[-1] == "| 合计 |  |"
    assert _notes(tmp_path, data) == [("formulas", "B4")]


def test_workbooks_of_other_programs_are_read() -> None:
    """An empty fill among the styles, and the namespaces of "strict" files, are valid and no damage."""
    data = _workbook(_notes_in_cells)
    empty = _changed(
        data,
        lambda name, old: (
            re.sub(rb"<fill>.*?</fill>|<fill ?/>", b"<fill/>", old) if "styles" in name else old
        ),
    )
    assert _rows(empty)[1] == "| 投资 | 24.7²亿元 |"

    def strict(_: str, old: bytes) -> bytes:
        return re.sub(
            rb"http://schemas\.openxmlformats\.org/(spreadsheetml|officeDocument)/2006/",
            rb"http://purl.oclc.org/ooxml/\1/",
            old,
        )

    assert _rows(_changed(data, strict))[1] == "| 投资 | 24.7²亿元 |"


def test_words_in_shapes_and_comments_do_not_get_lost(tmp_path: Path) -> None:
    """A text box of a sheet is read behind its cells, comments are counted."""

    def fill(sheet, _) -> None:  # type: ignore[no-untyped-def]
        from openpyxl.chart import BarChart
        from openpyxl.comments import Comment

        sheet.append(["项目", "数额"])
        sheet.append(["甲", 3])
        sheet["B2"].comment = Comment("应为5", "审计")
        sheet.add_chart(BarChart(), "D1")

    box = (
        '<xdr:sp xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:txBody><a:p><a:r><a:t>填报说明：单位为万元。'
        "</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )

    def with_box(name: str, old: bytes) -> bytes:
        if name != "xl/drawings/drawing1.xml":
            return old
        first, root, rest = old.decode().partition("oneCellAnchor>")
        prefix = first.rpartition("<")[2]
        own = box.replace("xdr:", prefix) if prefix else box.replace("xdr:", "")
        return (first + root + own + rest).encode()

    data = _changed(_workbook(fill), with_box)
    assert _rows(data)[-1] == "填报说明：单位为万元。"
    assert _notes(tmp_path, data) == [("comments", "1")]


@pytest.mark.parametrize(
    "data",
    [
        "项目,金额\r收入,5\r支出,6\r".encode("gb18030"),
        "sep=;\r\n项目;金额\r\n收入;5\r\n支出;6\r\n".encode("utf-8-sig"),
        "项目\t金额\r\n收入\t5\r\n支出\t6\r\n".encode("utf-16"),
        '"项目","金额"\n"收入","5"\n"支出","6"\n'.encode("gbk"),
    ],
    ids=["old ends of rows", "stated delimiter", "unicode text", "quoted"],
)
def test_tables_of_text_are_read_however_they_were_saved(data: bytes) -> None:
    """The encoding, the delimiter and the ends of rows are found."""
    assert _rows(data, "表.csv") == ["| 项目 | 金额 |", "| 收入 | 5 |", "| 支出 | 6 |"]


def test_a_cell_of_several_lines_is_one_cell() -> None:
    """A quoted end of a row, and a very long cell, are inside their cells."""
    data = f'项目,说明\r\n收入,"第一行\r\n第二行"\r\n支出,"含,逗号，{"长" * 150_000}"\r\n'.encode("gb18030")
    rows = _rows(data, "表.csv")
    assert rows[:2] == ["| 项目 | 说明 |", "| 收入 | 第一行 第二行 |"]
    assert rows[2].startswith("| 支出 | 含,逗号，长")


def test_several_tables_on_a_sheet_are_several_and_a_head_of_two_rows_is_one() -> None:
    """Below one another and side by side, with a title over and a note under them; a section's empty row parts nothing."""

    def fill(sheet, _) -> None:  # type: ignore[no-untyped-def]
        sheet.append(["水利投资表"])
        sheet.merge_cells("A1:D1")
        sheet.append(["项目", "地点", "到位资金"])
        sheet.append([None, None, "省级", "县级"])
        for place in ("A2:A3", "B2:B3", "C2:D2"):
            sheet.merge_cells(place)
        sheet.append(["渠道改造", "大河乡", 150, 46.5])
        sheet.append([])
        sheet.append(["提灌站", "河西镇", 60, 22])
        sheet.append(["合计", None, 210, 68.5])
        sheet.append(["注：不含群众投工投劳折资，截至十二月二十日。"])
        sheet.append([])
        sheet.append(["姓名", "月补助（元）", None, "乡镇", "水库座数"])
        sheet.append(["罗长顺", 280, None, "大河乡", 12])
        sheet.append(["岳小梅", 300, None, "河西镇", 9])

    document = read_bytes(_workbook(fill), "a.xlsx")
    assert [line for line in document.text.split("\n") if line] == [
        "水利投资表",
        "| 项目 | 地点 | 到位资金 省级 | 到位资金 县级 |",
        "| 渠道改造 | 大河乡 | 150 | 46.5 |",
        "| 提灌站 | 河西镇 | 60 | 22 |",
        "| 合计 |  | 210 | 68.5 |",
        "注：不含群众投工投劳折资，截至十二月二十日。",
        "| 姓名 | 月补助（元） |",
        "| 罗长顺 | 280 |",
        "| 岳小梅 | 300 |",
        "| 乡镇 | 水库座数 |",
        "| 大河乡 | 12 |",
        "| 河西镇 | 9 |",
    ]
    heads = set(headers(document).values())
    assert heads == {"项目 地点 到位资金 省级 到位资金 县级", "姓名 月补助（元）", "乡镇 水库座数"}


def test_a_title_above_a_table_of_text_is_no_head_of_it() -> None:
    """The first row of many exported tables says what they are, in its first cell."""
    data = '农村饮水工程一览表,,\n工程,人口（人）,建成\n碗厂沟泵站,"3,460",2025-03-18\n䶮山引水点,95,2025-11-06\n'
    document = read_bytes(data.encode("gb18030"), "表.csv")
    assert document.metadata.title == "农村饮水工程一览表"
    assert set(headers(document).values()) == {"工程 人口（人） 建成"}


def test_a_bar_inside_a_cell_parts_nothing() -> None:
    """A bar that stands in a cell is written as a full-width one, which is no border of that row."""
    document = read_bytes("名称,用途,数量\n木盆|木桶,洗涤,12\n瓦罐,储粮,7\n".encode(), "表.csv")
    rows = [cells(document, block.span) for block in document.blocks]
    assert rows == [("名称", "用途", "数量"), ("木盆｜木桶", "洗涤", "12"), ("瓦罐", "储粮", "7")]


def test_a_workbook_is_read_without_numpy() -> None:
    """The process that reads it doesn't load numpy, for longer than reading takes, and may still do so afterwards."""
    code = (
        "import sys; from vectorstore.documents.formats.spreadsheet import read_xlsx; "
        "print(read_xlsx(sys.stdin.buffer.read()).text, 'numpy' in sys.modules); import numpy"
    )
    data = _workbook(_notes_in_cells)
    done = subprocess.run(
        [sys.executable, "-c", code], input=data, capture_output=True, cwd=PROJECT, check=True
    )
    assert done.stdout.decode().split()[-1] == "False"
    assert "100m²" in done.stdout.decode()
