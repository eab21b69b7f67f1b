"""Each chat's own documents: files and an index of its own, in a folder that no other chat reads.

CHATS/<name made from the chat's id>/files/u-….txt
CHATS/<name>/index-3/            the index in use; a deletion builds the next one anew
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import shutil
import sqlite3
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.telegram.collections.children import KeptReady, run_child
from bot.telegram.storage.database import Database

_SCHEMA = """
CREATE TABLE IF NOT EXISTS books (
    id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER NOT NULL, file TEXT NOT NULL, name TEXT NOT NULL,
    sha256 TEXT NOT NULL, sender INTEGER NOT NULL, update_id INTEGER NOT NULL, passages INTEGER NOT NULL,
    added REAL NOT NULL, UNIQUE (chat, sha256)
);
CREATE TABLE IF NOT EXISTS shelves (chat INTEGER PRIMARY KEY, number INTEGER NOT NULL);
"""
_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
#: The embedding model's own memory, which has nothing to do with the document.
_MODEL_MEMORY = 1700 * 1024 * 1024
#: That of the models that recognise scanned pages, where they are installed.
_RECOGNISING_MEMORY = 800 * 1024 * 1024
#: What gives way to answers has so many times its seconds on the clock.
_GIVING_WAY = 3
_MAY_BE_SCANNED = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
Tell = Callable[[str], Awaitable[None]]


class BookError(Exception):
    """A document can't be added; `reason` is unreadable, empty, long, limits or index.

    `why` and `detail` say more of an unreadable one, as `UnreadableFile` does.
    """

    def __init__(
        self, reason: str, characters: int = 0, pages: int = 0, why: str = "", detail: str = ""
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.characters, self.pages = characters, pages
        self.why, self.detail = why or "damaged", detail


@dataclass(frozen=True, slots=True)
class Book:
    """A document of a chat. `name` is what its sender called it, `file` what it is called here."""

    id: int
    file: str
    name: str
    sender: int
    update_id: int
    passages: int


@dataclass(frozen=True, slots=True)
class Added:
    """A document that was added, and what the reader found in it."""

    book: Book
    found: dict[str, Any]


def shown_name(name: str | None) -> str:
    """A file's name as it can be shown: no path, no control characters, not long."""
    last = re.split(r"[/\\]", name or "")[-1]
    return " ".join(_UNFIT.sub("", last).split())[:80] or "document"


