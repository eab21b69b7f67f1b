"""What a citation key means, as JSON."""

from __future__ import annotations

from datetime import date

from bot.citations.formats import Style, reference
from bot.citations.resolver import ResolvedKey
from vectorstore.index.catalog import Catalog
from vectorstore.types import Metadata, Passage, Role


def neighbours(catalog: Catalog, passage: Passage) -> tuple[Passage | None, Passage | None]:
    """The passages right before and after one, web leftovers left out."""
    row = [p for p in catalog.passages(passage.file) if p.role is not Role.CHROME or p == passage]
    at = row.index(passage)
    return (row[at - 1] if at else None), (row[at + 1] if at + 1 < len(row) else None)


def citation_json(catalog: Catalog, resolved: ResolvedKey, references: dict[str, str]) -> dict[str, object]:
    """The stable JSON form of what a key means."""
    passage = resolved.passage
    found: dict[str, object] = {
        "asked": resolved.asked,
        "key": resolved.key,
        "state": resolved.state.value,
        "passage": _passage_json(catalog, passage) if passage else None,
        "start": resolved.span.start if resolved.span else None,
        "end": resolved.span.end if resolved.span else None,
        "text": catalog.excerpt(passage.file, resolved.span) if passage and resolved.span else "",
        "was": resolved.was,
        "retired_on": resolved.retired_on,
        "differences": [
            {"kind": d.kind.value, "source": d.source, "quoted": d.quoted, "sort": d.sort.value}
            for d in resolved.differences
        ],
        "candidates": [p.key for p in resolved.candidates],
        "references": references,
    }
    return found


def _passage_json(catalog: Catalog, passage: Passage) -> dict[str, object]:
    metadata: Metadata = catalog.metadata(passage.file)
    before, after = neighbours(catalog, passage)
    return {
        "key": passage.key,
        "file": passage.file,
        "start": passage.span.start,
        "end": passage.span.end,
        "text": catalog.excerpt(passage.file, passage.span),
        "title": metadata.title,
        "publisher": metadata.publisher,
        "author": metadata.author,
        "date": metadata.date,
        "path": list(passage.path),
        "paragraph": passage.paragraph,
        "page": passage.page,
        "confidence": passage.confidence or None,
        "role": passage.role.value,
        "before": _neighbour_json(catalog, before),
        "after": _neighbour_json(catalog, after),
    }


def _neighbour_json(catalog: Catalog, passage: Passage | None) -> dict[str, str] | None:
    if passage is None:
        return None
    return {"key": passage.key, "text": catalog.excerpt(passage.file, passage.span)}


def references(catalog: Catalog, resolved: ResolvedKey, today: date) -> dict[str, str]:
    """Ready citations of what a key means, by their form; none where it no longer holds."""
    if not resolved.passage or not resolved.span or not resolved.holds:
        return {}
    text = catalog.excerpt(resolved.passage.file, resolved.span)
    metadata = catalog.metadata(resolved.passage.file)
    return {style.value: reference(style, metadata, resolved.passage, text, today) for style in Style}
