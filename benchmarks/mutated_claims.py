"""Mutation test of what is shown: claims with another figure, date, unit, name or negation than they cite.

    python -m benchmarks.mutated_claims [--sets seeds other …] [--questions N] [--show]

Every question of the sets is asked. Three counts are printed, each of which must be 0: claims as shown
that differ from what they cite, changed claims that keep their citation, and citations of other claims that
stay with a claim which says something else.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.mutations import CHANGES, Pair, Pool, Text, pool_of
from bot.evaluation.evaluate import read_cases
from bot.library import Library, build_asker, open_library
from bot.types import Answered, Claim, Turn
from bot.verification.same_claim import carried, visible_quotation
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.index.catalog import Catalog
from vectorstore.ingest import ingest

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = ROOT / "tests" / "questions"
#: The sets, each with the folder of its documents below `QUESTIONS`.
SETS = {
    "seeds": "../../seeds",
    "seeds_more": "../../seeds",
    "other": "documents",
    "unseen": "documents_unseen",
    "choosing_1": "documents_choosing_1",
    "choosing_2": "documents_choosing_2",
    "final_1": "documents_final_1",
    "final_2": "documents_final_2",
    "final_3": "documents_final_3",
    "final_4": "documents_final_4",
    "last": "documents_last",
    "forms": "documents_forms",
}
#: Sets of which only totals may be seen.
CLOSED = frozenset({"final_1", "final_2", "final_3", "final_4", "last"})
#: A changed claim must be another one: these changes leave a sentence that says something else.
KINDS = ("figure", "date", "unit", "name", "negation")


@dataclass(slots=True)
class Counts:
    """What was tried and what went wrong, by kind."""

    tried: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def add(self, kind: str, wrong: bool, text: str) -> None:
        """One more of a kind."""
        self.tried[kind] += 1
        if wrong:
            self.wrong[kind] += 1
            self.shown.append(f"{kind}: {text}")


def check(claims: Sequence[Claim], catalog: Catalog, pool: Pool, rng: random.Random, counts: Counts) -> None:
    """Try the claims of one answer as they are, changed, and with one another's citations."""
    for claim in claims:
        quotes = [visible_quotation(one, catalog) for one in claim.citations]
        counts.add("as shown", not _cites_what_it_says(claim.text, quotes), claim.text)
        for kind, text in _changed(claim, quotes, pool, rng):
            kept, _ = carried([replace(claim, text=text)], catalog)
            counts.add(kind, bool(kept), f"{text} <- {claim.text}")
    for claim, other in zip(claims, claims[1:], strict=False):
        if _letters(claim.text) == _letters(other.text):
            continue
        both = replace(claim, citations=(*claim.citations, other.citations[0]))
        kept, _ = carried([both], catalog)
        astray = any(one.citations[len(claim.citations) :] for one in kept)
        counts.add("another's citation", astray, f"{claim.text} [{other.text}]")


def _changed(
    claim: Claim, quotes: Sequence[str], pool: Pool, rng: random.Random
) -> Iterator[tuple[str, str]]:
    pair = Pair(claim.text, claim.text, Text("", "", "".join(quotes)), "shown")
    for kind in KINDS:
        text = CHANGES[kind](pair, pool, rng)
        if text and _letters(text) != _letters(claim.text):
            yield kind, text


def _letters(text: str) -> str:
    return re.sub(r"[^\w%‰℃.]", "", text)


def _cites_what_it_says(text: str, quotes: Sequence[str]) -> bool:
    """Whether a claim's figures are those of each of its quotations, or of all of them put together.

    By digits alone, so that a blind spot of the product's own comparison is none of this one.
    """
    said = _figures(text)
    return all(_figures(quote) == said for quote in quotes) or _figures("\n".join(quotes)) == said


def _figures(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", text)


def measure(library: Library, questions: Path, most: int, seed: int) -> Counts:
    """Ask every question of a set and try what is shown."""
    rng = random.Random(seed)
    catalog = library.catalog
    texts = [
        Text(passage.key, passage.file, text) for passage, text in catalog.all_passages() if len(text) > 8
    ]
    pool = pool_of(texts, rng)
    counts = Counts()
    asker = build_asker(library)
    for case in read_cases(questions)[: most or None]:
        answer = asker.ask(case.question, tuple(Turn(one) for one in case.history))
        if isinstance(answer, Answered):
            check(answer.claims, catalog, pool, rng, counts)
    return counts


def main() -> int:
    """Measure the sets, print a line for each, and say with the exit code whether all was right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sets", nargs="+", default=[n for n in SETS if (QUESTIONS / f"{n}.jsonl").is_file()]
    )
    parser.add_argument("--questions", type=int, default=0, help="only the first so many of each set")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--show", action="store_true", help="print what went wrong in the sets that may be read"
    )
    given = parser.parse_args()
    wrong = tried = 0
    for name in given.sets:
        with tempfile.TemporaryDirectory() as folder:
            ingest([QUESTIONS / SETS[name]], Path(folder) / "index")
            library = open_library(Path(folder) / "index", BUNDLED)
            counts = measure(library, QUESTIONS / f"{name}.jsonl", given.questions, given.seed)
            library.close()
        row = ", ".join(f"{kind} {counts.wrong[kind]}/{n}" for kind, n in counts.tried.items())
        print(f"{name}: {row}", flush=True)
        if given.show and name not in CLOSED:
            print("\n".join(f"    {line}" for line in counts.shown))
        wrong, tried = wrong + counts.wrong.total(), tried + counts.tried.total()
    print(f"{wrong} of {tried} wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
