"""Changes that training makes to texts, and the windows that the model reads."""

from __future__ import annotations

import random
from itertools import pairwise

from bot.reader import BOS, EOS, windows
from bot.training.perturbing import damage, sentences


def test_damage_keeps_the_span_on_its_words() -> None:
    """After punctuation is lost and notes are put in, the span still holds the answer's figures."""
    text = "去年以来,委领导班子3次听取汇报,形成调研报告48份,推动工作。" * 3
    start = text.index("48份")
    for seed in range(200):
        damaged, first, last = damage(text, start, start + 3, random.Random(seed))
        words = damaged[first:last]
        assert words.startswith("48")
        assert words.endswith("份")


def test_sentences_cover_the_text() -> None:
    """Joined again, the sentences are the text."""
    text = "第一句。第二句!没有句号的;最后"
    assert "".join(text[a:b] for a, b in sentences(text)) == text
    assert len(sentences(text)) == 4


def test_windows_cover_a_long_passage_and_overlap() -> None:
    """Every token of a passage is in a window, neighbours share tokens, none is too long."""
    passage = list(range(100, 1000))
    made = list(windows([10, 11], [20], passage, length=256, overlap=96))
    seen: set[int] = set()
    for window in made:
        context = window.ids[window.context_start : window.context_end]
        assert list(context) == passage[window.first : window.first + len(context)]
        assert window.ids[: window.context_start] == (BOS, 10, 11, EOS, EOS, 20, EOS)
        assert window.ids[-1] == EOS
        assert len(window.ids) <= 256
        seen.update(context)
    assert seen == set(passage)
    gaps = [b.first - a.first for a, b in pairwise(made)]
    assert max(gaps) <= 256 - 96


def test_a_short_passage_is_one_window() -> None:
    """A passage that fits is read once, without a title part when it has no title."""
    made = list(windows([10], [], [100, 101], length=256, overlap=96))
    assert [window.ids for window in made] == [(BOS, 10, EOS, EOS, 100, 101, EOS)]
