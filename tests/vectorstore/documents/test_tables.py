"""Tables and lists of pages: rows under the words of their header, items that head nothing."""

from __future__ import annotations

from vectorstore.documents.chunking import split
from vectorstore.documents.line_roles import ITEM
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import block_form, outline
from vectorstore.documents.tables import cells, with_rows
from vectorstore.types import Document, Passage, Role, Span

OPENING = "这是一段足够长的开头文字，说明下面的表格和清单各自列出了什么内容，共有两个部分。"
PAGE = f"""<html><body><h1>检查通报</h1><p>{OPENING}</p>
<table><tr><th>县区</th><th><p>检查家数</p></th><th>平均得分</th></tr>
<tr><td>东河县</td><td><p>96家</p></td><td>86.2分</td></tr>
<tr><td>西山区</td><td>118家</td><td>92.7分</td></tr></table>
<p>决定对下列三所学校予以通报批评：</p>
<ul><li>第一中心小学</li><li>大埠初级中学</li><li>育才实验学校</li></ul>
<p>{OPENING}</p></body></html>"""
MARKDOWN = f"""# 重点工作

{OPENING}

| 事项 | 数量 | 时限 |
| --- | --- | --- |
| 安装监测设备 | 318套 | 9月底 |
| 制定保护方案 | 214份 | 10月底 |

{OPENING}
"""


def _read(text: str, name: str) -> tuple[Document, list[Passage]]:
    document = read_bytes(text.encode(), name)
    return document, list(split(document, outline(document)))


def _row(document: Document, passages: list[Passage], word: str) -> Passage:
    return next(p for p in passages if word in p.span.of(document.text))


def test_a_row_of_a_page_is_one_passage_under_its_header() -> None:
    """The cells of a row, paragraphs in them or not, make one passage whose path names the columns."""
    document, passages = _read(PAGE, "page.html")
    row = _row(document, passages, "东河县")
    assert block_form(document, row.span).text == "东河县\t96家\t86.2分"
    assert row.path[-1] == "县区 检查家数 平均得分"
    assert cells(document, row.span) == ("东河县", "96家", "86.2分")
    assert _row(document, passages, "检查家数").path == ()


def test_a_row_of_markdown_is_under_its_header_and_no_heading() -> None:
    """The last row of a Markdown table, which no full stop ends, heads nothing."""
    document, passages = _read(MARKDOWN, "page.md")
    row = _row(document, passages, "214份")
    assert row.role is Role.PARAGRAPH
    assert row.path[-1] == "事项 数量 时限"
    assert passages[-1].path == ()


def test_the_last_item_of_a_list_heads_nothing() -> None:
    """A short list item in front of a paragraph is a paragraph, not that one's heading."""
    document, passages = _read(PAGE, "page.html")
    item = _row(document, passages, "育才实验学校")
    assert item.role is Role.PARAGRAPH
    assert passages[-1].path == ()


def test_a_table_that_lays_out_a_page_is_read_by_its_paragraphs() -> None:
    """A row that holds whole paragraphs stays as many passages as they are."""
    page = f"<html><body><h1>题目</h1><table><tr><td><p>{OPENING * 5}</p></td><td><p>{OPENING * 4}结尾。</p></td></tr></table></body></html>"
    document, passages = _read(page, "page.html")
    shown = [p for p in passages if p.role is Role.PARAGRAPH]
    assert len(shown) >= 2
    assert cells(document, shown[0].span) == ()


def test_a_row_of_figures_heads_nothing() -> None:
    """Where the first row holds figures, no row stands under it."""
    table = f"# 题\n\n{OPENING}\n\n| 1 | 2 |\n| --- | --- |\n| 3 | 4 |\n"
    _, passages = _read(table, "page.md")
    assert all(p.path == () for p in passages)


def test_a_numbered_list_behind_a_colon_ends_with_its_last_item() -> None:
    """What follows a list of one-paragraph items belongs to what the list belongs to."""
    text = f"题目\n\n一、工作步骤\n{OPENING}请记住三个步骤：\n1. 先拍照；\n2. 再上传；\n3. 等回复，二十四小时内有意见。\n{OPENING}\n二、其他\n{OPENING}\n"
    document, passages = _read(text, "page.txt")
    after = [p for p in passages if p.span.of(document.text).startswith("这是")]
    assert [p.path for p in after] == [("一、工作步骤",), ("一、工作步骤",), ("二、其他",)]
    assert any(node.label == "3." for node in outline(document))


def test_items_without_an_end_tag_end_with_their_list() -> None:
    """A short line behind a list whose items are never closed is a heading again."""
    page = f"<html><body><h1>题目</h1><p>{OPENING}</p><ul><li>第一项<li>第二项</ul><p>工作要求</p><p>{OPENING * 2}</p></body></html>"
    _, passages = _read(page, "page.html")
    assert passages[-1].path == ("工作要求",)


BARS = """关于秋季招生计划的通告

各学校按下表招生，计划不得突破，报名人数超过计划的，由电脑随机录取。

学校|性质|年级|班数|计划人数|备注
松坪区第一小学|公办|一年级|7|315|
松坪区第二小学|公办|一年级|5||扩建中
松坪区启文学校|民办|一年级|3|120|寄宿
"""


def test_bars_without_an_outer_bar_part_the_cells_of_a_plain_table() -> None:
    """The first row heads the others though its words are short as a menu's, and an empty cell keeps its place."""
    document, passages = _read(BARS, "plan.txt")
    row = _row(document, passages, "第二小学")
    assert cells(document, row.span) == ("松坪区第二小学", "公办", "一年级", "5", "", "扩建中")
    assert row.path[-1] == "学校 性质 年级 班数 计划人数 备注"


def test_two_lines_with_bars_are_no_table() -> None:
    """A page's menu takes a line or two; three lines with as many bars each are rows."""
    text = "首页|新闻|公开\n服务|互动|数据\n首页 > 公开"
    lines = [Span(0, 8), Span(9, 17), Span(18, len(text))]
    assert [level for _, level in with_rows(text, lines)] == [0, 0, 0]
    text = "首页|新闻|公开\n服务|互动|数据\n甲镇|12|3"
    lines = [Span(0, 8), Span(9, 17), Span(18, len(text))]
    assert [level for _, level in with_rows(text, lines)] == [ITEM] * 3


def test_rows_of_short_cells_parted_by_tabs_are_no_menu() -> None:
    """A roster and figures of one or two characters a cell stay rows of their table."""
    rows = [
        "星期\t早班\t中班\t晚班\t门卫\t司机",
        "周一\t丁一\t毛二\t商三\t牛四\t柳五",
        "周二\t毛二\t丁一\t柳五\t商三\t牛四",
    ]
    document, _ = _read(f"排班表\n\n{OPENING}\n\n" + "\n".join(rows) + f"\n\n{OPENING}\n", "rota.txt")
    assert [block.role for block in document.blocks if cells(document, block.span)] == [Role.PARAGRAPH] * 3
