"""The page of a document in a real, headless Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from bot.cli.render.document_page import page
from bot.types import Language
from tests.bot.cli.render.test_document_page import HOSTILE
from tests.lookup_library import entries_of, seed_entries
from vectorstore.index.catalog import Entry
from vectorstore.types import Passage

_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A headless Chromium with an empty profile; without one the tests fail."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.fail("The page tests need Chromium and chromedriver. Run: .ci/install-browser")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*_FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    yield started
    started.quit()


def _open(browser: Any, folder: Path, entry: Entry, cited: Passage, fragment: str = "") -> str:
    path = folder / "page.html"
    html = page(entry.document, entry.nodes, entry.passages, cited, Language.CHINESE)
    path.write_text(html, encoding="utf-8")
    browser.get("about:blank")
    browser.get(path.as_uri() + fragment)
    return html


def _size(browser: Any, width: int, height: int, scheme: str = "light") -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature], "media": ""})


_BOX = "const r = document.getElementById('cited').getBoundingClientRect(); return [r.top, r.bottom, innerHeight]"


@pytest.mark.parametrize("fragment", ["", "#cited"])
@pytest.mark.parametrize(("width", "height"), [(1280, 860), (390, 844)])
def test_the_cited_passage_is_in_sight_and_equals_the_quotation(
    browser: Any, tmp_path: Path, width: int, height: int, fragment: str
) -> None:
    """On a desk and on a phone the page opens at the highlighted passage, which is the source's text."""
    entry = seed_entries()[3]
    _size(browser, width, height)
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
    _size(browser, 1280, 860, scheme)
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
    _size(browser, 390, 844)
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


def test_print_leaves_the_outline_out(browser: Any, tmp_path: Path) -> None:
    """On paper there is the document, not the navigation."""
    entry = seed_entries()[1]
    _open(browser, tmp_path, entry, entry.passages[5])
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": []})
    shown = browser.execute_script("return getComputedStyle(document.querySelector('nav')).display")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    assert shown == "none"
