"""Everything at once: `python -m benchmarks.telegram_mixed [--chats 50] [--rounds 3] [--beside FOLDER]`.

In every round a bot process answers chats that ask, locate, cite, press and send documents in the same
moment. Measured for each kind: the time from the update to the final message (or to the answer of the
press) by the clock of the server that receives it, the most memory that the bot and its children had
together, and the processor time that they took. `--beside` names the checkout of another version: its
rounds alternate with ours, so that both meet the same other work of the machine.
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
from contextlib import suppress
from dataclasses import dataclass, field
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
            family = _family(self._process)
            # A child that has not begun its own program yet is still the bot itself.
            told = _command(self._process)
            there = [one for one in family if one == self._process or _command(one) != told]
            self.most = max(self.most, sum(map(_resident, there)))

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


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


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


@dataclass(slots=True)
class Measured:
    """What the rounds of one build took: seconds of each kind of request, megabytes, processor seconds."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    memory: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def but_uploads(self) -> list[float]:
        """The times of everything that is no upload."""
        return [t for kind, row in self.times.items() if kind != "upload" for t in row]


def one_round(tree: Path, index: Path, chats: int, into: Measured) -> None:
    """Add what one bot process took for all chats at once."""
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
            memory, spent = Memory(process.pid), _processor_seconds(process.pid)
            memory.start()
            began: list[float] = []
            ended: dict[int, Callable[[], float]] = {}
            for n, (person, kind) in enumerate(zip(people, kinds, strict=True)):
                began.append(time.monotonic())
                ended[n] = _act(person, kind, key, n)
            for n, at in _ends(ended, 2 * _PATIENCE).items():
                into.times[kinds[n]].append(at - began[n])
            into.memory.append(memory.stop())
            into.processor.append(_processor_seconds(process.pid) - spent)
        finally:
            process.terminate()
            process.wait(60)


def _ends(ended: dict[int, Callable[[], float]], patience: float) -> dict[int, float]:
    """When each of them ended. Each is looked at by itself: none is taken to last as long as another."""
    until, found = time.monotonic() + patience, dict[int, float]()
    while len(found) < len(ended):
        if time.monotonic() > until:
            raise TimeoutError(f"{len(ended) - len(found)} of {len(ended)} were not answered")
        time.sleep(0.1)
        for n in ended.keys() - found.keys():
            if at := ended[n]():
                found[n] = at
    return found


def _processor_seconds(process: int) -> float:
    """What a process has used of processors so far, with its children, those that have ended too."""
    ticks = 0
    for one in _family(process):
        with suppress(OSError):
            fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def _key_of(person: Person) -> str:
    """The key that an opened citation shows."""
    answer = bot_messages(person.world, person.id)[0]
    person.presses(answer, "[1]")
    wait_until(person.world, lambda: _KEY.search(answer.text), _PATIENCE)
    found = _KEY.search(answer.text)
    assert found
    return found[0]


def _act(person: Person, kind: str, key: str, n: int) -> Callable[[], float]:
    """Do one thing; returns what tells when it was done, by the server's clock (0 while it isn't)."""
    world, before = person.world, len(bot_messages(person.world, person.id))
    if kind == "press":
        answer = bot_messages(world, person.id)[0]
        query = person.presses(answer, "[1]" if answer.edits == 0 else "▶")
        return lambda: world.callback_answered.get(query, 0.0)
    if kind == "upload":
        text = (
            f"关于第{n}号值班室的通知\n第{n}号值班室的电话是5566{n:04d}。\n"
            + "值班人员应当在岗，不得擅自离开。\n" * 60
        )
        person.sends_file(f"通知{n}.txt", text.encode())
    else:
        asked = questions()[(7 * n) % len(questions())]
        person.says({"ask": asked, "locate": f"/locate {_QUOTED}", "cite": f"/cite {key}"}[kind])

    def replied() -> float:
        with world.lock:
            got = bot_messages(world, person.id)[before:]
            return got[-1].at if got and not got[-1].text.startswith(_PASSING) else 0.0

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
    parser.add_argument("--indexes", type=Path, help="where the indexes of the seeds are kept between runs")
    options = parser.parse_args()
    trees = {"this": PROJECT, **({"beside": options.beside} if options.beside else {})}
    found = {name: Measured() for name in trees}
    with tempfile.TemporaryDirectory() as folder:
        kept = options.indexes or Path(folder)
        indexes = {name: indexed(tree.resolve(), kept / name) for name, tree in trees.items()}
        for number in range(options.rounds):
            for name in trees if number % 2 == 0 else reversed(trees):
                one_round(trees[name].resolve(), indexes[name], options.chats, found[name])
    print(f"{options.chats} chats at once, {options.rounds} rounds; seconds from the update to its end")
    for name, measured in found.items():
        for kind, row in {**measured.times, "all but uploads": measured.but_uploads}.items():
            print(
                f"{name:7} {kind:16} n {len(row):4}  p50 {statistics.median(row):6.2f}  p95 {_p95(row):6.2f}"
            )
        print(f"{name:7} memory           at most {max(measured.memory):.0f} MB with children")
        print(f"{name:7} processor        {statistics.mean(measured.processor):.1f} s a round with children")
    if "beside" not in found:
        return 0
    part = _p95(found["this"].but_uploads) / _p95(found["beside"].but_uploads)
    print(f"p95 as a part of what stands beside: {part:.2f}")
    return int(part > 0.5)


def _p95(row: list[float]) -> float:
    return sorted(row)[min(len(row) - 1, int(len(row) * 0.95))]


if __name__ == "__main__":
    sys.exit(main())
