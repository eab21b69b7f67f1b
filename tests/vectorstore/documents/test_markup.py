"""HTML and Markdown: what is read, what is left out, and spans that count the file's characters."""

from hypothesis import given
from hypothesis import strategies as st

from tests.corpus import nodes_of, other, passages_of
from vectorstore.documents.line_roles import visible
from vectorstore.documents.load import read_bytes
from vectorstore.text.search_form import bare_form
from vectorstore.types import Document, Role

PAGE = """<!doctype html><html><head><title>头部_某网</title><style>p{color:red}</style>
<script>var a = "脚本里的字不是正文,不应出现。";</script></head><body>
<nav>导航里的字不是正文,不应出现。</nav>
<h1>测试标题</h1>
<p>第一段里有<b>粗<i>体</i></b>字,有&ldquo;引号&rdquo;和&#25919;&#x6cd5;两字,足够长。</p>
<!-- 注释里的字不是正文,不应出现。 -->
<p>第二段前半<br>第二段后半,也足够长了。<a href="x?a=1&amp;b=2">链接</a>之后还有话说。</p>
<aside>侧栏里的字不是正文,不应出现。</aside>
<form><p>表单里的字不是正文,不应出现。</p></form>
<footer>页脚里的字不是正文,不应出现。</footer>
</body></html>"""


def _shown(document: Document) -> list[str]:
    return [
        visible(document.text, block.span, document.markup)
        for block in document.blocks
        if block.role is not Role.CHROME
    ]


def test_a_page_is_read_without_its_script_navigation_and_frame() -> None:
    """Script, style, navigation, comments, asides, forms and footers give no block."""
    document = read_bytes(PAGE.encode(), "page.html")
    assert not any("不应出现" in block.span.of(document.text) for block in document.blocks)
    assert "脚本里的字" in document.text


def test_entities_and_nested_tags_stand_for_what_a_reader_sees() -> None:
    """A paragraph's visible text has its entities resolved and no tag in it."""
    shown = _shown(read_bytes(PAGE.encode(), "page.html"))
    assert "第一段里有粗体字,有“引号”和政法两字,足够长。" in shown
    assert any(part.endswith("链接之后还有话说。") for part in shown)


def test_the_spans_of_a_page_are_offsets_in_its_source() -> None:
    """A block's span is the source's own characters, tags and entities included."""
    document = read_bytes(PAGE.encode(), "page.html")
    sources = [block.span.of(PAGE) for block in document.blocks]
    assert any("粗<i>体</i></b>字,有&ldquo;引号&rdquo;" in source for source in sources)
    for mark in document.markup:
        assert mark.span.of(PAGE)[0] in "<&"
        assert mark.span.of(PAGE)[-1] in ">;"


def test_words_are_found_across_tags() -> None:
    """A word with a tag inside it is found as one word, and its span is the source's."""
    document = read_bytes(PAGE.encode(), "page.html")
    form = bare_form(document.text, document.markup)
    place = form.text.find("粗体字")
    assert place >= 0
    assert form.span(place, place + 3).of(document.text) == "粗<i>体</i></b>字"


def test_a_line_break_tag_ends_a_line() -> None:
    """What stands before and after <br> is not one line."""
    shown = _shown(read_bytes(PAGE.encode(), "page.html"))
    assert not any("前半第二段后半" in part for part in shown)


def test_the_first_heading_of_a_page_is_its_title() -> None:
    """The h1 is the title; the title element serves where there is none."""
    assert read_bytes(PAGE.encode(), "page.html").metadata.title == "测试标题"
    without = PAGE.replace("<h1>测试标题</h1>", "")
    assert read_bytes(without.encode(), "page.html").metadata.title == "头部"


