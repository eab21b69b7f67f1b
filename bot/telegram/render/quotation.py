"""What became of a quotation, as Telegram messages. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.messages.citations import say as say_of_citation
from bot.messages.telegram import say
from bot.messages.unread import part_text
from bot.telegram.render.answer import citation_buttons, to_messages
from bot.telegram.render.rich_text import Block, Run, block, marked, run
from bot.telegram.storage.conversations import ShownCitation
from bot.telegram.transport.message import Outgoing
from bot.types import Language
from vectorstore.types import Span

if TYPE_CHECKING:
    from bot.citations.results import Located, Match

_MOST_PLACES = 6
_IMPORTANT = ("figure", "date", "name", "negation")


def located_messages(
    found: Located, titles: Mapping[str, str], language: Language, name: str
) -> tuple[list[Outgoing], tuple[ShownCitation, ...]]:
    """The verdict on a quotation with its places, and what the buttons under it stand for."""
    verdict = found.verdict.value
    blocks = [block(run(say(f"locate-{verdict}", language), "b"))]
    shown: list[Match] = []
    if verdict == "spliced":
        for number, part in enumerate(found.parts, 1):
            head = run(
                say("locate-part", language, number=number)
                + " "
                + say(f"locate-{part.verdict.value}", language),
                "b",
            )
            blocks.append(block(head, run("\n" + part.text)))
            best = part.matches[:1]
            # The nearest place of an absent part is not where it comes from.
            for match in best if part.verdict.value != "absent" else ():
                shown.append(match)
                blocks += _place(match, len(shown), titles, part.text, language)
    elif verdict == "absent":
        for match in found.matches[:1]:
            shown.append(match)
            blocks.append(block(run(say("locate-nearest", language, score=f"{match.score:.0%}"), "i")))
            blocks += _place(replace(match, differences=()), 1, titles, found.query, language)
    else:
        for match in found.matches[:_MOST_PLACES]:
            shown.append(match)
            blocks += _place(match, len(shown), titles, found.query, language)
        if len(found.matches) > _MOST_PLACES:
            keys = "、".join(match.key for match in found.matches[_MOST_PLACES : _MOST_PLACES + 20])
            blocks.append(block(run(say("locate-also", language), "i"), run(keys)))
    messages = to_messages(blocks)
    buttons = citation_buttons(name, [titles.get(match.file, match.file) for match in shown])
    messages[-1] = replace(messages[-1], buttons=buttons)
    return messages, tuple(_remembered(match) for match in shown)


def _place(
    match: Match, number: int, titles: Mapping[str, str], query: str, language: Language
) -> list[Block]:
    title = titles.get(match.file, match.file)
    head = block(
        run(f"[{number}] {title}"),
        run(f" · {match.date or say('no-date', language)} · "),
        run(match.key, "code"),
    )
    if match.page:
        head = (*head, run(f"\n{_page(match, language)}", "i"))
    source = _marked(match.source_text, [d.source_span for d in match.differences], match.span.start, "b")
    if not match.differences:
        return [head, block(*(replace(r, styles=r.styles | {"quote"}) for r in source))]
    quoted = _marked(query, [d.quoted_span for d in match.differences], 0, "u")
    blocks = [
        head,
        block(run(say("locate-source", language), "i"), *source),
        block(run(say("locate-quoted", language), "i"), *quoted),
    ]
    changes = []
    for difference in match.differences:
        none = say("nothing-there", language)
        changes.append(f"{difference.source or none} → {difference.quoted or none}")
    blocks.append(block(run("\n".join(changes[:12]))))
    sorts = [sort for sort in _IMPORTANT if any(d.sort.value == sort for d in match.differences)]
    if sorts:
        names = "、".join(say(f"sort-{sort}", language) for sort in sorts)
        blocks.append(block(run(say("locate-important", language, sorts=names), "b")))
    return blocks


def _page(match: Match, language: Language) -> str:
    """The page of a place; of a scan, that only the recognised words were compared."""
    place = part_text(match.page, language, match.confidence)
    return say_of_citation("locate.scan", language, place=place) if match.confidence else place


def _marked(text: str, spans: Sequence[Span], base: int, style: str) -> list[Run]:
    return marked(text, [(span.start - base, span.end - base, style) for span in spans])


def _remembered(match: Match) -> ShownCitation:
    return ShownCitation(match.key, match.file, match.span.start, match.span.end)
