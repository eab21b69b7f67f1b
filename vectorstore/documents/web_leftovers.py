"""Which lines of a page are leftovers of the site around its text: menus, footers, editors' notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from vectorstore.documents.line_patterns import CHROME, FOOTER, HOME, ITEM, MENU_WORDS, RUNS_SITE, SITE_WORDS

if TYPE_CHECKING:
    from vectorstore.documents.line_roles import Line

#: Characters: the links of a menu are no longer.
_LONGEST_LINK = 6
_BETWEEN_LINKS = " \u3000|｜·/"


def is_leftover(text: str, line: Line) -> bool:
    """Whether a line is a menu, a disclaimer or another leftover of the page that the text stood on."""
    if CHROME.match(line.text):
        # A disclaimer or an editor's note may be long; a paragraph that merely begins with
        # such a word goes on for several sentences and is not bracketed by the page.
        return len(line.text) < 400
    raw = line.span.of(text)
    if line.level == ITEM and re.search(r"[|｜│]|</t[dh]|^[^<]*\t", raw, re.IGNORECASE):
        return False  # a table's row, however short its cells
    words = [word for word in MENU_WORDS.split(raw) if word]
    menu = [word for word in MENU_WORDS.split(line.text) if word]
    if len(menu) > 1 and menu[0] in HOME and all(_width(word) <= _LONGEST_LINK for word in menu):
        return True
    if _is_row_of_links(raw):
        return True
    if len(words) >= 4 and all(len(word) <= 5 for word in words):
        folded = [word for word in words if word in SITE_WORDS]
        return len(folded) >= 2 or (len(words) >= 6 and median(map(len, words)) <= 2)
    return False


def _is_row_of_links(raw: str) -> bool:
    """Whether a line of a web page is nothing but short links side by side: a menu, whatever they are called."""
    links = raw.split("</a>")
    if not links[-1].strip():
        links.pop()
    shown = [link.rpartition(">")[2].strip() for link in links]
    between = [link.partition("<a")[0].strip(_BETWEEN_LINKS) for link in links[1:]]
    return len(links) > 2 and all(0 < _width(one) <= _LONGEST_LINK for one in shown) and not any(between)


def _width(word: str) -> float:
    """How wide a word is, in Chinese characters: a letter is half as wide."""
    return sum(0.5 if char.isascii() else 1 for char in word)


def in_menu(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a link of a menu that stands one link below another and begins with 首页."""
    for line in reversed(lines[: index + 1]):
        if line.text in HOME:
            return True
        if line.level != ITEM or len(line.text) > _LONGEST_LINK:
            return False
    return False


def in_footer(lines: Sequence[Line], index: int) -> bool:
    """Whether a line says who runs the site, beside its registration: without that, it is who holds an event."""
    near = lines[max(0, index - 3) : index + 4]
    return bool(RUNS_SITE.match(lines[index].text)) and any(FOOTER.search(line.text) for line in near)
