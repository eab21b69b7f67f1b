"""The settings of the servers: what is accepted, and what is shown of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import TelegramSettings
from bot.settings.servers import ChromaSettings
from tests.commands import SEEDS, run
from tests.servers.chroma import ChromaProcess
from tests.servers.postgres import PostgresProcess


def _chroma(**values: object) -> ChromaSettings:
    return ChromaSettings(_env_file=None, **values)  # type: ignore[call-arg,arg-type]


def test_without_an_address_there_is_no_server() -> None:
    """The default is the embedded store."""
    assert _chroma().server is None


def test_headers_are_one_line_or_a_json_object() -> None:
    """Both forms give the same headers, and none of them is in what is printed of the server."""
    one = _chroma(url="https://chroma.example:8000/", headers="X-Chroma-Token: geheim").server
    assert one is not None
    assert one.headers == (("X-Chroma-Token", "geheim"),)
    assert one == _chroma(url="https://chroma.example:8000", headers='{"X-Chroma-Token": "geheim"}').server
    assert "geheim" not in repr(one) + one.place


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "chroma.example:8000"},
        {"url": "https://me:secret@chroma.example"},
        {"url": "https://chroma.example?token=secret"},
        {"headers": "no colon"},
        {"headers": '{"a": }'},
        {"headers": "A: b\r\nC: d"},
        {"collection": "-yinju"},
        {"ca_file": "/nowhere/ca.pem"},
    ],
    ids=lambda wrong: next(iter(wrong.values())),
)
def test_what_can_not_work_is_refused(wrong: dict[str, str]) -> None:
    """An address with a secret in it, headers that are none, a name that Chroma refuses, a file that is not there."""
    with pytest.raises(ValidationError):
        _chroma(**wrong)


def test_a_database_is_an_address_of_postgresql() -> None:
    """Another database's address is refused."""
    with pytest.raises(ValidationError):
        TelegramSettings(_env_file=None, database_url="mysql://x/y")  # type: ignore[call-arg,arg-type]


def test_config_and_doctor_show_the_servers_and_no_secret(
    chroma: ChromaProcess, postgres: PostgresProcess, tmp_path: Path
) -> None:
    """Set in `.env`: both commands name the servers in use, and hide what opens them."""
    docs = tmp_path / "docs"
    docs.mkdir()
    shutil.copy(next(SEEDS.glob("002*.txt")), docs)
    address = postgres.url.replace("tester@", "tester:geheim@")
    (tmp_path / ".env").write_text(
        f"CHROMA_URL={chroma.url}\nCHROMA_COLLECTION=shown\nCHROMA_HEADERS=Authorization: Bearer geheim\n"
        f"TELEGRAM_DATABASE_URL={address}\n",
        encoding="utf-8",
    )
    assert run(tmp_path, "ingest", str(docs)).code == 0
    config, doctor = run(tmp_path, "config"), run(tmp_path, "doctor")
    assert (config.code, doctor.code) == (0, 0), doctor.out
    assert f"CHROMA_URL={chroma.url}\n" in config.out
    assert "CHROMA_HEADERS=********\n" in config.out
    assert f"TELEGRAM_DATABASE_URL=postgresql://********@127.0.0.1:{postgres.port}/postgres" in config.out
    assert f"{chroma.url} default_tenant/default_database/shown shown-g000001-" in doctor.out
    assert f"127.0.0.1:{postgres.port}/postgres PostgreSQL" in doctor.out
    assert "geheim" not in config.out + config.err + doctor.out + doctor.err
    # Nothing of the vectors is on this machine but the plain file.
    assert not list((tmp_path / "index").rglob("chroma.sqlite3"))
