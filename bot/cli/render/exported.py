"""Kept answers as they go into a report: paragraphs with quotations, and the notes behind them.

What is the source's, character for character, stands in quotation marks “”; a chat model's own
sentence doesn't. A note is the document by GB/T 7714, the paragraph and the citation key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answer_log.kept_answers import KeptClaim, KeptSource
from bot.answer_log.log import Entry
from bot.answer_log.votes import Vote
from bot.citations.formats import gbt_reference, markdown_text
from bot.cli.render.log import thumb
from bot.messages.answer_log import say
from bot.messages.general import note_text
from bot.messages.safe_text import safe
from bot.messages.unread import part_text
from bot.types import Language
from vectorstore.types import Metadata


@dataclass(frozen=True, slots=True)
class Statement:
    """A paragraph of the report and its notes."""

    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A question and what is said to it; `remarks` are about the answer, not of the documents."""

    question: str
    statements: tuple[Statement, ...]
    remarks: tuple[str, ...]


def sections(entries: Iterable[Entry | Vote], language: Language) -> list[Section]:
    """The answers as sections, in their order; under one that was voted on stands the vote."""
    found = []
    for entry in entries:
        answer, day = entry.answer, entry.when.date()
        statements = tuple(
            Statement(_said(claim), tuple(note(source, day, language) for source in claim.sources))
            for claim in answer.claims
        )
        remarks = tuple(note_text(one, language) for one in answer.notes)
        if not statements:
            remarks = (say("no-answer", language), *remarks)
        if isinstance(entry, Vote):
            voted = say("voted", language, thumb=thumb(entry), when=f"{entry.when:%Y-%m-%d %H:%M}")
            remarks = (*remarks, voted)
        found.append(Section(" ".join(safe(answer.question).split()), statements, remarks))
    return found


def note(source: KeptSource, day: date, language: Language) -> str:
    """A source as a note; `day` is the day of citing."""
    metadata = Metadata(source.title, source.publisher, source.author, source.date, "", source.url)
    parts = [gbt_reference(metadata, source.file, day)]
    if source.page:
        parts.append(f"{part_text(source.page, language, source.confidence)}.")
    if source.paragraph:
        parts.append(f"{say('place', language, number=source.paragraph)}.")
    parts.append(f"[{say('key', language, key=source.key)}]")
    return safe(" ".join(parts))


def _said(claim: KeptClaim) -> str:
    shown = " ".join(safe(claim.text).split())
    lead = f"{claim.label}. " if claim.label else ""
    lead = f"{safe(claim.subject)}：" if claim.subject else lead
    return lead + (shown if claim.own_words else f"“{shown}”")


def markdown(found: Sequence[Section], language: Language) -> str:
    """The sections as Markdown with footnotes; a source that is cited again has one number."""
    numbers: dict[str, int] = {}
    lines = []
    for section in found:
        lines += [f"## {markdown_text(section.question)}", ""]
        for statement in section.statements:
            marks = "".join(f"[^{numbers.setdefault(one, len(numbers) + 1)}]" for one in statement.notes)
            lines += [_not_a_list(markdown_text(statement.text)) + marks, ""]
        for remark in section.remarks:
            lines += [f"*{markdown_text(remark)}*", ""]
    lines += [f"[^{number}]: {markdown_text(one)}" for one, number in numbers.items()]
    return "\n".join(lines).rstrip() + "\n"


def _not_a_list(text: str) -> str:
    """A number at the beginning is the document's label, which a Markdown list would count anew."""
    head, dot, rest = text.partition(". ")
    return f"{head}\\. {rest}" if dot and head.isdigit() else text
