"""These tests are about what the engines give: nothing is taken from what others have embedded."""

from __future__ import annotations

import pytest

from tests.readings import ANEW


@pytest.fixture(autouse=True)
def _embeds_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every text is embedded by the engine that the test asks."""
    monkeypatch.setenv(ANEW, "1")
