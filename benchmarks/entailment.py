"""Would a learned score of entailment find what the verifier's rules let through?

    python -m benchmarks.entailment [--sets FOLDER …] [--pairs 500]

The pairs are those of `benchmarks.verifier`. Each score is to tell true sentences from wrong
ones with the support that they name: the cosine of their embeddings, and the reader's probability
that the support answers the sentence put as a question. What counts is the last column: of the
wrong sentences that the rules let through, how many a threshold catches that takes one more true
sentence in a hundred.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.mutations import Pair, pool_of, read_folder, true_pairs, wrong_pairs
from benchmarks.verifier import project_texts, verdict
from bot.evaluation.metrics import auroc
from bot.extraction.reader import Reader
from vectorstore.embedding.encoders import lasting_encoder

_LOST = 0.01
#: Wrong sentences of each kind that are scored beside those that the rules let through.
_SAMPLE = 100

Score = Callable[[Pair], float]


def scores() -> dict[str, Score]:
    """The scores that are tried, each higher where a sentence is better supported."""
    encoder, reader = lasting_encoder(), Reader(threads=2)

    def cosine(pair: Pair) -> float:
        one, other = encoder.embed_query(pair.sentence), encoder.embed_query(pair.quote)
        return sum(a * b for a, b in zip(one, other, strict=True))

    def read(pair: Pair) -> float:
        return reader.read(pair.sentence, [pair.quote])[0].answer_probability

    return {"embedding": cosine, "reader": read}


def _auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    return auroc([*right, *wrong], [True] * len(right) + [False] * len(wrong))


def main(arguments: Sequence[str]) -> int:
    """Print a table for each score."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", type=Path, nargs="*", default=[], help="folders of public sets")
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    sources = [project_texts(), *(read_folder(folder) for folder in given.sets)]
    true: list[Pair] = []
    wrong: dict[str, list[Pair]] = defaultdict(list)
    missed: list[tuple[str, Pair]] = []
    for number, (texts, asked) in enumerate(sources):
        rng = random.Random(given.seed + number)
        pairs = true_pairs(texts, asked, rng)[: given.pairs // len(sources)]
        pool = pool_of(texts, rng)
        true += [pair for pair in pairs if verdict(pair).claim is not None]
        for kind, pair in wrong_pairs(pairs, texts, pool, rng):
            wrong[kind].append(pair)
            if verdict(pair).claim is not None:
                missed.append((kind, pair))
    rng = random.Random(given.seed)
    sampled = {kind: rng.sample(found, min(_SAMPLE, len(found))) for kind, found in wrong.items()}
    print(f"{len(true)} true sentences that the rules accept, {len(missed)} wrong ones that they let through")
    for name, score in scores().items():
        right = sorted(map(score, true))
        floor = right[int(_LOST * len(right))]
        print(f"\n{name}: threshold {floor:.3f}, AUROC against all kinds and against those let through")
        for kind, found in sampled.items():
            through = [score(pair) for one, pair in missed if one == kind]
            caught = sum(value < floor for value in through)
            there = f"{_auroc(right, through):6.2f}" if through else "     -"
            print(
                f"  {kind:14}{_auroc(right, [score(pair) for pair in found]):6.2f}{there}"
                f"   caught of those let through {caught}/{len(through)}"
            )
        caught = sum(score(pair) < floor for _, pair in missed)
        print(f"  {'all':14}{'':12}   caught of those let through {caught}/{len(missed)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
