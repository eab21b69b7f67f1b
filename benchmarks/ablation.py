"""How each setting of retrieval was chosen: a table of what others would have given.

    python -m benchmarks.ablation --sets FOLDER [--only NAME...] [--half dev|test|all]
        [--questions N] [--passages N]

Every variant works on the same passages as the real search and fuses with the same code.
First the fusion: dense alone, lexical alone, weights of their sum, reciprocal ranks, all without
what other sections add; then shares of that, and of the question's clauses. `text`: title and headings, and one script, in the
dense text, the lexical text, both or neither. `size`: the longest passage. Texts that are not in the kept index are embedded once and kept, so the
first run takes long; `--fusion-only` embeds nothing but questions, `--questions` and `--passages` take a
seeded part of each set, all right passages of its questions among it.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.public_sets import (
    KEPT,
    NAMES,
    Places,
    PublicSet,
    kept_index,
    part_of,
    read_set,
    write_documents,
)
from benchmarks.ranking import HEADS, FoundRanks, first_rank
from vectorstore.documents.chunking import LONGEST, is_indexed, split
from vectorstore.documents.load import find_files, read_file
from vectorstore.documents.outline import block_form, outline
from vectorstore.documents.passage_text import IndexText, heading_context, index_text
from vectorstore.embedding.encoders import BUNDLED, embed_in_batches, query_encoder, sentence_encoder
from vectorstore.index.bm25 import LexicalIndex, write_lexical
from vectorstore.index.layers import layers_of
from vectorstore.index.vectors_file import KnownVectors
from vectorstore.search.fusion import DENSE_WEIGHT, OTHER_SECTION, weighted_sum, with_other_sections
from vectorstore.search.query_clauses import CLAUSES, clauses, with_clauses
from vectorstore.text.search_form import bare_form, search_form, without_punctuation
from vectorstore.types import Document, Passage

_CANDIDATES = 50
Fuse = Callable[[Mapping[str, float], Mapping[str, float], float], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Variant:
    """What is indexed: whether title and headings stand in front, in one script or as it is."""

    name: str
    dense_context: bool = True
    lexical_context: bool = True
    one_script: bool = True
    longest: int = LONGEST


class Vectors:
    """Vectors by text, kept on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._known: dict[str, np.ndarray] = {}
        for path in sorted(folder.glob("*.npz")):
            with np.load(path) as data:
                self._known |= dict(zip(data["keys"].tolist(), data["vectors"], strict=True))

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of passages, of shape (n, 384)."""
        return self._of("passage", texts, lambda new: self._batch(new))

    def questions(self, texts: Sequence[str]) -> np.ndarray:
        """The vectors of questions."""

        def embed(new: list[str]) -> list[list[float]]:
            encoder = query_encoder(BUNDLED)
            return [encoder.embed_query(text) for text in new]

        return self._of("query", texts, embed)

    @staticmethod
    def _batch(new: list[str]) -> list[list[float]]:
        print(f"embedding {len(new)} passages", flush=True)
        return embed_in_batches(sentence_encoder(BUNDLED), new, lambda _: None, 32)

    def borrow(self, folder: Path, texts: Iterable[IndexText]) -> None:
        """Take the vectors that a generation of an index has of these texts."""
        made = KnownVectors(layers_of(folder))
        for text in texts:
            if text.digest in made:
                self._known[self._key("passage", text.dense)] = made[text.digest]

    @staticmethod
    def _key(kind: str, text: str) -> str:
        return hashlib.blake2b(f"{kind}:{text}".encode(), digest_size=12).hexdigest()

    def _of(
        self, kind: str, texts: Sequence[str], embed: Callable[[list[str]], list[list[float]]]
    ) -> np.ndarray:
        keys = [self._key(kind, text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        # In parts, so that what was embedded survives an end.
        rows = list(new.items())
        for start in range(0, len(rows), 512):
            part = rows[start : start + 512]
            made = np.array(embed([text for _, text in part]), np.float32)
            names = np.array([key for key, _ in part])
            np.savez(self._folder / f"{names[0]}.npz", keys=names, vectors=made)
            self._known |= dict(zip(names.tolist(), made, strict=True))
        return np.stack([self._known[key] for key in keys])


@dataclass(frozen=True, slots=True)
class Scored:
    """A question's candidates with both scores, by passage, as the real search has them."""

    dense: dict[str, float]
    lexical: dict[str, float]
    ideal: float
    dense_first: tuple[str, ...]
    lexical_first: tuple[str, ...]


