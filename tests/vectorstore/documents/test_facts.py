"""What a document's head and signature say of it, and what of it is the title."""

from __future__ import annotations

import pytest

from vectorstore.documents.facts import FactKind, facts_of
from vectorstore.documents.load import read_bytes
from vectorstore.documents.outline import outline
from vectorstore.types import Document, NodeKind

NOTICE = """棠溪县卫生健康局文件

棠卫发〔2022〕6号

棠溪县卫生健康局 棠溪县财政局
关于做好村卫生室药品配送的通知

各乡镇卫生院，县直医疗机构：

现就药品配送有关事项通知如下。

一、配送范围。（一）基本药物。每周配送一次。（二）急救药品。随时配送。

附件：1. 配送目录
2. 配送车辆登记表

棠溪县卫生健康局 棠溪县财政局
2022年1月19日

抄送：县人民政府办公室。

棠溪县卫生健康局办公室 2022年1月20日印发
"""
DECREE = """棠溪县集市管理办法

2018年5月3日 棠溪县人民政府第9次常务会议通过

2018年6月1日 棠溪县人民政府令第3号公布

第一条 集市由乡镇人民政府管理。

第二条 本办法自2018年7月1日起施行。2001年2月1日县人民政府发布的《集贸市场办法》同时废止。
"""
SPEECH = """在全县春耕会议上的讲话
——2024年2月26日在棠溪县春耕生产会议上
副县长 莫知远
同志们：
今年我县春耕面积31万亩，要抢抓农时。
"""


def _read(text: str) -> Document:
    return read_bytes(text.encode(), "a.txt")


def _facts(text: str) -> dict[FactKind, list[str]]:
    found: dict[FactKind, list[str]] = {}
    for fact in facts_of(_read(text)):
        found.setdefault(fact.kind, []).append(fact.span.of(text))
    return found


def test_a_notice_says_its_number_its_addressees_and_its_dates() -> None:
    """Number, addressees, attachments, signature, copies and printing each have their line."""
    facts = _facts(NOTICE)
    assert facts[FactKind.NUMBER] == ["棠卫发〔2022〕6号"]
    assert facts[FactKind.ADDRESSEE] == ["各乡镇卫生院，县直医疗机构："]
    assert facts[FactKind.ATTACHMENT] == ["附件：1. 配送目录", "2. 配送车辆登记表"]
    assert facts[FactKind.COPIES] == ["抄送：县人民政府办公室。"]
    assert facts[FactKind.PRINTED] == ["棠溪县卫生健康局办公室 2022年1月20日印发"]
    assert facts[FactKind.WRITTEN] == ["2022年1月19日"]
    assert facts[FactKind.SIGNER] == ["棠溪县卫生健康局 棠溪县财政局"]


def test_a_decree_says_when_it_was_adopted_and_published_not_what_it_repealed() -> None:
    """The dates of the repealed rule are none of its own."""
    facts = _facts(DECREE)
    assert [one[:9] for one in facts[FactKind.ADOPTED]] == ["2018年5月3日"]
    assert [one[:9] for one in facts[FactKind.PUBLISHED]] == ["2018年6月1日"]
    assert facts[FactKind.IN_FORCE] == ["第二条 本办法自2018年7月1日起施行。"]
    assert _read(DECREE).metadata.date == "2018-06-01"
    assert _read(DECREE).metadata.title == "棠溪县集市管理办法"


def test_a_speech_says_who_gave_it_and_where() -> None:
    """The day with the meeting, and the speaker with the office."""
    facts = _facts(SPEECH)
    assert facts[FactKind.OCCASION] == ["——2024年2月26日在棠溪县春耕生产会议上"]
    assert facts[FactKind.SPEAKER] == ["副县长 莫知远"]


def test_a_masthead_is_no_title_and_a_title_may_run_over_two_lines() -> None:
    """The bodies in the line above 关于… begin the title; whose paper it is stands over it."""
    title = _read(NOTICE).metadata.title
    assert title == "棠溪县卫生健康局 棠溪县财政局 关于做好村卫生室药品配送的通知"


def test_a_question_in_a_transcript_is_no_line_of_names() -> None:
    """记者：, with a whole question behind it, names no author."""
    document = _read("见面会实录\n\n县报记者：水价为什么涨了？请问有什么依据？\n\n陶然：成本监审有结论。\n")
    assert document.metadata.author == ""


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (
            "二、配送范围。（一）基本药物。每周一次。（二）急救药品。随时配送。",
            ["（一）基本药物。", "（二）急救药品。"],
        ),
        (
            "（一）登记。到窗口登记；（二）核对；（三）领取。",
            ["（一）登记。", "（二）核对；", "（三）领取。"],
        ),
        ("依照第三条第（一）项、第（二）项的规定执行。", []),
        ("按（一）执行，其他照旧。", []),
    ],
)
def test_items_in_brackets_on_one_line_are_items(line: str, names: list[str]) -> None:
    """（一）…（二）… in a row are items of their line; a reference to one is none."""
    text = f"配送细则\n\n{line}\n\n此后各乡镇自行安排车辆和人员，费用由县里统一结算，每季度结算一次，年底清账。\n"
    nodes = outline(_read(text))
    items = [n for n in nodes if n.kind is NodeKind.ITEM and n.style == "run-in-bracket"]
    assert [text[n.span.start : n.name.end].rstrip("；") for n in items] == [
        one.rstrip("；") for one in names
    ]


def test_who_gives_a_paper_stands_below_its_title_too() -> None:
    """As in a communiqué, with the day below; a place before a day is no body."""
    text = "棠溪县2022年旅游公报\n\n棠溪县文化和旅游局 棠溪县统计局\n2023年3月2日\n\n全年接待游客31万人次，比上年增长6.2%，过夜游客4万人次。\n"
    assert _facts(text)[FactKind.SIGNER] == ["棠溪县文化和旅游局 棠溪县统计局"]
    assert FactKind.SIGNER not in _facts(text.replace("文化和旅游局 棠溪县统计局", "城关镇"))
