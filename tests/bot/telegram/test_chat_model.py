"""A chat model behind the Telegram bot: who is asked, how often, and what is shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.errors import ChatUnavailable
from bot.generation.chat_model import ChatModel
from bot.settings import Settings
from bot.telegram.assembly import build_desk, shelf_opener
from bot.telegram.collections.collections import Libraries
from bot.telegram.collections.open_indexes import OpenIndex
from bot.types import Answered, Note
from tests.bot.generation.scripted import ScriptedModel, passages_in
from tests.bot.telegram.conftest import Chat
from tests.bot.telegram.scripted import Counting, scripted_shelf
from tests.botapi.running import bot_in_thread, telegram_settings
from tests.botapi.server import BotApiServer

QUESTION = "济南市委政法委举办的主题教育读书班培训了多少人次？"
KNOWN = "形成了多少份调研报告？"


def _training(told: Sequence[tuple[str, str]]) -> str:
    """One true sentence and one with a figure of its own."""
    key = next(iter(passages_in(told)))
    rows = [("培训600余人次", "主题教育读书班培训600余人次。"), ("培训600余人次", "读书班培训900余人次。")]
    listed = [{"key": key, "quote": quote, "sentence": sentence} for quote, sentence in rows]
    return json.dumps({"sentences": listed}, ensure_ascii=False)


def test_a_proven_sentence_stands_before_the_quotation(server: BotApiServer, data: Path) -> None:
    """The chat sees the sentence, the quotation in its marks, and how many were withheld; warming up asks no model."""
    model = ScriptedModel(script=_training, asked=[])
    opener = shelf_opener("bundled", chat=ChatModel(model, 20.0, None, "scripted"), deadline=20.0)
    with bot_in_thread(server, data, open_shelf=opener):
        assert model.asked == []
        shown = Chat(server).says(QUESTION).text
    assert shown.index("主题教育读书班培训600余人次。") < shown.index("「")
    assert "培训600余人次" in shown[shown.index("「") :]
    assert "900" not in shown
    assert "有 1 句话未通过核对" in shown
    assert model.asked


def test_an_answer_without_its_model_is_not_kept(seed_index: Path) -> None:
    """Asked again after the model failed, it is asked again; an answer that came whole is kept."""
    shelf = scripted_shelf(seed_index)
    failing = Counting(shelf.asker, (Note("chat-failed.down"),))
    shelf = replace(shelf, worded=failing)
    for _ in range(2):
        shelf.ask(KNOWN, (), lambda _: None)
    assert failing.count == 2
    well = Counting(shelf.asker)
    shelf = replace(shelf, worded=well)
    for _ in range(2):
        shelf.ask(KNOWN, (), lambda _: None)
    assert well.count == 1
    shelf.close()


def test_of_two_collections_only_the_better_answer_is_worded(seed_index: Path, tmp_path: Path) -> None:
    """Both are asked for quotations; the model words one answer, and only its claims are told."""
    own = tmp_path / "own"
    own.symlink_to(seed_index)
    opened: dict[Path, tuple[OpenIndex, Counting]] = {}

    def open_shelf(index: Path) -> OpenIndex:
        shelf = scripted_shelf(index)
        worded = Counting(shelf.asker)
        opened[index] = replace(shelf, worded=worded), worded
        return opened[index][0]

    libraries = Libraries(seed_index, open_shelf, lambda chat: (own, {}))
    told: list[Any] = []
    answer, _, _ = libraries.ask(1, KNOWN, (), told.append)
    assert isinstance(answer, Answered)
    assert [counting.count for _, counting in opened.values()] == [1, 0]
    assert told == list(answer.claims)
    libraries.ask(1, "红河州的十项机制分别是什么？", (), quoting=True)
    assert [counting.count for _, counting in opened.values()] == [1, 0]
    declined, _, _ = libraries.ask(1, "今天天气怎么样？", ())
    assert not isinstance(declined, Answered)
    assert [counting.count for _, counting in opened.values()] == [1, 0]
    libraries.close()


def test_a_model_that_cannot_be_set_up_stops_the_start(
    server: BotApiServer, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider whose package isn't there is told of before anything is served."""
    monkeypatch.setenv("CHAT_MODEL", "anthropic:claude-test")
    settings = Settings(_env_file=None, data_dir=data)  # type: ignore[call-arg]
    build: Callable[[], Any] = lambda: build_desk(settings, telegram_settings(server), None)  # noqa: E731
    with pytest.raises(ChatUnavailable, match="anthropic"):
        build()
