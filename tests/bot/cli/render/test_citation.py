"""The terminal views of quotations and citations, compared whole."""

from __future__ import annotations

import re

import pytest

from bot.citations.results import Verdict
from bot.cli.render.citation import render_citation
from bot.cli.render.quotation import render_checked, render_located
from bot.messages.citations import TEXTS
from bot.types import Language
from tests.lookup_library import Lookup, entries_of, write

A = (
    "某市档案管理办法\n\n来源:某市档案局 时间:2023-02-01 09:00\n\n"
    "第一条 为加强档案管理,根据有关法律,制定本办法。\n"
    "第二条 单位应当在每年3月底前移交上年度档案,不得拒绝移交。\n"
    "第三条 本办法由市档案局负责解释。\n\n推荐阅读"
)
B = "转发:单位应当在每年3月底前移交上年度档案,请各科室遵照执行。\n此前的通知同时废止。"


@pytest.fixture(scope="module")
def lookup(tmp_path_factory: pytest.TempPathFactory) -> Lookup:
    """Two documents, one of them dated."""
    entries = entries_of({"a.txt": A, "b.txt": B}, {"a.txt": "2023-02-01"})
    return write(tmp_path_factory.mktemp("views") / "g", entries)


EXACT = """\
一致：与原文一致，共 2 处
AN3S-988P-801K  a.txt · 2023-02-01 · 第71–88字
  原文：「单位应当在每年3月底前移交上年度档案」
PD4E-9H6X-ECD3  b.txt · 第4–21字
  原文：「单位应当在每年3月底前移交上年度档案」"""
ALTERED = """\
altered: differs from the source; nearest places: 1
AN3S-988P-801K  a.txt · 2023-02-01 · characters 73–95
  Source: 「应当在每年3月底前移交上年度档案,不得拒绝移交」
  ! date or time: source “3月” → quoted “5月”
  ! negation: missing: “不得”"""
SPLICED = """\
拼接：由 2 处文字拼接而成
第1部分 一致：「为加强档案管理」
  AN3S-MYAP-5ZGT  a.txt · 2023-02-01 · 第45–51字
    原文：「为加强档案管理」
第2部分 一致：「不得拒绝移交」
  AN3S-988P-801K  a.txt · 2023-02-01 · 第90–95字
    原文：「不得拒绝移交」"""
LEFTOVER = """\
一致：与原文一致，共 1 处
AN3S-BDY1-XGGD  a.txt · 2023-02-01 · 第117–120字
  原文：「推荐阅读」
  注意：这是网页残留文字（菜单、编辑署名之类），不是文档正文。"""


@pytest.mark.parametrize(
    ("query", "language", "wanted"),
    [
        ("單位應當在每年3月底前移交上年度檔案", Language.CHINESE, EXACT),
        ("应当在每年5月底前移交上年度档案,拒绝移交", Language.ENGLISH, ALTERED),
        ("为加强档案管理……不得拒绝移交", Language.CHINESE, SPLICED),
        ("推荐阅读", Language.CHINESE, LEFTOVER),
    ],
)
def test_a_verdict_is_shown_with_its_places(
    lookup: Lookup, query: str, language: Language, wanted: str
) -> None:
    """Verdict, keys, spans, source text and differences, line by line."""
    assert render_located(lookup.locator.locate(query), language, colour=False) == wanted


def test_an_absent_quotation_shows_what_is_nearest(lookup: Lookup) -> None:
    """The nearest passage is named as not being the source."""
    located = lookup.locator.locate("本条例由市水务局会同市司法局负责解释")
    assert located.verdict is Verdict.ABSENT
    lines = render_located(located, Language.CHINESE, colour=False).splitlines()
    assert lines[0] == "未见：文档中没有这段话"
    assert re.fullmatch(r"最接近的段落（相似度 \d+%，不是出处）：", lines[1])
    assert lines[2].startswith("AN3S-286G-38DN")


CHECKED = """\
稿.md:1:2: 一致：与原文一致，共 2 处  「单位应当在每年3月底前移交上年度档案」
稿.md:2:2: 有改动：与原文有出入，最接近的 2 处  「单位应当在每年4月底前移交」
    AN3S-988P-801K  a.txt · 2023-02-01 · 第71–83字
      原文：「单位应当在每年3月底前移交」
      ! 时间：原文“3月” → 引文“4月”
    PD4E-9H6X-ECD3  b.txt · 第4–16字
      原文：「单位应当在每年3月底前移交」
      ! 时间：原文“3月” → 引文“4月”

共 2 处引文：一致 1，拼接 0，有改动 1，未见 0。"""


def test_a_checked_draft_is_shown_as_editors_read_it(lookup: Lookup) -> None:
    """`file:line:column:` comes first, details only where a quotation does not stand."""
    draft = "一“单位应当在每年3月底前移交上年度档案”\n二「单位应当在每年4月底前移交」"
    checked = lookup.locator.check(draft)
    assert render_checked("稿.md", checked, Language.CHINESE, colour=False) == CHECKED
    assert "No quotations" in render_checked("稿.md", [], Language.ENGLISH, colour=False)


CITED = """\
AN3S-988P-801K  某市档案管理办法
某市档案局 · 2023-02-01 · a.txt · 第2段
标题：第二条 单位应当在每年3月底前移交上年度档案,不得拒绝移交。

上文：第一条 为加强档案管理,根据有关法律,制定本办法。

「第二条 单位应当在每年3月底前移交上年度档案,不得拒绝移交。」

下文：第三条 本办法由市档案局负责解释。"""


def test_a_citation_is_shown_with_its_surroundings(lookup: Lookup) -> None:
    """Document, date, paragraph, heading, what is before and after, the passage between 「」."""
    resolved = lookup.resolver.resolve("AN3S-988P-801K")
    assert render_citation(lookup.catalog, resolved, None, Language.CHINESE, colour=False) == CITED


def test_colour_only_adds_styles(lookup: Lookup) -> None:
    """Without its ANSI codes the coloured text is the plain one."""
    located = lookup.locator.locate("应当在每年5月底前移交上年度档案,拒绝移交")
    coloured = render_located(located, Language.ENGLISH, colour=True)
    assert coloured != ALTERED
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == ALTERED


def test_every_message_says_the_same_in_both_languages() -> None:
    """Each sentence has both languages, with the same parameters in both."""
    for code, (chinese, english) in TEXTS.items():
        names = [set(re.findall(r"{(\w+)}", words)) for words in (chinese, english)]
        assert names[0] == names[1], code
        assert re.search("[\u4e00-\u9fff]", chinese), code
        assert not re.search("[\u4e00-\u9fff]", english), code
