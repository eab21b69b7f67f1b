"""The edges of a quotation: what it leaves out right there may turn what it says.

A figure that is cut (59万 of 1.59万), a negation right before the first character, a last word
that is missing before the full stop: all of these stand in the source character by character,
and are no faithful quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.citations.differences import ChangedThing, Difference, Kind
from bot.citations.edge_punctuation import first_mark, is_enclosed, missing_before
from vectorstore.index.catalog import Catalog
from vectorstore.index.verbatim import VerbatimIndex
from vectorstore.text.numerals import FORMAL_DIGITS, FORMAL_UNITS, HAN, values
from vectorstore.text.search_form import SearchForm, search_form
from vectorstore.types import Span

_SCALES = frozenset("十百千万亿")
_NUMERALS = frozenset(f"{HAN}{FORMAL_DIGITS}{FORMAL_UNITS}万亿")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_SHARES = frozenset("%‰℃")
_LATIN_UNIT = re.compile(r"\d+(?P<unit>[a-z]{2,6})(?![a-z])")
_OPENING = " \t“‘「『\"'《(（"
#: Two figures that one thing is made of. Telephone numbers, dates and file numbers have longer or more groups;
#: GB/T 15835 parts thousands by a narrow space, and older print has · for the decimal point.
_PAIR = re.compile(
    r"(?<![\d.-])(?=(?P<pair>(?:(\d{1,4}(?:\.\d+)?)[-~](\d{1,4}(?:\.\d+)?)(?![\d.-])"
    r"|\d{1,3}[ \"]\d{3}(?!\d)|\d{1,4}·\d{1,4}(?!\d))))"
)
#: What turns a figure right behind it; a dash before a date is only a dash.
_SIGN = re.compile(r"(?:(?<![\d-])-|[<>≤≥±≈]|(?<![担肩背欺胜抱自承])负|零下)\Z")
_DATED = re.compile(r"\d+[年月日号时]")
#: Words that end with a numeral and count nothing.
_WORDS = frozenset({"统一", "唯一", "专一", "单一", "之一", "同一", "不一", "万一"})
_NEGATIONS = ("没有", "不", "未", "无", "没", "非", "勿", "毋", "莫")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A candidate place of a quotation in the text of all documents, with its edit distance."""

    start: int
    end: int
    distance: int


