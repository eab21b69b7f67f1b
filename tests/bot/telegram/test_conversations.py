"""The ten conversations of eight turns of the command line's test, held in Telegram."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.conversations import CONVERSATIONS, SMALL_TALK
from tests.bot.telegram.conftest import Chat, data_over
from tests.botapi.running import bot_in_thread
from tests.botapi.server import BotApiServer
from vectorstore.text.search_form import bare_form

Turns = list[tuple[str, str]]


@pytest.fixture(scope="module")
def telegram(tmp_path_factory: pytest.TempPathFactory, seed_index: Path) -> Iterator[BotApiServer]:
    """A server with one real bot, in which each conversation is another person's."""
    data = data_over(tmp_path_factory.mktemp("conversations") / "data", seed_index)
    with BotApiServer() as server, bot_in_thread(server, data):
        yield server


@pytest.mark.parametrize("number", range(10), ids=lambda number: CONVERSATIONS[number][0][0])
def test_no_turn_of_a_conversation_is_misread_in_a_chat(telegram: BotApiServer, number: int) -> None:
    """Each turn is answered with what was asked for; small talk gets words, no quotation and no source's button."""
    chat = Chat(telegram, 1000 + number, f"第{number}位")
    for said, wanted in CONVERSATIONS[number]:
        reply = chat.says(said)
        # Two of the documents are in traditional script; a list's later items stand on its further pages.
        shown = reply.text
        assert bare_form(wanted).text in bare_form(shown).text, (said, shown)
        if SMALL_TALK.search(wanted):
            assert "「" not in shown, (said, shown)
            assert reply.buttons == [], (said, shown)
