"""The one place where adapters are built from settings."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import AmbiguousDocument, UnknownDocument
from vectorstore.embedding.encoders import fingerprint, lasting_encoder, query_encoder
from vectorstore.errors import IndexMismatch
from vectorstore.index import generations
from vectorstore.index.catalog import Catalog
from vectorstore.index.file_sums import check_files
from vectorstore.index.local_copy import in_step
from vectorstore.index.manifest import Manifest, read_manifest
from vectorstore.index.served import names_of
from vectorstore.index.server import ChromaServer
from vectorstore.search.searcher import Searcher

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

    from bot.citations.locator import Locator
    from bot.citations.resolver import Resolver
    from bot.extraction.reader import Reader
    from bot.generation.writer import AnswerWriter
    from bot.questions.asker import Asker
    from bot.settings import ChatSettings

_loading = threading.Lock()
_loaded: weakref.WeakValueDictionary[str, Reader] = weakref.WeakValueDictionary()
#: Characters of a name that are shown where it means no document, and so many documents beside it.
_LONGEST_NAME, _NAMED = 120, 20


@dataclass(frozen=True, slots=True)
class Library:
    """An opened generation: enough to look up, cite and list; nothing heavy is loaded."""

    folder: Path
    manifest: Manifest
    catalog: Catalog
    model: str
    #: What has the vectors, where they are not in the folder.
    server: ChromaServer | None = None

    def close(self) -> None:
        """Close its files."""
        self.catalog.close()


def open_library(index: Path, model: str, server: ChromaServer | None = None) -> Library:
    """Open the generation in use and check its files; with `server`, the one in use on that Chroma server.

    Raises `IndexMissing`, `IndexDamaged`, `IndexMismatch`, `IndexUnavailable`, and for a server
    `ServerUnavailable`, `ServerRefuses` and `IndexBusy`.
    """
    folder = in_step(index, server) if server else generations.current(index)
    if not server and names_of(folder):
        raise IndexMismatch(what="CHROMA_URL", built="set", wanted="empty")
    manifest = read_manifest(folder)
    manifest.check(fingerprint(model))
    check_files(folder, manifest.files)
    return Library(folder, manifest, Catalog.open(folder), model, server)


def build_searcher(library: Library, long_lived: bool = False) -> Searcher:
    """Build the searcher over an opened library.

    A long-lived process embeds with onnxruntime, loaded once; another asks Chroma's core itself.
    """
    load = partial(lasting_encoder if long_lived else query_encoder, library.model)
    return Searcher(library.folder, library.catalog, load, library.server, light=not long_lived)


def build_retriever(library: Library, limit: int = 5, long_lived: bool = False) -> BaseRetriever:
    """A LangChain retriever over a library, for a chain of one's own: the best `limit` passages."""
    from vectorstore.search.retriever import build_retriever as build

    return build(build_searcher(library, long_lived), library.catalog, limit)


def build_asker(
    library: Library,
    long_lived: bool = False,
    reader: Callable[[], Reader] | None = None,
    chat: ChatSettings | None = None,
    reranker: str = "",
    searcher: Searcher | None = None,
    one_question: bool = False,
) -> Asker:
    """Build the asker, which answers questions from a library.

    `reader` gives another reader than its own, `reranker` names a cross-encoder in its place,
    `chat` names a chat model that words the answers; without it, the chat model of the settings
    is taken, if there is one. `searcher` is one that the caller closes. `one_question` is for a
    process that ends after it: the chain's steps run without LangChain, whose import takes longer
    than they do, unless LangSmith is to see them. Raises `ChatUnavailable` where that can't be set
    up; asking raises `RerankerUnavailable` where the cross-encoder can't.
    """
    from bot.chain import build_chain, build_steps
    from bot.questions.asker import Asker
    from bot.settings import load_chat_settings

    given = reader or cache(lambda: load_reader(reranker))
    answer_writer = build_answer_writer(library, chat or load_chat_settings())
    found = searcher or build_searcher(library, long_lived)
    build = build_steps if one_question and answer_writer is None and not _traced() else build_chain
    return Asker(build(found, library.catalog, given, lambda: answer_writer))


def _traced() -> bool:
    """Whether LangSmith's environment variables switch tracing on; only the LangChain chain can be traced."""
    names = (f"{owner}_TRACING{more}" for owner in ("LANGSMITH", "LANGCHAIN") for more in ("", "_V2"))
    return any(os.environ.get(name, "").lower() in {"true", "1"} for name in names)


def load_reader(reranker: str = "") -> Reader:
    """The shipped reader, or the cross-encoder that a setting names in its place.

    A process has one shipped reader for as long as anybody uses it.

    Raises `RerankerUnavailable` and `ReaderError` where its weights can't be loaded.
    """
    if reranker:
        from bot.extraction.cross_encoder import Reranker

        return Reranker(reranker)
    from bot.extraction.reader import Reader

    with _loading:
        reader = _loaded.get(reranker)
        if reader is None:
            reader = _loaded[reranker] = Reader(threads=min(4, os.cpu_count() or 1))
        return reader


def build_answer_writer(library: Library, chat: ChatSettings) -> AnswerWriter | None:
    """Build the answer writer for the chat model of the settings; None where they name none."""
    if not chat.model:
        return None
    from bot.generation.chat_model import build_chat_model
    from bot.generation.writer import AnswerWriter
    from bot.settings import load_settings

    model = build_chat_model(chat, load_settings().data_dir)
    return AnswerWriter(model, library.catalog, chat.deadline) if model else None


def build_locator(library: Library) -> Locator:
    """Build the locator, which finds where quotations stand."""
    from bot.citations.locator import Locator
    from vectorstore.index.verbatim import VerbatimIndex

    return Locator(VerbatimIndex.open(library.folder), library.catalog)


def build_resolver(library: Library) -> Resolver:
    """Build the resolver, which leads from a citation key to its passage."""
    from bot.citations.resolver import Resolver

    return Resolver(library.catalog, build_locator(library))


def files_named(catalog: Catalog, name: str) -> list[str]:
    """The documents that a name means: a file's, its beginning, or a part of a title. Raises `UnknownDocument`."""
    known = catalog.documents()
    found = [one.file for one in known if one.file == name]
    found = found or [
        one.file for one in known if one.file.startswith(name) or one.file.rsplit("/", 1)[-1].startswith(name)
    ]
    found = found or [one.file for one in known if name in one.title]
    if not found or not name.strip():
        raise UnknownDocument(file=name[:_LONGEST_NAME], known=tuple(one.file for one in known[:_NAMED]))
    return found


def file_named(catalog: Catalog, name: str) -> str:
    """The one document that a name means. Raises `UnknownDocument` and `AmbiguousDocument`."""
    found = files_named(catalog, name)
    if len(found) > 1:
        raise AmbiguousDocument(file=name[:_LONGEST_NAME], count=len(found), known=tuple(found[:_NAMED]))
    return found[0]
