"""The real servers that these tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.chroma import ChromaProcess, program


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    """A running Chroma server; tests that end it start it again."""
    if not program():
        pytest.skip("the command `chroma` is not installed: run make test-server")
    server = ChromaProcess(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.kill()
