"""The real servers that these tests share."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

import pytest

from tests.servers.chroma import ChromaProcess, program
from tests.servers.postgres import PostgresProcess, programs


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    """A running Chroma server; tests that end it start it again."""
    if not program():
        pytest.skip("the command `chroma` is not installed: run make test-server")
    server = ChromaProcess(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.kill()


def why_no_postgres() -> str:
    """Why there is no PostgreSQL for tests; empty where there is one."""
    if importlib.util.find_spec("psycopg") is None:
        return "psycopg is not installed: run make test-server"
    return "" if programs() else "PostgreSQL is not installed: run make test-server"


@pytest.fixture(scope="module")
def postgres() -> Iterator[PostgresProcess]:
    """A running PostgreSQL; tests that end it start it again."""
    if reason := why_no_postgres():
        pytest.skip(reason)
    server = PostgresProcess()
    try:
        server.start()
        yield server
    finally:
        server.remove()
