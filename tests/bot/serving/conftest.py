"""One server for the tests that only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.serving.running import Server, serving


@pytest.fixture(scope="package")
def server(data_dir: Path) -> Iterator[Server]:
    """`yinju serve` over the seeds."""
    with serving(data_dir) as running:
        yield running
