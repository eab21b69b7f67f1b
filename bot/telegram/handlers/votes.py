"""👍 and 👎 under answers, and the admins' list of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import AnswerLogBroken
from bot.messages.telegram import say
from bot.telegram.render.votes import votes_message
from bot.telegram.services import Desk
from bot.telegram.transport.addressing import argument_of
from bot.telegram.transport.log import event

if TYPE_CHECKING:
    from telegram import Update
    from telegram.ext import ContextTypes

    Context = ContextTypes.DEFAULT_TYPE

#: As many votes as fit on a phone's screen.
_LISTED = 8


class Votes:
    """Handlers of votes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def on_vote(self, update: Update, name: str, good: str) -> None:
        """A press on 👍 or 👎: the question and its answer are kept for the admins with it."""
        query, chat, user = update.callback_query, update.effective_chat, update.effective_user
        if query is None or chat is None or user is None:
            return
        desk = self._desk
        language = await desk.language(chat.id)
        shown = await desk.conversations.shown(chat.id, name)
        if desk.votes is None or shown is None or not shown.kept or good not in {"0", "1"}:
            await desk.answer_query(query, say("old-button", language))
            return
        try:
            await desk.run(desk.votes.vote, name, user.id, chat.id, good == "1", shown.kept)
        except AnswerLogBroken as exc:
            event("vote-lost", 30, error=exc, chat=chat.id)
            await desk.answer_query(query, say("vote-lost", language))
            return
        await desk.answer_query(query, say("voted", language))

    async def on_votes(self, update: Update, context: Context) -> None:
        """`/votes`, `/votes 👎`: the latest votes, for admins."""
        message, chat, user = update.effective_message, update.effective_chat, update.effective_user
        desk = self._desk
        if message is None or chat is None:
            return
        if user is None or not desk.access.is_admin(user.id):
            await desk.say(update, "not-admin")
            return
        if desk.votes is None:
            await desk.say(update, "votes-off")
            return
        wanted = {"👍": True, "👎": False}.get(argument_of(message)[:1])
        good, bad = await desk.run(desk.votes.counts)
        found = await desk.run(lambda log: log.latest(_LISTED, wanted), desk.votes)
        language = await desk.language(chat.id)
        await desk.reply(update, [votes_message(found, good, bad, language)])
