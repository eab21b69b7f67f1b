"""A cited passage as text for a terminal, with what stands before and after it."""

from __future__ import annotations

from bot.model import Citation, Language
from bot.view.safe_text import safe
from vectorstore.catalog import Catalog


def render_passage(catalog: Catalog, citation: Citation, language: Language, colour: bool) -> str:
    """The passage of a citation, its quotation between 「 and 」."""
    text = catalog.document(citation.file).text
    passage = citation.passage
    before = safe(text[passage.span.start : citation.span.start])
    after = safe(text[citation.span.end : passage.span.end])
    return f"{citation.key}  {safe(citation.file)}\n{before}「{safe(citation.quote)}」{after}"
