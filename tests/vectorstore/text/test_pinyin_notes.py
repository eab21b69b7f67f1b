"""Pinyin notes that were read with gaps in them."""

from __future__ import annotations

import pytest

from vectorstore.text.pinyin_notes import has_one_syllable, without_gaps


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("監(ji ān)督和家庭監(jiān) 督", "監(jiān)督和家庭監(jiān)督"),
        ("增強(qi áng)服務(wù) 大局", "增強(qiáng)服務(wù)大局"),
        ("落實（l uò）责任", "落實（luò）责任"),
        # What is no note, or holds two syllables, stays as it stands.
        ("北京(běi jīng) 市", "北京(běi jīng) 市"),
        ("组织(app) 建设(a b)", "组织(app) 建设(a b)"),
        ("見 (ji ān)", "見 (ji ān)"),
    ],
)
def test_one_syllable_is_one_word(read: str, meant: str) -> None:
    """A gap inside a syllable and behind its note goes; other gaps stay."""
    assert without_gaps(read) == meant


def test_a_syllable_has_its_tone() -> None:
    """Whole syllables count, with their tone; words without one may be anything."""
    assert all(map(has_one_syllable, ("ān", "zhì", "tǒng", "liàng", "nǚ", "wù", "ér", "quē")))
    assert not any(map(has_one_syllable, ("app", "g", "ǎngb", "běijīng", "", "tong")))
