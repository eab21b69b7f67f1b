"""Yinju beside well-known retrieval libraries, on the same questions in one run.

    python -m benchmarks.peers --sets FOLDER --python PEERS_PYTHON [--only NAME...]
        [--questions N] [--passages N]

PEERS_PYTHON is the interpreter of the environment that `make peers` installs
(`benchmarks/peers.txt`). Every peer is given the passages as the set has them and, where
it embeds, vectors of the same weights; how each is used is in `benchmarks.peer_programs`.
Index seconds are without embedding, which is done once for all of them; with it, they are those
and what embedding took for a seeded sample of the texts, times the share that the sample is.
Milliseconds are the median of a warm process, embedding of the question included. A cold start
is a new process from its first instruction to its first answer, on a built index. Behind each
time by the clock stands the processor's, which other work on the machine hardly changes.

Everyone gets the same seeded part of a set, which has all right passages of its questions; the
table says how many. `--questions 0 --passages 0` takes all.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.ablation import Vectors
from benchmarks.peer_programs import EMBEDDING, PEERS, digest
from benchmarks.public_sets import KEPT, NAMES, PublicSet, kept_index, part_of, read_set
from benchmarks.ranking import HEADS, FoundRanks, first_rank
from vectorstore.documents.chunking import is_indexed
from vectorstore.documents.passage_text import index_text
from vectorstore.embedding.encoders import BUNDLED, embed_in_batches, sentence_encoder
from vectorstore.ingest import ingest

if TYPE_CHECKING:
    from bot.library import Library

OURS = "Yinju"
_SAMPLE = 32


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock and of the processor."""

    clock: float
    processor: float


def prepare(found: PublicSet, kept: Path) -> Path:
    """The folder of a set that the peers read: passages with their vectors, and questions."""
    folder = kept / "peers" / found.name
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "passages.jsonl", [{"id": one.id, "text": one.text} for one in found.passages])
    _write(folder / "questions.jsonl", [{"id": one.id, "question": one.text} for one in found.questions])
    texts = [one.text for one in found.passages]
    vectors = Vectors(kept / "vectors").passages(texts)
    np.savez(folder / "vectors.npz", keys=np.array([digest(text) for text in texts]), vectors=vectors)
    return folder


def embedding_seconds(texts: Sequence[str]) -> float:
    """The processor's seconds for embedding all of the texts, by a sample of them."""
    encoder = sentence_encoder(BUNDLED)
    embed_in_batches(encoder, texts[:8], lambda _: None)
    sample = random.Random(3).sample(list(texts), min(_SAMPLE, len(texts)))
    used = time.process_time()
    embed_in_batches(encoder, sample, lambda _: None)
    return (time.process_time() - used) * len(texts) / len(sample)


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def run_peer(python: str, peer: str, folder: Path, found: PublicSet, embedding: float) -> list[str]:
    """The cells of one peer, or the last line of its error; `embedding` is what its passages cost."""
    try:
        built = _program([python, "-m", "benchmarks.peer_programs", "build", peer, str(folder)])
        started = time.time()
        asked = _program([python, "-m", "benchmarks.peer_programs", "ask", peer, str(folder)])
    except subprocess.CalledProcessError as exc:
        return [peer, (exc.stderr.strip().splitlines() or ["?"])[-1][:60]]
    ranks = [first_rank(asked["found"][one.id], one.passage_ids) for one in found.questions]
    added = embedding if peer in EMBEDDING else 0.0
    start = Spent(asked["ready"] - started, asked["spent"])
    each = Spent(statistics.median(asked["clock"]), statistics.median(asked["processor"]))
    return _cells(peer, ranks, Spent(built["clock"], built["processor"]), added, each, start)


