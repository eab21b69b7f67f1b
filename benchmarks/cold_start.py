"""A cold `yinju ask` against the plainest LangChain program, whole processes, in turns.

    python -m benchmarks.cold_start [--rounds 9] [--least 6.0] [--older FOLDER] [--older-least 1.4]

The indexes of the seeds are built beforehand over the same weights. Each round runs each
program once, one after the other, so that whatever else the machine does meets all. `--older` is a
checkout of an older state of this project, which takes part. The medians and their ratios are
printed, of the time on the clock and of the processor's; the exit code is 1 where a ratio of the
clock is under its bar.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.model_folder import write_model_folder
from tests.commands import PROJECT, SEEDS, environment

CACHE = Path.home() / ".cache" / "yinju-benchmarks"
QUESTIONS = PROJECT / "tests" / "questions" / "seeds.jsonl"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a program: seconds on the clock, seconds of the processor, what it printed."""

    clock: float
    processor: float
    said: str


def timed(command: Sequence[str], data_dir: Path, project: Path = PROJECT) -> Run:
    """Run a module of `project` as a process and wait for it; ends the program where it fails."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        text=True,
        # Compiled modules are kept, as they are for everybody who runs it twice.
        env={
            **environment(data_dir),
            "PYTHONPATH": str(project),
            "HF_HUB_OFFLINE": "1",
            "PYTHONDONTWRITEBYTECODE": "",
        },
        cwd=data_dir,
        check=False,
    )
    clock, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(clock, used, done.stdout)


def main() -> None:
    """Build all, run all in turns, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--least", type=float, default=6.0)
    parser.add_argument("--older", type=Path)
    parser.add_argument("--older-least", type=float, default=1.4)
    options = parser.parse_args()
    model = str(write_model_folder(CACHE / "e5-small"))
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        programs: dict[str, Callable[[str], Run]] = {}
        (home / "ours").mkdir()
        timed(["bot", "ingest", str(SEEDS)], home / "ours")
        programs["yinju"] = lambda question: timed(["bot", "ask", question], home / "ours")
        if options.older:
            older = options.older.resolve()
            (home / "older").mkdir()
            timed(["bot", "ingest", str(SEEDS)], home / "older", older)
            programs["older"] = lambda question: timed(["bot", "ask", question], home / "older", older)
        store = str(home / "plain")
        timed(["benchmarks.plain_program", "build", store, model, str(SEEDS)], home)
        programs["plain"] = lambda question: timed(
            ["benchmarks.plain_program", "ask", store, model, question], home
        )
        runs: dict[str, list[Run]] = {name: [] for name in programs}
        # The first round warms the file cache for all and is not counted.
        for number in range(options.rounds + 1):
            question = questions[number * 7 % len(questions)]
            round_ = {name: program(question) for name, program in programs.items()}
            if not all(run.said for run in round_.values()):
                sys.exit("a program printed nothing")
            if number:
                for name, run in round_.items():
                    runs[name].append(run)
                shown = "   ".join(f"{name} {run.clock:6.2f} s" for name, run in round_.items())
                print(f"{number:2d}  {shown}", flush=True)
    sys.exit(_told(runs, {"plain": options.least, "older": options.older_least}))


def _told(runs: Mapping[str, Sequence[Run]], bars: Mapping[str, float]) -> int:
    """Print medians and ratios; 1 where a ratio is under its bar."""
    clock = {name: median(run.clock for run in of) for name, of in runs.items()}
    processor = {name: median(run.processor for run in of) for name, of in runs.items()}
    code = 0
    print(f"medians of {len(runs['yinju'])}")
    for name in runs:
        line = f"{name:6s} {clock[name]:6.2f} s on the clock, {processor[name]:6.2f} s of the processor"
        if name in bars and name != "yinju":
            ratio = clock[name] / clock["yinju"]
            line += (
                f"   {ratio:.2f}x and {processor[name] / processor['yinju']:.2f}x ours, wanted {bars[name]}x"
            )
            code |= ratio < bars[name]
        print(line)
    return code


if __name__ == "__main__":
    main()
