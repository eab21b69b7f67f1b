"""Sentences to claims: those that say the same are one, those that differ stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.drafting.conflicts import of_other_years
from bot.drafting.editions import in_force_first, in_force_from, replacements
from bot.extraction.candidates import Candidate
from bot.extraction.document_subject import subjects_of
from bot.extraction.periods import periods
from bot.language.characters import alike
from bot.language.limits import LIMITS
from bot.questions.question import Kind, Question
from bot.types import Claim, Note
from bot.verification.same_claim import differing_facts, folded
from vectorstore.index.catalog import Catalog
from vectorstore.types import Document

#: From this likeness on two sentences may be two editions of one.
EDITIONS_ALIKE = 0.6


def groups_of(
    question: Question, chosen: Sequence[Candidate], ranked: Sequence[Candidate], catalog: Catalog
) -> list[list[Candidate]]:
    """The sentences to show, in groups of those that say the same.

    Another document that says the same is cited too. One that gives another figure for the same,
    in a sentence that is otherwise alike, is shown beside the first.
    """
    groups: list[list[Candidate]] = []
    for one in chosen:
        _into(groups, one, catalog)
    for one in ranked[1 : LIMITS.several]:
        if one in chosen or any(one in group for group in groups):
            continue
        known = next((group for group in groups if _is_one(group[0], one, catalog)), None)
        if known:
            if one.hit.passage.file not in {member.hit.passage.file for member in known}:
                known.append(one)
        elif len(groups) < LIMITS.parts and any(
            _other_side(question, group[0], one, catalog) for group in groups
        ):
            groups.append([one])
    return groups


def _into(groups: list[list[Candidate]], one: Candidate, catalog: Catalog) -> None:
    known = next((group for group in groups if _is_one(group[0], one, catalog)), None)
    if known:
        known.append(one)
        return
    twin = next((g for g in groups if alike(g[0].bare, one.bare) >= EDITIONS_ALIKE), None)
    if twin is None or differing_facts(twin[0].form.text, one.form.text):
        # What says no other fact in other words is not said twice.
        groups.append([one])


def _is_one(known: Candidate, one: Candidate, catalog: Catalog) -> bool:
    """Whether two sentences are one claim: they say the same, of the same subject."""
    return folded(known.form.text) == folded(one.form.text) and _subject(known, catalog) == _subject(
        one, catalog
    )


def _other_side(question: Question, known: Candidate, one: Candidate, catalog: Catalog) -> bool:
    """Whether another document gives the same thing differently: another edition, another subject.

    The figures differ and nothing else: not the month, not the place.
    """
    if question.kind not in {Kind.NUMBER, Kind.DATE, Kind.NAME} or not (known.found and one.found):
        return False
    if known.hit.passage.file == one.hit.passage.file or of_other_years(question, one, catalog):
        return False
    if alike(known.bare, one.bare) < EDITIONS_ALIKE or periods(known.form.text) != periods(one.form.text):
        return False
    here, there = _subject(known, catalog), _subject(one, catalog)
    if here != there and (here in question.form) and here:
        return False
    return bool(set(differing_facts(known.form.text, one.form.text)) & {"figure", "date", "negation"})


def _subject(one: Candidate, catalog: Catalog) -> str:
    subjects = subjects_of(catalog.document(one.hit.passage.file))
    return subjects[0].name if subjects else ""


def in_order(
    groups: Sequence[Sequence[Candidate]], claims: Sequence[Claim], catalog: Catalog
) -> tuple[list[Claim], list[Note]]:
    """The claims with those of repealed documents last, each under its subject, and what is to be said of that."""
    files = list(dict.fromkeys(claim.citations[0].file for claim in claims))
    if len(files) < 2:
        return list(claims), []
    documents = [catalog.document(file) for file in files]
    replaced = replacements(documents)
    notes = []
    for one in replaced:
        old, new = catalog.document(one.old), catalog.document(one.new)
        params = {"old": old.title, "new": new.title, "date": in_force_from(new)}
        notes.append(Note("edition-replaced", params))
    if _gives_differently(groups) and not replaced:
        dated = [(d.title, in_force_from(d)) for d in documents]
        if all(date for _, date in dated):
            said = "、".join(f"《{title}》({date})" for title, date in dated)
            notes.append(Note("edition-dates", {"dates": said}))
    order = in_force_first(files, replaced)
    ordered = sorted(claims, key=lambda claim: order.index(claim.citations[0].file) if replaced else 0)
    return [_under_subject(claim, documents, catalog) for claim in ordered], notes


def _gives_differently(groups: Sequence[Sequence[Candidate]]) -> bool:
    first = groups[0][0]
    return any(
        alike(first.bare, group[0].bare) >= EDITIONS_ALIKE
        and group[0].hit.passage.file != first.hit.passage.file
        for group in groups[1:]
    )


def _under_subject(claim: Claim, documents: Sequence[Document], catalog: Catalog) -> Claim:
    """The claim with the name of its document's subject, where another's is shown too and it names none."""
    names = {
        subject.name: subject.kind
        for file in {c.file for c in claim.citations}
        for subject in subjects_of(catalog.document(file))[:1]
    }
    others = {s.name for d in documents for s in subjects_of(d)[:1]}
    if len(others) < 2 or len(names) != 1 or claim.label:
        return claim
    (name,) = names
    return replace(claim, subject=name)


def subjects_differ(groups: Sequence[Sequence[Candidate]], catalog: Catalog) -> bool:
    """Whether the sentences shown are of different subjects: their figures differ as they should."""
    # A document that is nobody's own may speak of the same.
    return len({_subject(group[0], catalog) for group in groups} - {""}) > 1
