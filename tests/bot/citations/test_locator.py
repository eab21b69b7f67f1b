"""Locating quotations in the seeds and in documents made for the purpose."""

from __future__ import annotations

import random
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import quotation_kinds as kinds
from benchmarks.foreign_sentences import foreign_sentences
from bot.citations.differences import ChangedThing, Kind
from bot.citations.results import Verdict, as_json
from tests.lookup_library import Lookup, entries_of, seed_entries, write
from vectorstore.text.numerals import HAN
from vectorstore.types import Role


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    """The five seed documents."""
    return write(tmp_path_factory.mktemp("seeds") / "g", seed_entries())


def test_a_quotation_in_the_sources_own_characters_is_exact(seeds: Lookup) -> None:
    """An exact quotation is found at its span, with the passage's key and score 1."""
    located = seeds.locator.locate("收集意见建议1.59万余条")
    assert located.verdict is Verdict.EXACT
    assert located.stands
    (match,) = located.matches
    text = seeds.catalog.document(match.file).text
    assert text[match.span.start : match.span.end] == match.source_text == "收集意见建议1.59万余条"
    passage = seeds.catalog.passage(match.key)
    assert passage is not None
    assert passage.span.contains(match.span)
    assert match.score == 1


@pytest.mark.parametrize(
    "query",
    [
        "選派１６名正廳級領導幹部任組長",
        "选派 16 名正厅级\n领导干部　任组长",
        "选派16名正厅级领导干部，任组长",
        "「选派16名正厅级领导干部任组长」",
    ],
)
def test_script_width_spaces_and_punctuation_make_no_difference(seeds: Lookup, query: str) -> None:
    """The other script, full width, spaces and other punctuation are folded away."""
    located = seeds.locator.locate(query)
    assert located.verdict is Verdict.EXACT
    assert located.matches[0].source_text == "选派16名正厅级领导干部任组长"


@pytest.mark.parametrize(
    "query",
    [
        "持续巩固和发展省会和谐稳定",
        "持續(xù)鞏固和發(fā)展省會和諧穩(wěn)定",
        "持續(ｘù)鞏固和發f\u200bā展省會和諧穩定",
    ],
)
def test_page_damage_makes_no_difference_on_either_side(seeds: Lookup, query: str) -> None:
    """Pinyin notes in the source, in the quotation, or what is left of them, are folded away."""
    located = seeds.locator.locate(query)
    assert located.verdict is Verdict.EXACT
    assert located.matches[0].source_text == "持續(xù)鞏固和發(fā)展省會和諧穩(wěn)定"


def test_every_place_is_listed_the_earliest_dated_first(tmp_path: Path) -> None:
    """A sentence in four documents has four places: by date, then those without one."""
    sentence = "本市全面推行政务公开工作责任制。"
    files = ("a.txt", "b.txt", "c.txt", "d.txt")
    texts = {file: f"前言部分{file}说明如下。\n{sentence}\n此件公开发布。" for file in files}
    lookup = write(tmp_path / "g", entries_of(texts, {"b.txt": "2021-03-04", "d.txt": "2019-12-31"}))
    located = lookup.locator.locate(sentence)
    assert [match.file for match in located.matches] == ["d.txt", "b.txt", "a.txt", "c.txt"]


def test_of_very_many_places_the_earliest_are_listed(tmp_path: Path) -> None:
    """A word that stands everywhere gives 500 places at most, from the earliest documents."""
    texts = {f"{n}.txt": "前言说明如下。\n" + "全面落实责任制。" * 300 for n in range(3)}
    dates = {"0.txt": "2022-01-01", "1.txt": "2020-01-01", "2.txt": "2021-01-01"}
    located = write(tmp_path / "g", entries_of(texts, dates)).locator.locate("责任")
    assert [match.file for match in located.matches] == ["1.txt"] * 300 + ["2.txt"] * 200


