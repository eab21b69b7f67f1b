"""The mutation test of what is shown counts what is wrong, and nothing else."""

from __future__ import annotations

import random
from dataclasses import replace

from benchmarks.mutated_claims import Counts, check
from benchmarks.mutations import Text, pool_of
from bot.library import Library
from bot.questions.asker import Asker
from bot.types import Answered

QUESTION = "兰州公安局命案发案下降了百分之多少?"


def _counts(asker: Asker, library: Library, changed: bool) -> Counts:
    answer = asker.ask(QUESTION)
    assert isinstance(answer, Answered)
    claims = answer.claims
    if changed:
        claims = tuple(replace(claim, text=claim.text.replace("31.3", "13.3")) for claim in claims)
    texts = [Text(p.key, p.file, text) for p, text in library.catalog.all_passages()]
    rng = random.Random(1)
    counts = Counts()
    check(claims, library.catalog, pool_of(texts, rng), rng, counts)
    return counts


def test_claims_as_shown_and_their_mutations_are_all_right(asker: Asker, library: Library) -> None:
    """Each claim is tried as it is, and with another figure."""
    counts = _counts(asker, library, changed=False)
    assert counts.tried["as shown"] >= 1
    assert counts.tried["figure"] >= 1
    assert counts.wrong.total() == 0


def test_a_claim_with_another_figure_than_its_quotation_is_counted(asker: Asker, library: Library) -> None:
    """A wrong claim, had it been shown, is no longer right."""
    assert _counts(asker, library, changed=True).wrong["as shown"] == 1
