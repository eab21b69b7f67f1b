"""From a question to ranked passages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from bot.library import build_searcher
from vectorstore.documents.chunking import is_indexed
from vectorstore.index.bm25 import terms
from vectorstore.search.searcher import Searcher

if TYPE_CHECKING:
    from bot.library import Library

QUESTION = "济南市委政法委形成了多少份调研报告?"


@pytest.fixture(scope="module")
def searcher(library: Library) -> Searcher:
    """A searcher over the seeds."""
    return build_searcher(library)


def test_hits_are_ranked_and_true_to_the_source(searcher: Searcher, library: Library) -> None:
    """Scores fall, every hit's text is its passage's, and no heading or leftover is among them."""
    hits = searcher.search(QUESTION, 20)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage.key for hit in hits}) == 20
    for hit in hits:
        assert is_indexed(hit.passage)
        assert 0 <= hit.score <= 1.0001
        assert -1.0001 <= hit.dense <= 1.0001
        assert hit.text == hit.passage.span.of(library.catalog.document(hit.passage.file).text)
        assert hit.passage == library.catalog.passage(hit.passage.key)


def test_a_passage_is_found_by_its_own_words(searcher: Searcher, library: Library) -> None:
    """Every eighth passage of the seeds is among the first two for its own text."""
    passages = [(p, text) for p, text in library.catalog.all_passages() if is_indexed(p)]
    for passage, text in passages[::8]:
        assert passage.key in [hit.passage.key for hit in searcher.search(text, 2)], passage.key


def test_a_question_in_the_other_script_finds_the_same(searcher: Searcher) -> None:
    """Asked in traditional characters and full width, the best passage is the same."""
    twin = "濟南市委政法委形成了多少份調研報告？"
    assert searcher.search(QUESTION, 1)[0].passage.key == searcher.search(twin, 1)[0].passage.key


def test_only_the_documents_asked_for_are_searched(searcher: Searcher, library: Library) -> None:
    """With `files` all hits are of those documents, down to passages that rank low without it."""
    files = [record.file for record in library.catalog.documents()]
    for wanted in ([files[4]], files[1:3]):
        hits = searcher.search(QUESTION, 30, wanted)
        assert hits
        assert {hit.passage.file for hit in hits} <= set(wanted)
    assert searcher.search(QUESTION, 5, ["no-such-file.txt"]) == []


@pytest.mark.parametrize("empty", ["", "  ", "?!。", "\u200b"])
def test_a_question_without_words_finds_nothing(searcher: Searcher, empty: str) -> None:
    """White space and punctuation alone give no hit and no error."""
    assert searcher.search(empty) == []


@pytest.mark.parametrize(
    "odd", ["\x1b[31m红河州", '" OR 1=1 --', "a:b^2 AND (", "\ud800政法", "政" * 600, "😀"]
)
def test_odd_questions_are_only_text(searcher: Searcher, odd: str) -> None:
    """Escapes, query syntax, lone surrogates and very long texts are searched like any other."""
    assert len(searcher.search(odd, 3)) <= 3


def test_the_same_question_has_the_same_hits(searcher: Searcher) -> None:
    """Asking twice gives the same passages with the same scores."""
    assert searcher.search(QUESTION) == searcher.search(QUESTION)


def test_threads_that_ask_a_cold_searcher_at_once_agree(searcher: Searcher, library: Library) -> None:
    """Four threads that ask at the same moment, before anything is loaded, get what one gets."""
    cold = build_searcher(library)
    questions = [QUESTION, "红河州的十项机制", "兰州公安局五型机关", "三比三争"]
    barrier = Barrier(len(questions))

    def ask(question: str) -> list[str]:
        barrier.wait()
        return [hit.passage.key for hit in cold.search(question, 5)]

    with ThreadPoolExecutor(len(questions)) as pool:
        found = list(pool.map(ask, questions))
    assert found == [[hit.passage.key for hit in searcher.search(q, 5)] for q in questions]


def test_numbers_and_foreign_words_are_whole_terms() -> None:
    """A run of digits or letters is one term, so 24193 holds no 419."""
    assert terms("意见24193条gdp") == [
        "意",
        "见",
        "24193",
        "条",
        "gdp",
        "意见",
        "见24193",
        "24193条",
        "条gdp",
    ]
    assert terms("") == []
    assert terms("甲|乙") == ["甲", "乙"]
