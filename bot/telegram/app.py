"""The Telegram application: which handler gets which update."""

from __future__ import annotations

from functools import cache
from ssl import SSLContext
from typing import Any

import httpx
from telegram import BotCommand, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.messages.telegram import say
from bot.telegram.handlers.buttons import Presses
from bot.telegram.handlers.citations import Citations
from bot.telegram.handlers.commands import Commands
from bot.telegram.handlers.documents import Documents
from bot.telegram.handlers.failures import Failures
from bot.telegram.handlers.gate import Gate
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.votes import Votes
from bot.telegram.services import Desk
from bot.telegram.transport.rate_limit import PacedLimiter
from bot.telegram.transport.request_state import MarkingRequest
from bot.types import Language

_MENU = ("ask", "cite", "locate", "sources", "documents", "reset", "lang", "help")


def build_application(
    token: str,
    base_url: str,
    limiter: PacedLimiter | None = None,
    read_timeout: float = 20.0,
    proxy: str = "",
) -> Application[Any, Any, Any, Any, Any, Any]:
    """An application without handlers; it gets its updates from the inbox, not from an updater.

    `limiter` lets messages leave at the pace that Telegram allows; `proxy` stands before Telegram.
    """
    request = MarkingRequest(
        connection_pool_size=64,
        read_timeout=read_timeout,
        write_timeout=20.0,
        connect_timeout=8.0,
        pool_timeout=60.0,
        proxy=proxy or None,
        httpx_kwargs={"verify": _certificates()},
    )
    updates = MarkingRequest(
        connection_pool_size=2,
        read_timeout=40.0,
        connect_timeout=8.0,
        proxy=proxy or None,
        httpx_kwargs={"verify": _certificates()},
    )
    return (
        Application.builder()
        .token(token)
        .base_url(f"{base_url}/bot")
        .base_file_url(f"{base_url}/file/bot")
        .request(request)
        .get_updates_request(updates)
        .rate_limiter(limiter or PacedLimiter())
        .updater(None)
        .build()
    )


@cache
def _certificates() -> SSLContext:
    """The authorities that httpx trusts, read once: each connection would read them anew, for longer than it opens."""
    return httpx.create_ssl_context()


def add_handlers(application: Application[Any, Any, Any, Any, Any, Any], desk: Desk) -> None:
    """Hand each kind of update to its handler."""
    gate, failures = Gate(desk), Failures(desk)
    citations = Citations(desk)
    questions, votes = Questions(desk, citations), Votes(desk)
    commands, documents, inline = Commands(desk), Documents(desk), Inline(desk)
    application.add_handler(TypeHandler(Update, gate.on_update), group=-1)
    new = filters.UpdateType.MESSAGE
    for name, callback in {
        "start": questions.on_start,
        "help": commands.on_help,
        "ask": questions.on_ask,
        "cite": citations.on_cite,
        "locate": citations.on_locate,
        "sources": commands.on_sources,
        "documents": documents.on_documents,
        "reset": commands.on_reset,
        "lang": commands.on_lang,
        "stats": commands.on_stats,
        "votes": votes.on_votes,
        "reload": commands.on_reload,
        "block": commands.on_block,
    }.items():
        # A command in a forwarded message is not its sender's.
        application.add_handler(CommandHandler(name, callback, filters=new & ~filters.FORWARDED))
    application.add_handler(
        MessageHandler(new & filters.COMMAND & ~filters.FORWARDED, questions.on_unknown_command)
    )
    application.add_handler(MessageHandler(new & filters.Document.ALL, documents.on_file))
    application.add_handler(MessageHandler(new & filters.TEXT, questions.on_text))
    application.add_handler(MessageHandler(new, questions.on_other))
    presses = Presses(desk, questions, citations, commands, documents, votes)
    application.add_handler(CallbackQueryHandler(presses.on_press))
    application.add_handler(InlineQueryHandler(inline.on_query))
    application.add_error_handler(failures.on_error)


async def announce_commands(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Put the commands into the clients' menus."""
    for language, code in ((Language.CHINESE, None), (Language.ENGLISH, "en")):
        menu = [BotCommand(name, say(f"menu-{name}", language)) for name in _MENU]
        await application.bot.set_my_commands(menu, language_code=code)
