"""Citations: the buttons under answers, /cite and /locate."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.messages.telegram import say
from bot.telegram.access import ids_of
from bot.telegram.render.passages import opened_message, passage_buttons, passage_message
from bot.telegram.render.quotation import is_close, located_pages
from bot.telegram.render.screens import anchored_in, answer_rows, page_buttons, page_message, without_text
from bot.telegram.services import Desk
from bot.telegram.storage.conversations import Shown, ShownCitation, new_name
from bot.telegram.transport.addressing import argument_of
from bot.telegram.transport.message import Button, Outgoing
from bot.types import Language

if TYPE_CHECKING:
    from telegram import CallbackQuery, Update
    from telegram.ext import ContextTypes

    Context = ContextTypes.DEFAULT_TYPE

_LONGEST_QUOTATION = 4096


class Citations:
    """Handlers of everything that shows passages."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def on_citation(
        self, update: Update, name: str, number: str, page: str = "0", step: str = "0"
    ) -> None:
        """A press on a citation, or on ◀ ▶ under an open one."""
        query, chat = update.callback_query, update.effective_chat
        if query is None or chat is None:
            return
        desk = self._desk
        language = await desk.language(chat.id)
        shown = await desk.conversations.shown(chat.id, name)
        index, at, further = _number(number), _number(page), _number(step)
        if (
            shown is None
            or further is None
            or not (index is not None and 1 <= index <= len(shown.citations))
            or not (at is not None and 0 <= at < len(shown.pages))
        ):
            await desk.answer_query(query, say("old-button", language))
            return
        citation = shown.citations[index - 1]
        opened = await desk.run(desk.libraries.open, chat.id, citation, further, language)
        if opened is None:
            await desk.answer_query(query, say("key-gone", language, key=citation.key), alert=True)
            return
        above = shown.pages[at]
        html, plain = opened_message(above.html, above.plain, opened.card, language, 0 if further else index)
        walk = f"p:{name}:{index}:{at}"
        rows = [
            *passage_buttons(opened.card, language, walk, further, opened.before, opened.after),
            *page_buttons(name, shown, at, language),
            *answer_rows(name, shown, language),
            (Button(say("close", language), data=f"m:{name}:{at}"),) if above.html else (),
        ]
        await self._show(query, chat.id, Outgoing(html, plain).with_buttons(*rows), language)

    async def on_old_step(self, update: Update, name: str, number: str, step: str) -> None:
        """A press on ◀ ▶ of a message that an earlier version sent."""
        await self.on_citation(update, name, number, "0", step)

    async def on_page(self, update: Update, name: str, page: str = "0") -> None:
        """A press on “the rest”, on the page before, or on ✕: a page of the answer as it was."""
        query, chat = update.callback_query, update.effective_chat
        if query is None or chat is None:
            return
        desk = self._desk
        shown = await desk.conversations.shown(chat.id, name)
        language = await desk.language(chat.id)
        at = _number(page)
        if shown is None or at is None or not 0 <= at < len(shown.pages) or without_text(shown):
            await desk.answer_query(query, say("old-button", language))
            return
        await self._show(query, chat.id, page_message(name, shown, at, language), language)

    async def _show(self, query: CallbackQuery, chat: int, message: Outgoing, language: Language) -> None:
        """Change the message under which the button is."""
        desk = self._desk
        if query.message is None:
            await desk.answer_query(query, say("old-button", language))
            return
        changed = await desk.delivery.edit(chat, query.message.message_id, message)
        await desk.answer_query(query, "" if changed else say("try-again", language))

    async def on_cite(self, update: Update, context: Context) -> None:
        """`/cite KEY`: the passage in a message of its own."""
        message, chat = update.effective_message, update.effective_chat
        if message is None or chat is None:
            return
        desk = self._desk
        typed = argument_of(message)
        if not typed:
            await desk.say(update, "cite-which")
            return
        key = desk.libraries.by_key(typed)
        if key is None:
            await desk.say(update, "key-unknown", key=" ".join(typed.split())[:40])
            return
        language = await desk.language(chat.id)
        opened = await desk.run(desk.libraries.open, chat.id, ShownCitation(key, "", 0, 0), 0, language)
        if opened is None:
            gone = await desk.run(desk.libraries.was_here, chat.id, key)
            await desk.say(update, "key-gone" if gone else "key-unknown", key=key)
            return
        card = passage_message(opened.card, language, f"k:{key}", opened.before, opened.after)
        await desk.reply(update, [card])

    async def on_walk(self, update: Update, key: str, step: str) -> None:
        """◀ ▶ under a passage that /cite has shown."""
        query, chat = update.callback_query, update.effective_chat
        if query is None or chat is None:
            return
        desk = self._desk
        language = await desk.language(chat.id)
        canonical, further = desk.libraries.by_key(key), _number(step)
        if canonical is None or further is None:
            await desk.answer_query(query, say("old-button", language))
            return
        citation = ShownCitation(canonical, "", 0, 0)
        opened = await desk.run(desk.libraries.open, chat.id, citation, further, language)
        if opened is None:
            await desk.answer_query(query, say("key-gone", language, key=canonical), alert=True)
            return
        message = passage_message(opened.card, language, f"k:{canonical}", False, False)
        rows = passage_buttons(opened.card, language, f"k:{canonical}", further, opened.before, opened.after)
        await self._show(query, chat.id, replace(message, buttons=rows), language)

    async def on_locate(self, update: Update, context: Context) -> None:
        """`/locate TEXT`, or in reply to somebody's message: where does this stand, is it right?"""
        message, chat = update.effective_message, update.effective_chat
        if message is None or chat is None:
            return
        desk = self._desk
        text = argument_of(message)
        if not text and message.quote is not None:
            text = message.quote.text
        if not text and message.reply_to_message is not None:
            text = message.reply_to_message.text or message.reply_to_message.caption or ""
        if not text.strip():
            await desk.say(update, "locate-which")
            return
        if len(text) > _LONGEST_QUOTATION:
            await desk.say(update, "locate-too-long", most=_LONGEST_QUOTATION)
            return
        if not any(char.isalnum() for char in text):
            await desk.say(update, "locate-which")
            return
        user, _ = ids_of(update)
        if seconds := await desk.access.wait(user):
            await desk.say(update, "too-fast", most=desk.settings.questions_per_minute, seconds=seconds)
            return
        language = await desk.language(chat.id)
        async with desk.signs(update, message, language) as signs:
            shown = await desk.search(self._located, chat.id, text, language)
        await self._reply(update, chat.id, shown, language, signs.into)

    async def check(self, update: Update, text: str) -> bool:
        """Show at once where a sentence that somebody sent stands, and what is changed in it.

        False, and nothing is shown, where the documents have nothing like it: then it is asked.
        """
        chat, desk = update.effective_chat, self._desk
        if chat is None or len(text) > desk.settings.longest_question:
            return False
        user, _ = ids_of(update)
        if await desk.access.wait(user, count=False):
            return False  # asking it tells how long to wait
        language = await desk.language(chat.id)
        found, titles = await desk.search(desk.libraries.locate, chat.id, text)
        if not is_close(found):
            return False
        await desk.access.wait(user)
        shown = await desk.run(self._anchored, chat.id, located_pages(found, titles, language))
        await self._reply(update, chat.id, replace(shown, question=text), language)
        return True

    def _located(self, chat: int, text: str, language: Language) -> Shown:
        """All of checking a quotation that takes time."""
        found, titles = self._desk.libraries.locate(chat, text)
        return self._anchored(chat, located_pages(found, titles, language))

    def _anchored(self, chat: int, shown: Shown) -> Shown:
        return anchored_in(shown, self._desk.libraries.anchored(chat, shown.citations))

    async def _reply(
        self, update: Update, chat: int, shown: Shown, language: Language, into: int = 0
    ) -> None:
        name = new_name()
        await self._desk.conversations.show(chat, name, shown)
        await self._desk.reply(update, [page_message(name, shown, 0, language)], into)

    async def on_resend(self, update: Update, number: str) -> None:
        """A press under an apology: it turns into the reply that may have been lost."""
        query, chat = update.callback_query, update.effective_chat
        if query is None or chat is None:
            return
        language = await self._desk.language(chat.id)
        row = _number(number)
        message = await self._desk.delivery.unsure_message(row, chat.id) if row is not None else None
        if message is None:
            await self._desk.answer_query(query, say("old-button", language))
            return
        await self._show(query, chat.id, message, language)


def _number(text: str) -> int | None:
    """The whole number in a button's data; None where there is something else."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 12):
        return None
    return int(text)
