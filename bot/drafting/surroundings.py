"""What a quotation needs beside it to be understood: the lead of an item, the columns of a row."""

from __future__ import annotations

from collections.abc import Sequence

from bot.drafting.claims import Claimer
from bot.types import Claim
from vectorstore.documents.tables import header_rows
from vectorstore.index.catalog import Catalog
from vectorstore.types import Document, Node, Role, Span

#: Labels of items that say nothing without their lead.
_ITEM_STYLES = frozenset({"han-bracket", "digit", "digit-bracket", "circled", "letter"})


def with_surroundings(claims: Sequence[Claim], catalog: Catalog, claimer: Claimer) -> tuple[Claim, ...]:
    """The claims, each item behind the lead that it stands under and each row behind its columns' names.

    Said once, and not where another claim quotes it already.
    """
    quoted = [(c.file, c.span) for claim in claims for c in claim.citations]
    shown: list[Claim] = []
    for claim in claims:
        cited = claim.citations[0]
        above = _above(catalog.document(cited.file), catalog.nodes(cited.file), cited.span)
        if above and not any(file == cited.file and span.contains(above) for file, span in quoted):
            quoted.append((cited.file, above))
            shown.append(claimer.span(cited.file, above, ()))
        shown.append(claim)
    return tuple(shown)


def _above(document: Document, nodes: Sequence[Node], span: Span) -> Span | None:
    """The header row of a row, or the line that leads into an item."""
    header = header_rows(document).get(span.start)
    if header:
        return header
    around = [n for n in nodes[1:] if n.span.start <= span.start < n.span.end]
    item = max(around, key=lambda n: (n.span.start, n.level), default=None)
    if item is None or item.style not in _ITEM_STYLES or span.start > item.name.end:
        return None
    parent = nodes[item.parent]
    start = parent.span.start if item.parent > 0 else 0
    lines = [b for b in document.blocks if start <= b.span.start < item.span.start]
    leads = [b for b in lines if b.span.of(document.text).rstrip().endswith((":", "："))]
    if leads and all(_is_item(nodes, b.span.start) for b in lines[lines.index(leads[-1]) + 1 :]):
        return leads[-1].span
    first = next((b for b in lines if b.span.start == start), None) if item.parent > 0 else None
    return first.span if first and first.role is Role.HEADING and item.style == "letter" else None


def _is_item(nodes: Sequence[Node], start: int) -> bool:
    return any(n.span.start == start and n.style in _ITEM_STYLES for n in nodes)
