"""What a page shows is what is read of it: raised figures, struck and hidden words, lists, tables."""

import pytest

from vectorstore.documents.html import read_html
from vectorstore.documents.line_roles import visible
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import block_form
from vectorstore.documents.tables import cells
from vectorstore.types import Document, Role

_BODY = "各科室应当于每月5日前移交上月形成的档案，由档案室清点后入库保存。"


def _read(text: str, name: str = "page.html") -> Document:
    return read_bytes(text.encode(), name)


def _forms(document: Document) -> list[str]:
    return [block_form(document, block.span).text for block in document.blocks]


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("<p>全县有10<sup>4</sup>户在册。</p>", "全县有10⁴户在册。"),
        ("<p>实现24.7<sup>2</sup>亿元。</p>", "实现24.7²亿元。"),
        ("<p>实现24.7<sup>[1]</sup>亿元。</p>", "实现24.7[¹]亿元。"),
        ("<p>实现24.7<span style='vertical-align: super'>2</span>亿元。</p>", "实现24.7²亿元。"),
        ("<p>面积5m<sup>2</sup>,排放CO<sub>2</sub>。</p>", "面积5m2,排放co2。"),
        ("<p>占<math><mfrac><mn>2</mn><mn>3</mn></mfrac></math>以上。</p>", "占2⁄3以上。"),
        ("<p>共<math><msup><mn>10</mn><mn>4</mn></msup></math>户在册。</p>", "共10⁴户在册。"),
        ("<p>罚款<del>五百</del>八百元。</p>", "罚款八百元。"),
        ("<p>罚款<s>五百</s><strike>六百</strike>八百元。</p>", "罚款八百元。"),
        ("<p>罚款<span style='text-decoration:line-through'>五百</span>八百元。</p>", "罚款八百元。"),
        ("<p><ruby>犍<rp>(</rp><rt>qián</rt><rp>)</rp></ruby>为县在此。</p>", "犍为县在此。"),
        ("<p><ruby>漢<rt>ㄏㄢˋ</ruby>字在此。</p>", "汉字在此。"),
        ("<p>共有<span hidden>1</span>5人在此。</p>", "共有5人在此。"),
        ("<p>共有<b style='display: none'>1</b>5人在此。</p>", "共有5人在此。"),
        ("<p>共有<b style='visibility:hidden'>1</b>5人在此。</p>", "共有5人在此。"),
    ],
)
def test_a_line_reads_as_the_page_shows_it(page: str, form: str) -> None:
    """A raised figure stands apart; what is struck, hidden or a note of the sound is no word."""
    assert _forms(_read(page)) == [form]


@pytest.mark.parametrize(
    "page",
    [
        "<div hidden><div>藏起来的话。</div><p>还有一段。</p></div><p>公开的话在此。</p>",
        "<p style='display:none'>藏起来的话。<p>公开的话在此。</p>",
        "<div><p hidden>藏起来的话。</div><p>公开的话在此。</p>",
        "<ul><li hidden>藏<ul><li>起来的话。</li></ul></li></ul><p>公开的话在此。</p>",
        "<head><title>题</title><body><p>公开的话在此。</p>",
    ],
)
def test_a_hidden_element_ends_where_the_page_ends_it(page: str) -> None:
    """What a page hides gives no block, and nothing behind it is lost."""
    assert _forms(_read(page)) == ["公开的话在此。"]


def test_a_raised_figure_is_shown_raised() -> None:
    """People see the exponent as such, never glued to the figure."""
    document = _read("<p>全县有10<sup>4</sup>户在册。</p>")
    assert visible(document.text, document.blocks[0].span, document.markup) == "全县有10⁴户在册。"


def test_the_numbers_of_a_list_are_read() -> None:
    """A numbered list counts from its start, by its steps, and not where the words have a number."""
    page = "<ol start=3><li>加强领导。<li>落实责任。<li value=9>强化监督。</ol><ol><li>一、抓好落实。</ol><ul><li>散项在此。</ul>"
    assert _forms(_read(page)) == [
        "3.加强领导。",
        "4.落实责任。",
        "9.强化监督。",
        "一、抓好落实。",
        "散项在此。",
    ]