def run_ours(whole: PublicSet, found: PublicSet, kept: Path) -> list[str]:
    """The cells of this project: the real ingest without embedding, the real search."""
    from bot.library import build_searcher, open_library

    if not (kept / whole.corpus / "index").exists():
        kept_index(whole, kept)[0].close()
    made, places = kept_index(found, kept, label="-peers", rebuild_from_whole=True)
    made.close()
    home = kept / f"{found.corpus}-peers"
    index = home / "again"
    began, used = time.monotonic(), _processor()
    # Nothing is embedded: all vectors are carried over from the index that is there.
    ingest([home / "documents"], index, only=True, vectors_of=home / "index")
    built = Spent(time.monotonic() - began, _processor() - used)
    library = open_library(index, BUNDLED)
    searcher = build_searcher(library, long_lived=True)
    searcher.search(found.questions[0].text)
    ranks, clock, processor = [], [], []
    for one in found.questions:
        began, used = time.monotonic(), time.process_time()
        hits = searcher.search(one.text, 60)
        clock.append(time.monotonic() - began)
        processor.append(time.process_time() - used)
        ranks.append(first_rank(places.ranked(hits), one.passage_ids))
    embedding = embedding_seconds(_texts(library))
    library.close()
    cold = time.time()
    program = "import json,sys;from benchmarks.peers import cold;print(json.dumps(cold(*sys.argv[1:])))"
    command = [sys.executable, "-c", program, str(index)]
    ready, spent = _program([*command, found.questions[0].text])
    each = Spent(statistics.median(clock), statistics.median(processor))
    return _cells(OURS, ranks, built, embedding, each, Spent(ready - cold, spent))


def _processor() -> float:
    """The processor's seconds of this process and of those that it started."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _texts(library: Library) -> list[str]:
    passages = [one for one, _ in library.catalog.all_passages() if is_indexed(one)]
    return [index_text(library.catalog.document(one.file), one).dense for one in passages]


def cold(index: str, question: str) -> tuple[float, float]:
    """Open an index, search once, and tell the time and what the processor has spent."""
    from bot.library import build_searcher, open_library

    build_searcher(open_library(Path(index), "bundled")).search(question)
    return time.time(), time.process_time()


def _program(command: list[str]) -> Any:
    environment = {
        **os.environ,
        "PYTHONPATH": ".",
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
        "ANONYMIZED_TELEMETRY": "False",
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def _cells(
    name: str, ranks: list[int], built: Spent, embedding: float, each: Spent, start: Spent
) -> list[str]:
    measured = [
        f"{built.clock:.1f} ({built.processor:.1f})",
        f"{built.processor + embedding:.0f}",
        f"{each.clock * 1000:.1f} ({each.processor * 1000:.1f})",
        f"{start.clock:.2f} ({start.processor:.2f})",
    ]
    return [name, *FoundRanks(tuple(ranks)).cells(False), *measured]


def main() -> None:
    """Print a table for each set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=Path, help="folder of the public sets")
    parser.add_argument("--python", required=True, help="the interpreter of the peers' environment")
    parser.add_argument("--only", nargs="*", default=NAMES, choices=NAMES)
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--questions", type=int, default=300, help="how many of each set")
    parser.add_argument("--passages", type=int, default=600, help="how many of each set, at least")
    parser.add_argument("--kept", type=Path, default=KEPT)
    given = parser.parse_args()
    if not given.sets or not given.sets.is_dir():
        print("Skipped: no folder of public sets. Name one: make peers SETS=FOLDER")
        return
    for name in given.only:
        whole = read_set(given.sets, name)
        found = part_of(whole, given.questions, given.passages)
        folder = prepare(found, given.kept)
        title = f"{name}: {len(found.passages)} passages, {len(found.questions)} questions"
        measured = ("index s", "processor s with embedding", "ms a question", "cold start s")
        table = Table("", *HEADS, *measured, title=title, title_justify="left")
        rows = [run_ours(whole, found, given.kept)]
        print(*rows[0], sep="\t", flush=True)
        embedding = embedding_seconds([one.text for one in found.passages])
        for peer in given.peers:
            rows.append(run_peer(given.python, peer, folder, found, embedding))
            print(*rows[-1], sep="\t", flush=True)
        for row in rows:
            table.add_row(*row)
        Console(width=140).print(table)


if __name__ == "__main__":
    main()
