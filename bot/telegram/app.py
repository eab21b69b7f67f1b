"""The Telegram application: which handler gets which update, and what happens when one fails."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, Any

from telegram import BotCommand, Update
from telegram.ext import (
    Application,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.messages.telegram import say
from bot.telegram.access import ids_of
from bot.telegram.handlers.citations import Citations
from bot.telegram.handlers.commands import Commands
from bot.telegram.handlers.documents import Documents
from bot.telegram.handlers.inline import Inline
from bot.telegram.handlers.questions import Questions
from bot.telegram.services import Desk
from bot.telegram.transport.log import event
from bot.telegram.transport.rate_limit import PacedLimiter
from bot.telegram.transport.request_state import MarkingRequest
from bot.types import Language

if TYPE_CHECKING:
    from telegram.ext import ContextTypes

    Context = ContextTypes.DEFAULT_TYPE

_MENU = ("ask", "cite", "locate", "sources", "documents", "reset", "lang", "help")


def build_application(
    token: str, base_url: str, pace: float = 1.05, read_timeout: float = 20.0, proxy: str = ""
) -> Application[Any, Any, Any, Any, Any, Any]:
    """An application without handlers; it gets its updates from the inbox, not from an updater.

    `pace` is the time in seconds between two messages in a chat; `proxy` stands before Telegram.
    """
    request = MarkingRequest(
        connection_pool_size=64,
        read_timeout=read_timeout,
        write_timeout=20.0,
        connect_timeout=8.0,
        pool_timeout=60.0,
        proxy=proxy or None,
    )
    updates = MarkingRequest(
        connection_pool_size=2, read_timeout=40.0, connect_timeout=8.0, proxy=proxy or None
    )
    return (
        Application.builder()
        .token(token)
        .base_url(f"{base_url}/bot")
        .base_file_url(f"{base_url}/file/bot")
        .request(request)
        .get_updates_request(updates)
        .rate_limiter(PacedLimiter(pace))
        .updater(None)
        .build()
    )


def add_handlers(application: Application[Any, Any, Any, Any, Any, Any], desk: Desk) -> None:
    """Hand each kind of update to its handler."""
    gate, failures = Gate(desk), Failures(desk)
    questions, citations = Questions(desk), Citations(desk)
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
    presses = Presses(desk, questions, citations, commands, documents)
    application.add_handler(CallbackQueryHandler(presses.on_press))
    application.add_handler(InlineQueryHandler(inline.on_query))
    application.add_error_handler(failures.on_error)


async def announce_commands(application: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Put the commands into the clients' menus."""
    for language, code in ((Language.CHINESE, None), (Language.ENGLISH, "en")):
        menu = [BotCommand(name, say(f"menu-{name}", language)) for name in _MENU]
        await application.bot.set_my_commands(menu, language_code=code)


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
            return
        if self._addressed(update, context) and await self._desk.conversations.first_refusal(user):
            await self._refuse(update, user)
        raise ApplicationHandlerStop

    def _addressed(self, update: Update, context: Context) -> bool:
        """Whether the stranger speaks to the bot, rather than in a group that it happens to be in."""
        from bot.telegram.transport.addressing import is_private, question_in

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


class Presses:
    """Presses on inline buttons; what follows the first letter is looked up, and may be garbage."""

    def __init__(
        self, desk: Desk, questions: Questions, citations: Citations, commands: Commands, documents: Documents
    ) -> None:
        self._desk = desk
        self._handlers: dict[tuple[str, int], Any] = {
            ("q", 1): questions.on_example,
            ("c", 3): citations.on_citation,
            ("p", 4): citations.on_citation,
            ("m", 2): citations.on_page,
            # As earlier versions wrote them; their buttons still stand in chats.
            ("c", 2): citations.on_citation,
            ("p", 3): citations.on_old_step,
            ("x", 1): citations.on_page,
            ("k", 2): citations.on_walk,
            ("r", 1): citations.on_resend,
            ("l", 1): commands.on_language,
            ("s", 1): commands.on_sources_page,
            ("d", 1): documents.on_delete,
            ("y", 1): documents.on_delete_surely,
            ("n", 1): documents.on_keep,
        }

    async def on_press(self, update: Update, context: Context) -> None:
        """Hand a press to what its button does."""
        query, chat = update.callback_query, update.effective_chat
        if query is None:
            return
        kind, *rest = (query.data or "").split(":")
        handler = self._handlers.get((kind, len(rest)))
        if handler is None or chat is None:
            await self._desk.answer_query(query, say("old-button", self._desk.default))
            return
        await handler(update, *rest)


class Failures:
    """What a person hears when a handler fails: an apology with a number that the log has too."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def on_error(self, update: object, context: Any) -> None:
        """Log the error without its words and apologise."""
        from vectorstore.errors import IndexMissing

        code = secrets.token_hex(3)
        number = update.update_id if isinstance(update, Update) else 0
        event("handler-failed", logging.ERROR, error=context.error, code=code, update=number)
        if not isinstance(update, Update):
            return
        if update.callback_query is not None:
            language = self._desk.default
            await self._desk.answer_query(
                update.callback_query, say("failed", language, number=code), alert=True
            )
            if str(update.callback_query.data).startswith("q:"):  # it asked a question
                await self._desk.say(update, "failed", number=code)
        elif update.message is not None:
            if isinstance(context.error, IndexMissing):
                await self._desk.say(update, "no-index")
            else:
                await self._desk.say(update, "failed", number=code)
