"""Which lines of a page are leftovers of the site around its text: menus, footers, editors' notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
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


def in_menu(text: str, lines: Sequence[Line], index: int) -> bool:
    """Whether a line is a link of a menu that stands one link below another: behind 首页, or three and more of them."""
    for at in range(index, max(-1, index - _LONGEST_MENU), -1):
        if lines[at].text in HOME:
            return True
        if not _may_be_link(lines[at]):
            break
    run, end = 0, min(len(lines), index + _LEAST_LINKS)
    for near in (range(index, max(-1, index - _LEAST_LINKS), -1), range(index + 1, end)):
        run += sum(
            1 for _ in takewhile(lambda at: _may_be_link(lines[at]) and _is_link(text, lines[at]), near)
        )
    return run >= _LEAST_LINKS and _is_link(text, lines[index])


#: So many short links one below another are a menu; no menu has more than so many.
_LEAST_LINKS, _LONGEST_MENU = 3, 40


def _may_be_link(line: Line) -> bool:
    return line.level == ITEM and _width(line.text) <= _LONGEST_LINK


def _is_link(text: str, line: Line) -> bool:
    """Whether what a line shows stands inside a link of a page."""
    before = text[max(0, line.span.start - _LONGEST_TAG) : line.span.start].rstrip()
    return before.endswith(">") and before.rpartition("<")[2].startswith("a ")


#: Characters of the tag of a link.
_LONGEST_TAG = 200


def in_footer(lines: Sequence[Line], index: int) -> bool:
    """Whether a line says who runs the site, beside its registration: without that, it is who holds an event."""
    near = lines[max(0, index - 3) : index + 4]
    return bool(RUNS_SITE.match(lines[index].text)) and any(FOOTER.search(line.text) for line in near)
