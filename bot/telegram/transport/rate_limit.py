"""The pace that Telegram allows: one message a second in a chat, 20 a minute in a group, 30 a second in all.

The library's own `AIORateLimiter` lets requests take their turn while a 429 is waited out, and what
has gathered by then leaves all at once, over the limit again; so turns are taken here, one by one,
when the way is free.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
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


class PacedLimiter(BaseRateLimiter[int]):
    """Lets each request leave when it may; a 429 stops all of them until it is over."""

    def __init__(self, seconds: float = 1.05, max_retries: int = 6) -> None:
        self._seconds, self._max_retries = seconds, max_retries
        self._next: dict[str, float] = {}
        self._groups: dict[str, AsyncLimiter] = {}
        self._gate = asyncio.Lock()
        self._free = 0.0

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
        if endpoint in _SIGNS:
            # While a 429 is waited out nothing leaves, and what is late is no sign of life.
            return self._free > time.monotonic() + 2 / _A_SECOND or await callback(*args, **kwargs)
        chat = str(data["chat_id"]) if "chat_id" in data else ""
        for attempt in range(self._max_retries + 1):
            if chat and endpoint in _MESSAGES:
                await self._turn(chat)
            if chat:
                await self._leave()
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as exc:
                seconds = exc.retry_after
                wait = float(seconds if isinstance(seconds, int) else seconds.total_seconds())
                self._free = max(self._free, time.monotonic() + wait + 0.1)
                if attempt == self._max_retries:
                    raise
        raise AssertionError("unreachable")

    def has_room(self, chat: int) -> bool:
        """Whether a message that passes may be shown without taking an answer's place."""
        limiter = self._groups.get(str(chat))
        return limiter is None or limiter.has_capacity(_LEFT_TO_ANSWERS)

    async def _turn(self, chat: str) -> None:
        """Wait until it is the chat's turn."""
        now = time.monotonic()
        if len(self._next) > _REMEMBERED:
            self._next = {key: at for key, at in self._next.items() if at > now}
        at = max(now, self._next.get(chat, 0.0))
        self._next[chat] = at + self._seconds
        if at > now:
            await asyncio.sleep(at - now)
        if chat.startswith(("-", "@")):
            if len(self._groups) > _REMEMBERED:
                self._groups = {k: g for k, g in self._groups.items() if not g.has_capacity(_IN_A_GROUP)}
            await self._groups.setdefault(chat, AsyncLimiter(_IN_A_GROUP, 60)).acquire()

    async def _leave(self) -> None:
        """Wait, behind all who came before, until the way is free."""
        async with self._gate:
            while (wait := self._free - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            self._free = time.monotonic() + 1 / _A_SECOND
