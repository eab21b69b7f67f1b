"""A list on a page has the lead that the same list has in plain text: tags between them are no words."""

from __future__ import annotations

from bot.drafting.outline_lists import lead_sentence
from tests.office_files import html
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import outline

_TEXT = (
    "关于节水工作的报告\n一、主要问题\n检查中,各方反映比较集中的问题有三个方面。\n(1)管网老化严重。全县漏损率为18%。\n"
    "(2)计量设施不全。有42个村没有水表。\n(3)宣传力度不够。全年只办过两次活动。\n"
)


def test_the_lead_of_a_list_is_found_on_a_page_too() -> None:
    """The sentence before the first item leads into it, with a tag between the two and without."""
    for data, name in ((_TEXT.encode(), "a.txt"), (html(_TEXT).encode(), "a.html")):
        document = read_bytes(data, name)
        *_, first = (node for node in outline(document) if "管网老化" in node.span.of(document.text))
        lead = lead_sentence(document, first)
        assert lead, name
        assert lead.of(document.text) == "检查中,各方反映比较集中的问题有三个方面。"
