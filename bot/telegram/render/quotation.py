"""What became of a quotation, as Telegram messages. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.messages.citations import say as say_of_citation
from bot.messages.marks import listed
from bot.messages.telegram import say
from bot.messages.unread import part_text
from bot.telegram.render.rich_text import Block, Run, block, marked, run
from bot.telegram.render.screens import page_of, screens, shortened
from bot.telegram.storage.conversations import Shown, ShownCitation, ShownPage
from bot.types import Language
from vectorstore.types import Span

if TYPE_CHECKING:
    from bot.citations.results import LocatedQuotation, Match

_MOST_PLACES = 6
_MOST_CHANGES = 8
_TITLE = 30
#: The share of a sent sentence that must stand in the documents for it to be a quotation.
_CLOSE = 0.7
_IMPORTANT = ("figure", "date", "name", "negation")


def is_close(found: LocatedQuotation) -> bool:
    """Whether a text is a quotation of the documents, changed or not, and no sentence of somebody's own."""
    if found.verdict.value == "exact":
        return True
    if found.verdict.value == "altered":
        return found.matches[0].score >= _CLOSE
    return found.verdict.value == "spliced" and all(part.verdict.value != "absent" for part in found.parts)


def located_pages(found: LocatedQuotation, titles: Mapping[str, str], language: Language) -> Shown:
    """The verdict on a quotation with its places as pages, and what the buttons under them stand for."""
    verdict = found.verdict.value
    head = [block(run(say(f"locate-{verdict}", language), "b"))]
    tail: list[Block] = []
    shown: list[Match] = []
    parts: list[Block] = []
    if verdict == "spliced":
        for number, part in enumerate(found.parts, 1):
            lead = say("locate-part", language, number=number)
            said = say(f"locate-{part.verdict.value}", language)
            place = block(run(f"{lead} {said}", "b"), run(f"\n「{part.text}」"))
            # The nearest place of an absent part is not where it comes from.
            for match in part.matches[:1] if part.verdict.value != "absent" else ():
                shown.append(match)
                place = block(*place, run("\n"), *_place(match, len(shown), titles, part.text, language))
            parts.append(place)
    elif verdict == "absent":
        for match in found.matches[:1]:
            shown.append(match)
            head.append(block(run(say("locate-nearest", language, score=f"{match.score:.0%}"), "i")))
            parts.append(_place(replace(match, differences=()), 1, titles, found.query, language))
    else:
        for match in found.matches[:_MOST_PLACES]:
            shown.append(match)
            parts.append(_place(match, len(shown), titles, found.query, language))
        if len(found.matches) > _MOST_PLACES:
            keys = listed((match.key for match in found.matches[_MOST_PLACES : _MOST_PLACES + 20]), language)
            tail.append(block(run(say("locate-also", language), "i"), run(keys)))
    numbered = _numbers(parts, found, shown)
    pages: list[ShownPage] = []
    for screen in screens(parts) or [[]]:
        numbers = [number for place in screen for number in numbered[place]]
        pages += page_of([*head, *(parts[place] for place in screen), *tail], numbers, len(screen))
    return Shown(tuple(pages), tuple(_remembered(match) for match in shown))


def _numbers(
    parts: Sequence[Block], found: LocatedQuotation, shown: Sequence[Match]
) -> list[tuple[int, ...]]:
    """The numbers of the places that each block shows."""
    if not found.parts:
        return [(number,) for number in range(1, len(parts) + 1)]
    made: list[tuple[int, ...]] = []
    number = 0
    for part in found.parts:
        there = part.verdict.value != "absent" and bool(part.matches)
        number += there
        made.append((number,) if there else ())
    assert number == len(shown)
    return made


def _page(match: Match, language: Language) -> str:
    """The page of a place; of a scan, that only the recognised words were compared."""
    place = part_text(match.page, language, match.confidence)
    return say_of_citation("locate.scan", language, place=place) if match.confidence else place


def _place(match: Match, number: int, titles: Mapping[str, str], query: str, language: Language) -> Block:
    title = shortened(titles.get(match.file) or match.file, _TITLE)
    known = f"[{number}] {title} · {match.date or say('no-date', language)}\n"
    if match.page:
        known += f"{_page(match, language)}\n"
    # Offsets in a source with tags are no offsets in the words that are shown.
    spans = [d.source_span for d in match.differences] if match.shown == match.source_text else []
    source = _marked(match.shown, spans, match.span.start, "b")
    if not match.differences:
        return block(run(known), run("「"), *source, run("」"))
    quoted = _marked(query, [d.quoted_span for d in match.differences], 0, "u")
    # What changes the meaning comes first.
    telling = sorted(match.differences, key=lambda d: d.sort.value not in _IMPORTANT)
    none = say("nothing-there", language)
    changes = [f"{one.source or none} → {one.quoted or none}" for one in telling[:_MOST_CHANGES]]
    if len(telling) > _MOST_CHANGES:
        changes.append("…")
    rows = [
        run(known),
        run(say("locate-source", language), "i"),
        *source,
        run("\n" + say("locate-quoted", language), "i"),
        *quoted,
        run("\n" + "；".join(changes)),
    ]
    sorts = [sort for sort in _IMPORTANT if any(d.sort.value == sort for d in match.differences)]
    if sorts:
        names = listed((say(f"sort-{sort}", language) for sort in sorts), language)
        rows.append(run("\n" + say("locate-important", language, sorts=names), "b"))
    return block(*rows)


def _marked(text: str, spans: Sequence[Span], base: int, style: str) -> list[Run]:
    return marked(text, [(span.start - base, span.end - base, style) for span in spans])


def _remembered(match: Match) -> ShownCitation:
    return ShownCitation(match.key, match.file, match.span.start, match.span.end)
