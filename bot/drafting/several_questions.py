"""Several questions in one message: each is drafted and decided on by itself, and shown together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.drafting.draft import Draft
from bot.extraction.other_names import of_other_name
from bot.extraction.term_weights import ENOUGH
from bot.language.sibling_kinds import names_sibling
from bot.types import Claim, Note
from vectorstore.text.search_form import bare_form, search_form


def together(drafts: Sequence[Draft], asked: Sequence[str]) -> Draft:
    """One draft of several: the claims of those that are answered, and a note of each that isn't.

    The probability is the lowest of those that are answered; where none is, the first draft stands.
    """
    answered = [draft for draft in drafts if draft.claims]
    if not answered:
        return drafts[0]
    claims: dict[tuple[object, ...], Claim] = {}
    for draft in answered:
        for claim in draft.claims:
            claims.setdefault(tuple((one.file, one.span) for one in claim.citations), claim)
    unanswered = [
        Note("part-unanswered", {"question": text})
        for draft, text in zip(drafts, asked, strict=True)
        if not draft.claims
    ]
    # Of one list it can be said that it is complete, not of several answers put together.
    kept = [note for draft in answered for note in draft.notes if note.code != "list-complete"]
    weakest = min(answered, key=lambda draft: draft.decision.probability)
    ranked = {hit.passage.key: hit for draft in answered for hit in draft.ranked}
    return replace(
        weakest,
        ranked=tuple(ranked.values()),
        claims=tuple(claims.values()),
        notes=(*kept, *unanswered),
        candidates=tuple(one for draft in answered for one in draft.candidates[:4]),
        lead=None,
    )


def tells_of_each(draft: Draft, names: Iterable[str]) -> bool:
    """Whether the claims of a draft speak of each of several things that a question asks the same of."""
    told = "|".join(bare_form(claim.text).text for claim in draft.claims)
    # A name ends with what it is: 开工建设 in 2023年南屏开工建设.
    pairs = ([name[-4:][at : at + 2] for at in range(len(name[-4:]) - 1)] for name in names)
    return all(sum(pair in told for pair in row) >= ENOUGH * len(row) for row in pairs)


def tell_apart(drafts: Sequence[Draft]) -> bool:
    """Whether each of several drafts answers, and each by a sentence of its own."""
    first = {draft.claims[0].text for draft in drafts if draft.claims}
    return len(first) == len(drafts)


def surer(draft: Draft, other: Draft) -> Draft:
    """Of two drafts for the same question, asked in two ways, the one that is surer; the first where none answers."""
    answers = [one for one in (draft, other) if one.claims]
    return max(answers, key=lambda one: one.decision.probability, default=draft)


def better_alone(completed: str, draft: Draft, alone: Draft, first: Draft) -> Draft:
    """The draft for a second question by itself, where that is clearly surer than for it as the first completes it.

    Only in the document of the `first` answer, and not of another thing of the same sort or name.
    """
    if not (alone.claims and first.claims):
        return draft
    surer = alone.decision.probability - (draft.decision.probability if draft.claims else 0.0)
    files = {one.file for claim in first.claims for one in claim.citations}
    form = search_form(completed).text
    said = search_form(alone.claims[0].text).text
    near = all(one.file in files for claim in alone.claims for one in claim.citations)
    apart = names_sibling(form, said) or of_other_name(form, said, bare_form(said).text)
    return alone if near and not apart and surer >= _CLEARLY else draft


#: By so much of a probability a question is surer by itself than completed by another.
_CLEARLY = 0.2
