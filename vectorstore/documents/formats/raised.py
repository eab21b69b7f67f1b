"""Raised and lowered characters, kept apart from the figure that they stand at: 24.7² is not 24.72."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
#: A character is a mark where it is so much smaller than its row and its base line is off by so much of the row's size.
_SMALLER, _OFF = 0.88, 0.12


def placed(words: str, position: str) -> str:
    """Raised and lowered characters as such; others in brackets, so that they never join a figure.

    What is `raised` or `lowered` by a distance may be a line that somebody set right: it is a mark only
    where it is a few letters or figures.
    """
    if position in {"raised", "lowered"} and re.fullmatch(r"\s*[0-9A-Za-z+-]{1,4}\s*", words):
        position = "superscript" if position == "raised" else "subscript"
    if position not in {"superscript", "subscript"}:
        return words
    marks = _RAISED if position == "superscript" else _LOWERED
    bare = words.strip()
    if all(ord(char) in marks for char in bare):
        return bare.translate(marks)
    return words if bare.startswith(("[", "〔", "①")) or not bare.isalnum() else f"[{bare}]"


def position_of(size: float, above: float, row_size: float) -> str:
    """`superscript`, `subscript` or empty, for a character of this size that stands so far above its row's base line."""
    if size > _SMALLER * row_size or abs(above) < _OFF * row_size:
        return ""
    return "superscript" if above > 0 else "subscript"
