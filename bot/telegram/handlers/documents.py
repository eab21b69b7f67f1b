"""Documents that a chat adds for itself: received, listed, deleted."""

from __future__ import annotations

import logging
import time
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from bot.messages.telegram import say
from bot.messages.unread import unread_text
from bot.telegram.access import ids_of
from bot.telegram.collections.chat_documents import Added, Book, BookError, ChatDocuments, Tell, shown_name
from bot.telegram.render.documents import added_message, documents_message, pages_of
from bot.telegram.services import Desk
from bot.telegram.transport.addressing import is_private, place_of, question_in
from bot.telegram.transport.log import event
from bot.telegram.transport.message import Button, Outgoing, plain_message
from bot.types import Language

if TYPE_CHECKING:
    from telegram import Document, Message, Update
    from telegram.ext import ContextTypes

    Context = ContextTypes.DEFAULT_TYPE

#: Looked at by name before a file is fetched; what it is, its bytes say.
SUFFIXES = frozenset(
    {
        ".txt", ".md", ".markdown", ".html", ".htm", ".csv", ".tsv", ".pdf", ".docx", ".doc", ".wps", ".rtf",
        ".odt", ".ofd", ".xlsx", ".xls", ".et", ".ods", ".pptx", ".ppt", ".png", ".jpg", ".jpeg", ".tif", ".tiff",
        ".docm", ".dotx", ".xlsm", ".xlsb", ".dps", ".odp", ".mht", ".mhtml", ".xhtml", ".xml", ".fodt", ".fods", ".uot", ".uos",
    }
)  # fmt: skip
_MEGABYTE = 1024 * 1024
_PROGRESS_EVERY = 2.0


