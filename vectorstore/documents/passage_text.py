"""The text that is indexed for a passage: its words with the title and headings above them.

A paragraph seldom names the body or the year that it speaks of; its title and headings do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.documents.outline import block_form
from vectorstore.text.search_form import bare_form, search_form, without_punctuation
from vectorstore.types import Document, Passage, Role

_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class IndexText:
    """`dense` is read by the embedding model, `bare` by the lexical index."""

    dense: str
    bare: str

    @property
    def digest(self) -> str:
        """What tells whether a vector of an earlier generation is this text's."""
        return hashlib.blake2b(self.dense.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def index_text(document: Document, passage: Passage) -> IndexText:
    """The indexed text of a passage."""
    form = block_form(document, passage.span)
    above = heading_context(document.metadata.title, passage)
    dense = "\n".join([*(search_form(part).text for part in above), form.text])
    bare = "|".join([*(bare_form(part).text for part in above), without_punctuation(form).text])
    return IndexText(dense, bare)


def heading_context(title: str, passage: Passage) -> Sequence[str]:
    """The title and headings that go in front of a passage's own words."""
    if passage.role is Role.META:
        return ()
    return [part[:_LONGEST_TITLE] for part in (title, *passage.path) if part]
