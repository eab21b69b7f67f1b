"""Passages of which half are nearly equal: indexed at the first try, each found by its own words.

    python -m benchmarks.near_duplicates [--passages 20000] [--asked 1000] [--real] [--sets FOLDER]

Half of the passages are one sentence that differs in one figure only, the other half are recombined from
real sentences. All go through the real ingest, whose own check must not refuse them. Then passages, by
chance or with `--asked 0` all of them, are searched for by their own words: each must be among the first
ten. The embedding is simulated, which makes the vectors of the first half all but equal, unless `--real`
is given. The exit code is 1 where a passage is not found.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.faults import simulate
from benchmarks.growth import sentences_of
from benchmarks.ingest_child import Simulated
from bot.library import build_searcher, open_library
from vectorstore.documents.chunking import is_indexed
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

#: The sentence of the near-duplicates; the figure stands where two documents would differ.
ALIKE = "经审查,申请人提交的材料齐全,符合法定形式,准予登记,登记费{figure}元由申请人在十日内缴纳。"
_A_DOCUMENT = 100
_FIRST = 10


def write(folder: Path, passages: int, sentences: list[str]) -> None:
    """Documents of a hundred passages: in turns near-duplicates and others."""
    folder.mkdir(parents=True)
    chosen = random.Random(11)
    for number in range(passages // _A_DOCUMENT):
        # The line of the title is a passage too.
        rows = [
            ALIKE.format(figure=10_000 + number * _A_DOCUMENT + row)
            if number % 2
            else "".join(chosen.choices(sentences, k=3))[:300]
            for row in range(_A_DOCUMENT - 1)
        ]
        (folder / f"{number:05}.txt").write_text(f"资料{number}\n\n" + "\n\n".join(rows) + "\n", "utf-8")


def main() -> None:
    """Index, search, count."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--asked", type=int, default=1000, help="0: all")
    parser.add_argument("--real", action="store_true", help="embed with the bundled model")
    parser.add_argument("--sets", type=Path)
    given = parser.parse_args()
    if not given.real:
        simulate()
    with tempfile.TemporaryDirectory() as home:
        docs, index = Path(home) / "docs", Path(home) / "index"
        write(docs, given.passages, sentences_of(given.sets))
        used = time.process_time()
        report = ingest([docs], index)
        print(f"{report.passages} passages indexed in {time.process_time() - used:.0f} s of the processor")
        sys.exit(_searched(index, given.asked, given.real) > 0)


def _searched(index: Path, count: int, real: bool) -> int:
    """How many passages are not found by their own words."""
    library = open_library(index, BUNDLED)
    searcher = build_searcher(library, long_lived=True)
    if not real:
        searcher._encoder = Simulated()
    asked = [(one.key, text) for one, text in library.catalog.all_passages() if is_indexed(one)]
    if count:
        asked = random.Random(3).sample(asked, min(count, len(asked)))
    missed = 0
    for key, text in asked:
        # Two passages of the same words are one for whoever asks for these words.
        if not any(hit.passage.key == key or hit.text == text for hit in searcher.search(text, _FIRST)):
            missed += 1
            print(f"not among the first {_FIRST}: {text}", flush=True)
    print(f"{len(asked) - missed} of {len(asked)} found by their own words in the first {_FIRST}")
    searcher.close()
    library.close()
    return missed


if __name__ == "__main__":
    main()
