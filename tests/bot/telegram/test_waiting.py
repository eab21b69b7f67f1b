"""Who waits for whom: what is looked up waits behind no question, and nobody behind a document."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.telegram.collections import index_server
from bot.telegram.collections.children import NICENESS, KeptReady, run_child
from bot.telegram.collections.open_indexes import OpenIndex, Shelves
from bot.telegram.suggested import Suggested
from tests.bot.telegram.conftest import Chat
from tests.bot.telegram.scripted import scripted_shelf
from tests.botapi.person import wait_until
from tests.botapi.running import bot_in_thread
from tests.botapi.server import BotApiServer

_KNOWN = "形成了多少份调研报告？"


def test_what_is_looked_up_waits_behind_no_question(server: BotApiServer, data: Path) -> None:
    """While six slow questions of other chats queue, a key, a press and a quotation are answered."""
    chat, others = Chat(server), [Chat(server, 50 + n, f"人{n}") for n in range(6)]
    with bot_in_thread(server, data, open_shelf=scripted_shelf):
        answer = chat.says(_KNOWN)
        chat.presses(answer, "[1]")
        key = next(b["copy_text"]["text"] for b in answer.buttons if "copy_text" in b)
        for n, other in enumerate(others):
            other.person.says(f"慢慢地：第{n}个问题是什么？")
        began = time.monotonic()
        assert "形成调研报告48份" in chat.says(f"/cite {key}").text
        chat.presses(answer, "▶")
        assert "与原文一致" in chat.says("/locate 形成调研报告48份").text
        looked_up = time.monotonic()
        wait_until(server.world, lambda: all(other.replies() for other in others), 60)
    # Each takes a second and a half, two at a time: the last two begin after three seconds.
    ended = sorted(other.replies()[0].at for other in others)
    assert looked_up < ended[-2]
    assert ended[-1] - began > 4


class _Asked:
    """Stands for the shared documents while suggestions are looked for: asks ten times unless told to stop."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    def generation(self) -> str:
        return "g"

    def suggested(self, go_on: Any) -> tuple[str, tuple[str, ...] | None]:
        for _ in range(10):
            if not go_on():
                return "g", None
            self.asked.append(time.monotonic())
        return "g", ("问？",)


def test_suggestions_rest_while_somebody_waits() -> None:
    """Nothing is asked for their sake until nobody waits, and then all of it; stopping doesn't wait for that."""
    documents = _Asked()
    kept = cast(Any, SimpleNamespace(of=lambda _: None, keep=lambda *_: None))

    async def run() -> None:
        waiting = True
        suggested = Suggested(cast(Any, documents), kept)
        suggested.busy = lambda: waiting
        assert await suggested.now() == ()
        await asyncio.sleep(0.3)
        assert documents.asked == []
        waiting = False
        await asyncio.sleep(0.5)
        assert len(documents.asked) == 10
        assert await suggested.now() == ("问？",)

        stopped = Suggested(cast(Any, documents), kept)
        stopped.busy = lambda: True
        await stopped.now()
        async with asyncio.timeout(5):
            await stopped.stop()

    asyncio.run(run())
    assert len(documents.asked) == 10


@pytest.fixture
def two_indexes(tmp_path: Path) -> tuple[Path, Path]:
    """Two indexes with an empty generation each."""
    for name in ("one", "two"):
        (tmp_path / name / "g000001-00000000").mkdir(parents=True)
        (tmp_path / name / "CURRENT").write_text("g000001-00000000\n")
    return tmp_path / "one", tmp_path / "two"


def _shelf(index: Path, closed: list[Path]) -> OpenIndex:
    empty = cast(Any, None)
    return OpenIndex(
        index / "g000001-00000000", empty, empty, empty, empty, empty, lambda: closed.append(index)
    )


