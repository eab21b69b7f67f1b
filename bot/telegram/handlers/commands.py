"""The commands that are neither questions nor citations: /help, /sources, /reset, /lang and the admins'."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.messages.telegram import say
from bot.telegram.render.documents import sources_message
from bot.telegram.services import Desk
from bot.telegram.transport.addressing import argument_of, topic_of
from bot.telegram.transport.message import Button, Outgoing, plain_message
from bot.types import Language

if TYPE_CHECKING:
    from telegram import Update
    from telegram.ext import ContextTypes

    Context = ContextTypes.DEFAULT_TYPE

_LANGUAGES = {
    "zh": Language.CHINESE,
    "中文": Language.CHINESE,
    "en": Language.ENGLISH,
    "english": Language.ENGLISH,
}


class Commands:
    """Handlers of the plain commands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def on_help(self, update: Update, context: Context) -> None:
        """`/help`: what can be said."""
        await self._desk.say(update, "help", name=context.bot.username)

    async def on_reset(self, update: Update, context: Context) -> None:
        """`/reset`: forget the topic's turns."""
        message = update.effective_message
        if message is not None:
            topic = topic_of(message)
            await self._desk.conversations.forget(topic.chat, topic.thread)
            await self._desk.say(update, "reset")

    async def on_lang(self, update: Update, context: Context) -> None:
        """`/lang zh|en`, or buttons to choose from."""
        message, chat = update.effective_message, update.effective_chat
        if message is None or chat is None:
            return
        chosen = _LANGUAGES.get(argument_of(message).lower())
        if chosen is None:
            row = (Button("中文", data="l:zh"), Button("English", data="l:en"))
            text = say("lang-which", await self._desk.language(chat.id))
            await self._desk.reply(update, [plain_message(text, row)])
            return
        await self._desk.conversations.choose_language(chat.id, chosen)
        await self._desk.say(update, "lang")

    async def on_language(self, update: Update, code: str) -> None:
        """A press on a language."""
        query, chat = update.callback_query, update.effective_chat
        chosen = _LANGUAGES.get(code)
        if query is None or chat is None:
            return
        if chosen is None or query.message is None:
            await self._desk.answer_query(query, say("old-button", await self._desk.language(chat.id)))
            return
        await self._desk.conversations.choose_language(chat.id, chosen)
        message = plain_message(say("lang", chosen))
        await self._desk.delivery.edit(chat.id, query.message.message_id, message)
        await self._desk.answer_query(query)

    async def on_sources(self, update: Update, context: Context) -> None:
        """`/sources`: the documents, page by page."""
        chat = update.effective_chat
        if chat is not None:
            await self._desk.reply(update, [await self._sources(chat.id, 0)])

    async def on_sources_page(self, update: Update, page: str) -> None:
        """A press on ◀ or ▶ under the documents."""
        query, chat = update.callback_query, update.effective_chat
        if query is None or chat is None or query.message is None:
            return
        if not (page.isascii() and page.isdecimal() and len(page) < 6):
            await self._desk.answer_query(query, say("old-button", await self._desk.language(chat.id)))
            return
        number = int(page)
        await self._desk.delivery.edit(
            chat.id, query.message.message_id, await self._sources(chat.id, number)
        )
        await self._desk.answer_query(query)

    async def _sources(self, chat: int, page: int) -> Outgoing:
        records, titles = await self._desk.run(self._desk.libraries.documents, chat)
        return sources_message(records, titles, await self._desk.language(chat), page)

    # --- admins ------------------------------------------------------------------------------

    async def _is_admin(self, update: Update) -> bool:
        user = update.effective_user
        if user is not None and self._desk.access.is_admin(user.id):
            return True
        await self._desk.say(update, "not-admin")
        return False

    async def on_stats(self, update: Update, context: Context) -> None:
        """`/stats`: figures, no texts."""
        chat = update.effective_chat
        if chat is None or not await self._is_admin(update):
            return
        desk = self._desk
        counts = await desk.conversations.counts()
        documents = await desk.run(desk.libraries.count)
        await desk.say(
            update,
            "stats",
            handled=desk.handled(),
            waiting=desk.waiting(),
            documents=documents,
            hours=round((time.monotonic() - desk.started) / 3600, 1),
            **counts,
        )

    async def on_reload(self, update: Update, context: Context) -> None:
        """`/reload`: open the latest index."""
        if await self._is_admin(update):
            count = await self._desk.run(self._desk.libraries.reload)
            await self._desk.say(update, "reloaded", documents=count)

    async def on_block(self, update: Update, context: Context) -> None:
        """`/block ID` and `/block ID off`; in reply to a message, its author."""
        message = update.effective_message
        if message is None or not await self._is_admin(update):
            return
        words = argument_of(message).split()
        off = bool(words) and words[-1].lower() == "off"
        ids = [int(w) for w in words if w.removeprefix("-").isdecimal() and w.isascii() and len(w) < 18]
        if (
            not ids
            and message.reply_to_message is not None
            and message.reply_to_message.from_user is not None
        ):
            ids = [message.reply_to_message.from_user.id]
        if not ids or self._desk.access.is_admin(ids[0]):
            await self._desk.say(update, "block-which")
            return
        await self._desk.conversations.block(ids[0], not off)
        await self._desk.say(update, "unblocked" if off else "blocked", user=ids[0])
