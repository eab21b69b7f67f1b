"""The row of a table with the most or the least of something: 哪个工程的完成率最低."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.extraction.candidates import Candidate
from bot.extraction.term_weights import ENOUGH, WeightedTerm, coverage
from bot.language.amounts import amounts
from bot.language.characters import pieces
from bot.language.limits import LIMITS
from bot.language.ordinals import ordinals
from bot.language.synonyms import said_for
from bot.language.word_lists import begins_with, is_word_of, says, words_of
from bot.questions.amount_asked import is_count
from bot.questions.question import Question
from vectorstore.documents.tables import cells, header_rows
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Document, Span

#: 隐患最多的镇, 哪个镇隐患最多: things are compared. 最多能坐几人 and 最高罚多少 ask for a limit;
#: 排第一 compares, and 第一条 doesn't.
_MOST = re.compile(
    r"(?:[排居]|位居|位列|名列)第一(?=的|[,;?!、是为]|$)|最(?:为)?(?:(?P<most>高|多|大|长|快|重|贵|深|宽|好)|(?P<least>低|少|小|短|慢|轻|便宜|浅|窄|差))(?=的|[,;?!、是为]|$)"
)


@dataclass(frozen=True, slots=True)
class Extreme:
    """The rows of a table with the highest or the lowest value of a column, and the header row."""

    file: str
    header: Span
    rows: tuple[Span, ...]


def extreme_row(
    question: Question, weighted: Sequence[WeightedTerm], ranked: Sequence[Candidate], catalog: Catalog
) -> Extreme | None:
    """The rows with the most or the least of what a column is called that a question names."""
    asked = _MOST.search(question.form)
    place = 0 if asked else place_asked(question.form)
    if not (asked or place) or not ranked or (asked and asked[0] in ranked[0].form.text):
        return None
    best: Extreme | None = None
    highest = 0.0
    for file in dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best]):
        document = catalog.document(file)
        for header, rows in tables_of(document):
            column = column_asked(question, cells(document, header))
            if not asked:
                found = _placed(document, header, rows, place, column)
            elif column is None:
                found = None
            else:
                found = _rows(document, header, rows, column, not asked["least"])
            if not found:
                continue
            # The column that is named says most; the words around it which of several tables is meant.
            above = document.text[max(0, header.start - LIMITS.above_table) : header.start]
            fit = 1 + coverage(
                weighted, bare_form(f"{document.title}|{above}|{header.of(document.text)}").text
            )
            if fit > highest:
                best, highest = Extreme(file, header, found), fit
    return best


#: Who comes first, second and third.
_MEDALS = ("冠军", "亚军", "季军")
#: Columns that say who comes where.
_PLACES = ("名次", "排名", "位次", "排位")


def place_asked(form: str) -> int:
    """Which place a question asks for: 3 of 第三名是谁, 2 of 亚军; 0 where it asks for none."""
    medals = [number for number, medal in enumerate(_MEDALS, 1) if medal in form]
    named = [one.number for one in ordinals(form) if form[one.end :].startswith("名")]
    found = {*medals, *named}
    return found.pop() if len(found) == 1 else 0


def _placed(
    document: Document, header: Span, rows: Sequence[Span], place: int, column: int | None
) -> tuple[Span, ...] | None:
    """The rows of a place, by the column that gives it; None where the question names a column that isn't in its order."""
    names = [column_name(cell) for cell in cells(document, header)]
    order = next((number for number, name in enumerate(names) if name in _PLACES), None)
    table = [(row, values) for row in rows if len(values := cells(document, row)) == len(names)]
    if order is None or len(table) < 2:
        return None
    places = [cell_value(values[order]) for _, values in table]
    if column is not None:
        amounts_ = [cell_value(values[column]) for _, values in table]
        known = [(a, b) for a, b in zip(places, amounts_, strict=True) if a is not None and b is not None]
        best_first = [b for _, b in sorted(known, key=lambda pair: pair[0])]
        if best_first not in (sorted(best_first), sorted(best_first, reverse=True)):
            return None
    return tuple(row for (row, _), value in zip(table, places, strict=True) if value == place) or None


