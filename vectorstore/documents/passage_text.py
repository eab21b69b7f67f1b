"""The text that is indexed for a passage: its words with the title and headings above them.

A paragraph seldom names the body or the year that it speaks of; its title and headings do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from vectorstore.documents.outline import block_form
from vectorstore.text.search_form import search_form, without_punctuation
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
        return digest_of(self.dense)


def digest_of(dense: str) -> str:
    """The digest of a text that the model reads."""
    return hashlib.blake2b(dense.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def index_text(document: Document, passage: Passage) -> IndexText:
    """The indexed text of a passage."""
    form = block_form(document, passage.span)
    above = heading_context(document.metadata.title, passage)
    heads = [_head_forms(part) for part in above]
    dense = "\n".join([*(head for head, _ in heads), form.text])
    bare = "|".join([*(head for _, head in heads), without_punctuation(form).text])
    return IndexText(dense, bare)


@lru_cache(maxsize=1024)
def _head_forms(heading: str) -> tuple[str, str]:
    """The search form and the bare form of a title or heading, which stands above many passages."""
    form = search_form(heading)
    return form.text, without_punctuation(form).text


def heading_context(title: str, passage: Passage) -> Sequence[str]:
    """The title and headings that go in front of a passage's own words."""
    if passage.role is Role.META:
        return ()
    return [part[:_LONGEST_TITLE] for part in (title, *passage.path) if part]
