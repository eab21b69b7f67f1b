"""The page of `yinju serve` in a real, headless Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.bot.serving.running import TOKEN, Server, serving
from tests.browsing import WIDER_THAN, browser, clipboard, on_paper, sized, text_of_pdf
from tests.commands import SEEDS

__all__ = ["browser"]
TEN = "红河州的十项机制分别是什么?"
OFF = "珠穆朗玛峰有多高?"
DESK, PHONE = (1280, 860), (390, 844)


def _wait(browser: Any, script: str) -> Any:
    return WebDriverWait(browser, 60).until(lambda _: browser.execute_script(f"return {script}"))


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    """The page on a desk, after which the browser's console has nothing to complain of."""
    sized(browser, *DESK)
    _opened(browser, server)
    yield browser
    assert [one for one in browser.get_log("browser") if one["level"] == "SEVERE"] == []


def _opened(browser: Any, server: Server, query: str = "") -> None:
    browser.get("about:blank")
    browser.get_log("browser")
    browser.get(f"{server.url}/{query}")


def _ask(browser: Any, question: str) -> None:
    before = browser.execute_script("return document.querySelectorAll('.answer').length")
    box = browser.find_element(By.ID, "question")
    box.send_keys(question, Keys.ENTER)
    _wait(browser, f"document.querySelectorAll('.answer:not([aria-busy])').length === {before + 1}")


def _marked(browser: Any) -> str:
    marked: str = _wait(
        browser, "[...document.querySelectorAll('#source-text mark')].map(m => m.textContent).join('')"
    )
    return marked


_PLACE = (
    "const r = document.querySelector('#source-text mark').getBoundingClientRect(); return [r.top, r.bottom]"
)


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_an_answer_opens_its_source_at_the_passage(page: Any, size: tuple[int, int]) -> None:
    """On a desk and on a phone each number opens its quotation in the source, marked and in sight."""
    sized(page, *size)
    _ask(page, TEN)
    claims = page.find_elements(By.CSS_SELECTOR, ".claim")
    assert len(claims) == 10
    # Ten places of one document: its title is said once.
    assert len(page.find_elements(By.CSS_SELECTOR, ".sources > li")) == 1
    assert len(page.find_elements(By.CSS_SELECTOR, ".sources button")) == 10
    for claim in (claims[0], claims[6]):
        button = claim.find_element(By.TAG_NAME, "button")
        page.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()
        quote = claim.text.partition("「")[2].partition("」")[0]
        WebDriverWait(page, 60).until(lambda _, quote=quote: _marked(page) == quote)
        top, bottom = page.execute_script(_PLACE)
        assert 0 <= top < bottom <= size[1]
        files = [path for path in SEEDS.glob("*.txt") if quote in path.read_text("utf-8")]
        assert files
        page.find_element(By.TAG_NAME, "body").send_keys(Keys.ESCAPE)
        # The keyboard is back where it was.
        assert page.switch_to.active_element == button
    wide = page.execute_script("return document.documentElement.scrollWidth")
    assert wide <= size[0]


def test_a_follow_up_and_a_new_conversation(page: Any) -> None:
    """A follow-up knows what was asked before; after 新对话 it no longer does."""
    _ask(page, TEN)
    _ask(page, "第三项是什么?")
    newest = page.find_element(By.CSS_SELECTOR, ".answer")
    assert "三是建立健全培训机制抓全" in newest.text
    page.find_element(By.ID, "new").click()
    assert page.find_elements(By.CSS_SELECTOR, ".answer") == []
    _ask(page, "第三项是什么?")
    assert "理解为" not in page.find_element(By.CSS_SELECTOR, ".answer").text


def test_a_decline_says_so_and_claims_nothing(page: Any) -> None:
    """What is not in the documents is declined in a sentence; no source opens by itself."""
    _ask(page, OFF)
    shown = page.find_element(By.CSS_SELECTOR, ".answer")
    assert shown.find_element(By.CSS_SELECTOR, ".message").text.startswith("文档")
    assert page.find_elements(By.CSS_SELECTOR, "#source-text mark") == []


def test_the_keyboard_is_enough(page: Any) -> None:
    """Arrows change the view, / goes to the question, Shift+Enter makes a new line."""
    page.find_element(By.ID, "tab-ask").send_keys(Keys.ARROW_RIGHT)
    assert page.find_element(By.ID, "view-check").is_displayed()
    page.switch_to.active_element.send_keys(Keys.ARROW_RIGHT)
    assert page.find_element(By.ID, "view-documents").is_displayed()
    page.switch_to.active_element.send_keys("/")
    box = page.switch_to.active_element
    assert box.get_attribute("id") == "question"
    box.send_keys("一", Keys.SHIFT + Keys.ENTER, "二")
    assert box.get_attribute("value") == "一\n二"


