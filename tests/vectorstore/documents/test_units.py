"""Sections, sentences and rows that plain texts and standards write in ways of their own."""

from __future__ import annotations

import pytest

from vectorstore.documents.chunking import split
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import outline, siblings
from vectorstore.documents.tables import cells
from vectorstore.text.numbering import heading_label
from vectorstore.text.search_form import search_form
from vectorstore.text.sentences import sentences
from vectorstore.types import NodeKind, Role


@pytest.mark.parametrize(
    ("line", "style", "order"),
    [
        ("5.1.4 井盖应当平整", "dotted-3", 4),
        ("2.2一般要求", "dotted-2", 2),
        ("b)阀门锈蚀。", "letter", 2),
        ("(c)管口堵塞。", "letter", 3),
    ],
)
def test_dotted_numbers_and_letters_are_levels(line: str, style: str, order: int) -> None:
    """A section's dotted number and an item's letter are labels."""
    label = heading_label(search_form(line).text)
    assert label
    assert (label.style, label.order) == (style, order)


@pytest.mark.parametrize("line", ["5.1万人参加", "24.3公里", "3.5%的企业", "12.5亿元用于修路"])
def test_an_amount_is_no_section(line: str) -> None:
    """A figure with a point and a unit behind it is no label."""
    assert heading_label(search_form(line).text) is None


def test_an_opening_quotation_mark_begins_the_next_sentence() -> None:
    """The mark behind a full stop belongs to the sentence that it opens; one that closes stays."""
    text = "站台已经启用。“雨燕”班车每日六班。他说：“路通了。”村民都来了。"
    parts = [span.of(text) for span in sentences(search_form(text))]
    assert parts == ["站台已经启用。", "“雨燕”班车每日六班。", "他说：“路通了。”", "村民都来了。"]


def test_rows_parted_by_tabs_stand_under_their_columns() -> None:
    """In a plain text, lines with as many tabs each are a table with a header row."""
    text = "泊船收费\n\n船型\t日费\t月费\n渔船\t8元\t200元\n货船\t20元\t500元\n\n夜间停泊的，加收两元，由船主当场缴纳。"
    document = read_bytes(text.encode(), "a.txt")
    row = next(p for p in split(document, outline(document)) if "货船" in p.span.of(text))
    assert cells(document, row.span) == ("货船", "20元", "500元")
    assert row.path[-1] == "船型 日费 月费"


def test_a_line_with_one_tab_is_no_row() -> None:
    """A tab in a lone line makes no table."""
    text = (
        "通知\n\n联系人\t王某，负责登记和答复各乡镇的来电来函。\n\n各乡镇应当在月底前报送情况，逾期不再受理。"
    )
    document = read_bytes(text.encode(), "a.txt")
    assert all("\t" not in p.path[-1] for p in split(document, outline(document)) if p.path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", "# 名册\n\n| 站名 | 人数 |\n| --- | --- |\n| 东站 | 4 |\n| 西站 | 6 |\n"),
        ("a.txt", "名册\n\n站名\t人数\n东站\t4\n西站\t6\n"),
    ],
)
def test_a_file_that_is_only_a_table_is_a_document(name: str, text: str) -> None:
    """Its rows are passages."""
    document = read_bytes(text.encode(), name)
    rows = [p for p in split(document, outline(document)) if p.role is Role.PARAGRAPH]
    assert len(rows) == 3


def test_items_in_one_sentence_end_where_the_next_begins() -> None:
    """一是…，二是… in a sentence are items that don't overlap."""
    text = "治水办法\n\n全县从三个方面治水，一是清淤，二是截污，三是补水，由水务站逐段负责落实到人。"
    document = read_bytes(text.encode(), "a.txt")
    nodes = outline(document)
    items = siblings(nodes, next(n.number for n in nodes if n.kind is NodeKind.ITEM))
    assert len(items) == 3
    assert all(one.name.end <= other.span.start for one, other in zip(items, items[1:], strict=False))
