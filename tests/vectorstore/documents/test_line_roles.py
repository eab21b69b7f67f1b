"""What each line of a page is; nothing is removed from the text."""

import pytest

from tests.corpus import every, passages_of, seed
from vectorstore.documents.chunking import is_indexed
from vectorstore.documents.facts import FactKind, facts_of
from vectorstore.documents.line_roles import clean, lines_of
from vectorstore.documents.load import read_bytes
from vectorstore.types import Role

CHROME = [
    ("000", "济南市政法系统领导干部培训班"),
    ("000", "(图/文 济南市委政法委)"),
    ("000", "(责编:聂俊穹、邢曼华)"),
    ("000", "推荐阅读"),
    ("001", "首页 热点 资讯 行业 财经 国内 商业 生活 快讯"),
    ("003", "編者按:為深入學習貫徹"),
    ("003", "版權聲明:本文內容由互聯網用戶自發(fā)貢獻"),
]


@pytest.mark.parametrize(("number", "line"), CHROME)
def test_web_leftovers_are_no_passage_but_stay_in_the_text(number: str, line: str) -> None:
    """Menu, caption, credit, editor, recommendations, editor's note and disclaimer are never searched."""
    document = seed(number)
    block = next(b for b in document.blocks if line in b.span.of(document.text))
    assert block.role is Role.CHROME
    indexed = [p for p in passages_of(number) if is_indexed(p)]
    assert not any(p.span.overlaps(block.span) for p in indexed)
    assert line in document.text


def test_nothing_but_the_known_leftovers_is_dropped_from_the_seeds() -> None:
    """The seeds' leftovers are those seven lines and no other."""
    found = [
        (number, block.span.of(document.text))
        for number, document in every().items()
        if number < "100"
        for block in document.blocks
        if block.role is Role.CHROME
    ]
    assert len(found) == len(CHROME)


def test_every_character_that_says_something_is_in_a_block() -> None:
    """Of the plain texts only white space and invisible characters lie outside the blocks."""
    for number, document in every().items():
        if document.file.endswith((".html", ".md")):
            continue
        rest = list(document.text)
        for block in document.blocks:
            rest[block.span.start : block.span.end] = " " * len(block.span)
        assert "".join(rest).strip(" \r\n\t\u3000\xa0\ufeff") == "", number


def test_a_sentence_that_the_page_broke_over_two_lines_is_one_block() -> None:
    """The sentence on 564 articles in 001, broken after 领导干部、, is whole again in one passage."""
    document = seed("001")
    whole = [p for p in passages_of("001") if "564篇" in p.span.of(document.text)]
    assert len(whole) == 1
    text = whole[0].span.of(document.text)
    assert "征集政法机关领导干部、" in text
    assert "\n\n政法英模典型" in text


def test_equal_lines_without_an_end_are_no_endless_paragraph() -> None:
    """Each line put to it has the paragraph read anew, which took minutes where it had no bound."""
    lines = ["登记的事项" + chr(0x4E00 + number) * 36 for number in range(600)]
    blocks, _ = clean("\n".join(lines), [(span, 0) for span in lines_of("\n".join(lines))])
    lengths = [block.span.end - block.span.start for block in blocks]
    assert 1 < len(blocks) < 10
    assert max(lengths) <= 8000
    assert sum(lengths) + len(blocks) - 1 == len("\n".join(lines))


def test_a_hard_wrapped_text_gets_its_paragraphs_back() -> None:
    """The survey wrapped at 38 columns has whole sentences in its passages."""
    document = every()["106"]
    texts = [p.span.of(document.text) for p in passages_of("106")]
    assert any("今年7\n月至9月" in text and text.endswith("报告如下。") for text in texts)


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑:王五",
        "【打印本页】 【关闭窗口】",
        "扫一扫在手机打开当前页",
        "版权所有 某某市人民政府",
        "上一篇:某某通知",
        "您当前的位置:首页 > 新闻",
        "京公网安备11010202000001号",
        "免责声明:本站仅提供信息存储空间服务。",
        "編輯:王五",
    ],
)
def test_usual_leftovers_of_other_sites_are_leftovers(line: str) -> None:
    """Leftovers that the seeds don't have are told by the same rules, in both scripts."""
    text = f"关于加强队伍建设的意见\n\n各单位要认真落实工作责任,切实抓好队伍建设。\n\n{line}\n"
    document = read_bytes(text.encode(), "page.txt")
    role = next(b.role for b in document.blocks if line in b.span.of(text))
    assert role is Role.CHROME


@pytest.mark.parametrize(
    "line",
    [
        "编辑部的同志要带头学习,责任落实到人,工作落实到位,做到守土有责、守土尽责、守土负责,不断开创工作新局面。",
        "首先要抓好学习教育,其次要抓好查纠整改,最后要抓好总结提升,确保教育整顿取得实效。",
        "来源清楚、去向明确、责任到人的台账管理制度已经建立,各单位应当按月更新并向社会公开。",
    ],
)
def test_paragraphs_that_resemble_leftovers_are_paragraphs(line: str) -> None:
    """A body sentence that begins with such a word is still text."""
    text = f"关于加强队伍建设的意见\n\n各单位要认真落实工作责任,切实抓好队伍建设。\n\n{line}\n"
    document = read_bytes(text.encode(), "page.txt")
    role = next(b.role for b in document.blocks if line in b.span.of(text))
    assert role is Role.PARAGRAPH


def test_a_row_of_short_links_is_a_menu_and_the_notice_below_it_the_title() -> None:
    """The menu's words may be any; the number, the day and whom it is for stand in the head below the title."""
    page = """<html><head><title>信息公开</title></head><body>
<div><a href="/">本站首页</a> <a href="/a">政务要闻</a> <a href="/b">便民查询</a> <a href="/c">咨询留言</a></div>
<h2>石浦县水务局关于做好秋汛防御工作的通知</h2>
<table><tr><td>索引号：SP0031-2022-00118</td><td>文号：石水〔2022〕63号</td></tr>
<tr><td>成文日期：2022年8月30日</td><td>公开日期：2022年9月2日</td></tr></table>
<p>各乡镇水务站，各水库管理所：</p>
<p>按照县防汛预案（石政办〔2021〕9号）的安排，现将有关事项通知如下。</p>
<p>一、值班时间。9月5日起，每日两班。</p>
</body></html>"""
    document = read_bytes(page.encode(), "通知.html")
    assert document.title == "石浦县水务局关于做好秋汛防御工作的通知"
    facts = {
        fact.kind: document.text[fact.span.start : fact.span.end] for fact in reversed(facts_of(document))
    }
    assert "石水〔2022〕63号" in facts[FactKind.NUMBER]
    assert "2022年9月2日" in facts[FactKind.PUBLISHED]
    assert facts[FactKind.ADDRESSEE].startswith("各乡镇水务站")


def test_links_among_words_are_no_menu() -> None:
    page = "<html><body><h1>关于报送材料的通知</h1><p>请填写<a href='a'>申请表</a>、<a href='b'>汇总表</a>和<a href='c'>承诺书</a>，9月5日前报送。</p></body></html>"
    document = read_bytes(page.encode(), "通知.html")
    kept = [b for b in document.blocks if b.role is Role.PARAGRAPH]
    assert any("承诺书" in document.text[b.span.start : b.span.end] for b in kept)
