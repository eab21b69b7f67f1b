"""The same vectors, readings and answers on processors with and without VNNI.

    python -m benchmarks.processors [--sets forms last …] [--answers 0] [--vectors 60] [--minutes 30]
    python -m benchmarks.processors --emulator "qemu-x86_64 -cpu …" --sets seeds --vectors 8 --answers 2

Products of eight-bit numbers are what processors differ in: those without VNNI (AVX2 only) add two
products in 16 bits and cut off what is over 32,767. The network's weights are at most 64 so that
this never happens. Here the real runtimes run on both kinds: as they are on this processor, and
with its VNNI and AVX-512 masked (`benchmarks/masked_cpuid.py`), or under an emulator of the whole
processor (Debian: `apt-get install qemu-user`), where an answer takes minutes. Compared are the vectors of
both engines with those of PyTorch in floats, what the reader reads, and the answers to the questions of
every set over its own documents. The row "up to 127" is a network as it must not be: where it agrees on
both kinds, nothing was masked. What is done is kept below `.yinju/benchmarks`, and the next run goes on there. The
exit code is 1 where a cosine is under `--least`, or a reading or an answer differs.
"""

from __future__ import annotations

import argparse
import json
import math
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import masked_cpuid
from benchmarks.resumable import Results, code_digest
from tests.commands import PROJECT, SEEDS, environment
from vectorstore.embedding import e5_onnx
from vectorstore.embedding.encoders import BUNDLED, query_encoder, sentence_encoder

#: A Haswell without what the emulator hasn't, and says so of at every start of a thread.
HASWELL = "qemu-x86_64 -cpu Haswell-noTSX,-pcid,-x2apic,-tsc-deadline,-invpcid"
SETS = PROJECT / "tests" / "questions"
#: The sets whose documents are not called as they are.
_DOCUMENTS = {"seeds": SEEDS, "seeds_more": SEEDS, "other": SETS / "documents"}
NATIVE, RUNTIME, WIDE = "native engine", "onnxruntime", "onnxruntime, weights up to 127"
KINDS = ("here", "there")


def sets() -> list[str]:
    """The sets of questions in the project, the smallest first."""
    return sorted((path.stem for path in SETS.glob("*.jsonl")), key=lambda name: (len(rows(name)), name))


def rows(name: str) -> list[dict[str, Any]]:
    """The questions of a set, with the turns before each."""
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()]


def documents(name: str) -> Path:
    """The folder of the documents that a set asks about."""
    return _DOCUMENTS.get(name, SETS / f"documents_{name}")


def kept(kind: str, minutes: float = 0) -> Results:
    """What one kind of processor has made of the questions so far, for this state of the code."""
    product = [str(path) for path in sorted((PROJECT / "bot").rglob("*.py"))]
    return Results(f"processors-{kind}", code_digest(__file__, *product), minutes)


def compute(kind: str, index: Path, name: str, vectors: int, answers: int, minutes: float) -> None:
    """Put what this processor makes of a set's questions: vectors by engine, a reading and an answer each."""
    from bot.extraction.reader import Reader
    from bot.library import build_asker, open_library
    from bot.types import Turn

    results, asked = kept(kind, minutes), rows(name)
    library = open_library(index, BUNDLED)
    passages = [text for _, text in library.catalog.all_passages()]
    reader, asker = Reader(), build_asker(library, long_lived=True)
    engines = _engines() if vectors else {}
    for number, row in enumerate(asked[: max(vectors, answers or len(asked))]):
        if results.over:
            break
        question, began = row["question"], time.monotonic()
        if number < vectors and (case := f"{name}:{number}:vectors") not in results.done:
            results.put(case, {engine: made.embed_query(question) for engine, made in engines.items()})
        if number < (answers or len(asked)) and (case := f"{name}:{number}") not in results.done:
            reading = reader.read(question, [passages[number * 7 % len(passages)]])[0]
            turns = tuple(Turn(turn) for turn in row.get("history") or ())
            results.put(case, {"reading": asdict(reading), "answer": _said(asker.ask(question, turns))})
            print(
                f"  {kind} {name} {number + 1} of {len(asked)}: {time.monotonic() - began:.1f} s",
                file=sys.stderr,
            )
    library.close()


