"""Letters that may be a Chinese word are told from others without making the words."""

from __future__ import annotations

import pytest

from bot.language.limits import LIMITS
from bot.language.pinyin import is_spelled, spelled


@pytest.mark.parametrize(
    "letters",
    ["Rizhao", "xian", "women", "an", "er", "the", "launched", "", "Shanghai", "Online", "dedede", "ng"],
)
def test_letters_are_syllables_where_they_spell_a_word(letters: str) -> None:
    """The answer is that of the words themselves, if any pair of characters may stand side by side."""
    assert is_spelled(letters) == bool(spelled(letters, lambda pair: True))


def test_a_spelled_name_has_no_more_syllables_than_a_name_has_characters() -> None:
    """As many as are looked for are a name's, one more is none: no other division of the letters is short enough."""
    assert is_spelled("zhuang" * LIMITS.spelled_name)
    assert not is_spelled("zhuang" * (LIMITS.spelled_name + 1))
