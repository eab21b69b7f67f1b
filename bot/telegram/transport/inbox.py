"""The durable inbox: updates are on disk before Telegram hears that they have arrived.

An update is handled once. If the process is killed meanwhile, it is handled after the restart;
if Telegram delivers it again, it is known by its id. What a handled update said is forgotten.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.telegram.storage.connection import REFUSALS, Connection, Storage
from bot.telegram.transport.log import event

SCHEMA = """
CREATE TABLE IF NOT EXISTS updates (
    update_id INTEGER PRIMARY KEY, lane TEXT NOT NULL, body TEXT NOT NULL, done INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0, received REAL NOT NULL, digest TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS updates_open ON updates (update_id) WHERE done = 0;
"""
#: Telegram keeps unconfirmed updates for a day; ids are remembered for longer than that.
_REMEMBERED = 14 * 24 * 3600
#: While the disk refuses, an update is begun so often, with a pause of seconds between.
_BEGINNINGS, _PAUSE = 30, 1.0
#: After so many beginnings without an end, an update is taken to be what ends the process.
MOST_ATTEMPTS = 4

Update = Mapping[str, Any]
Handle = Callable[[dict[str, Any], int], Awaitable[None]]


def lane_of(update: Update) -> str:
    """What is handled in order: the updates of one chat and topic, or one user's inline queries."""
    query = update.get("callback_query")
    message = update.get("message") or (query or {}).get("message") or {}
    chat = (message.get("chat") or {}).get("id")
    if chat is not None:
        return f"{chat}:{message.get('message_thread_id', 0) if message.get('is_topic_message') else 0}"
    for body in update.values():
        if isinstance(body, dict) and isinstance(body.get("from"), dict):
            return f"user:{body['from'].get('id')}"
    return "other"


def digest_of(update: Update) -> str:
    """What tells an update from another one with the same id."""
    text = json.dumps(update, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _row(update: Update) -> tuple[int, str, str, float, str] | None:
    """The row of an update; None where no file could hold it: it is dropped, or it would come back for ever."""
    try:
        number, lane = int(update["update_id"]), lane_of(update)
        # Halves of characters, which no file takes, become question marks.
        body = json.dumps(update, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
        if not 0 <= number < 1 << 63:
            raise OverflowError(number)
        return number, lane, body, time.time(), digest_of(update)
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError, RecursionError) as exc:
        event("update-dropped", logging.WARNING, error=exc)
        return None


class Inbox:
    """Stores updates and hands each to `handle`, lanes side by side, one lane in order."""

    def __init__(
        self, database: Storage, handle: Handle, at_once: int = 256, about: Sequence[str] = ()
    ) -> None:
        """`about` are tables of the same file that hold what was begun for an update."""
        self._db = database
        self._about = about
        self._handle = handle
        self._slots = asyncio.Semaphore(at_once)
        self._lanes: dict[str, deque[int]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False
        self.handled = 0

    async def start(self) -> int:
        """Take up what an earlier process left; returns how many updates."""
        rows = await self._db.run(
            lambda db: db.execute(
                "SELECT update_id, lane FROM updates WHERE done = 0 ORDER BY update_id"
            ).fetchall()
        )
        self._enqueue([(row["update_id"], row["lane"]) for row in rows])
        return len(rows)

    async def put(self, updates: Sequence[Update]) -> int:
        """Store updates, on disk when this returns; returns how many were new.

        Raises one of `REFUSALS` where the disk or the server refuses them; then none is stored.
        """
        rows = [row for row in map(_row, updates) if row]

        def store(db: Connection) -> list[tuple[int, str]]:
            new = []
            for row in rows:
                known = db.execute(
                    "SELECT done, digest FROM updates WHERE update_id = ?", (row[0],)
                ).fetchone()
                if known and (not known["done"] or known["digest"] == row[4]):
                    continue
                if known:  # another update: after a quiet week Telegram begins to count anew
                    for table in self._about:
                        db.execute(f"DELETE FROM {table} WHERE update_id = ?", (row[0],))
                db.execute(
                    "INSERT INTO updates (update_id, lane, body, received, digest) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (update_id) DO UPDATE SET lane = excluded.lane, body = excluded.body, done = 0, "
                    "attempts = 0, received = excluded.received, digest = excluded.digest",
                    row,
                )
                new.append((row[0], row[1]))
            db.execute("DELETE FROM updates WHERE done = 1 AND received < ?", (time.time() - _REMEMBERED,))
            return new

        new = await self._db.run(store)
        self._enqueue(new)
        return len(new)

    def _enqueue(self, rows: Sequence[tuple[int, str]]) -> None:
        for number, lane in rows:
            waiting = self._lanes.get(lane)
            if waiting is not None:
                waiting.append(number)
                continue
            self._lanes[lane] = deque([number])
            if not self._stopping:
                task = asyncio.create_task(self._work(lane), name=f"lane {lane}")
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _work(self, lane: str) -> None:
        waiting = self._lanes[lane]
        try:
            while waiting and not self._stopping:
                async with self._slots:
                    await self._one(waiting.popleft())
        finally:
            del self._lanes[lane]

    async def _one(self, number: int) -> None:
        """Handle one update. While the disk refuses it is tried again, and then left for the next start."""
        for _ in range(_BEGINNINGS):
            try:
                return await self._once(number)
            except REFUSALS as exc:
                event("update-waits", logging.WARNING, error=exc, update=number)
                if self._stopping:
                    return None
                await asyncio.sleep(_PAUSE)
        return None

    async def _once(self, number: int) -> None:
        def begin(db: Connection) -> tuple[str, int] | None:
            db.execute("UPDATE updates SET attempts = attempts + 1 WHERE update_id = ?", (number,))
            row = db.execute(
                "SELECT body, attempts FROM updates WHERE update_id = ? AND done = 0", (number,)
            ).fetchone()
            return (row["body"], row["attempts"]) if row else None

        begun = await self._db.run(begin)
        if begun is None:
            return
        try:
            await self._handle(json.loads(begun[0]), begun[1])
        except Exception as exc:  # a handler's own errors are answered by it; this one had none
            event("update-failed", level=40, error=exc, update=number)
        await self._db.run(
            lambda db: db.execute("UPDATE updates SET done = 1, body = '' WHERE update_id = ?", (number,))
        )
        self.handled += 1

    @property
    def waiting(self) -> int:
        """How many updates are not begun yet."""
        return sum(len(lane) for lane in self._lanes.values())

    async def stop(self, seconds: float) -> None:
        """Begin nothing more and finish what was begun; what takes longer is left for the restart."""
        self._stopping = True
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late, timeout=5)
