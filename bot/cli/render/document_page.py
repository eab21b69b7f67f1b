"""A document as one self-contained HTML page with a cited passage highlighted.

Nothing is loaded from anywhere and nothing in the document can become markup: every character
of it goes through `html.escape`, and the page's policy allows only the one style sheet and the
one line of script in it, by their hashes. The script scrolls to the passage where the address
does not name one; without scripts the page is whole and its anchors work.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from html import escape

from bot.cli.render.document_page_style import SCRIPT, STYLE
from bot.messages.citations import say
from bot.messages.unread import part_text
from bot.safe_text import safe, safe_lines
from bot.types import Language
from vectorstore.documents.line_roles import visible
from vectorstore.types import Block, Document, Node, NodeKind, Passage, Role, Span

_TAGS = {Role.TITLE: "h1", Role.META: "p", Role.HEADING: "h2", Role.PARAGRAPH: "p", Role.CHROME: "p"}
CITED = "cited"


def page(
    document: Document,
    nodes: Sequence[Node],
    passages: Sequence[Passage],
    cited: Passage,
    language: Language,
    span: Span | None = None,
) -> str:
    """The page of `document`; `span` of it is highlighted, or the whole passage `cited`."""
    marked = span or cited.span
    body = _body(document, nodes, passages, marked, language)
    title = _shown(document.title)
    lang = "zh-Hant" if document.metadata.script == "hant" else "zh-Hans"
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{lang}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{title} · {escape(cited.key)}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            f'<a class="skip" href="#{CITED}">{escape(say("page.skip", language))}</a>',
            _outline(document, nodes, passages, language),
            f'<main dir="ltr">{_head(document, cited, language)}{body}</main>',
            f"<script>{SCRIPT}</script>",
            "</body>",
            "</html>",
            "",
        )
    )


def _policy() -> str:
    return (
        f"default-src 'none'; style-src '{_hash(STYLE)}'; script-src '{_hash(SCRIPT)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _shown(text: str) -> str:
    return escape(" ".join(safe(text).split()))


def _head(document: Document, cited: Passage, language: Language) -> str:
    known = document.metadata
    rows = [
        (say("field.publisher", language), known.publisher),
        (say("field.author", language), known.author),
        (say("field.date", language), known.date),
        (say("field.file", language), document.file),
        (say("field.page", language), part_text(cited.page, language, cited.confidence)),
        (say("field.key", language), cited.key),
    ]
    items = "".join(f"<div><dt>{escape(n)}</dt><dd>{_shown(v)}</dd></div>" for n, v in rows if v)
    scanned = any(part.confidence for part in document.parts)
    warning = f'<p class="meta scan">{escape(say("page.scan", language))}</p>' if scanned else ""
    return f"<dl>{items}</dl>{warning}"


def _outline(
    document: Document, nodes: Sequence[Node], passages: Sequence[Passage], language: Language
) -> str:
    """The headings, nested by their levels, each a link to its paragraph."""
    headings = [node for node in nodes if node.kind is NodeKind.HEADING]
    depths: dict[int, int] = {}
    items = []
    for node in headings:
        depths[node.number] = depths.get(node.parent, 0) + 1
        passage = next((p for p in passages if p.span.end > node.span.start), None)
        if passage is None:
            continue
        name = visible(document.text, Span(node.span.start, node.name.end), document.markup)
        depth = min(depths[node.number], 5)
        items.append(f'<li class="d{depth}"><a href="#{_anchor(passage)}">{_shown(name)}</a></li>')
    label = escape(say("page.outline", language))
    top = f'<li class="d1"><a href="#{CITED}">{escape(say("page.cited", language))}</a></li>'
    return f'<nav aria-label="{label}"><p>{label}</p><ol>{top}{"".join(items)}</ol></nav>'


def _anchor(passage: Passage) -> str:
    return f"k-{passage.key}"


def _body(
    document: Document,
    nodes: Sequence[Node],
    passages: Sequence[Passage],
    marked: Span,
    language: Language,
) -> str:
    parts = []
    state = _Marks(marked)
    for number, block in enumerate(document.blocks, 1):
        inside = [p for p in passages if p.span.overlaps(block.span)]
        begun = [p for p in inside if p.span.start >= block.span.start]
        parts.append(_block(document, block, number, inside, begun, state, language))
    return "".join(parts)


class _Marks:
    """Gives the first highlighted stretch of the page its anchor."""

    def __init__(self, marked: Span) -> None:
        self.span = marked
        self._begun = False

    def tag(self) -> str:
        first, self._begun = not self._begun, True
        return f'<mark id="{CITED}">' if first else "<mark>"


def _block(
    document: Document,
    block: Block,
    number: int,
    inside: Sequence[Passage],
    begun: Sequence[Passage],
    marks: _Marks,
    language: Language,
) -> str:
    tag = _TAGS[block.role]
    if block.role is Role.HEADING and block.level > 2:
        tag = f"h{min(block.level, 6)}"
    html = []
    cuts = sorted(
        {block.span.start, block.span.end, marks.span.start, marks.span.end, *(p.span.start for p in inside)}
    )
    cuts = [at for at in cuts if block.span.start <= at <= block.span.end]
    starts = {p.span.start: p for p in begun}
    for start, end in zip(cuts, cuts[1:], strict=False):
        if passage := starts.get(start):
            html.append(_key_link(passage, language))
        text = escape(safe_lines(visible(document.text, Span(start, end), document.markup)))
        if marks.span.contains(Span(start, end)):
            text = f"{marks.tag()}{text}</mark>"
        html.append(text)
    return f'<{tag} id="b-{number}" class="{block.role.value}">{"".join(html)}</{tag}>\n'


def _key_link(passage: Passage, language: Language) -> str:
    """The passage's anchor: its key, which links to itself so that it can be copied."""
    number = say("page.paragraph", language, number=passage.paragraph) if passage.paragraph else ""
    title = escape(number)
    return (
        f'<a class="key" id="{_anchor(passage)}" href="#{_anchor(passage)}" title="{title}" '
        f'aria-label="{escape(passage.key)}"><span data-key="{escape(passage.key)}"></span></a>'
    )
