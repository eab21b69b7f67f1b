"""A scan on the page of `yinju serve`: its citations are marked as recognised, with how surely."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.bot.cli.test_scanned import _QUOTED, pytestmark, scan
from tests.bot.serving.running import serving
from tests.browsing import browser, sized

__all__ = ["browser", "pytestmark", "scan"]
_SURE = re.compile(r"扫描识别，把握\d\d%")


def test_a_recognised_citation_is_marked_with_its_certainty(
    browser: Any, scan: tuple[Path, dict[str, str]]
) -> None:
    """Behind the claim, among the sources, beside the open source and under a checked quotation."""
    data, settings = scan
    with serving(data, **settings) as running:
        sized(browser, 1280, 860)
        browser.get(f"{running.url}/")
        browser.find_element(By.ID, "question").send_keys("交接班记录由哪个部门保存几年?", Keys.ENTER)
        wait = WebDriverWait(browser, 120)
        wait.until(lambda _: browser.find_elements(By.CSS_SELECTOR, ".sources .scan"))
        claim = browser.find_element(By.CSS_SELECTOR, ".claim .scan")
        assert claim.text == "扫描识别"
        assert _SURE.fullmatch(claim.get_attribute("title"))
        assert _SURE.fullmatch(browser.find_element(By.CSS_SELECTOR, ".sources .scan").text)
        note = browser.find_element(By.ID, "source-scan")
        wait.until(lambda _: note.is_displayed())
        assert _SURE.match(note.text)
        assert "请核对原件" in note.text

        browser.find_element(By.ID, "tab-check").click()
        browser.find_element(By.ID, "draft").send_keys(_QUOTED)
        browser.find_element(By.ID, "check-one").click()
        wait.until(lambda _: browser.find_elements(By.CSS_SELECTOR, ".found .scan"))
        assert _SURE.fullmatch(browser.find_element(By.CSS_SELECTOR, ".found .scan").text)
        assert "请核对原件" in browser.find_element(By.CSS_SELECTOR, ".found .scan-note").text
