"""Long polling that notices when it has died.

python-telegram-bot's own updater stops polling after a single 401 and stays alive without a
word, and confirms updates before they are stored; so the bot polls here. Passing trouble is
waited out for as long as it lasts; what will not pass ends the process with a clear message.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from bot.telegram.storage.connection import REFUSALS
from bot.telegram.transport.log import event

if TYPE_CHECKING:
    from telegram.ext import ExtBot

ALLOWED = ("message", "callback_query", "inline_query")
_LONGEST_PAUSE = 8.0


class PollingDied(Exception):
    """Updates will not arrive any more. `code` is the message for the operator."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Poller:
    """Fetches updates and stores them; `put` must have them on disk when it returns."""

    def __init__(
        self,
        bot: ExtBot[Any],
        put: Callable[[Sequence[dict[str, Any]]], Awaitable[int]],
        poll_seconds: int = 25,
        patience: float = 20.0,
        conflict_patience: float = 60.0,
        unstored: Callable[[Sequence[dict[str, Any]]], Awaitable[None]] | None = None,
        storing_patience: float = 60.0,
        first_pause: float = 0.5,
    ) -> None:
        """`unstored` answers updates that the disk has refused for `storing_patience` seconds.

        After a failure it pauses for `first_pause` seconds, and twice as long after each that follows.
        """
        self._first_pause = first_pause
        self._bot, self._put = bot, put
        self._poll_seconds = poll_seconds
        self._patience, self._conflict_patience = patience, conflict_patience
        self._unstored, self._storing_patience = unstored, storing_patience
        self._refusing_since = 0.0
        self._offset = 0
        self._refused_since: dict[str, float] = {}
        self._pause = 0.0
        self.beat = time.monotonic()
        self.stopping = asyncio.Event()

    async def run(self) -> None:
        """Poll until `stopping`. Raises `PollingDied` where polling can't go on."""
        while not self.stopping.is_set():
            await self._once()
            self.beat = time.monotonic()
            if self._pause:
                await _wait(self.stopping, self._pause)

    async def watch(self) -> None:
        """Raise `PollingDied` when `run` has not come round for far longer than a poll takes."""
        limit = self._poll_seconds + 60.0
        while not self.stopping.is_set():
            if time.monotonic() - self.beat > limit:
                raise PollingDied("telegram-polling-stuck")
            await _wait(self.stopping, min(5.0, limit / 4))

    async def _once(self) -> None:
        from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError, TimedOut

        try:
            # The raw answer, so that an update of a kind that the library can't read yet is
            # confirmed as well instead of coming back for ever.
            updates = await self._bot._post(
                "getUpdates",
                {"offset": self._offset, "timeout": self._poll_seconds, "allowed_updates": list(ALLOWED)},
                read_timeout=self._poll_seconds + 10.0,
            )
            if not isinstance(updates, list):
                raise TelegramError("Invalid server response")
        except RetryAfter as exc:
            seconds = exc.retry_after
            self._pause = float(seconds if isinstance(seconds, int) else seconds.total_seconds())
            event("polling-slowed", logging.WARNING, seconds=self._pause)
        except InvalidToken as exc:
            self._refused("401", exc, self._patience, "telegram-token-refused")
        except Conflict as exc:
            if "webhook" in str(exc):
                await self._drop_webhook()
            self._refused("409", exc, self._conflict_patience, "telegram-second-poller")
        except TimedOut as exc:
            self._failed(exc)
        except (TelegramError, KeyError, TypeError, AttributeError) as exc:
            self._failed(exc)
        else:
            if self._pause:
                event("polling-again")
            self._refused_since.clear()
            self._pause = 0.0
            rows = [row for row in updates if isinstance(row, dict) and isinstance(row.get("update_id"), int)]
            if rows and await self._stored(rows):
                self._offset = max(self._offset, 1 + max(row["update_id"] for row in rows))

    async def _stored(self, rows: Sequence[dict[str, Any]]) -> bool:
        """Store updates; False where they are to come again.

        A disk that refuses is waited for, and then the updates are answered with an apology: ending the
        process would only have them come again at the next start.
        """
        try:
            await self._put(rows)
        except REFUSALS as exc:
            now = time.monotonic()
            self._refusing_since = self._refusing_since or now
            self._failed(exc)
            if now - self._refusing_since < self._storing_patience:
                return False
            if self._unstored:
                await self._unstored(rows)
        self._refusing_since = 0.0
        return True

    def _failed(self, exc: BaseException) -> None:
        self._pause = min(_LONGEST_PAUSE, max(self._first_pause, self._pause * 2))
        event("polling-failed", logging.WARNING, error=exc, pause=self._pause)

    def _refused(self, kind: str, exc: BaseException, patience: float, code: str) -> None:
        """Telegram answers that it won't; once may be chance, on and on is not."""
        now = time.monotonic()
        since = self._refused_since.setdefault(kind, now)
        if now - since > patience:
            raise PollingDied(code) from exc
        self._pause = min(4.0, max(self._first_pause, self._pause * 2))
        event("polling-refused", logging.WARNING, error=exc, kind=kind, pause=self._pause)

    async def _drop_webhook(self) -> None:
        from telegram.error import TelegramError

        try:
            await self._bot.delete_webhook()
        except TelegramError as exc:
            self._failed(exc)


async def _wait(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
