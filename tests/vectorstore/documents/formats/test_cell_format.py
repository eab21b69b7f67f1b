"""Cells of a workbook are read as people see them: units, rounding, Chinese dates and numerals."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest

from tests.office_files import converted, has_office
from vectorstore.documents.formats.cell_format import shown
from vectorstore.documents.load import read_bytes

pytestmark = pytest.mark.usefixtures("warm_reading")

_DAY = datetime(2026, 3, 5, 14, 5)


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (15000, '0!.0,"万元"', "1.5万元"),
        (15000, '0\\.0,"万元"', "1.5万元"),
        (1234567.5, '#,##0.00"元"', "1,234,567.50元"),
        (15, '0"亩"', "15亩"),
        (-5, '#,##0"亩";[红色]-#,##0"亩"', "-5亩"),
        (0, '0;-0;"无"', "无"),
        (25000, '[>=10000]0!.0,"万";0', "2.5万"),
        (5, '[>=10000]0!.0,"万";0', "5"),
        (2.675, "0.00", "2.68"),
        (0.125, "0.0%", "12.5%"),
        (1234567, "0,", "1235"),
        (1234567, "#,##0_);(#,##0)", "1,234,567"),
        (-1234567, "#,##0_);(#,##0)", "(1,234,567)"),
        (7, '000"号"', "007号"),
        (2.5, "# ?/?", "2 1/2"),
        (300, "[$¥-804]#,##0.00", "¥300.00"),
        (12345678901.5, "General", "12345678901.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1 / 3, "General", "0.3333333333"),
        (10**12, "General", "1000000000000"),
        (12345, "[DBNum1][$-804]General", "一万二千三百四十五"),
        (10005, "[DBNum2][$-804]General", "壹万零伍"),
        (2026, "[DBNum1]0", "二〇二六"),
        ("张三", '@"同志"', "张三同志"),
        ("张三", "0.00", "张三"),
        (1, ";;;", ""),
        (True, "General", "是"),
        (None, "General", ""),
    ],
)
def test_a_figure_is_shown_through_its_format(value: object, number_format: str, seen: str) -> None:
    """A format's unit, scale, rounding and signs are part of the figure that a reader sees."""
    assert shown(value, number_format) == seen


@pytest.mark.parametrize(
    ("number_format", "seen"),
    [
        ('yyyy"年"m"月"d"日"', "2026年3月5日"),
        ("yyyy\\年m\\月d\\日", "2026年3月5日"),
        ('yyyy"年"m"月"', "2026年3月"),
        ("yyyy-mm", "2026-03"),
        ("mm-dd-yy", "2026-03-05"),
        ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", "二〇二六年三月五日"),
        ("[$-804]aaaa", "星期四"),
        ("yyyy/m/d h:mm", "2026-03-05 14:05"),
        ('上午/下午h"时"mm"分"', "下午2时05分"),
        ("h:mm", "14:05"),
    ],
)  # fmt: skip
def test_a_date_has_the_parts_that_are_shown(number_format: str, seen: str) -> None:
    """A month that is shown without a day gets none."""
    assert shown(_DAY, number_format) == seen


def test_durations_are_hours() -> None:
    """A day and a half is 36:00, as the sheet shows it; a time is one."""
    assert shown(timedelta(hours=36), "[h]:mm") == "36:00"
    assert shown(time(9, 30), "h:mm") == "09:30"


def test_formats_reserved_for_chinese_dates_give_dates() -> None:
    """A cell with format 31 or 57 by number alone is a date, as in the programs that wrote it."""
    import openpyxl

    book = openpyxl.Workbook()
    for row, words in enumerate(("印发日期", "统计月份"), 1):
        book.active.cell(row, 1, words)
        book.active.cell(row, 2, 46086).number_format = "0.00"
    plain, out = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == "xl/styles.xml":
                added = "".join(
                    f'<xf numFmtId="{n}" fontId="0" fillId="0" borderId="0" xfId="0"/>' for n in (31, 57)
                )
                data = re.sub(
                    r'<cellXfs count="2">(.*?)</cellXfs>', rf'<cellXfs count="4">\1{added}</cellXfs>', data
                )
            if name == "xl/worksheets/sheet1.xml":
                data = data.replace('r="B1" s="1"', 'r="B1" s="2"').replace('r="B2" s="1"', 'r="B2" s="3"')
            new.writestr(name, data)
    lines = [line for line in read_bytes(out.getvalue(), "a.xlsx").text.split("\n") if line]
    assert lines == ["| 印发日期 | 2026年3月5日 |", "| 统计月份 | 2026年3月 |"]


@pytest.mark.skipif(not has_office(), reason="needs LibreOffice")
def test_a_workbook_that_an_office_program_saved_shows_the_same(tmp_path: Path) -> None:
    """Formats that LibreOffice wrote into .xlsx, and into .xls, give the figures that it shows."""
    import openpyxl

    book = openpyxl.Workbook()
    for row, (words, value, number_format) in enumerate((
        ("面积", 1500, '#,##0"亩"'), ("投资", 15000, '0.0,"千元"'), ("比例", 0.125, "0.0%"),
        ("日期", _DAY.replace(hour=0, minute=0), 'yyyy"年"m"月"d"日"'),
    ), 1):  # fmt: skip
        book.active.cell(row, 1, words)
        book.active.cell(row, 2, value).number_format = number_format
    source = tmp_path / "表.xlsx"
    book.save(source)
    wanted = ["| 面积 | 1,500亩 |", "| 投资 | 15.0千元 |", "| 比例 | 12.5% |", "| 日期 | 2026年3月5日 |"]
    (old,) = converted([source], "xls", tmp_path / "out")
    for made in (source, old):
        document = read_bytes(made.read_bytes(), made.name)
        assert [line for line in document.text.split("\n") if line] == wanted
