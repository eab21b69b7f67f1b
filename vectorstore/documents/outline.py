"""Headings and run-in items of a document as a tree.

A heading opens a node that holds all until the next heading of its level or above. Items
(一是…二是…) count as a list only in a row: the first says one, each next says one more, all
under the same heading. An item reaches to the next item of its list; the last one to the end
of its paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from vectorstore.documents.attachments import is_attachment, listed_attachment
from vectorstore.documents.line_patterns import is_row
from vectorstore.documents.rosters import names_counted
from vectorstore.documents.visible_text import marks_inside
from vectorstore.text.numbering import LEVELS, Label, heading_label, item_labels
from vectorstore.text.search_form import SearchForm, search_form
from vectorstore.text.sentences import clause_end, sentence_ranges
from vectorstore.types import Block, Document, Markup, Node, NodeKind, Role, Span

#: Raised whenever a tree would come out differently; an index records it.
VERSION = 8

_PLAIN_LEVEL = 0
#: An attachment is no part of the last numbered heading before it.
_ATTACHMENT_LEVEL = -1
#: 一等奖（2名） is part of whatever heading stands above it.
_GROUP_LEVEL = 40
#: What a clause begins with that says something of the one before it.
_SAYS_OF_IT = ("是", "指", "即", "为", "由", "包括", "不得", "应当", "可以", "负责")
_LONGEST_NAME = 70


@dataclass(slots=True)
class _Open:
    """A node in the making."""

    number: int
    parent: int
    kind: NodeKind
    style: str
    order: int
    label: str
    name: Span
    start: int
    end: int
    level: int
    block: int


@dataclass(slots=True)
class _Series:
    """The items of one list so far."""

    style: str
    members: list[_Open] = field(default_factory=list)


def block_form(document: Document, span: Span) -> SearchForm:
    """The search form of a span of a document, with offsets in the document."""
    return _form_of(span.of(document.text), marks_inside(document.markup, span), span.start)


#: Reading a document asks for the form of each of its blocks up to five times; so many are remembered,
#: with about 5 KB each.
@lru_cache(maxsize=1024)
def _form_of(text: str, markup: tuple[Markup, ...], base: int) -> SearchForm:
    return search_form(text, markup, base)


def outline(document: Document) -> tuple[Node, ...]:
    """The document's nodes in the order of their starts; node 0 is the whole document."""
    whole = Span(0, len(document.text))
    root = _Open(0, -1, NodeKind.ROOT, "", 0, "", Span(0, 0), 0, len(document.text), -99, -1)
    found: list[_Open] = []
    headings = [root]
    series: dict[tuple[int, str], _Series] = {}
    kept: list[_Series] = []
    before: list[str] = []
    last_end = 0
    for index, block in enumerate(document.blocks):
        if block.role not in {Role.HEADING, Role.PARAGRAPH}:
            continue
        form = block_form(document, block.span)
        if not form.text:
            continue
        label = heading_label(form)
        if label and (listed_attachment(before, form.text) or is_row(block.span.of(document.text))):
            label = None
        before.append(form.text)
        if block.role is Role.PARAGRAPH and not label and _ends_list(document, found, headings, index):
            headings.pop().end = last_end
        if block.role is Role.HEADING or label:
            node = _heading(block, form, label, index)
            while headings[-1].level >= node.level:
                headings.pop().end = last_end
            node.parent = id(headings[-1])
            headings.append(node)
            found.append(node)
        if block.role is Role.PARAGRAPH:
            above = headings[-1]
            for item in _items(form, block, index):
                key = (id(above), item.style)
                run = series.get(key)
                item.parent = id(above)
                if item.order == 1:
                    run = series[key] = _Series(item.style, [item])
                    kept.append(run)
                elif run and _follows(run.members[-1], item):
                    run.members[-1].end = max(run.members[-1].end, last_end)
                    if run.members[-1].block == index:
                        run.members[-1].end = item.start
                    run.members.append(item)
        last_end = block.span.end
    for heading in headings[1:]:
        heading.end = last_end
    found.extend(item for run in kept if len(run.members) > 1 for item in run.members)
    return _numbered(root, found, whole)


def _ends_list(document: Document, found: Sequence[_Open], headings: Sequence[_Open], index: int) -> bool:
    """Whether a paragraph without a number goes on after a list, and not in the list's last item.

    So where what leads into the list ends with a colon, and its items are a paragraph each.
    """
    last = headings[-1]
    if last.level < 0 or last.block != index - 1 or not last.order:
        return False
    row = [n for n in found if (n.parent, n.style, n.level) == (last.parent, last.style, last.level)]
    row = row[-last.order :]
    if len(row) < 2 or [n.order for n in row] != list(range(1, last.order + 1)):
        return False
    blocks = [n.block for n in row]
    lead = document.blocks[blocks[0] - 1].span.of(document.text).rstrip() if blocks[0] else ""
    return blocks == list(range(blocks[0], blocks[0] + len(blocks))) and lead.endswith((":", "："))


