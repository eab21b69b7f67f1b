"""Polling: passing trouble is waited out, what will not pass ends it with a message."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from typing import Any

import pytest

from bot.telegram.app import build_application
from bot.telegram.transport.apology import apologise_unstored
from bot.telegram.transport.polling import Poller, PollingDied
from bot.types import Language
from tests.botapi.faults import Fault
from tests.botapi.person import Person, bot_messages
from tests.botapi.server import BotApiServer

#: After a failure, in place of half a second.
_PAUSE = 0.05


def poll(server: BotApiServer, seconds: float, most: int = 0, **options: float) -> list[int]:
    """Poll for a while, or until so many updates have come; returns the ids of those that were stored."""
    stored: list[int] = []
    pollers: list[Poller] = []

    async def put(updates: Sequence[dict[str, Any]]) -> int:
        stored.extend(update["update_id"] for update in updates)
        if most and len(set(stored)) >= most:
            pollers[0].stopping.set()
        return len(updates)

    async def run() -> None:
        application = build_application(server.world.token, server.address)
        async with application.bot:
            poller = Poller(application.bot, put, poll_seconds=1, first_pause=_PAUSE, **options)  # type: ignore[arg-type]
            pollers.append(poller)
            asyncio.get_running_loop().call_later(seconds, poller.stopping.set)
            await poller.run()

    asyncio.run(run())
    return stored


@pytest.mark.parametrize("kind", ["401", "409", "429", "502", "drop", "badjson", "lost", "reset-body"])
def test_passing_trouble_is_waited_out(server: BotApiServer, kind: str) -> None:
    """After two failures of any kind every update still arrives, in order."""
    sent = [Person(server.world, 42, "甲").says(f"问{n}") for n in range(3)]
    server.world.faults.add(Fault(kind, ("getUpdates",), times=2, seconds=1.0))
    stored = poll(server, 20.0, most=3)
    assert list(dict.fromkeys(stored)) == [5001, 5002, 5003]
    assert len(sent) == 3


@pytest.mark.parametrize(
    ("kind", "code"), [("401", "telegram-token-refused"), ("409", "telegram-second-poller")]
)
def test_what_will_not_pass_ends_polling(server: BotApiServer, kind: str, code: str) -> None:
    """A token that stays refused and a second poller that stays end polling with their message."""
    server.world.faults.add(Fault(kind, ("getUpdates",)))
    with pytest.raises(PollingDied) as died:
        poll(server, 30.0, patience=0.3, conflict_patience=0.3)
    assert died.value.code == code


def test_pauses_grow_while_polls_fail() -> None:
    """The pauses between failed polls are half a second at first and twice as long each time, up to eight."""
    poller = Poller(None, None)  # type: ignore[arg-type]
    pauses = []
    for _ in range(7):
        poller._failed(OSError())
        pauses.append(poller._pause)
    assert pauses == [0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0]


def test_a_poll_that_hangs_is_noticed() -> None:
    """When polling has not come round for far too long, the watch ends it."""

    async def run() -> None:
        poller = Poller(None, None, poll_seconds=0)  # type: ignore[arg-type]
        poller.beat = time.monotonic() - 3600
        await poller.watch()

    with pytest.raises(PollingDied) as died:
        asyncio.run(run())
    assert died.value.code == "telegram-polling-stuck"


@pytest.mark.parametrize(("patience", "answered"), [(0.0, True), (60.0, False)])
def test_updates_that_cannot_be_stored_never_end_the_bot(
    server: BotApiServer, patience: float, answered: bool
) -> None:
    """A disk that refuses is waited for; after the patience the sender hears so once and later updates are taken."""
    people = [Person(server.world, number, "甲") for number in (42, 43)]
    for person in people:
        person.says("问一")
        person.says("问二")
    stored: list[int] = []
    refusals: list[int] = []

    async def run() -> None:
        application = build_application(server.world.token, server.address)
        async with application.bot:

            async def put(updates: Sequence[dict[str, Any]]) -> int:
                if len(refusals) < 3:
                    refusals.append(len(updates))
                    raise sqlite3.OperationalError("database or disk is full")
                stored.extend(update["update_id"] for update in updates)
                poller.stopping.set()
                return len(updates)

            async def unstored(rows: Sequence[dict[str, Any]]) -> None:
                refusals.extend([0] * 3)
                await apologise_unstored(application.bot, rows, Language.CHINESE)
                people[0].says("问三")

            poller = Poller(
                application.bot,
                put,
                poll_seconds=1,
                unstored=unstored,
                storing_patience=patience,
                first_pause=_PAUSE,
            )
            asyncio.get_running_loop().call_later(20, poller.stopping.set)
            await poller.run()

    asyncio.run(run())
    texts = [[m.text for m in bot_messages(server.world, person.id)] for person in people]
    assert [len(row) for row in texts] == ([1, 1] if answered else [0, 0])
    assert all("磁盘" in text for row in texts for text in row)
    assert stored == ([5005] if answered else [5001, 5002, 5003, 5004])
