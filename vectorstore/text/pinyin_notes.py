"""Pinyin notes, 創(chuàng), where a page was read with gaps in them: one syllable is one word again."""

from __future__ import annotations

import re

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_VOWELS = rf"[aeiouü{_TONED}]"
_SYLLABLE = re.compile(
    rf"(?=.{{0,3}}[{_TONED}])(?:[zcs]h|[b-df-hj-np-tv-z])?{_VOWELS}{{1,3}}(?:ng?|r)?", re.IGNORECASE
)
#: A note behind the character that it spells, perhaps with gaps in it and behind it.
_WITH_GAPS = re.compile(
    rf"(?<=[\u3400-\u9fff])([(（])([a-zü{_TONED} ]{{1,9}})([)）])( (?=[\u3400-\u9fff]))?", re.IGNORECASE
)


def has_one_syllable(word: str) -> bool:
    """Whether a word is one syllable of pinyin with its tone."""
    return bool(_SYLLABLE.fullmatch(word))


def without_gaps(text: str) -> str:
    """The text with each pinyin note in one piece: 監(ji ān) 督 is 監(jiān)督. Two syllables stay two words."""

    def mended(found: re.Match[str]) -> str:
        syllable = found[2].replace(" ", "")
        return found[1] + syllable + found[3] if has_one_syllable(syllable) else found[0]

    return _WITH_GAPS.sub(mended, text)
