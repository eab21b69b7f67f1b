"""Answers, documents and reports as text for a terminal. Pure functions to strings.

Style is marked with ANSI codes only where `colour` is true; text of documents passes `safe`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bot.cli.render.wide_text import columns, flowed, wrapped
from bot.messages.citations import say as say_place
from bot.messages.explain import say
from bot.messages.general import note_text, reason_text, text
from bot.messages.marks import bracketed, labelled, listed
from bot.messages.safe_text import safe
from bot.messages.unread import part_text, unread_text
from bot.questions.follow_ups import is_sentence
from bot.settings.packages import pip_install
from bot.types import Answer, Answered, Citation, Claim, Decided, Declined, Language, is_talk
from vectorstore.index.catalog import DocumentRecord
from vectorstore.text.numbering import heading_label
from vectorstore.text.search_form import search_form
from vectorstore.types import Span

if TYPE_CHECKING:
    from vectorstore.ingest import Report

_BOLD, _DIM, _KEY, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[0m"

#: So many places that are only a number stand in one line, which then fits any terminal.
_BESIDE = 5
#: Wide characters of a title that are shown.
_LONGEST_TITLE = 38
#: A quotation begins with a heading where so many characters behind the heading's label are alike.
_SAME = 6


def _styled(part: str, style: str, colour: bool) -> str:
    return f"{style}{part}{_OFF}" if colour and part else part


def render_answer(
    answer: Answer,
    titles: Mapping[str, str],
    language: Language,
    colour: bool = False,
    keys: bool = False,
    width: int = 0,
) -> str:
    """An answer as lines: each claim's quotation with its citations, then the notes.

    `titles` gives each file's title. The quotations are the source's own characters, each in one line; the
    sources of one document stand together under its title, with their citation keys where `keys` is true,
    in lines of at most `width` columns where one is given.
    """
    if is_talk(answer):
        return "\n".join(note_text(note, language) for note in answer.notes)
    lines: list[str] = []
    if is_sentence(answer.condensed):
        lines.append(
            _styled(text("understood-as", language, {"question": safe(answer.condensed)}), _DIM, colour)
        )
    if isinstance(answer, Declined):
        lines += _declined(answer, titles, language, colour, keys, width)
    else:
        lines += _answered(answer, titles, language, colour, keys, width)
    lines += [_styled(f"※ {note_text(note, language)}", _DIM, colour) for note in answer.notes]
    return "\n".join(lines)


def _answered(
    answer: Answered, titles: Mapping[str, str], language: Language, colour: bool, keys: bool, width: int
) -> list[str]:
    lines: list[str] = []
    cited = cited_in(answer)
    numbers = {(one.key, one.span): number for number, one in enumerate(cited, 1)}
    for before, claim in zip((None, *answer.claims), answer.claims, strict=False):
        if before and before.own_words and not claim.own_words:
            lines.append("")
        lead = f"{claim.label}. " if claim.label else ""
        lead = f"{safe(claim.subject)}：" if claim.subject else lead
        if before is None and answer.short:
            lead = _styled(safe(answer.short.text), _BOLD, colour)
            own = answer.short.citation in claim.citations
            # Of a table the header leads, and the row that answers comes behind it.
            lead += " — " if own else f"[{numbers[answer.short.citation.key, answer.short.citation.span]}]\n"
        marks = "".join(f"[{numbers[one.key, one.span]}]" for one in claim.citations)
        # Only what is the source's, character for character, stands in quotation marks.
        shown = safe(claim.text) if claim.own_words else f"「{emphasised(claim, colour)}」"
        lines.append(f"{lead}{shown}{marks}")
    lines.append("")
    for file in dict.fromkeys(one.file for one in cited):
        lines.append(_styled(_title(file, titles, width), _DIM, colour))
        rows = [row for row in enumerate(cited, 1) if row[1].file == file]
        lines += _places(rows, language, colour, keys, width)
    return lines


def _places(
    rows: Sequence[tuple[int, Citation]], language: Language, colour: bool, keys: bool, width: int
) -> list[str]:
    """The numbered places of one document: a line each, those that are only a paragraph's number beside each other."""
    lines: list[str] = []
    beside = 0
    # Items of one paragraph stand at one place, which is said once for all their numbers.
    places: dict[tuple[str, str], list[tuple[int, Citation]]] = {}
    for number, one in rows:
        places.setdefault((one.key if keys else "", _place(one, language)), []).append((number, one))
    for (key, place), there in places.items():
        one = there[0][1]
        shown = _numbers([number for number, _ in there])
        bare = not keys and not one.passage.path and not one.passage.page
        if bare and 0 < beside < _BESIDE:
            lines[-1] += f"  {shown} {_styled(place, _DIM, colour)}".rstrip()
        else:
            beside = 0
            lines += _place_lines(f"  {shown} ", key, place, colour, width)
        beside = beside + 1 if bare else 0
    return lines


