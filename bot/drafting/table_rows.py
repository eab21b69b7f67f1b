"""The cell of a table that a question names in its own words: 施工许可那边谁负责, where the row is of 建设工程施工许可."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.drafting.table_cells import Cell, naming_columns
from bot.drafting.table_extremes import column_name, compares, name_column, said_as, tables_of
from bot.extraction.candidates import Candidate
from bot.extraction.periods import days_of_year, weekdays
from bot.language.amounts import days
from bot.language.characters import in_order, pieces
from bot.language.limits import LIMITS
from bot.language.segmentation import Word, words
from bot.language.synonyms import official_words_for
from bot.language.word_lists import ends_with, is_word_of
from bot.questions.question import Kind, Question
from vectorstore.documents.tables import cells
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Document, Span

#: What the segmenter leaves at the ends of a word: 要 of 要学, 比 of 产量比.
_CLINGING = "要比了的"
#: What a column of the kind that is asked for weighs, against a word of its name.
_BY_KIND = 0.5
#: What a day weighs in a row, and a name that a question says whole.
_BY_DAY, _WHOLE = 4.0, 0.5
#: What one does for money whatever the column of it is called.
_OF_PRICES = frozenset("买卖收交付花办坐住吃看做打报")
#: What stands between 哪 and what it is one of.
_ONE_OF = ("家", "个", "所", "条", "间", "座", "位", "种", "类")


#: A month with a day of it, or 0 with a day of the week.
Day = tuple[int, int]


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a question with what documents may write for it."""

    text: str
    forms: tuple[str, ...]
    start: int
    end: int
    names: bool  # whether it names something, so that it must stand in the table or over it

    def stands_in(self, parts: Iterable[str]) -> bool:
        """Whether its characters stand in one of several cells in their order: 小车 in 小型汽车."""
        return any(in_order(form, part) for part in parts for form in self.forms)


@dataclass(frozen=True, slots=True)
class Table:
    """A table in bare forms: its header's cells, the names in them, what stands over it, its whole rows."""

    file: str
    header: Span
    heads: tuple[str, ...]
    names: tuple[str, ...]  # without the units behind them
    over: str
    rows: tuple[tuple[Span, tuple[str, ...]], ...]
    days: Mapping[Span, frozenset[Day]]  # of the rows that are of a day, by their first cell

    def holds(self, word: AskedWord, row: Sequence[str] = ()) -> bool:
        """Whether a word stands in the names of the columns, over the table or in a row of it."""
        return word.stands_in((*self.heads, *row)) or any(form in self.over for form in word.forms)


def tables_found(ranked: Sequence[Candidate], catalog: Catalog) -> Iterator[Table]:
    """The tables of the documents that the best sentences are from."""
    for file in dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]):
        yield from _tables_of(catalog.document(file))


#: By file and hash: every question about a document of long tables asks for their cells in bare form again.
_kept: dict[tuple[str, str], tuple[Table, ...]] = {}


def _tables_of(document: Document) -> tuple[Table, ...]:
    """The tables of a document; kept."""
    key = (document.file, document.sha256)
    if (known := _kept.get(key)) is None:
        if len(_kept) >= LIMITS.tables_kept:
            _kept.clear()
        known = _kept[key] = tuple(_read_tables(document))
    return known


def _read_tables(document: Document) -> Iterator[Table]:
    for header, rows in tables_of(document):
        heads = _bare(document, header)
        names = tuple(map(column_name, cells(document, header)))
        whole = tuple((row, found) for row in rows if len(found := _bare(document, row)) == len(heads))
        above = document.text[max(0, header.start - LIMITS.above_table) : header.start]
        over = bare_form(f"{document.title}|{above}").text
        first = name_column(names)
        by_day = {row: _days_of_row(names[first], cells(document, row)[first]) for row, _ in whole}
        if whole:
            yield Table(document.file, header, heads, names, over, whole, by_day)


def _bare(document: Document, row: Span) -> tuple[str, ...]:
    return tuple(bare_form(cell).text for cell in cells(document, row))


def _days_of_row(name: str, cell: str) -> frozenset[Day]:
    """The days that a row is of, by the cell that names it; below 星期 a cell may hold 一、四."""
    of_week = bare_form(name).text in {"星期", "周", "周几", "星期几"}
    # Behind another mark a day of the week is one of a range.
    parts = pieces(cell, "、，,/ ") if of_week else []
    return _days(cell, alone=True).union(*(_days(f"周{part}") for part in parts))


def _days(text: str, alone: bool = False) -> frozenset[Day]:
    """The days that a text names; also by figures only where it is a cell that holds nothing else (`alone`): 9/4."""
    form = search_form(text).text
    parts = pieces(form, "-/.") if alone else []
    if len(parts) in {2, 3} and all(map(str.isdecimal, parts)):
        return frozenset({(int(parts[-2]), int(parts[-1]))})
    # A day of the week is one of no month.
    return days_of_year(form) | {(0, day) for day in weekdays(form)}


def asked_words(question: Question) -> list[AskedWord]:
    """The words of a question that may stand in a table, without its days; verbs of one character too (送, 收)."""
    form = question.form
    for day in days(form):
        if day.day > 0:
            form = form[: day.start] + "|" * (day.end - day.start) + form[day.end :]
    found: dict[int, AskedWord] = {}
    for word in (*question.content, *words(form)):
        text = word.text.strip(_CLINGING)
        taken = any(
            one.start < word.start + len(word.text) and word.start < one.end for one in found.values()
        )
        if not text or taken or form[word.start] == "|" or is_word_of("empty", text):
            continue
        if word not in question.content and word.tag[0] not in "vz":
            continue
        start = word.start + word.text.index(text)
        forms = (text, *(official_words_for().get(text) or official_words_for().get(word.text, ())))
        bare = tuple(dict.fromkeys(one for form_ in forms if (one := bare_form(form_).text)))
        found[start] = AskedWord(text, bare, start, start + len(text), _names(word, text))
    return [found[start] for start in sorted(found)]


