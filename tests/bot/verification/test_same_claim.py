"""Two quotations are one claim only where they say the same; every citation carries its claim."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.library import Library
from bot.types import Citation, Claim
from bot.verification.same_claim import carried, differing_facts, says_the_same
from vectorstore.types import Passage, Span


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第一条 每月补助1500元。", "第三条 每月补助１５００元"),
        ("責任到位,問責到位。", "责任到位，问责到位。"),
        ("（二）由 街道 审核；", "由街道审核。"),
    ],
)
def test_script_width_punctuation_and_number_are_no_difference(one: str, other: str) -> None:
    """What differs in its writing only is one claim."""
    assert says_the_same(one, other)


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("每月补助1500元。", "每月补助2200元。", "figure"),
        ("期限为六个月。", "期限为九个月。", "figure"),
        ("补助30万元。", "补助30元。", "figure"),
        ("3月份上涨1.6%。", "1—3月份上涨1.6%。", "figure"),
        ("自2018年6月1日起施行。", "自2018年7月1日起施行。", "date"),
        ("由济南市承担。", "由兰州市承担。", "name"),
        ("可以转让。", "不可以转让。", "negation"),
    ],
)
def test_another_fact_makes_another_claim(one: str, other: str, kind: str) -> None:
    """Another figure, unit, date, name or negation is another claim, and is told as such."""
    assert not says_the_same(one, other)
    assert kind in differing_facts(one, other)


def _citation(library: Library, passage: Passage, span: Span) -> Citation:
    return Citation(passage, span, span.of(library.catalog.document(passage.file).text))


def _claims(library: Library) -> list[Claim]:
    """A claim for each of the first passages that have figures."""
    found = []
    for record in library.catalog.documents():
        for passage in library.catalog.passages(record.file):
            quote = passage.span.of(library.catalog.document(passage.file).text)
            if any(char.isdigit() for char in quote):
                found.append(Claim(quote, (_citation(library, passage, passage.span),)))
    return found


def _mutations(text: str) -> list[str]:
    """The text with another figure, another unit, another year, or a negation more."""
    digit = next(at for at, char in enumerate(text) if char.isdigit())
    other = str((int(text[digit]) + 1) % 10)
    middle = len(text) // 2
    changed = [text[:digit] + other + text[digit + 1 :], text[:middle] + "不" + text[middle:]]
    swaps = [("万", "亿"), ("年", "月"), ("名", "户"), ("济南", "兰州")]
    return changed + [text.replace(one, two, 1) for one, two in swaps if one in text]


def test_no_mutated_claim_keeps_its_citation(library: Library) -> None:
    """A claim with another figure, unit, name or negation than its quotation is not shown."""
    claims = _claims(library)
    assert len(claims) > 20
    kept, taken = carried(claims, library.catalog)
    assert list(kept) == claims
    assert taken == 0
    for claim in claims:
        for text in _mutations(claim.text):
            shown, _ = carried([replace(claim, text=text)], library.catalog)
            assert shown == (), text


def test_a_citation_that_says_something_else_is_taken_off(library: Library) -> None:
    """Of two citations the one that carries the claim stays."""
    first, second, *_ = _claims(library)
    both = replace(first, citations=(*first.citations, *second.citations))
    assert carried([both], library.catalog) == ((first,), 1)
