"""What happens when a handler fails."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from telegram import Update

from bot.errors import BadQuestion
from bot.messages.general import error_text
from bot.messages.telegram import say
from bot.telegram.services import Desk
from bot.telegram.storage.connection import REFUSALS
from bot.telegram.transport.apology import apologise
from bot.telegram.transport.log import event
from bot.types import Language


class Failures:
    """What a person hears when a handler fails: an apology with a number that the log has too."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def on_error(self, update: object, context: Any) -> None:
        """Log the error without its words and apologise."""
        from vectorstore.errors import IndexMissing

        if isinstance(update, Update) and isinstance(context.error, BadQuestion):
            # What was written is no question: that is no fault of the program.
            await self._desk.reply_text(update, error_text(context.error, await self._spoken(update)))
            return
        code = secrets.token_hex(3)
        number = update.update_id if isinstance(update, Update) else 0
        event("handler-failed", logging.ERROR, error=context.error, code=code, update=number)
        if not isinstance(update, Update):
            return
        if update.callback_query is not None:
            language = self._desk.default
            await self._desk.answer_query(
                update.callback_query, say("failed", language, number=code), alert=True
            )
            if str(update.callback_query.data).startswith("q:"):  # it asked a question
                await self._desk.say(update, "failed", number=code)
        elif update.message is not None:
            try:
                if isinstance(context.error, IndexMissing):
                    await self._desk.say(update, "no-index")
                else:
                    await self._desk.say(update, "failed", number=code)
            except REFUSALS:  # the disk refuses, and so nothing that is kept can be sent
                text = say("unstored", self._desk.default)
                await apologise(self._desk.delivery.bot, update.message.chat.id, text)

    async def _spoken(self, update: Update) -> Language:
        chat = update.effective_chat
        return await self._desk.language(chat.id) if chat else self._desk.default