class ChatDocuments:
    """Adds, lists and deletes the documents of chats."""

    def __init__(
        self, folder: Path, model: str, seconds: int, memory: int, characters: int = 200_000
    ) -> None:
        """Reading a document takes at most so many seconds of a processor and bytes; it may have so many characters."""
        self._folder, self._model = folder, model
        self._seconds, self._memory, self._characters = seconds, memory, characters
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        self._db = Database(folder / "books.db", _SCHEMA)
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._indexing = KeptReady("bot.telegram.collections.index_server")
        self._one_at_a_time = asyncio.Semaphore(1)
        self._turns = asyncio.Lock()
        self.ahead = 0
        self._open: dict[int, tuple[Path, dict[str, str]]] = {}

    async def start(self) -> None:
        """Learn which chats have documents, and remove what a killed process left."""
        await self._tidy()
        chats = await self._db.run(lambda db: db.execute("SELECT DISTINCT chat FROM books").fetchall())
        for row in chats:
            await self._learn(row["chat"])

    async def stop(self) -> None:
        """End the process that indexes."""
        await self._indexing.stop()

    def close(self) -> None:
        """End what is being indexed and close the list."""
        self._indexing.close()
        self._db.close()

    @asynccontextmanager
    async def turn(self, waits: Callable[[int], Awaitable[None]]) -> AsyncIterator[None]:
        """One document at a time, of all chats: fetched, read and indexed until the block ends.

        Chats come in the order in which they asked; `waits` hears how many documents are before this one.
        """
        before, self.ahead = self.ahead, self.ahead + 1
        telling = asyncio.ensure_future(waits(before)) if before else None
        try:
            async with self._turns:
                if telling:
                    await telling
                yield
        finally:
            if telling:
                telling.cancel()
            self.ahead -= 1

    def index_of(self, chat: int) -> tuple[Path, dict[str, str]] | None:
        """The index of a chat's documents and their names; None where it has none. Does not block."""
        return self._open.get(chat)

    def folder_of(self, chat: int) -> Path:
        """The folder that is the chat's alone."""
        return self._folder / hashlib.blake2b(str(chat).encode(), digest_size=10).hexdigest()

    async def of(self, chat: int) -> list[Book]:
        """The chat's documents, the oldest first."""
        rows = await self._db.run(
            lambda db: db.execute("SELECT * FROM books WHERE chat = ? ORDER BY id", (chat,)).fetchall()
        )
        return [
            Book(row["id"], row["file"], row["name"], row["sender"], row["update_id"], row["passages"])
            for row in rows
        ]

    async def known(self, chat: int, data: bytes) -> Book | None:
        """The chat's document with these bytes."""
        digest = hashlib.sha256(data).hexdigest()
        row = await self._db.run(
            lambda db: db.execute(
                "SELECT id FROM books WHERE chat = ? AND sha256 = ?", (chat, digest)
            ).fetchone()
        )
        return next((book for book in await self.of(chat) if row and book.id == row["id"]), None)

    async def add(
        self, chat: int, data: bytes, name: str, suffix: str, sender: int, update_id: int, tell: Tell
    ) -> Added:
        """Read and index a document. Raises `BookError`, and then the chat is as it was before."""
        digest = hashlib.sha256(data).hexdigest()
        async with self._locks[chat]:
            files = self.folder_of(chat) / "files"
            files.mkdir(parents=True, exist_ok=True)
            await self._remove_strays(chat)
            source = self.folder_of(chat) / "incoming"
            target = files / f"u-{digest[:16]}"
            written: Path | None = None
            try:
                await self._indexing.start()
                await asyncio.to_thread(source.write_bytes, data)
                found = await self._read(source, suffix, target)
                written = files / found["file"]
                await tell("upload-indexing")
                index = self._index_folder(chat, await self._number(chat))
                passages = await self._index([files, index], tell)
            except BaseException:
                if written:
                    written.unlink(missing_ok=True)
                raise
            finally:
                source.unlink(missing_ok=True)
            before = sum(book.passages for book in await self.of(chat))
            row = (chat, found["file"], name, digest, sender, update_id, passages - before, time.time())
            await self._db.run(
                lambda db: db.execute(
                    "INSERT INTO books (chat, file, name, sha256, sender, update_id, passages, added) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    row,
                )
            )
            await self._learn(chat)
            return Added((await self.of(chat))[-1], found)

    async def delete(self, chat: int, number: int, drop: Callable[[Path], None]) -> Book | None:
        """Delete a document: its file, its row, and the index that held its text.

        `drop` is called with an index's folder before it is removed. None where it is gone already.
        """
        async with self._locks[chat]:
            book = next((book for book in await self.of(chat) if book.id == number), None)
            if book is None:
                return None
            home, old = self.folder_of(chat), await self._number(chat)
            path, aside = home / "files" / book.file, home / "deleting"
            others = len(await self.of(chat)) > 1
            if others:
                # The next index is ready before anything is let go of: killed here, nothing has happened.
                if path.exists():
                    path.replace(aside)
                try:
                    # It has the vectors of the old one, and not a word that is in it no more.
                    new, before = self._index_folder(chat, old + 1), self._index_folder(chat, old)
                    await self._index([home / "files", new, before], _silent)
                except BaseException:
                    if aside.exists():
                        aside.replace(path)
                    raise

            def forget(db: sqlite3.Connection) -> None:
                db.execute("DELETE FROM books WHERE id = ?", (number,))
                db.execute("REPLACE INTO shelves VALUES (?, ?)", (chat, old + 1))

            await self._db.run(forget)
            await self._learn(chat)
            await asyncio.to_thread(drop, self._index_folder(chat, old))
            if not others:
                await asyncio.to_thread(shutil.rmtree, home, True)
            await self._tidy()
            await self._db.checkpoint()
            return book

    async def _tidy(self) -> None:
        """Remove every folder and file that no row knows: what was deleted, and what killed processes left."""

        def known(db: sqlite3.Connection) -> dict[int, int]:
            rows = db.execute(
                "SELECT DISTINCT b.chat, coalesce(s.number, 1) AS number FROM books b "
                "LEFT JOIN shelves s ON s.chat = b.chat"
            )
            return {row["chat"]: row["number"] for row in rows}

        chats = await self._db.run(known)
        keep = {self.folder_of(chat): f"index-{number}" for chat, number in chats.items()}
        busy = {self.folder_of(chat) for chat, lock in self._locks.items() if lock.locked()}

        def remove() -> None:
            for home in self._folder.iterdir():
                if home.is_dir() and home not in keep and home not in busy:
                    shutil.rmtree(home, ignore_errors=True)
                for path in home.iterdir() if home in keep else ():
                    if path.name == "deleting":
                        path.unlink(missing_ok=True)
                    elif path.name.startswith("index-") and path.name != keep[home]:
                        shutil.rmtree(path, ignore_errors=True)

        await asyncio.to_thread(remove)

    async def _remove_strays(self, chat: int) -> None:
        """Remove files that a killed process left without a row."""
        listed = {book.file for book in await self.of(chat)}
        for path in (self.folder_of(chat) / "files").iterdir():
            if path.name not in listed:
                path.unlink(missing_ok=True)

    async def _number(self, chat: int) -> int:
        row = await self._db.run(
            lambda db: db.execute("SELECT number FROM shelves WHERE chat = ?", (chat,)).fetchone()
        )
        return int(row["number"]) if row else 1

    def _index_folder(self, chat: int, number: int) -> Path:
        return self.folder_of(chat) / f"index-{number}"

    async def _learn(self, chat: int) -> None:
        books = await self.of(chat)
        if books:
            folder = self._index_folder(chat, await self._number(chat))
            self._open[chat] = folder, {book.file: book.name for book in books}
        else:
            self._open.pop(chat, None)

    # --- children ----------------------------------------------------------------------------

    async def _read(self, source: Path, suffix: str, target: Path) -> dict[str, Any]:
        memory = self._memory + (_RECOGNISING_MEMORY if suffix in _MAY_BE_SCANNED else 0)
        job = {"source": str(source), "suffix": suffix, "target": str(target),
               "memory": memory, "seconds": self._seconds, "characters": self._characters}  # fmt: skip
        try:
            code, lines = await run_child(
                ["bot.telegram.collections.convert_worker"], json.dumps(job), _GIVING_WAY * self._seconds
            )
        except TimeoutError:
            raise BookError("limits") from None
        answer = lines[-1] if lines else {"error": "limits" if code else "unreadable"}
        if "error" in answer:
            raise BookError(
                str(answer["error"]), int(answer.get("characters", 0)), int(answer.get("pages", 0)),
                str(answer.get("why", "")), str(answer.get("detail", "")),
            )  # fmt: skip
        return answer

    async def _index(self, folders: Sequence[Path], tell: Tell) -> int:
        """Index a folder of files into a folder, perhaps with the vectors of a third."""

        async def on_line(line: dict[str, Any]) -> None:
            if line.get("stage") == "embedding" and line.get("total"):
                await tell(f"upload-indexing {line['done']}/{line['total']}")

        files, index, *other = map(str, folders)
        arguments = [files, index, self._model, str(self._memory + _MODEL_MEMORY), *other]
        try:
            async with self._one_at_a_time:
                code, lines = await self._indexing.run(arguments, _GIVING_WAY * self._seconds, on_line)
        except TimeoutError:
            raise BookError("limits") from None
        answer = lines[-1] if lines else {}
        if "passages" not in answer:
            # A process that was ended for its memory doesn't say so any more.
            raise BookError("limits" if code and answer.get("error", "limits") == "limits" else "index")
        return int(answer["passages"])


async def _silent(code: str) -> None:
    """Tells nobody."""
