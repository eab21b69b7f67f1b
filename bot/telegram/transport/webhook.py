"""Webhook mode: Telegram brings the updates; each is on disk before it hears "200 OK"."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from typing import TYPE_CHECKING, Any

from bot.settings import TelegramSettings
from bot.telegram.storage.connection import REFUSALS
from bot.telegram.transport.inbox import Inbox
from bot.telegram.transport.log import event
from bot.telegram.transport.polling import ALLOWED

if TYPE_CHECKING:
    from telegram.ext import ExtBot

_LARGEST_UPDATE = 1024 * 1024
PATH = "/telegram"


class Webhook:
    """Listens on a port; what lies before it (a proxy) speaks TLS."""

    def __init__(self, bot: ExtBot[Any], inbox: Inbox, settings: TelegramSettings) -> None:
        self._bot, self._inbox, self._settings = bot, inbox, settings

    async def serve(self, stopping: asyncio.Event) -> None:
        """Listen, tell Telegram where, and go on until `stopping`."""
        from tornado.httpserver import HTTPServer
        from tornado.web import Application

        secret = self._settings.webhook_secret.get_secret_value()
        routes = [(PATH, _handler(), {"inbox": self._inbox, "secret": secret})]
        server = HTTPServer(Application(routes, log_function=lambda _: None), max_body_size=_LARGEST_UPDATE)
        server.listen(self._settings.webhook_port, self._settings.webhook_listen)
        try:
            await self._register(stopping, secret)
            await stopping.wait()
        finally:
            server.stop()
            await server.close_all_connections()

    async def _register(self, stopping: asyncio.Event, secret: str) -> None:
        from telegram.error import TelegramError

        pause = 0.5
        while not stopping.is_set():
            try:
                await self._bot.set_webhook(
                    self._settings.webhook_url,
                    secret_token=secret,
                    allowed_updates=list(ALLOWED),
                    max_connections=40,
                )
                return
            except TelegramError as exc:
                event("webhook-failed", logging.WARNING, error=exc)
                await asyncio.sleep(pause)
                pause = min(15.0, pause * 2)


def _handler() -> Any:
    from tornado.web import RequestHandler

    class Handler(RequestHandler):
        """Takes one update."""

        def initialize(self, inbox: Inbox, secret: str) -> None:
            self._inbox, self._secret = inbox, secret

        async def post(self) -> None:
            given = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
            if not hmac.compare_digest(given.encode(), self._secret.encode()):
                self.set_status(403)
                return
            try:
                update = json.loads(self.request.body)
            except (ValueError, RecursionError):
                self.set_status(400)
                return
            if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
                self.set_status(400)
                return
            try:
                await self._inbox.put([update])
            except REFUSALS as exc:  # Telegram brings it again a little later
                event("webhook-refused", logging.WARNING, error=exc)
                self.set_status(503)

    return Handler
