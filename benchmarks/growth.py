"""What an index costs as it grows, on request beside another build; then what one changed file costs.

    python -m benchmarks.growth [--sizes N...] [--real N] [--changed-of N] [--beside FOLDER] [--sets FOLDER]
        [--warm-beside N] [--kept FOLDER] [--plot FILE.svg]

Documents of a hundred passages are recombined from real sentences (of the public sets, or of the
seeds) and go through the real ingest, each in a process of its own. Up to `--real` passages are
embedded by the bundled model, above that the embedding is simulated, and the table says so; a plot
shows how each figure grows. Sizes that were measured are kept while the code stays the same. Then one
passage of one of 200 files changes. `--beside` is a checkout of an earlier build, whose own code does
the same with the same files; with `--warm-beside` it indexes so many passages as well, and both are
searched in turns. Bytes are counted by the system as written by the process, and those that reached
the disk. A machine that has other work shows longer times by the clock.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks import ingest_child, search_child
from benchmarks.log_plot import write_plot
from benchmarks.public_sets import KEPT, read_set
from benchmarks.resumable import Results, code_digest

PROJECT = Path(__file__).resolve().parents[1]
SEEDS = PROJECT / "seeds"
CORPORA = ("drcd", "stard", "cmrc2018")
_A_DOCUMENT = 100
#: What else is plotted, and where it stands in what an ingest used.
_PLOTTED = {"ingest, processor s": "processor", "peak, MB": "peak", "disk, MB": "disk"}
_COLUMNS = ("seconds", "processor s", "peak MB", "disk MB", "written MB", "reached disk MB", "embedded")


def sentences_of(sets: Path | None) -> list[str]:
    """Real sentences to make documents of."""
    if sets:
        texts = [
            one.text for name in CORPORA if (sets / name).is_dir() for one in read_set(sets, name).passages
        ]
    else:
        texts = [path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))]
    found = [one for text in texts for one in re.findall(r"[^。！？\n]{8,160}[。！？]", text)]
    if not found:
        raise SystemExit(f"No sentences in {sets}: name a folder with {', '.join(CORPORA)}")
    return found


def write_documents(folder: Path, sentences: Sequence[str], passages: int, files: int = 0) -> None:
    """Files of real sentences, about a hundred passages each or so many files."""
    folder.mkdir(parents=True)
    chosen = random.Random(11)
    count = files or max(1, passages // _A_DOCUMENT)
    for number in range(count):
        # The line of the title is a passage too.
        rows = [
            f"{number * _A_DOCUMENT + row}号,"
            + "".join(chosen.choices(sentences, k=chosen.randint(2, 4)))[:310]
            for row in range(passages // count - 1)
        ]
        (folder / f"{number:05}.txt").write_text(f"资料{number}\n\n" + "\n\n".join(rows) + "\n", "utf-8")


def change_one(folder: Path, number: int) -> None:
    """Put a sentence into one passage of one file."""
    path = sorted(folder.glob("*.txt"))[number]
    lines = path.read_text("utf-8").split("\n\n")
    lines[len(lines) // 2] += f"本段于第{number}次修订时补充。"
    path.write_text("\n\n".join(lines), "utf-8")


def _child(build: Path, program: Any, *words: str) -> dict[str, Any]:
    """What a program of this folder prints, run by the code of a build."""
    done = subprocess.run(
        [sys.executable, str(program.__file__), *words],
        cwd=build,
        env={**os.environ, "PYTHONPATH": str(build)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def run_ingest(build: Path, index: Path, folder: Path, simulated: bool) -> dict[str, Any]:
    """What one ingest used, by the code of a build."""
    used = _child(
        build, ingest_child, str(index.resolve()), str(folder.resolve()), *["--simulated"] * simulated
    )
    return {**used, "disk": size_of(index)}


def searched(build: Path, index: Path, simulated: bool, sentences: Sequence[str]) -> dict[str, Any]:
    """How long searches and lookups took, by the code of a build; see `benchmarks.search_child`."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(random.Random(3).sample(list(sentences), min(60, len(sentences))), file)
        file.flush()
        return _child(build, search_child, str(index.resolve()), file.name, *["--simulated"] * simulated)


def size_of(index: Path) -> float:
    """Megabytes on disk; a file that two generations share counts once."""
    seen = {(s.st_ino, s.st_size) for p in index.rglob("*") if p.is_file() for s in (p.stat(),)}
    return sum(size for _, size in seen) / 1e6


