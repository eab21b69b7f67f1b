"""Pages as printers set them: ruled tables, columns, vertical and turned text, notes at the foot, watermarks."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest

from tests.bot.telegram.papers import pdf
from tests.named_font_pdf import pdf_with_named_font
from tests.office_files import converted, has_browser, has_office, printed
from vectorstore.documents.formats import pdf as pdf_reader
from vectorstore.documents.formats.layout import flow
from vectorstore.documents.formats.pdf import read_pdf
from vectorstore.documents.formats.piece import Piece
from vectorstore.documents.formats.ruled import Rule, grids
from vectorstore.documents.load import read_all, read_bytes

pytestmark = pytest.mark.usefixtures("warm_reading")

_BROWSER = pytest.mark.skipif(not has_browser(), reason="needs Chromium, to print the page")
_OFFICE = pytest.mark.skipif(not has_office(), reason="needs LibreOffice, to print the page")
_RULES = (
    "第一条 河道保洁员每周清理河面不少于3次，汛期每天清理不少于1次，并在当日填写清理记录。",
    "第二条 保洁员每月补助460元，由镇财政和村集体按照六比四的比例分担，按季度发放到个人账户。",
    "第三条 发现向河道倾倒垃圾的，应当在30分钟内报告镇综合执法队，由执法队到场处理并通报结果。",
    "第四条 连续两个月考核不合格的，由村民委员会报镇人民政府同意后解除协议，三年内不得再次聘用。",
    "第五条 船只、网具、救生衣由镇水务站统一采购，每年3月清点一次，损坏的按照原价的八成赔偿。",
)
_LONG = "各村清理记录和考核结果报镇水务站备案，" * 120
_TABLE = (
    "<table border=1 style='border-collapse:collapse;width:100%'><tr><th rowspan=2>工程<th rowspan=2>地点"
    "<th colspan=2>投资（万元）<th rowspan=2>进展</tr><tr><th>省级<th>县级</tr>"
    "<tr><td>老鹰岩提灌站机电设备更新与配套渠道防渗改造<td>石桥镇<td>150<td>46.5<td>更换水泵4台，年底前验收</tr>"
    "<tr><td>碗厂沟排洪渠<td>碗厂村<td>60<td>22<td>完成七成</tr></table>"
)
_ROWS = [
    "| 工程 | 地点 | 投资（万元） 省级 | 投资（万元） 县级 | 进展 |",
    "| 老鹰岩提灌站机电设备更新与配套渠道防渗改造 | 石桥镇 | 150 | 46.5 | 更换水泵4台，年底前验收 |",
    "| 碗厂沟排洪渠 | 碗厂村 | 60 | 22 | 完成七成 |",
]


def _page(folder: Path, body: str, style: str = "") -> bytes:
    """What Chromium prints of a page with this body."""
    page = folder / "页.html"
    style = f"body{{font:14px Noto Serif CJK SC}}p{{margin:0;text-indent:2em;text-align:justify}}{style}"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><style>{style}</style><body>{body}", "utf-8")
    return printed(page, folder / "页.pdf", folder / "browser").read_bytes()


def _prose(texts: tuple[str, ...] = _RULES) -> str:
    return "<h1>河道保洁员管理办法</h1><div>" + "".join(f"<p>{text}</p>" for text in texts) + "</div>"


def _hand_made(cmap: str, content: str) -> bytes:
    """A page of this content over a picture, with a font that is only named."""
    content = f"q 500 0 0 700 40 60 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x7f EI Q {content}"
    return pdf_with_named_font(cmap, content)


def _lines(data: bytes) -> list[str]:
    return [line for line in read_pdf(data).text.split("\n") if line]


@_BROWSER
def test_cells_of_a_ruled_table_keep_their_columns_however_they_are_wrapped(tmp_path: Path) -> None:
    """A browser's table: each row is one, its cells whole, a merged head said in each of its columns."""
    lines = _lines(
        _page(tmp_path, f"<h1>工程表</h1>{_TABLE}<p>注：投资为到位资金。</p>", "body{width:420px}")
    )
    assert lines == ["工程表", *_ROWS, "注：投资为到位资金。"]


