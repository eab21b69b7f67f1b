"""What the rows of a page show of its setting: margins, indents, and the gaps between rows and paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from vectorstore.documents.formats.piece import Piece

#: What ends a paragraph where a row nearly reaches the margin. A semicolon doesn't: the sentence goes on.
SENTENCE_END = ("。", "！", "？", "：", "”", "」", "』", "!", "?", ":")
#: A first row is indented by two characters or so, and by so many at most.
DEEPEST_INDENT = 4.5
#: Of so many paragraphs at least, so many begin with an indented row where that is the way of a document.
_LEAST_BEGUN, _MOST_SET_IN = 3, 0.75
#: The gap between the rows of a paragraph is the middle one of so many at least;
_LEAST_GAPS = 3
#: A gap that is so many times as wide as those in a paragraph parts two where a sentence ends above it, one up to so many doesn't.
WIDE_GAP, USUAL_GAP = 1.3, 1.15


def margin(page: Sequence[Piece], right: bool) -> float:
    """The edge that most of a page's text keeps: near the outermost, not a single stray row."""
    edges = sorted((row.right for row in page) if right else (row.left for row in page))
    if not edges:
        return 0.0
    return edges[-1 - len(edges) // 20] if right else edges[len(edges) // 20]


def set_in(pages: Sequence[Sequence[Piece]]) -> list[tuple[Piece, bool]]:
    """Each row of the pages, and whether it begins further in than its page's left margin."""
    lefts = [margin(page, False) for page in pages]
    return [
        (row, row.left > left + 1.2 * row.size)
        for page, left in zip(pages, lefts, strict=True)
        for row in page
    ]


def begin_set_in(pages: Sequence[Sequence[Piece]], right: float) -> bool:
    """Whether rows below one that certainly ends a paragraph, with a full stop and far from the margin, are indented."""
    begun = indented = 0
    for page in pages:
        left = margin(page, False)
        for above, row in pairwise(page):
            if above.text.rstrip().endswith("。") and right - above.right > 2.2 * above.size:
                begun += 1
                indented += 1.2 * row.size < row.left - left < DEEPEST_INDENT * row.size
    return begun >= _LEAST_BEGUN and indented >= _MOST_SET_IN * begun


@dataclass(frozen=True, slots=True)
class Gaps:
    """How far the rows of a paragraph stand apart, 0 where that isn't known, and whether paragraphs stand further apart."""

    inside: float
    are_wide: bool


def gaps_of(rows: Sequence[Piece], right: float) -> Gaps:
    """The gaps between the rows of a page.

    That of a paragraph is measured below rows that reach the margin within a sentence: where paragraphs are
    short, most gaps of a page stand between two of them.
    """
    inside: list[float] = []
    ends: list[float] = []
    for above, below in pairwise(rows):
        ended = above.text.rstrip().endswith(SENTENCE_END)
        full = right - above.right < 1.2 * above.size
        if below.top > above.top and ended != full:
            (ends if ended else inside).append(below.top - above.top)
    usual = median(inside) if len(inside) >= _LEAST_GAPS else 0.0
    return Gaps(usual, len(ends) > 1 and 0 < WIDE_GAP * usual < median(ends))
