"""Answers and passages as Telegram messages. Pure: values in, messages out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.messages.general import note_text, reason_text
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
from bot.telegram.storage.conversations import ShownCitation
from bot.telegram.transport.message import Button, Outgoing
from bot.types import Answer, Answered, Citation, Claim, Declined, Language, Reason, ShortAnswer
from vectorstore.types import Span

#: So many citations get a button; an answer with more of them names the rest by their keys.
MOST_BUTTONS = 48
_WIDE = 4
_LONGEST_COPY = 256
_TITLE = 34


def to_messages(blocks: Sequence[Block]) -> list[Outgoing]:
    """The blocks as messages that Telegram accepts."""
    return [Outgoing(as_html(page), plain(page)) for page in pages(blocks)]


# --- answers --------------------------------------------------------------------------------


def answer_messages(
    answer: Answer,
    titles: Mapping[str, str],
    language: Language,
    name: str,
    own: frozenset[str] = frozenset(),
) -> tuple[list[Outgoing], tuple[ShownCitation, ...]]:
    """The messages of an answer, the last with a button for each citation, and what these stand for.

    `titles` names the documents, `name` is what the buttons carry, `own` are files that belong to
    the chat itself.
    """
    numbers: dict[tuple[str, Span], int] = {}
    cited: list[Citation] = []
    if isinstance(answer, Answered):
        blocks = _claims(answer.claims, numbers, cited, language, answer.short)
    elif answer.reason is Reason.TALK:
        blocks = []
    else:
        blocks = [block(run(reason_text(answer.reason, language), "b"))]
        if answer.nearest:
            blocks.append(block(run(say("nearest", language), "i")))
            blocks += [_nearest(citation, titles, numbers, cited, language) for citation in answer.nearest]
    styles = () if isinstance(answer, Declined) and answer.reason is Reason.TALK else ("i",)
    for remark in answer.notes:
        blocks.append(block(run(note_text(remark, language), *styles)))
    if own & {citation.file for citation in cited}:
        blocks.append(block(run(say("own-documents", language), "i")))
    messages = to_messages(blocks)
    shown = tuple(_remembered(citation) for citation in cited[:MOST_BUTTONS])
    labels = [titles.get(citation.file, citation.file) for citation in cited[:MOST_BUTTONS]]
    messages[-1] = replace(messages[-1], buttons=citation_buttons(name, labels))
    return messages, shown


def growing_message(claims: Sequence[Claim], language: Language) -> Outgoing:
    """The claims of an answer that is still being made; the latest of them where they fill a message."""
    numbers: dict[tuple[str, Span], int] = {}
    cited: list[Citation] = []
    blocks = _claims(claims, numbers, cited, language)
    return to_messages([*blocks, block(run(say("growing", language), "i"))])[-1]


def _number(citation: Citation, numbers: dict[tuple[str, Span], int], cited: list[Citation]) -> int:
    place = (citation.key, citation.span)
    if place not in numbers:
        cited.append(citation)
        numbers[place] = len(cited)
    return numbers[place]


def _claims(
    claims: Sequence[Claim],
    numbers: dict[tuple[str, Span], int],
    cited: list[Citation],
    language: Language,
    short: ShortAnswer | None = None,
) -> list[Block]:
    """A block for each claim, the short answer before the first.

    Beside a chat model's sentences, quotations stand in quotation marks.
    """
    worded = any(claim.own_words for claim in claims)
    leads = [short.text if short else "", *("" for _ in claims[1:])]
    return [
        _claim(claim, numbers, cited, language, bool(lead) or (worded and not claim.own_words), lead)
        for claim, lead in zip(claims, leads, strict=False)
    ]


def _claim(
    claim: Claim,
    numbers: dict[tuple[str, Span], int],
    cited: list[Citation],
    language: Language,
    marked_off: bool = False,
    short: str = "",
) -> Block:
    scan = say("scan-mark", language)
    refs = "".join(
        f"[{_number(one, numbers, cited)}{scan if one.passage.confidence else ''}]" for one in claim.citations
    )
    lead = f"{claim.subject}：" if claim.subject else f"{claim.label}. " if claim.label else ""
    label = [run(lead, "b")] if lead else [run(short, "b"), run(" — ")] if short else []
    opening, closing = ([run("「")], "」") if marked_off else ([], "")
    return block(*label, *opening, *_emphasised(claim.text, claim.citations), run(f"{closing} {refs}"))


def _emphasised(text: str, citations: Sequence[Citation]) -> list[Run]:
    """A claim's text with the words that answer in bold, where the claim repeats a quotation."""
    bold = []
    for citation in citations:
        at = text.find(citation.quote) if citation.quote else -1
        base = at - citation.span.start
        bold += [(span.start + base, span.end + base, "b") for span in citation.emphasis if at >= 0]
    return marked(text, bold)


def _nearest(
    citation: Citation,
    titles: Mapping[str, str],
    numbers: dict[tuple[str, Span], int],
    cited: list[Citation],
    language: Language,
) -> Block:
    number = _number(citation, numbers, cited)
    page = part_text(citation.passage.page, language, citation.passage.confidence)
    title = titles.get(citation.file, citation.file)
    head = run(f"[{number}] {title}{' · ' if page else ''}{page}\n", "i")
    return block(head, run(_shortened(citation.quote, 200), "quote"))


def _remembered(citation: Citation) -> ShownCitation:
    emphasis = tuple((span.start, span.end) for span in citation.emphasis)
    return ShownCitation(citation.key, citation.file, citation.span.start, citation.span.end, emphasis)


def citation_buttons(name: str, titles: Sequence[str]) -> tuple[tuple[Button, ...], ...]:
    """A button for each citation: with the document's title while they are few, then numbers only."""
    if len(titles) <= _WIDE:
        return tuple(
            (Button(f"[{n}] {_shortened(title, _TITLE)}", data=f"c:{name}:{n}"),)
            for n, title in enumerate(titles, 1)
        )
    row = [Button(f"[{n}]", data=f"c:{name}:{n}") for n in range(1, len(titles) + 1)]
    return tuple(tuple(row[at : at + 5]) for at in range(0, len(row), 5))


def _shortened(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


# --- passages -------------------------------------------------------------------------------


def passage_blocks(card: PassageCard, language: Language, number: int = 0) -> list[Block]:
    """A passage with its document, date, heading path, paragraph and key; what is quoted is bold."""
    head = [run(f"[{number}] " if number else "", "b"), run(_shortened(card.title, 120), "b")]
    place = [card.date or say("no-date", language)]
    if card.path:
        place.append(" › ".join(_shortened(part, 60) for part in card.path))
    if card.paragraph:
        place.append(say("paragraph", language, number=card.paragraph))
    if card.page:
        place.append(part_text(card.page, language, card.confidence))
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
    citation = f"“{' '.join(words.split())}”（《{_shortened(card.title, 60)}》{place}）"
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
