"""The same vectors, readings and answers on processors with and without VNNI.

    python -m benchmarks.processors [--emulator "qemu-x86_64 -cpu …"] [--questions 60] [--answers 20]
    python -m benchmarks.processors --parts readings --questions 200

Products of eight-bit numbers are what processors differ in: those without VNNI (AVX2 only) add two
products in 16 bits and cut off what is over 32,767. The network's weights are at most 64 so that
this never happens. Here the real runtimes run on both kinds: as they are on this processor, and
under an emulator (Debian: `apt-get install qemu-user`) as a Haswell, which has AVX2 and no VNNI.
Compared are the vectors of both engines with those of PyTorch in floats, what the reader reads, and
answers. The row "up to 127" is a network as it must not be: where it agrees on both kinds, the
emulator shows nothing. The exit code is 1 where a cosine is under `--least`, or a reading or an
answer differs. Emulated, a reading takes seconds and an answer minutes: `--parts` chooses.
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

from tests.commands import PROJECT, SEEDS, environment
from vectorstore.embedding import e5_onnx
from vectorstore.embedding.encoders import BUNDLED, query_encoder, sentence_encoder

#: What a Haswell has that the emulator hasn't, and says so of at every start of a thread.
HASWELL = "qemu-x86_64 -cpu Haswell-noTSX,-pcid,-x2apic,-tsc-deadline,-invpcid"
SETS = PROJECT / "tests" / "questions"
VECTORS, READINGS, ANSWERS = PARTS = ("vectors", "readings", "answers")
NATIVE, RUNTIME, WIDE = "native engine", "onnxruntime", "onnxruntime, weights up to 127"


def questions_of(sets: Sequence[str]) -> list[str]:
    """The questions of the sets, in turns, each once."""
    columns = [
        [json.loads(line)["question"] for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()]
        for name in sets
    ]
    longest = max(map(len, columns))
    return list(dict.fromkeys(column[at] for at in range(longest) for column in columns if at < len(column)))


def found_here(index: Path, questions: Sequence[str], answers: int, parts: Sequence[str]) -> dict[str, Any]:
    """What this processor makes of the questions: vectors by engine, readings, answers."""
    from bot.extraction.reader import Reader
    from bot.library import build_asker, open_library

    started = time.monotonic()

    def say(what: str) -> None:
        print(f"  {time.monotonic() - started:5.0f} s  {what}", file=sys.stderr, flush=True)

    library = open_library(index, BUNDLED)
    vectors = {}
    engines = ((RUNTIME, e5_onnx.LARGEST), (WIDE, 127)) if VECTORS in parts else ()
    if engines:
        engine = query_encoder()
        vectors[NATIVE] = [engine.embed_query(question) for question in questions]
        say(NATIVE)
    for name, largest in engines:
        kept, e5_onnx.LARGEST = e5_onnx.LARGEST, largest
        runtime = e5_onnx.RuntimeE5()
        e5_onnx.LARGEST = kept
        vectors[name] = [runtime.embed_query(question) for question in questions]
        say(name)
    passages = [text for _, text in library.catalog.all_passages()]
    reader = Reader()
    readings = [
        asdict(reader.read(question, [passages[number * 7 % len(passages)]])[0])
        for number, question in enumerate(questions if READINGS in parts else ())
    ]
    say("reader")
    said = []
    asker = build_asker(library, long_lived=True)
    for question in questions[: answers if ANSWERS in parts else 0]:
        said.append(_said(asker.ask(question)))
        say(question)
    library.close()
    return {"vectors": vectors, "readings": readings, "answers": said}


def _said(answer: Any) -> list[Any]:
    """What a person sees of an answer: the claims with their places, or why there is none."""
    claims = [
        [c.text, [[q.key, q.span.start, q.span.end] for q in c.citations]]
        for c in getattr(answer, "claims", ())
    ]
    return [claims, str(getattr(answer, "reason", "")), round(answer.probability, 6)]


def _cosines(ones: Sequence[Sequence[float]], others: Sequence[Sequence[float]]) -> list[float]:
    return [
        math.fsum(a * b for a, b in zip(one, other, strict=True))
        for one, other in zip(ones, others, strict=True)
    ]


def table(
    here: Mapping[str, Any], there: Mapping[str, Any], floats: Sequence[Sequence[float]]
) -> Iterator[str]:
    """The comparison as lines of a table."""
    if here["vectors"]:
        yield f"| engine, least cosine of {len(floats)} questions | with floats, here | with floats, without VNNI | here and there |"
        yield "| --- | --- | --- | --- |"
    for name, made in here["vectors"].items():
        other = there["vectors"][name]
        pairs = ((made, floats), (other, floats), (made, other))
        yield f"| {name} | " + " | ".join(f"{min(_cosines(*pair)):.6f}" for pair in pairs) + " |"
    ones, others = here["readings"], there["readings"]
    spans = sum((a["start"], a["end"]) == (b["start"], b["end"]) for a, b in zip(ones, others, strict=True))
    far = max(
        (abs(a["answer_probability"] - b["answer_probability"]) for a, b in zip(ones, others, strict=True)),
        default=0.0,
    )
    yield f"reader: {spans} of {len(ones)} spans are equal, probabilities differ by {far:.1e} at most"
    ones, others = here["answers"], there["answers"]
    same = sum(a[:2] == b[:2] for a, b in zip(ones, others, strict=True))
    far = max((abs(a[2] - b[2]) for a, b in zip(ones, others, strict=True)), default=0.0)
    yield f"answers: {same} of {len(ones)} are equal, probabilities differ by {far:.1e} at most"


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
    parser.add_argument("--emulator", default=HASWELL)
    parser.add_argument("--sets", nargs="*", default=["seeds", "seeds_more"])
    parser.add_argument("--questions", type=int, default=60)
    parser.add_argument("--answers", type=int, default=20)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--least", type=float, default=0.999)
    parser.add_argument("--keep", type=Path, help="a folder for what was found, as JSON")
    parser.add_argument("--write", nargs=2, metavar=("INDEX", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    questions = questions_of(options.sets)[: options.questions]
    if options.write:
        index, file = map(Path, options.write)
        file.write_text(json.dumps(found_here(index, questions, options.answers, options.parts)), "utf-8")
        return
    if not shutil.which(shlex.split(options.emulator)[0]):
        sys.exit("There is no emulator. On Debian: apt-get install qemu-user")
    own = ["--sets", *options.sets, "--questions", str(options.questions), "--answers", str(options.answers)]
    own += ["--parts", *options.parts]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        command = [sys.executable, "-m", "bot", "ingest", str(SEEDS), "--quiet"]
        subprocess.run(command, env=environment(data), cwd=data, check=True)
        found = []
        for emulator in ([], shlex.split(options.emulator)):
            print(" ".join(emulator) or "this processor", file=sys.stderr)
            file = data / "found.json"
            command = [*emulator, sys.executable, "-m", "benchmarks.processors", *own]
            subprocess.run(
                [*command, "--write", str(data / "index"), str(file)],
                # Threads that share a text wait for each other, which the emulator can't do well.
                env=environment(data, OMP_NUM_THREADS="1"),
                check=True,
            )
            found.append(json.loads(file.read_text("utf-8")))
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                shutil.copy(file, options.keep / f"{'there' if emulator else 'here'}.json")
    here, there = found
    floats = []
    if here["vectors"]:
        engine = sentence_encoder()
        floats = [engine.embed_query(question) for question in questions]
    print("\n".join(table(here, there, floats)))
    sys.exit(not holds(here, there, floats, options.least))


if __name__ == "__main__":
    main()
