"""A document as one self-contained HTML page with a cited passage highlighted.

Nothing is loaded from anywhere and nothing in the document can become markup: the template escapes
every value, and the page's policy allows only the one style sheet and the one script in it, by
their hashes. The script scrolls to the passage and copies ready citations; without scripts the
page is whole and its anchors work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.messages.citations import say
from bot.messages.html_page import data_file, rendered, source_hash, trusted
from bot.messages.unread import part_text
from bot.types import Language
from vectorstore.documents.line_roles import visible
from vectorstore.types import Block, Document, Node, NodeKind, Passage, Role, Span

_TAGS = {Role.TITLE: "h1", Role.META: "p", Role.HEADING: "h2", Role.PARAGRAPH: "p", Role.CHROME: "p"}
_DATA = "bot.cli.render"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block that is shown in one way; `key` where a passage begins with it."""

    text: str
    key: str
    number: str  # of the paragraph, beside the key
    marked: bool
    figure: bool  # one of the words that answer, inside what is marked
    first: bool  # the first that is marked on the page


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A paragraph or heading of the page."""

    tag: str
    role: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the outline, which leads to the passage that begins there."""

    depth: int
    anchor: str
    name: str


def page(
    document: Document,
    nodes: Sequence[Node],
    passages: Sequence[Passage],
    cited: Passage,
    language: Language,
    span: Span | None = None,
    figures: Sequence[Span] = (),
    references: Mapping[str, str] | None = None,
) -> str:
    """The page of `document`; `span` of it is highlighted, or the whole passage `cited`.

    `figures` are spans of the words that answer, marked inside the highlight; `references` are
    ready citations by the name of their form.
    """
    style, script = data_file(_DATA, "document.css"), data_file(_DATA, "document.js")
    return rendered(
        _DATA,
        "document.html",
        lang="zh-Hant" if document.metadata.script == "hant" else "zh-Hans",
        policy=trusted(
            f"default-src 'none'; style-src '{source_hash(style)}'; script-src '{source_hash(script)}'; "
            "base-uri 'none'; form-action 'none'"
        ),
        title=_one_line(document.title),
        style=trusted(style),
        script=trusted(script),
        say=lambda code: say(code, language),
        cited_key=cited.key,
        headings=_outline(document, nodes, passages),
        about=_about(document, cited, language),
        scanned=any(part.confidence for part in document.parts),
        copies=[(say(f"page.copy.{name}", language), text) for name, text in (references or {}).items()],
        blocks=_blocks(document, passages, span or cited.span, figures),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _about(document: Document, cited: Passage, language: Language) -> list[tuple[str, str]]:
    known = document.metadata
    rows = [
        ("field.publisher", known.publisher),
        ("field.author", known.author),
        ("field.date", known.date),
        ("field.file", document.file),
        ("field.page", part_text(cited.page, language, cited.confidence)),
        ("field.key", cited.key),
    ]
    return [(say(code, language), _one_line(value)) for code, value in rows if value]


def _outline(document: Document, nodes: Sequence[Node], passages: Sequence[Passage]) -> list[Heading]:
    """The headings with their depth, each leading to its paragraph."""
    depths: dict[int, int] = {}
    found = []
    for node in nodes:
        if node.kind is not NodeKind.HEADING:
            continue
        depths[node.number] = depths.get(node.parent, 0) + 1
        passage = next((p for p in passages if p.span.end > node.span.start), None)
        if passage is None:
            continue
        name = visible(document.text, Span(node.span.start, node.name.end), document.markup)
        found.append(Heading(min(depths[node.number], 5), f"k-{passage.key}", _one_line(name)))
    return found


def _blocks(
    document: Document, passages: Sequence[Passage], marked: Span, figures: Sequence[Span]
) -> list[ShownBlock]:
    found, begun = [], False
    for block in document.blocks:
        pieces = _pieces(document, block, passages, marked, figures, begun)
        begun = begun or any(piece.marked for piece in pieces)
        tag = _TAGS[block.role]
        if block.role is Role.HEADING and block.level > 2:
            tag = f"h{min(block.level, 6)}"
        found.append(ShownBlock(tag, block.role.value, pieces))
    return found


def _mark(passage: Passage, role: Role) -> str:
    """What stands where a passage begins: its paragraph's number, which a heading has none of."""
    return f"¶{passage.paragraph}" if passage.paragraph and role is not Role.HEADING else "¶"


def _pieces(
    document: Document,
    block: Block,
    passages: Sequence[Passage],
    marked: Span,
    figures: Sequence[Span],
    begun: bool,
) -> tuple[Piece, ...]:
    """A block cut wherever a passage begins or a highlight begins or ends."""
    starts = {p.span.start: p for p in passages if block.span.start <= p.span.start < block.span.end}
    inside = [one for one in figures if marked.contains(one)]
    edges = {block.span.start, block.span.end, *starts}
    for one in (marked, *inside):
        edges |= {one.start, one.end}
    cuts = sorted(at for at in edges if block.span.start <= at <= block.span.end)
    found = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        piece = Span(start, end)
        passage = starts.get(start)
        is_marked = marked.contains(piece)
        found.append(
            Piece(
                visible(document.text, piece, document.markup),
                passage.key if passage else "",
                _mark(passage, block.role) if passage else "",
                is_marked,
                any(one.contains(piece) for one in inside),
                is_marked and not begun,
            )
        )
        begun = begun or is_marked
    return tuple(found)
