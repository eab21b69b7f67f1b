"""The report of an evaluation, in a real, headless Chromium and as text."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from bot.abstention.features import FEATURES
from bot.evaluation.comparison import compare
from bot.evaluation.evaluate import Case, FoundPassage, Outcome, tallies
from bot.evaluation.report.page import evaluation_page
from bot.evaluation.report.plots import recall_plot
from bot.evaluation.report.table import render_table, table_of
from bot.messages.evaluation import REASONS, kind_name
from bot.messages.signs import SIGNS
from bot.types import Language, Reason, Signs
from tests.bot.evaluation.test_comparison import GOOD, _before
from tests.browsing import WIDER_THAN, browser, printed, sized
from vectorstore.types import Hit, Passage, Span

__all__ = ["browser"]

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;$\\frac$[bold]\x1b[31m\u202e"


def outcomes() -> list[Outcome]:
    """Ten questions of three kinds; every text that a stranger could have written is hostile."""
    hit = Hit(Passage("8XJ3-TJCK-1B2C", EVIL, Span(0, 4), 1, 0, (EVIL,)), EVIL, 0.5, 0.8, 7.5, 2, 3, 0.6, 1)
    found = (FoundPassage(1, hit, True, EVIL, 0.4), FoundPassage(2, hit, False))
    signs = Signs({"words": 0.4, "missing": 0.3}, 0.5)
    case = Case("e", EVIL, EVIL, True, ((EVIL,),), ((EVIL, EVIL),), (EVIL,))
    declined = Outcome(
        case, False, "not-in-documents", 0.2, 1, True, True, False, False, 0.3, (), EVIL, (1,), found, signs
    )
    wrong = replace(declined, answered=True, reason="", claims=(EVIL,), case=replace(case, id="w"))
    silent = Case("s", "near-miss", "没有答案的问题?", False)
    rightly = Outcome(silent, False, "not-in-documents", 0.1, 0, False, False, False, False, 0.2, ())
    wrongly = replace(
        rightly, answered=True, probability=0.7, claims=("不对。",), case=replace(silent, id="t")
    )
    good = [replace(GOOD, case=replace(GOOD.case, id=f"g{n}"), probability=0.9 - n / 20) for n in range(6)]
    return [declined, wrong, rightly, wrongly, *good]


def page(language: Language = Language.CHINESE) -> str:
    """The report of these questions, compared with a run in which one of them went well."""
    asked = outcomes()
    before = _before(replace(asked[0], answered=True, right=True, cited=True))
    return evaluation_page(
        asked,
        tallies(asked),
        {"words": 2.0, "missing": -3.0},
        language,
        file=EVIL,
        when="2026-11-22",
        compared=compare(before, asked),
    )


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_report_shows_its_plots_and_runs_nothing(
    browser: Any, tmp_path: Path, width: int, scheme: str
) -> None:
    """Four plots are drawn, hostile text is text, nothing is loaded, and no line is wider than the screen."""
    path = tmp_path / "report.html"
    path.write_text(page(), encoding="utf-8")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature], "media": ""})
    browser.get_log("browser")
    browser.get(path.as_uri())
    drawn = browser.execute_script("return [...document.images].map(i => i.naturalWidth)")
    assert len(drawn) == 4
    assert min(drawn) > 200
    assert browser.execute_script("return document.scripts.length") == 0
    assert browser.execute_script("return document.querySelectorAll('svg, b, script, [onerror]').length") == 0
    browser.execute_script("document.querySelectorAll('details').forEach(one => { one.open = true })")
    shown = browser.execute_script("return document.body.innerText")
    assert "<script>alert(1)</script>" in shown
    assert "概率 0.200，达到 0.500 才作答" in shown
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert browser.get_log("browser") == []
    loaded = browser.execute_script("return performance.getEntriesByType('resource').map(one => one.name)")
    assert [one for one in loaded if not one.startswith("data:")] == []


def test_on_paper_every_failure_is_open_and_nothing_is_cut(browser: Any, tmp_path: Path) -> None:
    """Printed, each closed part is open, no table is wider than the sheet, and it is ink on white."""
    path = tmp_path / "report.html"
    path.write_text(page(), encoding="utf-8")
    with printed(browser, path, scheme="dark") as size:
        wide = browser.execute_script(WIDER_THAN, size.width)
        assert wide == []
        hidden = browser.execute_script(
            "return [...document.querySelectorAll('details dl, details table')].filter(one => "
            "!one.checkVisibility({contentVisibilityAuto: true}) || one.getBoundingClientRect().height < 5).length"
        )
        assert hidden == 0
        assert browser.execute_script("return getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        # Plots that are turned round for dark paper aren't turned round on white.
        assert browser.execute_script("return getComputedStyle(document.images[0]).filter") == "none"


def test_plots_can_be_read_in_the_dark(browser: Any, tmp_path: Path) -> None:
    """On dark paper the ink of the plots is light."""
    path = tmp_path / "report.html"
    path.write_text(page(), encoding="utf-8")
    sized(browser, 1280, 900, "dark")
    browser.get(path.as_uri())
    assert "invert" in browser.execute_script("return getComputedStyle(document.images[0]).filter")
    paper = browser.execute_script("return getComputedStyle(document.documentElement).backgroundColor")
    assert paper == "rgb(25, 25, 23)"


@pytest.mark.parametrize("language", list(Language))
def test_names_are_in_the_pages_language(language: Language) -> None:
    """Kinds, signs and reasons have names in the language of the page; no code of the program is shown."""
    hit_free = replace(outcomes()[0], found=(), case=replace(outcomes()[0].case, kind="near-miss"))
    weights = {"words": 2.0, "missing": -3.0}
    html = unescape(evaluation_page([hit_free], tallies([hit_free]), weights, language, file="f", when="now"))
    for chinese, english, code in (
        ("近似", "near miss", "near-miss"),
        ("文档没有回答", "not in the documents", "not-in-documents"),
        (*SIGNS["words"], ">words<"),
    ):
        assert (chinese, english)[language is Language.ENGLISH] in html
        assert code not in html


def test_every_sign_and_reason_has_a_name() -> None:
    """What the decision comes from and why it declines is named in both languages."""
    assert set(SIGNS) >= set(FEATURES)
    assert set(REASONS) == {reason.value for reason in Reason}
    assert {kind_name("", one) for one in Language} == {"全部", "all"}
    assert kind_name("自定", Language.ENGLISH) == "自定"


def test_each_failure_is_explained() -> None:
    """What was asked, expected, said and retrieved by which part stands in the part of each failure."""
    shown = page(Language.ENGLISH)
    assert shown.count("<details>") == 3
    for phrase in ("evidence at rank 1", "2 / 0.800", "3 / 7.5", "1 / 0.600", "0.40 ", "-0.90", "+0.80"):
        assert phrase in shown
    assert "declined, but the documents answer" in shown
    assert "1 questions in both: as it should be 1 → 0; 0 better, 1 worse" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_the_report_of_the_same_run_is_the_same() -> None:
    """Two pages of the same outcomes are equal byte for byte."""
    assert page() == page()


def test_a_kind_is_no_markup_on_the_terminal() -> None:
    """Brackets in a kind's name are shown, its escape sequences are not."""
    shown = render_table(tallies(outcomes()), Language.ENGLISH, width=400)
    assert "[bold]" in shown
    assert "\x1b" not in shown
    assert "right+cited" in shown


def test_a_column_with_nothing_in_it_is_left_out() -> None:
    """Short answers have a column only where a question states one; the columns of a table have a cell each."""
    heads, rows = table_of(tallies(outcomes()), Language.ENGLISH)
    assert "short right" not in heads
    assert "declined rightly" in heads
    assert {len(row) for row in rows} == {len(heads)}
    assert all(any(row[number] for row in rows) for number in range(len(heads)))


def test_the_lines_of_a_plot_differ_without_their_colours() -> None:
    """Of the two lines of recall one is dashed."""
    svg = recall_plot((1, 3), {"a": (0.5, 1.0), "b": (0.2, 0.4)}, Language.ENGLISH)
    assert svg.count("stroke-dasharray") >= 1
