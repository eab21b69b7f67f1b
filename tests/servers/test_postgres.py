"""Inbox, conversations and limits in a real PostgreSQL, for several workers of one bot."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from bot.errors import DatabaseUnavailable
from bot.telegram.storage.conversations import SCHEMA as CONVERSATIONS
from bot.telegram.storage.conversations import Conversations, Shown, ShownCitation, ShownPage
from bot.telegram.storage.limits import SCHEMA as LIMITS
from bot.telegram.storage.limits import SharedRates, SharedTurns
from bot.telegram.storage.postgres import PostgresDatabase, shown
from bot.telegram.transport import shared_inbox
from bot.telegram.transport.delivery import SCHEMA as OUTBOX
from bot.telegram.transport.inbox import SCHEMA as INBOX
from bot.telegram.transport.shared_inbox import SharedInbox
from bot.types import Language, Turn
from tests.servers.patience import PATIENCE
from tests.servers.postgres import PostgresProcess

_numbers = itertools.count()
_TABLES = INBOX + OUTBOX + shared_inbox.SCHEMA + CONVERSATIONS + LIMITS
Open = Callable[[], PostgresDatabase]


@pytest.fixture
def opened(postgres: PostgresProcess) -> Iterator[Open]:
    """Opens the same stores as often as there are workers."""
    name, all_of_them = f"yinju_{next(_numbers)}", []

    def one() -> PostgresDatabase:
        all_of_them.append(PostgresDatabase(postgres.url, name, _TABLES))
        return all_of_them[-1]

    yield one
    for database in all_of_them:
        database.close()


def message(number: int, chat: int = 1, text: str = "问") -> dict[str, Any]:
    """An update with a message in a chat."""
    return {"update_id": number, "message": {"text": text, "chat": {"id": chat}}}


async def until(condition: Callable[[], Any], seconds: float = PATIENCE) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.02)


def test_what_one_worker_remembers_another_knows(opened: Open) -> None:
    """Turns, what buttons stand for, the language and blocked users are the same for both."""

    async def run() -> None:
        first, second = Conversations(opened()), Conversations(opened())
        turn = Turn("甲\x00?", ("K-1",), ("条目",))
        big = -1_002_233_445_566
        await first.remember(big, 7, 1, turn)
        await first.remember(big, 7, 1, turn)
        assert [t.keys for t in await second.history(big, 7, 2)] == [("K-1",)]
        answer = Shown(
            (ShownPage("<b>甲</b>", "甲", (1,), 1),),
            (ShownCitation("K-1", "a.txt", 3, 9, ((3, 5),)),),
            "问",
            "{}",
        )
        await first.show(big, "名", answer)
        await first.show(big, "名", answer)
        assert await second.shown(big, "名") == answer
        await second.choose_language(big, Language.ENGLISH)
        assert await first.language(big) is Language.ENGLISH
        assert [await first.first_refusal(5), await second.first_refusal(5)] == [True, False]
        await first.block(6, True)
        await second.block(6, True)
        assert await second.is_blocked(6)
        await second.block(6, False)
        assert not await first.is_blocked(6)
        assert await second.counts() == {"turns": 1, "shown": 1, "refused": 1, "blocked": 0}
        await second.forget_files(big, ["a.txt"])
        assert await first.history(big, 7, 2) == ()
        assert (await first.shown(big, "名")).kept == ""  # type: ignore[union-attr]

    asyncio.run(run())


def test_two_workers_count_one_limit(opened: Open) -> None:
    """What a user did in one worker counts in the other, and turns to send are taken one behind the other."""

    async def run() -> None:
        first, second = SharedRates(opened()), SharedRates(opened())
        waits = await asyncio.gather(*(one.wait("asked", 5, 3) for one in (first, second) * 3))
        assert sorted(bool(one) for one in waits) == [False] * 3 + [True] * 3
        assert all(1 <= one <= 60 for one in waits if one)
        assert await second.wait("acted", 5, 3) == await first.wait("asked", 6, 3) == 0
        turns = [SharedTurns(opened()), SharedTurns(opened())]
        waits = sorted(await asyncio.gather(*(one.reserve("-5", 1.0) for one in turns * 2)))
        assert [round(one) for one in waits] == [0, 1, 2, 3]

    asyncio.run(run())


def test_each_update_is_handled_once_and_each_chat_in_order(opened: Open) -> None:
    """Two workers get the same updates of ten chats, some twice: each is handled once, in its chat's order."""
    handled: list[tuple[str, int, int]] = []
    busy: set[int] = set()

    def worker(name: str) -> Callable[[dict[str, Any], int], Awaitable[None]]:
        async def handle(body: dict[str, Any], attempt: int) -> None:
            chat = body["message"]["chat"]["id"]
            assert chat not in busy
            busy.add(chat)
            await asyncio.sleep(0.01)
            busy.discard(chat)
            handled.append((name, chat, body["update_id"]))

        return handle

    async def run() -> None:
        one, two = SharedInbox(opened(), worker("一")), SharedInbox(opened(), worker("二"))
        await one.start()
        updates = [message(number, number % 10) for number in range(200)]
        # Each worker has begun with a chat before the others come, which reach both or the second only.
        await one.put(updates[:1])
        await until(lambda: handled)
        await two.start()
        await two.put(updates[1:2])
        await until(lambda: len(handled) == 2)
        await asyncio.gather(
            two.put(updates[3::2]), *(inbox.put([one_]) for one_ in updates[2::2] for inbox in (one, two))
        )
        await until(lambda: len(handled) >= 200)
        await asyncio.sleep(0.3)
        await one.stop(5)
        await two.stop(5)

    asyncio.run(run())
    assert sorted(number for _, _, number in handled) == list(range(200))
    assert {name for name, _, _ in handled} == {"一", "二"}
    for chat in range(10):
        mine = [number for _, where, number in handled if where == chat]
        assert mine == sorted(mine), chat


