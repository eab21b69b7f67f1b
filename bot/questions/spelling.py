"""Typing errors in a question: characters that sound like what the documents say.

A word that neither the documents nor the dictionary has is read as one that sounds the same and
that the documents have. A real word is never changed, even if no document has it:
开除 must not become 开出, or a question that has no answer would get one.
"""

from __future__ import annotations

import re

from bot.language.segmentation import Word, words
from vectorstore.index.bm25 import LexicalIndex
from vectorstore.text.search_form import search_form

#: A word that the dictionary lacks must occur in as many passages to be taken for the right one.
_OFTEN = 2


def corrected(text: str, index: LexicalIndex) -> str:
    """The question with its likely typing errors mended, or as it is where there are none."""
    form = search_form(text).text
    suspects = [word for word in words(form) if _is_suspect(word, index)]
    if not suspects:
        return text
    from bot.language.pinyin import is_word

    mended = form
    for word in suspects:
        if not is_word(word.text):
            mended = mended[: word.start] + _mended(word.text, index) + mended[word.start + len(word.text) :]
    return mended if mended != form else text


def _is_suspect(word: Word, index: LexicalIndex) -> bool:
    """Whether a word of two or three characters, no person's or place's name, is in no document."""
    han = re.fullmatch(r"[\u4e00-\u9fff]{1,2}[^\W上下中里内外前后间时了的吗呢a-z\d]", word.text)
    return bool(han) and word.tag not in {"nr", "ns", "m", "r"} and not _frequency(word.text, index)


def _frequency(text: str, index: LexicalIndex) -> int:
    """In how many passages the rarest pair of a word's characters stands."""
    return min(index.document_frequency(a + b) for a, b in zip(text, text[1:], strict=False))


def _mended(text: str, index: LexicalIndex) -> str:
    """The word with one character exchanged for one that sounds the same, where the index has that."""
    from bot.language.pinyin import homophones, is_word

    options = []
    for place, char in enumerate(text):
        for other in homophones(char):
            candidate = text[:place] + other + text[place + 1 :]
            frequency = _frequency(candidate, index)
            if frequency >= _OFTEN or (frequency and is_word(candidate)):
                options.append((is_word(candidate), frequency, candidate))
    return max(options)[2] if options else text
