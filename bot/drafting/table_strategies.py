"""How a question is answered from a table: by a row that compares, by rows that meet a condition, by a cell."""

from __future__ import annotations

from dataclasses import replace

from bot.drafting.proposal import DraftingCase, Proposal, within_span
from bot.drafting.table_cells import cell_asked
from bot.drafting.table_extremes import compares, extreme_row, place_asked, said_as
from bot.drafting.table_filters import rows_that_meet
from bot.drafting.table_rows import cell_in_words
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import coverage
from bot.language.entity_patterns import EntityMatch
from bot.language.limits import LIMITS
from bot.types import Note
from vectorstore.documents.tables import cells
from vectorstore.text.search_form import bare_form
from vectorstore.types import Span


def table_extreme(case: DraftingCase) -> Proposal | None:
    """The row of a table with the most or the least of what is asked for, below its header row."""
    found = extreme_row(case.question, case.weighted, case.ranked, case.catalog)
    if found is None:
        return None
    spans = (found.header, *found.rows[: LIMITS.claims])
    claims = tuple(case.claimer.span(found.file, span, ()) for span in spans)
    # 最少 is not said by a row: it was found by comparing all of them.
    asked = [word for word in case.weighted if not compares(word.text)]
    basis = _row(case, found.file, found.rows[0], "")
    if basis:
        around = "|".join(bare_form(span.of(case.catalog.document(found.file).text)).text for span in spans)
        names = cells(case.catalog.document(found.file), found.header)
        called = [said_as(name, bare_form(case.question.text).text) for name in names]
        words = coverage(asked, "|".join((around, *called)))
        basis = replace(basis, words=words, context=max(basis.context, words), typed=True)
    # 季军 is said by no row: read by itself it answers nothing.
    signs = {"by_cell": 1.0} | ({"alone": 0.0} if place_asked(case.question.form) else {})
    return Proposal(claims, signs=signs, basis=basis)


def table_filter(case: DraftingCase) -> Proposal | None:
    """All rows of a table whose value in a column is as a question says, below the header row."""
    found = rows_that_meet(case.question, case.ranked, case.catalog)
    basis = _row(case, found.file, found.rows[0], "") if found else None
    if found is None or basis is None:
        return None
    claims = tuple(case.claimer.span(found.file, span, ()) for span in (found.header, *found.rows))
    note = Note("list-complete", {"count": len(found.rows), "total": len(found.rows)})
    # 下降 is said by no row: it was found by their figures.
    basis = replace(basis, words=1.0, context=1.0, typed=True)
    return Proposal(claims, (note,), signs={"by_cell": 1.0, "score": 1.0}, basis=basis)


def table_cell(case: DraftingCase) -> Proposal | None:
    """The row whose cell a question names by row and column, below its header row."""
    found = cell_asked(case.question, case.ranked, case.catalog)
    if found is None:
        return _cell_in_words(case)
    claims = tuple(case.claimer.span(found.file, span, ()) for span in (found.header, found.row))
    return Proposal(claims, signs={"by_cell": 1.0}, basis=_row(case, found.file, found.row, found.value))


def _cell_in_words(case: DraftingCase) -> Proposal | None:
    """The same of a row that a question names in its own words, where it is among what was found."""
    found = cell_in_words(case.question, case.ranked, case.catalog)
    basis = _row(case, found.file, found.row, found.value) if found else None
    if found is None or basis is None:
        return None
    spans = (found.header, found.row)
    claims = tuple(case.claimer.span(found.file, span, ()) for span in spans)
    # All that the question names stands in the row or over it, in words that the search need not have known.
    basis = replace(basis, words=1.0, context=1.0)
    return Proposal(claims, signs={"by_cell": 1.0, "score": 1.0}, basis=basis)


def _row(case: DraftingCase, file: str, row: Span, value: str) -> Candidate | None:
    """The candidate that a row of a table is; its cell is of the type that is asked for, and stands by the words."""
    one = within_span(case, file, row)
    if one is None or not value:
        return one
    at = max(0, one.form.text.find(value))
    return replace(one, found=(EntityMatch(value, at, at + len(value)),), typed=True)