def _engines() -> dict[str, Any]:
    found: dict[str, Any] = {NATIVE: query_encoder()}
    for name, largest in ((RUNTIME, e5_onnx.LARGEST), (WIDE, 127)):
        usual, e5_onnx.LARGEST = e5_onnx.LARGEST, largest
        found[name] = e5_onnx.RuntimeE5()
        e5_onnx.LARGEST = usual
    return found


def _said(answer: Any) -> list[Any]:
    """What a person sees of an answer: the claims with their places, or why there is none."""
    claims = [
        [c.text, [[q.key, q.span.start, q.span.end] for q in c.citations]]
        for c in getattr(answer, "claims", ())
    ]
    return [claims, str(getattr(answer, "reason", "")), round(answer.probability, 6)]


def found_of(name: str, done: Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What both kinds have made of a set, of the questions that both have done."""
    both = [case for case in done["here"] if case in done["there"] and case.partition(":")[0] == name]
    with_vectors = [case for case in both if case.endswith(":vectors")]
    answered = [case for case in both if case not in with_vectors]

    def of(kind: str) -> dict[str, Any]:
        made = done[kind]
        return {
            "vectors": {engine: [made[case][engine] for case in with_vectors] for engine in (NATIVE, RUNTIME, WIDE)}
            if with_vectors else {},
            "readings": [made[case]["reading"] for case in answered],
            "answers": [made[case]["answer"] for case in answered],
            "questions": [int(case.split(":")[1]) for case in with_vectors],
        }  # fmt: skip

    return of("here"), of("there")


def _cosines(ones: Sequence[Sequence[float]], others: Sequence[Sequence[float]]) -> list[float]:
    return [
        math.fsum(a * b for a, b in zip(one, other, strict=True))
        for one, other in zip(ones, others, strict=True)
    ]


def vector_table(
    here: Mapping[str, Any], there: Mapping[str, Any], floats: Sequence[Sequence[float]]
) -> Iterator[str]:
    """The engines' vectors on both kinds, as lines of a table; none where there are no vectors."""
    if here["vectors"]:
        yield f"| engine, least cosine of {len(floats)} questions | with floats, here | with floats, without VNNI | here and there |"
        yield "| --- | --- | --- | --- |"
    for name, made in here["vectors"].items():
        other = there["vectors"][name]
        pairs = ((made, floats), (other, floats), (made, other))
        yield f"| {name} | " + " | ".join(f"{min(_cosines(*pair)):.6f}" for pair in pairs) + " |"


def answer_row(name: str, here: Mapping[str, Any], there: Mapping[str, Any]) -> str:
    """One set's readings and answers on both kinds, as a line of a table."""
    ones, others = here["readings"], there["readings"]
    same = sum(a == b for a, b in zip(ones, others, strict=True))
    said = sum(a[:2] == b[:2] for a, b in zip(here["answers"], there["answers"], strict=True))
    far = max((abs(a[2] - b[2]) for a, b in zip(here["answers"], there["answers"], strict=True)), default=0.0)
    return f"| {name} | {same} of {len(ones)} | {said} of {len(here['answers'])} | {far:.1e} |"


def holds(
    here: Mapping[str, Any], there: Mapping[str, Any], floats: Sequence[Sequence[float]], least: float
) -> bool:
    """Whether all engines agree on both kinds, and all readings (to the last digit) and answers are the same."""
    vectors = [
        found["vectors"][name] for found in (here, there) for name in (NATIVE, RUNTIME) if found["vectors"]
    ]
    near = min((min(_cosines(one, other)) for one in vectors for other in [*vectors, floats]), default=1.0)
    said = [[one[:2] for one in found["answers"]] for found in (here, there)]
    return near >= least and here["readings"] == there["readings"] and said[0] == said[1]


def main() -> None:
    """Compute on both kinds, compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", nargs="*", default=sets(), help="names of tests/questions/*.jsonl")
    parser.add_argument("--vectors", type=int, default=60, help="how many questions of the first set")
    parser.add_argument("--answers", type=int, default=0, help="how many of each set; 0: all")
    parser.add_argument("--minutes", type=float, default=0, help="when to begin nothing more; 0: never")
    parser.add_argument("--emulator", help=f"for example: {HASWELL}".replace("%", "%%"))
    parser.add_argument("--least", type=float, default=0.999)
    parser.add_argument("--one", nargs=3, metavar=("KIND", "SET", "INDEX"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        kind, name, index = options.one
        compute(kind, Path(index), name, options.vectors, options.answers, options.minutes)
        return
    if not options.emulator and (missing := masked_cpuid.missing()):
        sys.exit(f"What masks the processor needs {missing}; or --emulator '{HASWELL}'")
    _run(options)
    _tell(options)


def _run(options: argparse.Namespace) -> None:
    """Compute what is missing, set by set, on one kind after the other."""
    until = time.monotonic() + options.minutes * 60 if options.minutes else float("inf")
    with tempfile.TemporaryDirectory() as folder:
        # Threads that share a text wait for each other, which the emulator can't do well.
        plain = environment(Path(folder), OMP_NUM_THREADS="1")
        masked = plain if options.emulator else masked_cpuid.masked(Path(folder), plain)
        emulator = shlex.split(options.emulator or "")
        for name in options.sets:
            vectors = options.vectors if name == options.sets[0] else 0
            wanted = set(_cases(name, vectors, options.answers))
            if all(wanted <= set(kept(kind).done) for kind in KINDS):
                continue
            data = Path(folder) / name
            data.mkdir()
            ingest = [sys.executable, "-m", "bot", "ingest", "--only", str(documents(name)), "--quiet"]
            # Files that can't be read are no failure of this.
            subprocess.run(ingest, env={**plain, "DATA_DIR": str(data)}, cwd=data, check=False)
            for kind, before, variables in ((KINDS[0], [], plain), (KINDS[1], emulator, masked)):
                left = (until - time.monotonic()) / 60 if options.minutes else 0
                if left < 0:
                    return
                command = [*before, sys.executable, "-m", "benchmarks.processors", "--one", kind, name]
                more = ["--vectors", vectors, "--answers", options.answers, "--minutes", left]
                subprocess.run(
                    [*command, str(data / "index"), *map(str, more)], env=variables, cwd=PROJECT, check=True
                )
            shutil.rmtree(data)


def _cases(name: str, vectors: int, answers: int) -> Iterator[str]:
    count = len(rows(name))
    yield from (f"{name}:{number}:vectors" for number in range(min(vectors, count)))
    yield from (f"{name}:{number}" for number in range(min(answers or count, count)))


def _tell(options: argparse.Namespace) -> None:
    """Print both tables of all that is done; the exit code is 1 where a bar is missed."""
    done = {kind: kept(kind).done for kind in KINDS}
    good, lines = (
        True,
        ["| set | readings that are equal | answers that are equal | probabilities differ by |"],
    )
    lines.append("| --- | --- | --- | --- |")
    for name in options.sets:
        here, there = found_of(name, done)
        floats: list[list[float]] = []
        if here["vectors"]:
            engine, asked = sentence_encoder(), rows(name)
            floats = [engine.embed_query(asked[number]["question"]) for number in here["questions"]]
            print("\n".join(vector_table(here, there, floats)), end="\n\n")
        lines.append(answer_row(name, here, there))
        good &= holds(here, there, floats, options.least)
    print("\n".join(lines))
    sys.exit(not good)


if __name__ == "__main__":
    main()