@_OFFICE
def test_a_ruled_table_of_an_office_program_is_the_same_table(tmp_path: Path) -> None:
    """The same table from a Word file through LibreOffice's printer, where pdfium glues figures to words."""
    import docx

    made = docx.Document()
    table = made.add_table(rows=4, cols=5)
    table.style = "Table Grid"
    cells = [row.strip("| ").split(" | ") for row in _ROWS]
    for row, words in enumerate(
        (("工程", "地点", "投资（万元）", "", "进展"), ("", "", "省级", "县级", ""), *cells[1:])
    ):
        for column, text in enumerate(words):
            table.cell(row, column).text = text
    table.cell(0, 2).merge(table.cell(0, 3))
    for column in (0, 1, 4):
        table.cell(0, column).merge(table.cell(1, column))
    made.add_paragraph("注：投资为到位资金。")
    made.save(str(tmp_path / "表.docx"))
    (path,) = converted([tmp_path / "表.docx"], "pdf", tmp_path)
    assert _lines(path.read_bytes()) == [*_ROWS, "注：投资为到位资金。"]


@_BROWSER
def test_lines_of_two_columns_are_joined_to_paragraphs(tmp_path: Path) -> None:
    """The margin of a row is its column's, not the page's."""
    data = _page(tmp_path, _prose(_RULES * 2), "div{column-count:2;column-gap:24px}")
    assert _lines(data) == ["河道保洁员管理办法", *_RULES * 2]


@_BROWSER
@pytest.mark.parametrize(
    "style", ["html{writing-mode:vertical-rl}", "body{transform:rotate(90deg);width:600px;margin-top:200px}"]
)
def test_figures_of_vertical_and_turned_text_are_no_raised_ones(tmp_path: Path, style: str) -> None:
    """A page whose text runs down is turned before anything is asked of its base lines."""
    words = "".join("".join(_lines(_page(tmp_path, _prose(), style))).split())
    assert "".join("".join(_RULES).split()) in words


def test_vertical_columns_are_read_from_the_right() -> None:
    """In a font for vertical writing (GBK-EUC-V) pdfium gives the left column first."""
    columns = ("第一条罚款（五百）元以上一千元以下，", "由镇综合执法队收缴。")
    shown = " ".join(
        f"1 0 0 1 {500 - 30 * n} 780 Tm <{text.encode('gbk').hex()}> Tj" for n, text in enumerate(columns)
    )
    text = "".join(_lines(_hand_made("GBK-EUC-V", f"BT /F1 14 Tf {shown} ET")))
    assert unicodedata.normalize("NFKC", text) == unicodedata.normalize("NFKC", "".join(columns))


@_BROWSER
def test_what_is_set_aslant_over_a_page_is_named_and_not_read(tmp_path: Path) -> None:
    """A watermark is no line of the text, on whichever page it lies."""
    mark = (
        "<div style='position:fixed;top:20%;left:10%;font-size:60px;transform:rotate(-35deg)'>内部资料</div>"
    )
    (tmp_path / "印.pdf").write_bytes(_page(tmp_path, mark + _prose()))
    documents, notes = read_all(tmp_path / "印.pdf", "印.pdf")
    assert "内部资料" not in documents[0].text
    assert [(e.params["reason"], e.params["detail"]) for e in notes] == [("annotation", "内部资料")]


@_OFFICE
def test_notes_at_the_foot_of_a_page_do_not_part_a_paragraph(tmp_path: Path) -> None:
    """A note's mark is raised and its line goes on; the notes stand before a paragraph that runs over the page's end."""
    note = (
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>补助标准自2026年1月起执行。</text:p></text:note-body></text:note>"
    )
    paragraphs = [text.replace("460元", f"460元{note}") for text in _RULES] + [_LONG]
    body = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    office = "urn:oasis:names:tc:opendocument:xmlns"
    (tmp_path / "注.fodt").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?><office:document xmlns:office="{office}:office:1.0" '
        f'xmlns:text="{office}:text:1.0" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>",
        "utf-8",
    )
    (path,) = converted([tmp_path / "注.fodt"], "pdf", tmp_path)
    lines = _lines(path.read_bytes())
    assert "每月补助460元¹，由镇财政和村集体" in lines[1]
    assert [line for line in lines if "补助标准" in line] == ["1补助标准自2026年1月起执行。"]
    long = [line for line in lines if len(line) > 1000]
    assert [line.replace(" ", "") for line in long] == [_LONG]


