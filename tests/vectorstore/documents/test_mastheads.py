"""What stands above a title and is none, and the labels around a text."""

from __future__ import annotations

import pytest

from vectorstore.documents.facts import FactKind, facts_of
from vectorstore.documents.labelled_lines import labelled_lines
from vectorstore.documents.load import read_bytes
from vectorstore.documents.tables import header_rows
from vectorstore.types import Document, Role

BODY = "入夏以来，水库来水较常年偏多二成，各闸口应当每日巡查两次，巡查记录由值班人员签字并存档备查。"
LISTED = f"""股票代码：600977    股票简称：棠溪水务    公告编号：2024-022

棠溪水务股份有限公司
关于变更水厂扩建项目完工时间的公告

{BODY}

棠溪水务股份有限公司董事会
2024年8月2日
"""
JUDGMENT = """棠溪县人民法院
民事判决书

（2024）棠0412民初318号

原告：俞某，男，住棠溪县。
委托诉讼代理人：闻朗，棠溪远帆律师事务所律师。
被告（反诉原告）：棠溪县绿野苗圃，住所地棠溪县东郊。
法定代表人：聂平，经理。
委托诉讼代理人：华素，该苗圃职员。

原告俞某与被告绿野苗圃买卖合同纠纷一案，本院于2024年3月4日立案后，公开开庭进行了审理。

审　判　员　　游立行

二〇二四年五月六日

书　记　员　　简小舟
"""
MINUTES = f"""石矶镇人民政府
会议纪要

〔2024〕第8期

石矶镇党政办公室　　　　2024年8月9日

研究水库防汛工作专题会议纪要

{BODY}

记录：甄小满
"""
REQUEST = f"""特急

棠溪县水利局文件

棠水〔2024〕31号                签发人：越山青

棠溪县水利局关于追加防汛经费的请示

县人民政府：

{BODY}

棠溪县水利局
2024年7月1日
"""
PAGE = f"""<html><body><table>
<tr><td>索引号</td><td>QR-2024-0031</td><td>主题分类</td><td>水利</td></tr>
<tr><td>发布机构</td><td>棠溪县水利局</td><td>成文日期</td><td>2024-07-01</td></tr>
<tr><td>文　　号</td><td>棠水函〔2024〕7号</td><td>有效性</td><td>有效</td></tr>
</table><h1>关于开展水库巡查的通知</h1><p>各闸管所：</p><p>{BODY}</p></body></html>"""


def _read(text: str, name: str = "a.txt") -> Document:
    return read_bytes(text.encode(), name)


def _facts(text: str, name: str = "a.txt") -> dict[FactKind, str]:
    document = _read(text, name)
    return {fact.kind: fact.span.of(document.text) for fact in facts_of(document)}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (LISTED, "棠溪水务股份有限公司 关于变更水厂扩建项目完工时间的公告"),
        (JUDGMENT, "棠溪县人民法院 民事判决书"),
        (MINUTES, "研究水库防汛工作专题会议纪要"),
        (REQUEST, "棠溪县水利局关于追加防汛经费的请示"),
        (f"机密★3年\n\n棠溪县水利局关于汛情的报告\n\n{BODY}\n", "棠溪县水利局关于汛情的报告"),
        # A title that has its number below it, with another line behind that names a document.
        (
            f"棠溪县水库管理办法\n\n棠政〔2024〕2号\n\n第一章 总则\n\n第一条 {BODY}\n",
            "棠溪县水库管理办法",
        ),
    ],
)
def test_title_is_below_the_masthead(text: str, title: str) -> None:
    assert _read(text).title == title


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        (LISTED, FactKind.NUMBER, "股票代码：600977    股票简称：棠溪水务    公告编号：2024-022"),
        (JUDGMENT, FactKind.NUMBER, "（2024）棠0412民初318号"),
        (JUDGMENT, FactKind.SIGNER, "棠溪县人民法院"),
        (MINUTES, FactKind.WRITTEN, "石矶镇党政办公室　　　　2024年8月9日"),
        (REQUEST, FactKind.URGENCY, "特急"),
        (REQUEST, FactKind.ADDRESSEE, "县人民政府："),
    ],
)
def test_line_of_the_head_is_a_fact(text: str, kind: FactKind, line: str) -> None:
    assert _facts(text)[kind] == line


def test_addressee_stands_below_the_table_of_a_page() -> None:
    assert _facts(PAGE, "a.html")[FactKind.ADDRESSEE] == "各闸管所："


def test_table_of_labels_has_no_header_row() -> None:
    assert not header_rows(_read(PAGE, "a.html"))


def test_labels_stand_with_the_party_that_they_are_of() -> None:
    document = _read(JUDGMENT)
    found = [
        (line.labels, line.party.of(document.text)[:2] if line.party else "")
        for line in labelled_lines(document)
    ]
    assert found == [
        (("原告",), "原告"),
        (("委托诉讼代理人",), "原告"),
        (("被告",), "被告"),
        (("法定代表人",), "被告"),
        (("委托诉讼代理人",), "被告"),
        (("审判员",), ""),
        (("书记员",), ""),
    ]


def test_labels_of_lines_and_cells() -> None:
    first = [line.labels for line in labelled_lines(_read(LISTED))]
    assert first == [("股票代码", "股票简称", "公告编号")]
    cells = [label for line in labelled_lines(_read(PAGE, "a.html")) for label in line.labels]
    assert cells == ["索引号", "主题分类", "发布机构", "成文日期", "文号", "有效性"]


STANDARD = """ICS 03.220.40

R 21

DB51/T 3012—2024

代替 DB51/T 1188—2015

内河渡船靠泊规程

2024-04-02 发布    2024-07-01 实施

棠江省市场监督管理局 发布

前言

本文件由棠江省交通运输厅提出并归口。

1 范围

本文件规定了内河渡船靠泊的要求，适用于棠江省内河渡口的渡船靠泊作业，不适用于船闸内的停靠。
"""
DECISION = f"""棠溪县水利局
行政处罚决定书

棠水罚〔2024〕9号

当事人：棠溪县青石砂场
经营者：连小军

{BODY}

一、没收违法采砂三车；

二、罚款5000元。

{BODY}

棠溪县水利局
2024年8月9日
"""
TENDER = f"""棠溪县第三小学桌椅采购公告

{BODY}

一、采购人信息

名称：棠溪县第三小学

联系人：虞老师

二、采购代理机构信息

名称：同方项目管理有限公司

联系人：邝明
"""


def test_cover_of_a_standard() -> None:
    assert _read(STANDARD).title == "内河渡船靠泊规程"
    facts = _facts(STANDARD)
    assert facts[FactKind.NUMBER] == "DB51/T 3012—2024"
    assert facts[FactKind.REPLACED] == "代替 DB51/T 1188—2015"
    assert facts[FactKind.IN_FORCE].endswith("2024-07-01 实施")
    assert facts[FactKind.SIGNER] == "棠江省市场监督管理局 发布"


def test_last_item_of_a_decision_is_no_heading() -> None:
    document = _read(DECISION)
    roles = {block.span.of(document.text): block.role for block in document.blocks}
    assert roles["二、罚款5000元。"] is Role.PARAGRAPH


def test_repeated_labels_are_of_their_headings() -> None:
    document = _read(TENDER)
    found = {
        line.span.of(document.text): line.party.of(document.text) if line.party else ""
        for line in labelled_lines(document)
    }
    assert found["联系人：虞老师"] == "一、采购人信息"
    assert found["联系人：邝明"] == "二、采购代理机构信息"
