"""What a citation key means, as text for a terminal. Pure functions to strings."""

from __future__ import annotations

from bot.citations.resolver import KeyState, ResolvedKey
from bot.cli.render.ansi import BOLD, DIM, KEY, MARK, styled
from bot.messages.citations import say
from bot.messages.marks import labelled
from bot.messages.safe_text import safe
from bot.messages.unread import part_text
from bot.serving.json_views.citation import neighbours
from bot.types import Language
from vectorstore.documents.line_roles import visible
from vectorstore.index.catalog import Catalog
from vectorstore.types import Passage, Role, Span

_NEIGHBOUR = 120
#: Characters that are shown of a passage whose key was perhaps meant.
_CANDIDATE = 60


def render_citation(
    catalog: Catalog, resolved: ResolvedKey, quote: Span | None, language: Language, colour: bool
) -> str:
    """The passage of a key with where it stands and what is around it.

    `quote` is the part of the document to emphasise, or all of what the key means.
    """
    lines = [line for line in [_news(resolved, language)] if line]
    if resolved.was and resolved.state in {KeyState.CHANGED, KeyState.GONE}:
        was = f"{say('key.was', language)}{safe(resolved.was)}"
        lines.append(styled(was, DIM, colour))
    if resolved.passage is not None:
        lines += _passage(catalog, resolved.passage, quote or resolved.span, language, colour)
    others = [p for p in resolved.candidates if p != resolved.passage]
    if others:
        lines.append(say("key.near", language))
        lines += [
            f"  {styled(p.key, KEY, colour)}  {_head(safe(_excerpt(catalog, p.file, p.span)), _CANDIDATE)}"
            for p in others
        ]
    return "\n".join(lines)


def _news(resolved: ResolvedKey, language: Language) -> str:
    """What became of the key; nothing where all is as it was."""
    on = say("key.on", language, date=resolved.retired_on) if resolved.retired_on else ""
    now = resolved.passage.key if resolved.passage else ""
    match resolved.state:
        case KeyState.PRESENT:
            return ""
        case KeyState.MOVED:
            return say("key.moved", language, key=resolved.key, now=now)
        case KeyState.CHANGED:
            return say("key.changed" if resolved.was else "key.perhaps", language, key=resolved.key, on=on)
        case KeyState.GONE:
            return say("key.gone", language, key=resolved.key, on=on)
        case KeyState.UNKNOWN:
            return say("key.unknown", language, key=resolved.key)


def _passage(
    catalog: Catalog, passage: Passage, quote: Span | None, language: Language, colour: bool
) -> list[str]:
    metadata = catalog.metadata(passage.file)
    lines = [
        f"{styled(passage.key, KEY, colour)}  {styled(safe(metadata.title or passage.file), BOLD, colour)}"
    ]
    known = [
        metadata.publisher,
        metadata.author,
        metadata.date,
        passage.file,
        part_text(passage.page, language, passage.confidence),
    ]
    if passage.paragraph:
        known.append(say("field.paragraph", language, number=passage.paragraph))
    lines.append(styled(" · ".join(safe(value) for value in known if value), DIM, colour))
    if passage.path:
        path = " > ".join(safe(name) for name in passage.path)
        lines.append(styled(labelled(say("field.path", language), path, language), DIM, colour))
    if passage.role is Role.CHROME:
        lines.append(say("key.leftover", language))
    before, after = neighbours(catalog, passage)
    if before:
        text = safe(_excerpt(catalog, before.file, before.span)).strip()
        lines += ["", styled(labelled(say("field.before", language), _tail(text), language), DIM, colour)]
    lines += ["", _emphasised(catalog, passage, quote or passage.span, colour), ""]
    if after:
        text = safe(_excerpt(catalog, after.file, after.span)).strip()
        lines.append(styled(labelled(say("field.after", language), _head(text), language), DIM, colour))
    return lines


def _emphasised(catalog: Catalog, passage: Passage, quote: Span, colour: bool) -> str:
    """The passage, and all of a quotation that goes on beyond it, the quotation between 「」."""
    whole = Span(min(passage.span.start, quote.start), max(passage.span.end, quote.end))
    parts = [
        safe(_excerpt(catalog, passage.file, span)) if len(span) else ""
        for span in (Span(whole.start, quote.start), quote, Span(quote.end, whole.end))
    ]
    return f"{parts[0]}「{styled(parts[1], MARK, colour)}」{parts[2]}"


def _excerpt(catalog: Catalog, file: str, span: Span) -> str:
    """The words of a span: tags and entities of a page resolved."""
    document = catalog.document(file)
    return visible(document.text, span, document.markup)


def _head(text: str, most: int = _NEIGHBOUR) -> str:
    return text if len(text) <= most else text[:most] + "…"


def _tail(text: str) -> str:
    return text if len(text) <= _NEIGHBOUR else "…" + text[-_NEIGHBOUR:]
