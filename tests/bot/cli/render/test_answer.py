"""Answers as text for a terminal, compared whole with golden files."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.render.answer import render_answer, render_report
from bot.cli.render.wide_text import columns
from bot.messages.safe_text import safe, safe_lines
from bot.types import Answer, Answered, Citation, Claim, Declined, Language, Note, Reason
from tests.corpus import passages_of, seed
from vectorstore.ingest import Report, Skipped
from vectorstore.types import Span

GOLDEN = Path(__file__).parents[3] / "golden"
#: Set to write the golden files anew; look at the difference before it is committed.
WRITE = "WRITE_GOLDEN" in os.environ

TITLES = {seed(number).file: seed(number).title for number in ("000", "002", "004")}


def _citation(number: str, quote: str, emphasis: str = "") -> Citation:
    document = seed(number)
    start = document.text.index(quote)
    span = Span(start, start + len(quote))
    passage = next(p for p in passages_of(number) if p.span.contains(span))
    at = document.text.index(emphasis, start) if emphasis else 0
    return Citation(passage, span, quote, (Span(at, at + len(emphasis)),) if emphasis else ())


def _list() -> Answered:
    quotes = ["一是建立健全领导机制抓总。", "二是建立健全推进机制抓实。", "三是建立健全培训机制抓全。"]
    claims = tuple(Claim(q, (_citation("002", q),), str(n)) for n, q in enumerate(quotes, 1))
    return Answered(
        "前三项机制是什么?",
        claims,
        0.9,
        notes=(Note("list-complete", {"total": 3, "count": 3}),),
        condensed="红河州 前三项机制",
    )


def _twice() -> Answered:
    first = _citation("000", "从2月12日,利用10天时间,组建12个督导组", "12个")
    second = _citation("004", "從2月12日,利用10天時間,組建12個督導(dǎo)組")
    return Answered("组建了几个督导组?", (Claim(first.quote, (first, second)),), 0.8)


def _declined() -> Declined:
    near = _citation("002", "三是建立健全培训机制抓全。")
    return Declined("红河州有多少人口?", Reason.NOT_IN_DOCUMENTS, 0.1, (near,))


ANSWERS: dict[str, Answer] = {"list": _list(), "two_sources": _twice(), "declined": _declined()}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("colour", [False, True], ids=["plain", "colour"])
@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_looks_as_its_golden_file(name: str, colour: bool, language: Language) -> None:
    """A list, a claim from two sources and a decline are rendered exactly as before."""
    shown = render_answer(ANSWERS[name], TITLES, language, colour).replace("\x1b", "␛") + "\n"
    path = GOLDEN / f"{name}.{language.value}{'.colour' if colour else ''}.txt"
    if WRITE:
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")


def test_a_source_of_pages_or_sheets_says_which() -> None:
    """Beside its paragraph a source has its page or its sheet, in the language that is spoken."""
    citation = _citation("002", "三是建立健全培训机制抓全。")
    for page, chinese, english in (("3-4", "第3-4页", "page 3-4"), ("车辆", "工作表“车辆”", "sheet “车辆”")):
        paged = replace(citation, passage=replace(citation.passage, page=page))
        answer = Answered("第三项机制是什么?", (Claim(paged.quote, (paged,)),), 0.9)
        assert f"  [1] {chinese} · 第4段" in render_answer(answer, TITLES, Language.CHINESE)
        assert f"  [1] {english} · ¶4" in render_answer(answer, TITLES, Language.ENGLISH)


def test_a_place_that_several_sources_share_is_said_once() -> None:
    """Items of one paragraph stand at one place; where there are three or more, the first and the last number are said."""
    citation = _citation("002", "三是建立健全培训机制抓全。")
    elsewhere = replace(citation, passage=replace(citation.passage, key="ELSE", paragraph=9))
    start = citation.span.start
    items = [replace(citation, span=Span(start + at, start + at + 1)) for at in range(4)]
    for cited, chinese, english in (
        ([*items, elsewhere], "  [1]–[4] 第4段  [5] 第9段", "  [1]–[4] ¶4  [5] ¶9"),
        ([*items[:2], elsewhere], "  [1][2] 第4段  [3] 第9段", "  [1][2] ¶4  [3] ¶9"),
        ([items[0], elsewhere, items[1]], "  [1][3] 第4段  [2] 第9段", "  [1][3] ¶4  [2] ¶9"),
    ):
        answer = Answered("?", tuple(Claim(one.quote, (one,)) for one in cited), 0.9)
        assert chinese in render_answer(answer, TITLES, Language.CHINESE).splitlines()
        assert english in render_answer(answer, TITLES, Language.ENGLISH).splitlines()


@pytest.mark.parametrize("keys", [False, True])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_place_goes_on_below_its_beginning(width: int, keys: bool) -> None:
    """No line of ours is left to the terminal to break; a quotation stays one line, and colour changes no break."""
    citation = _citation("002", "三是建立健全培训机制抓全。")
    deep = ("第三章 监督管理和法律责任以及附则的有关规定", "第一节 监督检查的方式、程序和结果的运用与公开")
    one = replace(citation, passage=replace(citation.passage, path=deep))
    declined = Declined("?", Reason.NOT_IN_DOCUMENTS, 0.1, nearest=(one,))
    for answer in (Answered("?", (Claim(one.quote, (one,)),), 0.9), declined):
        plain = render_answer(answer, TITLES, Language.CHINESE, False, keys, width).splitlines()
        laid_out = [line for line in plain if "「" not in line]
        assert max(map(columns, laid_out)) <= width
        assert "第4段" in "".join(line.strip() for line in laid_out)
        coloured = render_answer(answer, TITLES, Language.CHINESE, True, keys, width)
        assert re.sub(r"\x1b\[\d*m", "", coloured).splitlines() == plain


def test_a_heading_that_the_quotation_begins_with_is_named_by_its_label() -> None:
    """An article is its own heading: its words, which stand in the quotation above, are not said again."""
    citation = _citation("002", "三是建立健全培训机制抓全。")
    article = "第四条  岗位补贴标准为每人每月八百元"
    for path, quote, shown in (
        (("第二章 聘用与补贴", article), f"{article}，按月发放。", "第二章 聘用与补贴 > 第四条 · 第4段"),
        (("第二章 聘用与补贴", article), "按月发放。", f"第二章 聘用与补贴 > {article} · 第4段"),
        (("5.1.4 设备应当每年检定",), "5.1.4 设备应当每年检定一次。", "5.1.4 · 第4段"),
        (("（三）坚持安全性。",), "（三）坚持安全性。", "（三） · 第4段"),
        (("绪论",), "绪论中说明了来由。", "绪论 · 第4段"),
    ):
        one = replace(citation, quote=quote, passage=replace(citation.passage, path=path))
        answer = Answered("?", (Claim(quote, (one,)),), 0.9)
        assert f"  [1] {shown}\n" in render_answer(answer, TITLES, Language.CHINESE) + "\n"


def test_a_report_looks_as_its_golden_file() -> None:
    """An ingest's report names each group of files, the skipped ones with their reason."""
    report = Report(
        ("新.txt",), ("变\x1b[31m.txt",), ("同.txt", "b.txt"), ("旧.txt",), (Skipped("坏.txt", "encoding"), Skipped("空.md", "empty")),
        31, 4, 27, 1.25, "g000002-00000000",
    )  # fmt: skip
    shown = "".join(render_report(report, language) + "\n\n" for language in Language)
    path = GOLDEN / "report.txt"
    if WRITE:
        path.write_text(shown, "utf-8")
    assert shown == path.read_text("utf-8")


def test_only_what_answers_is_bold() -> None:
    """With colour the answering words of a quotation are bold and nothing else of it is."""
    shown = render_answer(ANSWERS["two_sources"], TITLES, Language.CHINESE, True)
    assert "组建\x1b[1m12个\x1b[0m督导组" in shown


@given(st.text(max_size=80))
def test_safe_text_has_nothing_that_steers_a_terminal(text: str) -> None:
    """Whatever the text, no control, escape, direction mark or lone surrogate is left."""
    for shown in (safe(text), *safe_lines(text).split("\n")):
        for char in shown:
            code = ord(char)
            assert code >= 0x20
            assert not 0x7F <= code <= 0x9F
            assert not 0x202A <= code <= 0x202E
            assert not 0x2066 <= code <= 0x2069
            assert char not in "\u200e\u200f\u061c\u2028\u2029"
            assert not 0xD800 <= code <= 0xDFFF
            assert not 0xE0000 <= code <= 0xE007F


@given(st.text(alphabet="政法队伍, 。建abc12", max_size=40))
def test_safe_text_leaves_plain_text_alone(text: str) -> None:
    """Characters that are harmless stay, each of them."""
    assert safe(text) == text