class Documents:
    """Handlers of documents."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _books(self) -> ChatDocuments:
        return self._desk.books

    async def on_file(self, update: Update, context: Context) -> None:
        """A file: added to the chat's own documents; in groups only when the bot is spoken to."""
        message = update.effective_message
        if message is None or message.document is None:
            return
        if not is_private(message) and question_in(message, context.bot) is None:
            return
        desk, document = self._desk, message.document
        settings = desk.settings
        chat, name = message.chat.id, shown_name(document.file_name)
        suffix = PurePath(name).suffix.lower()
        most = f"{settings.upload_megabytes:g}"
        if settings.documents_per_chat == 0:
            await desk.say(update, "documents-off")
        elif suffix not in SUFFIXES:
            await desk.say(update, "upload-kind", suffix=suffix or "?")
        elif (document.file_size or 0) > settings.upload_megabytes * _MEGABYTE:
            size = f"{(document.file_size or 0) / _MEGABYTE:.1f}"
            await desk.say(update, "upload-large", size=size, most=most)
        elif len(await self._books.of(chat)) >= settings.documents_per_chat:
            await desk.say(update, "upload-many", most=settings.documents_per_chat)
        elif seconds := await desk.access.wait(ids_of(update)[0]):
            await desk.say(update, "too-fast", most=settings.questions_per_minute, seconds=seconds)
        else:
            await self._receive(update, message, document, name, suffix)

    async def _receive(
        self, update: Update, message: Message, document: Document, name: str, suffix: str
    ) -> None:
        desk, chat = self._desk, message.chat.id
        language = await desk.language(chat)
        place = place_of(message)
        told = 0.0
        status = 0

        async def tell(code: str) -> None:
            """Say how far it is, at most every other second."""
            nonlocal told, status
            if status and time.monotonic() - told < _PROGRESS_EVERY:
                return
            words, _, figures = code.partition(" ")
            text = say(words, language, name=name, count=figures)
            text += f" {figures}" if figures and words != "upload-waiting" else ""
            status = await desk.delivery.status(update.update_id, place, plain_message(text)) or status
            told = time.monotonic()

        reply: Outgoing
        async with self._books.turn(lambda before: tell(f"upload-waiting {before}")):
            reply = await self._take(update, document, name, suffix, language, tell)
        await desk.reply(update, [reply], status)

    async def _take(
        self, update: Update, document: Document, name: str, suffix: str, language: Language, tell: Tell
    ) -> Outgoing:
        """Fetch, read and index a document; returns what is said of it."""
        desk, message = self._desk, update.effective_message
        assert message is not None
        chat = message.chat.id
        reply: Outgoing
        await tell("upload-fetching")
        try:
            data = await self._fetch(document)
            if data is None:
                reply = plain_message(say("upload-failed-fetch", language))
            elif len(data) > desk.settings.upload_megabytes * _MEGABYTE:
                size, most = f"{len(data) / _MEGABYTE:.1f}", f"{desk.settings.upload_megabytes:g}"
                reply = plain_message(say("upload-large", language, size=size, most=most))
            elif known := await self._books.known(chat, data):
                reply = plain_message(self._known(known, update.update_id, language))
            else:
                await tell("upload-reading")
                user, _ = ids_of(update)
                added = await self._books.add(chat, data, name, suffix, user, update.update_id, tell)
                reply = added_message(added, language)
                self._log(update, added)
        except BookError as exc:
            event("document-refused", logging.WARNING, update=update.update_id, chat=chat, reason=exc.reason)
            reply = plain_message(self._refused(exc, name, language))
        return reply

    def _refused(self, error: BookError, name: str, language: Language) -> str:
        """Why a document was not added, its limits in characters and pages."""
        most = self._desk.settings.upload_characters
        return say(
            f"upload-failed-{error.reason}",
            language,
            name=name,
            why=unread_text(error.why, error.detail, language),
            characters=f"{error.characters:,}",
            has=f"{error.pages or pages_of(error.characters):,}",
            most=f"{most:,}",
            pages=f"{pages_of(most):,}",
        )

    @staticmethod
    def _known(book: Book, update_id: int, language: Language) -> str:
        if book.update_id == update_id:  # it was added just before the process was killed
            return say("upload-done", language, name=book.name, passages=book.passages)
        return say("upload-known", language, name=book.name)

    @staticmethod
    def _log(update: Update, added: Added) -> None:
        event("document-added", update=update.update_id, book=added.book.id, passages=added.book.passages)

    async def _fetch(self, document: Document) -> bytes | None:
        """The file's bytes; None where Telegram doesn't give them."""
        import asyncio

        from telegram.error import TelegramError

        for pause in (0.5, 1.0, 2.0, 4.0, 0.0):
            try:
                file = await document.get_file()
                return bytes(await file.download_as_bytearray())
            except TelegramError as exc:
                event("fetch-failed", logging.WARNING, error=exc)
                if "too big" in str(exc).lower():
                    return None
                await asyncio.sleep(pause)
        return None

    async def on_documents(self, update: Update, context: Context) -> None:
        """`/documents`: the chat's own documents with a button to delete each."""
        chat = update.effective_chat
        if chat is not None:
            await self._desk.reply(update, [await self._list(chat.id)])

    async def _list(self, chat: int) -> Outgoing:
        settings = self._desk.settings
        books = await self._books.of(chat)
        language = await self._desk.language(chat)
        return documents_message(books, language, settings)

    async def _book(self, update: Update, number: str) -> Book | None:
        """The document that a button is about, where the presser may delete it; else they hear why not."""
        query, chat, user = update.callback_query, update.effective_chat, update.effective_user
        if query is None or chat is None or user is None:
            return None
        language = await self._desk.language(chat.id)
        books = await self._books.of(chat.id)
        book = next((b for b in books if number.isdecimal() and str(b.id) == number), None)
        if book is None:
            await self._desk.answer_query(query, say("delete-gone", language), alert=True)
        elif user.id != book.sender and not self._desk.access.is_admin(user.id):
            await self._desk.answer_query(query, say("button-not-yours", language), alert=True)
        else:
            return book
        return None

    async def on_delete(self, update: Update, number: str) -> None:
        """A press on 🗑: ask once more."""
        book = await self._book(update, number)
        if book is None:
            return
        language = await self._language(update)
        row = (
            Button(say("delete-yes", language), data=f"y:{book.id}"),
            Button(say("delete-no", language), data=f"n:{book.id}"),
        )
        await self._change(update, plain_message(say("delete-sure", language, name=book.name), row))

    async def on_keep(self, update: Update, number: str) -> None:
        """A press on "keep it": the list again."""
        if update.effective_chat is not None:
            await self._change(update, await self._list(update.effective_chat.id))

    async def on_delete_surely(self, update: Update, number: str) -> None:
        """A press on "yes, delete": really gone, from the index and from what answers showed."""
        book, chat = await self._book(update, number), update.effective_chat
        if book is None or chat is None:
            return
        desk = self._desk
        deleted = await self._books.delete(chat.id, book.id, desk.libraries.drop)
        await desk.conversations.forget_files(chat.id, [book.file])
        await desk.delivery.forget(chat.id)
        if desk.votes:
            await desk.run(desk.votes.forget, chat.id, [book.file])
        event("document-deleted", update=update.update_id, book=book.id)
        code = "deleted" if deleted else "delete-gone"
        await self._change(update, plain_message(say(code, await self._language(update), name=book.name)))

    async def _language(self, update: Update) -> Any:
        chat = update.effective_chat
        return await self._desk.language(chat.id) if chat else self._desk.default

    async def _change(self, update: Update, message: Outgoing) -> None:
        query, chat = update.callback_query, update.effective_chat
        if query is None or chat is None or query.message is None:
            return
        await self._desk.delivery.edit(chat.id, query.message.message_id, message)
        await self._desk.answer_query(query)
