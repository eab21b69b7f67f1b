"""The answer log: questions and answers of the command line."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bot.answer_log.database import NAME, opened
from bot.answer_log.kept_answers import KeptAnswer, from_json
from bot.answer_log.votes import VoteLog
from bot.errors import AnswerLogOff, NothingKept
from bot.settings import Settings
from bot.types import Turn

#: So many turns of a session can a follow-up question refer to.
REMEMBERED = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """A kept answer with its number, its session and the time of the answer (ISO 8601, with its zone)."""

    number: int
    session: str
    at: str
    answer: KeptAnswer

    @property
    def when(self) -> datetime:
        """The time of the answer."""
        return datetime.fromisoformat(self.at)


class AnswerLog:
    """Keeps answers and finds them again. Each call opens the file and closes it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def keep(self, answer: KeptAnswer, session: str, at: datetime | None = None) -> None:
        """Add an answer to a session."""
        at = at or datetime.now().astimezone()
        row = json.dumps(asdict(answer), ensure_ascii=False)
        words = " ".join([answer.question, *(one.text for one in answer.claims)]).casefold()
        with opened(self._file, write=True) as database:
            database.execute(
                "insert into answers (session, at, question, words, answer) values (?, ?, ?, ?, ?)",
                (session, at.isoformat(timespec="seconds"), answer.question, words, row),
            )

    def entries(
        self, words: Sequence[str] = (), session: str | None = None, most: int | None = None
    ) -> list[Entry]:
        """The newest `most` entries that hold every word, of one session or of all; oldest first."""
        where, values = _where(words, session)
        limit = -1 if most is None else most
        with opened(self._file) as database:
            rows = database.execute(
                f"select number, session, at, answer from answers{where} order by number desc limit ?",
                (*values, limit),
            ).fetchall()
        return [_entry(row) for row in reversed(rows)]

    def entry(self, number: int | None = None) -> Entry:
        """The entry with a number, or the last one. Raises `NothingKept`."""
        with opened(self._file) as database:
            row = database.execute(
                "select number, session, at, answer from answers where ? is null or number = ?"
                " order by number desc limit 1",
                (number, number),
            ).fetchone()
        if row is None:
            raise (
                NothingKept(what=f"#{number}") if number is not None else NothingKept(what="", reason="empty")
            )
        return _entry(row)

    def clear(self, words: Sequence[str] = (), session: str | None = None) -> int:
        """Erase the entries that hold every word, of one session or of all; returns how many."""
        where, values = _where(words, session)
        with opened(self._file, write=True) as database:
            return database.execute(f"delete from answers{where}", values).rowcount

    def turns(self, session: str) -> list[Turn]:
        """What a follow-up question in a session can refer to, oldest first: what was answered."""
        answered = [one.answer for one in self.entries(session=session) if not one.answer.reason]
        return [one.turn for one in answered[-REMEMBERED:]]


def open_log(found: Settings) -> AnswerLog:
    """The log of the data folder. Raises `AnswerLogOff` where the settings turn it off."""
    if not found.answer_log:
        raise AnswerLogOff(setting="ANSWER_LOG")
    return AnswerLog(found.data_dir / NAME)


def open_votes(found: Settings) -> VoteLog:
    """The votes of the data folder's chats. Raises `AnswerLogOff` where the settings turn the log off."""
    if not found.answer_log:
        raise AnswerLogOff(setting="ANSWER_LOG")
    return VoteLog(found.data_dir / NAME)


def new_session() -> str:
    """A name for a session that was given none: the time, and something that tells two of one second."""
    return f"{datetime.now():%Y%m%d-%H%M%S}-{uuid.uuid4().hex[:4]}"


def _where(words: Sequence[str], session: str | None) -> tuple[str, tuple[str, ...]]:
    parts = ["instr(words, ?) > 0"] * len(words) + ["session = ?"] * (session is not None)
    values = (*(word.casefold() for word in words), *([session] if session is not None else []))
    return (" where " + " and ".join(parts) if parts else ""), values


def _entry(row: tuple[int, str, str, str]) -> Entry:
    number, session, at, answer = row
    return Entry(number, session, at, from_json(json.loads(answer)))
