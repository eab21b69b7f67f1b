"""One SQLite file with a thread of its own, so that no disk access holds up the event loop."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class Database:
    """A SQLite file. Each piece of work is one transaction: all of it happens, or nothing.

    What is committed outlives a killed process; with `durable` also a power cut, at the price
    of a flush for each transaction. What is deleted is overwritten (`secure_delete`).
    """

    def __init__(
        self, path: Path, schema: str, durable: bool = False, later: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """`later` are text columns that a table of an earlier version may lack."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=path.stem)
        self._db = self._thread.submit(self._open, path, schema, durable, later or {}).result()

    @staticmethod
    def _open(
        path: Path, schema: str, durable: bool, later: Mapping[str, Sequence[str]]
    ) -> sqlite3.Connection:
        # Before SQLite opens it: the files beside it get the same rights.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
        connection = sqlite3.connect(path, isolation_level=None)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.executescript(schema)
        for table, names in later.items():
            there = {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}
            for name in names:
                if name not in there:
                    connection.execute(f"ALTER TABLE {table} ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
        return connection

    def _transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            result = work(self._db)
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
        return result

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do a piece of work in a transaction and return its result.

        It is carried to its end even where the caller is cancelled meanwhile.
        """
        future = asyncio.get_running_loop().run_in_executor(self._thread, self._transaction, work)
        return await asyncio.shield(future)

    async def checkpoint(self) -> None:
        """Move everything into the file itself and empty its journal, which may hold deleted text."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._thread, self._db.execute, "PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Finish the work that is waiting and close the file."""
        self._thread.submit(self._db.close).result()
        self._thread.shutdown()
