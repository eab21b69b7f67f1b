"""What a reader makes of a file: lines of text, where each came from, and what was left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from vectorstore.types import Part, Span

#: The level of a table's row or a bullet, as `line_roles.ITEM`.
ROW = -1
#: What stands alone in a row of a table and is longer is no label of the row.
_LONGEST_LABEL = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line on its way into the text. `level` is that of a heading, 0, or `ROW`.

    `part` names the page or sheet that it stands on; `breaks` are the places inside the text at
    which a later part begins, where a paragraph runs over the end of a page.
    """

    text: str
    level: int = 0
    part: str = ""
    breaks: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a file that could not be read or was passed over: a reason and what it concerns."""

    reason: str
    detail: str = ""


#: Reasons that concern what a file holds besides the text that people see in it, or text that was
#: read with little certainty. All others say that a file, or a part that people see, wasn't read.
NOTES = frozenset(
    {
        "pictures", "sheet-hidden", "cells-hidden", "comments", "attachment", "linked", "header-footer", "page-unsure",
        "frames", "annotation", "page-hidden-text", "struck",
    }
)  # fmt: skip


#: So much of what was struck out is told.
_LONGEST_STRUCK = 60


def struck_out(words: Sequence[str]) -> list[LeftOut]:
    """The note on words that somebody struck through: they are seen, and no longer what the file says."""
    said = "；".join(dict.fromkeys(word.strip() for word in words if word.strip()))
    return [LeftOut("struck", said[:_LONGEST_STRUCK])] if said else []


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file with its lines (span and heading level) and its parts."""

    format: str
    text: str
    lines: tuple[tuple[Span, int], ...]
    parts: tuple[Part, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    furniture: int = field(default=0)  # running heads and page numbers that were dropped
    sample: str = ""  # one of them


class CannotRead(Exception):
    """A file, or a member of one, can't be read; `reason` is a code of `reason.*` in the messages."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def assemble(
    format: str,
    lines: Iterable[Line],
    left_out: Sequence[LeftOut] = (),
    furniture: int = 0,
    sample: str = "",
) -> Extracted:
    """Join lines to a text, one a row; an empty row stands around tables. Raises `CannotRead`."""
    pieces: list[str] = []
    spans: list[tuple[Span, int]] = []
    starts: list[tuple[int, str]] = []
    place, row_before, any_words = 0, False, False
    for line in lines:
        text = _clean(line.text)
        if not text:
            # A row of nothing parts two tables.
            row_before, gap = False, "\n" if row_before else ""
        else:
            gap = "\n" if spans and row_before != (line.level == ROW) else ""
        if gap and pieces:
            pieces.append(gap)
            place += 1
        if not text:
            continue
        if line.part and (not starts or starts[-1][1] != line.part):
            starts.append((place, line.part))
        starts += [(place + at, part) for at, part in line.breaks]
        spans.append((Span(place, place + len(text)), line.level))
        pieces.append(text + "\n")
        place += len(text) + 1
        row_before = line.level == ROW
        any_words = any_words or any(char.isalnum() for char in text)
    if not any_words:
        raise CannotRead("empty")
    ends = [*(at for at, _ in starts[1:]), place][: len(starts)]
    parts = tuple(Part(label, at, end) for (at, label), end in zip(starts, ends, strict=True) if end > at)
    return Extracted(format, "".join(pieces), tuple(spans), parts, tuple(left_out), furniture, sample)


def _clean(text: str) -> str:
    """The same length where it matters: only what no text may hold is dropped, white space is one line."""
    kept = "".join(" " if char in "\r\n\t\x0b\x0c\x85\u2028\u2029" else char for char in text)
    return "".join(char for char in kept if char >= " " and not "\ud800" <= char <= "\udfff").strip(" ")


def table(rows: Sequence[Sequence[str]], part: str = "") -> list[Line]:
    """The rows of a table as lines `| a | b |`, an empty cell in its place; framed by empty lines.

    A row above or below the others that says one thing, such as the table's title or a note, is a line
    of its own, and a head of two rows is one row: `到位资金 中央`.
    """
    width = max((len(row) for row in rows), default=0)
    padded = ([*row, *[""] * (width - len(row))] for row in rows)
    cells = [[" ".join(cell.split()).replace("|", "｜") for cell in row] for row in padded]
    cells = [row for row in cells if any(row)]
    said = [_says_one_thing(row) for row in cells]
    first = next((n for n, one in enumerate(said) if not one), len(cells))
    last = next(
        (n for n in range(len(cells), first, -1) if not (said[n - 1] and _is_note(cells[n - 1]))), first
    )
    inside = _with_one_head(cells[first:last])
    out = [Line(""), *(Line(_words(row), 0, part) for row in cells[:first])]
    for row in inside:
        # A cell as wide as the table says something about it.
        whole = width == 1 or len(set(row)) == 1
        out.append(Line(row[0], 0, part) if whole else Line("| " + " | ".join(row) + " |", ROW, part))
    return [*out, *(Line(_words(row), 0, part) for row in cells[last:]), Line("")]


def _says_one_thing(row: Sequence[str]) -> bool:
    return len(set(filter(None, row))) == 1


def _is_note(row: Sequence[str]) -> bool:
    """Whether a row under a table is a note: as wide as the table, or longer than a cell's words."""
    return all(row) or len(_words(row)) > _LONGEST_LABEL or bool(re.match("注|备注|说明|附", _words(row)))


def _words(row: Sequence[str]) -> str:
    return next(filter(None, row))


def _with_one_head(rows: list[list[str]]) -> list[list[str]]:
    """The rows with those of a head as one: a cell over several columns is said again in each of them."""
    while len(rows) > 2:
        upper, lower = rows[0], rows[1]
        pairs = list(zip(upper, lower, strict=True))
        spanned = [
            a and a != b and (a in upper[n + 1 : n + 2] or a in upper[max(0, n - 1) : n])
            for n, (a, b) in enumerate(pairs)
        ]
        whole = all(over or a == b for over, (a, b) in zip(spanned, pairs, strict=True))
        under = [b for over, (_, b) in zip(spanned, pairs, strict=True) if over]
        if not any(spanned) or not whole or any(re.fullmatch(r"[\d.,%－-]+", b) for b in under):
            return rows
        rows = [[a if a == b or not b else f"{a} {b}" for a, b in pairs], *rows[2:]]
    return rows
