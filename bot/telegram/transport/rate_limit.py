"""The pace that Telegram allows: one message a second in a chat, 20 a minute in a group, 30 a second in all.

The library's own `AIORateLimiter` lets requests take their turn while a 429 is waited out, and what
has gathered by then leaves all at once, over the limit again; so turns are taken here, one by one,
when the way is free.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from aiolimiter import AsyncLimiter
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

JSON = bool | dict[str, Any] | list[dict[str, Any]]
#: Signs of life: they are sent at once or not at all, and are no messages.
_SIGNS = frozenset({"sendChatAction", "sendMessageDraft"})
_MESSAGES = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup"})
#: Messages a second to all chats together. Telegram allows 30 and counts them when they arrive:
#: the rest is for those that were held up on their way and arrive with later ones.
_A_SECOND = 20
#: A group gets so many at once, and then so many a minute; both together stay under 20.
_IN_A_GROUP = 10
#: What passes leaves so many of a group's messages to answers.
_LEFT_TO_ANSWERS = 4
_REMEMBERED = 2000
#: A 429 is for one chat; when so many chats are refused at once, it is for all of them.
_EVERYBODY = 3


class PacedLimiter(BaseRateLimiter[int]):
    """Lets each request leave when it may; a 429 holds its chat until it is over, and no other."""

    def __init__(self, seconds: float = 1.05, max_retries: int = 6) -> None:
        self._seconds, self._max_retries = seconds, max_retries
        self._next: dict[str, float] = {}
        self._turns: dict[str, asyncio.Lock] = {}
        self._held: dict[str, float] = {}
        self._groups: dict[str, AsyncLimiter] = {}
        self._gate = asyncio.Lock()
        self._free = 0.0
        #: Takes a turn among all workers of the bot and returns how long to wait for it.
        self.reserve: Callable[[str, float], Awaitable[float]] | None = None

    async def initialize(self) -> None:
        """Nothing is to be done."""

    async def shutdown(self) -> None:
        """Nothing is to be done."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, JSON]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> JSON:
        """Wait for the chat's turn, then for everybody's; after a 429 again. See the base class."""
        chat = str(data["chat_id"]) if "chat_id" in data else ""
        now = time.monotonic()
        if endpoint in _SIGNS:
            # While a 429 is waited out nothing leaves, and what is late is no sign of life.
            late = self._free > now + 2 / _A_SECOND or self._held.get(chat, 0.0) > now
            return late or await callback(*args, **kwargs)
        for attempt in range(self._max_retries + 1):
            if chat and endpoint in _MESSAGES:
                await self._turn(chat)
            if chat:
                await self._leave()
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as exc:
                seconds = exc.retry_after
                wait = float(seconds if isinstance(seconds, int) else seconds.total_seconds()) + 0.1
                self._refused(chat, wait)
                if attempt == self._max_retries:
                    raise
                if not chat or endpoint not in _MESSAGES:
                    await asyncio.sleep(wait)
        raise AssertionError("unreachable")

    def has_room(self, chat: int) -> bool:
        """Whether a message that passes may be shown without taking an answer's place."""
        limiter = self._groups.get(str(chat))
        return limiter is None or limiter.has_capacity(_LEFT_TO_ANSWERS)

    def _refused(self, chat: str, wait: float) -> None:
        """Hold a chat for so long; everybody, where several chats are held at once."""
        now = time.monotonic()
        if chat:
            self._held = {key: at for key, at in self._held.items() if at > now}
            self._held[chat] = self._next[chat] = max(now + wait, self._next.get(chat, 0.0))
        if len(self._held) >= _EVERYBODY:
            self._free = max(self._free, now + wait)

    async def _turn(self, chat: str) -> None:
        """Wait, behind the chat's messages that came before, until it is the chat's turn."""
        self._forget()
        async with self._turns.setdefault(chat, asyncio.Lock()):
            while (wait := self._next.get(chat, 0.0) - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            if chat.startswith(("-", "@")):
                await self._groups.setdefault(chat, AsyncLimiter(_IN_A_GROUP, 60)).acquire()
            if self.reserve:
                await asyncio.sleep(await self.reserve(chat, self._seconds))
            self._next[chat] = max(time.monotonic() + self._seconds, self._next.get(chat, 0.0))

    def _forget(self) -> None:
        """Let go of chats that have been quiet."""
        now = time.monotonic()
        if len(self._next) > _REMEMBERED:
            self._next = {key: at for key, at in self._next.items() if at > now}
            self._turns = {
                key: lock for key, lock in self._turns.items() if lock.locked() or key in self._next
            }
        if len(self._groups) > _REMEMBERED:
            self._groups = {k: g for k, g in self._groups.items() if not g.has_capacity(_IN_A_GROUP)}

    async def _leave(self) -> None:
        """Wait, behind all who came before, until the way is free."""
        async with self._gate:
            while (wait := self._free - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            if self.reserve:
                await asyncio.sleep(await self.reserve("", 1 / _A_SECOND))
            self._free = time.monotonic() + 1 / _A_SECOND
