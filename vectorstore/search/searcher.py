"""From a question to ranked hits: dense and lexical candidates, their scores scaled and summed.

Both scores are scaled to 0..1 within the question and added half and half; on public sets this
beats the fusion of ranks. Where other sections of the document were found too, that counts a
little. A passage that only one side found gets its dense score from the
stored vectors, so that no candidate is judged by half.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.embedding.encoders import Encoder
from vectorstore.errors import IndexUnavailable
from vectorstore.index.bm25 import LexicalIndex
from vectorstore.index.catalog import Catalog, Standing
from vectorstore.index.server import ChromaServer
from vectorstore.index.vectors_file import StoredVectors
from vectorstore.search.exact import nearest_rows, similarities
from vectorstore.search.fusion import weighted_sum, with_other_sections
from vectorstore.search.query_clauses import beginning_and_end, clauses, with_clauses
from vectorstore.search.sign_codes import SignCodes
from vectorstore.text.search_form import bare_form, search_form, without_punctuation
from vectorstore.types import Hit

if TYPE_CHECKING:
    from langchain_chroma import Chroma

    from vectorstore.index.chroma_core import CoreStore

#: How many candidates each side brings.
_CANDIDATES = 50
#: How many further words go into the question's vector.
_MOST_MORE = 12
#: Two similarities that differ by less may be those of equal vectors.
_EQUAL = 1e-6


class Searcher:
    """Searches one generation. `load_encoder` is called once, when the first question comes."""

    def __init__(
        self,
        folder: Path,
        catalog: Catalog,
        load_encoder: Callable[[], Encoder],
        server: ChromaServer | None = None,
        light: bool = False,
    ) -> None:
        """`server` has the vectors of a generation that is not in its folder.

        With `light` Chroma is asked without its client, whose import takes longer than a question.
        """
        self._folder = folder
        self._server = server
        self._light = light
        self._catalog = catalog
        self._load_encoder = load_encoder
        self._encoder: Encoder | None = None
        self._store: Chroma | CoreStore | None = None
        #: In the place of the store where that has several collections.
        self._signs: SignCodes | None = None
        self._without_store = False
        # Two first questions at once would open one Chroma twice, which fails, and load two models.
        self._opening, self._loading = threading.Lock(), threading.Lock()
        self._lexical: LexicalIndex | None = None
        self._vectors: StoredVectors | None = None
        #: The keys that are gone from the first layer, and the rows of the second.
        self._changed: tuple[frozenset[str], list[tuple[str, str]]] | None = None

    @property
    def lexical(self) -> LexicalIndex:
        """The generation's lexical index."""
        if self._lexical is None:
            self._lexical = LexicalIndex.open(self._folder)
        return self._lexical

    @property
    def encoder(self) -> Encoder:
        """The embedding model, loaded when first asked for."""
        with self._loading:
            if self._encoder is None:
                self._encoder = self._load_encoder()
            return self._encoder

    def close(self) -> None:
        """Let go of the generation's files. Nothing may be searched any more."""
        from vectorstore.index.chroma import close_store

        if self._store is not None:
            close_store(self._store)
        if self._lexical is not None:
            self._lexical.close()
        self._store = self._lexical = self._vectors = self._signs = None

    def search(
        self, question: str, limit: int = 10, files: Sequence[str] = (), more: Sequence[str] = ()
    ) -> list[Hit]:
        """The best `limit` passages for a question, best first; only of `files` where given.

        `more` are words to look for besides, such as translations of the question's. Raises `IndexDamaged` and `EmbeddingUnavailable`.
        """
        form = search_form(question)
        bare = without_punctuation(form).text
        if not bare:
            return []
        # Words that a space kept apart make no pair.
        bare = "|".join(bare_form(word).text for word in (*question.split(), *more))
        parts = [search_form(part).text for part in clauses(question)]
        texts = [" ".join([beginning_and_end(form.text), *more[:_MOST_MORE]]), *parts]
        vector, near, lexical, standings = self._both(texts, bare, files)
        standings |= self._catalog.standings([key for key in near if key not in standings])
        # In an order that Chroma has no part in: among equals it returns any, and by chance.
        among = sorted({*near, *lexical} & standings.keys())
        if files:
            among = [key for key in among if standings[key].file in files]
        dense = self._similarities(vector, {key: standings[key].vector for key in among})
        scores = weighted_sum(
            {key: dense.get(key, 0.0) for key in among},
            {key: lexical.get(key, 0.0) for key in among},
            self.lexical.ideal_score(bare),
        )
        scores = with_other_sections(scores, {key: standings[key].section for key in among})
        best = sorted(among, key=lambda key: (-scores[key], key))[:limit]
        # Only what is returned is read from the catalogue.
        found = self._catalog.passages_by_key(best)
        dense_rank, lexical_rank = _ranks(dense, among), _ranks(lexical, among)
        return [
            Hit(
                *found[key],
                scores[key],
                dense.get(key, 0.0),
                lexical.get(key, 0.0),
                dense_rank.get(key, 0),
                lexical_rank.get(key, 0),
                scores[key],
                rank,
            )
            for rank, key in enumerate(best, 1)
            if key in found
        ]

    def _both(
        self, texts: Sequence[str], bare: str, files: Sequence[str]
    ) -> tuple[list[float], list[str], dict[str, float], dict[str, Standing]]:
        """The vector of a question and its clauses with the passages nearest to it, and meanwhile what its words find, and where.

        In a cold process the store is opened meanwhile too. The engines let go of the
        interpreter, so both sides really overlap.
        """
        # Both sides import numpy: two threads that import it at once see each other's half.
        import numpy  # noqa: F401

        index = self.lexical  # both sides read it
        with ThreadPoolExecutor(1) as pool:
            dense = pool.submit(self._vector_and_nearest, texts, files)
            lexical = dict(index.search(bare, 1000 if files else _CANDIDATES))
            standings = self._catalog.standings(lexical)
            self._open_store()
            return *dense.result(), lexical, standings

    def _vector_and_nearest(
        self, texts: Sequence[str], files: Sequence[str]
    ) -> tuple[list[float], list[str]]:
        vector = self._vector(texts)
        return vector, self._nearest(vector, files)

    def _vector(self, texts: Sequence[str]) -> list[float]:
        whole, *parts = self.encoder.embed_queries(texts)
        return with_clauses(whole, parts)

    def _open_store(self) -> None:
        """Open what finds the nearest, once. Where Chroma can't be used now, though nothing is damaged, the searcher does without.

        Chroma writes into a copy when it opens: a full disk must not keep an index from answering.
        """
        if self._store is not None or self._signs is not None or self._without_store:
            return
        try:
            self._opened()
        except IndexUnavailable:
            if self._server is not None:
                raise
            self._without_store = True

    def _opened(self) -> None:
        from vectorstore.index.chroma import COLLECTION, FOLDER, PART, open_store
        from vectorstore.index.chroma_core import CoreUnavailable, open_core

        with self._opening:
            if self._store is not None or self._signs is not None:
                return
            # Only a collection in the generation's own folder can be asked in other ways.
            in_folder = (self._folder / FOLDER).is_dir()
            if in_folder and len(self.vectors.layers[0]) > PART:
                self._signs = SignCodes(self.vectors.layers[0])
                return
            if in_folder and self._light:
                with suppress(CoreUnavailable):
                    self._store = open_core(self._folder, FOLDER, COLLECTION)
            if self._store is None:
                self._store = open_store(self._folder, _EncoderOnDemand(self), self._server)

    def _nearest(self, vector: list[float], files: Sequence[str]) -> list[str]:
        """The keys of the passages nearest to a vector; which, doesn't depend on how Chroma was built.

        Where the last of them is as near as the one behind it, the choice is Chroma's and changes
        with every build. Then all vectors are compared, and equals come in the order of the text;
        so they are where the index was found to lose passages, and where Chroma can't be opened now.
        """
        from vectorstore.index.chroma import is_compared

        self._open_store()
        if self._signs is not None or (self._store is not None and not is_compared(self._store)):
            found = self._of_both_layers(vector, files)
            if len(found) <= _CANDIDATES or found[-2][1] - found[-1][1] > _EQUAL:
                return [key for key, _ in found[:_CANDIDATES]]
        rows = self._catalog.vector_rows(files)
        best = nearest_rows(self.vectors, vector, list(rows), _CANDIDATES)
        return [rows[row] for row in best]

    def _of_both_layers(self, vector: list[float], files: Sequence[str]) -> list[tuple[str, float]]:
        """The nearest passages: of the first layer without those that are gone, and of the second, which is small and compared whole."""
        wanted = asked = _CANDIDATES + 1
        if self._changed is None:
            self._changed = self._catalog.gone_keys(), self._catalog.changed_rows()
        gone, changed = self._changed
        while True:
            near = self._of_first_layer(vector, asked, files)
            found = [pair for pair in near if pair[0] not in gone]
            if len(found) >= wanted or len(near) < asked:
                break
            asked = min(2 * asked, wanted + len(gone))
        rows = [row for row, (_, file) in enumerate(changed) if not files or file in files]
        if rows:
            second = self.vectors.layers[1]
            best = nearest_rows(second, vector, rows, wanted)
            exact = similarities(second[best], vector)
            found += [(changed[row][0], near) for row, near in zip(best, exact, strict=True)]
        return sorted(found, key=lambda pair: -pair[1])[:wanted]

    def _of_first_layer(
        self, vector: list[float], limit: int, files: Sequence[str]
    ) -> list[tuple[str, float]]:
        """The nearest passages of the first layer, whether they are gone or not."""
        from vectorstore.index.chroma import nearest

        if self._signs is None:
            assert self._store is not None
            return nearest(self._store, vector, limit, files)
        rows = len(self.vectors.layers[0])
        among = [row for row in self._catalog.vector_rows(files) if row < rows] if files else None
        found = self._signs.nearest(vector, limit, among)
        return [(self.lexical.key(row), near) for row, near in found]

    @property
    def vectors(self) -> StoredVectors:
        """All stored vectors, mapped into memory; they have unit length."""
        if self._vectors is None:
            self._vectors = StoredVectors(self._folder)
        return self._vectors

    def _similarities(self, vector: list[float], rows: Mapping[str, int]) -> dict[str, float]:
        """Cosine similarities from rows of the stored vectors; equal for equal rows."""
        there = {key: row for key, row in rows.items() if row >= 0}
        if not there:
            return {}
        return dict(zip(there, similarities(self.vectors[list(there.values())], vector), strict=True))


class _EncoderOnDemand:
    """Gives LangChain's store the encoder that the searcher loads when it is needed."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._searcher.encoder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._searcher.encoder.embed_query(text)

    def embed_queries(self, texts: Sequence[str]) -> list[list[float]]:
        return self._searcher.encoder.embed_queries(texts)


def _ranks(scores: dict[str, float], among: Sequence[str]) -> dict[str, int]:
    ordered = sorted((key for key in among if key in scores), key=lambda key: (-scores[key], key))
    return {key: rank for rank, key in enumerate(ordered, 1)}
