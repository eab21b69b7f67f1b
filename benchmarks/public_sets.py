"""Public question sets as folders of documents, and indexes of them that outlive a run.

A set is a folder with `passages.jsonl` (`{id, doc, text}`) and `questions.jsonl`
(`{id, question, passage_ids, answers}`). The passages of one `doc` become one file, its name
the title and each passage a paragraph or several, and go through the real ingest. A set without
passages of its own (`drcd_cross`) asks those of the set that its name begins with. A found passage counts as the passage of the set that it overlaps most.

Half of the questions (by a hash of their ids) is for choosing, the other half for measuring.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.library import Library, open_library
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import Progress, ingest
from vectorstore.types import Hit, Span

NAMES = ("cmrc2018", "drcd", "drcd_cross", "stard")
#: Where indexes and everything else that takes minutes to make is kept.
KEPT = Path(".yinju") / "benchmarks"


@dataclass(frozen=True, slots=True)
class SetPassage:
    """A passage as the set cuts it; `doc` is the title of what it is from."""

    id: str
    doc: str
    text: str


@dataclass(frozen=True, slots=True)
class SetQuestion:
    """A question with the passages that answer it; any of them counts."""

    id: str
    text: str
    passage_ids: tuple[str, ...]

    @property
    def dev(self) -> bool:
        """Whether the question is of the half that settings are chosen by."""
        return hashlib.blake2b(self.id.encode(), digest_size=2).digest()[0] < 128


@dataclass(frozen=True, slots=True)
class PublicSet:
    """A set as it was read."""

    name: str
    passages: tuple[SetPassage, ...]
    questions: tuple[SetQuestion, ...]

    @property
    def corpus(self) -> str:
        """The name of the set whose passages these are."""
        return self.name.split("_")[0]


def read_set(sets: Path, name: str) -> PublicSet:
    """A set below the folder `sets`."""
    corpus = sets / name.split("_")[0]
    rows = _rows(corpus / "passages.jsonl")
    passages = tuple(SetPassage(row["id"], row["doc"], row["text"]) for row in rows)
    asked = _rows(sets / name / "questions.jsonl")
    return PublicSet(
        name,
        passages,
        tuple(SetQuestion(row["id"], row["question"], tuple(row["passage_ids"])) for row in asked),
    )


def part_of(found: PublicSet, questions: int, passages: int, seed: int = 7) -> PublicSet:
    """A seeded part of a set: some of its questions, all their right passages, and others.

    The others fill up to `passages`; 0 stands for all.
    """
    generator = random.Random(seed)
    asked = list(found.questions)
    if 0 < questions < len(asked):
        asked = sorted(generator.sample(asked, questions), key=lambda one: one.id)
    right = {name for one in asked for name in one.passage_ids}
    others = [one.id for one in found.passages if one.id not in right]
    room = len(others) if passages == 0 else max(0, min(passages - len(right), len(others)))
    kept = right | set(generator.sample(others, room))
    return PublicSet(found.name, tuple(one for one in found.passages if one.id in kept), tuple(asked))


def _rows(path: Path) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Places:
    """Where each passage of a set stands in the files that were written of it."""

    def __init__(self, spans: dict[str, list[tuple[Span, str]]]) -> None:
        self._spans = spans

    def passage_id(self, file: str, span: Span) -> str:
        """The set's passage that a span overlaps most; empty for a title."""
        best, most = "", 0
        for own, name in self._spans[file]:
            shared = min(own.end, span.end) - max(own.start, span.start)
            if shared > most:
                best, most = name, shared
        return best

    def passages_in(self, file: str, span: Span) -> list[str]:
        """The set's passages of which a span holds half or more: a long chunk has several."""
        return [
            name
            for own, name in self._spans[file]
            if 2 * (min(own.end, span.end) - max(own.start, span.start)) >= own.end - own.start
        ]

    def ranked(self, hits: Iterable[Hit]) -> list[str]:
        """The set's passages in the order of the hits, each once."""
        found = (self.passage_id(hit.passage.file, hit.passage.span) for hit in hits)
        return list(dict.fromkeys(one for one in found if one))


def write_documents(passages: Sequence[SetPassage], folder: Path) -> Places:
    """Write the passages as files below `folder`, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    grouped: dict[str, list[SetPassage]] = {}
    for one in passages:
        grouped.setdefault(one.doc or one.id, []).append(one)
    spans: dict[str, list[tuple[Span, str]]] = {}
    for doc, members in grouped.items():
        name = hashlib.blake2b(doc.encode(), digest_size=6).hexdigest() + ".txt"
        text = f"{doc}\n\n" if members[0].doc else ""
        here = spans[name] = []
        for one in members:
            body = _without_title(one)
            here.append((Span(len(text), len(text) + len(body)), one.id))
            text += f"{body}\n"
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return Places(spans)


def _without_title(passage: SetPassage) -> str:
    """An article of law begins with its number; the set repeats the law's name before it."""
    rest = passage.text.removeprefix(passage.doc)
    return rest if re.match(r"第[^\s条]{1,9}条", rest) else passage.text


def kept_index(
    found: PublicSet,
    kept: Path = KEPT,
    without: frozenset[str] = frozenset(),
    label: str = "",
    rebuild_from_whole: bool = False,
) -> tuple[Library, Places]:
    """The index of a set, without some passages, kept below `kept` under its name and `label`.

    Made anew it carries over the vectors that it, or the index of the whole set, has already.
    With `rebuild_from_whole` it is made anew in any case.
    """
    home = kept / (found.corpus + label)
    whole = kept / found.corpus / "index"
    if rebuild_from_whole:
        shutil.rmtree(home, ignore_errors=True)
    if label and not (home / "index").exists() and whole.exists():
        shutil.copytree(whole, home / "index")
    rest = [one for one in found.passages if one.id not in without]
    places = write_documents(rest, home / "documents")
    ingest([home / "documents"], home / "index", only=True, report=_tell(home.name))
    return open_library(home / "index", BUNDLED), places


def _tell(name: str):  # type: ignore[no-untyped-def]
    def tell(progress: Progress) -> None:
        if progress.stage == "embedding" and progress.done % 320 == 0:
            print(f"{name}: embedded {progress.done} of {progress.total}", flush=True)

    return tell
