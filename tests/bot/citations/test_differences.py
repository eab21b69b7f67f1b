"""Differences and their sorts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.citations.differences import Kind, differences
from vectorstore.text.quotation_form import quotation_form


def _found(source: str, quoted: str) -> list[tuple[str, str, str, str]]:
    found = differences(quotation_form(source), quotation_form(quoted), source, quoted)
    return [(d.kind.value, d.sort.value, d.source, d.quoted) for d in found]


@pytest.mark.parametrize(
    ("source", "quoted", "wanted"),
    [
        ("增长24.7%,其中", "增长247%,其中", [("replace", "figure", "24.7%", "247%")]),
        ("下降24.7%、23.5%", "下降24.7%、25.5%", [("replace", "figure", "23.5%", "25.5%")]),
        ("共1,055场次", "共1,550场次", [("replace", "figure", "1,055", "1,550")]),
        ("投资5亿元建设", "投资5万元建设", [("replace", "figure", "亿", "万")]),
        ("先后三次检查", "先后两次检查", [("replace", "figure", "三", "两")]),
        ("每户限养一只犬", "每户限养两只犬", [("replace", "figure", "一", "两")]),
        ("配备三辆消防车", "配备五辆消防车", [("replace", "figure", "三", "五")]),
        ("占百分之二十五", "占百分之二十", [("delete", "figure", "五", "")]),
        ("自2021年5月起", "自2022年5月起", [("replace", "date", "2021年", "2022年")]),
        ("5月14日下午召开", "5月15日下午召开", [("replace", "date", "14日", "15日")]),
        ("二〇二一年三月", "二〇二二年三月", [("replace", "date", "一", "二")]),
        ("应当公开", "不应当公开", [("insert", "negation", "", "不")]),
        ("不得收费", "必得收费", [("replace", "negation", "不", "必")]),
        ("未经批准", "经批准", [("delete", "negation", "未", "")]),
        ("沒有完成", "完成", [("delete", "negation", "沒有", "")]),
        ("由省公安厅牵头", "由省司法厅牵头", [("replace", "name", "公安", "司法")]),
        ("在兰州召开", "在杭州召开", [("replace", "name", "兰", "杭")]),
        ("省委书记刘家义强调", "省委书记刘家毅强调", [("replace", "name", "义", "毅")]),
        ("加強隊伍建設", "加強班子建設", [("replace", "other", "隊伍", "班子")]),
        ("統(tǒng)籌推進", "統(tǒng)籌開展", [("replace", "other", "推進", "開展")]),
    ],
)
def test_a_change_is_shown_whole_and_sorted(
    source: str, quoted: str, wanted: list[tuple[str, str, str, str]]
) -> None:
    """Figures are shown whole; figures, dates, names and negations are told from wording."""
    assert _found(source, quoted) == wanted


@pytest.mark.parametrize(
    ("source", "quoted"),
    [
        ("创(chuàng)建工作", "創建工作"),
        ("“四个意识”", "「四个意识」"),
        ("１０ 项", "10项"),
        ("著力推进", "着力推進"),
    ],
)
def test_what_is_folded_is_no_difference(source: str, quoted: str) -> None:
    """Script, width, punctuation, spaces and page damage differ in nothing."""
    assert _found(source, quoted) == []


_TEXT = st.text(alphabet="甲乙丙丁不未35.%年月日市局", min_size=1, max_size=30)


@given(_TEXT, _TEXT)
def test_differences_lead_from_one_text_to_the_other(source: str, quoted: str) -> None:
    """Putting every difference into the source's form gives the quotation's form."""
    ours, theirs = quotation_form(source), quotation_form(quoted)
    if not ours.text or not theirs.text:
        return
    made = []
    at = 0
    for difference in differences(ours, theirs, source, quoted):
        first, last = ours.locate(difference.source_span)
        if difference.kind is Kind.INSERT:
            first = last = next(
                (i for i, start in enumerate(ours.starts) if start >= difference.source_span.start),
                len(ours.text),
            )
        start, end = theirs.locate(difference.quoted_span)
        made.append(ours.text[at:first])
        made.append("" if difference.kind is Kind.DELETE else theirs.text[start:end])
        at = last
    made.append(ours.text[at:])
    assert "".join(made) == theirs.text
