"""What a cell of a workbook shows: its stored value through its number format, as a person sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from vectorstore.documents.formats.cell_dates import shown_date, shown_span
from vectorstore.documents.formats.chinese_numerals import in_digits, in_words

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>[Ee][+-])|(?P<char>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_DIGITS = "0#?"
#: A workbook's numbers are exact to so many digits; what is behind them is noise of binary fractions.
_EXACT = 15
#: So many digits does a cell without a format of its own show of a fraction.
_GENERAL = 10


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a format: `kind` is text, digit, point, comma, percent, slash, at or general."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the formats that semicolons part: its pieces, when it holds, and Chinese numerals asked for."""

    pieces: tuple[_Piece, ...]
    condition: tuple[str, Decimal] | None
    numerals: int  # 1: 一二三, 2: 壹贰叁


def shown(value: object, number_format: str) -> str:
    """What a cell shows. Dates without Chinese words in their format are shown as 2026-03-05."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date | time):
        return shown_date(value, number_format)
    if isinstance(value, timedelta):
        return shown_span(value, number_format)
    sections = [_section(text) for text in _split(number_format)]
    if isinstance(value, int | float):
        return _number(
            Decimal(f"{value:.{_EXACT}g}") if isinstance(value, float) else Decimal(value), sections
        )
    return _words(str(value), sections)


def _split(number_format: str) -> Iterator[str]:
    start, quoted = 0, False
    for place, char in enumerate(number_format):
        if char == '"':
            quoted = not quoted
        elif char == ";" and not quoted and number_format[max(0, place - 1)] not in "\\!":
            yield number_format[start:place]
            start = place + 1
    yield number_format[start:]


def _section(text: str) -> _Section:
    pieces: list[_Piece] = []
    condition = None
    numerals = 0
    for found in _TOKEN.finditer(text):
        if found["quoted"] is not None:
            pieces.append(_Piece("text", found["quoted"]))
        elif found["escaped"]:
            pieces.append(_Piece("text", found["escaped"]))
        elif found["bracket"] is not None:
            inside = found["bracket"]
            if compared := _CONDITION.fullmatch(inside):
                condition = compared[1], Decimal(compared[2])
            elif inside.startswith("$"):
                pieces.append(_Piece("text", inside[1:].split("-")[0]))
            elif named := re.fullmatch(r"DBNum([12])", inside, re.IGNORECASE):
                numerals = int(named[1])
        elif found["general"]:
            pieces.append(_Piece("general", ""))
        elif found["exponent"]:
            pieces.append(_Piece("exponent", found["exponent"]))
        elif char := found["char"]:
            kinds = {".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "at"}
            pieces.append(_Piece("digit" if char in _DIGITS else kinds.get(char, "text"), char))
    return _Section(tuple(pieces), condition, numerals)


def _words(text: str, sections: list[_Section]) -> str:
    """A text value: as it is, or in the words that its format puts around it."""
    last = sections[-1]
    if len(sections) < 4 and not any(piece.kind == "at" for piece in last.pieces):
        return text
    return "".join(text if piece.kind == "at" else piece.text for piece in last.pieces)


def _number(value: Decimal, sections: list[_Section]) -> str:
    section, shown_value = _chosen(value, sections)
    if section is None:
        return ""
    pieces = section.pieces
    if not pieces:
        return "" if len(sections) > 1 else general(shown_value)
    if any(piece.kind in {"general", "at"} for piece in pieces):
        words = general(abs(shown_value))
        if section.numerals:
            words = in_words(words, section.numerals)
        sign = "-" if shown_value < 0 else ""
        return sign + "".join(words if p.kind in {"general", "at"} else p.text for p in pieces)
    if any(piece.kind == "exponent" for piece in pieces):
        return general(shown_value)
    if any(piece.kind == "slash" for piece in pieces) and any(piece.kind == "digit" for piece in pieces):
        return _fraction(shown_value, pieces)
    if not any(piece.kind == "digit" for piece in pieces):
        return "".join(piece.text for piece in pieces)
    words = _digits(shown_value, pieces)
    return in_digits(words, section.numerals) if section.numerals else words


def _chosen(value: Decimal, sections: list[_Section]) -> tuple[_Section | None, Decimal]:
    """The section that holds for a number, and the number without the sign where the section shows it itself."""
    conditional = [section for section in sections[:2] if section.condition]
    if conditional:
        for section in sections[:3]:
            if section.condition is None or _holds(value, *section.condition):
                return section, value
        return None, value
    parts = sections[:3]
    if value < 0 and len(parts) > 1:
        return parts[1], abs(value)
    if value == 0 and len(parts) > 2:
        return parts[2], value
    return parts[0], value


def _holds(value: Decimal, sign: str, other: Decimal) -> bool:
    return {
        "<": value < other, ">": value > other, "<=": value <= other, ">=": value >= other,
        "=": value == other, "<>": value != other,
    }[sign]  # fmt: skip


def _digits(value: Decimal, pieces: tuple[_Piece, ...]) -> str:
    """A number in the places of its format, with the words between them: `0!.0,"万元"` shows 15000 as 1.5万元."""
    kinds = [piece.kind for piece in pieces]
    point = kinds.index("point") if "point" in kinds else len(pieces)
    places = [n for n, kind in enumerate(kinds) if kind == "digit"]
    whole = [n for n in places if n < point]
    after = [n for n in places if n > point]
    last = max(places)
    # Commas behind the last digit divide by a thousand each; one between digits groups them.
    end = whole[-1] if whole else point
    behind = kinds[end + 1 : point] + (kinds[last + 1 :] if point < len(pieces) else [])
    grouped = any(kind == "comma" for kind in kinds[whole[0] : end]) if whole else False
    value *= Decimal(100) ** kinds.count("percent")
    value /= Decimal(1000) ** behind.count("comma")
    rounded = abs(value).quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    integer, _, fraction = f"{rounded:f}".partition(".")
    needed = sum(pieces[n].text == "0" for n in whole)
    integer = integer.lstrip("0").rjust(needed, "0")
    kept = len(fraction)
    while kept and fraction[kept - 1] == "0" and pieces[after[kept - 1]].text != "0":
        kept -= 1
    out = _integer(integer, [(n, pieces[n]) for n in whole], pieces, grouped, end)
    for n in range(end + 1 if whole else 0, len(pieces)):
        piece = pieces[n]
        if piece.kind == "point":
            out.append("." if kept else "")
        elif piece.kind == "digit" and n > point:
            place = after.index(n)
            out.append(fraction[place] if place < kept else "")
        elif piece.kind in {"text", "percent", "slash"}:
            out.append(piece.text)
    sign = "-" if value < 0 and rounded else ""
    return sign + "".join(out)


def _integer(
    integer: str, whole: list[tuple[int, _Piece]], pieces: tuple[_Piece, ...], grouped: bool, end: int
) -> list[str]:
    """The pieces up to the last whole digit, the number's digits in their places from the right."""
    if not whole:
        return [integer] if integer else []
    left = list(integer)
    out: list[str] = []
    count = 0
    for n in range(end, -1, -1):
        piece = pieces[n]
        if piece.kind == "digit":
            first = n == whole[0][0]
            for _ in range(len(left) if first else min(1, len(left))):
                if grouped and count and count % 3 == 0:
                    out.append(",")
                out.append(left.pop())
                count += 1
        elif piece.kind in {"text", "percent", "slash"}:
            out.append(piece.text)
    return out[::-1]


