"""The cell of a table that a question names by its row and its column: 制造业从业人员有多少."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.drafting.table_extremes import column_name, is_growth, name_column, said_as, tables_of
from bot.extraction.candidates import Candidate
from bot.language.characters import is_han
from bot.language.limits import LIMITS
from bot.language.segmentation import words
from bot.questions.question import Kind, Question
from vectorstore.documents.tables import cells
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.types import Span

#: How a column of names is called, behind what they do.
_WHO = ("单位", "部门", "机构", "企业", "公司", "主体", "人员")
#: How words for people end.
_PEOPLE = ("人", "名", "位", "员", "师", "生", "工", "手", "长", "者", "干部", "医", "护士", "学员")


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
            table = [values for row in rows if len(values := cells(document, row)) == len(names)]
            naming = naming_columns(table, first)
            for row in rows:
                values = cells(document, row)
                if len(values) != len(names):
                    continue
                said = max(
                    (column_name(values[n]) for n in naming if column_name(values[n]) in asked),
                    key=len,
                    default="",
                )
                column = (
                    _column(asked.replace(said, "|", 1), names, first, named)
                    or _counting(question, said, names, first)
                    if len(said) >= 2
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


def naming_columns(table: Sequence[Sequence[str]], first: int) -> list[int]:
    """The columns that name their rows: that of the names, and those of words of which no two are equal (岗位名称 behind 岗位代码)."""
    columns = list(zip(*table, strict=True))
    return [
        number
        for number, column in enumerate(columns)
        if number == first
        or (len(set(column)) == len(column) and not any(char.isdigit() for cell in column for char in cell))
    ]


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
        and not (is_growth(name) and not (number > 1 and said_as(names[number - 1], asked)))
    ]
    return max(said, key=lambda number: len(names[number]), default=None)


def _counting(question: Question, said: str, names: Sequence[str], first: int) -> int | None:
    """The one column that counts what a question counts: 人数 for 招几个老师, 计划班数 for 几个班.

    Not where the question says more of what is counted, as 生熟刀具混用 does: the column counts all.
    """
    more = [word for word in question.content if len(word.text) > 1 and word.text not in said]
    if question.kind is not Kind.NUMBER or any(word.text not in question.counted for word in more):
        return None
    # 班 in 几个班.
    behind = (part[:1] for asks in ("几个", "多少个") for part in question.form.split(asks)[1:])
    counted = {question.measure, *question.counted, *filter(is_han, behind)} - {"", "个"}
    if any(one.endswith(_PEOPLE) for one in counted):
        counted |= {"人", "名额"}
    ends = {one if one == "名额" else f"{one}数" for one in counted}
    found = [n for n, name in enumerate(names) if n > first and name.endswith(tuple(ends))]
    return found[0] if len(found) == 1 else None
