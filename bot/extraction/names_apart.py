"""Names that end alike and are told by their beginnings: 东津大桥 and 西津大桥, 中度照护 and 重度照护.

Of such names a question often says the one only; what stands under the other's is not what it asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from bot.extraction.place_match import whole_form
from bot.language.characters import is_han
from bot.language.limits import LIMITS
from bot.language.ordinals import NUMERALS
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form
from vectorstore.types import NodeKind, Passage


def only_other_said(asked: str, own: str, other: str, least: int) -> bool:
    """Whether a question says the beginning of another name and not that of this one.

    All are bare forms; `least` is how many characters both names must have in common at their ends. Of a single
    character that differs the next one is a part of the beginning: 东津 and 西津.
    """
    tail = _common_end(own, other)
    if tail < least or tail in {len(own), len(other)}:
        return False
    its, others = own[: max(2, len(own) - tail)], other[: max(2, len(other) - tail)]
    return others in asked and its not in asked


def _common_end(one: str, other: str) -> int:
    pairs = enumerate(zip(reversed(one), reversed(other), strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def under_other_heading(asked: str, passage: Passage, catalog: Catalog) -> bool:
    """Whether a heading over a passage is told from one beside it, and a question says the other one's beginning only.

    `asked` is the question's bare form.
    """
    return _under_other_number(asked, passage, catalog) or any(
        only_other_said(asked, own, other, LIMITS.common_heading)
        for own, others in _headings_over(passage, catalog)
        for other in others
    )


def _numbered(form: str) -> Iterator[tuple[str, str]]:
    """The words of two characters that a form has a number behind, as headings have them: 方向二, 案例3."""
    at = 2
    while at < len(form):
        number = "".join(takewhile(lambda char: char in NUMERALS, form[at:]))
        if number and all(map(is_han, form[at - 2 : at])):
            yield form[at - 2 : at], number
        at += len(number) or 1


def _under_other_number(asked: str, passage: Passage, catalog: Catalog) -> bool:
    """Whether a question names a line by its word and number (方向二), and a passage stands below another such line."""
    for word, number in dict.fromkeys(_numbered(asked)):
        if word + number not in whole_form(catalog.document(passage.file).text):
            continue
        lines = _lines_numbered(word, passage.file, catalog)
        above = [said for start, said in lines if start <= passage.span.start]
        if above and above[-1] != number and any(said == number for _, said in lines):
            return True
    return False


def _lines_numbered(word: str, file: str, catalog: Catalog) -> list[tuple[int, str]]:
    """Where the blocks begin that start with a word and a number, each with the number."""
    document = catalog.document(file)
    found = []
    for block in document.blocks:
        begins = bare_form(block.span.of(document.text)[: LIMITS.common_heading + 4]).text
        numbers = [number for said, number in _numbered(begins) if begins.startswith(word) and said == word]
        found += [(block.span.start, number) for number in numbers[:1]]
    return found


def _headings_over(passage: Passage, catalog: Catalog) -> Iterator[tuple[str, list[str]]]:
    """The headings over a passage, each with those beside it, in bare forms without their numbers."""
    nodes, text = catalog.nodes(passage.file), catalog.document(passage.file).text
    node = nodes[passage.node]
    while node.number:
        if node.kind is NodeKind.HEADING:
            beside = [n for n in nodes if n.parent == node.parent and n.style == node.style]
            names = [_bare_name(n.name.of(text)) for n in beside if n is not node]
            yield _bare_name(node.name.of(text)), names
        node = nodes[node.parent]


@lru_cache(maxsize=4096)
def _bare_name(heading: str) -> str:
    return bare_form(heading).text
