"""Values of the `vectorstore` package: documents, their outline, passages and hits.

Offsets count characters (code points) in `Document.text`, which is the file's bytes
decoded and nothing else: no newline translation, no removal of a byte-order mark that
UTF-8 leaves in place. Spans are half open, `text[start:end]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: The file of every index folder that its writer holds; such a folder holds no documents, wherever it stands.
WRITER_LOCK = "writer.lock"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of characters in a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of `text` in this span."""
        return text[self.start : self.end]

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Markup:
    """A part of a document's text that is not words, and the characters that it stands for.

    A tag stands for nothing (`shown` is empty), an entity such as `&ldquo;` for its character.
    """

    span: Span
    shown: str = ""


class Role(StrEnum):
    """What a block of a document is."""

    TITLE = "title"
    META = "meta"  # source, author and date lines
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CHROME = "chrome"  # web leftovers: in the text, never a passage


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-sized part of a document. `level` is set by HTML or Markdown headings only."""

    span: Span
    role: Role
    level: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document; an unknown field is an empty string.

    `date` is `YYYY-MM-DD` (or a prefix of it), `script` is `hans`, `hant` or empty.
    """

    title: str = ""
    publisher: str = ""
    author: str = ""
    date: str = ""
    script: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A page or sheet of a file that is no plain text: `text[start:end]` of what was extracted.

    `confidence` is above 0, up to 1, where the text was recognised from a picture of the page; 0
    where it is the file's own.
    """

    label: str
    start: int
    end: int
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its decoded text, its blocks and what is known of it.

    `file` is the path below the folder that was ingested, with `/` between its parts.
    `markup` are the tags and entities in `text`, in order; only HTML has any. `format` is what
    `documents.formats.detect` found; `parts` are the pages or sheets where the format has them.
    """

    file: str
    sha256: str
    encoding: str
    text: str
    metadata: Metadata
    blocks: tuple[Block, ...]
    markup: tuple[Markup, ...] = ()
    format: str = ""
    parts: tuple[Part, ...] = ()

    @property
    def title(self) -> str:
        """The title, or the file's name where there is none."""
        return self.metadata.title or self.file


class NodeKind(StrEnum):
    """What a node of the outline is."""

    ROOT = "root"
    HEADING = "heading"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a document's outline.

    `label` is the numbering as it stands (`一、`, `（二）`, `三是`), `name` the span of the
    heading or of the item's first clause without the label, `span` all that belongs to it.
    `order` is the number that the label says (1 for `一是`), 0 where it says none.
    `style` groups labels of one kind (`一是` and `二是`, but not `一、`).
    """

    number: int
    parent: int
    kind: NodeKind
    style: str
    order: int
    label: str
    name: Span
    span: Span
    level: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a document that is indexed and cited.

    `key` is durable (see `vectorstore.documents.citation_keys`), `paragraph` counts the document's paragraphs
    from 1, `node` is the number of the outline node that the passage belongs to,
    `path` the heading texts above it, outermost first. `page` is the page or sheet that it stands on,
    `3-4` where it runs over the end of one; empty where the format has none. `confidence` is that of
    the least certain page of a scan that it stands on, 0 where the text is the file's own.
    """

    key: str
    file: str
    span: Span
    paragraph: int
    node: int
    path: tuple[str, ...]
    role: Role = Role.PARAGRAPH
    page: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with the scores that ranked it.

    `score` is what it is ranked by now: the fused score in 0..1, or that with the answering
    sentence's. `fused` stays what retrieval said, `dense` is the cosine similarity (-1..1),
    `lexical` the BM25 score (0 and up); ranks count from 1, 0 is "not among the candidates".
    """

    passage: Passage
    text: str
    score: float
    dense: float
    lexical: float
    dense_rank: int = 0
    lexical_rank: int = 0
    fused: float = 0.0
    fused_rank: int = 0