def test_a_quotation_is_checked_and_its_difference_shown(page: Any) -> None:
    """An altered quotation is called so, with the words that differ; a draft's are checked one by one."""
    page.find_element(By.ID, "tab-check").click()
    draft = page.find_element(By.ID, "draft")
    draft.send_keys("一是建立健全监督机制抓总。")
    page.find_element(By.ID, "check-one").click()
    assert _wait(page, "document.querySelector('.verdict')?.textContent") == "有改动"
    changes = page.find_elements(By.CSS_SELECTOR, "#verdicts ins, #verdicts del")
    assert {"领导", "监督"} <= {change.text for change in changes}
    told = page.find_element(By.CSS_SELECTOR, "#verdicts blockquote div")
    assert told.text == "文字：领导 → 监督"
    assert page.find_element(By.CSS_SELECTOR, "#verdicts blockquote").text.startswith("原文：「")
    draft.clear()
    draft.send_keys("“一是建立健全领导机制抓总。”“一是建立健全监督机制抓总。”")
    page.find_element(By.ID, "check-all").click()
    _wait(page, "document.querySelectorAll('.verdict').length === 2")
    assert [one.text for one in page.find_elements(By.CSS_SELECTOR, ".verdict")] == ["一致", "有改动"]


def test_documents_are_listed_with_their_outline_and_opened_at_a_heading(page: Any) -> None:
    """A heading opens its document with the heading marked."""
    page.find_element(By.ID, "tab-documents").click()
    assert _wait(page, "document.querySelectorAll('#documents > li').length") == 5
    first = page.find_element(By.CSS_SELECTOR, "#documents > li")
    first.find_element(By.TAG_NAME, "summary").click()
    heading = WebDriverWait(page, 60).until(lambda _: first.find_elements(By.CSS_SELECTOR, "ol button"))[1]
    heading.click()
    assert _marked(page).strip() == heading.text.strip()


