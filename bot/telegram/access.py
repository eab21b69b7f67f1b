"""Who may use the bot, and how much."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING

from bot.settings import TelegramSettings
from bot.telegram.storage.conversations import Conversations

if TYPE_CHECKING:
    from telegram import Update


class Access:
    """The allow-list, the block list and each user's rate."""

    def __init__(self, settings: TelegramSettings, conversations: Conversations) -> None:
        self._settings = settings
        self._conversations = conversations
        self._asked: defaultdict[int, deque[float]] = defaultdict(deque)

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

    def wait(self, user: int) -> int:
        """Count a question; the seconds to wait where the user has asked too many, else 0."""
        now, asked = time.monotonic(), self._asked[user]
        while asked and now - asked[0] >= 60:
            asked.popleft()
        if len(asked) >= self._settings.questions_per_minute:
            return max(1, round(60 - (now - asked[0])))
        asked.append(now)
        if len(self._asked) > 5000:
            self._asked = defaultdict(deque, {u: row for u, row in self._asked.items() if row})
        return 0


def ids_of(update: Update) -> tuple[int, int]:
    """The user and the chat of an update; an anonymous admin or a channel counts as its chat."""
    message = update.message
    chat = update.effective_chat
    if message is not None and message.sender_chat is not None:
        return message.sender_chat.id, message.chat.id
    user = update.effective_user
    return (user.id if user else 0), (chat.id if chat else 0)
