"""How long a warm page of `yinju serve` takes to its first words, against `yinju ask --batch`'s own time.

    python -m benchmarks.first_token [--rounds 3] [--most 1.2] [--no-page]

Three are asked each question of the seeds in turns, every time in another order, so that whatever else
the machine does meets all alike: the page in a headless Chromium (from pressing Enter until words of
the answer stand on it), the stream over HTTP (until its first event), and a batch that is fed line by
line and says itself how long an answer took. Each is warm: a round before is not counted. The 95th
percentiles and their ratios to the batch's are printed; the exit code is 1 where one is over `--most`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bot.serving.running import Server, events_of, serving
from tests.browsing import chromium, sized
from tests.commands import PROJECT, SEEDS, environment, run

QUESTIONS = PROJECT / "tests" / "questions" / "seeds.jsonl"
#: Asks a question in a new conversation: seconds until words of its answer, or of its decline, are laid out.
_ON_THE_PAGE = """
const [question, done] = arguments;
const fresh = document.querySelector('#new');
if (!fresh.hidden) fresh.click();
const box = document.querySelector('#question'), answers = document.querySelector('#answers');
let seconds = 0;
const watch = new MutationObserver(() => {
  const shown = answers.querySelector('.answer');
  const words = shown?.querySelector('.claim') || (shown && !shown.hasAttribute('aria-busy'));
  if (words && !seconds) { document.body.offsetHeight; seconds = (performance.now() - started) / 1000; }
  if (shown && !shown.hasAttribute('aria-busy')) { watch.disconnect(); done(seconds); }
});
watch.observe(answers, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-busy'] });
box.value = question;
const started = performance.now();
box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
"""


def percentile95(seconds: list[float]) -> float:
    """The time that 95 of 100 stay under."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def _first_event(server: Server, question: str) -> float:
    """Seconds to the stream's first event; the rest of it is read too, so that nothing is left under way."""
    started = time.perf_counter()
    first = 0.0
    with server.client.stream("POST", "/api/ask/stream", json={"question": question}) as response:
        for _ in events_of(response):
            first = first or time.perf_counter() - started
    return first


@contextmanager
def _batch(data_dir: Path) -> Iterator[Callable[[str], float]]:
    """A running batch: gives the seconds that it says an answer took."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(data_dir),
        cwd=data_dir,
        text=True,
        encoding="utf-8",
    )
    assert process.stdin is not None
    assert process.stdout is not None
    given, told = process.stdin, process.stdout

    def asked(question: str) -> float:
        given.write(json.dumps({"question": question}, ensure_ascii=False) + "\n")
        given.flush()
        seconds: float = json.loads(told.readline())["seconds"]
        return seconds

    try:
        yield asked
    finally:
        given.close()
        process.wait()


@contextmanager
def _page(server: Server, profile: Path) -> Iterator[Callable[[str], float]]:
    """The page, open on a desk."""
    with chromium(profile) as browser:
        sized(browser, 1280, 860)
        browser.set_script_timeout(120)
        browser.get(f"{server.url}/")

        def asked(question: str) -> float:
            return float(browser.execute_async_script(_ON_THE_PAGE, question))

        yield asked


def in_turns(
    asked: dict[str, Callable[[str], float]], questions: list[str], rounds: int
) -> dict[str, list[float]]:
    """Each question put to each in turns, whoever was first being last the next time; one more round warms."""
    seconds: dict[str, list[float]] = {name: [] for name in asked}
    order = list(asked)
    for number in range(rounds + 1):
        for question in questions:
            for name in order:
                took = asked[name](question)
                if number:
                    seconds[name].append(took)
            order = [*order[1:], order[0]]
    return seconds


def processor() -> str:
    """The processor's name, as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine()
    )


def measured(rounds: int, page: bool) -> dict[str, list[float]]:
    """The seconds of each over the seeds, in a folder of its own."""
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        if run(data_dir, "ingest", str(SEEDS)).code:
            sys.exit("ingest failed")
        with serving(data_dir) as server, _batch(data_dir) as batch:
            asked: dict[str, Any] = {
                "batch": batch,
                "stream": lambda question: _first_event(server, question),
            }
            if not page:
                return in_turns(asked, questions, rounds)
            with _page(server, data_dir / "profile") as on_page:
                return in_turns({**asked, "page": on_page}, questions, rounds)


def main() -> None:
    """Ask all in turns, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=float, default=1.2)
    parser.add_argument("--no-page", action="store_true", help="without Chromium")
    options = parser.parse_args()
    seconds = measured(options.rounds, not options.no_page)
    print(f"{len(seconds['batch'])} answers each, {processor()}, {os.cpu_count()} cores")
    own = percentile95(seconds["batch"])
    worst = 0.0
    for name, row in seconds.items():
        ratio = percentile95(row) / own
        worst = max(worst, ratio)
        median = sorted(row)[len(row) // 2]
        print(
            f"{name:7} p50 {1000 * median:4.0f} ms, p95 {1000 * percentile95(row):4.0f} ms, ratio {ratio:.2f}"
        )
    sys.exit(worst > options.most)


if __name__ == "__main__":
    main()