def test_a_worker_that_is_gone_leaves_its_updates_to_another(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that ends in the middle is followed by another, which is told that it is the second attempt."""
    monkeypatch.setattr(shared_inbox, "_LEASE", 1.5)
    monkeypatch.setattr(shared_inbox, "_LOOKS", 0.2)
    attempts: list[tuple[int, int]] = []

    async def hangs(body: dict[str, Any], attempt: int) -> None:
        await asyncio.sleep(1000)

    async def handles(body: dict[str, Any], attempt: int) -> None:
        attempts.append((body["update_id"], attempt))

    async def first() -> None:
        inbox = SharedInbox(opened(), hangs)
        await inbox.start()
        await inbox.put([message(1), message(2)])
        await asyncio.sleep(0.5)  # and nothing is given back

    async def second() -> None:
        inbox = SharedInbox(opened(), handles)
        await inbox.start()
        await until(lambda: len(attempts) == 2)
        await inbox.stop(5)

    asyncio.run(first())
    asyncio.run(second())
    assert attempts == [(1, 2), (2, 1)]


def test_a_database_that_is_killed_is_waited_for(postgres: PostgresProcess, opened: Open) -> None:
    """Killed while updates are handled, and started again: every one is handled, none is lost."""
    handled: list[int] = []

    async def handle(body: dict[str, Any], attempt: int) -> None:
        await asyncio.sleep(0.05)
        handled.append(body["update_id"])

    async def run() -> None:
        inbox = SharedInbox(opened(), handle)
        await inbox.start()
        await inbox.put([message(number) for number in range(20)])
        await until(lambda: len(handled) > 3)
        await asyncio.to_thread(postgres.kill)
        await asyncio.sleep(1)
        await asyncio.to_thread(postgres.start)
        await until(lambda: len(set(handled)) == 20)
        await inbox.stop(5)

    asyncio.run(run())
    # The one whose end could not be written down may come twice.
    assert len(handled) <= 21


def test_a_database_that_is_not_there_is_one_clear_error() -> None:
    """Neither password nor user is in what is said of it."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: run make test-server")
    with pytest.raises(DatabaseUnavailable) as refused:
        PostgresDatabase("postgresql://me:secret@127.0.0.1:9/bot", "yinju_x", _TABLES)
    assert "secret" not in str(refused.value)
    assert "127.0.0.1:9/bot" in str(refused.value)
    assert shown("postgresql://me:secret@db.example/bot?sslmode=require") == "db.example/bot"
