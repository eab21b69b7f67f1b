"""Answers as pages of a Telegram message. Pure: values in, pages out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.messages.general import note_text, reason_text, text
from bot.messages.telegram import say
from bot.telegram.render.rich_text import Block, Run, as_html, block, marked, pages, plain, run
from bot.telegram.render.screens import close_together, page_of, screens, shortened
from bot.telegram.storage.conversations import Shown, ShownCitation, ShownPage
from bot.telegram.transport.message import Outgoing
from bot.types import Answer, Answered, Citation, Claim, Language, ShortAnswer, is_talk
from vectorstore.types import Span

#: A declined question shows so many characters of the nearest passage.
_NEAREST_LONG = 36
_TITLE = 30


def to_messages(blocks: Sequence[Block]) -> list[Outgoing]:
    """The blocks as messages that Telegram accepts."""
    return [Outgoing(as_html(page), plain(page)) for page in pages(blocks)]


def answer_pages(
    answer: Answer, titles: Mapping[str, str], language: Language, own: frozenset[str] = frozenset()
) -> Shown:
    """The pages of an answer, each no longer than a phone's screen, and what their buttons stand for.

    `titles` names the documents, `own` are files that belong to the chat itself.
    """
    if is_talk(answer):
        said = [block(run(note_text(note, language))) for note in answer.notes]
        return Shown(tuple(page_of(said, (), 0)), ())
    numbers: dict[tuple[str, Span], int] = {}
    cited: list[Citation] = []
    head: list[Block] = []
    if isinstance(answer, Answered):
        parts = _claims(answer.claims, numbers, cited, language, answer.short)
        close = [bool(claim.label) for claim in answer.claims]
        places = [[_number(one, numbers, cited) for one in claim.citations] for claim in answer.claims]
    else:
        nearest = answer.nearest
        head = [block(run(reason_text(answer.reason, language), "b"))]
        parts = [_nearest(one, numbers, cited) for one in nearest]
        places = [[_number(one, numbers, cited)] for one in nearest]
        if nearest:
            parts, places = [block(run(text("nearest", language), "i")), *parts], [[], *places]
        close = [True] * len(parts)
    notes = [block(run(note_text(note, language), "i")) for note in answer.notes]
    if own & {citation.file for citation in cited}:
        notes.append(block(run(say("own-documents", language), "i")))
    made: list[ShownPage] = []
    for screen in screens(parts):
        there = list(dict.fromkeys(number for place in screen for number in places[place]))
        sources = _sources(there, cited, titles, language)
        blocks = [*head, *_together(screen, parts, close), *notes, *([sources] if sources else [])]
        made += page_of(blocks, there, len(screen))
    return Shown(tuple(made), tuple(_remembered(citation) for citation in cited))


def growing_message(claims: Sequence[Claim], language: Language) -> Outgoing:
    """The claims of an answer that is still being made; the latest of them where they fill a message."""
    parts = _claims(claims, {}, [], language)
    close = [bool(claim.label) for claim in claims]
    blocks = _together(range(len(parts)), parts, close)
    return to_messages([*blocks, block(run(say("growing", language), "i"))])[-1]


def _together(places: Sequence[int], parts: Sequence[Block], close: Sequence[bool]) -> list[Block]:
    """Those of the blocks as paragraphs; the items of a list stand line by line."""
    rows: list[list[int]] = []
    for place in places:
        if rows and close[place] and close[rows[-1][-1]]:
            rows[-1].append(place)
        else:
            rows.append([place])
    return [close_together([parts[place] for place in row]) for row in rows]


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
    """A block for each claim, the short answer before the first."""
    leads = [short.text if short else "", *("" for _ in claims[1:])]
    return [_claim(claim, numbers, cited, language, lead) for claim, lead in zip(claims, leads, strict=False)]


def _claim(
    claim: Claim,
    numbers: dict[tuple[str, Span], int],
    cited: list[Citation],
    language: Language,
    short: str = "",
) -> Block:
    """A claim with its citations. Only what is the source's, character for character, stands in quotation marks."""
    scan = say("scan-mark", language)
    refs = "".join(
        f"[{_number(one, numbers, cited)}{scan if one.passage.confidence else ''}]" for one in claim.citations
    )
    lead = f"{claim.subject}：" if claim.subject else f"{claim.label}. " if claim.label else ""
    label = [run(lead, "b")] if lead else [run(short, "b"), run(" — ")] if short else []
    opening, closing = ([], "") if claim.own_words else ([run("「")], "」")
    return block(*label, *opening, *_emphasised(claim.text, claim.citations), run(f"{closing}{refs}"))


def _emphasised(words: str, citations: Sequence[Citation]) -> list[Run]:
    """A claim's text with the words that answer in bold, where the claim repeats a quotation."""
    bold = []
    for citation in citations:
        at = words.find(citation.quote) if citation.quote else -1
        base = at - citation.span.start
        bold += [(span.start + base, span.end + base, "b") for span in citation.emphasis if at >= 0]
    return marked(words, bold)


def _nearest(citation: Citation, numbers: dict[tuple[str, Span], int], cited: list[Citation]) -> Block:
    number = _number(citation, numbers, cited)
    return block(run(f"[{number}] 「{shortened(citation.quote, _NEAREST_LONG)}」"))


def _sources(
    numbers: Sequence[int], cited: Sequence[Citation], titles: Mapping[str, str], language: Language
) -> Block:
    """The documents of a page, each title once, with the numbers that cite it where there are several."""
    files: dict[str, list[int]] = {}
    for number in numbers:
        files.setdefault(cited[number - 1].file, []).append(number)
    rows = [
        block(
            run(
                say("source", language, title=shortened(titles.get(file) or file, _TITLE))
                + ("".join(f"[{n}]" for n in there) if len(files) > 1 else ""),
                "i",
            )
        )
        for file, there in files.items()
    ]
    return close_together(rows) if rows else ()


def _remembered(citation: Citation) -> ShownCitation:
    emphasis = tuple((span.start, span.end) for span in citation.emphasis)
    return ShownCitation(citation.key, citation.file, citation.span.start, citation.span.end, emphasis)
