"""Kills an ingest at random points and looks at what is left.

    python -m benchmarks.kills [--kills 20] [--seed N]

Each time a document is changed, `yinju ingest` is started and killed with SIGKILL somewhere in
its run; then the index must answer as before, and a new ingest must complete. A line is printed
for each kill; the exit code is 1 where one of them went wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.commands import SEEDS, run
from tests.killing import kill_ingest
from vectorstore.errors import VectorstoreError
from vectorstore.index import generations
from vectorstore.ingest import check_generation

QUESTION = "济南市委政法委去年以来形成了多少份调研报告?"


def _claims(data_dir: Path) -> list[str]:
    done = run(data_dir, "ask", "--json", QUESTION)
    return [claim["text"] for claim in json.loads(done.out)["claims"]] if done.code == 0 else []


def _sound(data_dir: Path) -> bool:
    try:
        check_generation(generations.current(data_dir / "index"))
    except VectorstoreError:
        return False
    return True


def main() -> None:
    """Build an index of the seeds, then change, kill, ask and ingest again."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        data_dir, docs = Path(folder) / "data", Path(folder) / "docs"
        data_dir.mkdir()
        shutil.copytree(SEEDS, docs, ignore=shutil.ignore_patterns("*.json"))
        changing = next(docs.glob("002*"))
        text = changing.read_text("utf-8")
        run(data_dir, "ingest", str(docs))
        expected = _claims(data_dir)
        changing.write_text(f"{text}\n\n第0次补充的一段,说明有关工作的进展情况。\n", "utf-8")
        started = time.monotonic()
        run(data_dir, "ingest", str(docs))
        length = time.monotonic() - started
        print(f"an ingest of one changed document takes {length:.1f} s; kills within that time")
        print("kill   after    ended by   generation in use        sound  answers  new ingest")
        for number in range(1, options.kills + 1):
            changing.write_text(f"{text}\n\n第{number}次补充的一段,说明有关工作的进展情况。\n", "utf-8")
            kill = kill_ingest(data_dir, docs, "start", chance.random() * length, {})
            sound, answers = _sound(data_dir), _claims(data_dir) == expected != []
            again = run(data_dir, "ingest", str(docs), "--json")
            done = again.code == 0 and _sound(data_dir)
            which = "the one before" if kill.after == kill.before else "the new one"
            ended = "signal" if kill.killed else "itself"
            marks = ["yes" if mark else "NO" for mark in (sound, answers, done)]
            print(
                f"{number:4d} {kill.delay:6.2f} s   {ended:8s}   {kill.after[:7]} {which:14s}  "
                f"{marks[0]:5s}  {marks[1]:7s}  {marks[2]}",
                flush=True,
            )
            wrong += "NO" in marks
    print(f"{options.kills - wrong} of {options.kills} kills left an index that answers and can be written")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