@pytest.mark.parametrize("size", [DESK, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_can_be_read(page: Any, size: tuple[int, int], scheme: str, tmp_path: Path) -> None:
    """In both schemes text has a contrast of at least 4.5 with what is behind it, marked text too."""
    sized(page, *size, scheme)
    _ask(page, TEN)
    page.find_element(By.CSS_SELECTOR, ".cites button").click()
    _marked(page)
    for name in ("#source-text mark", ".claim", ".hint", "#send", ".cites button", "#source-about"):
        assert page.execute_script(_CONTRAST, name) >= 4.5, (scheme, name)
    picture = tmp_path / "page.png"
    assert page.save_screenshot(str(picture))
    assert picture.stat().st_size > 20_000


# The contrast of an element's text with the nearest background that is painted.
_CONTRAST = """
const element = document.querySelector(arguments[0]);
const parts = colour => colour.match(/[\\d.]+/g).map(Number);
const light = colour => { const [r, g, b] = parts(colour).map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
  return .2126 * r + .7152 * g + .0722 * b; };
let behind = element;
while (behind && parts(getComputedStyle(behind).backgroundColor)[3] === 0) behind = behind.parentElement;
const [a, b] = [light(getComputedStyle(element).color), light(getComputedStyle(behind ?? document.documentElement).backgroundColor)];
return (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
"""


FIGURE = "济南市委政法委形成了多少份调研报告？"


def test_the_short_answer_leads_and_is_marked_in_the_sentence_and_in_the_source(page: Any) -> None:
    """The figure that was asked for comes first, and is marked in the quotation and where it stands."""
    _ask(page, FIGURE)
    claim = page.find_element(By.CSS_SELECTOR, ".claim")
    assert claim.text.startswith("48份 — 「")
    assert claim.find_element(By.CSS_SELECTOR, "em.figure").text == "48份"
    claim.find_element(By.TAG_NAME, "button").click()
    _marked(page)
    assert _wait(page, "document.querySelector('#source-text mark em.figure')?.textContent") == "48份"
    quote = claim.text.partition("「")[2].partition("」")[0]
    assert _marked(page) == quote


@pytest.mark.parametrize("refused", [False, True])
def test_ready_citations_are_copied(page: Any, refused: bool) -> None:
    """Text, Markdown and GB/T 7714 of the open quotation are copied, also without the clipboard's interface."""
    _ask(page, FIGURE)
    if refused:
        page.execute_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    WebDriverWait(page, 60).until(lambda _: page.find_element(By.ID, "source-copies").is_displayed())
    wanted = {
        "text": "“去年以来,委领导班子3次听取",
        "markdown": "> 去年以来,委领导班子3次听取",
        "gbt7714": "济南市委政法委",
    }
    for form, begin in wanted.items():
        button = page.find_element(By.CSS_SELECTOR, f"#source-copies [data-form={form}]")
        button.click()
        WebDriverWait(page, 10).until(lambda _, button=button: button.text == "已复制")
        text = clipboard(page)
        assert text.startswith(begin) if form != "gbt7714" else "[EB/OL]" in text or "[Z]" in text
        assert (form == "gbt7714") != ("形成调研报告48份" in text)


def test_on_paper_an_answer_is_whole_with_its_keys(page: Any) -> None:
    """Printed, there are questions and answers with the keys of their sources; nothing is cut, no control is there."""
    _ask(page, TEN)
    _ask(page, OFF)
    keys = page.execute_script(
        "return [...document.querySelectorAll('.sources .on-paper')].map(e => e.textContent)"
    )
    with on_paper(page, "dark") as sheet:
        assert page.execute_script(WIDER_THAN, sheet.width) == []
        for name in ("header", "#ask-form", "#source", ".row"):
            assert not page.find_element(By.CSS_SELECTOR, name).is_displayed(), name
        shown = text_of_pdf(sheet.pdf)
    assert len(keys) >= 10
    for key in keys:
        assert key in shown
    for part in (TEN, OFF, "十是建立健全"):
        assert part in shown


def test_nothing_is_asked_of_any_other_machine(page: Any, server: Server) -> None:
    """Every resource that the page loads is the server's own, and its policy allows no other."""
    _ask(page, TEN)
    names = page.execute_script("return performance.getEntriesByType('resource').map(e => e.name)")
    assert len(names) >= 3
    assert all(name.startswith(f"{server.url}/") for name in names)
    blocked = page.execute_async_script(
        "const done = arguments[0]; fetch('http://192.0.2.1/').then(() => done('sent'), e => done(e.name))"
    )
    assert blocked == "TypeError"
    told = [one["message"] for one in page.get_log("browser")]
    assert any("Content Security Policy" in one for one in told)


def test_the_page_speaks_english_on_request(page: Any, server: Server) -> None:
    """With ?lang=en nothing on the page but the other language's name and documents is Chinese."""
    _opened(page, server, "?lang=en")
    shown = page.execute_script(
        "document.querySelector('.other').remove(); return document.documentElement.innerText + "
        "document.getElementById('question').placeholder"
    )
    assert not any("一" <= char <= "龥" for char in shown)
    _ask(page, OFF)
    assert "documents" in page.find_element(By.CSS_SELECTOR, ".answer .message").text


def test_what_a_document_holds_is_shown_as_text(browser: Any, tmp_path: Path) -> None:
    """Tags in a document, its name and an answer are characters on the page; nothing of them runs."""
    from tests.commands import run

    folder = tmp_path / "docs"
    folder.mkdir()
    text = "甲县<img src=x onerror=alert(1)>公园情况\n全县新建<b>公园</b>12座<script>alert(2)</script>,改造道路30公里。\n"
    (folder / "a&lt;b.txt").write_text(text, "utf-8")
    data = tmp_path / "data"
    assert run(data, "ingest", str(folder), folder=tmp_path).code == 0
    with serving(data) as running:
        sized(browser, *DESK)
        _opened(browser, running)
        browser.find_element(By.ID, "tab-documents").click()
        _wait(browser, "document.querySelectorAll('#documents > li').length")
        browser.find_element(By.CSS_SELECTOR, "#documents > li > button").click()
        _wait(browser, "document.querySelectorAll('#source-text > *').length")
        shown = browser.execute_script("return document.body.innerText")
        assert "<script>alert(2)</script>" in shown
        assert "a&lt;b.txt" in shown
        assert browser.execute_script("return document.querySelectorAll('img, b, body script').length") == 0


def test_a_token_is_asked_for_once(browser: Any, data_dir: Path) -> None:
    """With a token set, the page asks for it, then does what was asked."""
    with serving(data_dir, SERVE_TOKEN=TOKEN) as running:
        sized(browser, *DESK)
        _opened(browser, running)
        browser.find_element(By.ID, "question").send_keys(TEN, Keys.ENTER)
        field = browser.find_element(By.ID, "token")
        WebDriverWait(browser, 60).until(lambda _: field.is_displayed())
        field.send_keys(TOKEN, Keys.ENTER)
        assert _wait(browser, "document.querySelectorAll('.claim').length === 10")
        assert not field.is_displayed()


def test_a_server_that_is_gone_is_told(browser: Any, data_dir: Path) -> None:
    """When the server has stopped, the page says so in words."""
    with serving(data_dir) as running:
        sized(browser, *DESK)
        _opened(browser, running)
    browser.find_element(By.ID, "question").send_keys(TEN, Keys.ENTER)
    assert "yinju serve" in _wait(browser, "document.querySelector('.answer .error')?.textContent")
