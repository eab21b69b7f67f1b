"""Questions: from a message to its answer, once."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from bot.messages.general import note_text
from bot.messages.telegram import say
from bot.questions.asker import OnClaim
from bot.questions.quoted_text import looks_quoted
from bot.telegram.access import ids_of
from bot.telegram.handlers.citations import Citations
from bot.telegram.render.answer import answer_pages
from bot.telegram.render.screens import anchored_in, page_message
from bot.telegram.services import Desk
from bot.telegram.storage.conversations import Shown, new_name
from bot.telegram.suggested import name_of
from bot.telegram.transport.addressing import argument_of, is_private, question_in, topic_of
from bot.telegram.transport.log import event
from bot.telegram.transport.message import Button, plain_message
from bot.types import Answer, Answered, Declined, Language, Note, Turn, as_turn, is_talk, starts_anew

if TYPE_CHECKING:
    from telegram import Update
    from telegram.ext import ContextTypes

    Context = ContextTypes.DEFAULT_TYPE


class Questions:
    """Handlers of everything that is a question."""

    def __init__(self, desk: Desk, citations: Citations) -> None:
        self._desk = desk
        self._citations = citations

    async def on_text(self, update: Update, context: Context) -> None:
        """A text that is no command: a question if it is for the bot."""
        message = update.effective_message
        if message is None or (message.via_bot is not None and message.via_bot.id == context.bot.id):
            return
        question = question_in(message, context.bot)
        if question is None:
            return
        if not question:
            await self._desk.say(update, "empty-question")
        elif not (looks_quoted(question) and await self._citations.check(update, question)):
            await self.ask(update, question)

    async def on_ask(self, update: Update, context: Context) -> None:
        """`/ask QUESTION`, or in reply to a message that asks."""
        message = update.effective_message
        if message is None:
            return
        question = argument_of(message)
        if not question and message.reply_to_message is not None:
            question = (message.reply_to_message.text or "").strip()
        if question:
            await self.ask(update, question)
        else:
            await self._desk.say(update, "empty-question")

    async def on_start(self, update: Update, context: Context) -> None:
        """`/start`: what this is, and questions that these documents answer."""
        chat = update.effective_chat
        if chat is None:
            return
        language = await self._desk.language(chat.id)
        rows = await self._suggestions()
        user = update.effective_user
        spoken = (user.language_code if user else None) or "zh"
        # Chinese is spoken first; who reads none of it has to learn how to change that.
        english = (
            "" if spoken.startswith("zh") or language is Language.ENGLISH else say("start-english", language)
        )
        text = say("start", language) + english + (say("start-try", language) if rows else "")
        await self._desk.reply(update, [plain_message(text, *rows)])

    async def _suggestions(self, but: str = "") -> list[tuple[Button, ...]]:
        """A button for each question that the documents are known to answer."""
        found = await self._desk.suggested.now()
        return [(Button(f"💬 {one}"[:60], data=f"q:{name_of(one)}"),) for one in found if one != but]

    async def on_example(self, update: Update, name: str) -> None:
        """A press on one of these questions."""
        chat = update.effective_chat
        if chat is None or update.callback_query is None:
            return
        question = next((one for one in await self._desk.suggested.now() if name_of(one) == name), "")
        if question:
            await self._desk.answer_query(update.callback_query)
            await self.ask(update, question)
        else:
            language = await self._desk.language(chat.id)
            await self._desk.answer_query(update.callback_query, say("old-button", language))

    async def on_ask_it(self, update: Update, name: str) -> None:
        """A press under a checked quotation: it was meant as a question."""
        query, chat = update.callback_query, update.effective_chat
        if query is None or chat is None:
            return
        shown = await self._desk.conversations.shown(chat.id, name)
        if shown is None or not shown.question:
            await self._desk.answer_query(query, say("old-button", await self._desk.language(chat.id)))
            return
        await self._desk.answer_query(query)
        await self.ask(update, shown.question)

    async def on_other(self, update: Update, context: Context) -> None:
        """A photo, a voice message, a sticker: said once, and only where the bot is spoken to."""
        message = update.effective_message
        if message is not None and is_private(message) and _is_content(message):
            await self._desk.say(update, "only-text")

    async def on_unknown_command(self, update: Update, context: Context) -> None:
        """A command that there is not; in groups it was meant for somebody else."""
        message = update.effective_message
        if message is not None and is_private(message):
            await self._desk.say(update, "unknown-command")

    async def ask(self, update: Update, question: str) -> None:
        """Answer a question in its chat, with the history of its topic."""
        desk, message = self._desk, update.effective_message
        if message is None:
            return
        if not any(char.isalnum() for char in question):
            await self._wordless(update, question)
            return
        most = desk.settings.longest_question
        if len(question) > most:
            await desk.say(update, "question-too-long", length=len(question), most=most)
            return
        user, chat = ids_of(update)
        if seconds := await desk.access.wait(user):
            await desk.say(update, "too-fast", most=desk.settings.questions_per_minute, seconds=seconds)
            return
        began = time.monotonic()
        topic = topic_of(message)
        language = await desk.language(chat)
        async with desk.signs(update, message, language) as signs:
            history = await desk.conversations.history(topic.chat, topic.thread, update.update_id)
            name = new_name()
            answer, shown = await desk.compute(
                self._answer, chat, question, history, language, signs.on_claim
            )
        await desk.conversations.show(chat, name, shown)
        if isinstance(answer, Answered):
            # What was declined or only said is nothing that a later question can refer to.
            turn = as_turn(answer)
            await desk.conversations.remember(topic.chat, topic.thread, update.update_id, turn)
        elif starts_anew(answer):
            await desk.conversations.forget(topic.chat, topic.thread)
        answered = time.monotonic() - began
        declined = isinstance(answer, Declined) and not is_talk(answer)
        more = await self._suggestions(question) if declined else []
        await desk.reply(update, [page_message(name, shown, 0, language, more)], signs.into)
        event("answered", update=update.update_id, chat=chat, kind=type(answer).__name__,
              seconds=round(answered, 3), sent=round(time.monotonic() - began, 3))  # fmt: skip

    async def _wordless(self, update: Update, text: str) -> None:
        """👍 is an answer that needs none, ？？ asks for words."""
        language = await self._desk.language(ids_of(update)[1])
        asks = any(mark in text for mark in "?？")
        said = say("no-words", language) if asks else note_text(Note("talk.okay"), language)
        await self._desk.reply_text(update, said)

    def _answer(
        self,
        chat: int,
        question: str,
        history: Sequence[Turn],
        language: Language,
        on_claim: OnClaim,
    ) -> tuple[Answer, Shown]:
        """All of answering that takes time."""
        libraries = self._desk.libraries
        answer, titles, own = libraries.ask(chat, question, history, on_claim)
        shown = answer_pages(answer, titles, language, own)
        if self._desk.votes and not is_talk(answer):
            row = json.dumps(asdict(libraries.kept(chat, answer)), ensure_ascii=False)
            shown = replace(shown, question=question, kept=row)
        return answer, anchored_in(shown, libraries.anchored(chat, shown.citations))


def _is_content(message: Any) -> bool:
    """Whether somebody sent something, and it isn't a notice such as a pinned message."""
    kinds = ("photo", "voice", "video", "video_note", "audio", "sticker", "animation", "location", "contact",
             "poll", "dice", "venue", "story", "game")  # fmt: skip
    return any(getattr(message, kind, None) for kind in kinds)
