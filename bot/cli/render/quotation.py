"""Where a quotation stands and how it differs, as text for a terminal. Pure functions to strings."""

from __future__ import annotations

from collections.abc import Sequence

from bot.citations.differences import ChangedThing, Difference
from bot.citations.results import CheckedQuotation, LocatedQuotation, Match, Part, Verdict
from bot.cli.render.ansi import BAD, BOLD, DIM, GOOD, KEY, WARN, styled
from bot.messages.citations import say
from bot.messages.marks import labelled
from bot.messages.safe_text import safe
from bot.messages.unread import part_text
from bot.types import Language
from vectorstore.types import Role

_SHOWN = 10
_STYLES = {Verdict.EXACT: GOOD, Verdict.ALTERED: BAD, Verdict.SPLICED: WARN, Verdict.ABSENT: BAD}
_LONG = 300


def render_located(located: LocatedQuotation, language: Language, colour: bool) -> str:
    """The verdict on a quotation, then its places or parts."""
    return "\n".join([_headline(located, language, colour), *_details(located, language, colour)])


def render_checked(draft: str, checked: Sequence[CheckedQuotation], language: Language, colour: bool) -> str:
    """The verdicts on all quotations of a draft, `file:line:column` first as editors read it."""
    if not checked:
        return say("locate.none", language)
    lines: list[str] = []
    for one in checked:
        place = f"{safe(draft)}:{one.quotation.line}:{one.quotation.column}:"
        quoted = _short(safe(one.quotation.text), 40)
        lines.append(f"{place} {_headline(one.located, language, colour)}  「{quoted}」")
        if not one.located.stands:
            lines += [f"    {line}" for line in _details(one.located, language, colour)]
    counts = {verdict: sum(one.located.verdict is verdict for one in checked) for verdict in Verdict}
    total = {verdict.value: count for verdict, count in counts.items()}
    lines += ["", say("locate.summary", language, total=len(checked), **total)]
    return "\n".join(lines)


def _headline(located: LocatedQuotation, language: Language, colour: bool) -> str:
    verdict = styled(say(f"verdict.{located.verdict.value}", language), _STYLES[located.verdict], colour)
    code = f"locate.{located.verdict.value}"
    if located.verdict is Verdict.EXACT and not located.stands:
        code = "locate.exact-cut"
    count = len(located.parts or located.matches)
    return labelled(verdict, say(code, language, count=count), language)


def _details(located: LocatedQuotation, language: Language, colour: bool) -> list[str]:
    lines: list[str] = []
    if located.parts:
        for number, part in enumerate(located.parts, 1):
            lines += _part(number, part, language, colour)
        return lines
    if located.verdict is Verdict.ABSENT:
        for match in located.matches[:1]:
            lines.append(say("locate.nearest", language, score=f"{match.score:.0%}"))
            lines += _match(match, language, colour)
        return lines
    for match in located.matches[:_SHOWN]:
        lines += _match(match, language, colour)
    if len(located.matches) > _SHOWN:
        lines.append(say("locate.more", language, count=len(located.matches) - _SHOWN))
    return lines


def _part(number: int, part: Part, language: Language, colour: bool) -> list[str]:
    verdict = styled(say(f"verdict.{part.verdict.value}", language), _STYLES[part.verdict], colour)
    head = f"{say('locate.part', language, number=number)} {verdict}"
    lines = [labelled(head, f"「{_short(safe(part.text).strip(), 60)}」", language)]
    for match in part.matches[:1]:
        lines += [f"  {line}" for line in _match(match, language, colour)]
    return lines


def _match(match: Match, language: Language, colour: bool) -> list[str]:
    page = "" if match.confidence else part_text(match.page, language)
    where = say("locate.place", language, start=match.span.start + 1, end=match.span.end)
    known = [safe(match.file), page, match.date, where]
    lines = [f"{styled(match.key, KEY, colour)}  {styled(' · '.join(k for k in known if k), DIM, colour)}"]
    source = f"「{_short(safe(match.shown), _LONG)}」"
    lines.append(labelled(f"  {say('locate.source', language)}", source, language))
    if match.confidence:
        place = part_text(match.page, language, match.confidence)
        lines.append(f"  {styled(say('locate.scan', language, place=place), WARN, colour)}")
    if match.role is Role.CHROME:
        lines.append(f"  {say('key.leftover', language)}")
    # What changes the meaning comes first.
    telling = [d for d in match.differences if d.sort is not ChangedThing.OTHER]
    other = [d for d in match.differences if d.sort is ChangedThing.OTHER]
    lines += [_difference(d, language, colour) for d in (*telling, *other)]
    return lines


def _difference(difference: Difference, language: Language, colour: bool) -> str:
    sort = say(f"sort.{difference.sort.value}", language)
    telling = difference.sort is not ChangedThing.OTHER
    mark = styled(f"! {sort}", BAD + BOLD, colour) if telling else styled(f"- {sort}", DIM, colour)
    source, quoted = safe(difference.source), safe(difference.quoted)
    told = say(f"kind.{difference.kind.value}", language, source=source, quoted=quoted)
    return labelled(f"  {mark}", told, language)


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length // 2]} … {text[-length // 2 :]}"
