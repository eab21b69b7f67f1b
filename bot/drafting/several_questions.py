"""Several questions in one message: each is drafted and decided on by itself, and shown together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.drafting.draft import Draft
from bot.types import Claim, Note


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
    return replace(
        weakest,
        claims=tuple(claims.values()),
        notes=(*kept, *unanswered),
        candidates=tuple(one for draft in answered for one in draft.candidates[:4]),
        lead=None,
    )