def test_an_index_that_is_opened_holds_up_no_other(two_indexes: tuple[Path, Path]) -> None:
    """While one index takes long to open another is lent; who waits for the first one gets the same shelf."""
    slow, other = two_indexes
    opening, go_on = threading.Event(), threading.Event()
    opened: list[Path] = []

    def open_shelf(index: Path) -> OpenIndex:
        opened.append(index)
        if index == slow:
            opening.set()
            assert go_on.wait(10)
        return _shelf(index, [])

    shelves = Shelves(open_shelf)
    lent: list[OpenIndex] = []

    def lend() -> None:
        with shelves.lent(slow) as shelf:
            lent.append(shelf)

    threads = [threading.Thread(target=lend) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert opening.wait(10)
    with shelves.lent(other) as shelf:
        assert shelf.folder.parent == other
    assert lent == []
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert lent[0] is lent[1]
    assert sorted(opened) == sorted([slow, other])


def test_an_index_that_is_dropped_while_it_is_opened_is_closed(two_indexes: tuple[Path, Path]) -> None:
    """What is removed stays open for nobody: whoever was opening it closes it again."""
    index, _ = two_indexes
    opening, go_on, closed = threading.Event(), threading.Event(), list[Path]()

    def open_shelf(index: Path) -> OpenIndex:
        opening.set()
        assert go_on.wait(10)
        return _shelf(index, closed)

    shelves = Shelves(open_shelf)

    def lend() -> None:
        with shelves.lent(index):
            pass

    lending, dropping = threading.Thread(target=lend), threading.Thread(target=lambda: shelves.drop(index))
    lending.start()
    assert opening.wait(10)
    dropping.start()
    go_on.set()
    lending.join(10)
    dropping.join(10)
    assert closed == [index]


_JOBS = """
import json, os, sys, time
for line in sys.stdin:
    job = json.loads(line)
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    groups = os.getpgrp(), os.getsid(0)
    print(json.dumps({"process": os.getpid(), "nice": nice, "groups": groups}), flush=True)
    if job == ["die"]:
        os.kill(os.getpid(), 9)
    time.sleep(60 if job == ["hang"] else 0)
    print("chatter")
    print(json.dumps({"exit": len(job)}), flush=True)
"""


@pytest.fixture
def jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A module that does jobs and tells which process it is and how it is scheduled."""
    (tmp_path / "doing_jobs.py").write_text(_JOBS)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "doing_jobs"


async def _nobody(line: dict[str, Any]) -> None:
    """Hears nothing."""


def test_one_process_does_all_jobs_after_the_bot(jobs: str) -> None:
    """Jobs follow each other in one process, which has a processor after the bot; killed, it is started again."""

    async def run() -> None:
        ready = KeptReady(jobs)
        code, (first,) = await ready.run(["a"], 30, _nobody)
        assert code == 1
        assert first["nice"] == NICENESS
        # The bot's own session: a session of its own would have a share of its own.
        assert first["groups"] == [first["process"], os.getsid(0)]
        code, (second,) = await ready.run(["a", "b"], 30, _nobody)
        assert (code, second["process"]) == (2, first["process"])

        with pytest.raises(TimeoutError):
            await ready.run(["hang"], 0.5, _nobody)
        with pytest.raises(ProcessLookupError):
            os.kill(first["process"], 0)
        code, (third,) = await ready.run(["die"], 30, _nobody)
        assert code == -9
        assert third["process"] != first["process"]
        code, (fourth,) = await ready.run([], 30, _nobody)
        assert code == 0
        await ready.stop()
        with pytest.raises(ProcessLookupError):
            os.kill(fourth["process"], 0)

    asyncio.run(run())


def test_a_process_without_a_job_ends(jobs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After its time without a job it gives its memory back; the next job starts another one."""
    monkeypatch.setattr("bot.telegram.collections.children._IDLE", 0.2)

    async def run() -> None:
        ready = KeptReady(jobs)
        _, (first,) = await ready.run([], 30, _nobody)
        async with asyncio.timeout(30):
            while Path(f"/proc/{first['process']}").exists():
                await asyncio.sleep(0.05)
        _, (second,) = await ready.run([], 30, _nobody)
        assert second["process"] != first["process"]
        await ready.stop()

    asyncio.run(run())


def test_a_child_that_takes_too_long_is_killed(jobs: str) -> None:
    """A module of its own gives its lines and exit code, or is killed after its time."""
    lines: list[dict[str, Any]] = []

    async def run() -> None:
        code, found = await run_child([jobs], "[]\n", 30)
        assert code == 0
        lines.extend(found)
        with pytest.raises(TimeoutError):
            await run_child([jobs], '["hang"]\n', 1)

    asyncio.run(run())
    assert [sorted(line) for line in lines] == [["groups", "nice", "process"], ["exit"]]


def test_documents_follow_each_other_in_one_process(server: BotApiServer, data: Path) -> None:
    """Two chats' documents are indexed by forks of one process, which ends with the bot."""
    chats = [Chat(server, number, f"人{number}") for number in (42, 43)]

    def shelf(index: Path) -> OpenIndex:
        return replace(scripted_shelf(index))

    def kept_ready() -> list[str]:
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().decode()
                parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            except OSError:
                continue
            if "index_server" in command and parent == str(os.getpid()):
                found.append(folder.name)
        return found

    with bot_in_thread(server, data, open_shelf=shelf):
        seen = []
        for chat in chats:
            chat.person.sends_file("值班.txt", f"关于值班的通知\n电话是1234{chat.id}。\n".encode())
            wait_until(server.world, lambda chat=chat: any("已加入" in m.text for m in chat.replies()), 120)
            seen.append(kept_ready())
    assert len(seen[0]) == 1
    assert seen[0] == seen[1]
    assert kept_ready() == []


def test_what_libraries_load_later_is_there_before_the_first_job() -> None:
    """The installed versions have what is loaded ahead for all jobs under these names."""
    assert [name for name in index_server._LOADED_LATER if not find_spec(name)] == []