@pytest.mark.parametrize(
    ("query", "sort", "source", "quoted"),
    [
        ("收集意见建议159万余条", ChangedThing.FIGURE, "1.59", "159"),
        ("刑事、治安案件同比下降247%、23.5%", ChangedThing.FIGURE, "24.7%", "247%"),
        ("选派18名正厅级领导干部任组长", ChangedThing.FIGURE, "16", "18"),
        ("3月17日全部进驻到位,对市县两级教育整顿进行全程驻点指导", ChangedThing.DATE, "3月7日", "3月17日"),
        ("做到不漏报、瞒报、不迟报", ChangedThing.NEGATION, "不", ""),
        ("坚持不防微杜渐、抓早抓小,管在日常、严在经常", ChangedThing.NEGATION, "", "不"),
        ("常务副书记李大海同志任副组长", ChangedThing.NAME, "本", "大"),
        ("近年来,青岛市委政法委紧紧围绕中心、建设队伍", ChangedThing.NAME, "济南", "青岛"),
        ("深入开展大调研运动,制定重大课题调研方案", ChangedThing.OTHER, "活", "运"),
    ],
)
def test_what_was_changed_is_called_out_by_its_sort(
    seeds: Lookup, query: str, sort: ChangedThing, source: str, quoted: str
) -> None:
    """A changed figure, date, name or negation makes the quotation altered and is named as such."""
    located = seeds.locator.locate(query)
    assert located.verdict is Verdict.ALTERED
    assert not located.stands
    shown = [(d.sort, d.source, d.quoted) for d in located.matches[0].differences]
    if sort is ChangedThing.DATE:
        assert [row[0] for row in shown] == [ChangedThing.DATE]
    else:
        assert shown == [(sort, source, quoted)]


def test_a_sign_before_a_figure_is_part_of_it(tmp_path: Path) -> None:
    """-3% is not a quotation of 3%, though a lone minus is punctuation elsewhere."""
    lookup = write(tmp_path / "g", entries_of({"a.txt": "全县一般公共预算收入同比增长3%左右。\n特此报告。"}))
    located = lookup.locator.locate("全县一般公共预算收入同比增长-3%左右")
    assert located.verdict is Verdict.ALTERED
    assert [(d.sort, d.source, d.quoted) for d in located.matches[0].differences] == [
        (ChangedThing.FIGURE, "3%", "-3%")
    ]


def test_a_figure_cut_at_the_edge_is_called_out(seeds: Lookup) -> None:
    """59万余条 is no quotation of 1.59万余条, however much follows it; the cut figure is shown."""
    short = seeds.locator.locate("59万余条")
    long = seeds.locator.locate("59万余条;市县两级政法单位组织")
    assert short.verdict is Verdict.ALTERED
    assert long.verdict is Verdict.ALTERED
    for located in (short, long):
        assert not located.stands
        assert [(d.sort, d.source) for d in located.matches[0].differences] == [(ChangedThing.FIGURE, "1.59")]


def test_a_negation_left_out_right_before_the_quotation_is_called_out(tmp_path: Path) -> None:
    """A quotation that begins right behind 不得 stands there, but the negation is shown."""
    lookup = write(tmp_path / "g", entries_of({"a.txt": "任何单位未经批准不得占用应急车道。\n特此通知。"}))
    located = lookup.locator.locate("得占用应急车道")
    assert located.verdict is Verdict.EXACT
    assert not located.stands
    (difference,) = located.matches[0].differences
    assert (difference.kind, difference.sort, difference.source) == (Kind.DELETE, ChangedThing.NEGATION, "不")


def test_a_last_character_missing_before_the_mark_is_seen(seeds: Lookup) -> None:
    """A quotation that ends with 。one character too early is altered."""
    located = seeds.locator.locate("四是建立健全报告机制抓。")
    assert located.verdict is Verdict.ALTERED
    assert located.matches[0].source_text == "四是建立健全报告机制抓细。"


