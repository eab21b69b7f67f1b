"""A real, headless Chromium for the tests of pages and for the pictures of them."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

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
#: Pixels of an A4 sheet between margins of 1 cm, at 96 to the inch.
_SHEET = (718, 1046)

#: The elements with text that reach over the right edge, by tag and text; as a script with the width.
WIDER_THAN = """
return [...document.querySelectorAll('body *')].filter(one => one.textContent.trim() && one.checkVisibility()
  && one.getBoundingClientRect().right > arguments[0] + 1 && getComputedStyle(one).position !== 'absolute')
  .map(one => one.tagName + ' ' + one.textContent.trim().slice(0, 30));
"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was printed: the width that a sheet has, and the PDF."""

    width: int
    pdf: bytes


@contextmanager
def chromium(profile: Path) -> Iterator[Any]:
    """A browser with an empty profile. Raises `FileNotFoundError` where there is none."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if not program or not driver:
        raise FileNotFoundError("Chromium and chromedriver are needed. Run: .ci/install-browser")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*_FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    try:
        yield started
    finally:
        started.quit()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The browser of a file of tests; without one they fail."""
    try:
        with chromium(tmp_path_factory.mktemp("profile")) as started:
            yield started
    except FileNotFoundError as exc:
        pytest.fail(str(exc))


def sized(browser: Any, width: int, height: int, scheme: str = "light") -> None:
    """A screen of this size; a narrow one is a phone's."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature], "media": ""})


@contextmanager
def on_paper(browser: Any, scheme: str = "light") -> Iterator[Sheet]:
    """The page that is open, laid out as it is printed on A4, for as long as the block lasts."""
    width, height = _SHEET
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    feature = {"name": "prefers-color-scheme", "value": scheme}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": [feature]})
    sheet = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": True}
    margins = dict.fromkeys(("marginTop", "marginBottom", "marginLeft", "marginRight"), 0.39)
    pdf = browser.execute_cdp_cmd("Page.printToPDF", {**sheet, **margins})["data"]
    try:
        yield Sheet(width, base64.b64decode(pdf))
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


@contextmanager
def printed(browser: Any, path: Path, scheme: str = "light") -> Iterator[Sheet]:
    """A file, as it is printed on A4."""
    browser.get(path.as_uri())
    with on_paper(browser, scheme) as sheet:
        yield sheet


def clipboard(browser: Any) -> str:
    """What stands on the clipboard."""
    browser.execute_cdp_cmd(
        "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )
    text: str = browser.execute_async_script(
        "const done = arguments[0]; navigator.clipboard.readText().then(done, e => done('! ' + e))"
    )
    return text


def text_of_pdf(pdf: bytes) -> str:
    """The words that are on the sheets, without spaces and line ends."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    found = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return "".join(found.split())