def _heading(block: Block, form: SearchForm, label: Label | None, index: int) -> _Open:
    length = label.length if label else 0
    name = _name(form, length, whole=block.role is Role.HEADING)
    level = LEVELS[label.style] if label else _PLAIN_LEVEL
    if not label and is_attachment(form.text):
        level = _ATTACHMENT_LEVEL
    elif not label and names_counted(form.text):
        level = _GROUP_LEVEL
    if block.level:
        level = block.level - 20
    text = form.text[:length]
    return _Open(
        -1, 0, NodeKind.HEADING, label.style if label else "plain", label.order if label else 0,
        text, name, block.span.start, block.span.end, level, index,
    )  # fmt: skip


def _items(form: SearchForm, block: Block, index: int) -> list[_Open]:
    items = []
    places = item_labels(form.text)
    for place, label in places:
        if place + label.length >= len(form.text):
            continue
        start = form.starts[place]
        # An item of one sentence with its like (一是…,二是…) ends where the next begins.
        last = next((p for p, other in places if p > place and _is_next(label, other)), len(form.text))
        rest = SearchForm(form.text[place:last], form.starts[place:last], form.ends[place:last])
        name = _name(rest, label.length, whole=False)
        items.append(
            _Open(
                -1,
                0,
                NodeKind.ITEM,
                label.style,
                label.order,
                form.text[place : place + label.length],
                name,
                start,
                block.span.end,
                99,
                index,
            )  # fmt: skip
        )
    return items


def _is_next(label: Label, other: Label) -> bool:
    if label.style == "sequence":
        return other.style == label.style and other.order > label.order
    return other.style == label.style and other.order == label.order + 1


def _name(form: SearchForm, length: int, whole: bool) -> Span:
    """The heading's or item's own words: its first sentence, or its first clause if that is long."""
    if whole or length >= len(form.text):
        return form.span(min(length, len(form.text) - 1), len(form.text))
    _, end = sentence_ranges(form)[0]
    semicolon = form.text.find(";", length, end)
    if semicolon >= 0:
        end = semicolon
    if end - length > _LONGEST_NAME:
        clause = clause_end(form, length, 4)
        # 二类病虫害,是指… and 未按规定公示的,处… say nothing without what follows.
        needs = form.text.endswith("的,", 0, clause) or form.text.startswith(_SAYS_OF_IT, clause)
        end = end if needs else clause
    return form.span(length, max(end, length + 1))


def _follows(before: _Open, item: _Open) -> bool:
    if item.style == "sequence":
        return item.order > before.order
    return item.order == before.order + 1


def _numbered(root: _Open, found: list[_Open], whole: Span) -> tuple[Node, ...]:
    """Give the nodes their numbers and their final parents: the innermost node around each."""
    ordered = sorted(found, key=lambda node: (node.start, node.level, -node.end))
    nodes = [Node(0, -1, NodeKind.ROOT, "", 0, "", Span(0, 0), whole, -99)]
    numbers = {id(root): 0}
    spans: list[tuple[_Open, int]] = []
    for number, node in enumerate(ordered, 1):
        numbers[id(node)] = number
        parent = numbers[node.parent]
        if node.kind is NodeKind.ITEM:
            parent = _item_around(node, spans, parent)
        spans.append((node, number))
        nodes.append(
            Node(
                number,
                parent,
                node.kind,
                node.style,
                node.order,
                node.label,
                node.name,
                Span(node.start, max(node.end, node.name.end)),
                node.level,
            )  # fmt: skip
        )
    return tuple(nodes)


def _item_around(item: _Open, before: Sequence[tuple[_Open, int]], parent: int) -> int:
    """The item of another style, in the same paragraph, that this one is a part of."""
    for node, number in reversed(before):
        if node.block != item.block:
            break
        if node.kind is NodeKind.ITEM and node.style != item.style and node.start < item.start < node.end:
            return number
    return parent


def siblings(nodes: Sequence[Node], number: int) -> list[Node]:
    """The nodes of one list: those with this node's parent, kind, style and level, in order."""
    node = nodes[number]
    same = [
        other
        for other in nodes
        if (other.parent, other.kind, other.style) == (node.parent, node.kind, node.style)
        and other.level == node.level
    ]
    # Two lists under one heading both begin at one, as do the headings of a notice and of what is attached to it.
    runs: list[list[Node]] = []
    for other in same:
        again = other.order <= runs[-1][-1].order if runs and node.kind is NodeKind.ITEM else other.order == 1
        if not runs or again:
            runs.append([])
        runs[-1].append(other)
    return next(run for run in runs if node in run)


def path_of(nodes: Sequence[Node], number: int) -> list[Node]:
    """The nodes from the outermost heading down to this one, the root left out."""
    path: list[Node] = []
    while number > 0:
        path.append(nodes[number])
        number = nodes[number].parent
    return path[::-1]


def with_label(node: Node, text: str) -> str:
    """A node's label and name as they stand in the document."""
    return text[node.span.start : node.name.end]
