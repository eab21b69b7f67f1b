"""What other sections of a document add to a passage's score."""

from __future__ import annotations

import pytest

from vectorstore.search.fusion import with_other_sections

SCORES = {"a": 0.6, "b": 0.5, "c": 0.4, "d": 0.55}
SECTIONS = {"a": ("law.txt", 1), "b": ("law.txt", 1), "c": ("law.txt", 2), "d": ("other.txt", 1)}


def test_another_section_of_the_document_is_heard() -> None:
    """A passage gets a share of the best score in another section, and the sum stays in 0..1."""
    heard = with_other_sections(SCORES, SECTIONS, 0.5)
    assert heard["a"] == pytest.approx((0.6 + 0.5 * 0.4) / 1.5)
    assert heard["b"] == pytest.approx((0.5 + 0.5 * 0.4) / 1.5)
    assert heard["c"] == pytest.approx((0.4 + 0.5 * 0.6) / 1.5)


def test_its_own_section_and_other_documents_add_nothing() -> None:
    """A passage alone in its document, or with neighbours of its own section only, gains nothing."""
    assert with_other_sections(SCORES, SECTIONS, 0.5)["d"] == pytest.approx(0.55 / 1.5)
    same = dict.fromkeys(SCORES, ("law.txt", 1))
    assert with_other_sections(SCORES, same, 0.5) == pytest.approx({k: s / 1.5 for k, s in SCORES.items()})


def test_without_a_share_or_a_section_the_order_stays() -> None:
    """A share of 0 changes no score, and a passage whose section is unknown keeps its place."""
    assert with_other_sections(SCORES, SECTIONS, 0.0) == SCORES
    assert with_other_sections(SCORES, {}, 0.5) == pytest.approx({k: s / 1.5 for k, s in SCORES.items()})
