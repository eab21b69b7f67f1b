"""Damages every file of an index in every way, and looks at what each command says of it.

    python -m benchmarks.faults [--files N] [--seed N] [--kinds two-layers erased] [--minutes N] [--anew]

Two indexes of the seeds and more: one that has been changed once, so that it has two layers and a
generation before it, and one of which removed texts were erased. Each file is halved, emptied, zeroed,
made random, inverted in eight bytes, deleted, or replaced by another generation's; then `ask`, `locate`,
`cite` and `doctor` run in a process of their own, and `doctor --repair` behind them. Counted are results that differ without a word, processes that a signal
ended, and repairs after which a result differs. Embedding is simulated: what is damaged is the index.
The exit code is 1 where anything was counted. `--files` takes so many of the files, by chance. What is done
is kept while the code stays the same: the cases are drawn in an order by chance, `--minutes` ends a run
early, and the next one goes on. The table says how many of all cases it stands on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.table import Table

from benchmarks import ingest_child
from benchmarks.forks import forked, load
from benchmarks.ingest_child import Simulated
from benchmarks.resumable import Results, code_digest
from vectorstore.index import generations, layer_writer
from vectorstore.index.layers import DELTA
from vectorstore.ingest import ingest

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
QUESTION = "济南市委政法委去年以来形成了多少份调研报告?"
COMMANDS = ("ask", "locate", "cite", "doctor")


def _inverted(data: bytes) -> bytes:
    at = len(data) // 2
    return data[:at] + bytes(255 - byte for byte in data[at : at + 8]) + data[at + 8 :]


#: What becomes of a file's bytes; None deletes it. The last takes the bytes of another generation.
DAMAGES: dict[str, Callable[[bytes, bytes], bytes | None]] = {
    "halved": lambda data, _: data[: len(data) // 2],
    "emptied": lambda data, _: b"",
    "zeroed": lambda data, _: bytes(len(data)),
    "random": lambda data, _: os.urandom(len(data)),
    "8 bytes inverted": lambda data, _: _inverted(data),
    "deleted": lambda data, _: None,
    "another generation's": lambda data, other: other,
}


def simulate() -> None:
    """Let this process embed for next to nothing."""
    for name in ("batch_encoder", "query_encoder"):
        setattr(layer_writer, name, lambda _: Simulated())


def results(index: Path) -> Iterator[tuple[str, str]]:
    """What each command stands on gives, as a digest, or that it says what is wrong."""
    from bot.library import build_locator, build_resolver, build_searcher, open_library
    from vectorstore.embedding.encoders import BUNDLED
    from vectorstore.errors import VectorstoreError
    from vectorstore.index.checking import check_generation

    def ask() -> object:
        library = open_library(index, BUNDLED)
        searcher = build_searcher(library)
        searcher._encoder = Simulated()
        return [(hit.passage.key, hit.text, round(hit.score, 6)) for hit in searcher.search(QUESTION)]

    def locate() -> object:
        library = open_library(index, BUNDLED)
        return [build_locator(library).locate(text) for text in ("形成调研报告", "队伍教育整顿", "十项机制")]

    def cite() -> object:
        library = open_library(index, BUNDLED)
        resolver = build_resolver(library)
        keys = [passage.key for passage, _ in library.catalog.all_passages()]
        return [resolver.resolve(key) for key in keys[::9]]

    def doctor() -> object:
        check_generation(generations.current(index))
        return "sound"

    for name, command in zip(COMMANDS, (ask, locate, cite, doctor), strict=True):
        try:
            yield name, hashlib.sha256(repr(command()).encode("utf-8", "surrogatepass")).hexdigest()[:12]
        except VectorstoreError:
            yield name, "said"


def child(index: Path, said: IO[str]) -> None:
    """Tell what every command gives, then repair, and tell it again."""
    for name, found in results(index):
        print(json.dumps([name, found]), file=said, flush=True)
    ingest([], index)
    print(json.dumps(["repaired", ""]), file=said, flush=True)
    for name, found in results(index):
        print(json.dumps([name, found]), file=said, flush=True)


def _two_layers(home: Path) -> Path:
    """A document changed since the first layer; the generation before is still there."""
    docs, index = home / "docs", home / "index"
    shutil.copytree(SEEDS, docs)
    more = "\n\n".join(f"第{number}次会议的记录由值班人员归档。" for number in range(60))
    (docs / "meetings.txt").write_text(f"会议制度\n\n{more}\n", "utf-8")
    (docs / "cars.txt").write_text("车辆管理办法\n\n车辆每季度盘点一次。\n", "utf-8")
    ingest([docs], index)
    for often in ("每月", "每周"):  # the generation before has a second layer of its own
        (docs / "cars.txt").write_text(f"车辆管理办法\n\n车辆{often}盘点一次。\n", "utf-8")
        ingest([docs], index)
    assert (generations.current(index) / DELTA).is_dir()
    return index


def _erased(home: Path) -> Path:
    """A document changed, another removed, and what they said before erased."""
    index = _two_layers(home)
    (home / "docs" / "meetings.txt").unlink()
    ingest([home / "docs"], index)
    (home / "docs" / "cars.txt").write_text("车辆管理办法\n\n车辆每年盘点一次。\n", "utf-8")
    ingest([home / "docs"], index)
    ingest([], index, forget=0)
    assert len(generations.finished(index)) == 1
    # Generations behind it, whose files may get into its place.
    for often in ("每天", "每季度"):
        (home / "docs" / "cars.txt").write_text(f"车辆管理办法\n\n车辆{often}盘点一次。\n", "utf-8")
        ingest([home / "docs"], index)
    return index


KINDS: dict[str, Callable[[Path], Path]] = {"two-layers": _two_layers, "erased": _erased}


def _other(index: Path, file: Path) -> bytes | None:
    """The bytes of the file of that name in another generation, where they differ."""
    own = (index / file).read_bytes()
    if file.name == "CURRENT":
        return None  # a name of another whole generation is that index, not damage
    below = Path(*file.parts[1:]) if len(file.parts) > 1 else file
    for folder in generations.finished(index):
        path = folder / below
        if path.is_file() and path.read_bytes() != own:
            return path.read_bytes()
    return None


def main() -> None:
    """Damage, run and count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="*", default=list(KINDS), choices=KINDS)
    parser.add_argument("--minutes", type=float, default=0, help="begin no case after so many; 0: all")
    parser.add_argument("--anew", action="store_true", help="forget what earlier runs have found")
    given = parser.parse_args()
    load()
    simulate()
    code = code_digest(__file__, ingest_child.__file__)
    wrong = 0
    for number, kind in enumerate(given.kinds):
        found = Results("faults", code, given.minutes / len(given.kinds), given.anew and not number)
        with tempfile.TemporaryDirectory() as folder:
            print(f"an index with {kind}:", flush=True)
            wrong += _run(Path(folder), kind, given.files, given.seed, found)
    sys.exit(wrong > 0)


