"""Compares a quotation with its source and names the kind of each difference.

Differences are found between the two bare forms, so that script, width, punctuation, spaces
and page damage are none, and shown in the own characters of both texts. A change inside a
figure is shown as the whole figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.language.names import is_name_change
from vectorstore.text.search_form import SearchForm, search_form
from vectorstore.types import Span


class Kind(StrEnum):
    """How the quotation departs from the source."""

    REPLACE = "replace"
    INSERT = "insert"  # in the quotation, not in the source
    DELETE = "delete"  # in the source, missing in the quotation


class ChangedThing(StrEnum):
    """The kind of thing that was changed; everything but `other` may change what the sentence says."""

    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Difference:
    """One departure of a quotation from its source.

    `source` and `quoted` are the texts' own characters; `source_span` counts in the document,
    `quoted_span` in the quotation as it was given. An insertion has an empty source span.
    """

    kind: Kind
    sort: ChangedThing
    source: str
    quoted: str
    source_span: Span
    quoted_span: Span


_HAN_DIGITS = frozenset("〇零一二三四五六七八九十百千万亿兆两廿卅半几")
_NEGATIVE = frozenset("不没未无非勿毋莫否禁甭免")
_MEASURE = frozenset(
    "个项次场名位条件份期起家户人处批类种级次例宗套台辆篇部支座所间栋本册页章节款编年月日天周季时分秒岁度"
    "元角角倍成折米里亩吨克斤升公平千万亿余多以%‰℃小点步层轮届组队村镇乡县市省区"
    "只头把根棵株粒颗块片张幅幢艘架枚门瓶箱袋包桶盒顿趟班匹双副笔票桩辆盏口眼具处"
)
_BEFORE_NUMBER = frozenset("第约近超达共计为有至到逾仅满每前后首增减升降占")


def differences(
    source: SearchForm, quoted: SearchForm, source_text: str, quoted_text: str, base: int = 0
) -> tuple[Difference, ...]:
    """How the bare form `quoted` departs from the bare form `source`, in the order of the text.

    `source_text` begins at `base` of its document; offsets of `source` count in the document.
    """
    found = []
    for s0, s1, q0, q1 in _pieces(source.text, quoted.text):
        kind = Kind.REPLACE if s0 < s1 and q0 < q1 else Kind.DELETE if s0 < s1 else Kind.INSERT
        source_span = _span(source, s0, s1)
        quoted_span = _span(quoted, q0, q1)
        found.append(
            Difference(
                kind,
                _changed_thing(source.text, s0, s1, quoted.text, q0, q1),
                source_text[source_span.start - base : source_span.end - base],
                quoted_span.of(quoted_text),
                source_span,
                quoted_span,
            )
        )
    return tuple(found)


def _span(form: SearchForm, start: int, end: int) -> Span:
    if start < end:
        return form.span(start, end)
    at = form.starts[start] if start < len(form.text) else form.ends[-1] if form.text else 0
    return Span(at, at)


def _pieces(source: str, quoted: str) -> list[tuple[int, int, int, int]]:
    """The ranges of both texts that differ, whole figures together, everything else apart."""
    from rapidfuzz.distance import Levenshtein

    raw = [
        (op.src_start, op.src_end, op.dest_start, op.dest_end)
        for op in Levenshtein.opcodes(source, quoted)
        if op.tag != "equal"
    ]
    pieces: list[tuple[int, int, int, int]] = []
    for piece in _joined(raw):
        pieces.extend(_apart(source, quoted, *piece))
    grown = [_grown(source, quoted, *piece) for piece in pieces]
    return _merged(grown)


def _joined(pieces: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Edits that touch each other as one."""
    joined: list[tuple[int, int, int, int]] = []
    for piece in pieces:
        if joined and joined[-1][1] == piece[0] and joined[-1][3] == piece[2]:
            joined[-1] = (joined[-1][0], piece[1], joined[-1][2], piece[3])
        else:
            joined.append(piece)
    return joined


