"""An apology that needs no disk: for updates that could not be stored, when nothing else can be said."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bot.messages.telegram import say
from bot.telegram.transport.log import event
from bot.types import Language

if TYPE_CHECKING:
    from telegram.ext import ExtBot


async def apologise_unstored(bot: ExtBot[Any], updates: Sequence[dict[str, Any]], language: Language) -> None:
    """Tell each private chat once that its messages could not be taken."""
    chats: dict[int, None] = {}
    for update in updates:
        message = update.get("message") or (update.get("callback_query") or {}).get("message") or {}
        chat = message.get("chat") or {}
        if chat.get("type") == "private" and isinstance(chat.get("id"), int):
            chats[chat["id"]] = None
    event("updates-unstored", logging.ERROR, count=len(updates), chats=len(chats))
    for chat in chats:
        await apologise(bot, chat, say("unstored", language))


async def apologise(bot: ExtBot[Any], chat: int, text: str) -> None:
    """Send a sentence once, without keeping anything of it; where that fails, it is lost."""
    from telegram.error import TelegramError

    try:
        await bot.send_message(chat, text)
    except TelegramError as exc:
        event("apology-failed", logging.WARNING, error=exc, chat=chat)
