"""How long a warm `yinju serve` takes to its first event, against `yinju ask --batch`'s own time.

    python -m benchmarks.first_token [--rounds 3] [--most 1.2]

Each round asks every question of the seeds once over HTTP, one after the other, and once in a
batch, in turns, so that whatever else the machine does meets both. A batch's first questions,
which load the models, are left out. The 95th percentiles over all rounds and their ratio are
printed; the exit code is 1 where the ratio is over `--most`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path

from tests.bot.serving.running import Server, events_of, serving
from tests.commands import PROJECT, SEEDS, run

QUESTIONS = PROJECT / "tests" / "questions" / "seeds.jsonl"
#: Questions of a batch that may still be loading.
_LOADING = 5


def percentile95(seconds: list[float]) -> float:
    """The time that 95 of 100 stay under."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


def _first_event(server: Server, question: str) -> tuple[float, float]:
    """Seconds to the first event, and those that the answer itself says it took."""
    started = time.perf_counter()
    first = own = 0.0
    with server.client.stream("POST", "/api/ask/stream", json={"question": question}) as response:
        for name, data in events_of(response):
            first = first or time.perf_counter() - started
            if name == "answer":
                own = data["seconds"]
    return first, own


def main() -> None:
    """Ask both in turns, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--most", type=float, default=1.2)
    options = parser.parse_args()
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    served: list[tuple[float, float]] = []
    batch: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder)
        if run(data_dir, "ingest", str(SEEDS)).code:
            sys.exit("ingest failed")
        with serving(data_dir) as server:
            _first_event(server, questions[0])
            for _ in range(options.rounds):
                served += [_first_event(server, question) for question in questions]
                done = run(data_dir, "ask", "--batch", str(QUESTIONS))
                batch += [json.loads(line)["seconds"] for line in done.out.splitlines()[_LOADING:]]
    first, own, other = (percentile95(row) for row in ([f for f, _ in served], [o for _, o in served], batch))
    print(f"first event p95 {1000 * first:.0f} ms, of which the answer itself {1000 * own:.0f} ms")
    print(f"batch p95 {1000 * other:.0f} ms, ratio {first / other:.2f}")
    sys.exit(first / other > options.most)


if __name__ == "__main__":
    main()
