"""What the decision to answer or decline sees of many questions, kept on disk as JSON lines.

    python -m benchmarks.refusal_features [--sets FOLDER] [--questions FILE:DOCUMENTS[:SPLIT]...]

Extracting costs minutes, fitting to what was extracted (`benchmarks.refusal`) less than a
second. A public set's index holds all of its passages but those of every other sampled question,
which then has no answer there. Question files of the project are asked of their own documents.

What is kept is used again as long as the code and the reader are the same; readings are kept by
themselves, so that a change of the features does not read every passage anew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from benchmarks.public_sets import KEPT, kept_index, read_set
from bot.abstention.features import FEATURES
from bot.drafting.drafter import Drafter
from bot.evaluation.evaluate import read_cases
from bot.extraction.reader import DEFAULT_FOLDER, Folded, Reader, Reading
from bot.library import Library, build_searcher, open_library
from bot.questions.follow_ups import condense
from bot.questions.spelling import mend
from bot.types import Turn
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

#: Public sets that questions are taken from (drcd_cross asks the same as drcd).
PUBLIC = ("cmrc2018", "drcd", "stard")


@dataclass(frozen=True, slots=True)
class Sample:
    """A question with all that speaks for and against an answer.

    `features` are those of `bot.abstention.decision`; `dense`, `lexical` and `fused` the best scores of
    retrieval, `read` the reader's highest probability, `probability` the decision as it
    was made with the weights that ship. `by_list` was answered with a list of the outline.
    """

    source: str
    id: str
    question: str
    dev: bool
    answerable: bool
    features: dict[str, float]
    dense: float
    lexical: float
    fused: float
    read: float
    probability: float
    by_list: bool


@dataclass(frozen=True, slots=True)
class _Asked:
    id: str
    question: str
    history: tuple[str, ...]
    dev: bool
    answerable: bool


class KeptReader(Reader):
    """Reads as the reader does; what was read before comes from a file of JSON lines."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._load = cache(Reader)
        weights = hashlib.blake2b(digest_size=8)
        for name in ("model.onnx", "config.json", "tokenizer.json"):
            weights.update((DEFAULT_FOLDER / name).read_bytes())
        self._weights = weights.hexdigest()
        rows = path.read_text("utf-8").splitlines() if path.exists() else []
        self._known = {key: Reading(*values) for key, values in map(json.loads, rows)}
        self._highest = 0.0

    def highest(self) -> float:
        """The highest probability since the last time this was asked."""
        found, self._highest = self._highest, 0.0
        return found

    def read(
        self,
        question: str,
        passages: Sequence[str],
        *,
        titles: Sequence[str] | None = None,
        folded: Sequence[Folded] | None = None,
    ) -> list[Reading]:
        """The reader's own readings."""
        named = titles or [""] * len(passages)
        keys = [self._key(question, title, text) for title, text in zip(named, passages, strict=True)]
        new = [n for n, key in enumerate(keys) if key not in self._known]
        if new:
            made = self._load().read(
                question,
                [passages[n] for n in new],
                titles=[titles[n] for n in new] if titles else None,
                folded=[folded[n] for n in new] if folded else None,
            )
            with self._path.open("a", encoding="utf-8") as file:
                for n, reading in zip(new, made, strict=True):
                    self._known[keys[n]] = reading
                    values = (
                        reading.start,
                        reading.end,
                        reading.span_score,
                        reading.answer_probability,
                        reading.text,
                    )
                    file.write(json.dumps([keys[n], values], ensure_ascii=False) + "\n")
        found = [self._known[key] for key in keys]
        self._highest = max([self._highest, *(one.answer_probability for one in found)])
        return found

    def _key(self, question: str, title: str, text: str) -> str:
        whole = "\x00".join((self._weights, question, title, text))
        return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def fingerprint() -> str:
    """What the features depend on: all code of both packages, and the reader's weights."""
    found = hashlib.blake2b(digest_size=8)
    for path in sorted([*Path("bot").glob("*.py"), *Path("vectorstore").glob("*.py")]):
        found.update(path.read_bytes())
    found.update((DEFAULT_FOLDER / "model.onnx").read_bytes())
    return found.hexdigest()


