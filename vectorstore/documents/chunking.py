"""From a document and its outline to passages.

A passage is a paragraph; a long paragraph is cut between sentences, at its run-in items
first, into parts of similar length. A passage never begins or ends inside a sentence, but for a
line that goes on and on without a sentence end: that is cut at its commas. The
lines with the title, source, author and date make one passage together; a row of a table is a
passage under the words of its header row. Headings and web
leftovers get keys too, so that they can be cited and located, but are not searched for
answers (`is_indexed`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from vectorstore.documents.citation_keys import make_key
from vectorstore.documents.outline import block_form, path_of, with_label
from vectorstore.documents.tables import headers
from vectorstore.text.numbering import heading_label
from vectorstore.text.numerals import FORMAL_DIGITS, FORMAL_UNITS, HAN
from vectorstore.text.search_form import SearchForm, without_punctuation
from vectorstore.text.sentences import clause_end, sentences
from vectorstore.types import Block, Document, Node, NodeKind, Part, Passage, Role, Span

#: Raised whenever a passage would come out differently; an index records it.
VERSION = 4
#: The longest passage, in characters of the search form, unless one sentence is longer.
LONGEST = 320
_LONGEST_ITEM = 120
#: A sentence of more characters is cut at its commas: real sentences of official documents are
#: shorter, and what is longer is a list, a table or a scan without its stops.
_ENDLESS = 2 * LONGEST
_LONGEST_FIGURE = 24
#: What a figure is written with, its unit's first character included: 5.5%, 1,234.5万, 3-5, 二千五百.
_OF_FIGURES = frozenset(f"0123456789.,-~/:%‰℃{HAN}{FORMAL_DIGITS}{FORMAL_UNITS}万亿")


def is_indexed(passage: Passage) -> bool:
    """Whether answers are sought in the passage."""
    return passage.role in {Role.PARAGRAPH, Role.META}


def split(document: Document, nodes: Sequence[Node], longest: int = LONGEST) -> tuple[Passage, ...]:
    """The passages of a document in the order of the text."""
    spans: list[tuple[Span, int, Role, str]] = []
    paragraph = 0
    header = _header(document)
    if header:
        form = block_form(document, header)
        spans.append((header, 0, Role.META, without_punctuation(form).text))
    for block in _merged(document):
        if block.role in {Role.TITLE, Role.META} and header and header.contains(block.span):
            continue
        form = block_form(document, block.span)
        if block.role is Role.PARAGRAPH:
            paragraph += 1
            starts = [n.span.start for n in nodes if block.span.contains(Span(n.span.start, n.span.start))]
            parts = list(_parts(form, starts, longest))
        else:
            parts = [block.span]
        for part in parts:
            first, last = form.locate(part)
            piece = SearchForm(form.text[first:last], form.starts[first:last], form.ends[first:last])
            spans.append((part, paragraph, block.role, without_punctuation(piece).text))
    return tuple(_passages(document, nodes, sorted(spans, key=lambda row: row[0])))


def _merged(document: Document) -> Iterable[Block]:
    """The blocks, with those put together that say nothing alone.

    A lead-in that ends with a colon goes with its short numbered items (第八条…：（一）…；),
    as far as they fit; the lines of a signature go together.
    """
    held: Block | None = None
    room = 0
    for block in document.blocks:
        if held and _joins(document, held, block, room):
            room -= len(block.span)
            held = Block(Span(held.span.start, block.span.end), held.role)
            continue
        if held:
            yield held
        held, room = block, LONGEST - len(block.span)
    if held:
        yield held


def _joins(document: Document, held: Block, block: Block, room: int) -> bool:
    if held.role is not block.role or held.level or block.level:
        return False
    if block.role is Role.META:
        return True
    if block.role is not Role.PARAGRAPH or len(block.span) > min(room, _LONGEST_ITEM):
        return False
    text = held.span.of(document.text).rstrip()
    label = heading_label(block_form(document, block.span))
    return label is not None and label.style != "article" and bool(re.search(r"[:：;；]$", text))


def _header(document: Document) -> Span | None:
    """The span from the title through the source, author and date lines that follow it."""
    opening = []
    for block in document.blocks:
        if block.role in {Role.TITLE, Role.META}:
            opening.append(block)
        elif block.role is not Role.CHROME or opening:
            break
    while opening and opening[-1].role is Role.META and len(opening[-1].span) < 4:
        opening.pop()
    return Span(opening[0].span.start, opening[-1].span.end) if opening else None


def _parts(form: SearchForm, starts: Iterable[int], longest: int) -> Iterable[Span]:
    """Cut one paragraph. `starts` are where outline nodes begin in it."""
    whole = [
        piece
        for span in sentences(form)
        for piece in (_clauses(form, span, longest) if _weight(form, span) > _ENDLESS else [span])
    ]
    if not whole:
        return
    weights = [_weight(form, span) for span in whole]
    if sum(weights) <= longest:
        yield Span(whole[0].start, whole[-1].end)
        return
    begins = set(starts)
    groups: list[list[int]] = [[]]
    for index, sentence in enumerate(whole):
        if groups[-1] and sentence.start in begins:
            groups.append([])
        groups[-1].append(index)
    for group in groups:
        for first, last in _balanced([weights[index] for index in group], longest):
            yield Span(whole[group[first]].start, whole[group[last]].end)


def _weight(form: SearchForm, span: Span) -> int:
    """The length of a source span in characters of the search form."""
    first, last = form.locate(span)
    return last - first


def _clauses(form: SearchForm, sentence: Span, longest: int) -> Iterable[Span]:
    """An endless sentence cut behind its commas, and into even parts where it has none.

    No figure is cut: 增长5. and 5%且 would both be somebody else's words.
    """
    start, last = form.locate(sentence)
    while start < last:
        end = min(clause_end(form, start, 1), last)
        while end < last and _is_inside_figure(form.text, end):
            end = min(clause_end(form, end, 1), last)
        parts = -(-(end - start) // longest)
        even = (start + (end - start) * number // parts for number in range(1, parts))
        cuts = [start, *(_before_figure(form.text, start, cut) for cut in even), end]
        for first, behind in pairwise(dict.fromkeys(cuts)):
            yield form.span(first, behind)
        start = end


def _is_inside_figure(text: str, at: int) -> bool:
    """Whether a cut in front of `text[at]` would part a figure."""
    return text[at - 1] in _OF_FIGURES and text[at] in _OF_FIGURES


def _before_figure(text: str, start: int, cut: int) -> int:
    """The nearest place before a cut that is in no figure; the cut itself where there is none so far back."""
    at = cut
    while at > start and cut - at < _LONGEST_FIGURE and _is_inside_figure(text, at):
        at -= 1
    return at if at > start and not _is_inside_figure(text, at) else cut


def _balanced(weights: Sequence[int], longest: int) -> list[tuple[int, int]]:
    """Cut a row into as few parts as `longest` allows, of lengths as even as can be."""
    total = sum(weights)
    count = max(1, -(-total // longest))
    cuts = [0]
    running = 0
    for index, weight in enumerate(weights):
        target = total * len(cuts) / count
        if index > cuts[-1] and len(cuts) < count and running + weight / 2 > target:
            cuts.append(index)
        running += weight
    cuts.append(len(weights))
    return [(first, last - 1) for first, last in pairwise(cuts) if first < last]


def _passages(
    document: Document, nodes: Sequence[Node], spans: Sequence[tuple[Span, int, Role, str]]
) -> Iterable[Passage]:
    seen: Counter[str] = Counter()
    columns = headers(document)
    for span, paragraph, role, bare in spans:
        text = span.of(document.text)
        key = make_key(document.file, text, bare, seen[text])
        seen[text] += 1
        node = _node_at(nodes, span)
        headings = [above for above in path_of(nodes, node) if above.kind is NodeKind.HEADING]
        path = tuple(" ".join(with_label(above, document.text).split()) for above in headings)
        if span.start in columns:
            path = (*path, columns[span.start])
        yield Passage(key, document.file, span, paragraph, node, path, role, *page_of(document.parts, span))


def page_of(parts: Sequence[Part], span: Span) -> tuple[str, float]:
    """The page or sheet of a span, the first and the last where it runs over an end, and its confidence.

    The confidence is that of the least certain page that was recognised from a scan, else 0.
    """
    over = [part for part in parts if part.start < span.end and span.start < part.end]
    label = "" if not over else over[0].label if len(over) == 1 else f"{over[0].label}-{over[-1].label}"
    return label, min((part.confidence for part in over if part.confidence), default=0.0)


def _node_at(nodes: Sequence[Node], span: Span) -> int:
    """The innermost node that the passage begins in."""
    best = 0
    for node in nodes[1:]:
        if node.span.start <= span.start < node.span.end:
            best = node.number
    return best
