"""A cold `yinju ask` against the plainest LangChain program, whole processes, in turns.

    python -m benchmarks.cold_start [--rounds 9] [--least 4.0]

Both indexes of the seeds are built beforehand over the same weights. Each round runs either
program once, the one after the other, so that whatever else the machine does meets both. The
medians and their ratio are printed; the exit code is 1 where the ratio is under `--least`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.model_folder import write_model_folder
from tests.commands import PROJECT, SEEDS, environment

CACHE = Path.home() / ".cache" / "yinju-benchmarks"
QUESTIONS = PROJECT / "tests" / "questions" / "seeds.jsonl"


def _timed(command: list[str], data_dir: Path) -> tuple[float, str]:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        text=True,
        env={**environment(data_dir), "HF_HUB_OFFLINE": "1", "PYTHONDONTWRITEBYTECODE": ""},
        cwd=data_dir,
        check=False,
    )
    if done.returncode not in (0, 3):
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    return time.perf_counter() - started, done.stdout


def main() -> None:
    """Build both, run both in turns, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--least", type=float, default=4.0)
    options = parser.parse_args()
    model = str(write_model_folder(CACHE / "e5-small"))
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        data_dir, store = Path(folder), str(Path(folder) / "plain")
        _timed(["bot", "ingest", str(SEEDS)], data_dir)
        _timed(["benchmarks.plain_program", "build", store, model, str(SEEDS)], data_dir)
        ours, plain = [], []
        # The first round warms the file cache for both and is not counted.
        for number in range(options.rounds + 1):
            question = questions[number * 7 % len(questions)]
            one, said = _timed(["bot", "ask", question], data_dir)
            two, printed = _timed(["benchmarks.plain_program", "ask", store, model, question], data_dir)
            if not said or not printed:
                sys.exit("a program printed nothing")
            if number:
                ours.append(one)
                plain.append(two)
                print(f"{number:2d}  yinju {one:6.2f} s   plain {two:6.2f} s   {two / one:5.1f}x", flush=True)
    ratio = median(plain) / median(ours)
    print(
        f"median of {options.rounds}: yinju {median(ours):.2f} s, plain {median(plain):.2f} s, ratio {ratio:.1f}x"
    )
    sys.exit(ratio < options.least)


if __name__ == "__main__":
    main()