def cells(used: dict[str, Any]) -> list[str]:
    """A row of the table."""
    return [
        f"{used['seconds']:.1f}",
        f"{used['processor']:.1f}",
        f"{used['peak']:.0f}",
        f"{used['disk']:.1f}",
        f"{used['written'] / 1e6:.2f}",
        f"{used['to_disk'] / 1e6:.2f}",
        str(used["embedded"]),
    ]


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", nargs="*", type=int, default=[1000, 10_000, 100_000])
    parser.add_argument("--real", type=int, default=1000, help="above so many the embedding is simulated")
    parser.add_argument("--changed-of", type=int, default=20_000, help="passages in the 200 files; 0: not")
    parser.add_argument("--changes", type=int, default=3)
    parser.add_argument("--beside", type=Path)
    parser.add_argument(
        "--warm-beside", type=int, default=0, help="passages that both builds are searched in"
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often each is searched in turn")
    parser.add_argument("--sets", type=Path)
    parser.add_argument("--kept", type=Path, default=KEPT, help="folder of indexes and results")
    parser.add_argument("--plot", type=Path, default=KEPT / "growth.svg")
    given = parser.parse_args()
    sentences = sentences_of(given.sets)
    console = Console(width=170)
    if given.sizes:
        _grow(given, sentences, console)
    if given.beside and given.warm_beside:
        _compare_searches(given, sentences)
    if given.changed_of:
        with tempfile.TemporaryDirectory() as home:
            _compare_changes(given, sentences, Path(home), console)


def _grow(given: Any, sentences: Sequence[str], console: Console) -> None:
    table = Table("passages", "embedding", *_COLUMNS, "first / later search / lookup, ms of the processor")
    plotted: dict[str, list[tuple[float, float]]] = {}
    done = Results("growth", code_digest(__file__, ingest_child.__file__), kept=given.kept)
    for size in given.sizes:
        simulated = size > given.real
        kind = "simulated" if simulated else "bundled"
        name = f"{size} {kind}"
        if name not in done.done:
            index = _indexed(given.kept, PROJECT, "this", sentences, size, simulated, done)
            done.put(name, {**done.done[f"{name} by this"], **searched(PROJECT, index, simulated, sentences)})
        used = done.done[name]
        lines = {f"{what} search, ms": used[what]["processor"] for what in ("first", "later")}
        lines |= {"lookup, ms": used["lookup"]["processor"]}
        lines |= {name: used[key] for name, key in _PLOTTED.items()}
        for line, value in lines.items():
            plotted.setdefault(line, []).append((used["passages"], value))
        times = " / ".join(f"{used[what]['processor']:.1f}" for what in ("first", "later", "lookup"))
        table.add_row(f"{used['passages']:,}", kind, *cells(used), times)
        print(f"{size} passages: {cells(used)} {times}", flush=True)
        stages = ", ".join(f"{stage} {most:.0f}" for stage, most in used["peaks"].items())
        print(f"  most memory up to the end of each stage, MB: {stages}", flush=True)
        silent = ", ".join(f"{stage} {s:.1f} ({cpu:.1f})" for stage, (s, cpu) in used["silences"].items())
        print(f"  longest without progress, s by the clock (of the processor): {silent}", flush=True)
    console.print(table)
    write_plot(given.plot, "What an index costs", "passages", plotted)
    print(f"plotted in {given.plot}")


def _indexed(
    kept: Path, build: Path, name: str, sentences: Sequence[str], size: int, simulated: bool, done: Results
) -> Path:
    """An index of so many passages by a build; what it took is put among the results."""
    case = f"{size} {'simulated' if simulated else 'bundled'} by {name}"
    docs, index = kept / f"growth-{size}-docs", kept / f"growth-{case.replace(' ', '-')}"
    if case not in done.done or not index.exists():
        if not docs.exists():
            write_documents(docs, sentences, size)
        shutil.rmtree(index, ignore_errors=True)
        done.put(case, run_ingest(build, index, docs, simulated))
        print(f"{case}: {cells(done.done[case])}", flush=True)
    return index


def _compare_searches(given: Any, sentences: Sequence[str]) -> None:
    done = Results("growth", code_digest(__file__, ingest_child.__file__), kept=given.kept)
    builds = {"this": PROJECT, "other": given.beside.resolve()}
    size = given.warm_beside
    indexes = {
        name: _indexed(given.kept, build, name, sentences, size, True, done) for name, build in builds.items()
    }
    rounds: dict[str, list[dict[str, Any]]] = {name: [] for name in builds}
    for _ in range(given.rounds):
        for name, build in builds.items():
            rounds[name].append(searched(build, indexes[name], True, sentences))
    for what in ("first", "later", "lookup"):
        for name, rows in rounds.items():
            values = {kind: [row[what][kind] for row in rows] for kind in ("clock", "processor")}
            shown = ", ".join(
                f"{statistics.median(row):.1f} ms {kind} ({min(row):.1f} to {max(row):.1f})"
                for kind, row in values.items()
            )
            print(f"{size} passages, {what:6} {name:5} {shown}", flush=True)


def _compare_changes(given: Any, sentences: Sequence[str], home: Path, console: Console) -> None:
    table = Table("build", "of 200 files", *_COLUMNS)
    builds = {"this one": PROJECT, **({"the other": given.beside.resolve()} if given.beside else {})}
    medians: dict[str, tuple[float, float]] = {}
    for name in builds:
        write_documents(home / name, sentences, given.changed_of, 200)
        used = run_ingest(builds[name], home / f"{name}-index", home / name, True)
        table.add_row(name, "all new", *cells(used))
        print(name, "all new", *cells(used), flush=True)
    changed: dict[str, list[dict[str, Any]]] = {name: [] for name in builds}
    for number in range(given.changes):
        for name, build in builds.items():  # interleaved: both see the same other work
            change_one(home / name, number * 7)
            used = run_ingest(build, home / f"{name}-index", home / name, True)
            changed[name].append(used)
            table.add_row(name, "one changed", *cells(used))
            print(name, "one changed", *cells(used), flush=True)
    for name, rows in changed.items():
        medians[name] = (
            statistics.median(row["processor"] for row in rows),
            statistics.median(row["written"] for row in rows),
        )
    console.print(table)
    print("the embedding is simulated in both")
    if given.beside:
        (ours, mine), (theirs, others) = medians["this one"], medians["the other"]
        print(
            f"one changed file: {theirs / ours:.1f} times less processor time, "
            f"{others / mine:.1f} times fewer bytes written (medians of {given.changes})"
        )


if __name__ == "__main__":
    main()
