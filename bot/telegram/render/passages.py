"""Passages as Telegram messages: alone, or opened under an answer. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.messages.telegram import say
from bot.messages.unread import part_text
from bot.telegram.collections.passage_card import PassageCard
from bot.telegram.render.rich_text import (
    LONGEST,
    MOST_ENTITIES,
    Block,
    Run,
    as_html,
    block,
    entities,
    marked,
    pages,
    plain,
    run,
    utf16,
)
from bot.telegram.render.screens import shortened
from bot.telegram.transport.message import Button, Outgoing
from bot.types import Language
from vectorstore.types import Span

_LONGEST_COPY = 256


def passage_blocks(card: PassageCard, language: Language, number: int = 0) -> list[Block]:
    """A passage with its document, date, heading path, paragraph and key; what is quoted is bold."""
    head = [run(f"[{number}] " if number else "", "b"), run(shortened(card.title, 120), "b")]
    place = [card.date or say("no-date", language)]
    if card.path:
        place.append(" › ".join(shortened(part, 60) for part in card.path))
    if card.page:
        place.append(part_text(card.page, language, card.confidence))
    if card.paragraph:
        place.append(say("paragraph", language, number=card.paragraph))
    blocks = [block(run(card.notice))] if card.notice else []
    blocks.append(block(*head, run("\n" + " · ".join(place) + "\n"), run(card.key, "code")))
    blocks.append(block(*_passage_runs(card)))
    return blocks


def _passage_runs(card: PassageCard) -> list[Run]:
    marks = [(span.start, span.end, "b") for span in card.quoted]
    marks += [(span.start, span.end, "u") for span in card.emphasis]
    end = card.start + len(card.text)
    pieces: list[Run] = []
    at = card.start
    for mark in (*(m for m in card.markup if card.start <= m.span.start < end), None):
        stop = mark.span.start if mark else end
        if at < stop:
            piece = card.text[at - card.start : stop - card.start]
            pieces += marked(piece, [(start - at, last - at, style) for start, last, style in marks], "quote")
        if mark:
            pieces.append(run(mark.shown, "quote"))
            at = max(at, mark.span.end)
    return pieces


def copy_button(card: PassageCard, language: Language) -> Button:
    """Copies the citation as text; where it is longer than Telegram allows, its key."""
    spans = card.quoted or (Span(card.start, card.start + len(card.text)),)
    words = "".join(r.text for span in spans for r in _passage_runs(_cut_out(card, span)))
    date = f"，{card.date}" if card.date else ""
    page = part_text(card.page, language, card.confidence)
    place = f"{date}{'，' if page else ''}{page}，{card.key}"
    citation = f"“{' '.join(words.split())}”（《{shortened(card.title, 60)}》{place}）"
    if utf16(citation) <= _LONGEST_COPY:
        return Button(say("copy-citation", language), copy=citation)
    return Button(say("copy-key", language), copy=card.key)


def _cut_out(card: PassageCard, span: Span) -> PassageCard:
    start, end = max(span.start, card.start), min(span.end, card.start + len(card.text))
    text = card.text[start - card.start : max(start, end) - card.start]
    return replace(card, start=start, text=text, quoted=(), emphasis=())


def passage_message(card: PassageCard, language: Language, walk: str, before: bool, after: bool) -> Outgoing:
    """A passage as a message of its own; `walk` begins the data of the buttons ◀ and ▶."""
    blocks = _fitting(passage_blocks(card, language), LONGEST, MOST_ENTITIES)
    return Outgoing(as_html(blocks), plain(blocks), passage_buttons(card, language, walk, 0, before, after))


def passage_buttons(
    card: PassageCard, language: Language, walk: str, at: int, before: bool, after: bool
) -> tuple[tuple[Button, ...], ...]:
    """◀ and ▶ where there is a neighbour, and the button that copies."""
    steps = []
    if before:
        steps.append(Button(say("previous", language), data=f"{walk}:{at - 1}"))
    if after:
        steps.append(Button(say("next", language), data=f"{walk}:{at + 1}"))
    return tuple(row for row in (tuple(steps), (copy_button(card, language),)) if row)


def opened_message(
    html: str, text: str, card: PassageCard, language: Language, number: int
) -> tuple[str, str]:
    """An answer with a passage opened under it, as HTML and plain; the passage alone where both don't fit."""
    blocks = passage_blocks(card, language, number)
    room = LONGEST - utf16(text) - 2
    free = MOST_ENTITIES - sum(
        html.count(f"<{tag}") for tag in ("b>", "i>", "u>", "s>", "code>", "blockquote")
    )
    size, count = utf16(plain(blocks)), sum(entities(part) for part in blocks)
    if text and size <= room and count <= free:
        return f"{html}\n\n{as_html(blocks)}", f"{text}\n\n{plain(blocks)}"
    blocks = _fitting(blocks, LONGEST, MOST_ENTITIES)
    return as_html(blocks), plain(blocks)


def _fitting(blocks: Sequence[Block], longest: int, most: int) -> list[Block]:
    """As much of the blocks as one message holds."""
    first = pages(blocks, longest - 1, most)[0]
    if len(pages(blocks, longest, most)) > 1:
        last = first[-1]
        first[-1] = (*last[:-1], Run(last[-1].text + "…", last[-1].styles))
    return first
