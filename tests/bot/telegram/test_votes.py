"""Sentences that are checked at once, and 👍 and 👎 under answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answer_log.votes import VoteLog
from tests.bot.telegram.conftest import Chat, all_handled
from tests.bot.telegram.scripted import ANSWER, scripted_shelf
from tests.bot.telegram.test_documents import settles
from tests.botapi.person import wait_until
from tests.botapi.running import bot_in_thread
from tests.botapi.server import BotApiServer

pytestmark = pytest.mark.usefixtures("warm_indexing")

_KNOWN = "形成了多少份调研报告？"
_NOTICE = "关于食堂的通知\n对饭菜质量有意见的，可以拨打投诉电话88996677。\n"


def test_a_sentence_with_another_figure_is_shown_at_once(scripted: Chat) -> None:
    """A sent sentence of the documents is checked without a command, and the altered figure shown."""
    altered = scripted.says("领导班子5次听取各课题研究情况汇报")
    assert altered.text.startswith("⚠️ 与原文不同")
    assert "3 → 5" in altered.text
    assert "注意：数字有出入" in altered.text
    assert scripted.says("委领导班子3次听取各课题研究情况汇报").text.startswith("✅ 与原文一致")


def test_a_checked_sentence_can_be_asked_all_the_same(scripted: Chat) -> None:
    """A sentence that nothing resembles is asked; under one that was checked a button asks it."""
    assert "没有回答这个问题" in scripted.says("今天中午食堂供应红烧肉和番茄炒蛋").text
    checked = scripted.says("一是建立健全领导机制抓总")
    asked = scripted.awaits(lambda: scripted.person.presses(checked, "当作问题"))
    assert "没有回答这个问题" in asked.text


def test_votes_go_to_the_log_for_the_admins(server: BotApiServer, data: Path) -> None:
    """👍 and 👎 are kept with question and answer, a second press replaces the first, only admins can list them."""
    admin, user = Chat(server, 1, "管理员"), Chat(server, 2, "乙")
    with bot_in_thread(server, data, open_shelf=scripted_shelf, admins={1}):
        assert "还没有人评价" in admin.says("/votes").text
        answer, declined = user.says(_KNOWN), user.says("今年的房价是多少？")
        assert "已记下" in user.presses(answer, "👎")["text"]
        assert "已记下" in user.presses(answer, "👍")["text"]
        assert "已记下" in user.presses(declined, "👎")["text"]
        assert answer.text == ANSWER
        user.presses(answer, "[1]")
        assert any(button["text"] == "👍" for button in answer.buttons)
        assert "只有管理员" in user.says("/votes").text
        listed = admin.says("/votes").text
        assert listed.startswith("👍 1 · 👎 1")
        assert f"👍 {_KNOWN}" in listed
        assert "👎 今年的房价是多少？" in listed
        assert _KNOWN not in admin.says("/votes 👎").text
        forged = user.presses(answer, data=answer.buttons[-2]["callback_data"][:-1] + "7")
        assert "已失效" in forged["text"]
    (good,) = VoteLog(data / "answers.sqlite3").latest(9, good=True)
    assert (good.user, good.chat, good.answer.question) == (2, 2, _KNOWN)
    assert good.answer.claims[0].sources[0].quote == "形成调研报告48份"
    assert (data / "answers.sqlite3").stat().st_mode & 0o077 == 0


def test_without_the_answer_log_there_are_no_votes(server: BotApiServer, data: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """With ANSWER_LOG=false no answer has the buttons, and nothing is kept."""
    monkeypatch.setenv("ANSWER_LOG", "false")
    chat = Chat(server, 1, "管理员")
    with bot_in_thread(server, data, open_shelf=scripted_shelf, admins={1}):
        assert [b["text"] for b in chat.says(_KNOWN).buttons] == ["[1] 第3段"]
        assert "已关闭" in chat.says("/votes").text
    assert not (data / "answers.sqlite3").exists()


def test_a_vote_on_a_deleted_document_is_erased(server: BotApiServer, data: Path) -> None:
    """What a vote kept of a chat's own document goes with that document; other votes stay."""
    chat = Chat(server)
    with bot_in_thread(server, data):
        chat.person.sends_file("食堂.txt", _NOTICE.encode())
        settles(chat, "已加入「食堂.txt」")
        own, shared = chat.says("投诉电话是多少？"), chat.says("红河州的十项机制分别是什么？")
        assert "88996677" in own.text
        for answer in (own, shared):
            chat.presses(answer, "👍")
        listed = chat.says("/documents")
        chat.presses(listed, "删除 1")
        chat.presses(listed, "是，删除")
        wait_until(server.world, lambda: all_handled(server.world, data))
    assert [one.answer.question for one in VoteLog(data / "answers.sqlite3").latest(9)] == [
        "红河州的十项机制分别是什么？"
    ]
    assert b"88996677" not in (data / "answers.sqlite3").read_bytes()
