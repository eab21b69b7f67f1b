"""The documents of an index as JSON: their list, their outlines, and one with a passage marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from bot.citations.formats import Style, reference
from bot.messages.safe_text import safe, safe_lines
from vectorstore.documents.line_roles import visible
from vectorstore.index.catalog import Catalog, DocumentRecord
from vectorstore.types import Block, Document, Node, NodeKind, Passage, Span


def record_json(record: DocumentRecord, state: str) -> dict[str, Any]:
    """A document as it is listed; the folder that it was read from stays on this machine."""
    row = asdict(record)
    del row["root"]
    return {**row, "title": record.title, "state": state}


def outline_json(catalog: Catalog, file: str) -> list[dict[str, Any]]:
    """The headings of a document in their order: depth from 1, name, span, and the key to cite."""
    document, passages = catalog.document(file), catalog.passages(file)
    depths: dict[int, int] = {}
    rows = []
    for node in catalog.nodes(file):
        if node.kind is not NodeKind.HEADING:
            continue
        depths[node.number] = depths.get(node.parent, 0) + 1
        first = next((p for p in passages if p.span.end > node.span.start), None)
        rows.append(
            {
                "depth": depths[node.number],
                "label": node.label,
                "name": _heading(document, node),
                "start": node.span.start,
                "end": node.span.end,
                "key": first.key if first else None,
            }
        )
    return rows


def _heading(document: Document, node: Node) -> str:
    return safe(visible(document.text, Span(node.span.start, node.name.end), document.markup)).strip()


def document_json(catalog: Catalog, file: str, marked: Span | None, today: date) -> dict[str, Any]:
    """A document to read: its blocks, each in parts, with the keys where passages begin.

    The parts inside `marked` say so, and `references` are ready citations of them. Their text is made
    safe to show, so quote from `cite`, not from here.
    """
    document, passages = catalog.document(file), catalog.passages(file)
    return {
        "file": file,
        "title": document.title,
        "publisher": document.metadata.publisher,
        "author": document.metadata.author,
        "date": document.metadata.date,
        "script": document.metadata.script,
        "parts": [
            {"label": p.label, "start": p.start, "end": p.end, "confidence": p.confidence or None}
            for p in document.parts
        ],
        "references": _references(catalog, file, passages, marked, today) if marked else {},
        "outline": outline_json(catalog, file),
        "blocks": [_block(document, block, passages, marked) for block in document.blocks],
    }


def _references(
    catalog: Catalog, file: str, passages: Sequence[Passage], marked: Span, today: date
) -> dict[str, str]:
    """Ready citations of a span by the name of their form, `today` being the day of citing."""
    passage = next((one for one in passages if one.span.overlaps(marked)), None)
    quote = catalog.excerpt(file, marked)
    if passage is None or not quote.strip():
        return {}
    metadata = catalog.metadata(file)
    return {style.value: reference(style, metadata, passage, quote, today) for style in Style}


def _block(
    document: Document, block: Block, passages: Sequence[Passage], marked: Span | None
) -> dict[str, Any]:
    begun = {p.span.start: p for p in passages if block.span.start <= p.span.start < block.span.end}
    edges = {block.span.start, block.span.end, *begun}
    if marked:
        edges |= {marked.start, marked.end}
    cuts = sorted(at for at in edges if block.span.start <= at <= block.span.end)
    parts = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        part: dict[str, Any] = {
            "text": safe_lines(visible(document.text, Span(start, end), document.markup)),
        }
        if passage := begun.get(start):
            part |= {"key": passage.key, "paragraph": passage.paragraph}
        if marked and marked.contains(Span(start, end)):
            part["marked"] = True
        parts.append(part)
    return {"role": block.role.value, "level": block.level, "parts": parts}
