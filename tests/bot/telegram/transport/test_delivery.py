"""Delivery under faults: each reply once, or an apology with a button that shows it."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from bot.messages.telegram import say
from bot.settings import Settings
from bot.telegram.progress import Paces
from bot.telegram.run import TelegramBot
from bot.telegram.transport.polling import PollingDied
from bot.types import Language
from tests.bot.telegram.conftest import Chat
from tests.bot.telegram.scripted import ANSWER, scripted_shelf
from tests.botapi.faults import Fault
from tests.botapi.person import wait_until
from tests.botapi.running import bot_in_thread, start_process, telegram_settings, wait_for_start
from tests.botapi.server import BotApiServer

pytestmark = pytest.mark.usefixtures("warm_indexing")

_QUESTION = "形成了多少份调研报告？"
_SORRY = say("unsure", Language.CHINESE)


@pytest.mark.parametrize("kind", ["401", "409", "429", "502", "400", "slow"])
def test_what_was_surely_not_delivered_is_sent_again(scripted: Chat, kind: str) -> None:
    """A refused send is repeated until it arrives, once; rejected formatting is sent plain."""
    scripted.world.faults.add(Fault(kind, ("sendMessage",), times=1, seconds=1.0))
    reply = scripted.says(_QUESTION)
    scripted.says("/cite")  # it is handled when all of the first is over
    assert len(scripted.replies()) == 2
    assert reply.text == ANSWER
    assert bool(reply.entities) == (kind != "400")


@pytest.mark.parametrize("kind", ["lost", "badjson", "drop", "reset-body"])
def test_what_may_have_been_delivered_is_not_repeated(scripted: Chat, kind: str) -> None:
    """A send with an unknown outcome brings an apology, whose button turns it into the reply."""
    scripted.world.faults.add(Fault(kind, ("sendMessage",), times=1))
    arrived = kind in {"lost", "badjson"}
    apology = scripted.awaits(lambda: scripted.person.says(_QUESTION), more=1 + arrived)
    assert apology.text == _SORRY
    scripted.says("/cite")  # it is handled when all of the first is over
    assert [m.text for m in scripted.replies()].count(ANSWER) == arrived
    scripted.presses(apology, "显示回答")
    assert apology.text == ANSWER
    scripted.presses(apology, "[1]")
    assert "第3段" in apology.text


def test_an_apology_outlasts_a_long_outage(server: BotApiServer, data: Path) -> None:
    """However many attempts fail, who asked hears an apology in the end, whose button shows the reply."""
    fault = server.world.faults.add(Fault("drop", ("sendMessage",), times=40))
    with bot_in_thread(server, data, open_shelf=scripted_shelf, paces=Paces(messages=0.05, attempts=0.05)):
        chat = Chat(server)
        apology = chat.says(_QUESTION)
        assert (apology.text, fault.times) == (_SORRY, 0)
        chat.presses(apology, "显示回答")
        assert apology.text == ANSWER


@pytest.mark.parametrize("kind", ["lost", "drop", "badjson", "429", "502", "400"])
def test_edits_are_repeated(scripted: Chat, kind: str) -> None:
    """An edit whose outcome is unknown is done again, for it changes nothing the second time."""
    answer = scripted.says(_QUESTION)
    scripted.world.faults.add(Fault(kind, ("editMessageText",), times=1, seconds=1.0))
    scripted.presses(answer, "[1]")
    assert "第3段" in answer.text


def test_a_blocked_bot_gives_up_quietly(scripted: Chat) -> None:
    """Nobody is written to any more who has blocked the bot, and others are still answered."""
    scripted.world.blocked.add(scripted.id)
    scripted.person.says(_QUESTION)
    other = type(scripted).__new__(type(scripted))
    other.world, other.id = scripted.world, 43
    other.person = scripted.person.__class__(scripted.world, 43, "乙")
    assert other.says(_QUESTION).text == ANSWER
    assert scripted.replies() == []


def test_a_single_401_does_not_end_polling(server: BotApiServer, data: Path) -> None:
    """After one 401 on getUpdates the bot goes on; questions are answered."""
    chat = Chat(server)
    with bot_in_thread(server, data, open_shelf=scripted_shelf):
        server.world.faults.add(Fault("401", ("getUpdates",), times=1))
        assert chat.says(_QUESTION).text == ANSWER
        assert chat.says(_QUESTION).text == ANSWER


def test_a_refused_token_ends_the_process_with_a_message(server: BotApiServer, data: Path) -> None:
    """A token that Telegram keeps refusing ends the process with exit code 1 and one clear line."""
    server.world.faults.add(Fault("401"))
    process = start_process(server, data)
    assert process.wait(60) == 1
    log = (data / "log").read_text(encoding="utf-8")
    assert say("telegram-token-refused", Language.CHINESE) in log
    assert "Traceback" not in log


def test_a_token_that_is_revoked_later_ends_the_bot(server: BotApiServer, data: Path) -> None:
    """A token that is refused on and on while the bot runs ends it in good order, with that reason."""
    settings = Settings(_env_file=None, data_dir=data)  # type: ignore[call-arg]
    bot = TelegramBot(settings, telegram_settings(server), scripted_shelf, Paces(refused=0.3, polling=0.05))

    def revoke(name: str) -> None:
        server.world.faults.add(Fault("401", ("getUpdates",)))

    with pytest.raises(PollingDied) as died:
        asyncio.run(bot.run(started=revoke))
    assert died.value.code == "telegram-token-refused"


def test_what_was_begun_is_finished_before_the_end(server: BotApiServer, data: Path) -> None:
    """A bot that is told to stop while it answers sends that answer first; what came later waits for the next."""
    chat = Chat(server)
    with bot_in_thread(server, data, open_shelf=scripted_shelf):
        chat.person.says(f"慢慢地：{_QUESTION}")
        wait_until(server.world, lambda: server.world.actions, 20)
    assert [m.text for m in chat.replies()] == [ANSWER]
    chat.person.says(_QUESTION)
    with bot_in_thread(server, data, open_shelf=scripted_shelf):
        wait_until(server.world, lambda: len(chat.replies()) == 2, 20)


def test_a_killed_process_answers_after_its_restart(server: BotApiServer, data: Path) -> None:
    """Questions that were taken in before SIGKILL are answered after the restart, each once."""
    chats = [Chat(server, 100 + n, f"人{n}") for n in range(6)]
    process = start_process(server, data)
    wait_for_start(server, process)
    server.world.faults.add(Fault("slow", ("sendChatAction",), seconds=1.0))
    for chat in chats:
        chat.person.says("济南市委政法委去年以来形成了多少份调研报告?")
    time.sleep(0.3)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    server.world.faults.clear()
    process = start_process(server, data)
    try:
        wait_until(server.world, lambda: all(chat.replies() for chat in chats), 60)
    finally:  # what was begun is finished first
        process.terminate()
        assert process.wait(40) == 0
    for chat in chats:
        answers = [m.text for m in chat.replies() if m.text != _SORRY]
        assert len(answers) <= 1
        assert answers or chat.replies()


def test_logs_hold_no_token_and_no_text(server: BotApiServer, data: Path) -> None:
    """Neither the token nor a word of a question or a document is in the log, whatever fails."""
    chat = Chat(server)
    process = start_process(server, data, TELEGRAM_LOG_LEVEL="DEBUG")
    try:
        wait_for_start(server, process)
        for kind in ("badjson", "502", "drop", "400", "429", "lost"):
            server.world.faults.add(Fault(kind, ("sendMessage",), times=1, seconds=1.0))
        for kind in ("badjson", "502", "drop"):
            server.world.faults.add(Fault(kind, ("getUpdates",), times=1))
            server.world.faults.add(Fault(kind, ("sendChatAction", "getFile", "download"), times=1))
        chat.says("济南市委政法委去年以来形成了多少份调研报告?")
        chat.person.sends_file("机密文件名.txt", "绝密内容：食堂每日供应红烧肉。".encode())
        wait_until(server.world, lambda: any("已加入" in m.text for m in chat.replies()), 90)
        chat.person.sends_file("坏文件.pdf", "%PDF-1.4 绝密内容".encode())
        wait_until(server.world, lambda: any("读不了" in m.text for m in chat.replies()), 90)
    finally:
        process.terminate()
        process.wait(40)
    log = (data / "log").read_text(encoding="utf-8")
    assert log.count("\n") > 5
    token = server.world.token
    for secret in (token, token.partition(":")[2], token.replace(":", "%3A"), "调研报告", "48份", "绝密", "红烧肉",
                   "机密文件名"):  # fmt: skip
        assert secret not in log