def _names(word: Word, text: str) -> bool:
    """Whether a word names something: no time, figure, pronoun or verb of one character, and nothing that is said of all."""
    if is_word_of("said-of-all", text) or compares(text) or word.tag[0] in "tmr":
        return False
    return len(text) > 1 or word.tag[0] in "nab"


def cell_in_words(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> Cell | None:
    """The cell of the one row that holds most of a question's words, in the column of what is asked.

    Every other word that names something stands in the row, in the names of the columns or over the table: a table
    of 大告别厅 and 小告别厅 says nothing of 中告别厅.
    """
    if question.kind not in {Kind.NUMBER, Kind.NAME, Kind.DATE, Kind.WHAT} or question.english:
        return None
    asked = asked_words(question)
    fits = sorted(
        (
            (fit, number, table, row, held)
            for number, table in enumerate(tables_found(ranked, catalog))
            for row, fit, held in _fits(question, asked, table)
        ),
        key=lambda one: -one[0],
    )
    if not fits or (len(fits) > 1 and fits[1][0] == fits[0][0]):
        return None
    _, _, table, row, held = fits[0]
    values = dict(table.rows)[row]
    rest = [word for word in asked if word not in held]
    column = _column(question, rest, table, values, held)
    if column is None or not _is_of_kind(question, table.names[column], values[column]):
        return None
    own = [word for word in rest if word.stands_in([table.names[column]])]
    done = [word for word in rest if len(word.text) == 1 and word.text not in _OF_PRICES]
    if not own and any(not table.holds(word, values) for word in done):
        return None  # 租一个非洲鼓 asks for no 学费: a column that is only of the kind says nothing of what is done
    if any(_is_missing(question, word, table, values, own) for word in rest):
        return None
    value = cells(catalog.document(table.file), row)[column]
    return Cell(table.file, table.header, row, search_form(value).text)


def _fits(
    question: Question, asked: Sequence[AskedWord], table: Table
) -> Iterator[tuple[Span, float, tuple[AskedWord, ...]]]:
    """The rows that hold something of a question, with how much of it and which of its words."""
    naming = naming_columns([row for _, row in table.rows], name_column(table.names))
    asked_days, over = _days(question.form), _days("|".join((table.over, *table.heads)))
    text = bare_form(question.text).text
    for row, values in table.rows:
        named = [column_name(values[number]) or values[number] for number in naming]
        of_day = asked_days & table.days[row]
        if asked_days - over and not of_day:
            continue
        # Of a day the row is known: 药店 is what the column 值班药店 is asked for, not its 百草园药房.
        asking = [table.names[number] for number in naming] if of_day else ()
        held = tuple(word for word in asked if word.stands_in(named) and not word.stands_in(asking))
        whole = max((len(name) for name in named if len(name) > 1 and name in text), default=0)
        if of_day or any(len(word.text) > 1 for word in held):
            words_held = sum(len(word.text) for word in held)
            yield row, words_held + _WHOLE * whole + _BY_DAY * len(of_day), held


def _column(
    question: Question,
    rest: Sequence[AskedWord],
    table: Table,
    values: Sequence[str],
    held: Sequence[AskedWord],
) -> int | None:
    """The one column whose name has most of what is left of a question; a word that many columns have tells little.

    A first column of figures (窗口号) names no row, and may be asked for.
    """
    first = name_column(table.names)
    open_to = [
        number
        for number in range(len(table.names))
        if (number != first or not any(map(str.isalpha, values[first])))
        and not any(word.stands_in([values[number]]) for word in held)
    ]
    fit = {number: _BY_KIND * _is_asked_kind(question, table, number) for number in open_to}
    for word in rest:
        having = [number for number in open_to if word.stands_in([table.names[number]])]
        for number in having:
            fit[number] += len(word.text) / len(having)
    most = max(fit.values(), default=0.0)
    best = [number for number, one in fit.items() if one == most]
    return best[0] if most and len(best) == 1 else None


def _is_asked_kind(question: Question, table: Table, column: int) -> bool:
    """Whether a column is of what is asked for: people, or sums of money."""
    name = table.names[column]
    if question.kind is Kind.NAME:
        return not question.where and ends_with("columns-of-people", name)
    unit = table.heads[column].removeprefix(name)
    return (question.measure == "元" or "钱" in question.form) and (
        "元" in unit or ends_with("columns-of-sums", name)
    )


def _is_of_kind(question: Question, name: str, value: str) -> bool:
    """Whether a cell may be what is asked for; where no kind of thing is (诊室在哪), its column is said by its name."""
    if question.kind is Kind.WHAT:
        # 哪家药店 asks for a cell of 值班药店.
        which = any(f"哪{one}{name[-2:]}" in question.form for one in _ONE_OF)
        return bool(value) and (which or bool(said_as(name, bare_form(question.text).text)))
    return any(map(str.isalpha if question.kind is Kind.NAME else str.isdigit, value))


def _is_missing(
    question: Question, word: AskedWord, table: Table, values: Sequence[str], own: Sequence[AskedWord]
) -> bool:
    """Whether a word names something of which neither the row nor the table says anything.

    What the column's verb is done to need not be said: 孩子 in 送孩子, where the column is 晚送岗.
    """
    if not word.names or table.holds(word, values):
        return False
    done_to = any(one.end == word.start and len(one.text) == 1 for one in own)
    asked_for = question.kind is Kind.NAME and question.form[: word.start].rstrip("个位名家").endswith(
        ("哪", "几")
    )
    return not (done_to or asked_for)
