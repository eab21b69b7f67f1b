"""Many chats at once: `python -m benchmarks.telegram_load [--chats 50] [--rounds 1]`.

Every chat asks at the same moment, each its own question; the bot is one process with the real
index. Counted: answers that belong to another chat's question, the time from the update to the
final message, and the longest time that the event loop stood still.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.telegram_faults import questions
from bot.library import build_asker, open_library
from bot.settings import load_settings
from bot.telegram.render.answer import answer_pages
from bot.types import Language
from tests.botapi.person import Person, bot_messages, wait_until
from tests.botapi.running import start_process, wait_for_start
from tests.botapi.server import BotApiServer


def main() -> int:
    """Measure and print; exit code 1 where an answer crossed or the loop was blocked over 100 ms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    index = load_settings().index
    library = open_library(index, "bundled")
    asker = build_asker(library)
    titles = {record.file: record.title for record in library.catalog.documents()}
    expected = {}
    for question in questions():
        shown = answer_pages(asker.ask(question), titles, Language.CHINESE)
        expected[question] = shown.pages[0].plain
    times: list[float] = []
    crossed = 0
    with tempfile.TemporaryDirectory() as folder, BotApiServer() as server:
        data = Path(folder)
        (data / "index").symlink_to(index.resolve())
        process = start_process(server, data)
        try:
            wait_for_start(server, process)
            world = server.world
            for number in range(options.rounds):
                people = [Person(world, 1000 + number * 1000 + n, f"人{n}") for n in range(options.chats)]
                asked = {p.id: questions()[(7 * n + number) % len(questions())] for n, p in enumerate(people)}
                began = {person.id: time.monotonic() for person in people if person.says(asked[person.id])}
                wait_until(world, lambda asked=asked: all(bot_messages(world, chat) for chat in asked), 120)
                for chat, question in asked.items():
                    got = bot_messages(world, chat)
                    times.append(got[-1].at - began[chat])
                    crossed += "".join(m.text for m in got).split() != expected[question].split()
                time.sleep(1.5)
        finally:
            process.terminate()
            process.wait(40)
        log = [
            json.loads(line)
            for line in (data / "log").read_text("utf-8").splitlines()
            if line.startswith("{")
        ]
    worst = next(int(row["worst_loop_ms"]) for row in log if row["event"] == "stopping")
    times.sort()
    print(f"chats at once            {options.chats}, {options.rounds} rounds, {len(times)} answers")
    print(f"answers that crossed     {crossed}")
    print(
        f"update to final message  p50 {statistics.median(times):.2f} s, p95 {times[int(len(times) * 0.95)]:.2f} s"
    )
    print(f"event loop held up       at most {worst} ms")
    return 1 if crossed or worst > 100 else 0


if __name__ == "__main__":
    sys.exit(main())
