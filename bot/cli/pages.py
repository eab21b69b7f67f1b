"""Writes the page of a document for the browser, at the passage that a key means."""

from __future__ import annotations

from pathlib import Path

from bot.citations.resolver import Resolved
from bot.errors import BadInput, os_reason
from bot.library import Library
from bot.types import Language
from vectorstore.types import Span


def write_page(
    library: Library, resolved: Resolved, span: Span | None, data_dir: Path, language: Language
) -> Path | None:
    """The page's file, `span` of it highlighted; None where the key leads nowhere."""
    from bot.cli.render.document_page import page

    passage = resolved.passage
    if passage is None:
        return None
    catalog = library.catalog
    html = page(
        catalog.document(passage.file),
        catalog.nodes(passage.file),
        catalog.passages(passage.file),
        passage,
        language,
        span or resolved.span,
    )
    path = data_dir / "pages" / f"{resolved.key}.html"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8", errors="replace")
    except OSError as exc:
        raise BadInput(what=str(path), reason=os_reason(exc)) from exc
    return path
