"""Well-known retrieval libraries as each one's own documentation starts, for `benchmarks.peers`.

    python -m benchmarks.peer_programs build|ask PEER FOLDER

Runs in the peers' environment. FOLDER has `passages.jsonl` (`{id, text}`), `questions.jsonl`
(`{id, question}`) and `vectors.npz` with the passages' vectors: every peer that embeds is given
the same weights' vectors through its own interface, so that nothing is fetched and nobody waits
for the same sums twice. Questions are embedded as they are asked, by the engines that Yinju
uses: the first one by the engine that loads at once, the rest by the one that is quick a question.
`build` writes what the peer can write to disk and prints the seconds, without importing it and
without embedding; `ask` answers all questions in a fresh process and prints ids and times as JSON.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

DEEP = 20


def digest(text: str) -> str:
    """What a text's vector is kept under."""
    return hashlib.blake2b(text.strip().encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


class Vectors:
    """The given vectors; a text that is not among them (cut by a splitter) is embedded now."""

    def __init__(self, folder: Path) -> None:
        with np.load(folder / "vectors.npz") as data:
            self._known = dict(zip(data["keys"].tolist(), data["vectors"], strict=True))
        self._encoder: Any = None
        #: Seconds that went into embedding passages here.
        self.seconds = 0.0

    def settle(self) -> None:
        """From here on this is a long-lived process."""
        from vectorstore.embedding.encoders import lasting_encoder

        self._encoder = lasting_encoder()

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, made now."""
        return list(self._loaded().embed_query(text))

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """The vectors of passages."""
        return [self._passage(text) for text in texts]

    def _passage(self, text: str) -> list[float]:
        known = self._known.get(digest(text))
        if known is None:
            started = time.process_time()
            known = np.array(self._loaded().embed_documents([text])[0], np.float32)
            self.seconds += time.process_time() - started
            self._known[digest(text)] = known
        return [float(one) for one in known]

    def _loaded(self) -> Any:
        if self._encoder is None:
            from vectorstore.embedding.encoders import query_encoder

            self._encoder = query_encoder()
        return self._encoder


Search = Callable[[str], list[str]]
Rows = list[tuple[str, str]]


def langchain(folder: Path, rows: Rows | None, vectors: Vectors) -> Search:
    """Splitter of 1000/200 characters, Chroma, similarity search."""
    from langchain_chroma import Chroma

    store = Chroma("plain", vectors, persist_directory=str(folder / "langchain"))
    if rows:
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        texts = [Document(text, metadata={"id": name}) for name, text in rows]
        parts = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(texts)
        for start in range(0, len(parts), 1000):
            store.add_documents(parts[start : start + 1000])
    return lambda question: [d.metadata["id"] for d in store.similarity_search(question, k=DEEP)]


def llamaindex(folder: Path, rows: Rows | None, vectors: Vectors) -> Search:
    """VectorStoreIndex with its default splitter and store."""
    from llama_index.core import Document, Settings, StorageContext, VectorStoreIndex, load_index_from_storage
    from llama_index.core.embeddings import BaseEmbedding

    class Given(BaseEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return vectors.embed_query(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return vectors.embed_documents([text])[0]

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return vectors.embed_query(query)

    # Its default tokenizer is fetched; characters are the nearest that needs nothing.
    Settings.tokenizer = list
    Settings.embed_model = Given()
    where = str(folder / "llamaindex")
    if rows:
        documents = [
            Document(
                text=text,
                metadata={"id": name},
                excluded_embed_metadata_keys=["id"],
                excluded_llm_metadata_keys=["id"],
            )
            for name, text in rows
        ]
        index: Any = VectorStoreIndex.from_documents(documents)
        index.storage_context.persist(where)
    else:
        index = load_index_from_storage(StorageContext.from_defaults(persist_dir=where))
    retriever = index.as_retriever(similarity_top_k=DEEP)
    return lambda question: [found.node.metadata["id"] for found in retriever.retrieve(question)]


def txtai(folder: Path, rows: Rows | None, vectors: Vectors) -> Search:
    """Embeddings with content, dense only as by default."""
    import txtai as library

    asked = False

    def transform(texts: Sequence[str]) -> np.ndarray:
        made = [vectors.embed_query(t) if asked else vectors.embed_documents([t])[0] for t in texts]
        return np.array(made, np.float32)

    where = str(folder / "txtai")
    embeddings: Any = library.Embeddings({"method": "external", "transform": transform})
    if rows:
        embeddings.index([(name, text, None) for name, text in rows])
        embeddings.config["transform"] = None
        embeddings.save(where)
        embeddings.config["transform"] = transform
    else:
        embeddings.load(where, config={"method": "external", "transform": transform})
    asked = True
    return lambda question: [name for name, _ in embeddings.search(question, DEEP)]


def haystack(folder: Path, rows: Rows | None, vectors: Vectors, pattern: str = "") -> Search:
    """InMemoryDocumentStore with its BM25 retriever; by default a word is what stands between spaces."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    where = folder / f"haystack{len(pattern)}.json"
    if rows:
        store = InMemoryDocumentStore(**({"bm25_tokenization_regex": pattern} if pattern else {}))
        store.write_documents([Document(id=name, content=text) for name, text in rows])
        store.save_to_disk(str(where))
    else:
        store = InMemoryDocumentStore.load_from_disk(str(where))
    retriever = InMemoryBM25Retriever(store, top_k=DEEP)
    return lambda question: [one.id for one in retriever.run(query=question)["documents"]]


def haystack_characters(folder: Path, rows: Rows | None, vectors: Vectors) -> Search:
    """The same, told by its own setting that each Chinese character is a word."""
    return haystack(folder, rows, vectors, r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")


def _words(text: str) -> list[str]:
    import rjieba

    return [word for word in rjieba.cut(text) if word.strip()]


def bm25s_words(folder: Path, rows: Rows | None, vectors: Vectors) -> Search:
    """bm25s over jieba's words."""
    import bm25s

    where = str(folder / "bm25s")
    names = folder / "bm25s.json"
    if rows:
        index: Any = bm25s.BM25()
        index.index([_words(text) for _, text in rows], show_progress=False)
        index.save(where)
        names.write_text(json.dumps([name for name, _ in rows]), encoding="utf-8")
    else:
        index = bm25s.BM25.load(where)
    ids = json.loads(names.read_text("utf-8"))

    def search(question: str) -> list[str]:
        found, _ = index.retrieve([_words(question)], k=min(DEEP, len(ids)), show_progress=False)
        return [ids[one] for one in found[0]]

    return search


def rank_bm25_words(folder: Path, rows: Rows | None, vectors: Vectors) -> Search:
    """rank-bm25 over jieba's words; it keeps nothing on disk, so every start builds it."""
    from rank_bm25 import BM25Okapi

    given = rows or _rows(folder, "passages", "text")
    index = BM25Okapi([_words(text) for _, text in given])

    def search(question: str) -> list[str]:
        scores = index.get_scores(_words(question))
        return [given[one][0] for one in np.argsort(-scores)[:DEEP]]

    return search


PEERS: dict[str, Callable[[Path, Rows | None, Vectors], Search]] = {
    "LangChain": langchain,
    "LlamaIndex": llamaindex,
    "txtai": txtai,
    "Haystack BM25": haystack,
    "Haystack BM25, characters": haystack_characters,
    "bm25s, words": bm25s_words,
    "rank-bm25, words": rank_bm25_words,
}

#: Those that need vectors.
EMBEDDING = ("LangChain", "LlamaIndex", "txtai")
#: What is imported before the clock starts.
_IMPORTS = {
    "LangChain": ("langchain_chroma", "langchain_text_splitters", "chromadb"),
    "LlamaIndex": ("llama_index.core",),
    "txtai": ("txtai",),
    "Haystack BM25": ("haystack", "haystack.document_stores.in_memory"),
    "Haystack BM25, characters": ("haystack", "haystack.document_stores.in_memory"),
    "bm25s, words": ("bm25s", "rjieba"),
    "rank-bm25, words": ("rank_bm25", "rjieba"),
}


def _rows(folder: Path, name: str, field: str) -> Rows:
    lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
    return [(row["id"], row[field]) for row in map(json.loads, lines)]


def main() -> None:
    """Build, or ask; what is printed last is JSON."""
    action, peer, place = sys.argv[1:4]
    folder = Path(place)
    vectors = Vectors(folder)
    if action == "build":
        rows = _rows(folder, "passages", "text")
        for name in _IMPORTS[peer]:
            import_module(name)
        clock, processor = time.monotonic(), time.process_time()
        PEERS[peer](folder, rows, vectors)
        clock, processor = time.monotonic() - clock, time.process_time() - processor
        print(json.dumps({"clock": clock - vectors.seconds, "processor": processor - vectors.seconds}))
        return
    search = PEERS[peer](folder, None, vectors)
    questions = _rows(folder, "questions", "question")
    search(questions[0][1])
    ready, spent = time.time(), time.process_time()
    vectors.settle()
    search(questions[0][1])
    found, clock, processor = {}, [], []
    for name, question in questions:
        began, used = time.monotonic(), time.process_time()
        found[name] = list(dict.fromkeys(search(question)))
        clock.append(time.monotonic() - began)
        processor.append(time.process_time() - used)
    told = {"ready": ready, "spent": spent, "found": found, "clock": clock, "processor": processor}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
