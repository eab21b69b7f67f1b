"""The loopback server, the real index of the seeds, and the real bot between them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.questions.suggestions import Suggestions
from tests.bot.telegram.scripted import scripted_shelf
from tests.botapi.person import Person, bot_messages, wait_until
from tests.botapi.running import bot_in_thread
from tests.botapi.server import BotApiServer
from tests.botapi.world import World
from tests.commands import Done
from vectorstore.embedding.encoders import Encoder
from vectorstore.index import generations


@pytest.fixture(scope="session")
def seed_index(first_ingest: tuple[Path, Done]) -> Path:
    """The index of the seeds that all tests share. Tests only read it."""
    folder, done = first_ingest
    assert done.code == 0, done.err
    return folder / "index"


@pytest.fixture
def data(tmp_path: Path, seed_index: Path, bundled_engine: Encoder) -> Path:
    """A data folder of its own over the index of the seeds."""
    return data_over(tmp_path / "data", seed_index)


def data_over(folder: Path, index: Path) -> Path:
    """A new data folder over an index for whose documents there are no questions to offer.

    Every bot that starts without any asks the documents for seconds to find some.
    """
    folder.mkdir()
    (folder / "index").symlink_to(index)
    Suggestions(folder).keep(generations.current(index).name, ())
    return folder


@pytest.fixture
def server() -> Iterator[BotApiServer]:
    """A Bot API server that behaves, until a test says otherwise."""
    with BotApiServer() as server:
        yield server


class Chat:
    """A person in a private chat with a bot, who waits for what comes back."""

    def __init__(
        self, server: BotApiServer, number: int = 42, name: str = "甲", speaks: str = "zh-hans"
    ) -> None:
        self.world = server.world
        self.person = Person(server.world, number, name, speaks)
        self.id = number

    def replies(self) -> list[Any]:
        """What the bot has sent here."""
        return bot_messages(self.world, self.id)

    def awaits(self, action: Callable[[], Any], more: int = 1, seconds: float = 60.0) -> Any:
        """Do something and wait for so many more messages; returns the last."""
        before = len(self.replies())
        action()
        wait_until(self.world, lambda: len(self.replies()) >= before + more, seconds, "no reply came")
        return self.replies()[-1]

    def says(self, text: str, **more: Any) -> Any:
        """Write and wait for the reply."""
        return self.awaits(lambda: self.person.says(text, **more))

    def presses(self, message: Any, label: str = "", data: str | None = None) -> dict[str, Any]:
        """Press a button and wait until the press is answered; returns that answer."""
        query = self.person.presses(message, label, data)
        wait_until(self.world, lambda: query in self.world.callback_answers, 20, "the press was not answered")
        return self.world.callback_answers[query]


@pytest.fixture
def scripted(server: BotApiServer, data: Path) -> Iterator[Chat]:
    """A chat with a bot whose answers are scripted; everything else about it is real."""
    with bot_in_thread(server, data, open_shelf=scripted_shelf):
        yield Chat(server)


def all_handled(world: World, data: Path) -> bool:
    """Whether the bot over a data folder has handled to its end every update that there was."""
    (inbox,) = (data / "telegram").glob("inbox-*.db")
    with closing(sqlite3.connect(inbox, timeout=10)) as database:
        (count,) = database.execute("SELECT count(*) FROM updates WHERE done = 1").fetchone()
    return bool(count == world.pushed)
