"""Fault runs of the Telegram bot: `python -m benchmarks.telegram_faults [--questions N]`.

The real bot runs as a process of its own against the loopback Bot API server and answers from
the real index. For each way to fail, questions are asked from many chats while a tenth of all
calls fail in that way; then it is counted what each person got. Then the process is killed in
the middle of conversations, and the network is gone for a while.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot.messages.telegram import say
from bot.settings import load_settings
from bot.settings.folders import PROJECT
from bot.types import Language
from tests.botapi.faults import Fault
from tests.botapi.person import Person, bot_messages
from tests.botapi.running import start_process, wait_for_start
from tests.botapi.server import BotApiServer
from tests.botapi.world import World

KINDS = ("none", "401", "409", "429", "502", "drop", "slow", "badjson", "lost", "reset-body", "400", "mixed")
_APOLOGY = say("unsure", Language.CHINESE)
_FAILED = say("failed", Language.CHINESE, number="").partition("（")[0]


@dataclass(slots=True)
class Tally:
    """What became of the questions of one run."""

    asked: int = 0
    answered: int = 0
    apologised: int = 0
    lost: int = 0
    twice: int = 0
    rejected: int = 0
    seconds: float = 0.0
    details: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether everybody was answered once or heard an apology, and nothing was rejected."""
        return not (self.lost or self.twice or self.rejected)


