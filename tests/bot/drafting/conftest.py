"""These tests index documents of their own, each a few."""

from __future__ import annotations

import pytest

from vectorstore.embedding.encoders import Encoder


@pytest.fixture(scope="session", autouse=True)
def _engine_stays(bundled_engine: Encoder) -> None:
    """The embedding engine is loaded once for all of them."""
