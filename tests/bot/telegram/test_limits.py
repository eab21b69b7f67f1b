"""Bounds for everybody: how much one user may do, one document at a time, and files that nobody else reads."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from bot.telegram.collections.chat_documents import ChatDocuments
from tests.bot.telegram.conftest import Chat, all_handled
from tests.bot.telegram.scripted import scripted_shelf
from tests.botapi.person import wait_until
from tests.botapi.running import bot_in_thread, start_process, wait_for_start
from tests.botapi.server import BotApiServer

pytestmark = pytest.mark.usefixtures("warm_indexing")

_KNOWN = "形成了多少份调研报告？"


def test_quotations_and_questions_share_a_limit(server: BotApiServer, data: Path) -> None:
    """Of eight quotations and a question within a minute three are taken; each other one hears when to send it again."""
    chat = Chat(server)
    with bot_in_thread(server, data, open_shelf=scripted_shelf, questions_per_minute=3):
        texts = [chat.says("/locate 形成调研报告48份").text for _ in range(8)]
        texts.append(chat.says(_KNOWN).text)
        chat.person.sends_file("a.txt", "内容".encode())
        wait_until(server.world, lambda: all_handled(server.world, data))
    assert ["与原文一致" in text for text in texts] == [True] * 3 + [False] * 6
    assert all("每分钟最多处理 3 个问题、引文或文档" in text for text in texts[3:])
    assert "每分钟最多" in chat.replies()[-1].text
    assert server.world.downloads == 0


def test_presses_commands_and_inline_queries_are_limited(server: BotApiServer, data: Path) -> None:
    """Over the limit a press is told so, a command once, an inline query finds nothing; other users are served."""
    chat, other = Chat(server), Chat(server, 43, "乙")
    with bot_in_thread(server, data, open_shelf=scripted_shelf, requests_per_minute=4):
        answer = chat.says(_KNOWN)
        for _ in range(3):
            assert chat.presses(answer, "[1]").get("show_alert") != "true"
        told = chat.presses(answer, "[1]")
        assert told["show_alert"] == "true"
        assert "每分钟最多 4 次操作" in told["text"]
        assert "每分钟最多 4 次操作" in chat.says("/sources").text
        before = len(chat.replies())
        for _ in range(5):
            chat.person.says("/sources")
        query = chat.person.types_inline("调研报告")
        wait_until(server.world, lambda: all_handled(server.world, data))
        assert len(chat.replies()) == before
        assert query not in server.world.inline_answers
        assert "48份" in other.says(_KNOWN).text


def test_a_thumb_or_bare_question_marks_are_no_error(scripted: Chat) -> None:
    """👍 gets a friendly word, ？？ a request for words; nothing failed."""
    for text in ("👍", "👌🏻", "……", "❤️"):
        assert scripted.says(text).text == "好的。还可以接着问。"
    for text in ("？？", "?", "/ask ？？"):
        assert "请把问题写成文字" in scripted.says(text).text
    assert "请在 /locate 后写上" in scripted.says("/locate ……").text


def test_a_question_that_only_the_asker_refuses_is_told_why(server: BotApiServer, data: Path) -> None:
    """A question longer than the asker takes is refused in its words, not as a fault of the program."""
    chat = Chat(server)
    with bot_in_thread(server, data, longest_question=4096):
        said = chat.says("长" * 2500).text
    assert "2500" in said
    assert "抱歉" not in said


def test_a_document_has_its_limit_in_characters_and_pages(server: BotApiServer, data: Path) -> None:
    """A document that is too long is refused with its characters and pages and those that are allowed."""
    chat = Chat(server)
    with bot_in_thread(server, data, open_shelf=scripted_shelf, upload_characters=1600):
        assert "最多 1,600 字，约 2 页" in chat.says("/documents").text
        chat.person.sends_file("长.txt", ("关于值班的通知。\n" + "值班人员应当在岗。\n" * 400).encode())
        words = "「长.txt」有 4,009 字（约 5 页），最多 1,600 字（约 2 页）"
        wait_until(server.world, lambda: any(words in m.text for m in chat.replies()), 60, words)
        assert "还没有" in chat.says("/documents").text


def test_documents_of_all_chats_are_read_one_at_a_time(server: BotApiServer, data: Path) -> None:
    """Three chats send at once: each is told how many are before it, and all are added in the end."""
    chats = [Chat(server, number, f"人{number}") for number in (42, 43, 44)]
    with bot_in_thread(server, data, open_shelf=scripted_shelf):
        for chat in chats:
            chat.person.sends_file(
                "值班.txt", f"关于值班的通知\n第{chat.id}号值班室的电话是1234{chat.id}。\n".encode()
            )
        world = server.world
        wait_until(world, lambda: any("前面还有" in seen for _, _, _, seen in world.log), 60, "nobody waits")
        # Meanwhile questions are answered.
        assert "48份" in Chat(server, 45, "丁").says(_KNOWN).text
        for chat in chats:
            wait_until(world, lambda chat=chat: "已加入" in chat.replies()[-1].text, 120, "not added")
    waited = {seen.strip()[:8] for _, _, _, seen in world.log if "前面还有" in seen}
    assert waited == {"⏳ 前面还有 1", "⏳ 前面还有 2"}


def test_turns_come_in_the_order_of_asking(tmp_path: Path) -> None:
    """One document is in hand at any time, and who waits longest is next."""

    told: list[int] = []

    async def run() -> list[str]:
        books = ChatDocuments(tmp_path, "bundled", 10, 1 << 30, 1000)
        seen: list[str] = []

        async def waits(before: int) -> None:
            told.append(before)

        async def take(name: str) -> None:
            async with books.turn(waits):
                seen.append(f"+{name}")
                await asyncio.sleep(0.02)
                seen.append(f"-{name}")

        await asyncio.gather(*(take(name) for name in "abc"))
        assert books.ahead == 0
        books.close()
        return seen

    assert asyncio.run(run()) == ["+a", "-a", "+b", "-b", "+c", "-c"]
    assert told == [1, 2]


def test_nobody_else_can_read_what_the_bot_keeps(server: BotApiServer, data: Path) -> None:
    """Every file and folder of a bot process, its chats' documents included, is its user's alone; older ones too."""
    folder = data / "telegram"
    folder.mkdir(mode=0o755)
    chat = Chat(server)
    before = os.umask(0o022)
    try:
        process = start_process(server, data)
    finally:
        os.umask(before)
    try:
        wait_for_start(server, process)
        chat.person.sends_file("值班.txt", "关于值班的通知\n值班室的电话是55556666。\n".encode())
        wait_until(server.world, lambda: any("已加入" in m.text for m in chat.replies()), 120, "not added")
        assert "55556666" in chat.says("值班室的电话是多少？").text
        kept = [folder, *folder.rglob("*")]
        assert {
            path.name: oct(path.stat().st_mode & 0o077) for path in kept if path.stat().st_mode & 0o077
        } == {}
        assert any(path.parent.name == "files" for path in kept)
        assert any(path.suffix == ".db-wal" for path in kept)
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