@pytest.mark.parametrize("joint", ["……", "...", "[…]", "（略）", ""])
def test_a_splice_is_resolved_into_its_parts(seeds: Lookup, joint: str) -> None:
    """Two places put together, with an ellipsis or silently, are two parts with their spans."""
    first, second = "通过集中培训、举办大讲座等多种途径", "倒查追究相关领导责任"
    located = seeds.locator.locate(first + joint + second)
    assert located.verdict is Verdict.SPLICED
    assert [part.verdict for part in located.parts] == [Verdict.EXACT, Verdict.EXACT]
    assert [part.matches[0].source_text for part in located.parts] == [first, second]
    assert [match.source_text for match in located.matches] == [first, second]
    assert located.stands


def test_a_part_that_was_altered_makes_the_splice_fail(seeds: Lookup) -> None:
    """A splice stands only when each of its parts does."""
    located = seeds.locator.locate("通过集中培训、举办大讲座等多种途径……培训900余人次")
    assert located.verdict is Verdict.SPLICED
    assert not located.stands


def test_an_ellipsis_of_the_source_is_no_splice(seeds: Lookup) -> None:
    """…… stands in the source itself here, so the quotation is exact."""
    located = seeds.locator.locate("为群众解决一大批“急难愁盼”问题……这是全国第一批政法队伍教育整顿启动以来")
    assert located.verdict is Verdict.EXACT


def test_a_quotation_may_run_over_several_paragraphs(seeds: Lookup) -> None:
    """A quotation from the end of one paragraph to the next heading and paragraph is exact."""
    query = (
        "有力推动全市政法工作深入开展。\n\n三、 聚焦担当作为,打造责任过硬的干部队伍。\n\n一是突出高点谋划。"
    )
    located = seeds.locator.locate(query)
    assert located.verdict is Verdict.EXACT
    assert located.matches[0].source_text == query


@pytest.mark.parametrize(("query", "role"), [("推荐阅读", Role.CHROME), ("二、存在問題", Role.HEADING)])
def test_headings_and_web_leftovers_are_found_as_what_they_are(seeds: Lookup, query: str, role: Role) -> None:
    """What is no passage can be located, and its role is told."""
    located = seeds.locator.locate(query)
    assert located.verdict is Verdict.EXACT
    assert located.matches[0].role is role


@pytest.mark.parametrize("query", ["今天天气很好,我们去公园玩", "得侵害", "——……", "", "𠀀𠀁"])
def test_what_stands_nowhere_is_absent(seeds: Lookup, query: str) -> None:
    """Foreign text, a very short near miss and text without words are absent."""
    assert seeds.locator.locate(query).verdict is Verdict.ABSENT


def test_official_prose_of_other_texts_is_absent(seeds: Lookup) -> None:
    """At least 99 % of made-up official sentences are declared absent."""
    texts = foreign_sentences(300)
    absent = sum(seeds.locator.locate(text).verdict is Verdict.ABSENT for text in texts)
    assert absent >= 0.99 * len(texts)


@pytest.mark.parametrize("share", [0.01, 0.05, 0.10])
def test_noise_does_not_hide_the_place(seeds: Lookup, share: float) -> None:
    """With up to 10 % of the characters spoilt at least 98 % are found at their place, not absent."""
    rows = kinds.sentence_rows(entry.document for entry in seed_entries())
    chance = random.Random(f"test {share}")
    right = 0
    cases = list(islice(kinds.origins(rows, chance), 100))
    for origin in cases:
        located = seeds.locator.locate(kinds.noise(share)(origin, chance))
        places = [match for match in located.matches if match.file == origin.file]
        near = any(match.span.overlaps(origin.span) for match in places)
        right += near and located.verdict is not Verdict.ABSENT
    assert right >= 0.98 * len(cases)


