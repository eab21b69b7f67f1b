"""The cell of a table that a question names by its row and its column: 制造业从业人员有多少."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.drafting.table_extremes import column_name, is_growth, name_column, said_as, tables_of
from bot.extraction.candidates import Candidate
from bot.language.limits import LIMITS
from bot.language.segmentation import words
from bot.language.word_lists import begins_with
from bot.questions.question import Kind, Question
from vectorstore.documents.tables import cells
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.types import Span

#: How a column of names is called, behind what they do.
_WHO = ("单位", "部门", "机构", "企业", "公司", "主体", "人员")


@dataclass(frozen=True, slots=True)
class Cell:
    """A row with a figure in the named column, and the header row above it."""

    file: str
    header: Span
    row: Span
    value: str


def cell_asked(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> Cell | None:
    """The cell whose row and column a question names, where one table only has it."""
    if question.kind not in {Kind.NUMBER, Kind.NAME, Kind.DATE} or question.english:
        return None
    named = question.kind is Kind.NAME
    asked = bare_form(question.text).text
    found: dict[tuple[str, Span], tuple[int, Cell]] = {}
    for file in dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]):
        document = catalog.document(file)
        for header, rows in tables_of(document):
            names = [column_name(cell) for cell in cells(document, header)]
            first = name_column(names)
            for row in rows:
                values = cells(document, row)
                said = column_name(values[first]) if len(values) == len(names) else ""
                column = (
                    _column(asked.replace(said, "|", 1), names, first, named)
                    if len(said) >= 2 and said in asked
                    else None
                )
                if (
                    column
                    and (named or any(map(str.isdigit, values[column])))
                    and len(said) + len(names[column]) > 4
                ):
                    fit = len(said) + len(names[column])
                    found[file, row] = fit, Cell(file, header, row, values[column])
    most = max((fit for fit, _ in found.values()), default=0)
    best = [cell for fit, cell in found.values() if fit == most]
    return best[0] if len(best) == 1 else None


def _column(asked: str, names: Sequence[str], first: int, named: bool) -> int | None:
    """The column whose name a question says, the longest of several; never that of the rows' names.

    增长 says nothing without what grows, which is the column before it. 经费 says enough of 年度经费 where no other
    column is one of 经费. Where a name is asked for (`named`), 运营
    says enough of 运营单位.
    """
    said = [
        number
        for number, name in enumerate(names)
        if number > first
        and len(name) >= 2
        and (
            said_as(name, asked)
            or (named and name.endswith(_WHO) and name[:-2] and name[:-2] in asked)
            or (len(name) > 3 and all(word.text in asked for word in words(name)))
            or (len(name) > 3 and name[-2:] in asked and sum(one.endswith(name[-2:]) for one in names) == 1)
        )
        and not (
            (is_growth(name) or begins_with("relations", name))
            and not (number > 1 and said_as(names[number - 1], asked))
        )
    ]
    return max(said, key=lambda number: len(names[number]), default=None)
