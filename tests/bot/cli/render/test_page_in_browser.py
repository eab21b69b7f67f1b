"""The page of a document in a real, headless Chromium."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from bot.citations.formats import Style
from bot.cli.render.document_page import page
from bot.types import Language
from tests.bot.cli.render.test_document_page import HOSTILE
from tests.browsing import WIDER_THAN, browser, clipboard, on_paper, sized, text_of_pdf
from tests.lookup_library import entries_of, seed_entries
from vectorstore.index.catalog import Entry
from vectorstore.types import Passage, Span

__all__ = ["browser"]


def _open(browser: Any, folder: Path, entry: Entry, cited: Passage, fragment: str = "") -> str:
    path = folder / "page.html"
    html = page(entry.document, entry.nodes, entry.passages, cited, Language.CHINESE)
    path.write_text(html, encoding="utf-8")
    browser.get("about:blank")
    browser.get(path.as_uri() + fragment)
    return html


_BOX = "const r = document.getElementById('cited').getBoundingClientRect(); return [r.top, r.bottom, innerHeight]"


@pytest.mark.parametrize("fragment", ["", "#cited"])
@pytest.mark.parametrize(("width", "height"), [(1280, 860), (390, 844)])
def test_the_cited_passage_is_in_sight_and_equals_the_quotation(
    browser: Any, tmp_path: Path, width: int, height: int, fragment: str
) -> None:
    """On a desk and on a phone the page opens at the highlighted passage, which is the source's text."""
    entry = seed_entries()[3]
    sized(browser, width, height)
    for cited in entry.passages[3::9]:
        _open(browser, tmp_path, entry, cited, fragment)
        top, bottom, inner = browser.execute_script(_BOX)
        assert top < inner
        assert bottom > 0
        assert top >= -1
        marked = browser.execute_script(
            "return [...document.querySelectorAll('mark')].map(m => m.textContent).join('')"
        )
        quoted = cited.span.of(entry.document.text)
        assert "".join(marked.split()) == "".join(quoted.split())
        wide = browser.execute_script("return document.documentElement.scrollWidth")
        assert wide <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_highlight_shows_on_a_screenshot(browser: Any, tmp_path: Path, scheme: str) -> None:
    """In light and in dark the screenshot has the highlight's colour where the passage is."""
    entry = seed_entries()[0]
    sized(browser, 1280, 860, scheme)
    _open(browser, tmp_path, entry, entry.passages[9])
    picture = tmp_path / f"{scheme}.png"
    assert browser.save_screenshot(str(picture))
    assert picture.stat().st_size > 20_000
    colours = browser.execute_script(
        "const s = e => getComputedStyle(document.querySelector(e)); "
        "return [s('mark').backgroundColor, s('html').backgroundColor, s('html').color]"
    )
    assert len(set(colours)) == 3
    assert colours[1] == {"light": "rgb(251, 250, 247)", "dark": "rgb(25, 25, 23)"}[scheme]
    mark = [int(part) for part in colours[0][4:-1].split(",")]
    shot = browser.get_screenshot_as_base64()
    browser.get("about:blank")
    pixels = browser.execute_async_script(_PIXELS, shot, mark)
    assert pixels > 2000


# Counts the screenshot's pixels of one colour, on a blank page that has no policy.
_PIXELS = """
const [data, mark, done] = arguments;
const frame = document.createElement('canvas'), picture = new Image();
picture.onload = () => {
  frame.width = picture.width; frame.height = picture.height;
  const c = frame.getContext('2d'); c.drawImage(picture, 0, 0);
  const p = c.getImageData(0, 0, frame.width, frame.height).data; let n = 0;
  for (let i = 0; i < p.length; i += 4) n += mark.every((v, k) => Math.abs(v - p[i + k]) < 3);
  done(n);
};
picture.onerror = () => done(-1);
picture.src = 'data:image/png;base64,' + data;
"""


def test_hostile_text_shows_as_text_and_runs_nothing(browser: Any, tmp_path: Path) -> None:
    """Tags in a document are seen as characters, no dialog opens, a very long line is wrapped."""
    entry = entries_of({"a.txt": HOSTILE})[0]
    sized(browser, 390, 844)
    for cited in entry.passages:
        _open(browser, tmp_path, entry, cited)
        shown = browser.execute_script("return document.querySelector('main').innerText")
        assert "<script>alert(1)</script>" in shown
        assert "<img src=x onerror=alert(2)>" in shown
        assert browser.execute_script("return document.scripts.length") == 1
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
        assert not browser.execute_script("return document.querySelectorAll('img, svg, b').length")


def test_the_policy_is_obeyed_and_nothing_is_asked_for(browser: Any, tmp_path: Path) -> None:
    """The style sheet and the script pass the page's own policy; no other resource is loaded."""
    entry = seed_entries()[1]
    browser.get_log("browser")
    _open(browser, tmp_path, entry, entry.passages[5])
    assert browser.get_log("browser") == []
    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0


