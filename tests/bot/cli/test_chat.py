"""`yinju chat` through a pipe and on a terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest

from bot.answer_log.log import NAME, AnswerLog
from bot.cli.conversation import COMMANDS, Conversation
from bot.cli.render.wide_text import columns
from bot.cli.sessions import Session
from bot.cli.waiting import until_done
from bot.library import Library
from bot.messages.chat import say
from bot.questions.asker import Asker
from bot.settings import Settings
from bot.types import Language
from tests.commands import COMMAND, PATIENCE, Done, environment, run, started

LINES = (
    "红河州的十项机制分别是什么?\n其中第三项是什么?\n/cite 1\n/cite 99\n/cite abc\n/sources\n/reset\n/cite 1\n"
    "/nonsense\n\n??\n/quit\n红河州的十项机制分别是什么?\n"
)


@pytest.fixture(scope="module")
def talk(yinju: Callable[..., Done]) -> Done:
    """A conversation through a pipe."""
    return yinju("chat", stdin=LINES)


def test_a_conversation_through_a_pipe_ends_with_0(talk: Done) -> None:
    """Plain lines are answered without a terminal, without colour, and /quit ends it."""
    assert talk.code == 0
    assert talk.err == ""
    assert "\x1b" not in talk.out
    assert talk.out.count("10. 「十是建立健全激励机制抓面。」") == 1


def test_a_follow_up_is_understood_from_what_was_asked_before(talk: Done) -> None:
    """其中第三项 is answered with the third mechanism."""
    after = talk.out.split("10/10", 1)[1]
    assert "三是建立健全培训机制" in after.split("没有编号")[0]


def test_commands_of_a_conversation_do_what_they_say(talk: Done) -> None:
    """/cite shows the passage, wrong numbers and commands are told, /sources lists, /reset forgets."""
    assert "没有编号为 99 的出处" in talk.out
    assert "没有编号为 abc 的出处" in talk.out
    assert "004_396bfa582ca6ad52.txt" in talk.out
    assert "已忘记上文" in talk.out
    assert "还没有出处，请先提问" in talk.out.split("已忘记上文")[1]
    assert "没有命令 /nonsense" in talk.out
    assert "请用文字提问" in talk.out


def test_a_sign_alone_is_no_question(library: Library, asker: Asker, tmp_path: Path) -> None:
    """👍 is answered as consent, ？？ with how to ask; neither is an error nor kept."""
    settings = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    log = AnswerLog(tmp_path / NAME)
    talk = Conversation(library, asker, Session("一", (), log, Language.CHINESE), settings, False)
    for sign in ("👍", "……", "👌👌"):
        assert talk.answer(sign) == "好的。还可以接着问。"
    for sign in ("？？", "?", "😀？"):
        assert str(talk.answer(sign)).startswith("请用文字提问")
    assert not log.entries()


def test_help_language_copy_open_and_locate_in_a_conversation(yinju: Callable[..., Done]) -> None:
    """/help lists every command, /lang switches, /copy takes a number, /locate checks a quotation."""
    lines = (
        "/help", "红河州的十项机制分别是什么?", "/copy 2", "/copy [99]", "/locate 收集意见建议159万余条",
        "/open", "/locate", "/lang xx", "/lang en", "/help", "退出", "红河州的十项机制分别是什么?",
    )  # fmt: skip
    done = yinju("chat", stdin="\n".join(lines))
    assert (done.code, done.err) == (0, "")
    shown, english = done.out.split("Language: English")
    for command in COMMANDS:
        assert f"  {command}" in shown
        assert f"  {command}" in english
    copied = r"^“二是建立健全推进机制抓实。”（李浩，《.+》，第3段）〔[0-9A-Z-]{14}〕$"
    assert re.search(copied, shown, re.MULTILINE)
    assert "没有编号为 [99] 的出处" in shown
    assert "请写出处的序号，例如：/open 1" in shown
    assert "有改动" in shown
    assert "请写上要核对的引文" in shown
    assert "/lang zh 或 /lang en" in shown
    assert "10/10" not in english
    assert "\x1b" not in done.out


@pytest.mark.parametrize("language", list(Language))
def test_no_line_of_the_help_of_a_conversation_is_broken(language: Language) -> None:
    """What a conversation says of itself has no line of more than 80 columns."""
    for code in ("welcome", "help"):
        assert max(map(columns, say(code, language).splitlines())) <= 80


@pytest.mark.parametrize("word", ["quit", "退出", "/quit", "exit", "QUIT"])
def test_the_usual_words_end_a_conversation(yinju: Callable[..., Done], word: str) -> None:
    """quit, exit and 退出 alone on a line end it; what comes after is not read."""
    done = yinju("chat", stdin=f"{word}\n/sources\n")
    assert done.code == 0
    assert "004_396bfa582ca6ad52.txt" not in done.out


def test_small_talk_and_what_is_declined_leave_nothing_to_refer_to(
    library: Library, asker: Asker, tmp_path: Path
) -> None:
    """After thanks the sources can still be looked up and a follow-up is understood; thanks aren't kept."""
    settings = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    log = AnswerLog(tmp_path / NAME)
    talk = Conversation(library, asker, Session("一", (), log, Language.CHINESE), settings, False)
    talk.answer("红河州的十项机制分别是什么?")
    cited = talk.answer("/cite 1")
    assert talk.answer("谢谢") == "不客气。还可以接着问。\n"
    assert talk.answer("/cite 1") == cited
    declined = "红河州委政法委书记叫什么名字？"
    talk.answer(declined)
    assert "三是建立健全培训机制" in str(talk.answer("其中第三项是什么?"))
    assert [one.answer.question for one in log.entries()][:2] == ["红河州的十项机制分别是什么?", declined]
    assert len(log.entries()) == 3
    assert len(log.turns("一")) == 2
    assert talk.answer("再见") is None


