"""The inbox of several workers: each update is handled once, and one lane by one worker at a time.

A worker that has a lane holds a lease on it and moves it on; the lanes of a worker that is gone are
free when their leases have run out. The database's clock counts, so the workers' own may differ.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections import deque
from collections.abc import Sequence
from typing import Any

from bot.telegram.storage.connection import REFUSALS, Storage
from bot.telegram.transport.inbox import Handle, Inbox
from bot.telegram.transport.log import event

SCHEMA = """
CREATE TABLE IF NOT EXISTS lanes (lane TEXT PRIMARY KEY, owner TEXT NOT NULL, until REAL NOT NULL);
"""
_NOW = "extract(epoch from clock_timestamp())"
#: Seconds that a lease lasts, and between two looks for lanes that nobody has.
_LEASE, _LOOKS = 15.0, 1.0
_LANES_AT_ONCE = 200


class SharedInbox(Inbox):
    """Stores updates for all workers, and hands those of the lanes that this one holds to `handle`."""

    def __init__(
        self, database: Storage, handle: Handle, at_once: int = 256, about: Sequence[str] = ()
    ) -> None:
        super().__init__(database, handle, at_once, about)
        self._me = secrets.token_hex(8)
        self._looking: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Begin to take up what no worker has; returns how many updates that is now."""
        rows = await self._db.run(self._free_lanes)
        self._take([row["lane"] for row in rows])
        self._looking = asyncio.create_task(self._look(), name="lanes")
        return sum(row["many"] for row in rows)

    @staticmethod
    def _free_lanes(db: Any) -> list[Any]:
        return list(
            db.execute(
                "SELECT lane, count(*) AS many FROM updates WHERE done = 0 AND NOT EXISTS (SELECT 1 FROM lanes "
                f"WHERE lanes.lane = updates.lane AND lanes.until > {_NOW}) GROUP BY lane "
                "ORDER BY min(update_id) LIMIT ?",
                (_LANES_AT_ONCE,),
            ).fetchall()
        )

    async def _look(self) -> None:
        """Move the leases on, and take up lanes that nobody has, for ever."""
        while not self._stopping:
            await asyncio.sleep(_LOOKS)
            try:
                await self._db.run(
                    lambda db: db.execute(
                        f"UPDATE lanes SET until = {_NOW} + ? WHERE owner = ?", (_LEASE, self._me)
                    )
                )
                rows = await self._db.run(self._free_lanes)
            except REFUSALS as exc:
                event("lanes-wait", logging.WARNING, error=exc)
                continue
            self._take([row["lane"] for row in rows])

    def _enqueue(self, rows: Sequence[tuple[int, str]]) -> None:
        self._take([lane for _, lane in rows])

    def _take(self, lanes: Sequence[str]) -> None:
        for lane in lanes:
            if lane in self._lanes or self._stopping:
                continue
            self._lanes[lane] = deque()
            task = asyncio.create_task(self._work(lane), name=f"lane {lane}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, lane: str) -> None:
        """Handle what is open in a lane, as long as it is this worker's."""
        try:
            while not self._stopping and await self._db.run(lambda db: self._held(db, lane)):
                while not self._stopping:
                    async with self._slots:
                        number = await self._db.run(lambda db: self._next(db, lane))
                        if number is None or not await self._tried(number):
                            break
                # What came in before the lease was given back would be nobody's: looked at once more.
                if not await self._db.run(lambda db: self._given_back(db, lane)):
                    break
        except REFUSALS as exc:
            event("lane-waits", logging.WARNING, error=exc)
        finally:
            del self._lanes[lane]

    def _held(self, db: Any, lane: str) -> bool:
        """Take the lease on a lane, or move it on; False where another worker has it."""
        return bool(
            db.execute(
                f"INSERT INTO lanes (lane, owner, until) VALUES (?, ?, {_NOW} + ?) ON CONFLICT (lane) DO UPDATE "
                f"SET owner = excluded.owner, until = excluded.until WHERE lanes.until <= {_NOW} "
                "OR lanes.owner = excluded.owner",
                (lane, self._me, _LEASE),
            ).rowcount
        )

    @staticmethod
    def _next(db: Any, lane: str) -> int | None:
        row = db.execute(
            "SELECT update_id FROM updates WHERE lane = ? AND done = 0 ORDER BY update_id LIMIT 1", (lane,)
        ).fetchone()
        return int(row["update_id"]) if row else None

    def _given_back(self, db: Any, lane: str) -> bool:
        """Give the lease back; whether there is something open in the lane again."""
        db.execute("DELETE FROM lanes WHERE lane = ? AND owner = ?", (lane, self._me))
        return self._next(db, lane) is not None

    async def _tried(self, number: int) -> bool:
        """Handle one update; False where the lane is no longer this worker's."""

        def begin(db: Any) -> Any:
            return db.execute(
                "UPDATE updates SET attempts = attempts + 1 WHERE update_id = ? AND done = 0 AND EXISTS (SELECT 1 "
                f"FROM lanes WHERE lanes.lane = updates.lane AND owner = ? AND until > {_NOW}) "
                "RETURNING body, attempts",
                (number, self._me),
            ).fetchone()

        begun = await self._db.run(begin)
        if begun is None:
            return False
        try:
            await self._handle(json.loads(begun["body"]), int(begun["attempts"]))
        except Exception as exc:  # a handler's own errors are answered by it; this one had none
            event("update-failed", level=40, error=exc, update=number)
        await self._db.run(
            lambda db: db.execute(
                "UPDATE updates SET done = 1, body = '' WHERE update_id = ? AND attempts = ?",
                (number, begun["attempts"]),
            )
        )
        self.handled += 1
        return True

    @property
    def waiting(self) -> int:
        """How many lanes this worker has in hand."""
        return len(self._lanes)

    async def stop(self, seconds: float) -> None:
        """Begin nothing more and finish what was begun; the rest is another worker's at once."""
        await super().stop(seconds)
        if self._looking is not None:
            self._looking.cancel()
        try:
            await self._db.run(lambda db: db.execute("DELETE FROM lanes WHERE owner = ?", (self._me,)))
        except REFUSALS as exc:
            event("lanes-kept", logging.WARNING, error=exc)