def _apart(source: str, quoted: str, s0: int, s1: int, q0: int, q1: int) -> list[tuple[int, int, int, int]]:
    """Cut a replacement at a figure or a negation, so that each is called out by itself."""
    marks = _marks(source[s0:s1]), _marks(quoted[q0:q1])
    if not (s0 < s1 and q0 < q1) or marks[0] == marks[1] == "x" * len(marks[0]):
        return [(s0, s1, q0, q1)]
    length = min(s1 - s0, q1 - q0)
    same = [(s0 + i, s0 + i + 1, q0 + i, q0 + i + 1) for i in range(length)]
    if "n" in marks[0] + marks[1] and s1 - s0 == q1 - q0:
        plain: list[tuple[int, int, int, int]] = []
        for at, piece in enumerate(same):
            negative = "n" in (marks[0][at], marks[1][at])
            before = at and "n" not in (marks[0][at - 1], marks[1][at - 1])
            if plain and not negative and before:
                plain[-1] = (plain[-1][0], piece[1], plain[-1][2], piece[3])
            else:
                plain.append(piece)
        return plain
    return [(s0, s1, q0, q1)]


def _marks(text: str) -> str:
    return "".join("n" if char in _NEGATIVE else "x" for char in text)


def _grown(source: str, quoted: str, s0: int, s1: int, q0: int, q1: int) -> tuple[int, int, int, int]:
    """A difference that touches a figure, widened to the whole figure in both texts."""
    if not any(map(_in_number, source[s0:s1] + quoted[q0:q1])):
        return s0, s1, q0, q1
    # On both sides of a difference the two texts are equal, character by character.
    while s0 and q0 and source[s0 - 1] == quoted[q0 - 1] and _goes_on(source, s0 - 1):
        s0, q0 = s0 - 1, q0 - 1
    while s1 < len(source) and q1 < len(quoted) and source[s1] == quoted[q1]:
        if source[s1] in "%‰":
            return s0, s1 + 1, q0, q1 + 1
        if not _goes_on(source, s1) or (s1 > s0 and source[s1 - 1] in "%‰"):
            break
        s1, q1 = s1 + 1, q1 + 1
    # 3月 says more than 3.
    if source[s1 : s1 + 1] == quoted[q1 : q1 + 1] and source[s1 : s1 + 1] in tuple("年月日号"):
        s1, q1 = s1 + 1, q1 + 1
    return s0, s1, q0, q1


def _in_number(char: str) -> bool:
    """Whether a changed character changes a figure; `|` parts two figures."""
    return char.isdigit() or char in "%‰.|"


def _goes_on(text: str, at: int) -> bool:
    """Whether a figure goes on through a character: a digit, or the point between two."""
    if text[at] == ".":
        return 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
    return text[at].isdigit()


