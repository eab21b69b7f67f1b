"""Embeds the texts of a layer, and writes its parts behind its catalogue.

Documents are read back from the catalogue one after the other, and new texts wait on disk, so that the
memory needed does not grow with them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from vectorstore.documents.chunking import is_indexed
from vectorstore.documents.passage_text import IndexText, digest_of, index_text
from vectorstore.embedding.encoders import batch_encoder, query_encoder
from vectorstore.index.catalog import Catalog, Entry
from vectorstore.index.digest_table import DigestTable
from vectorstore.index.journal import Journal
from vectorstore.index.progress import BatchSize, Due, Progress, Reporter, in_passages
from vectorstore.index.served import Lease, names_of
from vectorstore.index.vectors_file import VectorsWriter
from vectorstore.index.verbatim_writer import VerbatimWriter
from vectorstore.types import Document, Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = Mapping[str, NDArray[np.float32]]

#: So many characters are embedded by the engine that loads in milliseconds. It is five times slower
#: than the runtime, whose loading takes as long as this many characters.
_FEW = 2500
#: So many texts at most are embedded again after a kill.
_BATCH = 32
#: Among so many texts those of similar length are put into one batch.
_WINDOW = 4096
#: So many passages are written at once: of fewer Chroma takes up to twice the time for each.
_ROWS = 1000


class NewTexts:
    """The texts that no known vector is of, each once, kept on disk until they are embedded."""

    def __init__(self) -> None:
        self._digests = DigestTable()
        self._kept: IO[bytes] | None = None
        self.characters = 0

    def __len__(self) -> int:
        return len(self._digests)

    def look(self, entry: Entry, known: Sequence[Vectors], folder: Path) -> None:
        """Take in those of a document. They are kept in a nameless file in `folder`."""
        for passage in entry.passages:
            if not is_indexed(passage):
                continue
            text = index_text(entry.document, passage)
            digest = bytes.fromhex(text.digest)
            if digest in self._digests or any(text.digest in one for one in known):
                continue
            self._digests.put(digest, 0)
            self.characters += len(text.dense)
            if self._kept is None:
                self._kept = TemporaryFile(dir=folder)  # noqa: SIM115 - closed by `close`
            self._kept.write(json.dumps(text.dense).encode("ascii") + b"\n")

    def texts(self) -> Iterator[str]:
        """What the model is to read, in the order in which it was taken in."""
        if self._kept is None:
            return
        self._kept.seek(0)
        for line in self._kept:
            yield json.loads(line)

    def close(self) -> None:
        """Let go of the file and of the digests."""
        self._digests = DigestTable()
        if self._kept is not None:
            self._kept.close()
            self._kept = None


def embed(new: NewTexts, journal: Journal, model: str, report: Reporter) -> int:
    """Embed the new texts into the journal. Returns how many there were."""
    import numpy as np

    total = len(new)
    if not total:
        return 0
    report(Progress("embedding", 0, total))
    encoder = query_encoder(model) if new.characters <= _FEW else batch_encoder(model)
    # The model is loaded: what it does a second counts from here.
    report(Progress("embedding", 0, total))
    done = 0
    texts = new.texts()
    size = BatchSize(_BATCH)
    while window := list(islice(texts, _WINDOW)):
        # Texts of similar length go together: an engine may pad a batch to its longest.
        window.sort(key=len)
        start = 0
        while batch := window[start : start + size.now]:
            size.begin()
            made = [np.asarray(vector, np.float32) for vector in encoder.embed_documents(batch)]
            journal.add([digest_of(text) for text in batch], made)
            size.end()
            start += len(batch)
            done += len(batch)
            report(Progress("embedding", done, total))
    new.close()
    return total


@dataclass(frozen=True, slots=True)
class _Row:
    """A passage on its way into the parts of a layer."""

    document: Document
    passage: Passage
    text: IndexText


def write_parts(
    folder: Path,
    known: Sequence[Vectors],
    dimension: int,
    report: Reporter,
    gone: Collection[str] = (),
    with_chroma: bool = True,
    lease: Lease | None = None,
) -> None:
    """Write the parts of the layer in `folder` behind its catalogue.

    Every text's vector is in one of `known`. `gone` are the documents of the layer below that
    this one replaces or removes. The vectors of a layer without Chroma are compared one by one;
    those of one with it go to the server that there is a `lease` of, where there is one.
    """
    import numpy as np

    from vectorstore.index.bm25 import LexicalWriter
    from vectorstore.index.chroma_writer import CollectionWriter, ServedCollectionWriter

    catalog = Catalog.open(folder)
    lexical, verbatim = LexicalWriter(folder), VerbatimWriter(folder)
    try:
        _, total = catalog.counts()
        # Before the libraries load, which can take a second, and after it.
        report(Progress("writing", 0, total))
        vectors = VectorsWriter(folder, total, dimension)
        done = 0
        due = Due()

        def prepared() -> Iterator[_Row]:
            for number, row in enumerate(_rows(catalog, verbatim)):
                lexical.add(row.passage.key, row.text.bare)
                if due():
                    report(Progress("writing", number, total))
                yield row

        with ExitStack() as stack:
            chroma: CollectionWriter | ServedCollectionWriter | None = None
            if with_chroma and lease and (names := names_of(folder)):
                chroma = stack.enter_context(ServedCollectionWriter(lease, names.vectors))
            elif with_chroma:
                chroma = stack.enter_context(CollectionWriter(folder, total))
            report(Progress("writing", 0, total))
            rows = prepared()
            while part := list(islice(rows, _ROWS)):
                found = np.stack([_vector(row.text.digest, known) for row in part])
                vectors.add([row.text.digest for row in part], found)
                if chroma:
                    chroma.add(
                        [row.passage.key for row in part],
                        [row.passage.span.of(row.document.text) for row in part],
                        [_chroma_metadata(row.document, row.passage) for row in part],
                        found,
                    )
                done += len(part)
                report(Progress("writing", done, total))
        vectors.finish()
        merged = in_passages(report, "merging", total, lexical.postings + verbatim.postings)
        before = lexical.postings
        lexical.finish(merged)
        verbatim.finish(gone, lambda written: merged(before + written))
    finally:
        catalog.close()
        lexical.close()
        verbatim.close()


def _rows(catalog: Catalog, verbatim: VerbatimWriter) -> Iterable[_Row]:
    """The passages that are indexed, in the order of the rows; all go into the verbatim index meanwhile."""
    for record in catalog.documents():
        document = catalog.document(record.file)
        passages = catalog.passages(record.file)
        verbatim.add(document, passages)
        for passage in passages:
            if is_indexed(passage):
                yield _Row(document, passage, index_text(document, passage))


def _vector(digest: str, known: Sequence[Vectors]) -> NDArray[np.float32]:
    return next(one[digest] for one in known if digest in one)


def _chroma_metadata(document: Document, passage: Passage) -> dict[str, str | int]:
    """What LangChain finds in a retrieved document's metadata."""
    return {
        "key": passage.key,
        "file": passage.file,
        "start": passage.span.start,
        "end": passage.span.end,
        "paragraph": passage.paragraph,
        "title": document.title,
        "path": " > ".join(passage.path),
    }
