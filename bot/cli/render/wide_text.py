"""Text counted in the columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: What may not begin a line, and what may not end one.
_CLOSING = "、，。；：？！,.;:?!)）]】}》〉」』”’…%"
_OPENING = "(（[【{《〈「『“‘"
_PIECE = re.compile(r"\s+|[!-~]+|.", re.DOTALL)


def columns(text: str) -> int:
    """How many columns a text takes: two for a wide character, none for a combining one."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def padded(text: str, width: int) -> str:
    """A text with spaces behind it up to `width` columns."""
    return text + " " * (width - columns(text))


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns: words of letters stay whole, Chinese breaks between characters.

    No line begins with a closing mark or ends with an opening one. Only a word that is longer than
    a whole line stands out of it.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for unit in _units(paragraph):
            if line and columns(line) + columns(unit.rstrip()) > width:
                lines.append(line.rstrip())
                line = unit.lstrip()
            else:
                line += unit
        lines.append(line.rstrip())
    return lines


def flowed(parts: Iterable[str], width: int, indent: str = "   ") -> list[str]:
    """Parts beside each other in lines of at most `width` columns, none of them broken; one line where it is 0."""
    lines: list[str] = []
    for part in parts:
        if lines and (not width or columns(lines[-1]) + 2 + columns(part) <= width):
            lines[-1] += f"  {part}"
        else:
            lines.append(indent + part)
    return lines


def _units(paragraph: str) -> list[str]:
    """The parts between which a line may end; white space goes with the part before it."""
    units: list[str] = []
    for piece in _PIECE.findall(paragraph):
        before = units[-1] if units else ""
        joins = before and (
            piece.isspace()
            or (piece[0] in _CLOSING and not before[-1].isspace())
            or before[-1] in _OPENING
            or _one_word(before[-1], piece[0])
        )
        if joins:
            units[-1] += piece
        else:
            units.append(piece)
    return units


def _one_word(last: str, first: str) -> bool:
    """Whether two characters stand in one word of letters: narrow ones, such as é, beside each other."""
    return not (last.isspace() or first.isspace()) and columns(last) == columns(first) == 1