def _merged(pieces: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Pieces that overlap after they were widened as one."""
    merged: list[tuple[int, int, int, int]] = []
    for piece in pieces:
        if merged and (piece[0] < merged[-1][1] or piece[2] < merged[-1][3]):
            last = merged.pop()
            piece = (
                min(last[0], piece[0]), max(last[1], piece[1]), min(last[2], piece[2]), max(last[3], piece[3])
            )  # fmt: skip
        merged.append(piece)
    return merged


def _changed_thing(source: str, s0: int, s1: int, quoted: str, q0: int, q1: int) -> ChangedThing:
    """Tell which kind of thing a difference changes."""
    taken, put = source[s0:s1], quoted[q0:q1]
    if _negations(taken) != _negations(put):
        return ChangedThing.NEGATION
    if _is_date(source, s0, s1) or _is_date(quoted, q0, q1):
        return ChangedThing.DATE
    if _is_figure(source, s0, s1) or _is_figure(quoted, q0, q1):
        return ChangedThing.FIGURE
    if is_name_change(source, s0, s1, quoted, q0, q1):
        return ChangedThing.NAME
    return ChangedThing.OTHER


def _negations(text: str) -> list[str]:
    return [char for char in text if char in _NEGATIVE]


def _is_date(text: str, start: int, end: int) -> bool:
    """Whether a changed range is, or holds, the number or the unit of a date."""
    for found in _DATE.finditer(text, max(0, start - 12), min(len(text), end + 12)):
        if found.start() < end and start < found.end() and start < end:
            return True
    return False


_HAN_NUMBER = "〇零一二三四五六七八九十廿卅"
_DATE = re.compile(
    r"(?<![\d.])(?:(?:19|20)\d{2}|\d{2}(?=年\d{1,2}月))年(?:\d{1,2}月(?:\d{1,2}[日号])?)?"
    r"|(?<![\d.])\d{1,2}月(?:\d{1,2}[日号]|份|初|底|末|上旬|中旬|下旬)?"
    r"|(?<![\d.])\d{1,2}[日号](?=[\u4e00-\u9fff,|]|$)(?![召线])"
    r"|(?<!\d)(?:19|20)\d{2}\|\d{1,2}\|\d{1,2}"
    r"|(?<!\d)(?:19|20)\d{2}(?!\d)"
    rf"|[〇零一二三四五六七八九]{{4}}年(?:[{_HAN_NUMBER}]{{1,2}}月(?:[{_HAN_NUMBER}]{{1,3}}[日号])?)?"
    rf"|[{_HAN_NUMBER}]{{1,2}}月[{_HAN_NUMBER}]{{1,3}}[日号]"
    r"|(?<![\d.])\d{1,2}时(?:\d{1,2}分)?(?![间期代刻候])"
)


def _is_figure(text: str, start: int, end: int) -> bool:
    """Whether a changed range is, or holds, a figure or the unit of one."""
    part = text[start:end]
    if any(char.isdigit() or char in "%‰℃" for char in part):
        return True
    if any(char in ".|" for char in part):
        return True
    before = text[start - 1] if start else ""
    behind = text[end] if end < len(text) else ""
    for offset, char in enumerate(part, start):
        if char not in _HAN_DIGITS:
            continue
        left = text[offset - 1] if offset else ""
        right = text[offset + 1] if offset + 1 < len(text) else ""
        if left.isdigit() or left in _HAN_DIGITS or right in _HAN_DIGITS or right.isdigit():
            return True
        if right in _MEASURE or left in _BEFORE_NUMBER:
            return True
    # A unit behind a digit (5万元 and 5亿元, 3倍 and 3成) is a part of the figure.
    return bool(part) and len(part) <= 2 and before.isdigit() and part[0] in _UNITS and behind != ""


_UNITS = frozenset("个十百千万亿兆元倍成折%‰余多米里亩吨克")


_SIGNED = re.compile(r"(?P<sign>(?<![\d-])-|[+<>≤≥±≈])?(?P<number>\d[\d.,]*[%‰]?)")


_BETWEEN = re.compile(r"(?<=(?P<left>\d))(?P<marks>[^\w.]+)(?=(?P<right>\d))")
_OF_A_DATE = re.compile(r"(?:19|20)\d\d[-/]\d{1,2}[-/]\d{1,2}")
_SEPARATORS = {"-": "range", "~": "range", "/": "of", ":": "to", "∶": "to", "·": "point"}


def sign_differences(source: str, quoted: str, place: Span) -> tuple[Difference, ...]:
    """Figures of two texts, alike but for punctuation, that say something else: -5% and 5%, 3-5 and 3/5.

    `place` is where `source` stands in its document.
    """
    ours, theirs = search_form(source).text, search_form(quoted).text
    pairs = [*_signs(ours, theirs), *_separators(ours, theirs)]
    return tuple(
        Difference(Kind.REPLACE, ChangedThing.FIGURE, one, other, place, Span(0, len(quoted)))
        for one, other in pairs
    )


def _signs(source: str, quoted: str) -> list[tuple[str, str]]:
    """The figures, in both texts, that have another sign."""
    ours, theirs = list(_SIGNED.finditer(source)), list(_SIGNED.finditer(quoted))
    if len(ours) != len(theirs):
        return []
    return [
        (one[0], other[0])
        for one, other in zip(ours, theirs, strict=True)
        if one["number"] == other["number"] and (one["sign"] or "") != (other["sign"] or "")
    ]


def _separators(source: str, quoted: str) -> list[tuple[str, str]]:
    """Neighbouring figures, in both texts, with marks of another meaning between them."""
    found: list[list[tuple[str, str]]] = []
    for text in (source, quoted):
        dates = [date.span() for date in _OF_A_DATE.finditer(text)]
        found.append(
            [
                (f"{gap['left']}{gap['marks']}{gap['right']}", _SEPARATORS.get(gap["marks"][0], ""))
                for gap in _BETWEEN.finditer(text)
                if not any(start < gap.start() < end for start, end in dates)
            ]
        )
    ours, theirs = found
    if len(ours) != len(theirs):
        return []
    return [(one, other) for (one, meant), (other, said) in zip(ours, theirs, strict=True) if meant != said]
