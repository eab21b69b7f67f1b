"""The search as a LangChain retriever, for any chain: passages with their exact source text.

The class is made when it is first asked for, since importing LangChain takes a second.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from vectorstore.types import Hit, Metadata

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever

    from vectorstore.index.catalog import Catalog
    from vectorstore.search.searcher import Searcher


def as_document(hit: Hit, metadata: Metadata, text: str) -> Document:
    """A hit as a LangChain document.

    `page_content` is `text`, the source's own text of the passage, to the character. `metadata` hold `key`, `file`,
    `start` and `end` (characters of the decoded file), `paragraph`, `headings` (outermost first), the
    document's `title`, `publisher` and `date`, and the scores `score` (0..1), `dense` (cosine, -1..1) and
    `lexical` (BM25).
    """
    from langchain_core.documents import Document

    passage = hit.passage
    return Document(
        id=passage.key,
        page_content=text,
        metadata={
            "key": passage.key,
            "file": passage.file,
            "start": passage.span.start,
            "end": passage.span.end,
            "paragraph": passage.paragraph,
            "headings": list(passage.path),
            "title": metadata.title,
            "publisher": metadata.publisher,
            "date": metadata.date,
            "score": hit.score,
            "dense": hit.dense,
            "lexical": hit.lexical,
        },
    )


def build_retriever(searcher: Searcher, catalog: Catalog, limit: int = 5) -> BaseRetriever:
    """A `BaseRetriever` over one generation that returns the best `limit` passages, best first.

    It can be invoked, awaited, batched and put into a chain as any other. Raises what the searcher does.
    """
    retriever: BaseRetriever = _retriever_class()(searcher=searcher, catalog=catalog, limit=limit)
    return retriever


@cache
def _retriever_class() -> type[Any]:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.retrievers import BaseRetriever

    class PassageRetriever(BaseRetriever):
        """Searches the passages of one generation; several threads may ask it."""

        searcher: Any
        catalog: Any
        limit: int = 5

        def _get_relevant_documents(
            self, query: str, *, run_manager: CallbackManagerForRetrieverRun
        ) -> list[Document]:
            hits = self.searcher.search(query, self.limit)
            return [
                as_document(
                    hit,
                    self.catalog.metadata(hit.passage.file),
                    self.catalog.excerpt(hit.passage.file, hit.passage.span),
                )
                for hit in hits
            ]

    return PassageRetriever
