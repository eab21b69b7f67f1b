"""Embedding and indexing beside the plainest LangChain program over the same weights, whole processes in turns.

    python -m benchmarks.beside_plain --sets FOLDER [--set drcd] [--passages 1000] [--rounds 3]
        [--least 2.0] [--older FOLDER]

The passages of a public set are written as text files. In each round `yinju ingest` and
`benchmarks.plain_program build` index them, one after the other, so that whatever else the machine does
meets both. Then both are asked the set's questions. The bundled engine computes in eight bits, so
recall@5 of its vectors alone is given beside that of the same texts embedded in floats: that is what
speed costs in quality. Last, `--older`, a checkout of an earlier state of this project, and this one
ingest the seeds in turns, into a new folder each time. The exit code is 1 where a ratio of processor
time is under its bar, or recall@5 falls more than .002 below that of floats.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.cold_start import CACHE, Run, timed
from benchmarks.model_folder import write_model_folder
from benchmarks.public_sets import Places, PublicSet, part_of, read_set, write_documents
from benchmarks.ranking import FoundRanks, first_rank
from bot.library import build_searcher, open_library
from tests.commands import SEEDS
from vectorstore.documents.chunking import is_indexed
from vectorstore.documents.passage_text import index_text
from vectorstore.embedding.encoders import (
    BUNDLED,
    Encoder,
    embed_in_batches,
    lasting_encoder,
    sentence_encoder,
)
from vectorstore.index.vectors_file import VECTORS
from vectorstore.types import Span

#: How much of recall@5 the eight-bit engine may cost.
TOLERANCE = 0.002


def in_turns(programs: Mapping[str, Callable[[], Run]], rounds: int) -> dict[str, list[Run]]:
    """Run each program once a round, and print what each took."""
    runs: dict[str, list[Run]] = {name: [] for name in programs}
    for number in range(rounds):
        for name, program in programs.items():
            runs[name].append(program())
        shown = "   ".join(
            f"{name} {of[-1].clock:.1f} s on the clock, {of[-1].processor:.1f} of the processor"
            for name, of in runs.items()
        )
        print(f"{number + 1:2d}  {shown}", flush=True)
    return runs


def told(runs: Mapping[str, Sequence[Run]], ours: str, least: float) -> bool:
    """Print the ratios of the medians; whether that of the processor is under the bar."""
    clock = {name: median(run.clock for run in of) for name, of in runs.items()}
    processor = {name: median(run.processor for run in of) for name, of in runs.items()}
    under = False
    for name in runs:
        if name == ours:
            continue
        ratio = processor[name] / processor[ours]
        print(
            f"{name} takes {ratio:.2f} times our processor time and {clock[name] / clock[ours]:.2f} times our "
            f"time on the clock (medians of {len(runs[ours])}; wanted {least})"
        )
        under |= ratio < least
    return under


def plain_recall(home: Path, store: str, model: str, found: PublicSet, places: Places) -> float:
    """recall@5 of the plain program's own search: a chunk that holds a right passage is a right one."""
    asked = home / "questions.json"
    asked.write_text(json.dumps([one.text for one in found.questions], ensure_ascii=False), "utf-8")
    run = timed(["benchmarks.plain_program", "rank", store, model, str(asked)], home)
    ranks = []
    for one, hits in zip(found.questions, json.loads(run.said.splitlines()[-1]), strict=True):
        held = (places.passages_in(file, Span(start, end)) for file, start, end in hits)
        right = (rank for rank, names in enumerate(held, 1) if set(names) & set(one.passage_ids))
        ranks.append(next(right, 0))
    return FoundRanks(tuple(ranks)).recall(5)