@pytest.mark.parametrize("number", range(5))
def test_on_paper_nothing_is_cut_and_every_key_can_be_read(browser: Any, tmp_path: Path, number: int) -> None:
    """Printed, there is the document whole with its keys, and neither outline nor buttons; no line is cut."""
    entry = seed_entries()[number]
    _open(browser, tmp_path, entry, entry.passages[5])
    with on_paper(browser, "dark") as sheet:
        assert browser.execute_script(WIDER_THAN, sheet.width) == []
        for name in ("nav", ".copies", ".skip"):
            gone = f"return [...document.querySelectorAll('{name}')].every(e => getComputedStyle(e).display === 'none')"
            assert browser.execute_script(gone), name
        shown = text_of_pdf(sheet.pdf)
    for passage in entry.passages:
        assert passage.key in shown, passage.key
    last = "".join(entry.passages[-1].span.of(entry.document.text).split())[-8:]
    assert last in shown
    assert browser.execute_script("return getComputedStyle(document.querySelector('nav')).display") != "none"


def test_a_key_is_shown_on_hover_and_on_tap(browser: Any, tmp_path: Path) -> None:
    """A paragraph shows its number; its key appears under the pointer, and stays where it was tapped."""
    entry = seed_entries()[0]
    shown = "return getComputedStyle(arguments[0], '::after').display"
    for width in (1280, 390):
        sized(browser, width, 860)
        _open(browser, tmp_path, entry, entry.passages[5], "#k-none")
        key = browser.find_element(By.CSS_SELECTOR, ".key:not(.of-cited)")
        other = browser.find_elements(By.CSS_SELECTOR, ".key")[-1]
        assert key.get_attribute("data-key") in key.get_attribute("aria-label")
        assert browser.execute_script(shown, key) == "none"
        if width > 600:
            ActionChains(browser).move_to_element(key).perform()
            assert browser.execute_script(shown, key) != "none"
        key.click()
        assert browser.execute_script(shown, key) != "none"
        assert browser.execute_script(shown, other) == "none"
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_the_words_that_answer_are_marked_inside_the_quotation(browser: Any, tmp_path: Path) -> None:
    """The figure is marked in the sentence, which is highlighted whole; outside of it nothing is."""
    entry = seed_entries()[0]
    text = entry.document.text
    start = text.index("形成调研报告48份")
    quoted, figure = Span(start, start + 9), Span(start + 6, start + 9)
    elsewhere = Span(0, 2)
    cited = next(one for one in entry.passages if one.span.overlaps(quoted))
    html = page(
        entry.document, entry.nodes, entry.passages, cited, Language.CHINESE, quoted, (figure, elsewhere)
    )
    path = tmp_path / "figure.html"
    path.write_text(html, encoding="utf-8")
    browser.get(path.as_uri())
    joined = "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent).join('|')"
    assert browser.execute_script(joined, "mark em.figure") == figure.of(text) == "48份"
    assert browser.execute_script(joined, ".figure") == "48份"
    assert browser.execute_script(joined, "mark").replace("|", "") == quoted.of(text)
    assert len(browser.find_elements(By.ID, "cited")) == 1


@pytest.mark.parametrize("refused", [False, True])
def test_ready_citations_are_copied(browser: Any, tmp_path: Path, refused: bool) -> None:
    """Each button puts its citation on the clipboard, also where the page may not use the clipboard itself."""
    entry = seed_entries()[0]
    cited = entry.passages[5]
    ready = {style.value: f"{style.value} “引文”<b>&amp;\n> 第二行" for style in Style}
    html = page(entry.document, entry.nodes, entry.passages, cited, Language.CHINESE, references=ready)
    path = tmp_path / "copies.html"
    path.write_text(html, encoding="utf-8")
    sized(browser, 1280, 860)
    browser.get(path.as_uri())
    if refused:
        browser.execute_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    buttons = browser.find_elements(By.CSS_SELECTOR, ".copies button")
    assert [one.text for one in buttons] == ["文字", "Markdown 格式", "GB/T 7714 格式"]
    for button, wanted in zip(buttons, ready.values(), strict=True):
        button.click()
        WebDriverWait(browser, 10).until(lambda _, button=button: button.text == "已复制")
        assert clipboard(browser) == wanted


def test_without_what_is_to_be_copied_there_is_no_button(browser: Any, tmp_path: Path) -> None:
    """A passage that no longer holds has nothing to copy."""
    entry = seed_entries()[0]
    _open(browser, tmp_path, entry, entry.passages[5])
    assert browser.find_elements(By.CSS_SELECTOR, ".copies") == []
