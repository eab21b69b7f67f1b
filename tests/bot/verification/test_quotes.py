"""A draft's claims are shown only where their citations hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.types import Citation, Claim
from bot.verification.quotes import holds, verified
from vectorstore.types import Passage, Span

if TYPE_CHECKING:
    from bot.library import Library


@pytest.fixture(scope="module")
def good(library: Library) -> Citation:
    """A citation that holds: the second half of a passage of 002."""
    passages = library.catalog.passages("002_8aba549fbd98ef65.txt")
    passage = next(p for p in passages if len(p.span) > 80)
    span = Span(passage.span.start + 40, passage.span.end)
    return Citation(passage, span, span.of(library.catalog.document(passage.file).text))


def _bad(good: Citation) -> dict[str, Citation]:
    passage: Passage = good.passage
    span = good.span
    return {
        "a span one further": replace(good, span=Span(span.start + 1, span.end + 1)),
        "a span one shorter": replace(good, span=Span(span.start, span.end - 1)),
        "an empty span": replace(good, span=Span(span.start, span.start), quote=""),
        "a span outside the passage": replace(good, span=Span(0, span.end)),
        "a quote with a character changed": replace(good, quote=good.quote[:-2] + "不" + good.quote[-1]),
        "a quote with a character more": replace(good, quote=good.quote + "。"),
        "a quote in the other script": replace(good, quote=good.quote.replace("纪", "紀")),
        "a quote in full width": replace(good, quote=good.quote.replace(",", "，")),
        "an unknown key": replace(good, passage=replace(passage, key="0000-0000-0000")),
        "a key of another passage": replace(good, passage=replace(passage, key=passage.key[:-1] + "~")),
        "a passage of another document": replace(
            good, passage=replace(passage, file="000_13e63922cc22bc55.txt")
        ),
        "a passage with another span": replace(good, passage=replace(passage, span=Span(0, 5000))),
    }


def test_a_citation_that_holds_is_kept(good: Citation, library: Library) -> None:
    """A claim whose quotation stands at its span in its passage is shown unchanged."""
    claim = Claim(good.quote, (good,), "1")
    assert holds(good, library.catalog)
    assert verified([claim], library.catalog) == (claim,)


def test_whatever_is_wrong_with_a_citation_drops_its_claim(good: Citation, library: Library) -> None:
    """A changed span, quotation, key, document or passage is not shown."""
    for what, bad in _bad(good).items():
        assert bad != good, what
        assert not holds(bad, library.catalog), what
        assert verified([Claim(bad.quote, (bad,))], library.catalog) == (), what


def test_a_claim_without_a_citation_is_dropped(library: Library) -> None:
    """A sentence that cites nothing is never shown."""
    assert verified([Claim("没有出处的一句话。", ())], library.catalog) == ()


def test_a_second_citation_that_does_not_hold_is_left_out(good: Citation, library: Library) -> None:
    """Of a claim with two citations the one that holds stays, if it is the one quoted."""
    bad = _bad(good)["an unknown key"]
    assert verified([Claim(good.quote, (good, bad))], library.catalog) == (Claim(good.quote, (good,)),)
    assert verified([Claim(good.quote, (bad, good))], library.catalog) == ()


@given(st.data())
def test_any_other_quotation_does_not_hold(library: Library, good: Citation, data: st.DataObject) -> None:
    """A quotation holds exactly where it is the characters at its span, for any span of the passage."""
    text = library.catalog.document(good.file).text
    inside = good.passage.span
    start = data.draw(st.integers(inside.start, inside.end - 1))
    end = data.draw(st.integers(start + 1, inside.end))
    shift = data.draw(st.integers(-3, 3))
    quote = text[start + shift : end + shift]
    citation = Citation(good.passage, Span(start, end), quote)
    assert holds(citation, library.catalog) == (quote == text[start:end])
