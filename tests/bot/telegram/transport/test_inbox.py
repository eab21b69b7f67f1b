"""The durable inbox."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.telegram.storage.database import Database
from bot.telegram.transport.inbox import MOST_ATTEMPTS, SCHEMA, Inbox, lane_of


def message(number: int, chat: int = 1, text: str = "问", thread: int = 0) -> dict[str, Any]:
    """An update with a message."""
    body: dict[str, Any] = {"message_id": number, "chat": {"id": chat}, "from": {"id": 9}, "text": text}
    if thread:
        body |= {"message_thread_id": thread, "is_topic_message": True}
    return {"update_id": number, "message": body}


def test_lanes_are_chats_and_topics() -> None:
    """Updates of one topic are in one lane; inline queries are in their user's."""
    assert lane_of(message(1)) == "1:0"
    assert lane_of(message(1, thread=5)) == "1:5"
    assert lane_of({"update_id": 1, "callback_query": {"id": "x", "message": message(1)["message"]}}) == "1:0"
    assert lane_of({"update_id": 1, "inline_query": {"from": {"id": 9}}}) == "user:9"
    assert lane_of({"update_id": 1, "something_new": 3}) == "other"


def test_each_update_is_handled_once_and_in_order(tmp_path: Path) -> None:
    """A lane is handled in order, duplicates and handled updates are not handled again after a restart."""
    seen: list[int] = []

    async def handle(body: dict[str, Any], attempt: int) -> None:
        await asyncio.sleep(0.001 * (body["update_id"] % 3))
        seen.append(body["update_id"])

    async def run(numbers: list[int]) -> int:
        inbox = Inbox(database, handle)
        left = await inbox.start()
        for number in numbers:
            await inbox.put([message(number)])
        while inbox.waiting:
            await asyncio.sleep(0.01)
        await inbox.stop(5)
        return left

    database = Database(tmp_path / "inbox.db", SCHEMA)
    asyncio.run(run([1, 2, 2, 3, 1]))
    assert asyncio.run(run([3, 4])) == 0
    assert seen == [1, 2, 3, 4]
    database.close()


def test_what_was_begun_is_begun_again(tmp_path: Path) -> None:
    """An update whose handling was cut off is handled after the restart, and knows how often it was tried."""
    attempts: list[int] = []

    async def hang(body: dict[str, Any], attempt: int) -> None:
        attempts.append(attempt)
        await asyncio.sleep(60)

    async def cut_off() -> None:
        inbox = Inbox(database, hang)
        await inbox.start()
        await inbox.put([message(1)])
        await asyncio.sleep(0.05)
        await inbox.stop(0.05)

    database = Database(tmp_path / "inbox.db", SCHEMA)
    for _ in range(MOST_ATTEMPTS + 1):
        asyncio.run(cut_off())
    assert attempts == [1, 2, 3, 4, 5]
    database.close()


def test_a_reused_number_is_another_update(tmp_path: Path) -> None:
    """Telegram begins to count anew after a quiet week: the same number with another content is new."""
    seen: list[str] = []

    async def handle(body: dict[str, Any], attempt: int) -> None:
        seen.append(body["message"]["text"])

    async def run() -> None:
        inbox = Inbox(database, handle)
        for text in ("甲", "甲", "乙"):
            await inbox.put([message(7, text=text)])
            await asyncio.sleep(0.05)
        await inbox.stop(5)

    database = Database(tmp_path / "inbox.db", SCHEMA)
    asyncio.run(run())
    database.close()
    assert seen == ["甲", "乙"]


def test_a_handled_update_is_forgotten(tmp_path: Path) -> None:
    """What a handled update said is no longer in the file."""

    async def handle(body: dict[str, Any], attempt: int) -> None:
        """Handled."""

    async def run() -> None:
        inbox = Inbox(database, handle)
        await inbox.put([message(1, text="只此一次的秘密")])
        await asyncio.sleep(0.1)
        await inbox.stop(5)
        await database.checkpoint()

    database = Database(tmp_path / "inbox.db", SCHEMA)
    asyncio.run(run())
    database.close()
    assert "秘密".encode() not in (tmp_path / "inbox.db").read_bytes()


def test_what_no_file_can_hold_is_dropped_and_the_rest_is_handled(tmp_path: Path) -> None:
    """Half a character is stored as a question mark; a number or a nesting beyond all bounds stops nobody else."""
    seen: list[Any] = []

    async def handle(body: dict[str, Any], attempt: int) -> None:
        seen.append((body["update_id"], body["message"]["text"]))

    nested: dict[str, Any] = {}
    for _ in range(5000):
        nested = {"a": nested}
    updates = [
        message(1, text="甲\ud83d"),
        {**message(2), "update_id": 1 << 70},
        {**message(3), "more": nested},
        {**message(4), "message": "no object"},
        message(5, text="乙"),
    ]

    async def run() -> int:
        inbox = Inbox(database, handle)
        new = await inbox.put(updates)
        while inbox.waiting:
            await asyncio.sleep(0.01)
        await inbox.stop(5)
        return new

    database = Database(tmp_path / "inbox.db", SCHEMA)
    assert asyncio.run(run()) == 2
    database.close()
    assert seen == [(1, "甲?"), (5, "乙")]


def test_a_disk_that_refuses_for_a_while_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An update whose beginning the disk refuses is begun again a moment later, and its lane goes on."""
    seen: list[int] = []

    async def handle(body: dict[str, Any], attempt: int) -> None:
        seen.append(body["update_id"])

    monkeypatch.setattr("bot.telegram.transport.inbox._PAUSE", 0.01)
    database = Database(tmp_path / "inbox.db", SCHEMA)

    async def run() -> None:
        inbox = Inbox(database, handle)
        await inbox.put([message(1), message(2)])
        await database.run(lambda db: db.execute("ALTER TABLE updates RENAME TO away"))
        await asyncio.sleep(0.1)
        with pytest.raises(sqlite3.Error):
            await inbox.put([message(3)])
        await database.run(lambda db: db.execute("ALTER TABLE away RENAME TO updates"))
        while inbox.waiting:
            await asyncio.sleep(0.01)
        await inbox.stop(5)

    asyncio.run(run())
    database.close()
    assert sorted(seen) == [1, 2]
