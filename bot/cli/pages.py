"""Writes the page of a document for the browser, at the passage that a key means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bot.citations.resolver import ResolvedKey
from bot.errors import BadInput, os_reason
from bot.library import Library
from bot.types import Language
from vectorstore.types import Span


def write_page(
    library: Library,
    resolved: ResolvedKey,
    span: Span | None,
    data_dir: Path,
    language: Language,
    figures: Sequence[Span] = (),
) -> Path | None:
    """The page's file, `span` of it highlighted and `figures` in it; None where the key leads nowhere."""
    from bot.cli.render.document_page import page

    passage = resolved.passage
    if passage is None:
        return None
    catalog = library.catalog
    marked = span or resolved.span or passage.span
    html = page(
        catalog.document(passage.file),
        catalog.nodes(passage.file),
        catalog.passages(passage.file),
        passage,
        language,
        marked,
        figures,
        _references(library, resolved, marked),
    )
    path = data_dir / "pages" / f"{resolved.key}.html"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8", errors="replace")
    except OSError as exc:
        raise BadInput(what=str(path), reason=os_reason(exc)) from exc
    return path


def _references(library: Library, resolved: ResolvedKey, marked: Span) -> dict[str, str]:
    """Ready citations of what is highlighted; none where the key no longer holds."""
    from bot.citations.formats import Style, reference

    passage = resolved.passage
    if passage is None or not resolved.holds:
        return {}
    metadata = library.catalog.metadata(passage.file)
    quote = library.catalog.excerpt(passage.file, marked)
    return {style.value: reference(style, metadata, passage, quote, date.today()) for style in Style}