class Corpus:
    """The passages of a set, cut once for each length."""

    def __init__(self, found: PublicSet, folder: Path) -> None:
        self.found = found
        self.places: Places = write_documents(found.passages, folder)
        self._documents = [read_file(path, name, {}) for path, name in find_files(folder)]
        self._outlines = [outline(document) for document in self._documents]

    def passages(self, longest: int) -> list[tuple[Document, Passage]]:
        """All passages that are searched, as an index would have them."""
        return [
            (document, passage)
            for document, nodes in zip(self._documents, self._outlines, strict=True)
            for passage in split(document, nodes, longest)
            if is_indexed(passage)
        ]


def texts_of(document: Document, passage: Passage, variant: Variant) -> tuple[str, str]:
    """The text for the dense and for the lexical side."""
    above = heading_context(document.metadata.title, passage)
    if not variant.one_script:
        own = passage.span.of(document.text)
        dense = "\n".join([*(above if variant.dense_context else ()), own])
        return dense, _raw_bare("|".join([*(above if variant.lexical_context else ()), own]))
    form = block_form(document, passage.span)
    dense = "\n".join([*(search_form(p).text for p in above if variant.dense_context), form.text])
    bare = [*(bare_form(p).text for p in above if variant.lexical_context), without_punctuation(form).text]
    return dense, "|".join(bare)


def _raw_bare(text: str) -> str:
    """Letters, digits and Chinese characters as they stand, the rest as breaks."""
    return "".join(char if char.isalnum() or char == "|" else "" for char in text)


def question_vectors(
    asked: Sequence[str], vectors: Vectors, share: float = CLAUSES, one_script: bool = True
) -> np.ndarray:
    """The vectors of questions, with their clauses' at a share."""

    def forms(texts: Iterable[str]) -> list[str]:
        return [search_form(text).text if one_script else text for text in texts]

    parts = [forms(clauses(one)) for one in asked]
    flat = [part for own in parts for part in own] if share else []
    known = dict(zip(flat, vectors.questions(flat), strict=True)) if flat else {}
    whole = vectors.questions(forms(asked))
    mixed = [
        with_clauses(vector.tolist(), [known[part].tolist() for part in own if part in known], share)
        for vector, own in zip(whole, parts, strict=True)
    ]
    return np.array(mixed, np.float32)


def score(
    corpus: Corpus, variant: Variant, vectors: Vectors, asked: Sequence[str], clause_share: float = CLAUSES
) -> list[Scored]:
    """Both sides' candidates for every question."""
    rows = corpus.passages(variant.longest)
    texts = [texts_of(document, passage, variant) for document, passage in rows]
    keys = [f"{number:06}" for number in range(len(rows))]
    matrix = vectors.passages([dense for dense, _ in texts])
    questions = question_vectors(asked, vectors, clause_share, variant.one_script)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        write_lexical(Path(folder), zip(keys, (bare for _, bare in texts), strict=True))
        index = LexicalIndex.open(Path(folder))
        for question, vector in zip(asked, questions, strict=True):
            words = question.split()
            bare = "|".join(bare_form(w).text if variant.one_script else _raw_bare(w) for w in words)
            similar = matrix @ vector
            nearest = np.argsort(-similar, kind="stable")[:_CANDIDATES]
            lexical = dict(index.search(bare, _CANDIDATES))
            dense = {keys[n]: float(similar[n]) for n in nearest}
            first = tuple(dense)
            dense |= {key: float(similar[int(key)]) for key in lexical}
            found.append(Scored(dense, lexical, index.ideal_score(bare), first, tuple(lexical)))
    return found


def by_weight(weight: float) -> Fuse:
    """The sum of scaled scores with a weight for the dense one."""
    return lambda dense, lexical, ideal: weighted_sum(dense, lexical, ideal, weight)


def by_ranks(constant: int) -> Fuse:
    """Reciprocal rank fusion."""

    def fuse(dense: Mapping[str, float], lexical: Mapping[str, float], _: float) -> dict[str, float]:
        total: dict[str, float] = dict.fromkeys(dense, 0.0)
        for side in (dense, lexical):
            ordered = sorted((key for key in side if side[key] > 0), key=lambda key: -side[key])
            for rank, key in enumerate(ordered[:_CANDIDATES], 1):
                total[key] += 1 / (constant + rank)
        return total

    return fuse


