"""The plainest LangChain program over a folder of texts, to be measured against.

    python -m benchmarks.plain_program build STORE MODEL FOLDER
    python -m benchmarks.plain_program ask STORE MODEL QUESTION
    python -m benchmarks.plain_program rank STORE MODEL QUESTIONS

It splits by length, embeds with HuggingFaceEmbeddings, keeps the vectors in Chroma and prints
the four nearest chunks, or for each question of a JSON list where its sixty nearest stand. This is what a first tutorial shows; nothing is tuned for or against it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from langchain_chroma import Chroma
from langchain_huggingface import HuggingFaceEmbeddings


def _store(folder: str, model: str) -> Chroma:
    embeddings = HuggingFaceEmbeddings(
        model_name=model,
        encode_kwargs={"normalize_embeddings": True, "prompt": "passage: "},
        query_encode_kwargs={"normalize_embeddings": True, "prompt": "query: "},
    )
    return Chroma("plain", embeddings, persist_directory=folder)


def _places(store: Chroma, question: str) -> list[tuple[str, int, int]]:
    """The file, start and end of the nearest chunks."""
    return [
        (
            one.metadata["file"],
            one.metadata["start_index"],
            one.metadata["start_index"] + len(one.page_content),
        )
        for one in store.similarity_search(question, k=60)
    ]


def main() -> None:
    """Build the store, ask it, or rank."""
    action, store, model, given = sys.argv[1:5]
    if action == "build":
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        texts = [
            Document(path.read_text("utf-8"), metadata={"file": path.name})
            for path in sorted(Path(given).glob("*.txt"))
        ]
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
        _store(store, model).add_documents(splitter.split_documents(texts))
        return
    if action == "rank":
        opened = _store(store, model)
        print(json.dumps([_places(opened, one) for one in json.loads(Path(given).read_text("utf-8"))]))
        return
    for document in _store(store, model).similarity_search(given, k=4):
        print(document.metadata["file"], document.page_content)


if __name__ == "__main__":
    main()
