"""`docs/settings.md` is what the settings are."""

from __future__ import annotations

import re

from bot.cli.settings_page import settings_page
from bot.settings import known_names
from tests.commands import PROJECT

TEXT = (PROJECT / "docs" / "settings.md").read_text("utf-8")


def test_the_page_is_what_is_generated() -> None:
    """docs/settings.md is the output of `python -m bot.cli.settings_page`."""
    assert settings_page() == TEXT


def test_the_page_has_a_row_for_each_setting() -> None:
    """The rows are the settings in their order, each with a sentence."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`[^`]+`)? ?\| (\S.+) \|$", TEXT, re.MULTILINE)
    assert [name for name, _ in rows] == list(known_names())
