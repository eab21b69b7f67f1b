"""Inline mode: `@bot words` in any chat offers matching passages, ready to send with their citation."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.telegram.collections.passage_card import PassageCard
from bot.telegram.render.passages import passage_message
from bot.telegram.services import Desk
from bot.telegram.transport.log import event

if TYPE_CHECKING:
    from telegram import InlineQueryResultArticle, Update
    from telegram.ext import ContextTypes

    Context = ContextTypes.DEFAULT_TYPE

_RESULTS = 10
_LONGEST_WORDS = 200


class Inline:
    """Handler of inline queries. Only the shared documents are offered."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def on_query(self, update: Update, context: Context) -> None:
        """Answer with passages; with none while nothing is typed."""
        from telegram.error import TelegramError

        query = update.inline_query
        if query is None:
            return
        desk = self._desk
        words = query.query.strip()[:_LONGEST_WORDS]
        cards: list[PassageCard] = []
        if words and not query.offset:
            hits, _ = await desk.search(desk.libraries.search, words, _RESULTS)
            cards = await desk.run(desk.libraries.cards, hits)
        results = [self._result(card) for card in cards]
        try:
            await query.answer(results, cache_time=30, is_personal=True, next_offset="")
        except TelegramError as exc:  # it was typed too long ago: the next letter asks anew
            event("inline-unanswered", logging.WARNING, error=exc, update=update.update_id)

    def _result(self, card: PassageCard) -> InlineQueryResultArticle:
        from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions

        message = passage_message(card, self._desk.default, f"k:{card.key}", False, False)
        content = InputTextMessageContent(
            message.html, parse_mode="HTML", link_preview_options=LinkPreviewOptions(is_disabled=True)
        )
        snippet = " ".join(message.plain.rpartition("\n\n")[2].split())[:120]
        return InlineQueryResultArticle(card.key, card.title[:100] or card.file, content, description=snippet)
