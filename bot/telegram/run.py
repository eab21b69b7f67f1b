"""Running the bot: start, poll or listen, stop in good order."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from telegram import Update

from bot.errors import YinjuError
from bot.messages.general import error_text
from bot.messages.telegram import say
from bot.settings import Settings, TelegramSettings, load_chroma_server
from bot.telegram.app import add_handlers, announce_commands, build_application
from bot.telegram.assembly import build_desk
from bot.telegram.collections.open_indexes import OpenShelf
from bot.telegram.progress import Paces
from bot.telegram.services import Desk
from bot.telegram.transport.apology import apologise_unstored
from bot.telegram.transport.inbox import MOST_ATTEMPTS, Inbox
from bot.telegram.transport.log import event
from bot.telegram.transport.polling import Poller, PollingDied
from bot.telegram.transport.rate_limit import PacedLimiter
from vectorstore.errors import VectorstoreError

if TYPE_CHECKING:
    from telegram.ext import Application

    App = Application[Any, Any, Any, Any, Any, Any]

#: How long SIGTERM waits for what was begun.
_GRACE = 25.0
_STARTING = 120.0


class LoopWatch:
    """Notices when something holds up the event loop; `worst` is the longest time in seconds."""

    def __init__(self, tick: float = 0.02, limit: float = 0.1) -> None:
        self._tick, self._limit = tick, limit
        self.worst = 0.0

    async def run(self) -> None:
        """Watch for ever."""
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(self._tick)
            late = loop.time() - before - self._tick
            self.worst = max(self.worst, late)
            if late > self._limit:
                event("loop-blocked", logging.WARNING, ms=round(late * 1000))


class TelegramBot:
    """One bot, from its start to its end."""

    def __init__(
        self,
        settings: Settings,
        telegram: TelegramSettings,
        open_shelf: OpenShelf | None = None,
        paces: Paces | None = None,
    ) -> None:
        self._telegram = telegram
        self._settings = settings
        self._token = telegram.token.get_secret_value().strip()
        self._open_shelf = open_shelf
        self._paces = paces or Paces()
        self._limiter = PacedLimiter(self._paces.messages)
        self.application: App = build_application(
            self._token,
            telegram.base_url,
            self._limiter,
            proxy=telegram.proxy.get_secret_value(),
        )
        self._stopping = asyncio.Event()
        self.loop_watch = LoopWatch()

    def stop(self) -> None:
        """Begin to stop."""
        self._stopping.set()

    async def run(
        self,
        webhook: bool = False,
        started: Callable[[str], None] = lambda _: None,
        unreachable: Callable[[], None] = lambda: None,
    ) -> None:
        """Serve until `stop`. Raises `PollingDied` where updates can't arrive any more.

        `started` is told the bot's name once it serves; `unreachable` is called once, when Telegram
        can't be reached at first and is waited for.
        """
        desk = build_desk(self._settings, self._telegram, self.application.bot, self._open_shelf)
        desk.paces, desk.delivery.longest_pause = self._paces, self._paces.attempts
        kind = Inbox
        if desk.turns is not None:
            from bot.telegram.transport.shared_inbox import SharedInbox

            kind = SharedInbox
            self._limiter.reserve = desk.turns.reserve
        inbox = kind(
            desk.delivery.database,
            lambda body, attempt: self._handle(desk, body, attempt),
            about=("outbox", "statuses"),
        )
        desk.handled, desk.waiting = lambda: inbox.handled, lambda: inbox.waiting
        desk.suggested.busy = lambda: desk.asked > 0
        add_handlers(self.application, desk)
        in_step = self._keep_in_step()
        watching: asyncio.Task[None] | None = None
        try:
            if not await self._initialize(unreachable):
                return
            await desk.books.start()
            # Opened before anybody asks, so that the first question isn't the slow one.
            await desk.compute(_warm_up, desk)
            if self._stopping.is_set():
                return
            await self._announce()
            left = await inbox.start()
            event("started", left=left, webhook=webhook)
            started(self.application.bot.username)
            await desk.suggested.now()  # begins to look for them, where nobody has
            watching = asyncio.create_task(self.loop_watch.run())
            await (self._listen(inbox) if webhook else self._poll(inbox))
        finally:
            if watching:
                watching.cancel()
            event("stopping", waiting=inbox.waiting, worst_loop_ms=round(self.loop_watch.worst * 1000))
            await inbox.stop(_GRACE)
            await desk.suggested.stop()
            await desk.books.stop()
            with suppress(RuntimeError):
                await self.application.shutdown()
            for threads in (desk.computing, desk.searching, desk.looking):
                threads.shutdown(wait=False, cancel_futures=True)
            in_step()
            desk.libraries.close()
            desk.books.close()
            desk.conversations.close()
            desk.delivery.database.close()
            event("stopped", handled=inbox.handled)

    def _keep_in_step(self) -> Callable[[], None]:
        """Follow the generation in use on a Chroma server, where there is one; returns what ends that."""
        server = load_chroma_server()
        if server is None:
            return lambda: None
        from vectorstore.index.local_copy import follow

        def tell(exc: VectorstoreError | None) -> None:
            if exc is None:
                event("server-again")
            else:
                event("server-away", logging.WARNING, error=exc)

        return follow(self._settings.index, server, tell)

    async def _initialize(self, unreachable: Callable[[], None]) -> bool:
        """Meet Telegram; trouble is waited out for a while, a refused token is not.

        Returns False where the bot was told to stop meanwhile.
        """
        from telegram.error import InvalidToken, TelegramError

        refused, pause, told, logged = 0, 0.5, False, ""
        until = asyncio.get_running_loop().time() + _STARTING
        while not self._stopping.is_set():
            try:
                if await self._unless_stopped(self.application.initialize()):
                    return True
            except InvalidToken as exc:
                refused += 1
                if refused >= 3:
                    raise PollingDied("telegram-token-refused") from exc
            except TelegramError as exc:
                # The same trouble is logged once, not at every try: between them stands what a person reads.
                if repr(exc) != logged:
                    logged = repr(exc)
                    event("start-failed", logging.WARNING, error=exc)
                if not told:
                    told = True
                    unreachable()
                if asyncio.get_running_loop().time() > until:
                    raise PollingDied("telegram-unreachable") from exc
            await self._unless_stopped(asyncio.sleep(pause))
            pause = min(8.0, pause * 2)
        return False

    async def _unless_stopped(self, work: Coroutine[Any, Any, None]) -> bool:
        """Do something to its end, True; or leave it as soon as the bot is to stop, False."""
        doing, stop = asyncio.create_task(work), asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait([doing, stop], return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                doing.result()
                return True
            return False
        finally:
            for task in (doing, stop):
                task.cancel()
            await asyncio.gather(doing, stop, return_exceptions=True)

    async def _announce(self) -> None:
        from telegram.error import TelegramError

        try:
            await announce_commands(self.application)
        except TelegramError as exc:  # the menu is a comfort
            event("menu-failed", logging.WARNING, error=exc)

    async def _handle(self, desk: Desk, body: dict[str, Any], attempt: int) -> None:
        """Handle one update, or go on with the reply that was begun before a restart."""
        number = int(body["update_id"])
        if attempt > 1 and await desk.delivery.resume(number):
            return
        update = Update.de_json(body, self.application.bot)
        if attempt > MOST_ATTEMPTS and update.message is not None:
            await desk.say(update, "gave-up")
            return
        await self.application.process_update(update)

    async def _poll(self, inbox: Inbox) -> None:
        poller = Poller(
            self.application.bot,
            inbox.put,
            patience=self._paces.refused,
            unstored=lambda rows: apologise_unstored(self.application.bot, rows, self._settings.language),
            storing_patience=self._paces.storing,
            first_pause=self._paces.polling,
        )
        tasks = [asyncio.create_task(poller.run()), asyncio.create_task(poller.watch())]
        stop = asyncio.create_task(self._stopping.wait())
        try:
            await asyncio.wait([*tasks, stop], return_when=asyncio.FIRST_COMPLETED)
        finally:
            poller.stopping.set()
            for task in (*tasks, stop):
                if not task.done():
                    task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _listen(self, inbox: Inbox) -> None:
        from bot.telegram.transport.webhook import Webhook

        await Webhook(self.application.bot, inbox, self._telegram).serve(self._stopping)


#: They need everything that is loaded when it is first asked for: the models and the dictionaries.
_WARMING = ("这里有哪些文件？", "What are these documents about?", "备安情况如何？")


def _warm_up(desk: Desk) -> None:
    from vectorstore.errors import IndexMissing

    with suppress(IndexMissing):  # every question says so then
        for question in _WARMING:
            desk.libraries.ask(0, question, (), quoting=True)


def run_bot(settings: Settings, telegram: TelegramSettings, webhook: bool = False) -> int:
    """Run until a signal; returns the exit code. Every way to end says so on standard error."""
    language = settings.language

    # Answering is much computing in other threads; the event loop gets its turn five times as often.
    sys.setswitchinterval(0.001)

    async def serve() -> int:
        bot = TelegramBot(settings, telegram)
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, bot.stop)

        def started(name: str) -> None:
            # What is loaded by now stays: looking through it for garbage would hold up the loop.
            gc.collect()
            gc.freeze()
            _tell(say("telegram-started", language, name=name))

        def unreachable() -> None:
            _tell(say("telegram-waiting", language, url=telegram.base_url))

        try:
            await bot.run(webhook, started, unreachable)
        except PollingDied as exc:
            event("died", logging.ERROR, code=exc.code)
            _tell(say(exc.code, language, url=telegram.base_url))
            return 1
        except (YinjuError, VectorstoreError) as exc:  # a model or index that a setting names
            event("stopped", logging.ERROR, code=exc.code)
            _tell(error_text(exc, language))
            return 1
        except Exception as exc:  # its words may hold the token: the log has its kind and place
            event("crashed", logging.CRITICAL, error=exc)
            _tell(say("telegram-crashed", language, kind=type(exc).__name__))
            return 1
        _tell(say("telegram-stopped", language))
        return 0

    serving = serve()
    try:
        return asyncio.run(serving)
    finally:
        # A signal may end the program before the first step of it.
        serving.close()


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
