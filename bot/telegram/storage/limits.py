"""Limits that several workers keep together, in their common database; its clock counts."""

from __future__ import annotations

from typing import Any

from bot.telegram.storage.connection import Storage

SCHEMA = """
CREATE TABLE IF NOT EXISTS rates ("user" INTEGER NOT NULL, kind TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS rates_by_user ON rates ("user", kind, at);
CREATE TABLE IF NOT EXISTS turns_to_send (place TEXT PRIMARY KEY, free REAL NOT NULL);
"""
_NOW = "extract(epoch from clock_timestamp())"
_MINUTE = 60


class SharedRates:
    """What each user did within the last minute, in whichever worker."""

    def __init__(self, database: Storage) -> None:
        self._db = database

    async def wait(self, kind: str, user: int, most: int, count: bool = True) -> int:
        """Count one more (or only look), or the seconds until one more is possible."""

        def work(db: Any) -> int:
            # Two workers that count for the same user do so one after the other.
            db.execute("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", (f"{kind}:{user}",))
            db.execute(
                f'DELETE FROM rates WHERE "user" = ? AND kind = ? AND at <= {_NOW} - ?', (user, kind, _MINUTE)
            )
            row = db.execute(
                f'SELECT count(*) AS many, {_NOW} - min(at) AS since FROM rates WHERE "user" = ? AND kind = ?',
                (user, kind),
            ).fetchone()
            if row["many"] >= most:
                return max(1, round(_MINUTE - float(row["since"])))
            if count:
                db.execute(f"INSERT INTO rates VALUES (?, ?, {_NOW})", (user, kind))
            return 0

        return await self._db.run(work)


class SharedTurns:
    """Whose turn it is to send: one message at a time in a chat, and so many a second to all chats."""

    def __init__(self, database: Storage) -> None:
        self._db = database

    async def reserve(self, place: str, seconds: float) -> float:
        """Take the next turn at a place, each of which lasts `seconds`; returns how long to wait for it."""

        def work(db: Any) -> float:
            row = db.execute(
                f"INSERT INTO turns_to_send (place, free) VALUES (?, {_NOW} + ?) ON CONFLICT (place) DO UPDATE "
                f"SET free = greatest(turns_to_send.free, {_NOW}) + ? RETURNING free - {_NOW} - ? AS wait",
                (place, seconds, seconds, seconds),
            ).fetchone()
            return max(0.0, float(row["wait"]))

        return await self._db.run(work)
