"""What a phone shows at once: a long text becomes pages of a screen each. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bot.messages.telegram import say
from bot.messages.unread import part_text
from bot.telegram.render.rich_text import Block, as_html, block, pages, plain, run
from bot.telegram.storage.conversations import Shown, ShownCitation, ShownPage
from bot.telegram.transport.message import Button, Outgoing
from bot.types import Language

#: Columns of a message's line on a phone; a Chinese character takes two.
_COLUMNS = 42
#: Lines that a page may fill; a text that is hardly longer stays whole.
SCREEN, _WHOLE = 16, 24
#: Buttons in a row: as few as there are, but ten of them in three rows.
_FEW, _MANY = 3, 4
_MOST_BUTTONS = 48


def lines_of(part: Block) -> int:
    """How many lines a block takes on a phone."""
    text = "".join(one.text for one in part)
    return sum(max(1, -(-_columns(line) // _COLUMNS)) for line in text.split("\n"))


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def screens(parts: Sequence[Block]) -> list[list[int]]:
    """The places of the blocks, a list for each page; one page where everything fits on a screen."""
    if sum(map(lines_of, parts)) <= _WHOLE:
        return [list(range(len(parts)))]
    made: list[list[int]] = [[]]
    room = SCREEN
    for place, part in enumerate(parts):
        lines = lines_of(part)
        if made[-1] and lines > room:
            made.append([])
            room = SCREEN
        made[-1].append(place)
        room -= lines
    return made


def close_together(parts: Sequence[Block]) -> Block:
    """Blocks as one, each on a line of its own."""
    rows = [one for part in parts for one in (run("\n"), *part)]
    return block(*rows[1:])


def page_of(blocks: Sequence[Block], numbers: Sequence[int], items: int) -> list[ShownPage]:
    """Blocks as a page; several where Telegram takes them in no single message."""
    return [
        ShownPage(as_html(made), plain(made), tuple(numbers), 0 if place else items)
        for place, made in enumerate(pages(blocks))
    ]


# --- the message of a page ----------------------------------------------------------------------


def page_message(
    name: str, shown: Shown, number: int, language: Language, more: Sequence[tuple[Button, ...]] = ()
) -> Outgoing:
    """A page with its buttons: its citations, the pages beside it, and `more` below them."""
    page = shown.pages[number]
    rows = [*page_buttons(name, shown, number, language), *answer_rows(name, shown, language), *more]
    return Outgoing(page.html, page.plain).with_buttons(*rows)


def answer_rows(name: str, shown: Shown, language: Language) -> list[tuple[Button, ...]]:
    """What can be done with an answer as a whole: judge it where it is kept, or ask what was only checked."""
    if shown.kept:
        return [(Button("👍", data=f"v:{name}:1"), Button("👎", data=f"v:{name}:0"))]
    if shown.question:
        return [(Button(say("ask-it", language), data=f"a:{name}"),)]
    return []


def page_buttons(name: str, shown: Shown, number: int, language: Language) -> list[tuple[Button, ...]]:
    """The buttons that belong to a page."""
    rows = list(citation_buttons(name, shown, number, language))
    turns = []
    if number > 0:
        turns.append(Button(say("earlier", language), data=f"m:{name}:{number - 1}"))
    if number < len(shown.pages) - 1:
        left = sum(page.items for page in shown.pages[number + 1 :])
        words = say("rest", language, count=left) if left else say("further", language)
        turns.append(Button(words, data=f"m:{name}:{number + 1}"))
    return [*rows, tuple(turns)]


def citation_buttons(
    name: str, shown: Shown, number: int, language: Language
) -> tuple[tuple[Button, ...], ...]:
    """A button for each citation of a page that says where it stands."""
    numbers = [n for n in shown.pages[number].numbers if n <= len(shown.citations)][:_MOST_BUTTONS]
    row = [
        Button(f"[{n}] {_place(shown.citations[n - 1], language)}".rstrip(), data=f"c:{name}:{n}:{number}")
        for n in numbers
    ]
    wide = _FEW if len(row) <= 2 * _FEW else _MANY
    return tuple(tuple(row[at : at + wide]) for at in range(0, len(row), wide))


def _place(citation: ShownCitation, language: Language) -> str:
    if citation.page:
        return shortened(part_text(citation.page, language), 12)
    return say("place", language, number=citation.paragraph) if citation.paragraph else ""


def without_text(shown: Shown) -> bool:
    """Whether the text of an answer was erased, so that only its citations are left."""
    return not any(page.html for page in shown.pages)


def shortened(text: str, most: int) -> str:
    """At most so many characters of a text, with … where it was cut."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def anchored_in(shown: Shown, citations: Sequence[ShownCitation]) -> Shown:
    """The same with these citations."""
    return replace(shown, citations=tuple(citations))
