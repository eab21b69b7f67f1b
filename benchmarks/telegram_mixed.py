"""Everything at once: `python -m benchmarks.telegram_mixed [--chats 50] [--rounds 3] [--beside FOLDER]`.

In every round a bot process answers chats that ask, locate, cite, press and send documents in the same
moment. Measured for each kind: the time from the update to the final message (or to the answer of the
press), and the most memory that the bot and its children had together. `--beside` names the checkout of
another version: its rounds alternate with ours, so that both meet the same other work of the machine.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.telegram_faults import questions
from bot.settings.folders import PROJECT
from tests.botapi.person import Person, bot_messages, wait_until
from tests.botapi.running import wait_for_start
from tests.botapi.server import BotApiServer

_KEY = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
#: What ten chats do; one in ten sends a document.
_MIX = ("ask", "ask", "ask", "ask", "locate", "locate", "cite", "press", "press", "upload")
_QUOTED = "去年以来,委领导班子5次听取各课题研究情况汇报"
#: Seconds that anything may take: on a machine that has much other work a start takes minutes.
_PATIENCE = 900.0
_PASSING = ("正在", "⏳", "📥", "📖", "🗂")


class Memory(threading.Thread):
    """Samples what a process and its children have in memory; `most` is in megabytes."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process, self._over = process, threading.Event()
        self.most = 0.0

    def run(self) -> None:
        """Sample until `stop`."""
        while not self._over.wait(0.2):
            self.most = max(self.most, sum(map(_resident, _family(self._process))))

    def stop(self) -> float:
        """The most there was."""
        self._over.set()
        self.join()
        return self.most


def _family(process: int) -> list[int]:
    try:
        listed = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return [process]
    return [process, *(one for child in listed for one in _family(int(child)))]


def _resident(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def start(server: BotApiServer, tree: Path, data: Path) -> subprocess.Popen[bytes]:
    """A bot process of a checkout over a data folder."""
    environment = {
        **os.environ,
        "DATA_DIR": str(data),
        "PYTHONPATH": str(tree),
        "TELEGRAM_TOKEN": server.world.token,
        "TELEGRAM_BASE_URL": server.address,
        "TELEGRAM_OPEN": "true",
        "TELEGRAM_QUESTIONS_PER_MINUTE": "1000",
    }
    with (data / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "telegram"], env=environment, stdout=log, stderr=log, cwd=tree
        )


def one_round(tree: Path, index: Path, chats: int) -> tuple[dict[str, list[float]], float]:
    """The times of each kind in seconds, and the most memory in megabytes."""
    times: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, BotApiServer() as server:
        data, world = Path(folder), server.world
        (data / "index").symlink_to(index.resolve())
        process = start(server, tree, data)
        try:
            wait_for_start(server, process, _PATIENCE)
            people = [Person(world, 1000 + n, f"人{n}") for n in range(chats)]
            kinds = [_MIX[n % len(_MIX)] for n in range(chats)]
            for person, kind in zip(people, kinds, strict=True):
                if kind in {"press", "cite"}:  # who presses has an answer before
                    person.says("形成了多少份调研报告？")
            first = [p for p, kind in zip(people, kinds, strict=True) if kind in {"press", "cite"}]
            wait_until(world, lambda: all(bot_messages(world, p.id) for p in first), _PATIENCE)
            key = _key_of(first[0])
            memory = Memory(process.pid)
            memory.start()
            began: dict[int, float] = {}
            ended: dict[int, Callable[[], float]] = {}
            for n, (person, kind) in enumerate(zip(people, kinds, strict=True)):
                began[n] = time.monotonic()
                ended[n] = _act(person, kind, key, n)
            wait_until(world, lambda: all(end() for end in ended.values()), 2 * _PATIENCE)
            for n, kind in enumerate(kinds):
                times[kind].append(ended[n]() - began[n])
            most = memory.stop()
        finally:
            process.terminate()
            process.wait(60)
    return times, most


