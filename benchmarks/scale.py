"""How long a warm process searches in 1,000, 10,000 and 100,000 passages.

    python -m benchmarks.scale --sets FOLDER [--sizes N...] [--questions N]

Passages are recombined from the sentences of the public sets, and their vectors from those of
the sets' own indexes, both with a seed: real words and a real spread of vectors without the
hours that embedding would take. They go through the real writers of the catalogue, the
lexical index and Chroma. Questions are the sets' own, each embedded anew. A machine that has
other work shows longer times; the processor's time is given beside them. How many of the nearest
passages the dense side finds is told by comparing a part of the questions with all vectors.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import shutil
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.public_sets import KEPT, PublicSet, kept_index, read_set
from bot.library import build_searcher, open_library
from vectorstore.documents.citation_keys import make_key
from vectorstore.documents.passage_text import index_text
from vectorstore.embedding.encoders import BUNDLED, fingerprint
from vectorstore.errors import IndexDamaged, IndexMismatch, IndexMissing
from vectorstore.index import generations
from vectorstore.index.bm25 import write_lexical
from vectorstore.index.catalog import Entry
from vectorstore.index.catalog_writer import write_catalog
from vectorstore.index.chroma import write_vectors
from vectorstore.index.dense_check import EQUAL
from vectorstore.index.manifest import Manifest, code_versions, write_manifest
from vectorstore.index.vectors_file import VECTORS
from vectorstore.search.exact import nearest_rows, similarities
from vectorstore.search.searcher import Searcher
from vectorstore.text.search_form import bare_form
from vectorstore.types import Block, Document, Metadata, Node, NodeKind, Passage, Role, Span

CORPORA = ("drcd", "stard", "cmrc2018")
_A_DOCUMENT = 100


def recombined(sentences: Sequence[str], count: int, seed: int = 11) -> list[Entry]:
    """Documents of a hundred passages, each of two to four sentences."""
    generator = random.Random(seed)
    entries = []
    for number in range(0, count, _A_DOCUMENT):
        file = f"{number:06}.txt"
        rows = [
            "".join(generator.choices(sentences, k=generator.randint(2, 4)))[:320]
            for _ in range(min(_A_DOCUMENT, count - number))
        ]
        title = f"资料{number // _A_DOCUMENT}"
        text = "\n".join(rows) + "\n"
        blocks, passages, at = [], [], 0
        for paragraph, row in enumerate(rows, 1):
            span = Span(at, at + len(row))
            blocks.append(Block(span, Role.PARAGRAPH))
            key = make_key(file, row, bare_form(row).text, 0)
            passages.append(Passage(key, file, span, paragraph, 0, ()))
            at = span.end + 1
        root = Node(0, -1, NodeKind.ROOT, "", 0, "", Span(0, 0), Span(0, len(text)), 0)
        sha = hashlib.sha256(text.encode()).hexdigest()
        document = Document(file, sha, "utf-8", text, Metadata(title=title), tuple(blocks))
        entries.append(Entry("", document, (root,), tuple(passages)))
    return entries


def build(index: Path, entries: Sequence[Entry], base: np.ndarray, seed: int = 11) -> None:
    """A generation of these documents with recombined vectors, put in place."""
    generator = np.random.default_rng(seed)
    rows = [(entry, passage) for entry in entries for passage in entry.passages]
    first, second = generator.integers(0, len(base), (2, len(rows)))
    share = generator.uniform(0.5, 0.9, (len(rows), 1)).astype(np.float32)
    vectors = share * base[first] + (1 - share) * base[second]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with generations.writer(index):
        folder = generations.begin(index)
        write_catalog(folder, entries, [])
        texts = ((p.key, index_text(entry.document, p).bare) for entry, p in rows)
        write_lexical(folder, texts)
        np.save(folder / VECTORS, vectors)
        write_vectors(
            folder,
            [p.key for _, p in rows],
            [p.span.of(entry.document.text) for entry, p in rows],
            [{"key": p.key, "file": p.file} for _, p in rows],
            vectors,
            lambda done: print(f"{done} of {len(rows)} written", flush=True) if done % 20000 == 0 else None,
        )
        hashes = {entry.document.file: entry.document.sha256 for entry in entries}
        when = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(
            code_versions(), fingerprint(BUNDLED), vectors.shape[1], (), hashes, len(rows), when
        )
        write_manifest(folder, manifest)
        generations.put_in_place(index, folder)


def timed(ask: Callable[[str], object], questions: Sequence[str]) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock and of the processor, for each question; five go before."""
    for one in questions[:5]:
        ask(one)
    clock, processor = [], []
    for one in questions:
        began, used = time.perf_counter(), time.process_time()
        ask(one)
        clock.append((time.perf_counter() - began) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return clock, processor


def cells(clock: Sequence[float], processor: Sequence[float]) -> list[str]:
    """p50 and p95 by the clock, p50 of the processor."""
    return [
        f"{statistics.median(clock):.1f}",
        f"{float(np.quantile(clock, 0.95)):.1f}",
        f"{statistics.median(processor):.1f}",
    ]


def nearest_found(searcher: Searcher, questions: Sequence[str], limit: int) -> float:
    """The share of the exactly nearest passages that the searcher's dense side finds."""
    shares = []
    for one in questions:
        vector = searcher.encoder.embed_query(one)
        found = [near for _, near in searcher._of_both_layers(vector, ())[:limit]]
        rows = nearest_rows(searcher.vectors, vector, None, limit)
        farthest = similarities(searcher.vectors[rows], vector)[-1]
        shares.append(sum(near >= farthest - EQUAL for near in found) / limit)
    return statistics.mean(shares)


def main() -> None:
    """Build what is missing, and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=Path, help="folder of the public sets")
    parser.add_argument("--sizes", nargs="*", type=int, default=[1000, 10_000, 100_000])
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--kept", type=Path, default=KEPT)
    parser.add_argument("--rebuild", action="store_true")
    given = parser.parse_args()
    if not given.sets or not given.sets.is_dir():
        print("Skipped: no folder of public sets. Name one: make bench-scale SETS=FOLDER")
        return
    found = [read_set(given.sets, name) for name in CORPORA]
    questions = _questions(found, given.questions)
    table = Table("passages", "what", "p50 ms", "p95 ms", "p50 ms of the processor")
    for size in given.sizes:
        index = given.kept / f"scale-{size}"
        if given.rebuild or not _usable(index):
            shutil.rmtree(index, ignore_errors=True)
            build(index, recombined(_sentences(found), size), _base(found, given.kept))
        library = open_library(index, BUNDLED)
        searcher = build_searcher(library, long_lived=True)
        table.add_row(f"{size:,}", "the whole search", *cells(*timed(searcher.search, questions)))
        embedding = cells(*timed(searcher.encoder.embed_query, questions))
        table.add_row("", "of it, embedding the question", *embedding)
        shares = (f"{nearest_found(searcher, questions[:100], limit):.3f}" for limit in (10, 50))
        table.add_row("", f"of the 10 and 50 nearest, found: {', '.join(shares)}", end_section=True)
        searcher.close()
        library.close()
    Console(width=110).print(table)


def _usable(index: Path) -> bool:
    """Whether an index is there that this code has written."""
    try:
        open_library(index, BUNDLED).close()
    except (IndexDamaged, IndexMismatch, IndexMissing):
        return False
    return True


def _base(found: Sequence[PublicSet], kept: Path) -> np.ndarray:
    """The vectors of all passages of the sets, from their indexes, which are made where missing."""
    made = []
    for one in found:
        library, _ = kept_index(one, kept)
        made.append(np.load(library.folder / VECTORS))
        library.close()
    return np.concatenate(made)


def _questions(found: Sequence[PublicSet], count: int) -> list[str]:
    asked = [one.text for every in found for one in every.questions]
    random.Random(5).shuffle(asked)
    return asked[:count]


def _sentences(found: Sequence[PublicSet]) -> list[str]:
    texts = [one.text for every in found for one in every.passages]
    return [one for text in texts for one in re.findall(r"[^。！？\n]{8,160}[。！？]", text)]


if __name__ == "__main__":
    main()
