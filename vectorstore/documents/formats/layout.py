"""From pieces of text with their places on pages to paragraphs: rows, page furniture, joined lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from vectorstore.documents.formats.extracted import Line

#: What ends a paragraph where a row nearly reaches the margin. A semicolon doesn't: the sentence goes on.
_SENTENCE_END = ("。", "！", "？", "：", "”", "」", "』", "!", "?", ":")
#: A row of prose is so many times as wide as its letters, in a magazine's narrow columns too.
_LEAST_WIDTH = 12
#: The parts of a title may stand apart as a table's cells do, but are longer.
_LONGEST_CELL = 14
#: A page's number says that it is one: 第3页, 3/10, — 3 —.
_PAGE_NUMBER = re.compile(
    r"第?\s*\d{1,4}\s*页.*|\d{1,4}\s*/\s*\d{1,4}|([-—–·.])+\s*\d{1,4}\s*\1+", re.IGNORECASE
)
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


def is_narrow(char: str) -> bool:
    """Whether a character takes half the width of a Chinese one."""
    return char == " " or bool(_NARROW.match(char))


def foreign(text: str) -> bool:
    """Whether much of a text is nonsense, since its fonts don't say which characters they draw."""
    found = len(_FOREIGN.findall(text))
    return found > _MOST_FOREIGN * max(1, sum(map(str.isalnum, _FOREIGN.sub("", text))) + found)


def flow(pages: Sequence[Sequence[Piece]], labels: Sequence[str] = ()) -> tuple[list[Line], int, str]:
    """The paragraphs of all pages, how many rows were page furniture, and one of those.

    Labels are the pages' numbers where none are given. A paragraph that runs over the end of a
    page is one line with the place where the next page begins.
    """
    counted = _counted(pages)
    names = labels or [str(number) for number in range(1, len(pages) + 1)]
    cleaned = [[row for row in page if row.text.strip()] for page in pages]
    heads = _furniture([[" ".join(row.text.split()) for row in page] for page in cleaned])
    dropped, sample = 0, ""
    lines: list[Line] = []
    open_row: Piece | None = None
    # Where paragraphs are indented, a row that isn't indented continues the one before it.
    indents = sum(row.left > _margin(page, False) + 1.2 * row.size for page in cleaned for row in page)
    usual = median([_margin(page, True) for page in cleaned if page] or [0.0])
    # The longest of a few rows reaches a margin of its own making.
    proven = sum(usual - row.right < 1.2 * row.size for page in cleaned for row in page) >= 4
    by_indent = 5 * indents >= sum(map(len, cleaned)) > 5
    for place, (page, name) in enumerate(zip(cleaned, names, strict=True)):
        kept = []
        for number, row in enumerate(page):
            edge = number < 2 or number >= len(page) - 2
            text = " ".join(row.text.split())
            bare = text.isdecimal() and int(text) - place == counted
            if edge and (_numberless(text) in heads or _PAGE_NUMBER.fullmatch(text) or bare):
                dropped += 1
                numbered = sample.isdecimal() or _PAGE_NUMBER.fullmatch(sample)
                sample = sample if sample and not numbered else text
            else:
                kept.append(row)
        # A page of a few short rows doesn't show its margin.
        right = max(_margin(kept, True), usual)
        left = _margin(kept, False)
        for row in kept:
            text = row.text.strip()
            indented = row.left > left + 1.2 * row.size
            tabular = _is_tabular(text)
            if open_row and lines and not indented and not tabular and not _NUMBERED.match(text):
                lines[-1] = _joined(lines[-1], text, name)
            else:
                lines.append(Line(text, 0, name))
            # A row that reaches the margin goes on, even behind a full stop: of the rows that end in one
            # there, far more stand inside a paragraph than at its end.
            room = right - row.right
            full = proven and room < 1.2 * row.size
            nearly = room < 2.2 * row.size and (by_indent or not text.endswith(_SENTENCE_END))
            # The widest of a few short rows, such as a title or a form's field, shows no margin either.
            nearly = nearly and (proven or row.right - row.left >= _LEAST_WIDTH * row.size)
            open_row = row if (full or nearly) and not tabular else None
    return lines, dropped, sample


def _is_tabular(text: str) -> bool:
    """Whether a row is one of a table or form: several short cells, Chinese or figures, and no sentence."""
    cells = text.split()
    if len(cells) < 4 or re.search(r"[。；，]", text):
        return False
    words = sum(bool(re.fullmatch(r"[A-Za-z][A-Za-z',.-]*", cell)) for cell in cells)
    longest = max(len(_NARROW.sub("", cell)) for cell in cells)
    return 2 * words < len(cells) and longest <= _LONGEST_CELL


def _joined(line: Line, text: str, part: str) -> Line:
    # 2021- and 2025 are one range, and a word's two halves one word.
    apart = line.text[-1] != "-" and _NARROW.match(line.text[-1]) and _NARROW.match(text[0])
    gap = " " if apart else ""
    now = line.breaks[-1][1] if line.breaks else line.part
    breaks = line.breaks if now == part else (*line.breaks, (len(line.text) + len(gap), part))
    return Line(line.text + gap + text, line.level, line.part, breaks)


def _margin(page: Sequence[Piece], right: bool) -> float:
    """The edge that most of a page's text keeps: near the outermost, not a single stray row."""
    edges = sorted((row.right for row in page) if right else (row.left for row in page))
    if not edges:
        return 0.0
    return edges[-1 - len(edges) // 20] if right else edges[len(edges) // 20]


def _counted(pages: Sequence[Sequence[Piece]]) -> int | None:
    """What the first page's number would be, by figures alone at the edges of pages that count on; else None.

    A figure that stands alone at an edge may as well be one of a table, or the year that a sentence goes on with.
    """
    found: Counter[int] = Counter()
    for place, page in enumerate(pages):
        texts = [row.text.strip() for row in page if row.text.strip()]
        edges = {text for text in (*texts[:2], *texts[-2:]) if re.fullmatch(r"\d{1,4}", text)}
        found.update({int(text) - place for text in edges})
    if not found:
        return None
    first, times = found.most_common(1)[0]
    last = pages[-1][-1].text.strip() if pages[-1] else ""
    return first if times >= 2 or (len(pages) == 1 and first == 1 and last == "1") else None


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _furniture(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Rows that stand at the edge of most pages, whatever number they hold."""
    if len(pages) < 3:
        return frozenset()
    edges = Counter(row for page in pages for row in {_numberless(one) for one in (*page[:1], *page[-2:])})
    # A bare figure is a page's number only where the pages count on.
    return frozenset(
        row for row, count in edges.items() if row != "#" and count >= 3 and count * 2 > len(pages)
    )