class BoundaryCheck:
    """Finds what a quotation leaves out right at its edges: a negation before it, the rest of a figure."""

    def __init__(self, index: VerbatimIndex, catalog: Catalog) -> None:
        self._index = index
        self._catalog = catalog

    def differences(self, query: str, quoted: SearchForm, fit: Stretch) -> tuple[Difference, ...]:
        """The differences at a quotation's edges that turn its meaning."""
        found = []
        if negated := self.negated(fit):
            place = self._index.place(fit.start - negated, fit.start)
            text = self._catalog.excerpt(place.file, place.span)
            at = quoted.starts[0]
            found.append(Difference(Kind.DELETE, ChangedThing.NEGATION, text, "", place.span, Span(at, at)))
        if unsigned := self.unsigned(query, quoted, fit):
            sign, span = unsigned
            at = quoted.starts[0]
            found.append(Difference(Kind.DELETE, ChangedThing.FIGURE, sign, "", span, Span(at, at)))
        for start, end in self.cut(fit):
            place = self._index.place(start, end)
            first, last = max(start, fit.start) - fit.start, min(end, fit.end) - fit.start
            span = quoted.span(first, last)
            whole = self._catalog.excerpt(place.file, place.span)
            found.append(
                Difference(Kind.REPLACE, ChangedThing.FIGURE, whole, span.of(query), place.span, span)
            )
        return tuple(found)

    def cut(self, fit: Stretch) -> tuple[tuple[int, int], ...]:
        """The figures that a stretch begins or ends inside: 15 does not stand in 2015."""
        text = self._index.text
        inside = [at for at in (fit.start, fit.end) if 0 < at < len(text)]
        figures = [numeral for at in inside if (numeral := self._numeral(at))]
        for at in (at for at in inside if _joins(text[at - 1], text[at])):
            first, last = at, at
            while first and _joins(text[first - 1], text[first]):
                first -= 1
            while last + 1 < len(text) and _joins(text[last], text[last + 1]):
                last += 1
            figures.append((first, last + 1))
        figures.extend(found for at in inside if (found := self._pair(at) or self._unit(at)))
        return tuple(dict.fromkeys(figures))

    def _pair(self, at: int) -> tuple[int, int] | None:
        """The two figures of one thing that a place in the long text parts: 5人 does not stand in 3-5人."""
        text = self._index.text
        gap = at if text[at] == "|" else at - 1
        if text[gap] != "|" or gap in (0, len(text) - 1):
            return None
        first, last = gap, gap + 1
        while first and (text[first - 1].isdecimal() or text[first - 1] == "."):
            first -= 1
        while last < len(text) and (text[last].isdecimal() or text[last] == "."):
            last += 1
        place = self._index.place(first, last)
        around = Span(max(0, place.span.start - 2), place.span.end + 2)
        for found in _PAIR.finditer(search_form(self._catalog.excerpt(place.file, around)).text):
            _, low, high = found.groups()
            if re.sub(r"[^\d.]", "|", found["pair"]) == text[first:last]:
                return (first, last) if low is None or float(low) < float(high) else None
        return None

    def _unit(self, at: int) -> tuple[int, int] | None:
        """The figure and its unit in Latin letters that a place parts: 5kW does not stand in 5kWh."""
        found = _LATIN_UNIT.search(self._index.text, max(0, at - 12), at + 8)
        while found and found.end() <= at:
            found = _LATIN_UNIT.search(self._index.text, found.end(), at + 8)
        if not found or not found.start("unit") < at or self._apart(at):
            return None
        return found.span()

    def _apart(self, at: int) -> bool:
        """Whether something stands between a character of the long text and the one before it."""
        ends = self._index.place(at - 1, at).span.end
        return ends != self._index.place(at, at + 1).span.start

    def unsigned(self, query: str, quoted: SearchForm, fit: Stretch) -> tuple[str, Span] | None:
        """The sign that a quotation leaves out before the figure that it begins with, and where it stands."""
        text = self._index.text
        if not text[fit.start].isdecimal() or _DATED.match(text, fit.start):
            return None
        if not query[: quoted.starts[0]].strip(_OPENING):
            place = self._index.place(fit.start, fit.start + 1)
            before = Span(max(0, place.span.start - 3), place.span.start)
            excerpt = self._catalog.excerpt(place.file, before)
            if found := _SIGN.search(search_form(excerpt).text):
                return found[0], Span(before.end - len(found[0]), before.end)
        return None

    def _numeral(self, at: int) -> tuple[int, int] | None:
        """The Chinese numeral around a place in the long text: 五百 does not stand in 二千五百."""
        text = self._index.text
        if text[at] not in _NUMERALS or (text[at - 1] not in _NUMERALS and not text[at - 1].isdecimal()):
            return None
        first, last = at - 1, at
        while first and _numeral_goes_on(text[first - 1 : first + 1]):
            first -= 1
        while last + 1 < len(text) and text[last + 1] in _NUMERALS:
            last += 1
        last += 1
        whole = text[first:last]
        # The bare form has no marks: 5万。一是 is no numeral, and neither is 统一一个.
        if (
            self._apart(at)
            or (not whole[0].isdecimal() and not values(whole))
            or text[first - 1 : first + 1] in _WORDS
        ):
            return None
        if text[at - 1].isdecimal() and text[at] not in _SCALES:
            return None
        return first, last

    def negated(self, fit: Stretch) -> int:
        """How many characters long the negation is that the stretch begins right behind."""
        index = self._index
        for word in _NEGATIONS:
            start = fit.start - len(word)
            if start >= 0 and index.text.startswith(word, start):
                ends = index.place(start, fit.start).span.end
                return len(word) if ends == index.place(fit.start, fit.start + 1).span.start else 0
        return 0

    def completed(self, query: str, quoted: SearchForm, fit: Stretch) -> Stretch:
        """The fit with one or two characters that are missing before a mark of the quotation.

        A quotation that ends with a mark ends where the source has such a mark, if one follows
        so soon; where it follows further on, people ended it with a mark of their own. The same
        holds for an opening mark.
        """
        before, behind = query[: quoted.starts[0]], query[quoted.ends[-1] :]
        if is_enclosed(before, behind):
            return fit  # the quotation's own marks
        place = self._index.place(fit.start, fit.end)
        start, end = place.span.start, place.span.end
        first = last = 0
        if first_mark(behind):
            follows = search_form(self._catalog.excerpt(place.file, Span(end, end + 24))).text
            last = missing_before(follows, first_mark(behind))
        if first_mark(before[::-1]):
            precedes = search_form(self._catalog.excerpt(place.file, Span(max(0, start - 24), start))).text
            first = missing_before(precedes[::-1], first_mark(before[::-1]))
        return Stretch(fit.start - first, fit.end + last, fit.distance + first + last)


def _joins(left: str, right: str) -> bool:
    """Whether two neighbours belong to one figure, a raised exponent or a sign of per cent behind it too."""
    if right in _SHARES:
        return left.isdecimal()
    return (left.isdecimal() or left == ".") and (right.isdecimal() or right == "." or right in _RAISED)


def _numeral_goes_on(pair: str) -> bool:
    return len(pair) == 2 and (pair[0] in _NUMERALS or (pair[0].isdecimal() and pair[1] in _SCALES))
