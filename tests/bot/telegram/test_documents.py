"""Documents that a chat adds for itself."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.settings.folders import PROJECT
from tests.bot.telegram.conftest import Chat
from tests.bot.telegram.papers import docx, pdf, zip_bomb
from tests.botapi.person import bot_messages, wait_until
from tests.botapi.running import bot_in_thread
from tests.botapi.server import BotApiServer

pytestmark = pytest.mark.usefixtures("warm_indexing")

_NOTICE = (
    "关于印发食堂管理办法的通知\n一、开放时间\n本单位食堂每日中午十一点三十分至十三点开放。\n"
    "二、投诉渠道\n对饭菜质量有意见的，可以拨打投诉电话88996677。\n"
)

#: A Word file with a password, as Word writes it: a compound file whose package is encrypted.
LOCKED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
)


def settles(chat: Chat, words: str, seconds: float = 120.0) -> None:
    """Wait for words in the chat."""
    wait_until(chat.world, lambda: any(words in m.text for m in chat.replies()), seconds, words)


def test_a_document_is_answered_from_in_its_chat_only_and_deleted_for_good(
    server: BotApiServer, data: Path
) -> None:
    """What a chat adds is found there, in no other chat, and after its deletion nowhere on the disk."""
    mine, theirs = Chat(server, 42), Chat(server, 43, "乙")
    with bot_in_thread(server, data):
        mine.person.sends_file("../../食堂\u202e通知.txt", _NOTICE.encode())
        settles(mine, "已加入「食堂通知.txt」")
        answer = mine.says("投诉电话是多少？")
        assert "88996677" in answer.text
        mine.presses(answer, "[1]")
        assert "食堂通知.txt" in answer.text
        assert "88996677" not in theirs.says("投诉电话是多少？").text
        assert "还没有" in theirs.says("/documents").text
        mine.person.sends_file("又一份.txt", _NOTICE.encode())
        settles(mine, "已经在本聊天里")
        listed = mine.says("/documents")
        # Somebody else who sees the button can't use it.
        query = theirs.person.presses(listed, "删除 1")
        wait_until(server.world, lambda: query in server.world.callback_answers)
        assert "只有" in server.world.callback_answers[query]["text"]
        mine.presses(listed, "删除 1")
        mine.presses(listed, "不删")
        mine.presses(listed, "删除 1")
        mine.presses(listed, "是，删除")
        assert "已删除" in listed.text
        assert "88996677" not in mine.says("投诉电话是多少？").text
        told = mine.presses(answer, "[1]")
        assert "不在" in told["text"]
    left = [p for p in data.rglob("*") if p.is_file() and "index" not in p.relative_to(data).parts[:1]]
    assert left
    for path in left:
        assert b"88996677" not in path.read_bytes()
        assert "食堂每日".encode() not in path.read_bytes()
    assert server.world.refusals == []


def test_word_and_pdf_files_are_read(server: BotApiServer, data: Path) -> None:
    """A Word file keeps its headings; a PDF loses its running heads and page numbers."""
    chat = Chat(server)
    with bot_in_thread(server, data):
        chat.person.sends_file("停车.docx", docx([
            ("Title", "停车管理规定"), ("Heading 1", "车位数量"), ("Normal", "地下车库共有停车位三百二十个。"),
            ("Heading 1", "收费"), ("Normal", "员工停车每月收费一百元。")]))  # fmt: skip
        settles(chat, "已加入「停车.docx」")
        added = next(m.text for m in chat.replies() if "已加入" in m.text)
        assert "车位数量" in added
        assert "收费" in added
        chat.person.sends_file("差旅.pdf", pdf([
            ["某局公文", "差旅费报销办法", "一、报销时限", "出差人员应当在返回后十五个工作日内办理报销手续,逾", "期不予受理。", "- 1 -"],
            ["某局公文", "二、住宿标准", "省会城市住宿费每人每天不超过四百五十元。", "- 2 -"],
            ["某局公文", "三、附则", "本办法自2024年1月1日起施行。", "- 3 -"]]))  # fmt: skip
        settles(chat, "已加入「差旅.pdf」")
        assert "略过 6 处" in chat.replies()[-1].text
        answer = chat.says("出差人员应当在多少个工作日内办理报销手续？")
        assert "十五个" in answer.text


def test_bad_files_are_refused(server: BotApiServer, data: Path) -> None:
    """Broken, empty, foreign, too large and exploding files get a clear word, and nothing is left of them."""
    chat = Chat(server)
    with bot_in_thread(server, data, upload_megabytes=1.0, upload_seconds=110):
        for name, content, words in (
            ("坏.pdf", b"%PDF-1.7\nnonsense", "读不了「坏.pdf」：文件不完整或已损坏"),
            ("坏.docx", b"PK\x03\x04nonsense", "读不了"),
            ("炸弹.docx", zip_bomb(), "展开后过大"),
            ("密.docx", LOCKED, "文件加了密码"),
            ("空.txt", b"   \n", "没有文字"),
            ("空.pdf", pdf([[], []]), "没有文字"),
            ("二进制.txt", bytes(range(256)) * 40, "读不了"),
            ("程序.exe", b"MZ", "不能读取这种格式"),
            ("大.txt", b"x" * 1_100_000, "最多 1 MB"),
        ):
            before = len(bot_messages(server.world, chat.id))
            chat.person.sends_file(name, content)
            wait_until(
                server.world,
                lambda before=before, words=words: any(words in m.text for m in chat.replies()[before:]),
                120,  # a PDF without text is looked at by what recognises scans, where that is installed
                f"{name}: {words}",
            )
        assert "还没有" in chat.says("/documents").text
    assert [
        p for p in (data / "telegram" / "chats").rglob("*") if p.is_file() and p.parent.name == "files"
    ] == []
    # The file that is too large by its announcement was not even fetched.
    assert server.world.downloads == 7


def test_in_groups_a_file_is_read_when_the_bot_is_spoken_to(server: BotApiServer, data: Path) -> None:
    """A file in a group is left alone unless its caption mentions the bot; then the group can ask about it."""
    group, someone = -1001, Chat(server, 7, "乙")
    server.world.add_chat(group, "supergroup", "一个群")
    with bot_in_thread(server, data):
        someone.person.sends_file("别人的.txt", "与机器人无关的内容，不该被读取。".encode(), group)
        someone.person.sends_file("给你的.txt", _NOTICE.encode(), group, caption="@yinju_test_bot 请收下")
        wait_until(
            server.world, lambda: any("已加入" in m.text for m in bot_messages(server.world, group)), 120
        )
        someone.person.says("@yinju_test_bot 投诉电话是多少？", group)
        wait_until(
            server.world, lambda: any("88996677" in m.text for m in bot_messages(server.world, group)), 30
        )
        assert "88996677" not in someone.says("投诉电话是多少？").text
    assert server.world.downloads == 1


def test_what_a_killed_process_left_is_removed(server: BotApiServer, data: Path) -> None:
    """Folders that no document belongs to are gone after the next start."""
    stray = data / "telegram" / "chats" / "0123456789" / "files" / "u-1.txt"
    stray.parent.mkdir(parents=True)
    stray.write_text("删了一半的文件", encoding="utf-8")
    with bot_in_thread(server, data):
        assert not stray.exists()


def test_hostile_text_is_shown_as_text(server: BotApiServer, data: Path) -> None:
    """Tags, entities, direction marks and endless lines of a document never reach Telegram as more than text."""
    chat = Chat(server)
    hostile = (
        "关于<b>仓库</b>的通知\n"
        "仓库管理员的姓名是<script>alert(1)</script>张三&lt;&amp;</blockquote>\u202e，电话为55667788。\n"
        + "仓库里没有句号的长文字" * 60
        + "\n"
        + "仓库规定。" * 100
        + "\n"
    )
    page = "<html><body><h1>印章的通知</h1><p>印章由<b>李四</b>保管，&ldquo;编号&rdquo;为44556677。</p></body></html>"
    with bot_in_thread(server, data):
        chat.person.sends_file("恶<b>意.txt", hostile.encode())
        settles(chat, "已加入「恶<b>意.txt」")
        answer = chat.says("仓库管理员的电话是多少？")
        assert "55667788" in answer.text
        for message, label in ((answer, "[1]"), (answer, "下一段"), (answer, "下一段"), (answer, "收起")):
            chat.presses(message, label)
        chat.says("仓库有什么规定？")
        chat.says("/locate 仓库管理员的姓名是<script>alert(1)</script>李四&lt;")
        chat.person.sends_file("印章.html", page.encode())
        settles(chat, "已加入「印章.html」")
        answer = chat.says("印章由谁保管？")
        assert "李四" in answer.text
        chat.presses(answer, "[1]")
        assert "印章由李四保管，“编号”为44556677。" in answer.text
    assert server.world.refusals == []


def open_files(below: Path) -> list[str]:
    """The files below a folder that this process holds open, removed ones too."""
    names = []
    for link in Path("/proc/self/fd").iterdir():
        try:
            names.append(os.readlink(link))
        except OSError:  # it was the listing itself
            continue
    return [name for name in names if f"{below}/" in name and "books.db" not in name]


def test_an_index_that_was_deleted_is_let_go_of(server: BotApiServer, data: Path) -> None:
    """Of two documents one is deleted: it is not answered from in the same process, the other is, and
    nothing of the old index is kept open; nor is anything after the second is deleted."""
    chat, chats = Chat(server), data / "telegram" / "chats"
    with bot_in_thread(server, data):
        chat.person.sends_file("食堂.txt", _NOTICE.encode())
        settles(chat, "已加入「食堂.txt」")
        assert "88996677" in chat.says("对饭菜质量有意见的，投诉电话是多少？").text
        chat.person.sends_file("车库.txt", "关于车库的通知\n车库管理员的电话是66554433。\n".encode())
        settles(chat, "已加入「车库.txt」")
        assert "66554433" in chat.says("车库管理员的电话是多少？").text
        assert "88996677" in chat.says("对饭菜质量有意见的，投诉电话是多少？").text
        listed = chat.says("/documents")
        chat.presses(listed, "删除 1")
        began = time.monotonic()
        chat.presses(listed, "是，删除")
        assert "已删除" in listed.text
        assert time.monotonic() - began < 20
        assert "88996677" not in chat.says("对饭菜质量有意见的，投诉电话是多少？").text
        assert "66554433" in chat.says("车库管理员的电话是多少？").text
        assert [name for name in open_files(chats) if name.endswith("(deleted)") or "index-1" in name] == []
        listed = chat.says("/documents")
        chat.presses(listed, "删除 1")
        chat.presses(listed, "是，删除")
        assert "66554433" not in chat.says("车库管理员的电话是多少？").text
        assert open_files(chats) == []


def test_indexing_keeps_to_its_memory(tmp_path: Path) -> None:
    """Indexing under a limit that is too small says so and leaves no index; enough memory is enough."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text(_NOTICE, encoding="utf-8")
    # Fewer threads need less: as many as there are for everybody.
    environment = {name: value for name, value in os.environ.items() if name != "OMP_NUM_THREADS"}
    for megabytes, fits in ((160, False), (400, True)):
        done = subprocess.run(
            [sys.executable, "-m", "bot.telegram.collections.index_worker", "files", "index", "bundled", str(megabytes << 20)],
            cwd=tmp_path, env={**environment, "PYTHONPATH": str(PROJECT)}, capture_output=True, timeout=100,
        )  # fmt: skip
        last = json.loads(done.stdout.splitlines()[-1])
        assert (done.returncode == 0) == fits
        assert ("passages" in last) == fits
        assert (tmp_path / "index" / "CURRENT").exists() == fits
        shutil.rmtree(tmp_path / "index")