def test_open_shows_the_page_of_a_source(library: Library, asker: Asker, tmp_path: Path) -> None:
    """/open 1 writes the document's page and hands the browser its address at the passage."""
    seen: list[str] = []
    settings = Settings(_env_file=None, data_dir=tmp_path)  # type: ignore[call-arg]
    session = Session("一", (), None, Language.CHINESE)
    talk = Conversation(library, asker, session, settings, False, browse=seen.append)
    assert "还没有出处" in str(talk.answer("/open 1"))
    talk.answer("红河州的十项机制分别是什么?")
    path = Path(str(talk.answer("/open 1")))
    assert seen == [f"{path.as_uri()}#cited"]
    assert '<mark id="cited">' in path.read_text("utf-8")


def test_a_conversation_goes_on_where_it_was(data_dir: Path, tmp_path: Path) -> None:
    """`chat -c` knows what the last session asked."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copytree(data_dir / "index", folder / "index")
    run(folder, "chat", "--session", "周报", stdin="红河州的十项机制分别是什么?\n")
    done = run(folder, "chat", "-c", stdin="其中第三项是什么?\n")
    assert "会话：周报（已有 1 问）" in done.out
    assert "三是建立健全培训机制" in done.out


def test_ctrl_c_cancels_the_answer_and_keeps_the_chat(data_dir: Path) -> None:
    """While an answer is made there is a sign of life; an interrupt drops the answer, the next is given."""
    with _Terminal(data_dir, cold=True) as terminal:
        terminal.read_until("❯")
        # Four questions take long enough to be interrupted in, however busy the machine is.
        more = (
            "兰州公安局提出要打造哪五型模范机关?济南市委政法委党员干部哪天起下沉社区?淄博市取消了多少项证明?"
        )
        terminal.type(f"红河州的十项机制分别是什么?{more}\r")
        terminal.read_until("正在加载模型")
        # The test has no controlling terminal, which would turn the key into this signal.
        os.kill(terminal.process.pid, signal.SIGINT)
        assert "10/10" not in terminal.read_until("已取消这个回答")
        terminal.read_until("❯")
        terminal.type("兰州公安局提出要打造哪五型模范机关？\r")
        terminal.read_until("5/5")
        terminal.read_until("❯")
        terminal.type("退出\r")
        assert terminal.process.wait(PATIENCE) == 0
        assert "Traceback" not in terminal.seen


def test_an_interrupt_stops_the_waiting_and_failures_come_through() -> None:
    """What the work returns or raises comes out; an interrupt ends the wait long before the work."""
    assert until_done(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        until_done(lambda: 1 // 0)
    threading.Timer(0.3, signal.raise_signal, [signal.SIGINT]).start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        until_done(lambda: time.sleep(3))
    assert time.monotonic() - begun < 2


def test_the_end_of_input_ends_the_conversation(yinju: Callable[..., Done]) -> None:
    """A closed standard input is a good end."""
    done = yinju("--lang", "en", "chat", stdin="")
    assert done.code == 0
    assert done.out.startswith("Yinju:")


class _Terminal:
    """`yinju chat` on a pseudo-terminal, which leaves questions about its cursor unanswered."""

    def __init__(self, data_dir: Path, cold: bool = False) -> None:
        """Start it; a `cold` one comes from no process that has the models loaded."""
        self.master, slave = pty.openpty()
        env = environment(data_dir, TERM="xterm-256color")
        streams: dict[str, Any] = {
            "stdin": slave,
            "stdout": slave,
            "stderr": slave,
            "start_new_session": True,
        }
        self.process: subprocess.Popen[Any] = (
            subprocess.Popen([sys.executable, *COMMAND, "chat"], env=dict(env), cwd=data_dir, **streams)
            if cold
            else started(["chat"], env, data_dir, **streams)
        )
        os.close(slave)
        self.seen = ""
        self._at = 0

    def read_until(self, wanted: str) -> str:
        """What was printed until `wanted`, without escape sequences; the next reading begins behind it."""
        limit = time.monotonic() + PATIENCE
        start = self._at
        while wanted not in self.seen[start:]:
            assert time.monotonic() < limit, self.seen[-2000:]
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    data = os.read(self.master, 65536).decode("utf-8", "replace")
                except OSError:
                    break
                self.seen += re.sub(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07]*\x07|[=>])", "", data)
        found = self.seen.find(wanted, start)
        self._at = found + len(wanted) if found >= 0 else len(self.seen)
        return self.seen[start : self._at]

    def type(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)


def test_a_conversation_on_a_terminal_has_a_prompt_and_line_editing(data_dir: Path) -> None:
    """On a terminal there is a prompt, keys edit the line, Ctrl-C drops it and Ctrl-D ends with 0."""
    with _Terminal(data_dir) as terminal:
        terminal.read_until("❯")
        # The wrong last character is taken back with backspace.
        terminal.type("红河州的十项机制分别是什么?x\x7f\r")
        assert "10. 「十是建立健全激励机制抓面。」" in terminal.read_until("10/10")
        terminal.read_until("❯")
        terminal.type("其中第三项是什么?\r")
        assert "三是建立健全培训机制" in terminal.read_until("段")
        terminal.read_until("❯")
        terminal.type("/cite 1\r")
        terminal.read_until("」")
        terminal.type("不要的一行\x03")
        terminal.read_until("❯")
        terminal.type("/reset\r")
        terminal.read_until("已忘记上文")
        terminal.read_until("❯")
        terminal.type("\x04")
        assert terminal.process.wait(PATIENCE) == 0
        assert "Traceback" not in terminal.seen


def test_a_conversation_on_a_terminal_shows_nothing_of_its_libraries(data_dir: Path) -> None:
    """A terminal that doesn't say where its cursor is gets no warning of a library's, in no language."""
    with _Terminal(data_dir) as terminal:
        terminal.read_until("❯")
        # The library that reads keys would warn after two seconds, with the next key.
        time.sleep(2.5)
        terminal.type("/help\r")
        terminal.read_until("/quit")
        terminal.read_until("❯")
        terminal.type("\x04")
        assert terminal.process.wait(PATIENCE) == 0
        assert "WARNING" not in terminal.seen
