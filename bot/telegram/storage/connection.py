"""What both stores offer: a file of SQLite for one bot, PostgreSQL for several workers of one bot."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class StorageAway(Exception):
    """The database server can't be reached, or refuses."""


#: What a store raises where it can't do its work now; none of that work has happened.
REFUSALS = (sqlite3.Error, OSError, StorageAway)


class Rows(Protocol):
    """What a statement gave; a row's values are read by the names of their columns."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchone(self) -> Any:
        """The next row, None behind the last."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Any:
        """All rows that are left, one after the other."""


class Connection(Protocol):
    """A transaction under way. Statements are written so that both databases understand them, with `?`."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Rows:
        """Carry out one statement."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Rows:
        """Carry out one statement for each row of values."""


class Storage(Protocol):
    """Carries out pieces of work, each in one transaction: all of it happens, or nothing."""

    async def run(self, work: Callable[[Any], T]) -> T:
        """Do a piece of work and return its result. Raises one of `REFUSALS`."""

    async def checkpoint(self) -> None:
        """See that what was deleted is gone from the files as far as the database lets us."""

    def close(self) -> None:
        """Finish the work that is waiting and close."""


#: Text columns that a table of an earlier version may lack, by the table's name.
Later = Mapping[str, Sequence[str]]