def _fraction(value: Decimal, pieces: tuple[_Piece, ...]) -> str:
    """`# ?/?` shows 2.5 as `2 1/2`; a number behind the slash is the denominator."""
    slash = next(n for n, piece in enumerate(pieces) if piece.kind == "slash")
    behind = "".join(piece.text for piece in pieces[slash + 1 :]).strip()
    exact = Fraction(abs(value))
    fixed = re.match(r"\d+", behind.replace("?", "").replace("#", ""))
    if fixed and int(fixed[0]):
        base = int(fixed[0])
        part = Fraction(round(exact * base), base)
        top, bottom = round(part * base), base
    else:
        part = exact.limit_denominator(10 ** max(1, behind.count("?") + behind.count("#")) - 1)
        top, bottom = part.numerator, part.denominator
    whole = top // bottom if any(piece.text == " " for piece in pieces[:slash]) else 0
    top -= whole * bottom
    sign = "-" if value < 0 else ""
    fraction = f"{top}/{bottom}" if top else ""
    return sign + (" ".join(filter(None, [str(whole) if whole else "", fraction])) or "0")


def general(value: Decimal) -> str:
    """A number without a format: whole ones with all digits, fractions with ten."""
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    places = max(2, _GENERAL - 1 - value.adjusted()) if value.adjusted() >= 0 else _GENERAL
    text = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".")
