"""How well a text speaks of what a question asks: words covered, weighted by their rarity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.extraction.scales import rarity
from bot.language.english_dictionary import english_words, translations
from bot.language.limits import LIMITS
from bot.language.pinyin import spelled
from bot.language.segmentation import Word
from bot.language.synonyms import official_words_for
from vectorstore.index.bm25 import LexicalIndex, terms, units_of
from vectorstore.text.search_form import bare_form

#: Shares of a question's words: from the first on some are there, from the second on enough to be about it,
#: from the third on nearly all.
SOME, ENOUGH, NEARLY_ALL = 0.2, 0.5, 0.8


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """A question word in its bare form with its weight (its rarity, in nats) and whether the
    index knows it at all. `others` are what it may stand for instead, for an English word;
    `written` what documents may write for a Chinese one."""

    text: str
    pairs: tuple[str, ...]
    weight: float
    known: bool
    tag: str = ""
    others: tuple[str, ...] = ()
    written: tuple[str, ...] = ()


#: What another word for a word counts, against the word itself.
_WRITTEN = 0.9


def weigh(words: Sequence[Word], index: LexicalIndex) -> tuple[WeightedTerm, ...]:
    """The words with weights by how rare they are in the index."""
    total = max(1, len(index))
    weighted: dict[str, WeightedTerm] = {}
    for given in words:
        word = _without_modal(given, index)
        bare = bare_form(word.text).text
        if not bare or bare in weighted:
            continue
        pairs = _pairs(bare)
        frequencies = [index.document_frequency(pair) for pair in pairs]
        rarest = min(frequencies, default=0)
        share = sum(f > 0 for f in frequencies) / max(1, len(frequencies))
        written = _known(official_words_for().get(word.text, ()), index)
        if len(word.text) == 1 and word.tag[0] in "vpd" and not written:
            continue
        # Whoever says 毛病 where all write 问题 says nothing rare.
        rarest = max([rarest, *(frequency for _, frequency in written)])
        weight = rarity(rarest, total) * (0.6 if len(bare) == 1 else 1.0)
        known = share >= ENOUGH or bool(written)
        weighted[bare] = WeightedTerm(
            bare, pairs, weight, known, word.tag, (), tuple(one for one, _ in written)
        )
    return tuple(weighted.values())


#: What may stand before a verb and says nothing: 要交 and 能花 are no words.
_MODALS = tuple("要能可得会想该须")


def _without_modal(word: Word, index: LexicalIndex) -> Word:
    """A verb of one character without the modal that the segmenter took for a part of it: 交 for 要交.

    Only where no passage has both side by side, as passages have 要求 and 能够.
    """
    if len(word.text) != 2 or not word.text.startswith(_MODALS) or word.tag[:1] != "v":
        return word
    bare = bare_form(word.text).text
    known = any(index.document_frequency(pair) for pair in _pairs(bare)) or official_words_for().get(
        word.text
    )
    return word if known else Word(word.text[1], word.start + 1, word.tag)


def _pairs(bare: str) -> tuple[str, ...]:
    """The pairs of neighbours of a bare form; its one character where it has no more."""
    units = units_of(bare)
    return tuple(a + b for a, b in zip(units, units[1:], strict=False)) or tuple(units)


def _known(written: Sequence[str], index: LexicalIndex) -> list[tuple[str, int]]:
    """The words that the index knows, bare, with in how many passages their rarest pair occurs."""
    found = []
    for word in written:
        bare = bare_form(word).text
        frequency = min((index.document_frequency(pair) for pair in _pairs(bare)), default=0)
        if frequency:
            found.append((bare, frequency))
    return found


def weigh_english(form: str, index: LexicalIndex) -> tuple[WeightedTerm, ...]:
    """The content words of an English question with the Chinese words they may stand for."""
    total = max(1, len(index))

    def known(word: str) -> bool:
        pairs = [word[i : i + 2] for i in range(len(word) - 1)]
        return bool(pairs) and all(index.document_frequency(pair) for pair in pairs)

    found = translations(english_words(form), known)
    for word, chinese in found.items():
        if not chinese and word.isalpha():
            chinese += spelled(word, lambda pair: bool(index.document_frequency(pair)))[: LIMITS.spellings]
    weighted = []
    for word, chinese in found.items():
        others = tuple(bare_form(one).text for one in chinese)
        frequency = max((index.document_frequency(one[:2]) for one in others), default=0)
        frequency = frequency or index.document_frequency(word)
        weight = rarity(frequency, total)
        weighted.append(WeightedTerm(word, others or (word,), weight, frequency > 0, "eng", others))
    return tuple(weighted)


def word_presence(word: WeightedTerm, bare: str) -> float:
    """How much of a word stands in a bare form, 0 to 1."""
    if word.text in bare or any(other in bare for other in word.others):
        return 1.0
    if word.others:
        return 0.0
    if any(other in bare for other in word.written):
        return _WRITTEN
    if len(word.pairs) < 2:
        return 0.0
    return NEARLY_ALL * sum(pair in bare for pair in word.pairs) / len(word.pairs)


def in_words_of(bare: str, question: str, words: Sequence[WeightedTerm]) -> str:
    """A question with those of its words that a text lacks in the words that the text has for them.

    `bare` is the text's bare form. The longest words come first: of 拿多少奖金, for which the text
    has 奖励 twice over, only 奖金 becomes that.
    """
    for word in sorted(words, key=lambda one: -len(one.text)):
        if word.written and word.text not in bare:
            other = max((one for one in word.written if one in bare), key=len, default="")
            question = question.replace(word.text, other) if other and other not in question else question
    return question


def coverage(words: Sequence[WeightedTerm], bare: str) -> float:
    """The weighted share of the words that stand in a bare form, 0 to 1."""
    total = sum(word.weight for word in words)
    if not total:
        return 0.0
    return sum(word.weight * word_presence(word, bare) for word in words) / total


def coverage_nearby(words: Sequence[WeightedTerm], bare: str, start: int, end: int, reach: int = 24) -> float:
    """The coverage within `reach` characters of a range, the nearer side counting more."""
    before = bare[max(0, start - reach) : start]
    after = bare[end : end + reach]
    near = bare[max(0, start - reach // 3) : end + reach // 3]
    return 0.4 * coverage(words, before) + 0.25 * coverage(words, after) + 0.35 * coverage(words, near)


def term_overlap(question: str, bare: str, weight: Callable[[str], float]) -> float:
    """The weighted share of a question's single characters and pairs that a text has."""
    asked = set(terms(question))
    have = set(terms(bare))
    total = sum(map(weight, asked))
    return sum(weight(term) for term in asked & have) / total if total else 0.0
