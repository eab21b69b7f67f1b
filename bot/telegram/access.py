"""Who may use the bot, and how much."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING

from bot.settings import TelegramSettings
from bot.telegram.storage.conversations import Conversations
from bot.telegram.storage.limits import SharedRates

if TYPE_CHECKING:
    from telegram import Update


_REMEMBERED = 5000


class Access:
    """The allow-list, the block list and each user's rate."""

    def __init__(
        self, settings: TelegramSettings, conversations: Conversations, shared: SharedRates | None = None
    ) -> None:
        """`shared` counts for all workers of the bot; without it this process counts by itself."""
        self._settings = settings
        self._conversations = conversations
        self._rates = shared or Rates()

    def is_admin(self, user: int) -> bool:
        """Whether this user operates the bot."""
        return user in self._settings.admins

    def is_allowed(self, user: int, chat: int) -> bool:
        """Whether the user, or everybody in the chat, may use the bot."""
        listed = self._settings.allow | self._settings.admins
        return self._settings.open or user in listed or chat in listed

    async def is_blocked(self, user: int) -> bool:
        """Whether an admin has blocked the user; admins can't be."""
        return not self.is_admin(user) and await self._conversations.is_blocked(user)

    async def wait(self, user: int, count: bool = True) -> int:
        """Count a question, quotation or document; the seconds to wait where there were too many, else 0."""
        return await self._rates.wait("asked", user, self._settings.questions_per_minute, count)

    async def hold_back(self, user: int) -> int:
        """Count an action of any kind; the seconds to wait where there were too many, else 0."""
        return await self._rates.wait("acted", user, self._settings.requests_per_minute)

    async def first_refusal(self, user: int) -> bool:
        """Whether this user has not been told to slow down within the last minute."""
        return not await self._rates.wait("told", user, 1)


class Rates:
    """What each user did within the last minute."""

    def __init__(self) -> None:
        self._times: defaultdict[tuple[str, int], deque[float]] = defaultdict(deque)

    async def wait(self, kind: str, user: int, most: int, count: bool = True) -> int:
        """Count one more (or only look), or the seconds until one more is possible."""
        now, times = time.monotonic(), self._times[kind, user]
        while times and now - times[0] >= 60:
            times.popleft()
        if len(times) >= most:
            return max(1, round(60 - (now - times[0])))
        if count:
            times.append(now)
        if len(self._times) > _REMEMBERED:
            self._times = defaultdict(
                deque, {one: row for one, row in self._times.items() if row and now - row[-1] < 60}
            )
        return 0


def ids_of(update: Update) -> tuple[int, int]:
    """The user and the chat of an update; an anonymous admin or a channel counts as its chat."""
    message = update.message
    chat = update.effective_chat
    if message is not None and message.sender_chat is not None:
        return message.sender_chat.id, message.chat.id
    user = update.effective_user
    return (user.id if user else 0), (chat.id if chat else 0)
