"""What stands behind 第 and a number: the articles, paragraphs and items of a document, alone or in an address.

第三十条之一第二款 is an address of two steps; 第三项 by itself is one of a single step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vectorstore.text.numerals import han_number

#: Digits, and the characters of Chinese numerals below a thousand.
NUMERALS = "〇零一二三四五六七八九十百两0123456789"
#: Such a numeral in a pattern.
NUMERAL = f"[{NUMERALS}]+"
#: Spans of time: 第一个小时 is no item of anything.
_SPANS = "小时|钟头|星期|月|季度|学期|学年|年度|工作日"
_ORDINAL = re.compile(
    rf"第\s*\(?(?P<number>{NUMERAL}+)\)?\s*+(?!个(?:{_SPANS}))(?P<unit>[个大]?部分|方面|[编章节条款项目点个件种类型大]?)(?:之(?P<after>{NUMERAL}))?"
)
#: What may stand between the steps of one address: 第五条的第二款, 第三部分中第（二）项.
_BETWEEN = frozenset(",的中里")
#: What begins an address, and stands below nothing but a part.
_OUTER = frozenset({"条", "部分"})


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A number behind 第, its unit (empty where none is known), the number behind 之, and its place."""

    number: int
    unit: str
    after: int
    start: int
    end: int


def ordinals(form: str) -> tuple[Ordinal, ...]:
    """The ordinals of a search form, in order."""
    return tuple(
        Ordinal(
            han_number(one["number"]),
            "部分" if one["unit"].endswith("部分") else one["unit"],
            han_number(one["after"] or ""),
            *one.span(),
        )
        for one in _ORDINAL.finditer(form)
    )


def addresses(form: str) -> tuple[tuple[Ordinal, ...], ...]:
    """The ordinals of a search form, those of one address together: 第三条, 第二款 of 第三条第二款."""
    found: list[list[Ordinal]] = []
    for one in ordinals(form):
        last = found[-1][-1] if found else None
        goes_on = last is not None and set(form[last.end : one.start]) <= _BETWEEN
        if goes_on and last and (one.unit not in _OUTER or last.unit == "部分"):
            found[-1].append(one)
        else:
            found.append([one])
    return tuple(map(tuple, found))


def named_numbers(form: str, row: Sequence[Ordinal]) -> Iterator[tuple[int, int]]:
    """The numbers of ordinals of one unit with those behind 之; of a range (第五项至第七项) those between too."""
    last: Ordinal | None = None
    for one in row:
        if last and form[max(0, one.start - 1) : one.start] in {"至", "到"}:
            yield from ((number, 0) for number in range(last.number + 1, one.number))
        yield one.number, one.after
        last = one
