"""Headings and run-in items as a tree."""

import pytest

from tests.corpus import every, nodes_of, seed
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import outline, path_of, siblings, with_label
from vectorstore.text.numbering import han_number, heading_label, item_label
from vectorstore.text.search_form import search_form
from vectorstore.types import Node, NodeKind


def _names(number: str, nodes: list[Node]) -> list[str]:
    return [search_form(node.name.of(every()[number].text)).text for node in nodes]


def test_the_ten_mechanisms_are_ten_items_of_one_list() -> None:
    """一是 to 十是 of 002 are siblings in order, each named by its mechanism."""
    items = [node for node in nodes_of("002") if node.kind is NodeKind.ITEM]
    assert siblings(nodes_of("002"), items[0].number) == items
    assert [item.order for item in items] == list(range(1, 11))
    kinds = ["领导", "推进", "培训", "报告", "监督", "教育", "查处通报", "源头防治", "考核评价", "激励"]
    assert [kind in name for kind, name in zip(kinds, _names("002", items), strict=True)] == [True] * 10


def test_the_five_types_are_five_headings_under_the_third_part() -> None:
    """（一） to （五） of 003 stand under 三、對策建議, one for each 型机关."""
    nodes = nodes_of("003")
    found = [node for node in nodes if node.style == "han-bracket"]
    assert [node.order for node in found] == [1, 2, 3, 4, 5]
    types = ["政治型", "创新型", "廉洁型", "实干型", "效能型"]
    assert [kind in name for kind, name in zip(types, _names("003", found), strict=True)] == [True] * 5
    for node in found:
        assert next(with_label(up, seed("003").text) for up in path_of(nodes, node.number)) == "三、對策建議"


def test_the_five_indices_are_five_items_under_the_first_part() -> None:
    """The five 指數 of 003 are one list under 一、基本情況."""
    nodes = nodes_of("003")
    first = next(node for node in nodes if node.label == "一、")
    items = [node for node in nodes if node.parent == first.number]
    kinds = ["忠诚指数", "能力指数", "活力指数", "形象指数", "战力指数"]
    assert [kind in name for kind, name in zip(kinds, _names("003", items), strict=True)] == [True] * 5


def test_the_lists_under_each_heading_stay_apart() -> None:
    """Each （X） of 003 has its own three items, and 二、 has four."""
    nodes = nodes_of("003")
    for heading in (node for node in nodes if node.style == "han-bracket"):
        assert [n.order for n in nodes if n.parent == heading.number] == [1, 2, 3]
    second = next(node for node in nodes if node.label == "二、")
    assert [n.order for n in nodes if n.parent == second.number] == [1, 2, 3, 4]


def test_the_five_headings_of_the_first_seed_hold_their_items() -> None:
    """000 has 一、 to 五、 with 0, 2, 3, 3 and 2 run-in items."""
    nodes = nodes_of("000")
    headings = [node for node in nodes if node.kind is NodeKind.HEADING]
    assert [node.order for node in headings] == [1, 2, 3, 4, 5]
    assert [sum(n.parent == h.number for n in nodes) for h in headings] == [0, 2, 3, 3, 2]


def test_unnumbered_headings_are_found() -> None:
    """The three headings of 001 without a number are its outline."""
    assert _names("001", list(nodes_of("001")[1:])) == [
        "加强顶层设计形成工作合力",
        "紧抓关键环节敢于动真碰硬",
        "开门整顿解决群众急难愁盼",
    ]


def test_a_document_without_headings_has_a_root_alone() -> None:
    """004, which has neither headings nor lists, is one node."""
    assert [node.kind for node in nodes_of("004")] == [NodeKind.ROOT]


