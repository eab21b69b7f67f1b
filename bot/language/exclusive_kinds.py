"""Kinds of which a thing is one and not another: 农村 and 城市, 出口 and 进口; the table is `data/exclusive_kinds.txt`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.language.word_lists import WordList, lines_of, parse

_FILE = Path(__file__).parent / "data" / "exclusive_kinds.txt"


@cache
def exclusive_kinds() -> tuple[tuple[WordList, ...], ...]:
    """The rows of the table, each of kinds that shut each other out."""
    return tuple(tuple(map(parse, line.split("|"))) for line in lines_of(_FILE))


def counterpart_in(kind: str, form: str) -> str:
    """The word of a search form that names another kind of the row that `kind` is of: 农村 for 城市; else empty.

    It is empty too where the form names that kind itself, or two others of the row.
    """
    for row in exclusive_kinds():
        if not any(kind in one.words for one in row) or any(
            kind in one.words and one.stands_in(form) for one in row
        ):
            continue
        said = [word for one in row if one.stands_in(form) for word in one.words if word in form]
        if len(said) == 1:
            return said[0]
    return ""
