"""What the reader adds to the time of an answer, in a warm process and in a cold one.

    python -m benchmarks.reader_cost [--questions 100] [--rounds 9]

Both ways of asking answer the same questions in turns, so that whatever else the machine does meets
both; medians are printed. Warm: one process, the difference for each question, and how many passages
the reader read. Cold: a new process for each, from its first instruction to its answer, without the
command line around it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median

import numpy as np

from bot.evaluation.recording_reader import NoReader, WatchedReader
from bot.library import build_asker, load_reader, open_library
from tests.commands import PROJECT, SEEDS
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

_SETS = ("seeds_more.jsonl", "seeds.jsonl")


def warm(index: Path, questions: Sequence[str]) -> None:
    """Print the difference that the reader makes in a process that answers many questions."""
    library = open_library(index, BUNDLED)
    watched = WatchedReader(load_reader)
    with_reader = build_asker(library, long_lived=True, reader=lambda: watched)
    without = build_asker(library, long_lived=True, reader=NoReader)
    for question in questions[:5]:
        with_reader.ask(question)
        without.ask(question)
    watched.taken()
    grown, read = [], []
    for question in questions:
        began = time.perf_counter()
        with_reader.ask(question)
        between = time.perf_counter()
        without.ask(question)
        spent = (2 * between - began - time.perf_counter()) * 1000
        if passages := len(watched.taken()):
            grown.append(spent)
            read.append(passages)
    library.close()
    each = [spent / passages for spent, passages in zip(grown, read, strict=True)]
    print(
        f"warm, {len(grown)} questions: + {median(grown):.0f} ms at the median, "
        f"{float(np.quantile(grown, 0.95)):.0f} at p95, {mean(read):.1f} passages read; "
        f"{5 * median(each):.0f} ms for five passages"
    )


def cold(index: Path, questions: Sequence[str], rounds: int) -> None:
    """Print the same for new processes."""
    spent: dict[str, list[float]] = {"reader": [], "none": []}
    # The first round warms the file cache for both and is not counted.
    for number in range(rounds + 1):
        question = questions[number * 7 % len(questions)]
        for kind, times in spent.items():
            began = time.perf_counter()
            command = [
                sys.executable,
                "-m",
                "benchmarks.reader_cost",
                "--once",
                kind,
                str(index),
                question,
            ]
            subprocess.run(command, cwd=PROJECT, check=True)
            if number:
                times.append(time.perf_counter() - began)
    here, none = median(spent["reader"]), median(spent["none"])
    print(f"cold, {rounds} rounds: {here:.2f} s with the reader, {none:.2f} s without: + {here - none:.2f} s")


def main() -> None:
    """Index the seeds, measure both, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--once", nargs=3, metavar=("KIND", "INDEX", "QUESTION"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.once:
        kind, index, question = given.once
        library = open_library(Path(index), BUNDLED)
        build_asker(library, reader=NoReader if kind == "none" else None).ask(question)
        library.close()
        return
    from bot.evaluation.evaluate import read_cases

    cases = [case for name in _SETS for case in read_cases(PROJECT / "tests" / "questions" / name)]
    questions = [case.question for case in cases if not case.history][: given.questions]
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        ingest([SEEDS], index)
        warm(index, questions)
        cold(index, questions, given.rounds)


if __name__ == "__main__":
    main()