def test_a_cell_that_spans_rows_stands_in_each_of_them() -> None:
    """No column slips: the later rows hold the words of the cells that reach into them."""
    document = _read(
        "<p>下表是各县的情况。</p><table><tr><th>县名</th><th>年份</th><th>人数</th><th>备注</th></tr>"
        "<tr><td rowspan=2>甲县</td><td>2020</td><td>5</td><td rowspan='2'>无</td></tr>"
        "<tr><td>2021</td><td>6</td></tr><tr><td>乙县</td><td>2021</td><td>7</td><td>有</td></tr></table>"
    )
    assert [cells(document, block.span) for block in document.blocks[1:]] == [
        ("县名", "年份", "人数", "备注"),
        ("甲县", "2020", "5", "无"),
        ("甲县", "2021", "6", "无"),
        ("乙县", "2021", "7", "有"),
    ]


def test_a_short_row_of_a_table_is_no_menu() -> None:
    """The header of a table stays, however short its cells."""
    document = _read("<p>下表在此。</p><table><tr><th>县</th><th>年</th><th>人</th><th>户</th></tr></table>")
    assert document.blocks[1].role is Role.PARAGRAPH


def test_a_markdown_text_loses_nothing() -> None:
    """Notes, blocks of HTML and their tables are lines; struck words and note marks are no words."""
    text = (
        "# 通知\n\n收入24.7[^2]亿元,罚款~~五百~~八百元,有10<sup>4</sup>户。\n\n<div>\n块里的话在此。\n</div>\n\n"
        "<table><tr><td>甲县</td><td>5</td></tr></table>\n\n[1]: 本数据来自统计局。\n\n[^2]: 含园区数据。\n"
    )
    document = _read(text, "notice.md")
    assert _forms(document)[1:] == [
        "收入24.7²亿元,罚款八百元,有10⁴户。",
        "块里的话在此。",
        "甲县\t5",
        "[1]:本数据来自统计局。",
        "[^2]:含园区数据。",
    ]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_words_in_angle_brackets_are_words(name: str) -> None:
    """Only an ASCII letter makes a tag of what follows <: the name of a rule stays, in pages and Markdown too."""
    words = "依据<值班办法>第三条,罚款<五百元>以下。"
    page = f"<html><body><p>{words}</p></body></html>" if name.endswith("html") else words
    assert _forms(_read(page, name)) == [words]


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("发布日期：2026年3月5日", "2026-03-05"),
        ("成文日期：二〇二六年三月一日　发布日期：2026年3月5日", "2026-03-05"),
        ("发布时间：2026-03-05　浏览：1024", "2026-03-05"),
    ],
)
def test_a_page_is_dated_by_its_own_line_not_by_what_it_speaks_of(line: str, date: str) -> None:
    """The day of 发布日期 counts, written in Chinese too, neither the day in force nor the year of the title."""
    page = (
        f"<html><head><title>关于2025年度值班情况的通报</title></head><body><h1>关于2025年度值班情况的通报</h1>"
        f"<div>{line}</div><p>本办法自2026年5月1日起施行,2021年发布的办法同时废止。</p></body></html>"
    )
    assert _read(page).metadata.date == date


def test_labels_of_buttons_are_no_titles() -> None:
    """A page's buttons above its head are leftovers; who spoke and when are lines of the head."""
    text = (
        "下载\n打印\n【字号：\n加大\n】\n2024年青梧市政府工作报告\n——2024年1月9日在青梧市人民代表大会上\n市长 林见山\n"
        "各位代表：\n现在，我代表市人民政府，向大会报告政府工作，请予审议。\n"
    )
    document = _read(text, "report.txt")
    roles = [block.role for block in document.blocks]
    assert document.title == "2024年青梧市政府工作报告"
    assert document.metadata.date == "2024-01-09"
    assert roles[:5] == [Role.CHROME] * 5
    assert roles[6:9] == [Role.META] * 3


def test_a_menu_above_a_heading_is_no_title() -> None:
    """A page without a first heading is called by the line below its menu that names a document."""
    document = _read(
        "<body><ul><li>待办列表</li><li>值班设置</li></ul><h3>青梧市人民政府办公室关于放假安排的通知</h3>"
        "<p>青政办电〔2024〕2号</p><p>现将放假日期通知如下。</p></body>"
    )
    assert document.title == "青梧市人民政府办公室关于放假安排的通知"


