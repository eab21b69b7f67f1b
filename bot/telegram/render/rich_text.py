"""Formatted text as a value: rendered as Telegram's HTML or plainly, and cut without breaking a tag.

Lengths are in UTF-16 code units, as Telegram counts them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

LONGEST = 4096
MOST_ENTITIES = 100
#: Control characters, marks that turn the direction of writing, and halves of characters.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_INLINE = ("b", "i", "u", "s", "code")
_SENTENCE_END = re.compile(r"[。！？；\n.!?;]")


@dataclass(frozen=True, slots=True)
class Run:
    """Characters with the same formatting: `b`, `i`, `u`, `s`, `code`, and `quote` for a blockquote."""

    text: str
    styles: frozenset[str] = frozenset()


Block = tuple[Run, ...]


def run(text: str, *styles: str) -> Run:
    """A run whose text is fit to be shown: without control characters and direction marks."""
    return Run(_UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")), frozenset(styles))


def block(*runs: Run) -> Block:
    """A paragraph of a message; neighbouring runs of one formatting become one."""
    merged = []
    for styles, group in groupby(runs, key=lambda r: r.styles):
        text = "".join(r.text for r in group)
        if text:
            merged.append(Run(text, styles))
    return tuple(merged)


def marked(text: str, marks: Iterable[tuple[int, int, str]], *styles: str) -> list[Run]:
    """Runs of a text in which each mark (start, end, style) adds a style to its range."""
    ranges = [(max(0, start), min(len(text), end), style) for start, end, style in marks]
    ranges = [row for row in ranges if row[0] < row[1]]
    cuts = sorted({0, len(text), *(at for row in ranges for at in row[:2])})
    return [
        run(text[start:end], *styles, *(style for low, high, style in ranges if low <= start and end <= high))
        for start, end in pairwise(cuts)
    ]


def utf16(text: str) -> int:
    """The length that Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def plain(blocks: Iterable[Block], between: str = "\n\n") -> str:
    """The text without formatting."""
    return between.join("".join(r.text for r in part) for part in blocks)


def as_html(blocks: Iterable[Block], between: str = "\n\n") -> str:
    """The text as Telegram's HTML."""
    return between.join(_block_html(part) for part in blocks)


def _block_html(part: Block) -> str:
    out = []
    for quoted, group in groupby(part, key=lambda r: "quote" in r.styles):
        inner = "".join(_run_html(r) for r in group)
        out.append(f"<blockquote expandable>{inner}</blockquote>" if quoted else inner)
    return "".join(out)


def _run_html(piece: Run) -> str:
    text = html.escape(piece.text, quote=False)
    for style in reversed(_INLINE):
        if style in piece.styles:
            text = f"<{style}>{text}</{style}>"
    return text


def entities(part: Block) -> int:
    """How many entities Telegram will count in a block."""
    quotes = sum(quoted for quoted, _ in groupby(part, key=lambda r: "quote" in r.styles))
    return quotes + sum(len(r.styles - {"quote"}) for r in part)


def pages(blocks: Sequence[Block], longest: int = LONGEST, most: int = MOST_ENTITIES) -> list[list[Block]]:
    """The blocks in messages that Telegram accepts: cut between blocks, a longer one after a sentence."""
    out: list[list[Block]] = [[]]
    length = count = 0
    for part in blocks:
        for piece in _pieces(part, longest, most):
            size, number = utf16(plain([piece])), entities(piece)
            joined = length + (2 if out[-1] else 0) + size
            if out[-1] and (joined > longest or count + number > most):
                out.append([])
                joined, count = size, 0
            out[-1].append(piece)
            length, count = joined, count + number
    return [page for page in out if page]


def _pieces(part: Block, longest: int, most: int) -> Iterator[Block]:
    """A block in pieces that each fit into a message."""
    rest = list(part)
    while rest:
        taken: list[Run] = []
        room = longest
        while rest and entities(block(*taken, rest[0])) <= most:
            size = utf16(rest[0].text)
            if size <= room:
                room -= size
                taken.append(rest.pop(0))
                continue
            if room >= longest // 4 or not taken:
                cut = _cut(rest[0].text, room)
                taken.append(Run(rest[0].text[:cut], rest[0].styles))
                rest[0] = Run(rest[0].text[cut:], rest[0].styles)
            break
        yield block(*taken)


def _cut(text: str, room: int) -> int:
    """How many characters of `text` fit, up to the end of a sentence where there is one late enough."""
    fits = used = 0
    for char in text:
        used += 1 + (char > "\uffff")
        if used > room:
            break
        fits += 1
    ends = [found.end() for found in _SENTENCE_END.finditer(text[:fits])]
    return ends[-1] if ends and ends[-1] > fits // 2 else max(1, fits)
