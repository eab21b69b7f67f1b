"""All rows of a table that meet what a question says of a column: 哪几样的产量下降了, 哪些镇超过300户."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.drafting.table_extremes import Extreme, cell_value, column_asked, is_growth, name_column, said_as
from bot.drafting.table_rows import AskedWord, Table, asked_words, tables_found
from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import ENOUGH
from bot.language.amounts import amounts
from bot.language.limits import LIMITS
from bot.language.word_lists import begins_with, place_of, says
from bot.questions.question import Kind, Question
from vectorstore.documents.tables import cells
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form

#: What stands before a bound, and behind one: a value above it, from it on, below it, up to it; 不超过 goes before 超过.
_BEFORE = {
    "不超过": "to",
    **dict.fromkeys(("不低于", "不少于", "达到"), "from"),
    **dict.fromkeys(("超过", "高于", "大于", "多于"), "above"),
    **dict.fromkeys(("低于", "少于", "小于", "不到", "不足"), "below"),
}
_BEHIND = {"以上": "from", "以下": "to", "以内": "to"}
#: The other side of 0: a fall of more than 5% is a growth below -5%.
_FALLS_BY = {"above": "below", "from": "to"}


@dataclass(frozen=True, slots=True)
class Condition:
    """A bound with the side of it that is meant, and where the question says so."""

    side: str
    bound: Decimal
    start: int
    end: int
    unit: str = ""
    growth: bool = False  # whether it is of the column that gives the growth

    def met_by(self, value: Decimal) -> bool:
        """Whether a value is on that side."""
        return {
            "above": value > self.bound,
            "from": value >= self.bound,
            "below": value < self.bound,
            "to": value <= self.bound,
        }[self.side]


def rows_that_meet(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> Extreme | None:
    """The rows whose value in a column meets the question's condition, where one table only has them."""
    asked = question.kind in {Kind.LIST, Kind.NAME, Kind.WHAT} and says("asks-which", question.form)
    condition = _condition(question.form) if asked and not question.english else None
    if condition is None:
        return None
    found = [
        one for table in tables_found(ranked, catalog) if (one := _rows(question, condition, table, catalog))
    ]
    return found[0] if len(found) == 1 else None


def _condition(form: str) -> Condition | None:
    falls, rises = place_of("falls", form), place_of("growth", form)
    growth = bool(falls or rises)
    for one in amounts(form):
        said = form[: one.start].removesuffix("了")
        before = next((word for word in _BEFORE if said.endswith(word)), "")
        # A unit of up to two characters may stand between: 300户以上.
        behind = next((at for at in range(one.end, one.end + 3) if form[at : at + 2] in _BEHIND), -1)
        side = _BEFORE.get(before) or _BEHIND.get(form[behind : behind + 2], "")
        if not side or one.of_date or one.ordinal:
            continue
        side, bound = (_FALLS_BY.get(side, ""), -one.value) if falls else (side, one.value)
        start = len(said) - len(before) if before else one.start
        end = max(one.end + len(one.unit), behind + 2)
        return Condition(side, bound, start, end, one.unit, growth) if side else None
    place = falls or rises
    return Condition("below" if falls else "above", Decimal(0), *place, growth=True) if place else None


def _rows(question: Question, condition: Condition, table: Table, catalog: Catalog) -> Extreme | None:
    document = catalog.document(table.file)
    column = _growth(question, table) if condition.growth else column_asked(question, table.names)
    if column is None or not _has_unit(condition, table, column) or _says_more(question, condition, table):
        return None
    first = name_column(table.names)
    whole = [
        (row, cells(document, row)) for row, values in table.rows if not begins_with("sums", values[first])
    ]
    values = {row: value for row, found in whole if (value := cell_value(found[column])) is not None}
    met = tuple(row for row, value in values.items() if condition.met_by(value))
    if len(values) < 2 or len(values) < ENOUGH * len(whole) or not 0 < len(met) <= LIMITS.lines:
        return None
    return Extreme(table.file, table.header, met)


def _growth(question: Question, table: Table) -> int | None:
    """The column of the growth: the only one, or the one behind the column that the question names."""
    asked = bare_form(question.text).text
    growing = [
        number
        for number, name in enumerate(table.names)
        if number and (is_growth(name) or says("changes", name))
    ]
    named = [number for number in growing if said_as(table.names[number - 1], asked)]
    found = named or growing
    return found[0] if len(found) == 1 else None


def _has_unit(condition: Condition, table: Table, column: int) -> bool:
    """Whether a column is in the unit of the bound: 万元 are no 元. A column without a unit may be in any."""
    own = table.heads[column].removeprefix(table.names[column])
    return not own or not condition.unit or own == bare_form(condition.unit).text


def _says_more(question: Question, condition: Condition, table: Table) -> bool:
    """Whether a question names something besides the condition that the table doesn't say of all its rows."""
    first = table.names[name_column(table.names)]

    def missing(word: AskedWord) -> bool:
        # The segmenter may join them: 价格下降.
        outside = "".join(
            char for at, char in enumerate(word.text, word.start) if not condition.start <= at < condition.end
        )
        if outside != word.text:
            word = replace(word, text=outside, forms=(outside,))
        # 乡镇 are what a column of 镇 has.
        rows_called = len(first) == 1 and word.text.endswith(first)
        return word.names and bool(outside) and not table.holds(word) and not rows_called

    return any(map(missing, asked_words(question)))
