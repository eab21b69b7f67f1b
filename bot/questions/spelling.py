"""Typing errors in a question: characters that sound like what the documents say.

A word that neither the documents nor the dictionary has is read as one that sounds the same and
that the documents have. A real word is never changed, even if no document has it:
开除 must not become 开出, or a question that has no answer would get one. Nor is what only
stands side by side: 会 and 罚 in 会罚多少 are two words, and 会发 would be none.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.language.characters import is_han
from bot.language.limits import LIMITS
from bot.language.segmentation import Word, words
from bot.questions.follow_up_forms import segments
from vectorstore.index.bm25 import LexicalIndex
from vectorstore.text.search_form import search_form

#: Characters that are words by themselves: what begins or ends with one is two words that meet.
_WORDS_ALONE = frozenset(
    "会能要可该得把被将让给就都也还又再不没有是在和与或及从到以的了着过吗呢吧啊么几谁哪怎何这那其各每才只很最太更"
)

#: What stands behind a word and says where or when: 会上, 年间.
_BEHIND = frozenset("上下中里内外前后间时")


@dataclass(frozen=True, slots=True)
class CorrectedQuestion:
    """A question as it is read, and what was changed in it: pairs of the word as written and as read."""

    text: str
    changes: tuple[tuple[str, str], ...] = ()


def mend(text: str, index: LexicalIndex) -> CorrectedQuestion:
    """The question with its likely typing errors mended, or as it is where there are none."""
    parts = segments(text)
    if len(parts) > 1:
        # What a follow-up was put together from stays apart: 办 and 车 are no word.
        each = [mend(part, index) for part in parts]
        found = tuple(change for one in each for change in one.changes)
        return CorrectedQuestion(" ".join(one.text for one in each) if found else text, found)
    form = search_form(text).text
    suspects = [word for word in words(form) if _is_suspect(word, form, index)]
    if not suspects or len(suspects) > LIMITS.suspects:
        return CorrectedQuestion(text)
    from bot.language.pinyin import is_word

    mended, changes = form, []
    for word in suspects:
        if is_word(word.text):
            continue
        read = _mended(word, form, index)
        if read != word.text:
            mended = mended[: word.start] + read + mended[word.start + len(word.text) :]
            changes.append((word.text, read))
    return CorrectedQuestion(mended, tuple(changes)) if changes else CorrectedQuestion(text)


def _is_suspect(word: Word, form: str, index: LexicalIndex) -> bool:
    """Whether a word of two or three characters, no person's or place's name, is in no document."""
    text = word.text
    if not 2 <= len(text) <= 3 or not all(map(is_han, text)) or text[-1] in _BEHIND:
        return False
    if text[0] in _WORDS_ALONE or text[-1] in _WORDS_ALONE:
        return False
    return word.tag not in {"nr", "ns", "m", "r"} and not _frequency(word.text, index)


def _frequency(text: str, index: LexicalIndex) -> int:
    """In how many passages the rarest pair of a word's characters stands."""
    return min(index.document_frequency(a + b) for a, b in zip(text, text[1:], strict=False))


def _mended(word: Word, form: str, index: LexicalIndex) -> str:
    """The word with one character exchanged for one that sounds the same, where the index has that."""
    from bot.language.pinyin import homophones, is_word

    text, end = word.text, word.start + len(word.text)
    before, behind = form[word.start - 1 : word.start], form[end : end + 1]
    options = []
    for place, char in enumerate(text):
        # A character that the documents have together with its other neighbour belongs to that one.
        if place == 0 and before and index.document_frequency(before + char):
            continue
        if place == len(text) - 1 and behind and index.document_frequency(char + behind):
            continue
        for other in homophones(char):
            candidate = text[:place] + other + text[place + 1 :]
            frequency = _frequency(candidate, index)
            if frequency >= LIMITS.often or (frequency and is_word(candidate)):
                options.append((is_word(candidate), frequency, candidate))
    return max(options)[2] if options else text