def test_a_menu_above_the_first_heading_is_no_title() -> None:
    """A page whose menu looks like a title is called what its h1 says, both of its lines."""
    page = (
        "<body><div><a href='/'>网站首页</a> <a href='/a'>政务公开</a> <a href='/b'>办事服务</a></div>"
        "<h1>南屏市住房和城乡建设局<br>关于开展专项检查的通报</h1><p>现将有关情况通报如下。</p></body>"
    )
    document = read_bytes(page.encode(), "page.html")
    assert document.metadata.title == "南屏市住房和城乡建设局 关于开展专项检查的通报"
    titles = [b.span.of(document.text) for b in document.blocks if b.role is Role.TITLE]
    assert titles == ["南屏市住房和城乡建设局", "关于开展专项检查的通报"]


def test_the_news_page_keeps_its_paragraphs_and_drops_its_frame() -> None:
    """Of the news page's 88 figures the passages hold the article's, not the related links."""
    document = other("103")
    texts = [visible(document.text, p.span, document.markup) for p in passages_of("103")]
    assert any("“以前" in text for text in texts)
    assert not any("新建口袋公园" in text or "ICP" in text or "时政" in text for text in texts)
    assert any("白石区：改造小区33个；" in text for text in texts)


@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<b>", "</div>", "政法队伍建设。", "&amp;", "&nbsp", "&#x4e00;", "&#99999999;", "<", ">",
             "<!--", "-->", "<script>", "</script>", "<p class='a>b'>", "\r\n", "<![CDATA[", "]]>", "<?x", "&", "<h2>"]
        ),
        max_size=20,
    )
)  # fmt: skip
def test_broken_pages_are_read_without_an_accident(parts: list[str]) -> None:
    """Unclosed tags, stray brackets and odd entities leave spans inside the file, in order."""
    text = "<p>全市政法队伍建设取得新的进展。</p>" + "".join(parts)
    document = read_bytes(text.encode(), "page.html")
    end = 0
    for block in document.blocks:
        assert end <= block.span.start < block.span.end <= len(document.text)
        end = block.span.end
    assert document.text == text


def test_front_matter_gives_the_metadata_and_no_passage() -> None:
    """A Markdown file's front matter names title, source and date and is not text."""
    document = other("104")
    assert document.metadata.publisher == "南屏市水务局"
    assert document.metadata.date == "2023-08-16"
    start = document.text.index("# 清溪河")
    assert all(block.span.start >= start for block in document.blocks)


def test_markdown_headings_are_headings_with_their_level() -> None:
    """Number signs and underlines make headings; the text has neither."""
    text = (
        "题名\n====\n\n一段足够长的正文,说明情况如下所述。\n\n## 工作安排\n\n又一段足够长的正文,说明安排。\n"
    )
    document = read_bytes(text.encode(), "a.md")
    heading = next(b for b in document.blocks if b.role is Role.HEADING)
    assert heading.span.of(text) == "工作安排"
    assert heading.level == 2
    assert document.metadata.title == "题名"
    labels = [node.name.of(other("104").text) for node in nodes_of("104")[1:]]
    assert "议定事项" in labels
    assert "关于生态补偿" in labels


def test_markdown_lists_and_table_rows_are_passages_of_their_own_characters() -> None:
    """List items lose their marker and a table's row stays together, both as the file has them."""
    document = other("104")
    texts = [p.span.of(document.text) for p in passages_of("104")]
    assert any("雨污分流改造滞后，老城区尚有23.4公里合流管未改造" in text for text in texts)
    assert any("排污口整治" in text and "2023年9月30日" in text for text in texts)
    assert not any(text.startswith(("- ", "#")) for text in texts)
    assert not any("| --- |" in text for text in texts)


def test_markdown_emphasis_and_links_are_markup() -> None:
    """Asterisks, backticks and link targets are not part of the words."""
    document = other("104")
    form = bare_form(document.text, document.markup).text
    assert "副市长韩卫东在市水务局四楼会议室" in form
    assert "2023年完成9.4公里" in form
    assert "清溪河流域横向生态补偿办法试行由市财政局" in form


def test_open_brackets_cost_no_more_than_other_characters() -> None:
    """A file of nothing but open brackets is read at once: the square of their number would be a quarter of an hour."""
    document = read_bytes(("[" * 200_000 + "正文在这里说明情况。").encode(), "a.md")
    assert document.text.endswith("说明情况。")
