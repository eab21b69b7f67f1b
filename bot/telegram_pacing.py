"""The pace that Telegram allows: one message a second in a chat, 20 a minute in a group, 30 a second in all."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.ext import AIORateLimiter

JSON = bool | dict[str, Any] | list[dict[str, Any]]
#: Signs of life: they are sent at once or not at all, and are no messages.
_SIGNS = frozenset({"sendChatAction", "sendMessageDraft"})
_MESSAGES = frozenset({"sendMessage", "editMessageText", "editMessageReplyMarkup"})
_REMEMBERED = 2000


class PacedLimiter(AIORateLimiter):
    """The library's limiter with retries after 429, and one message a second in each chat."""

    def __init__(self, seconds: float = 1.05, max_retries: int = 6) -> None:
        # The library's buckets let through a full bucket at once and then go on at their rate;
        # both together must stay under what Telegram allows in any second and any minute.
        super().__init__(
            overall_max_rate=8,
            overall_time_period=0.4,
            group_max_rate=10,
            group_time_period=60,
            max_retries=max_retries,
        )
        self._seconds = seconds
        self._next: dict[Any, float] = {}

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, JSON]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> JSON:
        """Wait for the chat's turn, then for everybody's; see the base class."""
        if endpoint in _SIGNS:
            return await callback(*args, **kwargs)
        if endpoint in _MESSAGES:
            await self._turn(str(data.get("chat_id")))
        # After a 429 everything waits here, before the buckets. The base class lets requests wait
        # behind them, and what has gathered there would then leave all at once.
        await self._retry_after_event.wait()
        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)

    async def _turn(self, chat: str) -> None:
        now = time.monotonic()
        if len(self._next) > _REMEMBERED:
            self._next = {key: at for key, at in self._next.items() if at > now}
        at = max(now, self._next.get(chat, 0.0))
        self._next[chat] = at + self._seconds
        if at > now:
            await asyncio.sleep(at - now)
