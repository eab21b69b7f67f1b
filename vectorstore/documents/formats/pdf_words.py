"""The words of a PDF's row as people read them: spaces and hyphens that pdfium gives in ways of its own."""

from __future__ import annotations

import re

#: Characters that must stand apart before a row counts as set wide.
LEAST_SET_WIDE = 5


def with_spaces(text: str) -> str:
    """The text of a page whose font draws the space as a control character, always the same one."""
    controls = set(re.findall("[\x01-\x08]", text))
    return text.replace(controls.pop(), " ") if len(controls) == 1 else text


def unspaced(text: str) -> str:
    """A row that is set wide, 开 票 通 知 单, without the space that pdfium sees between all its characters."""
    parts = text.split()
    single = sum(len(part) == 1 for part in parts)
    wide = len(parts) >= LEAST_SET_WIDE and single >= 0.9 * len(parts)
    return "".join(parts) if wide and re.search("[\u4e00-\u9fff]", text) else text


def hyphened(text: str) -> str:
    """The row with its hyphens: pdfium writes U+FFFE for one at the end of a line, a minus sign and a range's too."""
    words = re.sub("(?<=[a-z])\ufffe(?=[a-z])", "", text)
    return re.sub("\ufffe", "-", words).replace("\xad", "")
