"""Retrieval on public question sets, through the real ingest and the real search.

    python -m benchmarks.retrieval --sets FOLDER [--only NAME...] [--json FILE]

A set's passages become files, are ingested (the vectors are kept, so that only the first run
takes minutes), and every question is searched for. Each set's bar is the better of the
baselines that its own README publishes. How the settings were chosen: `benchmarks.ablation`.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.public_sets import KEPT, NAMES, kept_index, read_set
from benchmarks.ranking import HEADS, FoundRanks, first_rank
from bot.library import build_searcher

#: The best published recall@5 of each set, to compare with.
BAR = {"cmrc2018": 0.996, "drcd": 0.992, "drcd_cross": 0.992, "stard": 0.711}
#: Enough hits for ten different passages of a set.
_DEEP = 60


def measure(sets: Path, name: str, kept: Path) -> tuple[dict[str, FoundRanks], float]:
    """The ranks of a set's questions: all, the half for choosing and the other; ms a question."""
    found = read_set(sets, name)
    library, places = kept_index(found, kept)
    searcher = build_searcher(library, long_lived=True)
    searcher.search("开始")
    ranks = []
    started = time.monotonic()
    for one in found.questions:
        ranks.append(first_rank(places.ranked(searcher.search(one.text, _DEEP)), one.passage_ids))
    spent = (time.monotonic() - started) / len(ranks) * 1000
    library.close()
    halves = {
        half: FoundRanks(tuple(r for r, one in zip(ranks, found.questions, strict=True) if one.dev is dev))
        for half, dev in (("dev half", True), ("test half", False))
    }
    return {"all": FoundRanks(tuple(ranks)), **halves}, spent


def main() -> None:
    """Print a table, and write the ranks where asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=Path, help="folder of the public sets")
    parser.add_argument("--only", nargs="*", default=NAMES, choices=NAMES)
    parser.add_argument("--kept", type=Path, default=KEPT)
    parser.add_argument("--json", type=Path, help="write each question's rank here")
    given = parser.parse_args()
    if not given.sets or not given.sets.is_dir():
        print("Skipped: no folder of public sets. Name one: make bench-retrieval SETS=FOLDER")
        return
    table = Table("set", "questions", "n", *HEADS, "recall@5 to reach", "ms")
    written = {}
    for name in given.only:
        measured, spent = measure(given.sets, name, given.kept)
        for label, ranked in measured.items():
            whole = label == "all"
            table.add_row(
                name if whole else "",
                label,
                str(len(ranked.ranks)),
                *ranked.cells(),
                f"{BAR[name]:.3f}" if whole else "",
                f"{spent:.1f}" if whole else "",
                end_section=label == "test half",
            )
        written[name] = measured["all"].ranks
    Console(width=140).print(table)
    if given.json:
        given.json.write_text(json.dumps(written), encoding="utf-8")


if __name__ == "__main__":
    main()
