"""No figure that only looks like the source's is called exact."""

from pathlib import Path

import pytest

from benchmarks.mutated_figures import changed_values, mutations, stands
from bot.citations.results import Verdict
from tests.lookup_library import entries_of, write


def test_no_glued_figure_is_exact(tmp_path: Path) -> None:
    """Of 400 figures glued to a raised, circled, bracketed or Chinese neighbour none is found as quoted."""
    rows = list(mutations(400))
    page = "".join(f"<p>{row.source}</p>\n" for row in rows)
    locator = write(tmp_path / "library", entries_of({"figures.html": page})).locator
    asked = [row for row in rows if not stands(row, rows)]
    assert len(asked) > 300
    wrong = [row for row in asked if locator.locate(row.quoted).verdict is Verdict.EXACT]
    assert wrong == []


def test_no_changed_value_is_exact_and_every_faithful_one_is(tmp_path: Path) -> None:
    """Another sign, unit, date, range, point, separator or numeral is never exact; what stands there always is."""
    rows = list(changed_values(300))
    page = "".join(f"<p>{row.source}</p>\n" for row in rows)
    locator = write(tmp_path / "library", entries_of({"figures.html": page})).locator
    asked = [row for row in rows if not stands(row, rows)]
    assert len(asked) > 240
    assert [row for row in asked if locator.locate(row.quoted).verdict is Verdict.EXACT] == []
    assert [row for row in rows if locator.locate(row.faithful).verdict is not Verdict.EXACT] == []


@pytest.mark.parametrize(
    ("source", "cut", "whole"),
    [
        ("增幅为20.7%。", "增幅为20.7", "增幅为20.7%"),
        ("气温降到−5℃以下。", "5℃以下", "−5℃以下"),
        ("全年为负5%左右。", "5%左右", "负5%左右"),
        ("每组3－5人组成。", "5人组成", "3-5人组成"),
        ("每组3～5人组成。", "每组3", "每组3—5人组成"),
        ("合计8 745元整。", "745元整", "8 745元整"),
        ("共计74 721 395元。", "395元", "共计74 721 395元"),
        ("投资57·52亿元。", "52亿元", "57·52亿元"),
        ("发电37.8kWh左右。", "发电37.8kW", "发电37.8kWh左右"),
        ("共七百◯九人参加。", "七百九人参加", "七百〇九人参加"),
        ("人数为3、5人。", "人数为3-5人", "人数为3、5人"),
    ],
)
def test_a_value_that_is_cut_is_altered(tmp_path: Path, source: str, cut: str, whole: str) -> None:
    """A sign, a range, a group of thousands or a unit that a quotation parts makes it altered, in long ones too."""
    lead = "据县统计局本月二十日发布的公报,"
    for begun, behind in (("", ""), (lead, ""), ("", "特此通报全县各乡镇和街道办事处。")):
        text = f"{begun}{source}{behind}"
        locator = write(tmp_path / f"{len(text)}{len(behind)}", entries_of({"a.txt": text})).locator
        assert locator.locate(whole).verdict is Verdict.EXACT, (text, whole)
        assert locator.locate(cut).verdict is not Verdict.EXACT, (text, cut)
        longer = f"{begun}{cut}" if source.startswith(cut) else f"{cut}。{behind}" if behind else cut
        assert locator.locate(longer).verdict is not Verdict.EXACT, (text, longer)


@pytest.mark.parametrize(
    ("source", "quoted"),
    [
        ("新华社北京-5月3日电。", "5月3日电"),
        ("咨询电话0531-86012345。", "86012345"),
        ("成文日期2026-03-05。", "03-05"),
        ("由三个部门承担负责5项任务。", "5项任务"),
        ("两个村担负5项任务。", "5项任务"),
        ("另有2019,2020年两次。", "2020年两次"),
        ("费率5%,人数3人。", "人数3人"),
        ("装机5kW,户均3kW。", "装机5kW"),
        ("会议于2026/3/5召开。", "会议于2026-3-5召开"),
    ],
)
def test_what_only_stands_beside_a_figure_cuts_nothing(tmp_path: Path, source: str, quoted: str) -> None:
    """Dashes before dates, dialling codes, lists and words that end in 负 leave a quotation exact."""
    locator = write(tmp_path / "library", entries_of({"a.txt": f"公告。{source}"})).locator
    assert locator.locate(quoted).verdict is Verdict.EXACT


def test_a_figure_with_its_neighbour_is_exact(tmp_path: Path) -> None:
    """What stands in the source, note mark and all, is exact, in whichever script the mark is."""
    page = "<p>全县实现24.7<sup>2</sup>亿元。</p><p>罚款二千五百元。</p><p>会议。一是加强领导。</p>"
    locator = write(tmp_path / "library", entries_of({"figures.html": page})).locator
    for quoted in ("实现24.7²亿元", "罚款二千五百元", "一是加强领导"):
        assert locator.locate(quoted).verdict is Verdict.EXACT, quoted
    for quoted in ("24.72亿元", "五百元", "罚款二千五"):
        assert locator.locate(quoted).verdict is not Verdict.EXACT, quoted