def our_recalls(index: Path, found: PublicSet, places: Places) -> dict[str, float]:
    """recall@5 of the whole search, and of vectors alone by the eight-bit engine and in floats."""
    library = open_library(index, BUNDLED)
    searcher = build_searcher(library, long_lived=True)
    ranks = [
        first_rank(places.ranked(searcher.search(one.text, 60)), one.passage_ids) for one in found.questions
    ]
    passages = [one for one, _ in library.catalog.all_passages() if is_indexed(one)]
    names = [places.passage_id(one.file, one.span) for one in passages]
    texts = [index_text(library.catalog.document(one.file), one).dense for one in passages]
    eight_bits = np.load(library.folder / VECTORS)
    searcher.close()
    library.close()
    floats = sentence_encoder(BUNDLED)
    in_floats = np.array(embed_in_batches(floats, texts, lambda _: None), np.float32)
    print(f"cosine of both engines' vectors: {(eight_bits * in_floats).sum(axis=1).min():.4f} at the least")
    return {
        "the whole search": FoundRanks(tuple(ranks)).recall(5),
        "vectors alone, eight bits": _dense(lasting_encoder(BUNDLED), eight_bits, names, found),
        "vectors alone, floats": _dense(floats, in_floats, names, found),
    }


def _dense(encoder: Encoder, vectors: np.ndarray, names: Sequence[str], found: PublicSet) -> float:
    asked = np.array(encoder.embed_queries([one.text for one in found.questions]), np.float32)
    ranks = []
    for one, scores in zip(found.questions, asked @ vectors.T, strict=True):
        order = [names[row] for row in np.argsort(-scores, kind="stable")[:60]]
        ranks.append(first_rank(list(dict.fromkeys(filter(None, order))), one.passage_ids))
    return FoundRanks(tuple(ranks)).recall(5)


def main() -> None:
    """Build in turns, ask, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=Path, help="folder of the public sets")
    parser.add_argument("--set", default="drcd")
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--least", type=float, default=2.0)
    parser.add_argument("--older", type=Path)
    parser.add_argument("--older-least", type=float, default=3.0)
    given = parser.parse_args()
    wrong = False
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if given.sets and given.sets.is_dir():
            wrong |= _plain(given, home)
        else:
            print("Only the seeds: no folder of public sets. Name one: --sets FOLDER")
        if given.older:
            wrong |= _seeds(given, home)
    sys.exit(wrong)


def _plain(given: argparse.Namespace, home: Path) -> bool:
    model = str(write_model_folder(CACHE / "e5-small"))
    found = part_of(read_set(given.sets, given.set), given.questions, given.passages)
    docs, store = home / "docs", home / "plain"
    places = write_documents(found.passages, docs)
    print(f"{given.set}: {len(found.passages)} passages in {len(list(docs.iterdir()))} files")

    def ours() -> Run:
        return _ingest(home / "ours", docs)

    def plain() -> Run:
        shutil.rmtree(store, ignore_errors=True)
        return timed(["benchmarks.plain_program", "build", str(store), model, str(docs)], home)

    wrong = told(in_turns({"yinju": ours, "plain": plain}, given.rounds), "yinju", given.least)
    recalls = our_recalls(home / "ours" / "index", found, places)
    _print_recalls(recalls, found)
    recalls["the plain program"] = plain_recall(home, str(store), model, found, places)
    _print_recalls({"the plain program": recalls["the plain program"]}, found)
    lost = recalls["vectors alone, floats"] - recalls["vectors alone, eight bits"]
    return wrong or lost > TOLERANCE or recalls["the whole search"] < recalls["the plain program"] - TOLERANCE


def _print_recalls(recalls: Mapping[str, float], found: PublicSet) -> None:
    for name, value in recalls.items():
        print(f"recall@5 of {name}: {value:.4f} ({len(found.questions)} questions)", flush=True)


def _seeds(given: argparse.Namespace, home: Path) -> bool:
    print("the seeds' first ingest")
    older = given.older.resolve()
    programs = {
        "yinju": lambda: _ingest(home / "seeds", SEEDS),
        "older": lambda: _ingest(home / "older", SEEDS, older),
    }
    return told(in_turns(programs, given.rounds), "yinju", given.older_least)


def _ingest(data: Path, docs: Path, project: Path | None = None) -> Run:
    """`yinju ingest` into a new folder."""
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    command = ["bot", "ingest", str(docs)]
    return timed(command, data, project) if project else timed(command, data)


if __name__ == "__main__":
    main()
