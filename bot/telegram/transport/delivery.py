"""Sending: each reply once, whatever the network does, and never a rejected message.

A reply is on disk before it is sent. A send whose outcome is unknown (the connection broke, the
answer was garbled, the process was killed) is not repeated: an apology follows, with a button
that shows the reply. Whatever surely did not arrive is tried again until it does. Edits change
nothing when they are repeated, so they simply are.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from bot.messages.telegram import say
from bot.telegram.storage.connection import Connection, Storage
from bot.telegram.transport.log import event
from bot.telegram.transport.message import Button, Outgoing, Place, from_json, plain_message, to_json
from bot.telegram.transport.request_state import marking
from bot.types import Language

if TYPE_CHECKING:
    from telegram import InlineKeyboardMarkup
    from telegram.ext import ExtBot

SCHEMA = """
CREATE TABLE IF NOT EXISTS outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, update_id INTEGER NOT NULL, part INTEGER NOT NULL,
    chat INTEGER NOT NULL, language TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL, changed REAL NOT NULL,
    UNIQUE (update_id, part)
);
CREATE TABLE IF NOT EXISTS statuses (update_id INTEGER PRIMARY KEY, message_id INTEGER NOT NULL);
"""
#: As long as an outage lasts that is waited out.
_APOLOGISES_FOR = 3600.0
_MOST_REJECTIONS = 5
_KEPT = 30 * 24 * 3600


class TakenOver(Exception):
    """Another worker has the reply in hand: this one had lost its lane."""


class Outcome(Enum):
    """What is known of a call that failed."""

    NOT_SENT = "not-sent"  # surely not carried out: may be repeated
    UNKNOWN = "unknown"  # perhaps carried out
    PLAIN = "plain"  # its formatting was rejected
    NOWHERE = "nowhere"  # there is no such chat any more, or the bot was blocked
    REJECTED = "rejected"


def outcome_of(error: Exception) -> Outcome:
    """What a failed call to the Bot API means for the message."""
    import httpx
    from telegram.error import (
        BadRequest,
        ChatMigrated,
        Conflict,
        Forbidden,
        InvalidToken,
        NetworkError,
        RetryAfter,
    )  # fmt: skip

    if isinstance(error, Forbidden):
        return Outcome.NOWHERE
    if isinstance(error, BadRequest):
        words = str(error).lower()
        if "chat not found" in words or "upgraded" in words or "deactivated" in words:
            return Outcome.NOWHERE
        formatting = ("entit", "too long", "button", "markup", "reply", "thread")
        return Outcome.PLAIN if any(word in words for word in formatting) else Outcome.REJECTED
    if isinstance(error, (RetryAfter, InvalidToken, Conflict, ChatMigrated)):
        return Outcome.NOT_SENT
    if isinstance(error.__cause__, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)):
        return Outcome.NOT_SENT
    if isinstance(error, NetworkError) and "(502)" in str(error):
        # The gateway had nobody behind it to hand the call to.
        return Outcome.NOT_SENT
    return Outcome.UNKNOWN


@dataclass(slots=True)
class Delivery:
    """Sends replies and edits for one bot."""

    bot: ExtBot[Any]
    database: Storage
    longest_pause: float = 15.0

    async def reply(
        self, update_id: int, place: Place, language: Language, parts: Sequence[Outgoing]
    ) -> None:
        """Send the reply to an update, in one or more messages; returns when that is settled.

        Whatever was begun for the same update before a restart is taken up instead.
        """
        rows = [
            (update_id, number, place.chat, language.value,
             to_json(place if not number else replace(place, reply_to=0, edit=0), part), time.time())
            for number, part in enumerate(parts)
        ]  # fmt: skip

        def store(db: Connection) -> None:
            if not db.execute("SELECT 1 FROM outbox WHERE update_id = ?", (update_id,)).fetchone():
                db.executemany(
                    "INSERT INTO outbox (update_id, part, chat, language, body, state, changed) "
                    "VALUES (?, ?, ?, ?, ?, 'ready', ?)",
                    rows,
                )
            db.execute("DELETE FROM outbox WHERE changed < ?", (time.time() - _KEPT,))

        await self.database.run(store)
        await self.resume(update_id)

    async def resume(self, update_id: int) -> bool:
        """Send what is left of the reply to an update; False where none was begun."""
        rows = await self.database.run(
            lambda db: db.execute(
                "SELECT id, body, state, language FROM outbox WHERE update_id = ? ORDER BY part", (update_id,)
            ).fetchall()
        )
        for row in rows:
            if row["state"] == "sending":  # the process was killed while it sent this
                await self._unsure(row["id"], row["body"], Language(row["language"]))
            elif row["state"] == "unsure":  # ... or before it could apologise
                await self._apologise(row["id"], row["body"], Language(row["language"]))
            elif row["state"] == "ready":
                await self._deliver(row["id"], row["body"], Language(row["language"]))
        return bool(rows)

    async def _mark(self, number: int, state: str, forget: bool = False) -> None:
        await self.database.run(
            lambda db: db.execute(
                "UPDATE outbox SET state = ?, changed = ?"
                + (", body = ''" if forget else "")
                + " WHERE id = ?",
                (state, time.time(), number),
            )
        )

    async def _claimed(self, number: int) -> bool:
        """Mark a reply as being sent; False where somebody else sends it, or has."""
        return await self.database.run(
            lambda db: bool(
                db.execute(
                    "UPDATE outbox SET state = 'sending', changed = ? WHERE id = ? AND state = 'ready'",
                    (time.time(), number),
                ).rowcount
            )
        )

    async def _deliver(self, number: int, body: str, language: Language) -> None:
        place, message = from_json(body)
        if place.edit and await self.edit(place.chat, place.edit, message):
            await self._mark(number, "sent", forget=True)
            return
        # Marked at the last moment, by the request itself: while a message waits for its turn,
        # it is sure that it was not sent.
        taken = False

        async def mark(state: str) -> None:
            nonlocal taken
            if state == "sending" and not await self._claimed(number):
                taken = True
                raise TakenOver(number)
            if state != "sending":
                await self._mark(number, state)

        with marking(mark):
            outcome = await self.send_surely(place, message)
        if taken:
            event("taken-over", logging.WARNING, chat=place.chat)
        elif outcome is None:
            await self._mark(number, "sent", forget=True)
        elif outcome is Outcome.UNKNOWN:
            await self._unsure(number, body, language)
        else:
            event("undeliverable", logging.WARNING, chat=place.chat, outcome=outcome.value)
            if outcome is not Outcome.NOWHERE:
                await self.send_surely(place, plain_message(say("undeliverable", language)))
            await self._mark(number, "given-up", forget=True)

    async def send_surely(self, place: Place, message: Outgoing) -> Outcome | None:
        """Send a message; None when it has arrived, else why it has not, or may not have."""
        plain, pause, rejections = False, 0.5, 0
        while True:
            try:
                await self._send(place, message, plain)
                return None
            except Exception as exc:
                outcome = outcome_of(exc)
                event("send-failed", logging.WARNING, error=exc, chat=place.chat, outcome=outcome.value)
                migrated = getattr(exc, "new_chat_id", None)
            if migrated:
                place = replace(place, chat=int(migrated), thread=0, reply_to=0)
            elif outcome in {Outcome.PLAIN, Outcome.REJECTED} and rejections < _MOST_REJECTIONS:
                # First without formatting, then without anything else that could be objected to.
                rejections += 1
                plain, place = True, replace(place, reply_to=0)
                if rejections > 1:
                    place, message = replace(place, thread=0), message.with_buttons()
                    await asyncio.sleep(pause)
            elif outcome is Outcome.NOT_SENT:
                await asyncio.sleep(pause)
                pause = min(self.longest_pause, pause * 2)
            else:
                return outcome

    async def _send(self, place: Place, message: Outgoing, plain: bool) -> int:
        from telegram import LinkPreviewOptions, ReplyParameters

        sent = await self.bot.send_message(
            chat_id=place.chat,
            text=message.plain if plain else message.html,
            parse_mode=None if plain else "HTML",
            message_thread_id=place.thread or None,
            reply_parameters=ReplyParameters(place.reply_to, allow_sending_without_reply=True)
            if place.reply_to
            else None,
            reply_markup=keyboard(message),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
        return sent.message_id

    async def _unsure(self, number: int, body: str, language: Language) -> None:
        """The message may or may not have arrived."""
        await self._mark(number, "unsure")
        await self._apologise(number, body, language)

    async def _apologise(self, number: int, body: str, language: Language) -> None:
        place, _ = from_json(body)
        row = (Button(say("unsure-button", language), data=f"r:{number}"),)
        apology = plain_message(say("unsure", language), row)
        until, pause = time.monotonic() + _APOLOGISES_FOR, 0.5
        # An apology that arrives twice does no harm; one that never does would.
        while await self.send_surely(place, apology) is Outcome.UNKNOWN and time.monotonic() < until:
            await asyncio.sleep(pause)
            pause = min(self.longest_pause, pause * 2)
        await self._mark(number, "apologised")

    async def unsure_message(self, number: int, chat: int) -> Outgoing | None:
        """The reply that an apology was sent for, where it was for this chat."""
        row = await self.database.run(
            lambda db: db.execute(
                "SELECT body FROM outbox WHERE id = ? AND chat = ? AND state IN ('unsure', 'apologised')",
                (number, chat),
            ).fetchone()
        )
        return from_json(row["body"])[1] if row else None

    async def forget(self, chat: int) -> None:
        """Erase the replies that apologies in a chat still hold."""
        await self.database.run(
            lambda db: db.execute(
                "DELETE FROM outbox WHERE chat = ? AND state IN ('sent', 'apologised')", (chat,)
            )
        )
        await self.database.checkpoint()

    async def edit(self, chat: int, message_id: int, message: Outgoing) -> bool:
        """Change a message of the bot; False where it can't be changed any more."""
        plain, pause = False, 0.5
        for _ in range(12):
            try:
                await self._edit(chat, message_id, message, plain)
                return True
            except Exception as exc:
                if "not modified" in str(exc).lower():
                    return True
                outcome = outcome_of(exc)
                event("edit-failed", logging.WARNING, error=exc, chat=chat, outcome=outcome.value)
            if outcome is Outcome.PLAIN and not plain:
                plain = True
            elif outcome in {Outcome.NOT_SENT, Outcome.UNKNOWN}:
                await asyncio.sleep(pause)
                pause = min(self.longest_pause, pause * 2)
            else:
                return False
        return False

    async def _edit(self, chat: int, message_id: int, message: Outgoing, plain: bool) -> None:
        from telegram import LinkPreviewOptions

        await self.bot.edit_message_text(
            chat_id=chat,
            message_id=message_id,
            text=message.plain if plain else message.html,
            parse_mode=None if plain else "HTML",
            reply_markup=keyboard(message),
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )

    async def status(self, update_id: int, place: Place, message: Outgoing) -> int:
        """Show a passing message for an update, the same one each time; 0 where its id is not known.

        It is tried once: what passes is not worth a second call.
        """
        from telegram.error import TelegramError

        row = await self.database.run(
            lambda db: db.execute(
                "SELECT message_id FROM statuses WHERE update_id = ?", (update_id,)
            ).fetchone()
        )
        try:
            if row:
                await self._edit(place.chat, row["message_id"], message, plain=False)
                return int(row["message_id"])
            sent = await self._send(place, message, plain=False)
        except TelegramError as exc:
            event("status-failed", logging.WARNING, error=exc, chat=place.chat)
            return int(row["message_id"]) if row else 0
        await self.database.run(
            lambda db: db.execute(
                "INSERT INTO statuses (update_id, message_id) VALUES (?, ?) ON CONFLICT (update_id) "
                "DO UPDATE SET message_id = excluded.message_id",
                (update_id, sent),
            )
        )
        return sent


def keyboard(message: Outgoing) -> InlineKeyboardMarkup | None:
    """A message's buttons as the library wants them."""
    from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

    if not message.buttons:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(b.text, copy_text=CopyTextButton(b.copy))
                if b.copy
                else InlineKeyboardButton(b.text, callback_data=b.data)
                for b in row
            ]
            for row in message.buttons
        ]
    )