def _place_lines(lead: str, key: str, place: str, colour: bool, width: int) -> list[str]:
    """A place behind its number and its key; what doesn't fit goes on below its beginning."""
    indent = columns(lead) + (columns(key) + 2 if key else 0)
    parts = wrapped(place, width - indent) if width and indent + columns(place) > width else [place]
    first = f"{lead}{_styled(key, _KEY, colour)}{'  ' if key else ''}{_styled(parts[0], _DIM, colour)}"
    return [first.rstrip(), *(" " * indent + _styled(part, _DIM, colour) for part in parts[1:])]


def _numbers(numbers: Sequence[int]) -> str:
    """Numbers of sources in brackets; three and more in a row by the first and the last."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "".join(
        f"[{run[0]}]–[{run[-1]}]" if len(run) > 2 else "".join(f"[{number}]" for number in run)
        for run in runs
    )


def cited_in(answer: Answered) -> list[Citation]:
    """The citations of an answer in the order of their numbers, each place once."""
    found: dict[tuple[str, Span], Citation] = {}
    for claim in answer.claims:
        for citation in claim.citations:
            found.setdefault((citation.key, citation.span), citation)
    return list(found.values())


def _title(file: str, titles: Mapping[str, str], width: int) -> str:
    longest = min(_LONGEST_TITLE, (width - 1) // 2) if width else _LONGEST_TITLE
    return shortened(safe(titles.get(file) or file), longest)


def _place(citation: Citation, language: Language) -> str:
    """Where in its document a quotation stands."""
    path = " > ".join(shortened(safe(_heading(part, citation.quote)), 24) for part in citation.passage.path)
    number = citation.passage.paragraph
    place = say_place("answer.paragraph", language, number=number) if number else ""
    page = safe(part_text(citation.passage.page, language, citation.passage.confidence))
    return " · ".join(part for part in (path, page, place) if part)


def _heading(name: str, quote: str) -> str:
    """A heading as it is shown beside a quotation: its label alone where the quotation itself begins with it."""
    form = search_form(name)
    label = heading_label(form)
    if label is None:
        return name
    end = form.ends[label.length - 1]
    return name[:end] if quote.lstrip().startswith(name[: end + _SAME]) else name


def _declined(
    answer: Declined, titles: Mapping[str, str], language: Language, colour: bool, keys: bool, width: int
) -> list[str]:
    lines = [reason_text(answer.reason, language)]
    if answer.nearest:
        lines += ["", _styled(text("nearest", language), _DIM, colour)]
        for number, one in enumerate(answer.nearest, 1):
            lines.append(f"  {number}. 「{shortened(safe(one.quote), 80)}」")
            place = " · ".join(part for part in (_title(one.file, titles, 0), _place(one, language)) if part)
            lines += _place_lines("     ", one.key if keys else "", place, colour, width)
    return lines


def emphasised(claim: Claim, colour: bool) -> str:
    """A claim's quotation with the words that answer in bold."""
    citation = claim.citations[0]
    if not colour or not citation.emphasis or claim.text != citation.quote:
        return safe(claim.text)
    shown = []
    at = citation.span.start
    for span in sorted(citation.emphasis):
        shown.append(safe(_between(citation, at, span.start)))
        shown.append(_styled(safe(_between(citation, span.start, span.end)), _BOLD, True))
        at = span.end
    shown.append(safe(_between(citation, at, citation.span.end)))
    return "".join(shown)


