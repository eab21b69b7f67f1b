"""Kills an ingest, a change, a deletion, --only and a repair at random points and looks at what is left.

    python -m benchmarks.kills [--kills 100] [--seed N]

Each time something is changed, the command is started and killed with SIGKILL somewhere in its run;
then the index in use must be whole and answer as the one before or as the new one, and the same command
again must complete and answer as the new one. What was embedded before the kill must not be embedded
again, but for one batch at most: the vectors in the journal are counted, and those embedded later. Each
command is a fork that has its libraries loaded, so that kills fall into its work and not into its imports.
A line is printed for each kill; the exit code is 1 where one of them went wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from benchmarks.forks import forked, load, run, start
from tests.commands import SEEDS, Done
from vectorstore.index import generations
from vectorstore.ingest import check_generation

QUESTION = "济南市委政法委去年以来形成了多少份调研报告?"
#: Texts that are embedded at once, and may be lost with a kill.
_BATCH = 32


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one run."""

    data: Path
    docs: Path
    further: Path

    @property
    def index(self) -> Path:
        """Where the index is."""
        return self.data / "index"

    @property
    def journal(self) -> Path:
        """Where what was embedded is kept until it is in a generation."""
        return self.index / "embedded.journal"


def _paragraphs(number: int, count: int) -> str:
    rows = "\n\n".join(
        f"第{number}批第{row}项:本单位就第{number * 7 + row}号事项形成书面意见。" for row in range(count)
    )
    return f"第{number}批意见\n\n{rows}\n"


def _ingest(place: Place, number: int) -> list[str]:
    (place.docs / f"new-{number}.txt").write_text(_paragraphs(number, 60), "utf-8")
    return ["ingest", str(place.docs)]


def _change(place: Place, number: int) -> list[str]:
    path = sorted(place.docs.glob("002*"))[0]
    text = path.read_text("utf-8").split("\n\n第0次补充")[0]
    path.write_text(f"{text}\n\n第0次补充:第{number}次修订。\n\n{_paragraphs(number, 3)}", "utf-8")
    return ["ingest", str(place.docs)]


def _delete(place: Place, number: int) -> list[str]:
    added = sorted(place.docs.glob("new-*"))
    if not added:
        return _ingest(place, number)
    added[0].unlink()
    return ["ingest", str(place.docs)]


def _only(place: Place, number: int) -> list[str]:
    # To and fro: a copy of the folder elsewhere, and back.
    if place.further.exists():
        shutil.rmtree(place.further)
        return ["ingest", "--only", str(place.docs)]
    shutil.copytree(place.docs, place.further)
    return ["ingest", "--only", str(place.further)]


def _repair(place: Place, number: int) -> list[str]:
    folder = generations.current(place.index)
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)
    path = files[number % len(files)]
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[: len(data) // 2])
    return ["doctor", "--repair"]


KINDS: tuple[Callable[[Place, int], list[str]], ...] = (_ingest, _change, _delete, _only, _repair)


def _answers(data: Path) -> list[str]:
    done = run(data, "ask", "--json", QUESTION)
    return [claim["text"] for claim in json.loads(done.out)["claims"]] if done.code == 0 else []


def _sound(place: Place) -> bool:
    def work(_: IO[str]) -> None:
        check_generation(generations.current(place.index))

    code, _ = forked(work, place.data.parent)
    return code == 0


def _kept(place: Place) -> int:
    """How many vectors are in the journal."""
    from vectorstore.embedding.encoders import BUNDLED, fingerprint
    from vectorstore.index.journal import Journal

    return len(Journal(place.index, fingerprint(BUNDLED)).known) if place.journal.exists() else 0


def _killed(place: Place, words: list[str], delay: float) -> bool:
    """Start a command and kill it after a while; whether the signal ended it."""
    pid = start(place.data, words, place.data.parent)
    time.sleep(delay)
    os.kill(pid, signal.SIGKILL)
    _, code = os.waitpid(pid, 0)
    return os.WIFSIGNALED(code)


def _again(place: Place, words: list[str]) -> tuple[Done, int]:
    """The command once more, and how many texts it embedded."""
    embedded = 0
    if words[0] == "ingest":
        done = run(place.data, *words, "--json")
        embedded = json.loads(done.out)["embedded"] if done.code == 0 else 0
    else:
        done = run(place.data, *words)
    return done, embedded


def main() -> None:
    """Build an index of the seeds, then change, kill, ask and do it again."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    load()
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder) / "data", Path(folder) / "docs", Path(folder) / "further")
        place.data.mkdir()
        shutil.copytree(SEEDS, place.docs, ignore=shutil.ignore_patterns("*.json"))
        run(place.data, "ingest", str(place.docs))
        expected = _answers(place.data)
        lengths: dict[str, float] = {}
        print("kill  what    after    ended by  generation in use  whole  answers  kept  again  done")
        wrong = sum(
            _one(place, number, KINDS[number % len(KINDS)], chance, lengths, expected)
            for number in range(options.kills)
        )
    print(f"{options.kills - wrong} of {options.kills} kills left an index that answers and can be written")
    sys.exit(wrong > 0)


def _one(
    place: Place,
    number: int,
    kind: Callable[[Place, int], list[str]],
    chance: random.Random,
    lengths: dict[str, float],
    expected: list[str],
) -> bool:
    """One kill; whether something went wrong."""
    name = kind.__name__[1:]
    if name not in lengths:  # how long it takes uninterrupted
        words = kind(place, 1000 + number)
        started = time.monotonic()
        run(place.data, *words)
        lengths[name] = time.monotonic() - started
    before = generations.current(place.index).name
    words = kind(place, number)
    delay = chance.random() * lengths[name]
    killed = _killed(place, words, delay)
    if not killed:  # it takes no longer than that
        lengths[name] = min(lengths[name], delay)
    after = generations.current(place.index).name
    damaged = name == "repair" and after == before
    kept = _kept(place)
    whole = damaged or _sound(place)
    answers = damaged or (_answers(place.data) == expected != [])
    done, embedded = _again(place, words)
    complete = done.code == 0 and _sound(place) and _answers(place.data) == expected
    # Of the texts that are new those in the journal must not be embedded again, but for one batch.
    again = embedded > max(0, _new_texts(name) - kept) + _BATCH if words[0] == "ingest" else False
    marks = ["yes" if mark else "NO" for mark in (whole, answers, complete)]
    which = "the one before" if after == before else "the new one"
    print(
        f"{number:4d}  {name:7s} {delay:5.2f} s  {'signal' if killed else 'itself':8s}  {which:17s}  {marks[0]:5s}"
        f"  {marks[1]:7s}  {kept:4d}  {embedded:5d}  {marks[2]}{'  EMBEDDED AGAIN' if again else ''}",
        flush=True,
    )
    if done.code:
        print(done.err)
    return again or "NO" in marks


def _new_texts(name: str) -> int:
    """How many texts an operation adds, about: with its heading."""
    return {"ingest": 62, "change": 6, "delete": 62}.get(name, 0)


if __name__ == "__main__":
    main()
