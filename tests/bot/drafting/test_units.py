"""Units of regulations: asked for by address, by what they say, by their count."""

from __future__ import annotations

from bot.drafting.units import _addressed, _articles_named, duty_named, penalties_of
from bot.questions.question import read_question
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import outline
from vectorstore.text.search_form import search_form

TEXT = """山泉村水塔管理办法

第一条 水塔由村委会管理。

第二条 用水户有下列行为之一的，停水一日：

（一）私接水管的；

（二）损坏水表的；

（三）洗车浪费用水的。

停水由水管员执行。

对停水不服的，可以向乡政府反映。

第二条之一 新建水塔应当验收。

第三条 违反本办法第一条、第二条之一规定的，责令改正。

第十一条 违反本办法第二条规定的，处五十元罚款。
"""


def _shown(question: str) -> str:
    document = read_bytes(TEXT.encode(), "a.txt")
    spans = _addressed(read_question(question), document, outline(document))
    return "|".join(span.of(TEXT) for span in spans)


def test_an_article_is_opened_whole_with_its_items() -> None:
    """第二条 is that article with all its items, not 第二条之一."""
    shown = _shown("第二条是怎么规定的？")
    assert "洗车浪费用水" in shown
    assert "向乡政府反映" in shown
    assert "新建水塔" not in shown


def test_an_inserted_article_has_an_address_of_its_own() -> None:
    """第二条之一 is opened, not 第二条."""
    assert _shown("第二条之一的内容是什么？").startswith("第二条之一 新建水塔")


def test_a_paragraph_of_an_article_is_opened() -> None:
    """The items belong to the first paragraph; the second and third follow them."""
    assert _shown("第二条第二款是什么？") == "停水由水管员执行。"
    assert _shown("第二条第三款是什么？") == "对停水不服的，可以向乡政府反映。"
    assert _shown("第二条第四款是什么？") == ""


def test_an_item_of_an_article_comes_with_its_lead() -> None:
    """第二条第（三）项 is shown behind what leads into it."""
    shown = _shown("第二条第（三）项是什么？")
    assert "停水一日" in shown
    assert "洗车浪费用水" in shown
    assert "私接水管" not in shown


def test_the_number_of_an_article_is_no_place_in_a_list() -> None:
    """An article that isn't there is not found by counting."""
    assert _shown("第四条说了什么？") == ""


def test_what_follows_from_breaking_an_article_is_another_article() -> None:
    """违反第二条 opens the article that sets its penalty."""
    assert _shown("违反第二条的，罚多少钱？").strip().endswith("处五十元罚款。")
    assert _shown("违反第二条之一会怎样？").startswith("第三条")


def test_a_range_of_articles_names_those_between() -> None:
    """第十六条至第十八条 names three."""
    named = list(_articles_named(search_form("违反本条例第三条、第十六条至第十八条规定").text))
    assert named == [(3, 0), (16, 0), (17, 0), (18, 0)]


def test_an_article_that_only_defines_a_word_is_not_asked_for() -> None:
    """第三条所称… asks about the word, wherever it is said."""
    assert _shown("第三条所称的水塔由谁管理？") == ""


ITEMS = """山泉村鱼塘管理办法

第五条 禁止下列行为：

（一）电鱼；

（二）倾倒垃圾；

（三）毁坏堤埂。

第八条 违反本办法第五条第一项规定的，处八百元罚款。

第九条 违反本办法第五条第二项至第三项规定，不听劝阻的，处二百元罚款。
"""


def test_the_penalty_is_that_of_the_item() -> None:
    """Of two penalties for one article, each is for the items that it names."""
    document = read_bytes(ITEMS.encode(), "a.txt")
    nodes = outline(document)
    article = next(node for node in nodes if node.style == "article")
    found = {
        item: [s.of(ITEMS)[:3] for s in penalties_of(article, document, nodes, item)] for item in (0, 1, 3)
    }
    assert found == {0: ["第八条", "第九条"], 1: ["第八条"], 3: ["第九条"]}


def test_a_penalty_names_the_duty_that_it_is_for() -> None:
    """违反本办法第五条第一项 leads to that item and what leads into it."""
    document = read_bytes(ITEMS.encode(), "a.txt")
    text = "违反本办法第五条第一项规定的，处八百元罚款。"
    shown = "|".join(span.of(ITEMS) for span in duty_named(text, document, outline(document)))
    assert "禁止下列行为" in shown
    assert "电鱼" in shown
    assert "倾倒垃圾" not in shown


NOTICE = """关于做好旧桥排查的通知

各乡镇：

现将旧桥排查有关事项通知如下。

一、排查范围
县道、乡道和村道上建成满二十年的桥梁。

二、工作要求
（一）严格登记。每座桥一张卡片，照片不少于四张。
（二）限期报送。11月20日前报县交通运输局。

松坪县交通运输局
2024年9月3日
"""


def test_a_part_of_a_notice_is_opened_by_its_number() -> None:
    """第二部分 is the heading of that number with its items; the signature is no part of it."""
    document = read_bytes(NOTICE.encode(), "notice.txt")
    nodes = outline(document)

    def shown(question: str) -> str:
        spans = _addressed(read_question(search_form(question).text), document, nodes)
        return "|".join(span.of(document.text) for span in spans)

    assert (
        shown("通知第二部分第（二）项讲什么？") == "二、工作要求|（二）限期报送。11月20日前报县交通运输局。"
    )
    assert shown("通知第二部分讲了什么？").endswith("报县交通运输局。")
    assert shown("通知第二部分第（三）项讲什么？") == ""
    assert shown("通知第四部分讲什么？") == ""
