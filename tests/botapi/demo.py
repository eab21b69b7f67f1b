"""`make telegram-demo`: the bot and the loopback server, and a conversation as a person would see it.

Everything but Telegram itself is real: the bot's process, its HTTP, the index, the answers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.botapi.person import Person, bot_messages, transcript, wait_until
from tests.botapi.running import start_process, wait_for_start
from tests.botapi.server import BotApiServer
from tests.commands import SEEDS

_NOTICE = """关于印发《机关食堂管理办法》的通知
一、开放时间
机关食堂每日11时30分至13时开放，凭工作证就餐。
二、收费标准
早餐每份收费6元，午餐每份收费15元。
三、监督
对饭菜质量有意见的，可以向后勤处反映，后勤处应当在3个工作日内答复。
"""


class Stage:
    """Plays the person's part and prints what is new in the chat."""

    def __init__(self, server: BotApiServer) -> None:
        self.world = server.world
        self.person = Person(server.world, 42, "您")
        self._printed = 0

    def act(self, what: str, action: Callable[[], Any], until: Callable[[], Any]) -> None:
        """Do one thing, wait for what follows, print it."""
        print(f"\n\033[2m── {what}\033[0m" if sys.stdout.isatty() else f"\n── {what}", flush=True)
        began = time.monotonic()
        action()
        wait_until(self.world, until, 180, what)
        time.sleep(0.3)
        seen = transcript(self.world, self.person.id)
        print(seen[self._printed :], end="")
        print(f"    ({time.monotonic() - began - 0.3:.1f} s)", flush=True)
        self._printed = len(seen)

    def ask(self, what: str, text: str, **more: Any) -> Any:
        """Write something; returns the reply."""
        before = len(self.replies())
        self.act(what, lambda: self.person.says(text, **more), lambda: len(self.replies()) > before)
        return self.replies()[-1]

    def press(self, what: str, message: Any, label: str) -> None:
        """Press a button."""
        edits = message.edits
        self.act(what, lambda: self.person.presses(message, label), lambda: message.edits > edits)

    def replies(self) -> list[Any]:
        """What the bot has sent."""
        return bot_messages(self.world, self.person.id)


def play(stage: Stage) -> None:
    """The conversation."""
    stage.ask("打招呼", "/start")
    answer = stage.ask("提问", "济南市委政法委去年以来形成了多少份调研报告？")
    stage.press("按引文按钮", answer, "[1]")
    stage.press("看后一段", answer, "下一段")
    stage.press("收起", answer, "收起")
    stage.ask("列举题", "红河州的十项机制分别是什么？")
    stage.ask("追问", "第三项的具体内容是什么？")
    stage.ask("文档里没有答案的问题", "济南市今年的房价是多少？")
    theirs = stage.person.says("领导班子5次听取各课题研究情况汇报，形成调研报告48份")
    wait_until(stage.world, lambda: any(m.reply_to == 0 and m.at > theirs.at for m in stage.replies()), 60)
    stage.ask("回复一条消息，核对引文", "/locate", reply_to=theirs.id)
    stage.act(
        "发来一份文件",
        lambda: stage.person.sends_file("食堂管理办法.txt", _NOTICE.encode()),
        lambda: any("已加入" in m.text for m in stage.replies()),
    )
    stage.ask("问这份文档", "午餐每份收费多少元？")
    listed = stage.ask("列出自己的文档", "/documents")
    stage.press("删除", listed, "删除 1")
    stage.press("确认", listed, "是，删除")


def main() -> int:
    """Index the seeds for it alone, whatever documents there are otherwise; start everything, play, stop."""
    with tempfile.TemporaryDirectory() as folder, BotApiServer() as server:
        data = Path(folder)
        ingest = [sys.executable, "-m", "bot", "ingest", "--only", str(SEEDS)]
        subprocess.run(ingest, env={**os.environ, "DATA_DIR": str(data)}, check=True)
        process = start_process(server, data)
        try:
            wait_for_start(server, process)
            print(f"机器人已启动（进程 {process.pid}），Bot API 在 {server.address}")
            play(Stage(server))
        finally:
            process.terminate()
            code = process.wait(40)
        print(
            f"\n机器人收到 SIGTERM 后结束，退出码 {code}；被服务器拒绝的消息：{len(server.world.refusals)} 条。"
        )
    return code


if __name__ == "__main__":
    sys.exit(main())