def questions() -> list[str]:
    """The questions on the seeds, in one order."""
    rows = (PROJECT / "tests" / "questions" / "seeds.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(row)["question"] for row in rows]


def is_settled(world: World, chat: int) -> bool:
    """Whether the person in the chat has heard something final."""
    return bool(bot_messages(world, chat))


def tally(world: World, chats: dict[int, str], rejected_before: int) -> Tally:
    """Count what each chat got; in each, one question was asked."""
    found = Tally(asked=len(chats))
    for chat, question in chats.items():
        texts = [message.text for message in bot_messages(world, chat)]
        sorry = [text for text in texts if text.startswith((_APOLOGY, _FAILED))]
        answers = len(texts) - len(sorry)
        found.answered += answers == 1
        found.apologised += answers == 0 and bool(sorry)
        found.lost += not texts
        found.twice += answers > 1
        if not texts or answers > 1:
            found.details.append(f"{chat} {question}: {answers} answers, {len(sorry)} apologies")
    # A 429 of the server's own limits is a refusal too, and none may come.
    refused = world.refusals[rejected_before:]
    found.rejected = sum(method.lower() in {"sendmessage", "editmessagetext"} for method, _ in refused)
    found.details += [f"{method}: {words}" for method, words in refused[:3]]
    return found


def ask_all(server: BotApiServer, first: int, asked: Sequence[str], pace: float) -> dict[int, str]:
    """One question in each of many chats."""
    chats = {}
    for number, question in enumerate(asked):
        person = Person(server.world, first + number, f"人{number}")
        person.says(question)
        chats[person.id] = question
        time.sleep(pace)
    return chats


def wait_for_all(server: BotApiServer, chats: dict[int, str], seconds: float) -> None:
    """Wait until everybody has heard something, and then until nothing more comes."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not all(is_settled(server.world, chat) for chat in chats):
        time.sleep(0.2)
    quiet = len(server.world.log)
    since = time.monotonic()
    while time.monotonic() - since < 4 and time.monotonic() < until + 10:
        time.sleep(0.2)
        if len(server.world.log) != quiet:
            quiet, since = len(server.world.log), time.monotonic()


def run_kind(kind: str, count: int, data: Path) -> Tally:
    """One fault at a tenth of all calls, with a process and a server of its own."""
    with BotApiServer() as server:
        process = start_process(server, data)
        try:
            wait_for_start(server, process)
            strikes = [k for k in KINDS if k not in {"none", "mixed"}] if kind == "mixed" else [kind]
            for strike in strikes if kind != "none" else ():
                rate = 0.1 if kind != "mixed" else 0.012
                # Nothing that was asked of Telegram is spared but the bodies that only edits and sends have.
                methods = ("sendMessage", "editMessageText") if strike == "400" else ()
                server.world.faults.add(Fault(strike, methods, rate=rate, seconds=1.0))
            asked = [random.Random(count + n).choice(questions()) for n in range(count)]
            began = time.monotonic()
            chats = ask_all(server, 1000, asked, 0.02)
            wait_for_all(server, chats, max(60, count))
            server.world.faults.clear()
            found = tally(server.world, chats, 0)
            found.seconds = time.monotonic() - began
            if process.poll() is not None:
                found.details.append(f"the process ended with {process.returncode}")
            return found
        finally:
            process.terminate()
            process.wait(40)


def run_kill(count: int, dice: random.Random, data: Path) -> Tally:
    """SIGKILL in the middle of `count` conversations, then a restart."""
    with BotApiServer() as server:
        process = start_process(server, data)
        wait_for_start(server, process)
        server.world.faults.add(Fault("slow", ("sendMessage",), rate=0.5, seconds=0.3))
        asked = [dice.choice(questions()) for _ in range(count)]
        began = time.monotonic()
        chats = ask_all(server, 1000, asked, 0.0)
        time.sleep(dice.uniform(0.02, 1.2))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        time.sleep(0.5)
        process = start_process(server, data)
        try:
            wait_for_start(server, process)
            wait_for_all(server, chats, 60)
            found = tally(server.world, chats, 0)
            found.seconds = time.monotonic() - began
            return found
        finally:
            process.terminate()
            process.wait(40)


def run_outage(kind: str, seconds: float, data: Path) -> Tally:
    """Everything fails for a while; questions asked before and meanwhile must be answered after."""
    with BotApiServer() as server:
        process = start_process(server, data)
        try:
            wait_for_start(server, process)
            began = time.monotonic()
            chats = ask_all(server, 1000, questions()[:10], 0.02)
            server.world.faults.add(Fault(kind, seconds=1.0))
            time.sleep(seconds / 2)
            chats |= ask_all(server, 1100, questions()[10:20], 0.02)
            time.sleep(seconds / 2)
            server.world.faults.clear()
            back = time.monotonic()
            wait_for_all(server, chats, 60)
            found = tally(server.world, chats, 0)
            found.seconds = time.monotonic() - began
            found.details.append(f"settled {time.monotonic() - back - 4:.0f} s after the network was back")
            if process.poll() is not None:
                found.details.append(f"the process ended with {process.returncode}")
            return found
        finally:
            process.terminate()
            process.wait(40)


def row(name: str, found: Tally) -> str:
    """A line of the table."""
    return (
        f"| {name:<22} | {found.asked:>5} | {found.answered:>8} | {found.apologised:>10} | {found.lost:>4} | "
        f"{found.twice:>5} | {found.rejected:>8} | {found.seconds:>7.1f} |"
    )


def main() -> int:
    """Run everything and print the table; exit code 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=200, help="questions for each kind of fault")
    parser.add_argument("--kills", type=int, default=3, help="how often 20 conversations are killed")
    parser.add_argument("--outage", type=float, default=60.0, help="seconds of the outages")
    parser.add_argument("--kinds", nargs="*", default=KINDS)
    options = parser.parse_args()
    print("| fault                  | asked | answered | apologised | lost | twice | rejected | seconds |")
    print("| ---------------------- | ----- | -------- | ---------- | ---- | ----- | -------- | ------- |")
    outcome: Counter[bool] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        index = load_settings().index

        def fresh(name: str) -> Path:
            data = Path(folder) / name.replace(" ", "-")
            data.mkdir()
            (data / "index").symlink_to(index.resolve())
            return data

        dice = random.Random(11)
        runs: list[tuple[str, Callable[[Path], Tally]]] = [
            (kind, partial(run_kind, kind, options.questions)) for kind in options.kinds
        ]
        runs += [(f"SIGKILL {n + 1}", partial(run_kill, 20, dice)) for n in range(options.kills)]
        if options.outage:
            runs += [
                (f"outage {kind} {options.outage:.0f} s", partial(run_outage, kind, options.outage))
                for kind in ("drop", "502")
            ]
        for name, run in runs:
            found = run(fresh(name))
            outcome[found.sound] += 1
            print(row(name, found), flush=True)
            for detail in found.details[:6]:
                print(f"    {detail}", file=sys.stderr, flush=True)
    print(f"\n{outcome[True]} of {sum(outcome.values())} runs kept every promise.")
    return 1 if outcome[False] else 0


if __name__ == "__main__":
    sys.exit(main())
