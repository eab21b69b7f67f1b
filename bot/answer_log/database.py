"""The file of the answer log: one SQLite file that its user alone can read."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import AnswerLogBroken

NAME = "answers.sqlite3"
#: Raised with every change of a table; an older program then leaves the file alone.
_VERSION = 1
_TABLES = """
create table if not exists answers (
  number integer primary key autoincrement, session text not null, at text not null,
  question text not null, words text not null, answer text not null
);
create table if not exists votes (
  name text not null, user integer not null, chat integer not null, at text not null, good integer not null,
  answer text not null, primary key (name, user)
);
"""


@contextmanager
def opened(file: Path, write: bool = False) -> Iterator[sqlite3.Connection]:
    """The file with its tables, in one transaction; an empty one where there is no file and nothing is written.

    Raises `AnswerLogBroken`.
    """
    database: sqlite3.Connection | None = None
    try:
        if write:
            file.parent.mkdir(parents=True, exist_ok=True)
            # Before SQLite opens it: its own files get the same rights.
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
            os.chmod(file, 0o600)
        database = sqlite3.connect(file if file.exists() else ":memory:", timeout=10)
        found = database.execute("pragma user_version").fetchone()[0]
        if found > _VERSION:
            raise AnswerLogBroken(file=str(file), problem=f"version {found} > {_VERSION}")
        # What is erased must not stay readable in the file's free pages.
        database.execute("pragma secure_delete = on")
        database.executescript(_TABLES)
        with database:
            if found < _VERSION:
                database.execute(f"pragma user_version = {_VERSION}")
            yield database
    except (sqlite3.Error, OSError, KeyError, TypeError, ValueError) as exc:
        raise AnswerLogBroken(file=str(file), problem=type(exc).__name__) from exc
    finally:
        if database is not None:
            database.close()