def test_articles_stand_in_chapters_and_inserted_articles_have_their_place() -> None:
    """The measures' twenty-one articles, 第十二条之一 among them, stand under five chapters in order."""
    nodes = nodes_of("101")
    chapters = [node for node in nodes if node.style == "chapter"]
    articles = [node for node in nodes if node.style == "article"]
    assert len(chapters) == 5
    assert all(nodes[node.parent] in chapters for node in articles)
    assert [node.order for node in articles] == [*range(1, 13), *range(12, 21)]
    assert articles[12].label == "第十二条之一"


@pytest.mark.parametrize(
    "reference",
    [
        "见第三条的规定",
        "第三条规定的情形除外",
        "第三条、第四条所列情形",
        "第十条第二项规定",
        "第三条和第五条",
        "第九条至第十二条",
        "第二条所称单位",
        "第十条之一规定的期限",
    ],
)
def test_a_cross_reference_is_no_heading(reference: str) -> None:
    """An article named inside a sentence, even at a line's start, opens no part."""
    text = f"关于停车管理的说明\n\n第一条 为规范管理,制定本办法,自公布之日起施行。\n\n{reference},按照有关办法办理,由主管部门负责。\n"
    labels = [node.label for node in outline(read_bytes(text.encode(), "a.txt"))[1:]]
    assert labels == ["第一条"]


def test_an_inserted_article_is_a_heading() -> None:
    """第十条之一 at a line's start opens a part of its own with the whole label."""
    label = heading_label(search_form("第十条之一　本条另有规定。").text)
    assert label is not None
    assert (label.style, label.order, label.length) == ("article", 10, 5)


@pytest.mark.parametrize(
    ("line", "style", "order"),
    [
        ("一、基本情况", "han", 1),
        ("二十一、其他", "han", 21),
        ("（三）具体要求", "han-bracket", 3),
        ("(十二)附则", "han-bracket", 12),
        ("3.重点任务", "digit", 3),
        ("４．重点任务", "digit", 4),
        ("（5）供水", "digit-bracket", 5),
        ("①供电", "circled", 1),
        ("第一章 总则", "chapter", 1),
        ("第二节 一般规定", "section", 2),
        ("第一百零三条 本法施行", "article", 103),
        ("第一编 总则", "part", 1),
    ],
)
def test_the_usual_numbering_is_read(line: str, style: str, order: int) -> None:
    """Each style of heading gives its number."""
    label = heading_label(search_form(line).text)
    assert label is not None
    assert (label.style, label.order) == (style, order)


@pytest.mark.parametrize(
    "line",
    [
        "2020年12月",
        "3.5万人",
        "10个方面",
        "一些单位",
        "第一书记",
        "(试行)",
        "第三方机构",
        "一是否合理",
        "第二部门负责",
    ],
)
def test_figures_and_words_are_no_numbering(line: str) -> None:
    """A year, a decimal, an ordinal word or 是否 is neither a heading nor an item."""
    form = search_form(line).text
    assert heading_label(form) is None
    assert item_label(form, 0) is None


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("两百", 200),
        ("45", 45),
        ("政", 0),
    ],
)
def test_chinese_numerals_have_their_value(numeral: str, value: int) -> None:
    """Numerals up to 999 are read; anything else is 0."""
    assert han_number(numeral) == value


def test_items_out_of_order_make_no_list() -> None:
    """A list begins with its first item, and a lone 一是 is no list."""
    text = "某单位工作说明\n\n工作中还存在一些问题,主要有两个方面。三是力度不够,需要加强。一是机制不全,需要完善。\n"
    assert len(outline(read_bytes(text.encode(), "a.txt"))) == 1


def test_every_tree_is_a_tree() -> None:
    """A node's parent comes before it, spans nest, and items begin inside their parent."""
    for number, document in every().items():
        nodes = nodes_of(number)
        assert [node.number for node in nodes] == list(range(len(nodes)))
        for node in nodes[1:]:
            assert 0 <= node.parent < node.number
            assert nodes[node.parent].span.start <= node.span.start < nodes[node.parent].span.end
            assert node.span.start <= node.name.start < node.name.end <= node.span.end
            assert node.span.end <= len(document.text)
