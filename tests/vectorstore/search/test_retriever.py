"""The search as a LangChain retriever: exact text, metadata, sync and async, in a chain of one's own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from bot.library import build_retriever, open_library
from tests.commands import SEEDS

QUESTION = "济南市委政法委形成了多少份调研报告？"


@pytest.fixture(scope="module")
def retriever(data_dir: Path) -> Iterator[BaseRetriever]:
    """A retriever over the seeds."""
    library = open_library(data_dir / "index", "bundled")
    yield build_retriever(library, limit=4)
    library.close()


def test_what_it_returns_is_the_sources_own_text(retriever: BaseRetriever) -> None:
    """Each document's content is the file between start and end, character by character."""
    found = retriever.invoke(QUESTION)
    assert len(found) == 4
    for one in found:
        source = (SEEDS / one.metadata["file"]).read_bytes().decode("utf-8")
        assert source[one.metadata["start"] : one.metadata["end"]] == one.page_content
        assert one.id == one.metadata["key"]
        assert {"headings", "date", "title", "score", "dense", "lexical"} <= set(one.metadata)
    assert "48" in found[0].page_content
    scores = [one.metadata["score"] for one in found]
    assert scores == sorted(scores, reverse=True)


def test_it_can_be_awaited_and_stands_in_any_chain(retriever: BaseRetriever) -> None:
    """Awaited it gives the same, and behind a pipe its documents are what any chain takes."""
    found = retriever.invoke(QUESTION)
    assert asyncio.run(retriever.ainvoke(QUESTION)) == found
    keys = retriever | RunnableLambda(lambda documents: [one.id for one in documents])
    assert keys.invoke(QUESTION) == [one.id for one in found]
    assert retriever.batch([QUESTION, QUESTION]) == [found, found]