def test_a_stretch_that_is_cut_inside_a_word_is_exact(seeds: Lookup) -> None:
    """么 cut off from 什 folds to another character by itself; the source's own words are exact all the same."""
    text = seeds.catalog.document("004_396bfa582ca6ad52.txt").text
    stretch = text[439:456]
    assert stretch.startswith("么、缺在哪")
    located = seeds.locator.locate(stretch)
    assert located.verdict is Verdict.EXACT
    assert [match.source_text for match in located.matches] == [stretch]
    assert not located.matches[0].differences


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_every_stretch_of_a_source_is_found_where_it_stands(seeds: Lookup, data: st.DataObject) -> None:
    """Any stretch of a document is exact, unless it cuts a figure, and every span shown is the source's own text."""
    record = data.draw(st.sampled_from(seeds.catalog.documents()))
    text = seeds.catalog.document(record.file).text
    start = data.draw(st.integers(0, len(text) - 20))
    stretch = text[start : start + data.draw(st.integers(12, 120))]
    if any(mark in stretch for mark in "()?（）"):
        stretch = stretch.split("(")[0].split("?")[0].split(")")[0]
    located = seeds.locator.locate(stretch)
    for match in located.matches:
        assert seeds.catalog.document(match.file).text[match.span.start : match.span.end] == match.source_text
    if sum(char.isalnum() for char in stretch) >= 12:
        end = start + len(stretch)
        edges = text[max(0, start - 3) : start + 3] + text[end - 3 : end + 3]
        called_out = located.matches[0].differences
        if called_out and any(char.isdecimal() or char in HAN for char in edges):
            assert located.verdict is Verdict.ALTERED
            assert {difference.sort for difference in called_out} == {ChangedThing.FIGURE}
        else:
            assert located.verdict is Verdict.EXACT
        assert any(m.file == record.file and abs(m.span.start - start) <= 12 for m in located.matches)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_no_text_makes_it_fail(seeds: Lookup, query: str) -> None:
    """Whatever is asked, there is a verdict, and the JSON has its keys."""
    found = as_json(seeds.locator.locate(query))
    assert list(found) == ["query", "verdict", "matches", "parts"]


def test_the_json_of_a_match_has_its_stable_keys(seeds: Lookup) -> None:
    """The names in the JSON are those that were promised."""
    found = as_json(seeds.locator.locate("收集意见建议159万余条"))
    assert found["verdict"] == "altered"
    (match,) = found["matches"]  # type: ignore[misc]
    assert list(match) == [
        "key",
        "file",
        "start",
        "end",
        "score",
        "source_text",
        "shown",
        "page",
        "confidence",
        "differences",
    ]
    assert match["differences"] == [{"kind": "replace", "source": "1.59", "quoted": "159", "sort": "figure"}]


def test_a_draft_is_checked_quotation_by_quotation(seeds: Lookup) -> None:
    """Each quotation of a draft has its own verdict and line."""
    draft = "据报道,“收集意见建议1.59万余条”。\n另称「组建18个省级指导组进驻各市驻点指导」,\n\n还说『今天天气很好我们去公园玩』。"
    checked = seeds.locator.check(draft)
    assert [(one.quotation.line, one.located.verdict) for one in checked] == [
        (1, Verdict.EXACT),
        (2, Verdict.ALTERED),
        (4, Verdict.ABSENT),
    ]


def test_cells_of_a_row_are_apart_and_shown_without_their_tags(tmp_path: Path) -> None:
    """A row of a page is found however its cells are set apart, and its tags are not shown."""
    page = (
        "<html><title>开放时间</title><h1>公园开放时间</h1><table><tr><th>公园<th>开门<th>关门"
        "<tr><td>东湖</td><td>6时</td><td>21时30分</td></tr></table></html>"
    )
    lookup = write(tmp_path / "g", entries_of({"公园.html": page}))
    for query in ("东湖\t6时\t21时30分", "东湖 6时 21时30分", "东湖6时21时30分"):
        located = lookup.locator.locate(query)
        assert located.verdict is Verdict.EXACT
        (match,) = located.matches
        assert page[match.span.start : match.span.end] == match.source_text
        assert match.shown == "东湖\t6时\t21时30分"