def public_samples(sets: Path, name: str, size: int, kept: Path) -> list[Sample]:
    """Questions of a public set; the passages of every other one are taken out of the index."""
    found = read_set(sets, name)
    questions = list(found.questions)
    random.Random(7).shuffle(questions)
    used: set[str] = set()
    chosen = []
    for one in questions:
        if not used & set(one.passage_ids):
            used |= set(one.passage_ids)
            chosen.append(one)
    chosen = chosen[:size]
    missing = frozenset(passage for one in chosen[1::2] for passage in one.passage_ids)
    library, _ = kept_index(found, kept, missing, "-part")
    asked = [_Asked(one.id, one.text, (), one.dev, not missing & set(one.passage_ids)) for one in chosen]
    return _samples(library, asked, name, kept)


def own_samples(pair: str, kept: Path) -> list[Sample]:
    """Questions of the project's own over the index of their documents."""
    file, documents, *split = pair.split(":")
    index = kept / ("own-" + documents.strip("./").replace("/", "-"))
    ingest([Path(documents)], index, only=True)
    asked = [
        _Asked(case.id, case.question, case.history, case.split != "held", case.answerable)
        for case in read_cases(Path(file))
        if case.decidable and (not split or case.split == split[0])
    ]
    return _samples(open_library(index, BUNDLED), asked, "-".join([Path(file).stem, *split]), kept)


def _samples(library: Library, asked: Iterable[_Asked], source: str, kept: Path) -> list[Sample]:
    """Ask each question up to the decision and keep what it was decided by."""
    searcher = build_searcher(library, long_lived=True)
    reader = KeptReader(kept / "readings.jsonl")
    drafter = Drafter(library.catalog, searcher.lexical, lambda: reader)
    found = []
    for number, one in enumerate(asked, 1):
        turns: list[Turn] = []
        for earlier in one.history:
            turns.append(Turn(condense(earlier, turns).text))
        condensed = condense(one.question, turns)
        condensed = replace(condensed, text=mend(condensed.text, searcher.lexical).text)
        understood = drafter.understand(condensed)
        hits = searcher.search(condensed.text, 12, (), understood.more)
        draft = drafter.draft(condensed, understood, hits)
        decision = draft.decision
        found.append(
            Sample(
                source,
                one.id,
                one.question,
                one.dev,
                one.answerable,
                {name: float(decision.features.get(name, 0.0)) for name in FEATURES},
                max((hit.dense for hit in hits), default=0.0),
                max((hit.lexical for hit in hits), default=0.0),
                max((hit.fused for hit in hits), default=0.0),
                reader.highest(),
                decision.probability,
                bool(draft.claims and draft.claims[0].label),
            )
        )
        if number % 50 == 0:
            print(f"{source}: {number} questions", flush=True)
    library.close()
    return found


def kept_samples(
    sets: Path | None, pairs: Sequence[str], size: int, kept: Path = KEPT, stale: bool = False
) -> list[Sample]:
    """All samples: read from disk where they are of this code (or `stale` is allowed), else made."""
    folder = kept / "features"
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Sample] = []
    now = fingerprint()
    wanted = [(name, "") for name in PUBLIC if sets] + [(Path(p.split(":")[0]).stem, p) for p in pairs]
    for name, pair in wanted:
        label = "-".join([name, *pair.split(":")[2:]]) if pair else f"{name}-{size}"
        path = folder / f"{label}.jsonl"
        rows = path.read_text("utf-8").splitlines() if path.exists() else []
        if rows and (stale or json.loads(rows[0]).get("code") == now):
            found += [_as_now(Sample(**json.loads(row))) for row in rows[1:]]
            continue
        if pair:
            made = own_samples(pair, kept)
        else:
            assert sets is not None
            made = public_samples(sets, name, size, kept)
        lines = [{"code": now}, *map(asdict, made)]
        path.write_text(
            "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in lines), encoding="utf-8"
        )
        found += made
    return found


def _as_now(sample: Sample) -> Sample:
    """A sample of other code with today's features; one that it hasn't is 0."""
    return replace(sample, features={name: sample.features.get(name, 0.0) for name in FEATURES})


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that say which questions, for this command and the fit."""
    parser.add_argument("--sets", type=Path, help="folder of the public sets")
    parser.add_argument("--questions", nargs="*", default=[], help="FILE:DOCUMENTS[:SPLIT]")
    parser.add_argument("--size", type=int, default=300, help="public questions of each set")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where indexes and features are kept")
    parser.add_argument("--stale", action="store_true", help="use what is kept of other code too")


def main() -> None:
    """Extract, or find that it was done."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    given = parser.parse_args()
    for one in (samples := kept_samples(given.sets, given.questions, given.size, given.kept, given.stale)):
        assert set(one.features) == set(FEATURES)
    print(f"{len(samples)} questions in {given.kept / 'features'}")


if __name__ == "__main__":
    main()
