"""What all handlers share: settings, memory, documents, delivery, and threads for blocking work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from bot.conversations import Conversations
from bot.messages_telegram import say
from bot.model import Language
from bot.settings_telegram import TelegramSettings
from bot.telegram_access import Access
from bot.telegram_addressing import is_private, place_of
from bot.telegram_delivery import Delivery
from bot.telegram_outgoing import Outgoing, Place, plain_message

if TYPE_CHECKING:
    from telegram import CallbackQuery, Message, Update

    from bot.books import Books
    from bot.telegram_library import Libraries

T = TypeVar("T")
#: A person waits this long before a sign more than "typing…" is worth a message.
_DRAFT_AFTER = 0.8
_STATUS_AFTER = 3.0
_TYPING_EVERY = 4.5


@dataclass(slots=True)
class Signs:
    """What was shown while an answer was made; `into` is the message that the answer replaces."""

    into: int = 0
    sending: asyncio.Future[int] | None = None


@dataclass(slots=True)
class Desk:
    """The services of one running bot."""

    settings: TelegramSettings
    conversations: Conversations
    delivery: Delivery
    access: Access
    libraries: Libraries
    books: Books
    default: Language = Language.CHINESE
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2, "blocking"))
    started: float = field(default_factory=time.monotonic)
    handled: Callable[[], int] = lambda: 0
    waiting: Callable[[], int] = lambda: 0

    async def run(self, work: Callable[..., T], *args: object) -> T:
        """Do blocking work off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, lambda: work(*args))

    async def language(self, chat: int) -> Language:
        """The language that a chat reads."""
        return await self.conversations.language(chat) or self.default

    async def reply(self, update: Update, parts: Sequence[Outgoing], into: int = 0) -> None:
        """Reply to an update for good; `into` is a status message that turns into the reply."""
        message = update.effective_message
        if message is None:
            return
        place = replace(place_of_any(message), edit=into)
        language = await self.language(place.chat)
        await self.delivery.reply(update.update_id, place, language, parts)

    async def say(self, update: Update, code: str, **params: object) -> None:
        """Reply with a sentence."""
        chat = update.effective_chat
        if chat is not None:
            await self.reply(update, [plain_message(say(code, await self.language(chat.id), **params))])

    async def answer_query(self, query: CallbackQuery, text: str = "", alert: bool = False) -> None:
        """Let a button know that its press has arrived."""
        from telegram.error import BadRequest, TelegramError

        for _ in range(3):
            try:
                await query.answer(text=text[:200] or None, show_alert=alert)
                return
            except BadRequest:  # it was pressed too long ago
                return
            except TelegramError:
                await asyncio.sleep(0.3)

    @asynccontextmanager
    async def signs(self, update: Update) -> AsyncIterator[Signs]:
        """Signs of life while an answer is made: typing, then a draft or, in groups, a message."""
        signs = Signs()
        message = update.effective_message
        task = asyncio.create_task(self._signs(update, message, signs)) if message else None
        try:
            yield signs
        finally:
            if task:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            if signs.sending:  # once it is on its way its id must be known
                signs.into = await signs.sending

    async def _signs(self, update: Update, message: Message, signs: Signs) -> None:
        place = place_of(message)
        began = time.monotonic()
        words = plain_message(say("thinking", await self.language(place.chat)))
        await self._typing(place)
        if is_private(message):
            await asyncio.sleep(max(0.0, _DRAFT_AFTER - (time.monotonic() - began)))
            await self._draft(place, update.update_id, words.plain)
        else:
            await asyncio.sleep(max(0.0, _STATUS_AFTER - (time.monotonic() - began)))
            signs.sending = asyncio.ensure_future(self.delivery.status(update.update_id, place, words))
            await asyncio.shield(signs.sending)
        while True:
            await asyncio.sleep(_TYPING_EVERY)
            await self._typing(place)

    async def _typing(self, place: Place) -> None:
        from telegram.error import TelegramError

        try:
            await self.delivery.bot.send_chat_action(
                place.chat, "typing", message_thread_id=place.thread or None
            )
        except TelegramError:
            return  # only a sign

    async def _draft(self, place: Place, number: int, text: str) -> None:
        from telegram.error import TelegramError

        try:
            await self.delivery.bot.send_message_draft(
                place.chat, number, text, message_thread_id=place.thread or None
            )
        except TelegramError:
            return  # only a sign


def place_of_any(message: Any) -> Place:
    """Where a reply goes, also for a message of which Telegram tells no more than its id."""
    if getattr(message, "from_user", None) is None and not hasattr(message, "text"):
        return Place(message.chat.id)
    return place_of(message)
