"""Who comes in: the first that sees an update."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.messages.telegram import say
from bot.telegram.access import ids_of
from bot.telegram.services import Desk
from bot.telegram.transport.addressing import is_private, question_in

if TYPE_CHECKING:
    from telegram.ext import ContextTypes

    Context = ContextTypes.DEFAULT_TYPE


class Gate:
    """Lets in who may use the bot; a stranger hears so once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def on_update(self, update: Update, context: Context) -> None:
        """Stop an update that is not to be handled."""
        user, chat = ids_of(update)
        sender = update.effective_user
        message = update.message
        if sender is not None and sender.is_bot and (message is None or message.sender_chat is None):
            raise ApplicationHandlerStop  # bots don't talk to each other
        if not user or await self._desk.access.is_blocked(user):
            raise ApplicationHandlerStop
        if self._desk.access.is_allowed(user, chat):
            if seconds := await self._desk.access.hold_back(user):
                await self._slow_down(update, user, seconds)
                raise ApplicationHandlerStop
            return
        if self._addressed(update, context) and await self._desk.conversations.first_refusal(user):
            await self._refuse(update, user)
        raise ApplicationHandlerStop

    async def _slow_down(self, update: Update, user: int, seconds: int) -> None:
        """Tell somebody who does too much how long to wait: with each press, and once a minute in the chat."""
        most = self._desk.settings.requests_per_minute
        if (query := update.callback_query) is not None:
            text = say("too-many", self._desk.default, most=most, seconds=seconds)
            await self._desk.answer_query(query, text, alert=True)
        elif update.inline_query is None and await self._desk.access.first_refusal(user):
            await self._desk.say(update, "too-many", most=most, seconds=seconds)

    def _addressed(self, update: Update, context: Context) -> bool:
        """Whether the stranger speaks to the bot, rather than in a group that it happens to be in."""
        message = update.message
        if message is None:
            return update.callback_query is not None
        if is_private(message):
            return True
        entities = [
            message.parse_entity(e) for e in message.entities if e.type == "bot_command" and not e.offset
        ]
        to_us = f"@{context.bot.username}".lower()
        return (
            any(to_us in word.lower() for word in entities) or question_in(message, context.bot) is not None
        )

    async def _refuse(self, update: Update, user: int) -> None:
        if update.callback_query is not None:
            text = say("stranger", self._desk.default, user=user)
            await self._desk.answer_query(update.callback_query, text, alert=True)
        else:
            await self._desk.say(update, "stranger", user=user)