def test_a_page_that_begins_with_a_space_is_read() -> None:
    """Paragraphs that are indented by spaces begin a page with one."""
    content = f"BT /F1 14 Tf 1 0 0 1 60 700 Tm <{'    保洁员每月补助460元。'.encode('gbk').hex()}> Tj ET"
    assert _lines(_hand_made("GBK-EUC-H", content)) == ["保洁员每月补助460元。"]


def test_text_that_a_scanner_put_under_its_picture_is_named(tmp_path: Path) -> None:
    """Such text was recognised: it is read, and a note says which pages to compare."""
    data = _hand_made(
        "GBK-EUC-H",
        f"BT 3 Tr /F1 14 Tf 1 0 0 1 60 700 Tm <{'保洁员每月补助460元。'.encode('gbk').hex()}> Tj ET",
    )
    seen = data.replace(b"3 Tr", b"0 Tr")
    for content, notes in ((data, [("page-hidden-text", "1")]), (seen, [])):
        (tmp_path / "扫.pdf").write_bytes(content)
        documents, found = read_all(tmp_path / "扫.pdf", "扫.pdf")
        assert documents[0].text.strip() == "保洁员每月补助460元。"
        assert [(e.params["reason"], e.params["detail"]) for e in found] == notes


def _piece(text: str, left: float, top: float, size: float = 10.0) -> Piece:
    return Piece(text, left, left + size * len(text), top, size)


def test_running_heads_are_known_by_their_place_not_by_their_order() -> None:
    """Some programs write a page's head and number behind its text."""
    body = "本办法由镇人民政府负责解释并组织实施。"
    pages = [
        [_piece(body[n:], 20, 60), _piece("石桥镇公报", 20, 20), _piece(f"— {n} —", 20, 280)]
        for n in range(1, 4)
    ]
    lines, dropped, _ = flow(pages)
    assert dropped == 6
    assert [line.text for line in lines] == [body[n:] for n in range(1, 4)]


def test_who_signs_and_when_are_lines_of_their_own() -> None:
    """What is set at the right reaches the margin and ends there; a title of two rows is one line."""
    wide = "各村应当在收到通知后三日内组织清点并将结果报镇水务站备案"
    page = [
        _piece("石桥镇人民政府关于印发河道保", 20, 20, 20),
        _piece("洁员管理办法的通知", 70, 50, 20),
        *(_piece(wide, 20, 80 + 20 * n) for n in range(5)),
        _piece("落实。", 20, 180),
        _piece("石桥镇人民政府", 230, 200),
        _piece("2026年3月2日", 220, 220),
        _piece("（此件公开发布）", 40, 240),
    ]
    lines, _, _ = flow([page], exact=True)
    assert [line.text for line in lines] == [
        "石桥镇人民政府关于印发河道保洁员管理办法的通知",
        wide * 5 + "落实。",
        "石桥镇人民政府",
        "2026年3月2日",
        "（此件公开发布）",
    ]


def test_a_table_over_two_pages_is_one_and_its_head_is_said_once() -> None:
    """The head that is printed again on the next page is no row of the table; rows know their pages."""

    def row(*cells: str) -> Piece:
        return Piece(" ".join(cells), 20, 200, 50, 1.0, cells)

    head = row("户主", "亩数")
    lines, _, _ = flow([[head, row("罗长顺", "3.6")], [head, row("岳小梅", "2.1")]])
    assert [(line.text, line.part) for line in lines if line.text] == [
        ("| 户主 | 亩数 |", "1"), ("| 罗长顺 | 3.6 |", "1"), ("| 岳小梅 | 2.1 |", "2"),
    ]  # fmt: skip


