"""Forty files of many formats: all that can be read are in, the rest is named, on every way in."""

from __future__ import annotations

import asyncio
from pathlib import Path, PurePath

import pytest

from bot.telegram.collections.chat_documents import ChatDocuments
from tests.bot.telegram.conftest import Chat
from tests.botapi.person import wait_until
from tests.botapi.running import bot_in_thread
from tests.botapi.server import BotApiServer
from tests.commands import run
from tests.mixed_folder import make, notice
from tests.office_files import has_office
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.index import generations
from vectorstore.index.catalog import Catalog

pytestmark = [
    pytest.mark.skipif(not has_office(), reason="needs LibreOffice, which makes some of the files"),
    pytest.mark.usefixtures("warm_indexing"),
]


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str], dict[str, str]]:
    """The folder, what in it can be read, and why the rest can't."""
    home = tmp_path_factory.mktemp("mixed")
    return home / "office", *make(home / "office", home / "work")


@pytest.fixture(scope="module")
def indexed(mixed: tuple[Path, list[str], dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which `yinju ingest` has indexed the folder, as its test below saw it."""
    folder, readable, unreadable = mixed
    data = tmp_path_factory.mktemp("data")
    done = run(data, "ingest", "--json", str(folder))
    # The exit code for files that were not read, and a report that names each one.
    assert done.code == 4, done.err
    assert done.json["added"] == readable
    assert len(readable) == 30
    assert {one["file"]: one["reason"] for one in done.json["skipped"]} == unreadable
    assert len(unreadable) == 10
    shown = run(data, "ingest")
    assert shown.code == 4
    for name in unreadable:
        assert sum(line.startswith(f"跳过：{name}（") for line in shown.out.splitlines()) == 1
    return data


def _passages(catalog: Catalog, file: str) -> list[tuple[str, tuple[str, ...], str]]:
    return [(catalog.passage_text(p), p.path, p.page) for p in catalog.passages(file)]


def test_thirty_of_forty_files_are_in_with_all_that_they_say(
    mixed: tuple[Path, list[str], dict[str, str]], indexed: Path
) -> None:
    """Exit code 4, thirty documents, ten names with reasons; each document has its own sentences, whole."""
    _, readable, _ = mixed
    catalog = Catalog.open(generations.current(indexed / "index"))
    for name in readable:
        words = "".join(text for text, *_ in _passages(catalog, name))
        number = int(name[:2])
        if name.endswith(("csv", "tsv", "xlsx")):
            assert f"第{number}号设备" in words
            assert str(100 + number) in words
        else:
            wanted = notice(number).replace("，", ",").split("\n", 1)[1].split()
            assert all(line in words.replace("，", ",") for line in wanted), name
    catalog.close()


def test_a_chat_has_the_same_passages_of_the_same_files(
    mixed: tuple[Path, list[str], dict[str, str]], indexed: Path
) -> None:
    """A file of each format that is sent to the bot gives what the command line indexed, and each of the ten a word why not."""
    folder, readable, unreadable = mixed
    chosen = sorted({Path(name).suffix: name for name in readable}.values())
    assert len(chosen) >= 11
    with BotApiServer() as server, bot_in_thread(server, indexed, documents_per_chat=40, upload_seconds=300):
        chat = Chat(server)
        for name in (*chosen, *unreadable):
            before = len(chat.replies())
            chat.person.sends_file(name, (folder / name).read_bytes())
            words = ("已加入",) if name in chosen else ("读不了", "没有文字", "不能读取这种格式")
            wait_until(
                server.world,
                lambda before=before, words=words: any(
                    w in m.text for m in chat.replies()[before:] for w in words
                ),
                300,
                f"{name}: {words}",
            )
    assert server.world.refusals == []
    books = ChatDocuments(indexed / "telegram" / "chats", BUNDLED, 120, 1000 * 1024 * 1024)
    try:
        asyncio.run(books.start())
        found = books.index_of(chat.id)
        assert found
        ours, theirs = (Catalog.open(generations.current(i)) for i in (indexed / "index", found[0]))
        names = {file: PurePath(name).name for file, name in found[1].items()}
        assert sorted(names.values()) == chosen
        for file, name in names.items():
            assert _passages(theirs, file) == _passages(ours, name), name
        assert len(theirs.documents()) == len(chosen)
        ours.close()
        theirs.close()
    finally:
        books.close()
