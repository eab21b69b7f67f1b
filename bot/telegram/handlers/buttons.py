"""Presses on buttons, each handed to what its button does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telegram import Update

from bot.messages.telegram import say
from bot.telegram.handlers.citations import Citations
from bot.telegram.handlers.commands import Commands
from bot.telegram.handlers.documents import Documents
from bot.telegram.handlers.questions import Questions
from bot.telegram.handlers.votes import Votes
from bot.telegram.services import Desk

if TYPE_CHECKING:
    from telegram.ext import ContextTypes

    Context = ContextTypes.DEFAULT_TYPE


class Presses:
    """Presses on inline buttons; what follows the first letter is looked up, and may be garbage."""

    def __init__(
        self,
        desk: Desk,
        questions: Questions,
        citations: Citations,
        commands: Commands,
        documents: Documents,
        votes: Votes,
    ) -> None:
        self._desk = desk
        self._handlers: dict[tuple[str, int], Any] = {
            ("q", 1): questions.on_example,
            ("a", 1): questions.on_ask_it,
            ("v", 2): votes.on_vote,
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
