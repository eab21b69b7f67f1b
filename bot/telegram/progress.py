"""Signs of life while an answer is made: typing, and a draft or, in groups, a message that grows.

They show claims that were verified already, in the order of the answer. They are a preview all the
same: Telegram lets a draft go after 30 seconds, and the answer itself is sent (in groups: edited in)
whatever became of them. No sign is ever repeated, and none may cost the answer anything.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from bot.messages.telegram import say
from bot.telegram.render.answer import growing_message
from bot.telegram.transport.delivery import Delivery
from bot.telegram.transport.log import event
from bot.telegram.transport.message import Outgoing, Place, plain_message
from bot.telegram.transport.rate_limit import PacedLimiter
from bot.telegram.transport.request_state import marking
from bot.types import Claim, Language


@dataclass(frozen=True, slots=True)
class Paces:
    """How long things take, in seconds."""

    #: Between two messages in a chat, of which Telegram allows one a second.
    messages: float = 1.05
    #: Between two attempts at a message that does not get through, in the end.
    attempts: float = 15.0
    #: After a poll that failed, before the next; twice as long after each that follows.
    polling: float = 0.5
    #: A token that is refused for so long is refused for good.
    refused: float = 20.0
    #: A disk that refuses updates is waited for so long.
    storing: float = 60.0
    #: A person waits this long before a sign more than "typing…" is worth a draft, or a message.
    draft_after: float = 0.8
    message_after: float = 3.0
    #: Claims that come all at once come with their answer: so long it is waited for before they are shown.
    settle: float = 0.3
    #: The shortest time between two drafts in a chat, and two edits in a group, where 20 a minute are allowed.
    drafts: float = 1.0
    edits: float = 5.0
    typing: float = 4.5
    #: A draft is gone after 30 seconds; one that still says the truth is sent anew before that.
    draft_lives: float = 20.0
    #: A draft that is on its way when the answer is ready is waited for so long.
    landing: float = 0.5
    #: After a draft that could not be shown, the next.
    after_failure: float = 3.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits for an answer: the update that asks, its place, and the language it reads."""

    update_id: int
    place: Place
    private: bool
    language: Language


class Signs:
    """What is shown while one answer is made; `into` is the message that the answer replaces."""

    def __init__(self, delivery: Delivery, waiting: Waiting, paces: Paces) -> None:
        self._delivery, self._waiting, self._paces = delivery, waiting, paces
        self._loop = asyncio.get_running_loop()
        self._next = 0.0
        self._claims: list[Claim] = []
        self._news = asyncio.Event()
        self._flying: asyncio.Future[None] | None = None
        self._left = False
        self.into = 0

    def on_claim(self, claim: Claim) -> None:
        """Hear of a verified claim; called in the asking thread."""
        with suppress(RuntimeError):  # the loop has ended before the asking thread
            self._loop.call_soon_threadsafe(self._hear, claim)

    def _hear(self, claim: Claim) -> None:
        self._claims.append(claim)
        self._news.set()

    async def type(self) -> None:
        """Show "typing…" for as long as it takes."""
        from telegram.error import TelegramError

        place = self._waiting.place
        while True:
            with suppress(TelegramError):
                await self._delivery.bot.send_chat_action(
                    place.chat, "typing", message_thread_id=place.thread or None
                )
            await asyncio.sleep(self._paces.typing)

    async def grow(self) -> None:
        """Show what is known so far, and more whenever there is more."""
        if self._waiting.private:
            await self._until_news(self._paces.draft_after)
        else:
            # A message stays in a group: nobody needs one that is the answer a moment later.
            await asyncio.sleep(self._paces.message_after)
        while True:
            if self._waiting.private:
                await self._fly(self._draft)
                await self._until_news(self._paces.draft_lives)
            else:
                await self._fly(self._message)
                if not self.into:  # there may be a message whose id nobody knows: one is enough
                    return
                await self._until_news()
            await asyncio.sleep(max(0.0, self._next - time.monotonic()))

    async def _until_news(self, seconds: float | None = None) -> None:
        """Wait for a claim that isn't shown yet, at most so long."""
        # Not `wait_for`: before Python 3.12 it loses a cancellation that comes together with the news.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._news.wait()
            await asyncio.sleep(self._paces.settle)

    def _now(self) -> Outgoing:
        self._news.clear()
        if not self._claims:
            return plain_message(say("thinking", self._waiting.language))
        return growing_message(self._claims, self._waiting.language)

    async def _fly(self, show: Callable[[Outgoing], Awaitable[None]]) -> None:
        """Show what is known now; cancelling this leaves it on its way."""

        async def fly() -> None:
            with marking(self._mark):
                await show(self._now())

        self._left = False
        self._flying = asyncio.ensure_future(fly())
        await asyncio.shield(self._flying)

    async def _mark(self, state: str) -> None:
        self._left = state == "sending"

    async def _draft(self, message: Outgoing) -> None:
        from telegram.error import RetryAfter, TelegramError

        place, pause = self._waiting.place, self._paces.drafts
        try:
            await self._delivery.bot.send_message_draft(
                place.chat,
                self._waiting.update_id,
                message.html,
                message_thread_id=place.thread or None,
                parse_mode="HTML",
            )
        except TelegramError as exc:
            seconds = exc.retry_after if isinstance(exc, RetryAfter) else 0
            pause = max(
                self._paces.after_failure,
                float(seconds if isinstance(seconds, int) else seconds.total_seconds()),
            )
            event("draft-failed", logging.WARNING, error=exc, chat=place.chat)
        self._next = time.monotonic() + pause

    async def _message(self, message: Outgoing) -> None:
        limiter = self._delivery.bot.rate_limiter
        if self.into and isinstance(limiter, PacedLimiter) and not limiter.has_room(self._waiting.place.chat):
            self._news.set()  # the group's messages are needed for answers: later
            self._next = time.monotonic() + self._paces.edits
            return
        self.into = await self._delivery.status(self._waiting.update_id, self._waiting.place, message)
        self._next = time.monotonic() + self._paces.edits

    async def land(self) -> None:
        """Leave no sign on its way: it could arrive after the answer and take its place."""
        flying, until = self._flying, time.monotonic() + self._paces.landing
        if flying is None:
            return
        # A draft that is late does no harm for long; an edit would overwrite the answer for good,
        # so how it ended must be known. What has not left yet need not leave any more.
        while not flying.done() and self._left and (not self._waiting.private or time.monotonic() < until):
            await asyncio.wait([flying], timeout=0.1)
        flying.cancel()
        await asyncio.gather(flying, return_exceptions=True)


@asynccontextmanager
async def signs_of_life(
    delivery: Delivery, waiting: Waiting, paces: Paces | None = None
) -> AsyncIterator[Signs]:
    """Signs until the block ends; none is on its way after that."""
    signs = Signs(delivery, waiting, paces or Paces())
    tasks = [asyncio.create_task(signs.type()), asyncio.create_task(signs.grow())]
    try:
        yield signs
    finally:
        for task in tasks:
            task.cancel()
        for failure in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(failure, Exception):
                event("signs-failed", logging.WARNING, error=failure)
        await signs.land()
