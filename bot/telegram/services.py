"""What all handlers share: settings, memory, documents, delivery, and threads for blocking work."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from bot.answer_log.votes import VoteLog
from bot.messages.telegram import say
from bot.settings import TelegramSettings
from bot.telegram.access import Access
from bot.telegram.progress import Paces, Signs, Waiting, signs_of_life
from bot.telegram.storage.conversations import Conversations
from bot.telegram.storage.limits import SharedTurns
from bot.telegram.transport.addressing import is_private, place_of
from bot.telegram.transport.delivery import Delivery
from bot.telegram.transport.message import Outgoing, Place, plain_message
from bot.types import Language

if TYPE_CHECKING:
    from telegram import CallbackQuery, Message, Update

    from bot.telegram.collections.chat_documents import ChatDocuments
    from bot.telegram.collections.collections import Libraries
    from bot.telegram.suggested import Suggested

T = TypeVar("T")


@dataclass(slots=True)
class Desk:
    """The services of one running bot."""

    settings: TelegramSettings
    conversations: Conversations
    delivery: Delivery
    access: Access
    libraries: Libraries
    books: ChatDocuments
    suggested: Suggested
    computing: ThreadPoolExecutor
    searching: ThreadPoolExecutor
    looking: ThreadPoolExecutor
    default: Language = Language.CHINESE
    votes: VoteLog | None = None
    #: Whose turn it is to send, among all workers of the bot; None where there is one.
    turns: SharedTurns | None = None
    paces: Paces = field(default_factory=Paces)
    started: float = field(default_factory=time.monotonic)
    #: Questions that are being answered or wait for it.
    asked: int = 0
    handled: Callable[[], int] = lambda: 0
    waiting: Callable[[], int] = lambda: 0

    async def compute(self, work: Callable[..., T], *args: object) -> T:
        """Answer a question, off the event loop: it keeps a processor busy for a while."""
        self.asked += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.computing, lambda: work(*args))
        finally:
            self.asked -= 1

    async def search(self, work: Callable[..., T], *args: object) -> T:
        """Check a quotation or search, off the event loop; it doesn't wait behind questions."""
        return await asyncio.get_running_loop().run_in_executor(self.searching, lambda: work(*args))

    async def run(self, work: Callable[..., T], *args: object) -> T:
        """Look something up, off the event loop; it waits behind neither questions nor searches."""
        return await asyncio.get_running_loop().run_in_executor(self.looking, lambda: work(*args))

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
            await self.reply_text(update, say(code, await self.language(chat.id), **params))

    async def reply_text(self, update: Update, text: str) -> None:
        """Reply with a text."""
        await self.reply(update, [plain_message(text)])

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

    def signs(
        self, update: Update, message: Message, language: Language
    ) -> AbstractAsyncContextManager[Signs]:
        """Signs of life in the chat of a message for as long as the block takes."""
        waiting = Waiting(update.update_id, place_of(message), is_private(message), language)
        return signs_of_life(self.delivery, waiting, self.paces)


def place_of_any(message: Any) -> Place:
    """Where a reply goes, also for a message of which Telegram tells no more than its id."""
    if getattr(message, "from_user", None) is None and not hasattr(message, "text"):
        return Place(message.chat.id)
    return place_of(message)
