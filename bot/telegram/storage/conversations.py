"""What the bot remembers of each chat: turns, the citations that answers showed, the language.

History is kept for each chat and topic. An answer's buttons carry a random name only; what they
stand for is looked up here, so that they still work after a restart.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.telegram.storage.connection import Connection, Storage
from bot.telegram.storage.database import Database
from bot.types import Language, Turn

SCHEMA = """
CREATE TABLE IF NOT EXISTS turns (
    chat INTEGER NOT NULL, thread INTEGER NOT NULL, update_id INTEGER NOT NULL, body TEXT NOT NULL,
    at REAL NOT NULL, PRIMARY KEY (chat, thread, update_id)
);
CREATE TABLE IF NOT EXISTS shown (
    name TEXT PRIMARY KEY, chat INTEGER NOT NULL, html TEXT NOT NULL, plain TEXT NOT NULL,
    citations TEXT NOT NULL, at REAL NOT NULL, pages TEXT NOT NULL DEFAULT '',
    question TEXT NOT NULL DEFAULT '', kept TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS shown_by_chat ON shown (chat);
CREATE TABLE IF NOT EXISTS chats (chat INTEGER PRIMARY KEY, language TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refused ("user" INTEGER PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS blocked ("user" INTEGER PRIMARY KEY, at REAL NOT NULL);
"""
#: Columns that came later: a file of an earlier version gets them when it is opened.
_LATER = {"shown": ("pages", "question", "kept")}
_SHOWN_FOR = 400 * 24 * 3600


@dataclass(frozen=True, slots=True)
class ShownCitation:
    """A citation as a button remembers it.

    `file`, `start` and `end` are where the quotation stood; `emphasis` where the words that answer;
    `paragraph` (0: unknown) and `page` (the page or sheet) say on the button where that is.
    """

    key: str
    file: str
    start: int
    end: int
    emphasis: tuple[tuple[int, int], ...] = ()
    paragraph: int = 0
    page: str = ""


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A screenful of an answer, as HTML and plainly, with the numbers of the citations in it.

    `items` is how many statements or places it shows.
    """

    html: str
    plain: str
    numbers: tuple[int, ...]
    items: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as its buttons know it: its pages, and its citations by their numbers from 1.

    `question` is what it replies to and `kept` the answer as the answer log takes it (JSON); both
    are empty where there is nothing to ask again or to keep.
    """

    pages: tuple[ShownPage, ...]
    citations: tuple[ShownCitation, ...]
    question: str = ""
    kept: str = ""


class Conversations:
    """The memory of all chats, in one file, or in a store that has the tables of `SCHEMA` already."""

    def __init__(self, where: Path | Storage, turns: int = 6) -> None:
        self._db: Storage = Database(where, SCHEMA, later=_LATER) if isinstance(where, Path) else where
        self._turns = turns

    def close(self) -> None:
        """Close the store."""
        self._db.close()

    async def history(self, chat: int, thread: int, before: int) -> tuple[Turn, ...]:
        """The latest turns of a chat's topic before an update, oldest first."""
        rows = await self._db.run(
            lambda db: db.execute(
                "SELECT body FROM turns WHERE chat = ? AND thread = ? AND update_id != ? ORDER BY at DESC LIMIT ?",
                (chat, thread, before, self._turns),
            ).fetchall()
        )
        turns = [json.loads(row["body"]) for row in reversed(rows)]
        return tuple(Turn(t["question"], tuple(t["keys"]), tuple(t["items"])) for t in turns)

    async def remember(self, chat: int, thread: int, update_id: int, turn: Turn) -> None:
        """Add a turn; the same update's turn is replaced."""
        body = json.dumps(
            {"question": turn.question, "keys": turn.keys, "items": turn.items}, ensure_ascii=False
        )

        def store(db: Connection) -> None:
            db.execute(
                "INSERT INTO turns (chat, thread, update_id, body, at) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (chat, thread, update_id) DO UPDATE SET body = excluded.body, at = excluded.at",
                (chat, thread, update_id, body, time.time()),
            )
            db.execute(
                "DELETE FROM turns WHERE chat = ? AND thread = ? AND update_id NOT IN (SELECT update_id FROM "
                "turns WHERE chat = ? AND thread = ? ORDER BY at DESC LIMIT ?)",
                (chat, thread, chat, thread, self._turns + 1),
            )

        await self._db.run(store)

    async def forget(self, chat: int, thread: int) -> int:
        """Forget a topic's turns; returns how many there were."""
        return await self._db.run(
            lambda db: db.execute("DELETE FROM turns WHERE chat = ? AND thread = ?", (chat, thread)).rowcount
        )

    async def show(self, chat: int, name: str, shown: Shown) -> None:
        """Remember what an answer's buttons stand for."""
        rows = [[c.key, c.file, c.start, c.end, c.emphasis, c.paragraph, c.page] for c in shown.citations]
        citations = json.dumps(rows, ensure_ascii=False)
        pages = json.dumps([[p.html, p.plain, p.numbers, p.items] for p in shown.pages], ensure_ascii=False)

        def store(db: Connection) -> None:
            db.execute(
                "INSERT INTO shown (name, chat, html, plain, citations, at, pages, question, kept) "
                "VALUES (?, ?, '', '', ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET chat = excluded.chat, "
                "html = '', plain = '', citations = excluded.citations, at = excluded.at, "
                "pages = excluded.pages, question = excluded.question, kept = excluded.kept",
                (name, chat, citations, time.time(), pages, shown.question, shown.kept),
            )
            db.execute("DELETE FROM shown WHERE at < ?", (time.time() - _SHOWN_FOR,))

        await self._db.run(store)

    async def shown(self, chat: int, name: str) -> Shown | None:
        """What the buttons of an answer stand for, where it was shown in this chat."""
        row = await self._db.run(
            lambda db: db.execute("SELECT * FROM shown WHERE name = ? AND chat = ?", (name, chat)).fetchone()
        )
        if row is None:
            return None
        citations = tuple(
            ShownCitation(key, file, start, end, tuple((s, e) for s, e in emphasis), *place)
            for key, file, start, end, emphasis, *place in json.loads(row["citations"])
        )
        pages = [
            ShownPage(html, text, tuple(numbers), *items)
            for html, text, numbers, *items in json.loads(row["pages"] or "[]")
        ]
        if not pages:  # it was shown by an earlier version, or its text was erased
            pages = [ShownPage(row["html"], row["plain"], tuple(range(1, len(citations) + 1)))]
        return Shown(tuple(pages), citations, row["question"], row["kept"])

    async def forget_files(self, chat: int, files: Iterable[str]) -> None:
        """Erase what a chat's answers quoted of these documents, and the turns that cite anything."""
        gone = set(files)

        def erase(db: Connection) -> None:
            for row in db.execute("SELECT name, citations FROM shown WHERE chat = ?", (chat,)).fetchall():
                if gone & {citation[1] for citation in json.loads(row["citations"])}:
                    db.execute(
                        "UPDATE shown SET html = '', plain = '', pages = '', kept = '', question = '' WHERE name = ?",
                        (row["name"],),
                    )
            db.execute("DELETE FROM turns WHERE chat = ?", (chat,))

        await self._db.run(erase)
        await self._db.checkpoint()

    async def language(self, chat: int) -> Language | None:
        """The language that was chosen in a chat."""
        row = await self._one("SELECT language FROM chats WHERE chat = ?", chat)
        return Language(row["language"]) if row else None

    async def choose_language(self, chat: int, language: Language) -> None:
        """Use a language in a chat from now on."""
        await self._db.run(
            lambda db: db.execute(
                "INSERT INTO chats (chat, language) VALUES (?, ?) ON CONFLICT (chat) DO UPDATE "
                "SET language = excluded.language",
                (chat, language.value),
            )
        )

    async def first_refusal(self, user: int) -> bool:
        """Whether this stranger has not been refused before; true only once."""
        added = await self._db.run(
            lambda db: (
                db.execute(
                    "INSERT INTO refused VALUES (?, ?) ON CONFLICT DO NOTHING", (user, time.time())
                ).rowcount
            )
        )
        return int(added) == 1

    async def block(self, user: int, blocked: bool) -> None:
        """Ignore a user from now on, or no longer."""
        query = (
            "INSERT INTO blocked VALUES (?, ?) ON CONFLICT DO NOTHING"
            if blocked
            else 'DELETE FROM blocked WHERE "user" = ?'
        )
        await self._db.run(lambda db: db.execute(query, (user, time.time()) if blocked else (user,)))

    async def is_blocked(self, user: int) -> bool:
        """Whether an admin has blocked this user."""
        return await self._one('SELECT 1 FROM blocked WHERE "user" = ?', user) is not None

    async def counts(self) -> dict[str, int]:
        """How much is remembered, for /stats."""
        tables = ("turns", "shown", "refused", "blocked")
        return await self._db.run(
            lambda db: {
                t: int(db.execute(f"SELECT count(*) AS many FROM {t}").fetchone()["many"]) for t in tables
            }
        )

    async def _one(self, query: str, value: int) -> Any:
        return await self._db.run(lambda db: db.execute(query, (value,)).fetchone())


def new_name() -> str:
    """A name for an answer that nobody can guess."""
    return secrets.token_urlsafe(9)
