"""What can be had without a model: the sentence most like the question, and a figure or date in it.

The baseline that the reader is measured against.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from training.perturbing import sentences
from training.ranking import terms

_NUMBER = r"[约近]?[\d.,]*\d[余多]?[万亿]?[余多]?[^\W\d]?|[一二三四五六七八九十百千两]+[^\W\d]"
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile("哪一?年|何时|什么时候|哪一?天|几时|时间|几年|日期|何年"),
        re.compile(r"\d{2,4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?"),
    ),
    (re.compile("多少|几|多长|多高|多大|多久|多远"), re.compile(_NUMBER)),
    (
        re.compile("谁|何人|哪个人|哪位"),
        re.compile(r"[^\W\d]{2,12}·[^\W\d]{2,8}"),
    ),
)


def best_sentence(question: str, passage: str) -> tuple[int, int]:
    """The sentence of a folded passage that shares the most characters and pairs with a question.

    Each shared term counts once, over the square root of the sentence's length.
    """
    wanted = set(terms(question))
    spans: Sequence[tuple[int, int]] = sentences(passage) or [(0, len(passage))]

    def overlap(span: tuple[int, int]) -> float:
        text = passage[span[0] : span[1]]
        return len(wanted & set(terms(text))) / math.sqrt(max(len(text), 12))

    return max(spans, key=overlap)


def best_words(question: str, passage: str) -> tuple[int, int]:
    """In the best sentence: the figure or date asked for, else its clause with most new words."""
    start, end = best_sentence(question, passage)
    text = passage[start:end]
    for asked, wanted in _KINDS:
        if asked.search(question):
            found = [m for m in wanted.finditer(text) if m[0] not in question]
            if found:
                shared = [m for m in found if m[0][-1] in question] or found
                return start + shared[0].start(), start + shared[0].end()
    known = set(terms(question))
    clauses = [(m.start(), m.end()) for m in re.finditer(r"[^,。;!?:]+", text)] or [(0, len(text))]
    a, b = max(clauses, key=lambda span: len(set(terms(text[span[0] : span[1]])) - known))
    return start + a, start + b
