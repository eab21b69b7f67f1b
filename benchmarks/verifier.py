"""Mutation test of the verifier: true sentences it withholds, wrong ones it lets through.

    python -m benchmarks.verifier [--sets FOLDER …] [--pairs 500] [--show KIND]

`--sets` are folders with `passages.jsonl` and `questions.jsonl`, each a public set of its own;
without any, the pairs come from the project's documents and questions.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from benchmarks.mutations import (
    LEVELS,
    MOST_WITHHELD,
    Pair,
    Text,
    pool_of,
    read_folder,
    true_pairs,
    wrong_pairs,
)
from bot.verification.verdict import Drafted, Verdict
from bot.verification.verifier import Evidence, prove
from vectorstore.text.search_form import search_form
from vectorstore.types import Document, Metadata, Passage, Span

ROOT = Path(__file__).resolve().parents[1]
_QUESTIONS = ("seeds.jsonl", "seeds_more.jsonl", "other.jsonl")


def project_texts() -> tuple[list[Text], list[dict[str, object]]]:
    """The passages of the project's documents, and its questions with the passages they are about."""
    from vectorstore.documents.chunking import split
    from vectorstore.documents.load import find_files, read_file, read_provenance
    from vectorstore.documents.outline import outline

    texts = []
    for folder in (ROOT / "seeds", ROOT / "tests" / "questions" / "documents"):
        known = read_provenance(folder)
        for path, name in find_files(folder):
            document = read_file(path, name, known)
            for passage in split(document, outline(document)):
                texts.append(Text(passage.key, document.file, passage.span.of(document.text)))
    asked: list[dict[str, object]] = []
    for name in _QUESTIONS:
        for line in (ROOT / "tests" / "questions" / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            for place in row.get("evidence") or ():
                held = [t for t in texts if t.doc.startswith(place["doc"]) and place["quote"] in t.text]
                if held and row.get("answers"):
                    asked.append(
                        {
                            "question": row["question"],
                            "answers": row["answers"][0],
                            "passage_ids": [held[0].id],
                        }
                    )
    return texts, asked


def verdict(pair: Pair) -> Verdict:
    """The verifier's verdict on a pair, as if a model had drafted it."""
    text = pair.passage.text
    document = Document(pair.passage.doc, "", "utf-8", text, Metadata(title=pair.passage.doc), ())
    passage = Passage("AAAA-AAAA-AAAA", document.file, Span(0, len(text)), 1, 0, ())
    form = search_form(text)
    offered = Evidence("K", passage, document, form, (passage.span,), pair.passage.doc)
    return prove(Drafted("K", pair.quote, pair.sentence), {"K": offered})


def measure(
    texts: Sequence[Text], asked: Sequence[dict[str, object]], count: int, seed: int
) -> tuple[dict[str, tuple[int, int]], list[tuple[str, Pair, Verdict]]]:
    """(right verdicts, all) by kind, `true` among them, and every verdict that was wrong."""
    rng = random.Random(seed)
    pairs = true_pairs(texts, asked, rng)[:count]
    pool = pool_of(texts, rng)
    counts: dict[str, tuple[int, int]] = {}
    failed: list[tuple[str, Pair, Verdict]] = []

    def note(kind: str, pair: Pair, found: Verdict, right: bool) -> None:
        done, whole = counts.get(kind, (0, 0))
        counts[kind] = (done + right, whole + 1)
        if not right:
            failed.append((kind, pair, found))

    kept = []
    for pair in pairs:
        found = verdict(pair)
        note("true", pair, found, found.claim is not None)
        kept.append(pair)
    for kind, pair in wrong_pairs(kept, texts, pool, rng):
        found = verdict(pair)
        note(kind, pair, found, found.claim is None)
    return counts, failed


def main(arguments: Sequence[str]) -> int:
    """Print the table; exit code 1 where a level is not reached."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sets", type=Path, nargs="*", default=[], help="folders of public sets")
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", default="", help="print the wrong verdicts of this kind")
    given = parser.parse_args(arguments)
    texts, asked = project_texts()
    sources = [(texts, asked), *(read_folder(folder) for folder in given.sets)]
    total: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    failed = []
    for number, (own, questions) in enumerate(sources):
        counts, wrong = measure(own, questions, given.pairs // len(sources), given.seed + number)
        failed += wrong
        for kind, (right, whole) in counts.items():
            total[kind][0] += right
            total[kind][1] += whole
    short = False
    for kind, level in {"true": 1 - MOST_WITHHELD, **LEVELS}.items():
        right, whole = total[kind]
        share = right / whole if whole else 0.0
        short = short or share < level
        word = "kept" if kind == "true" else "caught"
        print(f"{kind:14} {right:5}/{whole:<5} {share:6.1%} {word}, at least {level:.0%}")
    if given.show:
        print(Counter(p.kind for k, p, _ in failed if k == given.show))
        for _, pair, found in [one for one in failed if one[0] == given.show][:40]:
            print(f"[{pair.kind}] {pair.sentence}\n    < {pair.quote}\n    {list(found.problems)}")
    return int(short)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
