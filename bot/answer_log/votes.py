"""👍 and 👎 under answers, kept with the answers themselves for those who operate the bot."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.answer_log.database import opened
from bot.answer_log.kept_answers import KeptAnswer, KeptSource, from_json


@dataclass(frozen=True, slots=True)
class Vote:
    """What a user of a chat thought of an answer, and when (ISO 8601, with its zone)."""

    chat: int
    user: int
    at: str
    good: bool
    answer: KeptAnswer

    @property
    def when(self) -> datetime:
        """The time of the vote."""
        return datetime.fromisoformat(self.at)


class VoteLog:
    """Keeps votes beside the answer log. Each call opens the file, closes it, and raises `AnswerLogBroken`."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def vote(self, name: str, user: int, chat: int, good: bool, answer: str) -> None:
        """Keep a vote on the answer that is called `name`; a user's later vote replaces the earlier one.

        `answer` is a `KeptAnswer` as JSON.
        """
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        with opened(self._file, write=True) as database:
            database.execute(
                "insert or replace into votes values (?, ?, ?, ?, ?, ?)",
                (name, user, chat, at, int(good), answer),
            )

    def latest(self, most: int, good: bool | None = None, words: Sequence[str] = ()) -> list[Vote]:
        """The newest votes, newest first; only the good or the bad ones, or those whose answer holds every word."""
        with opened(self._file) as database:
            return [vote for _, vote in _chosen(database, good, words)][:most]

    def counts(self) -> tuple[int, int]:
        """How many good and bad votes there are."""
        with opened(self._file) as database:
            good, every = database.execute("select coalesce(sum(good), 0), count(*) from votes").fetchone()
            return good, every - good

    def clear(self, good: bool | None = None, words: Sequence[str] = ()) -> int:
        """Erase the votes that `latest` would list, whatever their number; returns how many."""
        with opened(self._file, write=True) as database:
            gone = [row for row, _ in _chosen(database, good, words)]
            database.executemany("delete from votes where rowid = ?", [(row,) for row in gone])
            return len(gone)

    def forget(self, chat: int, files: Iterable[str]) -> None:
        """Erase the votes of a chat on answers that quote these documents."""
        gone = set(files)
        if not self._file.exists():
            return
        with opened(self._file, write=True) as database:
            rows = database.execute("select name, user, answer from votes where chat = ?", (chat,)).fetchall()
            for name, user, answer in rows:
                if gone & {one.file for one in _every_source(from_json(json.loads(answer)))}:
                    database.execute("delete from votes where name = ? and user = ?", (name, user))


def _chosen(database: sqlite3.Connection, good: bool | None, words: Sequence[str]) -> list[tuple[int, Vote]]:
    """The rows of the votes that are wanted, newest first."""
    rows = database.execute(
        "select rowid, chat, user, at, good, answer from votes where ? is null or good = ? "
        "order by at desc, rowid desc",
        (good, good),
    ).fetchall()
    found = [
        (row, Vote(c, u, at, bool(g), from_json(json.loads(answer)))) for row, c, u, at, g, answer in rows
    ]
    return [(row, vote) for row, vote in found if _holds(vote.answer, words)]


def _holds(answer: KeptAnswer, words: Sequence[str]) -> bool:
    text = " ".join([answer.question, *(one.text for one in answer.claims)]).casefold()
    return all(word.casefold() in text for word in words)


def _every_source(answer: KeptAnswer) -> Iterable[KeptSource]:
    yield from answer.nearest
    for claim in answer.claims:
        yield from claim.sources