def tables_of(document: Document) -> Iterator[tuple[Span, list[Span]]]:
    """Every table that has a header row, with its other rows."""
    found: dict[Span, list[Span]] = {}
    starts = {block.span.start: block.span for block in document.blocks}
    for start, header in header_rows(document).items():
        found.setdefault(header, []).append(starts[start])
    yield from found.items()


#: Columns that number the rows and name nothing.
_SERIAL = ("序号", "编号", "排名", "名次", "顺序")


#: What the name of a column may end with and people leave out; the longer first.
_AMOUNTS = ("总数", "数量", "人数", "总量", "数", "量")


def compares(word: str) -> bool:
    """Whether a word only compares or counts (最多, 增速, 下降, 五个): it stands in no row."""
    return word.startswith("最") or is_word_of("growth", word) or is_word_of("falls", word) or is_count(word)


def is_growth(name: str) -> bool:
    """Whether a column gives the growth of the one before it: 同比增长, 增幅."""
    return any(part in name[:5] for part in words_of("growth"))


def column_name(cell: str) -> str:
    """The bare form of a header's cell without its unit in brackets."""
    return bare_form(pieces(cell, "([（")[0]).text


def name_column(names: Sequence[str]) -> int:
    """The column that names the rows: the first that doesn't number them."""
    return next(
        (number for number, name in enumerate(names) if not bare_form(name).text.startswith(_SERIAL)), 0
    )


def said_as(name: str, asked: str) -> str:
    """What a question's bare form calls a column, be it by another word: GDP, 评估人员 of 评估人员数. Empty if nothing."""
    name = column_name(name)
    ends = (end for end in _AMOUNTS if name.endswith(end) and len(name) > len(end) + 1)
    short = name.removesuffix(next(ends, ""))
    return next(
        (one for one in (name, short, *said_for().get(name, ())) if len(one) > 1 and one in asked), ""
    )


def column_asked(question: Question, names: Sequence[str]) -> int | None:
    """The column of whose name the question says most; never that of the rows' names.

    Where growth is compared it is the growth of that column.
    """
    asked = bare_form(question.text).text
    bare = [column_name(name) for name in names]
    first = name_column(names)
    said = [
        number
        for number in range(first + 1, len(bare))
        if len(bare[number]) > 1 and said_as(bare[number], asked)
    ]
    # 客运量 says enough of 日客运量 where no other column ends so.
    ends = {
        number
        for number in range(first + 1, len(bare))
        for word in question.content
        if len(word.text) > 1 and bare[number].endswith(word.text)
    }
    if not said and len(ends) == 1:
        said = list(ends)
    best = max(said, key=lambda number: len(said_as(bare[number], asked)), default=None)
    growth = [number for number in range(first + 1, len(bare)) if is_growth(bare[number])]
    if not says("grows-most", question.form) or not growth:
        return best
    own = [number for number in growth if best is not None and number == best + 1]
    return own[0] if own else growth[0] if len(growth) == 1 else None


def _rows(
    document: Document, header: Span, rows: Sequence[Span], column: int, most: bool
) -> tuple[Span, ...] | None:
    width, name = len(cells(document, header)), name_column(cells(document, header))
    values: dict[Span, Decimal] = {}
    whole = [
        row
        for row in rows
        if len(cells(document, row)) == width and not begins_with("sums", cells(document, row)[name])
    ]
    for row in whole:
        value = cell_value(cells(document, row)[column])
        if value is not None:
            values[row] = value
    if len(values) < 2 or len(values) < ENOUGH * len(whole):
        return None
    wanted = (max if most else min)(values.values())
    return tuple(row for row, value in values.items() if value == wanted)


def cell_value(cell: str) -> Decimal | None:
    """The one figure of a cell with its sign: 12.5, -3, 下降2.1%; None where it has none or several."""
    form = search_form(cell).text
    found = amounts(form)
    if len(found) != 1:
        return None
    value = abs(found[0].value)
    return -value if form.startswith("-") or begins_with("falls", form) else value
