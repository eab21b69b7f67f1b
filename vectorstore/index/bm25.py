"""The lexical index: BM25 over single characters and pairs of characters of the bare form.

No word list is needed, new names are found as well as old ones, and on public Chinese sets
this beats words by one to six points. This is the only module that imports tantivy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log
from pathlib import Path
from typing import Any

from vectorstore.index.faults import unusable

FOLDER = "lexical"


def terms(bare: str) -> list[str]:
    """The index terms of a bare form: its characters, pairs of neighbours, and whole numbers.

    A run of ASCII letters or of digits is one character here, so 24193 is a term and 419 is not.
    """
    found: list[str] = []
    for part in bare.split("|"):
        units = units_of(part)
        found += units
        found += [first + second for first, second in zip(units, units[1:], strict=False)]
    return found


def units_of(bare: str) -> list[str]:
    """A bare form cut into single Chinese characters and whole runs of letters or digits."""
    units: list[str] = []
    run = ""
    kind = ""
    for char in bare:
        now = (
            "a"
            if char.isascii() and char.isalpha()
            else "d"
            if char.isascii() and (char.isdigit() or char == ".")
            else ""
        )
        if now and now == kind:
            run += char
            continue
        if run:
            units.append(run)
        run, kind = (char, now) if now else ("", "")
        if not now and char != "|":
            units.append(char)
    if run:
        units.append(run)
    return units


class LexicalIndex:
    """Read access to a generation's lexical index. It may be used from several threads."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def open(cls, folder: Path) -> LexicalIndex:
        """The index in a generation's folder. Raises `IndexDamaged` where it can't be read."""
        import tantivy

        try:
            return cls(tantivy.Index.open(str(folder / FOLDER)))
        except (ValueError, OSError) as exc:
            raise unusable(exc, folder, FOLDER) from exc

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(self, bare: str, limit: int) -> list[tuple[str, float]]:
        """Keys with their BM25 scores, best first, for a question or text in its bare form."""
        import tantivy

        counted = Counter(terms(bare))
        if not counted:
            return []
        clauses = []
        for term, count in counted.items():
            query = tantivy.Query.term_query(self._schema, "terms", term)
            if count > 1:
                query = tantivy.Query.boost_query(query, float(count))
            clauses.append((tantivy.Occur.Should, query))
        found = self._searcher.search(tantivy.Query.boolean_query(clauses), limit)
        return [(self._searcher.doc(address)["key"][0], float(score)) for score, address in found.hits]

    def ideal_score(self, bare: str) -> float:
        """What a passage with all of the text's characters could score, or nearly.

        Pairs that occur nowhere are left out: most are accidents of two words meeting.
        """
        total = len(self)
        score = 0.0
        units = set(units_of(bare))
        for term, count in Counter(terms(bare)).items():
            frequency = self.document_frequency(term)
            if frequency or term in units:
                score += count * log(1 + (total - frequency + 0.5) / (frequency + 0.5))
        return score

    def document_frequency(self, term: str) -> int:
        """In how many passages a term of `terms` occurs."""
        return int(self._searcher.doc_freq("terms", term))


def write_lexical(folder: Path, rows: Iterable[tuple[str, str]]) -> None:
    """Write a new index of (key, bare form) into a generation's folder."""
    import tantivy

    path = folder / FOLDER
    path.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("terms", stored=False, tokenizer_name="whitespace", index_option="freq")
    index = tantivy.Index(builder.build(), path=str(path))
    writer = index.writer(heap_size=64_000_000, num_threads=1)
    for key, bare in rows:
        writer.add_document(tantivy.Document(key=key, terms=" ".join(terms(bare))))
    writer.commit()
    writer.wait_merging_threads()
