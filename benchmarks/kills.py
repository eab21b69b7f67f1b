"""Kills an ingest, a change, a deletion, --only and a repair at random points and looks at what is left.

    python -m benchmarks.kills [--kills 100] [--seed N] [--minutes N] [--anew]

Each time something is changed, the command is started and killed with SIGKILL somewhere in its run. Then
`ask`, `locate`, `cite` and `doctor` stand on the generation in use: where that is the one before, each must
give what it gave before; where it is the new one, what it gives when the same command has run again, which
must complete. What was embedded before the kill must not be embedded again, but for one batch at most: the
vectors in the journal are counted, and those embedded later. Each command is a fork that has its libraries
loaded, so that kills fall into its work and not into its imports, at a random point of the processor's time
that it takes uninterrupted: what else the machine does moves no kill. Embedding is simulated, and made to take
time so that kills fall into it too. A command that ends before its kill is none of the hundred: another change
is made, and killed earlier. What is done is kept while the code stays the same: `--minutes` ends a run early,
and the next one goes on. The exit code is 1 where a kill went wrong.
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
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.table import Table

from benchmarks import faults, ingest_child
from benchmarks.forks import forked, load, run, start
from benchmarks.resumable import Results, code_digest
from tests.commands import SEEDS
from vectorstore.index import generations, layer_writer

#: Texts that are embedded at once, and may be lost with a kill.
_BATCH = 32
#: Seconds of the processor that the simulated embedding of a text takes.
_A_TEXT = 0.005
#: How long a command that has a kill before it is left alone at a time, in seconds.
_GLANCE = 0.002


class _Slow(ingest_child.Simulated):
    """The simulated encoder, which takes as long as a real one."""

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        until = time.process_time() + _A_TEXT * len(texts)
        while time.process_time() < until:
            pass
        return super().embed_documents(texts)


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


#: What is killed, and how many texts it adds, about: with its heading.
KINDS: dict[str, tuple[Callable[[Place, int], list[str]], int]] = {
    "ingest": (_ingest, 62),
    "change": (_change, 6),
    "delete": (_delete, 62),
    "--only": (_only, 0),
    "repair": (_repair, 0),
}


@dataclass(frozen=True, slots=True)
class _State:
    """The generation in use, and what the commands give on it."""

    generation: str
    results: dict[str, str]

    @property
    def whole(self) -> bool:
        """Whether every command gave a result."""
        return len(self.results) == len(faults.COMMANDS) and "said" not in self.results.values()


def _state(place: Place) -> _State:
    """In a process of its own: a damaged index can end the process that reads it."""

    def work(said: IO[str]) -> None:
        print(json.dumps(dict(faults.results(place.index))), file=said)

    code, said = forked(work, place.data.parent)
    results = json.loads(said.splitlines()[-1]) if code == 0 else {}
    return _State(generations.current(place.index).name, results)


def _kept(place: Place) -> int:
    """How many vectors are in the journal."""
    if not place.journal.exists():
        return 0
    data = place.journal.read_bytes()
    line, _, rest = data.partition(b"\n")
    try:
        return len(rest) // (20 + 4 * json.loads(line)["dimension"])
    except ValueError:
        return 0


def _used(pid: int) -> float:
    """Seconds of the processor that a process has taken."""
    return time.clock_gettime(~pid << 3 | 2)  # the clock of a process, see clock_getcpuclockid(3)


def _killed(place: Place, words: list[str], after: float) -> tuple[bool, float]:
    """Run a command and kill it when it has used so much; whether that ended it, and what it used itself."""
    pid = start(place.data, words, place.data.parent)
    used = 0.0
    while True:
        ended, code = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.WIFSIGNALED(code), used
        with suppress(OSError):  # it has just ended
            used = _used(pid)
            if used >= after:
                os.kill(pid, signal.SIGKILL)
                after = float("inf")
        time.sleep(_GLANCE)


def _again(place: Place, words: list[str]) -> tuple[int, int, str]:
    """The command once more: its exit code, how many texts it embedded, and what it said."""
    ingests = words[0] == "ingest"
    done = run(place.data, *words, *(["--json"] if ingests else []))
    embedded = json.loads(done.out)["embedded"] if ingests and done.code == 0 else 0
    return done.code, embedded, done.err.strip()


class _Run:
    """An index of the seeds that is changed and killed again and again."""

    def __init__(self, place: Place, seed: int) -> None:
        self._place, self._seed = place, seed
        self._lengths: dict[str, float] = {}
        place.data.mkdir()
        shutil.copytree(SEEDS, place.docs, ignore=shutil.ignore_patterns("*.json"))
        run(place.data, "ingest", str(place.docs))
        self._before = _state(place)
        assert self._before.whole, self._before

    def _length(self, name: str, number: int) -> float:
        """What a command takes of the processor when nobody ends it."""
        if name not in self._lengths:
            words = KINDS[name][0](self._place, 1000 + number)
            _, self._lengths[name] = _killed(self._place, words, float("inf"))
            self._before = _state(self._place)
        return self._lengths[name]

    def kill(self, number: int) -> dict[str, Any]:
        """One kill: what was seen of it."""
        place, name = self._place, list(KINDS)[number % len(KINDS)]
        chance = random.Random(f"{self._seed} {number}")
        change, adds = KINDS[name]
        killed, tries = False, 0
        while not killed:
            delay = chance.random() * self._length(name, number)
            before = self._before
            words = change(place, number + 10_000 * tries)
            killed, used = _killed(place, words, delay)
            if not killed:  # it takes no longer than that
                self._lengths[name] = used
                self._before = _state(place)
            tries += 1
        after, kept = _state(place), _kept(place)
        code, embedded, said = _again(place, words)
        new = self._before = _state(place)
        is_old = after.generation == before.generation
        wanted = before if is_old else new
        # What a repair is to mend stays damaged until then, and is told; no other result may come.
        unlike = [
            command
            for command, found in after.results.items()
            if found != wanted.results[command] and not (name == "repair" and is_old and found == "said")
        ]
        flaws = [f"{command} gives another result" for command in unlike]
        if len(after.results) != len(faults.COMMANDS):
            flaws.append("a command was ended by a signal")
        if code or not new.whole:
            flaws.append(f"not complete afterwards: {said[-200:]}")
        if name == "repair" and new.results != before.results:
            flaws.append("the repair changed a result")
        # Of the texts that are new those in the journal must not be embedded again, but for one batch.
        if words[0] == "ingest" and embedded > max(0, adds - kept) + _BATCH:
            flaws.append(f"embedded again: {embedded} of {adds}, {kept} kept")
        return {
            "what": name,
            "delay": round(delay, 2),
            "old": is_old,
            "kept": kept,
            "embedded": embedded,
            "flaws": flaws,
        }


def main() -> None:
    """Build an index of the seeds, then change, kill, ask and do it again."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="begin no kill after so many; 0: all")
    parser.add_argument("--anew", action="store_true", help="forget what earlier runs have found")
    given = parser.parse_args()
    load()
    for name in ("batch_encoder", "query_encoder"):
        setattr(layer_writer, name, lambda _: _Slow())
    code = code_digest(__file__, faults.__file__, ingest_child.__file__)
    found = Results(f"kills-{given.seed}", code, given.minutes, given.anew)
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder) / "data", Path(folder) / "docs", Path(folder) / "further")
        at_work: _Run | None = None
        for number in range(given.kills):
            if str(number) in found.done or found.over:
                continue
            at_work = at_work or _Run(place, given.seed)
            one = at_work.kill(number)
            found.put(str(number), one)
            which = "the one before" if one["old"] else "the new one"
            print(
                f"{number:4d}  {one['what']:7s} after {one['delay']:5.2f} s of the processor  {which:14s}  "
                f"kept {one['kept']:3d}, then embedded {one['embedded']:3d}  {'; '.join(one['flaws']) or 'right'}",
                flush=True,
            )
    rows = [one for name, one in found.done.items() if int(name) < given.kills]
    sys.exit(_shown(rows, given.kills))


def _shown(rows: Sequence[dict[str, Any]], wanted: int) -> bool:
    """Print the table; whether anything went wrong."""
    table = Table("command", "kills", "the one before", "the new one", "right")
    for name in KINDS:
        own = [one for one in rows if one["what"] == name]
        numbers = (
            len(own),
            sum(one["old"] for one in own),
            sum(not one["old"] for one in own),
            sum(not one["flaws"] for one in own),
        )
        table.add_row(name, *map(str, numbers))
    Console(width=110).print(table)
    right = sum(not one["flaws"] for one in rows)
    print(f"{right} of {len(rows)} kills left what was there before or the new one ({wanted} wanted)")
    return right < len(rows)


if __name__ == "__main__":
    main()