def _run(home: Path, kind: str, few: int, seed: int, found: Results) -> int:
    index, sound = _made(KINDS[kind], home)
    folder = generations.current(index)
    files = [
        Path(folder.name) / path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()
    ]
    files += sorted(Path(path.name) for path in index.iterdir() if path.is_file())
    if few:
        files = sorted(random.Random(seed).sample(files, min(few, len(files))))
    cases = [(file, damage) for file in files for damage in DAMAGES]
    random.Random(seed).shuffle(cases)
    counted: dict[str, Counter[str]] = {name: Counter() for name in DAMAGES}
    done = 0
    for file, damage in cases:
        name = f"{kind} {damage} {_lasting(file.relative_to(folder.name) if len(file.parts) > 1 else file)}"
        if name not in found.done:
            if found.over:
                continue
            found.put(name, list(_damaged(home, index, file, damage, sound)))
        done += 1
        for what in found.done[name]:
            counted[damage][what] += 1
            if what not in {"said", "same", "whole"}:
                print(f"{name}: {what}", flush=True)
    print(f"{done} of {len(cases)} cases: {len(files)} files damaged in {len(DAMAGES)} ways")
    return _shown(counted)


def _lasting(file: Path) -> str:
    """A file's name that is the same in the index of another run: Chroma names a graph by chance."""
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "graph", file.as_posix())


def _damaged(home: Path, index: Path, file: Path, damage: str, sound: dict[str, str]) -> Iterator[str]:
    """What became of the commands over an index of which one file is damaged; nothing where it can't be."""
    before = (index / file).read_bytes()
    data = _other(index, file) if damage.startswith("another") else DAMAGES[damage](before, b"")
    if data == before or (data is None and damage != "deleted"):
        return
    case = home / "case"
    # Links: nothing writes to a finished generation, and the damaged file is put there anew.
    shutil.copytree(index, case, copy_function=os.link)
    (case / file).unlink()
    if data is not None:
        (case / file).write_bytes(data)
    yield from _one(case, sound)
    shutil.rmtree(case)


def _made(kind: Callable[[Path], Path], home: Path) -> tuple[Path, dict[str, str]]:
    """An index, and what the commands give on it."""

    def work(said: IO[str]) -> None:
        index = kind(home)
        print(json.dumps([str(index), dict(results(index))]), file=said, flush=True)

    code, said = forked(work, home)
    if code:
        raise SystemExit(said)
    index, sound = json.loads(said.splitlines()[-1])
    return Path(index), sound


def _one(case: Path, sound: dict[str, str]) -> Iterator[str]:
    """What became of the commands, and of the repair."""
    code, said = forked(lambda said: child(case, said), case.parent)
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("[")]
    end = next((at for at, (name, _) in enumerate(lines) if name == "repaired"), len(lines))
    for name, found in lines[:end]:
        yield "said" if found == "said" else "same" if found == sound[name] else f"other result of {name}"
    if os.WIFSIGNALED(code):
        yield "signal"
    elif end == len(lines):
        yield "no repair: " + (said.strip().splitlines() or ["?"])[-1]
    else:
        yield "whole" if dict(lines[end + 1 :]) == sound else "other result after the repair"


def _shown(counted: dict[str, Counter[str]]) -> int:
    table = Table("damage", "said", "same", "other result", "signal", "repair whole", "repair not whole")
    wrong = 0
    for damage, found in counted.items():
        others = sum(count for what, count in found.items() if what.startswith("other result of"))
        failed = sum(
            count for what, count in found.items() if what.startswith(("no repair", "other result after"))
        )
        wrong += others + failed + found["signal"]
        row = (found["said"], found["same"], others, found["signal"], found["whole"], failed)
        table.add_row(damage, *map(str, row))
    Console(width=110).print(table)
    runs = sum(
        count for found in counted.values() for what, count in found.items() if what in {"said", "same"}
    )
    print(f"{runs} commands ({', '.join(COMMANDS)}) gave the result of before or said what is wrong")
    return int(wrong > 0)


if __name__ == "__main__":
    main()