def measure(
    corpus: Corpus,
    variant: Variant,
    scored: Iterable[Scored],
    picked: Sequence[int],
    fuse: Fuse,
    share: float = OTHER_SECTION,
) -> FoundRanks:
    """The ranks of the picked questions; `share` is what other sections of a document add."""
    rows = corpus.passages(variant.longest)
    sections = {f"{number:06}": (d.file, p.node) for number, (d, p) in enumerate(rows)}
    owner = [corpus.places.passage_id(d.file, p.span) for d, p in rows]
    questions = corpus.found.questions
    ranks = []
    for number, one in zip(picked, scored, strict=True):
        fused = with_other_sections(fuse(one.dense, one.lexical, one.ideal), sections, share)
        ordered = sorted(fused, key=lambda key: (-fused[key], key))
        found = dict.fromkeys(name for name in (owner[int(key)] for key in ordered) if name)
        ranks.append(first_rank(list(found), questions[number].passage_ids))
    return FoundRanks(tuple(ranks))


FUSIONS: dict[str, Fuse] = {
    "dense alone": by_weight(1.0),
    "lexical alone": by_weight(0.0),
    **{f"sum, dense {n / 10:.1f}": by_weight(n / 10) for n in range(2, 10)},
    "reciprocal ranks, 60": by_ranks(60),
    "reciprocal ranks, 10": by_ranks(10),
}
SHARES = (0.05, 0.1, 0.15, 0.2, 0.3)
CLAUSE_SHARES = (0.0, 0.2, 0.3, 0.5, 0.6)
TEXTS = (
    Variant("context on neither side", dense_context=False, lexical_context=False),
    Variant("context in the lexical text only", dense_context=False),
    Variant("context in the dense text only", lexical_context=False),
    Variant("each in its own script", one_script=False),
)
SIZES = tuple(Variant(f"at most {size} characters", longest=size) for size in (200, 480, 2000))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=Path, help="folder of the public sets")
    parser.add_argument("--only", nargs="*", default=NAMES, choices=NAMES)
    parser.add_argument("--half", choices=("dev", "test", "all"), default="dev")
    parser.add_argument("--fusion-only", action="store_true")
    parser.add_argument("--questions", type=int, default=0, help="how many of each set; 0 stands for all")
    parser.add_argument("--passages", type=int, default=0, help="how many of each set, at least")
    parser.add_argument("--kept", type=Path, default=KEPT)
    given = parser.parse_args()
    if not given.sets or not given.sets.is_dir():
        print("Skipped: no folder of public sets. Name one: make bench-retrieval SETS=FOLDER")
        return
    vectors = Vectors(given.kept / "vectors")
    for name in given.only:
        whole = read_set(given.sets, name)
        found = part_of(whole, given.questions, given.passages)
        part = "" if found == whole else f"-{given.questions}-{given.passages}"
        corpus = Corpus(found, given.kept / "ablation" / (found.corpus + part))
        picked = [
            n for n, one in enumerate(found.questions) if given.half in ("all", ("test", "dev")[one.dev])
        ]
        asked = [found.questions[n].text for n in picked]
        shipped = Variant("as it ships")
        library, _ = kept_index(whole, given.kept)
        vectors.borrow(library.folder, (index_text(*row) for row in corpus.passages(LONGEST)))
        library.close()
        title = f"{name}, {given.half}: {len(asked)} questions, {len(found.passages)} passages"
        table = Table("", *HEADS, title=title, title_justify="left")
        scored = score(corpus, shipped, vectors, asked)
        for label, fuse in FUSIONS.items():
            table.add_row(label, *measure(corpus, shipped, scored, picked, fuse, 0.0).cells())
        table.add_section()
        ships = by_weight(DENSE_WEIGHT)
        for share in SHARES:
            ranked = measure(corpus, shipped, scored, picked, ships, share)
            table.add_row(f"other sections' share {share}", *ranked.cells())
        table.add_section()
        for share in CLAUSE_SHARES:
            other = score(corpus, shipped, vectors, asked, share)
            ranked = measure(corpus, shipped, other, picked, ships)
            table.add_row(f"the question's clauses, {share}", *ranked.cells())
        table.add_section()
        table.add_row("as it ships", *measure(corpus, shipped, scored, picked, ships).cells())
        for variant in () if given.fusion_only else (*TEXTS, *SIZES):
            other = score(corpus, variant, vectors, asked)
            table.add_row(variant.name, *measure(corpus, variant, other, picked, ships).cells())
        Console(width=120).print(table)


if __name__ == "__main__":
    main()
