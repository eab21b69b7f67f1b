"""Attachments of a notice are parts of their own."""

from __future__ import annotations

import pytest

from vectorstore.documents.facts import FactKind, facts_of
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import outline, path_of, with_label
from vectorstore.types import Document, Role

BODY = """远山县水务局关于做好2025年供水管护工作的通知

各乡镇人民政府:
为做好全县农村供水管护工作,保障群众饮水安全,现将有关事项通知如下。
一、管护责任
各乡镇应于2025年3月31日前与供水单位签订管护责任书,并报县水务局备案。
二、咨询方式
咨询时间为工作日上午8:30至12:00,联系人:农水股,电话见县政府网站公布的目录。
"""
END = """远山县水务局
2025年2月14日
附件1
供水管护任务分解表
乡镇\t工程(处)\t人口(人)
北河镇\t12\t18430
石坝乡\t7\t9620
附件2
供水管护责任书(样式:一式两份)
甲方:乡镇人民政府
乙方:供水单位
乙方应当每日巡查取水口、泵房和管网,发现爆管应在4小时内抢修,停水超过24小时的应当启动应急送水。
"""
LISTS = (
    "附件:1.供水管护任务分解表\n2.供水管护责任书(样式)\n3.联系人名单\n",
    "附件：\n1．供水管护任务分解表\n2．供水管护责任书(样式)\n3．联系人名单\n",
)


def _read(listed: str) -> Document:
    return read_bytes(f"{BODY}{listed}{END}".encode(), "a.txt")


def _headings(document: Document) -> list[list[str]]:
    nodes = outline(document)
    return [
        [with_label(one, document.text) for one in path_of(nodes, node.number)]
        for node in nodes
        if node.number
    ]


@pytest.mark.parametrize("listed", LISTS)
def test_the_list_of_attachments_heads_nothing_and_each_attachment_is_a_part(listed: str) -> None:
    """Lines of the list are paragraphs; 附件1 stands beside the numbered headings, its title below it."""
    assert _headings(_read(listed)) == [
        ["一、管护责任"],
        ["二、咨询方式"],
        ["附件1"],
        ["附件1", "供水管护任务分解表"],
        ["附件2"],
        ["附件2", "供水管护责任书(样式:一式两份)"],
    ]


def test_the_rows_of_an_attachment_stand_in_it() -> None:
    """The innermost heading around a row is the attachment's title."""
    document = _read(LISTS[0])
    row = document.text.index("石坝乡")
    inside = [node for node in outline(document) if node.span.start <= row < node.span.end]
    assert with_label(inside[-1], document.text) == "供水管护任务分解表"


def test_parties_of_a_form_are_no_headings() -> None:
    """甲方 and 乙方 begin no part, though a long paragraph follows."""
    document = _read(LISTS[0])
    roles = {block.span.of(document.text): block.role for block in document.blocks}
    assert roles["乙方:供水单位"] is Role.PARAGRAPH


def test_numbered_headings_behind_another_paragraph_are_headings() -> None:
    """Only a row of numbers that begins at 附件: is the list of attachments."""
    document = _read("附件:供水管护任务分解表\n请各乡镇认真组织实施,并及时报送情况。\n1.报送时间\n")
    assert ["二、咨询方式", "1.报送时间"] in _headings(document)


def test_who_signed_and_when_is_known_though_attachments_follow() -> None:
    """The body and the date above the first attachment are the document's publisher and date, and no passages."""
    document = _read(LISTS[0])
    assert (document.metadata.publisher, document.metadata.date) == ("远山县水务局", "2025-02-14")
    facts = {fact.kind: fact.span.of(document.text) for fact in facts_of(document)}
    assert (facts[FactKind.SIGNER], facts[FactKind.WRITTEN]) == ("远山县水务局", "2025年2月14日")
    roles = {block.span.of(document.text): block.role for block in document.blocks}
    assert roles["远山县水务局"] is roles["2025年2月14日"] is Role.META


def test_a_date_far_above_an_attachment_is_not_that_of_the_document() -> None:
    """Behind a paragraph of the body a line with a date alone is no signature."""
    long = "各乡镇应当认真组织实施,及时研究解决管护工作中的困难和问题,确保供水安全,并按季度报送工作情况。\n"
    text = BODY + 5 * long + "2025年2月14日\n" + long + END.replace("远山县水务局\n2025年2月14日\n", "")
    assert read_bytes(text.encode(), "a.txt").metadata.date == ""