def test_a_number_of_a_file_is_no_date(tmp_path: Path) -> None:
    """An index number such as YL2026-00417 has no month; the day stands in a line of its own."""
    page = (
        "<html><body><table><tr><td>索引号：</td><td>YL2026-00417</td></tr><tr><td>成文日期：</td><td>2026年2月11日</td></tr></table>"
        "<h1>关于调整渔业资源费的公告</h1><p>池塘养殖每亩每年征收12元，网箱养殖每平方米每年征收3.5元。</p></body></html>"
    )
    assert read_bytes(page.encode(), "页.html").metadata.date == "2026-02-11"


def _row(text: str, top: float, size: float = 12.0, left: float = 70.0) -> Piece:
    wide = sum(0.5 if char < "\u2000" else 1.0 for char in text)
    return Piece(text, left, left + wide * size, top, size)


def test_a_row_that_ends_where_a_word_had_no_room_goes_on() -> None:
    """Left-aligned rows end early before what can't be broken, as `(guān)`; a row that ends early before a sign has ended."""
    full = ["字" * 38 for _ in range(6)]
    ended, broken = (
        "为更好服务全市中心工作进一步加强自身建设今年出台了有关",
        "(guān)意见二十条并提出具体要求。",
    )
    rows = [*full, "字" * (35 - len(ended)) + ended, broken, "字" * 35, "另起一行写的内容。"]
    lines, _, _ = flow([[_row(text, 100 + 20 * n) for n, text in enumerate(rows)]], exact=True)
    texts = [line.text for line in lines]
    assert any(text.endswith(ended + broken) for text in texts)
    assert texts[-1] == "另起一行写的内容。"


def test_a_running_head_of_two_pages_is_known_by_its_small_letters() -> None:
    """What stands small at the same place of both pages is no title; a form's own title on both pages stays."""
    body = [_row(f"第{n}项工作由办公室负责，按月报送进展情况。", 120 + 20 * n) for n in range(8)]
    small, large = _row("某某单位文件〔2026〕", 40, 9.0), _row("登记表", 40, 18.0)
    lines, dropped, sample = flow([[small, *body], [small, *body]], exact=True)
    assert (dropped, sample) == (2, "某某单位文件〔2026〕")
    assert all("单位文件" not in line.text for line in lines)
    lines, dropped, _ = flow([[large, *body], [large, *body]], exact=True)
    assert (dropped, [line.text for line in lines].count("登记表")) == (0, 2)


@pytest.mark.skipif(not has_browser(), reason="needs Chromium, which prints the page")
def test_a_short_column_of_vertical_writing_ends_there(tmp_path: Path) -> None:
    """pdfium goes on in the next column after a short one: who is addressed is no part of the first paragraph."""
    page = tmp_path / "竖.html"
    body = "为规范绿化带的日常使用，保障各项工作有序开展，现就有关事项通知如下。"
    style = "font:16px/1.8 serif;writing-mode:vertical-rl;height:640px"
    page.write_text(
        f"<meta charset=utf-8><body style='{style}'><h1>关于绿化带的通知</h1><p>各处室、各直属单位：</p><p style='text-indent:2em'>{body}</p>"
        "<p>一、明确职责</p>",
        "utf-8",
    )
    read = read_pdf(printed(page, tmp_path / "竖.pdf", tmp_path / "profile").read_bytes())
    assert read.text.splitlines() == ["关于绿化带的通知", "各处室、各直属单位：", body, "一、明确职责"]


def test_squared_paper_is_no_table_and_costs_no_time() -> None:
    """Thousands of crossing lines make more fields than a table has."""
    rules = [Rule(True, float(n), 0, 500) for n in range(0, 1500, 3)]
    rules += [Rule(False, float(n), 0, 1500) for n in range(0, 500, 3)]
    started = time.process_time()
    assert grids(rules, 0.8) == []
    assert time.process_time() - started < 10


def test_pages_behind_the_limit_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a book of too many pages the first are read, and a line says how many."""
    monkeypatch.setattr(pdf_reader, "_MOST_PAGES", 1)
    read = read_pdf(pdf([["第一页的内容由办公室负责。"], ["第二页的内容由财务处负责。"]]))
    assert "第二页" not in read.text
    assert [(one.reason, one.detail) for one in read.left_out] == [("pages-many", "1")]