def _key_of(person: Person) -> str:
    """The key that an opened citation shows."""
    answer = bot_messages(person.world, person.id)[0]
    person.presses(answer, "[1]")
    wait_until(person.world, lambda: _KEY.search(answer.text), _PATIENCE)
    found = _KEY.search(answer.text)
    assert found
    return found[0]


def _act(person: Person, kind: str, key: str, n: int) -> Callable[[], float]:
    """Do one thing; returns what tells when it was done (0 while it isn't)."""
    world, before = person.world, len(bot_messages(person.world, person.id))
    if kind == "press":
        answer = bot_messages(world, person.id)[0]
        edits = answer.edits
        query = person.presses(answer, "[1]" if edits == 0 else "▶")
        seen: dict[str, float] = {}

        def pressed() -> float:
            if query in world.callback_answers:
                seen.setdefault("at", time.monotonic())
            return seen.get("at", 0.0)

        return pressed
    if kind == "upload":
        text = (
            f"关于第{n}号值班室的通知\n第{n}号值班室的电话是5566{n:04d}。\n"
            + "值班人员应当在岗，不得擅自离开。\n" * 60
        )
        person.sends_file(f"通知{n}.txt", text.encode())
    else:
        asked = questions()[(7 * n) % len(questions())]
        person.says({"ask": asked, "locate": f"/locate {_QUOTED}", "cite": f"/cite {key}"}[kind])
    done: dict[str, float] = {}

    def replied() -> float:
        got = bot_messages(world, person.id)[before:]
        if got and not got[-1].text.startswith(_PASSING):
            done.setdefault("at", time.monotonic())
        return done.get("at", 0.0)

    return replied


def indexed(tree: Path, folder: Path) -> Path:
    """An index of the seeds that this checkout has made."""
    if not (folder / "index" / "CURRENT").exists():
        environment = {**os.environ, "DATA_DIR": str(folder), "PYTHONPATH": str(tree)}
        subprocess.run(
            [sys.executable, "-m", "bot", "ingest", str(PROJECT / "seeds")],
            env=environment, cwd=tree, check=True, capture_output=True,
        )  # fmt: skip
    return folder / "index"


def main() -> int:
    """Measure and print a table; exit code 1 where ours is slower than half of what stands beside it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--beside", type=Path)
    options = parser.parse_args()
    trees = {"this": PROJECT, **({"beside": options.beside} if options.beside else {})}
    times: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in trees}
    memory: dict[str, list[float]] = {name: [] for name in trees}
    with tempfile.TemporaryDirectory() as folder:
        indexes = {name: indexed(tree.resolve(), Path(folder) / name) for name, tree in trees.items()}
        for number in range(options.rounds):
            for name in trees if number % 2 == 0 else reversed(trees):
                found, most = one_round(trees[name].resolve(), indexes[name], options.chats)
                memory[name].append(most)
                for kind, row in found.items():
                    times[name][kind] += row
    worst = {}
    print(f"{options.chats} chats at once, {options.rounds} rounds; seconds from the update to its end")
    for name in trees:
        rows = {
            **times[name],
            "all but uploads": [t for k, row in times[name].items() if k != "upload" for t in row],
        }
        for kind, row in rows.items():
            print(
                f"{name:7} {kind:16} n {len(row):4}  p50 {statistics.median(row):6.2f}  p95 {_p95(row):6.2f}"
            )
        worst[name] = _p95(rows["all but uploads"])
        print(f"{name:7} memory           at most {max(memory[name]):.0f} MB with children")
    if "beside" not in worst:
        return 0
    print(f"p95 as a part of what stands beside: {worst['this'] / worst['beside']:.2f}")
    return int(worst["this"] > worst["beside"] / 2)


def _p95(row: list[float]) -> float:
    return sorted(row)[min(len(row) - 1, int(len(row) * 0.95))]


if __name__ == "__main__":
    sys.exit(main())
