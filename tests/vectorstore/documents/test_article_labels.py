"""Which lines begin an article, and which only name one."""

from __future__ import annotations

import pytest

from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import outline
from vectorstore.text.numbering import heading_label
from vectorstore.text.search_form import search_form


@pytest.mark.parametrize(
    "line",
    [
        "第三条 中国公民可以申请入会。",
        "第三条　所有权人应当检修水轮。",
        "第三条 以营利为目的拍摄的，应当征得同意。",
        "第三条 第三方机构受托检修。",
        "第三条 第二条所称费用包括下列各项：",
        "第三条 项目联合建设的，由牵头单位申报。",
        "第三条 和解协议应当载明期限。",
        "第三条 与航道有关的设施应当报备。",
        "第三条 要求补偿的，应当提交申请书。",
        "第三条中小学校可以组织参观。",
        "第三条中央财政安排补助。",
        "第三条所有权人应当检修水轮。",
    ],
)
def test_an_article_may_begin_with_any_word(line: str) -> None:
    """White space behind the number tells, and without it the word itself where it can't go on with a reference."""
    label = heading_label(search_form(line))
    assert label is not None
    assert (label.style, label.order) == ("article", 3)


@pytest.mark.parametrize(
    "line",
    [
        "第三条规定的期限为十日。",
        "第三条中规定的期限为十日。",
        "第三条中的期限为十日。",
        "第三条所称费用是指清洁费。",
        "第三条第二款规定的期限为十日。",
        "第三条第（二）项规定的期限为十日。",
        "第三条和第四条的期限为十日。",
        "第三条至第五条同时废止。",
        "第三条以下各条不适用。",
        "第三条、第四条同时废止。",
        "第三条 规定的期限为十日。",
        "第三条 第二款规定的期限为十日。",
    ],
)
def test_a_reference_begins_no_article(line: str) -> None:
    assert heading_label(search_form(line)) is None


def test_an_article_on_where_money_comes_from_is_no_line_of_metadata() -> None:
    """资金来源： names no site that the text comes from, where it stands behind the number of an article."""
    text = "风险基金管理办法\n\n" + "\n\n".join(
        f"第{han}条 {said}"
        for han, said in zip(
            "一二三四",
            ("为了管理基金，制定本办法。", "基金由管委会管理。", "本基金来源：", "基金单独列账，不得挪用。"),
            strict=True,
        )
    )
    nodes = outline(read_bytes(text.encode(), "办法.txt"))
    assert [node.order for node in nodes if node.style == "article"] == [1, 2, 3, 4]


def test_an_article_behind_a_full_line_of_a_wrapped_page_begins_a_paragraph() -> None:
    """Lines are put together where one sentence runs through them, and end where one ends and an article begins."""
    sentences = [
        f"第{han}条 经营者应当公示收费项目和收费标准并按规定保存记录备查。" for han in "一二三四五六七八"
    ]
    wrapped = [line for sentence in sentences for line in (sentence[:16], sentence[16:])]
    text = "收费公示办法\n" + "\n".join(wrapped) + "\n违反本办法第二条和\n第三条和第四条规定的，处警告。\n"
    nodes = outline(read_bytes(text.encode(), "办法.txt"))
    assert [node.order for node in nodes if node.style == "article"] == list(range(1, 9))
