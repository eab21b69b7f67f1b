"""The files of questions are well formed, and what they call right stands in their documents."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.evaluation.evaluate import Case, read_cases
from tests.commands import PROJECT, SEEDS
from tests.corpus import documents
from vectorstore.documents.line_roles import visible
from vectorstore.text.search_form import bare_form
from vectorstore.types import Span

QUESTIONS = PROJECT / "tests" / "questions"
FOLDERS = {
    "seeds": SEEDS,
    "seeds_more": SEEDS,
    "other": QUESTIONS / "documents",
    "unseen": QUESTIONS / "documents_unseen",
    "last": QUESTIONS / "documents_last",
    "forms": QUESTIONS / "documents_forms",
    "sized": QUESTIONS / "documents_sized",
}


@cache
def _cases(name: str) -> list[Case]:
    return read_cases(QUESTIONS / f"{name}.jsonl")


@cache
def _texts(folder: Path) -> dict[str, str]:
    """The bare form of what a reader sees of each document of a folder."""
    return {
        number: bare_form(visible(document.text, Span(0, len(document.text)), document.markup)).text
        for number, document in documents(folder).items()
    }


def _bare(text: str) -> str:
    return bare_form(text).text


@pytest.mark.parametrize("name", FOLDERS)
def test_every_question_is_well_formed(name: str) -> None:
    """Ids and questions are unique; answers and evidence belong to answerable questions, which have both."""
    cases = _cases(name)
    assert cases
    assert len({case.id for case in cases}) == len(cases)
    assert len({(case.question, case.history) for case in cases}) == len(cases)
    assert [c.id for c in cases if c.answerable != bool(c.answers) or c.answerable != bool(c.evidence)] == []
    assert [c.id for c in cases if not all(_bare(one) for group in c.answers for one in group)] == []
    assert [c.id for c in cases if (c.kind == "followup") and not c.history] == []


@pytest.mark.parametrize("name", FOLDERS)
def test_every_quotation_of_evidence_stands_in_its_document(name: str) -> None:
    """The words that an ideal answer cites are in the document that the question names."""
    texts = _texts(FOLDERS[name])
    astray = [
        (case.id, quote)
        for case in _cases(name)
        for doc, quote in case.evidence
        if _bare(quote) not in texts[doc]
    ]
    assert astray == []


# Some comparisons of the seeds ask which city: its name stands in the title, not in what is cited.
@pytest.mark.parametrize("name", [name for name in FOLDERS if name != "seeds"])
def test_every_answer_can_be_read_in_its_evidence(name: str) -> None:
    """For each thing asked, one of the strings that count as right stands in the evidence."""
    missing = [
        (case.id, group)
        for case in _cases(name)
        for group in case.answers
        if not any(_bare(one) in _bare(quote) for one in group for _, quote in case.evidence)
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["unseen", "last"])
def test_a_set_that_is_only_measured_shares_nothing_with_the_others(name: str) -> None:
    """Its questions and documents are in no other set, and all its questions carry its name as their split."""
    cases = _cases(name)
    known = {case.question for other in FOLDERS if other != name for case in _cases(other)}
    elsewhere = {number for folder in {*FOLDERS.values()} - {FOLDERS[name]} for number in _texts(folder)}
    assert {case.split for case in cases} == {name}
    assert not known & {case.question for case in cases if not case.history}
    assert not set(_texts(FOLDERS[name])) & elsewhere


def test_the_last_set_has_the_size_that_is_told() -> None:
    """130 questions, 86 of which the six documents answer, and every document is asked about."""
    cases = _cases("last")
    asked = {doc for case in cases for doc, _ in case.evidence}
    assert (len(cases), sum(case.answerable for case in cases)) == (130, 86)
    assert asked == set(_texts(FOLDERS["last"]))
    assert len(asked) == 6
