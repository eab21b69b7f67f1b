"""A run of text with its place on a page, and what its characters say about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERED = re.compile(
    r"\s*(?:第[一二三四五六七八九十百零\d]+[章节条编部分]|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．](?!\d)|附件|附：|[一二三四五六七八九十]{1,3}是)"
)
_NARROW = re.compile(r"[!-~]")
_FOREIGN = re.compile(r"[\uac00-\ud7af\u1100-\u11ff\ue000-\uf8ff\ufffd\x00-\x08]")
#: Of a page's characters, so many may be Hangul or private before the text counts as nonsense: fonts
#: in GBK without a table for it come out as Hangul, fonts of a few characters often as private ones.
_MOST_FOREIGN = 0.15


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: its left and right edge, its base line from the top, the size of its letters."""

    text: str
    left: float
    right: float
    top: float
    size: float
    cells: tuple[str, ...] = ()  # of a table's row
    font_size: float = 0.0  # as the file states it, where boxes of letters differ from font to font

    @property
    def letters(self) -> float:
        """The size to compare letters by."""
        return self.font_size or self.size


def spaced_join(words: str, more: str, apart: bool = False) -> str:
    """Two parts of a text as one: a space stands between them where letters or figures meet, or they are `apart`."""
    if not words or not more:
        return words or more
    meet = _NARROW.match(words[-1]) and _NARROW.match(more[0])
    return words + (" " if apart or meet else "") + more


def begins_item(text: str) -> bool:
    """Whether a row begins with the number of an item, an article or a heading."""
    return bool(_NUMBERED.match(text))


def is_narrow(char: str) -> bool:
    """Whether a character takes half the width of a Chinese one."""
    return char == " " or bool(_NARROW.match(char))


def foreign(text: str) -> bool:
    """Whether much of a text is nonsense, since its fonts don't say which characters they draw."""
    found = len(_FOREIGN.findall(text))
    return found > _MOST_FOREIGN * max(1, sum(map(str.isalnum, _FOREIGN.sub("", text))) + found)
