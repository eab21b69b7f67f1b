"""Entries under a heading, such as the people of a group or the winners of a prize: listed whole, and counted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from bot.extraction.candidates import Candidate
from bot.language.amounts import amounts
from bot.language.characters import pieces
from bot.language.limits import LIMITS
from bot.language.word_lists import says
from bot.questions.question import Kind, Question
from vectorstore.documents.outline import path_of, siblings
from vectorstore.documents.rosters import names_counted
from vectorstore.index.catalog import Catalog
from vectorstore.text.search_form import bare_form, search_form
from vectorstore.types import Document, Node, NodeKind, Role, Span

_OF_SENTENCES = frozenset("。；;：:，,")
#: What a question that names a heading may count: the people or the bodies under it.
_COUNTED = frozenset("人名位个家")


@dataclass(frozen=True, slots=True)
class Entries:
    """A heading and all entries under it, as spans of one file."""

    file: str
    heading: Span
    entries: tuple[Span, ...]


def entries_asked(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> Entries | None:
    """The entries under the one heading that a question names, where it asks which or how many they are."""
    counts = question.kind is Kind.NUMBER and question.measure in _COUNTED
    of_names = question.kind in {Kind.LIST, Kind.NAME, Kind.WHAT}
    several = of_names and any(
        word in question.form for word in ("哪些", "哪几", "都是谁", "都有谁", "名单", "几个人")
    )
    who = of_names and any(word in question.form for word in ("谁", "哪位", "哪个人", "哪个单位", "哪家"))
    if question.english or question.ordinal or not (counts or several or who):
        return None
    asked = bare_form(question.text).text
    found = [
        (fit, one)
        for file in dict.fromkeys(one.hit.passage.file for one in ranked[: LIMITS.best])
        for fit, one in _lists(asked, catalog.document(file), catalog.nodes(file))
        # Whoever asks for one may be told all of whom the heading says how many they are.
        if counts or several or names_counted(one.heading.of(catalog.document(file).text))
    ]
    most = max((fit for fit, _ in found), default=(0, 0))
    best = [one for fit, one in found if fit == most]
    return best[0] if len(best) == 1 else None


def _lists(
    asked: str, document: Document, nodes: Sequence[Node]
) -> Iterator[tuple[tuple[int, int], Entries]]:
    """Every heading that a question names under which nothing stands but entries, and how much of its name and of
    those over it the question says; `asked` is the question's bare form.
    """
    for node in _lowest_headings(nodes):
        # Few headings are named: only theirs are gone through block by block.
        if not (named := _said(node, asked, document)) or _under_other(node, asked, document, nodes):
            continue
        found = _under(node, document)
        if found and (len(found.entries) > 1 or names_counted(found.heading.of(document.text)) == 1):
            over = sum(_said(above, asked, document) for above in path_of(nodes, node.parent))
            yield (named, over), found


def _under_other(node: Node, asked: str, document: Document, nodes: Sequence[Node]) -> bool:
    """Whether a heading stands below one that a question doesn't name, and it names another beside that one: 少年组."""
    return any(
        not _said(above, asked, document)
        and any(_said(one, asked, document) for one in siblings(nodes, above.number) if one is not above)
        for above in path_of(nodes, node.parent)
    )


def _said(node: Node, asked: str, document: Document) -> int:
    """How many characters of a heading's name a question says, which is all of them or none.

    二、传统美术（4人） is asked for without its bracket.
    """
    name = bare_form(pieces(node.name.of(document.text), "（(")[0]).text
    return len(name) if len(name) > 1 and name in asked else 0


def _lowest_headings(nodes: Sequence[Node]) -> Iterator[Node]:
    """The headings that have no other below them."""
    parents = {node.parent for node in nodes[1:]}
    return (n for n in nodes[1:] if n.kind is NodeKind.HEADING and n.number not in parents)


def _under(node: Node, document: Document) -> Entries | None:
    """A heading with what stands under it line by line, where that is nothing but entries."""
    first = bisect_left(document.blocks, node.span.start, key=lambda block: block.span.start)
    last = bisect_left(document.blocks, node.span.end, lo=first, key=lambda block: block.span.start)
    blocks = [
        b for b in document.blocks[first:last] if node.span.contains(b.span) and b.role is not Role.CHROME
    ]
    if len(blocks) < 2 or blocks[0].role is not Role.HEADING:
        return None
    spans = [line for block in blocks[1:] for line in _lines(document.text, block.span)]
    # The sentences behind the last group name nobody.
    lines = list(
        takewhile(
            lambda span: all(_is_entry(part.of(document.text)) for part in _parts(document.text, span)), spans
        )
    )
    names = [name for span in lines for name in _parts(document.text, span)]
    if len(lines) < len(names) and len(names) in _counts_said(blocks[0].span.of(document.text)):
        spans = [*names, *spans[len(lines) :]]  # （六名） over six names on one line
    entries = tuple(takewhile(lambda span: _is_entry(span.of(document.text)), spans))
    # Behind the last group a document goes on in sentences; entries between sentences are no list.
    if not entries or any(_is_entry(span.of(document.text)) for span in spans[len(entries) :]):
        return None
    if len(entries) == 1 and "、" in entries[0].of(document.text):
        entries = tuple(_parts(document.text, entries[0]))  # all in one row: 河湾区文化馆、银杏路小学
    return Entries(document.file, blocks[0].span, entries)


def _lines(text: str, span: Span) -> Iterator[Span]:
    """The lines of a block that hold anything; a block of a list may have several."""
    at = span.start
    for line in span.of(text).splitlines(keepends=True):
        if bare := line.strip():
            start = at + line.index(bare)
            yield Span(start, start + len(bare))
        at += len(line)


def _parts(text: str, span: Span) -> Iterator[Span]:
    """The parts of a line between white space and commas of a row."""
    for part in re.finditer(r"[^\s、]+", span.of(text)):
        yield Span(span.start + part.start(), span.start + part.end())


def _counts_said(heading: str) -> set[int]:
    """The whole numbers that a heading gives, such as how many stand below it."""
    return {int(one.value) for one in amounts(search_form(heading).text) if one.value == int(one.value)}


def heading_of_entry(question: Question, ranked: Sequence[Candidate], catalog: Catalog) -> Entries | None:
    """The one entry whose name a question says, with its heading, where it asks under which one that stands."""
    if question.english or not ranked or not says("asks-group", question.form):
        return None
    asked = bare_form(question.text).text
    found = []
    for file in dict.fromkeys(one.hit.passage.file for one in ranked[:3]):
        document = catalog.document(file)
        for node in _lowest_headings(catalog.nodes(file)):
            if (under := _under(node, document)) is None:
                continue
            for span in under.entries:
                name = bare_form(pieces(span.of(document.text), " \t\u3000|,，、（(")[0]).text
                if len(name) > 1 and name in asked:
                    found.append(Entries(file, under.heading, (span,)))
    return found[0] if len(found) == 1 else None


def _is_entry(text: str) -> bool:
    return len(text) <= LIMITS.entry and not set(text) & _OF_SENTENCES