@pytest.mark.parametrize(
    "first",
    [
        "编者按:为推动基层党建深入开展,现将部分优秀论文连载刊登,相互学习交流机关党建工作经验,推动工作高质量发展。",
        "首页 热点 资讯 行业 财经 国内 商业 生活 快讯",
    ],
    ids=["editor's note", "menu"],
)
def test_an_h1_around_a_note_or_a_menu_is_no_title(first: str) -> None:
    """Where a page marks its editor's note or its menu as the heading, the title is the line that is one."""
    body = "<p>各单位应当按照本办法的规定,于每年三月底前报送年度工作计划,并于年底前报送执行情况。</p>"
    page = f"<html><body><h1>{first}</h1><p>关于报送年度工作计划的通知</p>{body}</body></html>"
    assert read_bytes(page.encode(), "a.html").metadata.title == "关于报送年度工作计划的通知"


def test_a_menu_of_two_words_is_no_title() -> None:
    """What begins with 首页 and has short words only is a menu."""
    page = f"<body><div class=nav><a href=#>首页</a>|<a href=#>动态</a></div><p>关于档案管理的通知</p><p>{_BODY}</p></body>"
    document = _read(page)
    assert document.metadata.title == "关于档案管理的通知"


def test_a_table_deep_inside_layout_tables_is_read_row_by_row() -> None:
    """However many tables lay a page out, the rows of the innermost one are its lines."""
    table = "<table><tr><th>科室<th>人数<tr><td>财务处<td>7人</table>"
    for depth in (1, 5, 40):
        page = "<table><tr><td>" * depth + f"<p>{_BODY}</p>{table}" + "</td></tr></table>" * depth
        document = _read(page)
        shown = [visible(document.text, one.span, document.markup).split() for one in document.blocks]
        assert shown[-2:] == [["科室", "人数"], ["财务处", "7人"]], depth


ROSTER = """柏岭县防汛抗旱指挥部成员名单

（2025年4月调整）

指挥长
汤伯庸 县委副书记、县长

副指挥长
尹若兰　县委常委、副县长
郝建州　县人武部部长

专家组
阮思齐 县水利局总工程师
封 雅 省水利设计院高级工程师

指挥部办公室设在县水利局，负责汛情收集、预案编制、物资调度和值班值守工作，办公室主任由县水利局局长兼任。
"""


def test_a_roster_below_a_title_is_no_title() -> None:
    """What people are is a heading above them, each of them a line of the body, the last before a paragraph too."""
    document = _read(ROSTER, "roster.txt")
    lines = {block.span.of(document.text): block.role for block in document.blocks}
    assert document.title == "柏岭县防汛抗旱指挥部成员名单"
    assert lines["（2025年4月调整）"] is Role.META
    assert [line for line, role in lines.items() if role is Role.HEADING] == ["指挥长", "副指挥长", "专家组"]
    assert lines["汤伯庸 县委副书记、县长"] is Role.PARAGRAPH
    assert lines["封 雅 省水利设计院高级工程师"] is Role.PARAGRAPH


def test_a_page_named_by_the_way_to_it_has_the_title_of_its_first_heading() -> None:
    """首页 > 文件 is a menu; an `h2` of two lines that ends in what the document is, its title."""
    page = """<html><head><title>首页 > 政务公开 > 文件</title></head><body><p>首页 | 机构 | 政策</p>
<h2>汀州市水务局<br>关于检查水库的通知</h2><p>汀水〔2033〕6号</p><p>各县水务局：</p>
<p>现将有关事项通知如下。</p><h3>一、范围</h3><p>全市水库213座。</p></body></html>"""
    blocks, found, _ = read_html(page)
    assert found.title == "汀州市水务局 关于检查水库的通知"
    assert [page[b.span.start : b.span.end] for b in blocks if b.role is Role.HEADING] == ["一、范围"]
    plain = page.replace("<h2>汀州市水务局<br>关于检查水库的通知</h2>", "")
    assert read_html(plain)[1].title != "首页 > 政务公开 > 文件"
