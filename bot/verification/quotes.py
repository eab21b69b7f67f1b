"""Verifies a draft: nothing is shown that its source doesn't say, character for character."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.types import Citation, Claim
from vectorstore.index.catalog import Catalog


def verified(claims: Iterable[Claim], catalog: Catalog) -> tuple[Claim, ...]:
    """The claims whose citations all hold, each with its text taken from the source once more.

    A citation holds when its key is known, its span lies in that passage, and the source's
    characters there are the quotation. A claim without a citation that holds is dropped.
    """
    kept = []
    for claim in claims:
        citations = tuple(c for c in claim.citations if holds(c, catalog))
        if citations and citations[0] == claim.citations[0]:
            kept.append(replace(claim, citations=citations))
    return tuple(kept)


def holds(citation: Citation, catalog: Catalog) -> bool:
    """Whether a citation's quotation stands where it says."""
    passage = catalog.passage(citation.key)
    if passage is None or passage != citation.passage or not passage.span.contains(citation.span):
        return False
    text = catalog.document(passage.file).text
    return bool(citation.quote) and citation.span.of(text) == citation.quote