def _between(citation: Citation, start: int, end: int) -> str:
    return Span(start - citation.span.start, end - citation.span.start).of(citation.quote)


def shortened(part: str, width: int) -> str:
    """At most `width` columns of a text, with … where it was cut."""
    taken = 0
    for place, char in enumerate(part):
        taken += 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if taken > width * 2:
            return part[:place] + "…"
    return part


def render_sources(
    records: Sequence[DocumentRecord], states: Mapping[str, str], language: Language, width: int = 0
) -> str:
    """The documents of an index, one block of lines each, of at most `width` columns where one is given."""
    lines = []
    for number, record in enumerate(records, 1):
        meta = record.metadata
        lines.append(f"{number}. {safe(record.title)}")
        fields = [
            ("sources.file", record.file),
            ("sources.publisher", meta.publisher),
            ("sources.date", meta.date),
            ("sources.format", record.format),
            ("sources.pages", str(record.parts or "")),
            ("sources.recognised", str(record.recognised or "")),
            ("sources.passages", str(record.passages)),
            ("sources.sha", record.sha256[:16]),
            ("sources.state", text(f"state.{states[record.file]}", language)),
        ]
        shown = [labelled(text(code, language), safe(value), language) for code, value in fields if value]
        lines += flowed(shown, width)
    return "\n".join(lines)


def render_report(report: Report, language: Language) -> str:
    """What an ingest did."""
    lines = []
    rows = [
        ("report.added", report.added),
        ("report.changed", report.changed),
        ("report.unchanged", report.unchanged),
        ("report.removed", report.removed),
    ]
    for code, files in rows:
        if files:
            lines.append(labelled(f"{text(code, language)} {len(files)}", _some(files, language), language))
    install = pip_install("yinju[ocr]")
    for code, unread in (("report.skipped", report.skipped), ("report.note", report.notes)):
        for one in unread:
            why = bracketed(unread_text(one.reason, one.detail, language, install), language)
            lines.append(labelled(text(code, language), f"{safe(one.file)}{why}", language))
    if report.away:
        params = {"count": len(report.away), "files": _some(report.away, language)}
        lines.append(text("report.away", language, params))
    # Those that go now are named above.
    if still_out := [file for file in report.taken_out if file not in report.removed]:
        params = {"count": len(still_out), "files": _some(still_out, language)}
        lines.append(text("report.taken-out", language, params))
    documents = len(report.added) + len(report.changed) + len(report.unchanged)
    totals = {
        "documents": documents,
        "passages": report.passages,
        "embedded": report.embedded,
        "carried": report.carried,
        "seconds": f"{report.seconds:.1f}",
    }
    lines.append(text("report.summary", language, totals))
    return "\n".join(lines)


def _some(files: Sequence[str], language: Language) -> str:
    shown = listed((safe(file) for file in files[:8]), language)
    return shown + ("…" if len(files) > 8 else "")


_MARKS = {"shown": "✓", "repaired": "✓", "repeats": "=", "quoted": "✗", "dropped": "✗"}


def render_decided(decided: Sequence[Decided], language: Language) -> str:
    """A block of lines for each sentence: its outcome, what it stood on, what spoke against it."""
    if not decided:
        return say("explain.none", language)
    lines = [say("explain.title", language)]
    for one in decided:
        outcome = f"{_MARKS[one.outcome]} {say(f'explain.{one.outcome}', language)}"
        lines.append(labelled(outcome, safe(one.sentence), language))
        support = f"    [{safe(one.key)}] {say('explain.support', language)}"
        lines.append(labelled(support, safe(one.quote), language))
        for flaw, words in one.flaws:
            lines.append(labelled(f"    - {say(f'flaw.{flaw}', language)}", safe(words), language))
    return "\n".join(lines)
