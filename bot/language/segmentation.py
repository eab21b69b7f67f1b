"""Words and their kinds, by rjieba: the only module that imports it. Loads in tens of milliseconds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.amounts import amounts
from bot.language.numbered_things import numbered_things
from bot.language.synonyms import everyday_words_in, official_words_for
from bot.language.word_lists import is_word_of, says
from bot.language.years import year_mentions

#: The tags of words that say something begin so (nouns, verbs, adjectives, numbers, English words …).
_CONTENT = ("n", "v", "a", "i", "j", "l", "z", "s", "t", "h", "b", "g", "k", "m", "eng")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a search form with its place in it and its part of speech (ICTCLAS tags)."""

    text: str
    start: int
    tag: str


def words(form: str) -> list[Word]:
    """All words of a search form in their order."""
    import rjieba

    found: list[Word] = []
    place = 0
    for start, end, tag in (*_whole(form), (len(form), len(form), "")):
        cut = rjieba.tag(form[place:start])
        for (text, own), (_, behind) in zip(cut, [*cut, ("", "")][1:], strict=True):
            # What is a modal verb stands before another verb: 羊要打, but not 失能老人.
            for part, part_tag in _modal_apart(text, own) if behind.startswith("v") else [(text, own)]:
                found.append(Word(part, place, part_tag))
                place += len(part)
        if end > start:
            found.append(Word(form[start:end], start, tag))
        place = end
    return found


#: What stands between a noun and a verb, and makes a word with the noun only where the segmenter guesses: 羊要, 费能.
_MODALS = frozenset("要能会该须")


def _modal_apart(text: str, tag: str) -> list[tuple[str, str]]:
    """A word with its tag, or the noun and the modal verb behind it that the segmenter made one word of."""
    import rjieba

    if len(text) != 2 or text[1] not in _MODALS or len(rjieba.cut(text, False)) < 2:
        return [(text, tag)]
    own = rjieba.tag(text[0])[0][1]
    # What a modal verb is said of is no verb.
    return [(text[0], "n" if own == "v" else own), (text[1], "v")]


def _whole(form: str) -> list[tuple[int, int, str]]:
    """What is one word whatever the segmenter makes of its pieces: it takes 年老 out of 2023年老旧小区."""
    years = [(one.start, one.end, "t") for one in year_mentions(form) if one.said]
    things = [
        (one.start, one.end, "n")
        for one in numbered_things(form)
        if one.named and (form[one.start].isdigit() or one.kind == "标段")
    ]
    # 人 in 有多少人领, where the segmenter makes a noun of it and the verb behind it.
    at = form.find("多少人") + 2
    people = [(at, at + 1, "n")] if at > 1 and form[at + 1 : at + 2] not in _BEHIND_PEOPLE else []
    return sorted(years + things + people)


#: What makes another word of 人 before it: 人口, 人数.
_BEHIND_PEOPLE = frozenset("口员民才士次家数均大工物选")


#: What asks: cut out before the segmenter makes words of its pieces (天到 out of 哪天到哪天).
_ASKING = re.compile(
    r"哪[一几]?(?:[年月日天]|个月)(?:[到至]哪[一几]?(?:[年月日天]|个月))?|多(?:远|久|高|宽|深|重|长时间)|怎么办|几[月号日](?:几[号日])?|几天|多少钱|几[块元]钱|有(?=多少|几|哪)|谁(?=负责|管|来|承担|审批|批(?!评)|组织|养护|监督|出(?![席生现任庭版])|付|支付|掏|罚|查处|处罚)"
)


def content_words(form: str) -> tuple[Word, ...]:
    """The words that say what a text is about: no particles, question words or punctuation.

    A phrase for which documents write something else (开始执行) is one word, whatever its class.
    """
    kept = []
    asked = [found.span() for found in _ASKING.finditer(form)]
    cut = _ASKING.sub(lambda found: "|" * len(found[0]), form)
    for word in _with_phrases(_with_units(words(cut), cut), cut):
        text = word.text.strip()
        if any(start <= word.start < end for start, end in asked):
            continue
        if not any(map(str.isalnum, text)) or is_word_of("empty", text):
            continue
        if text in official_words_for() and not _asks(text):
            kept.append(word)
            continue
        if not word.tag.startswith(_CONTENT) or _asks(text):
            continue
        if word.tag[0] in "vpd" and len(text) == 1:
            continue
        kept.append(word)
    return tuple(kept)


def _with_units(found: list[Word], form: str) -> list[Word]:
    """The words, each figure with its unit one: 12 is in 12月 too, 12年 is not."""
    spans = {one.start: one.end for one in amounts(form) if one.unit and form[one.start].isdigit()}
    joined: list[Word] = []
    end = 0
    for word in found:
        if word.start < end:
            continue
        whole = form[word.start : spans.get(word.start, 0)] if word.tag[:1] == "m" else ""
        joined.append(Word(whole, word.start, "m") if len(whole) > len(word.text) else word)
        end = word.start + len(joined[-1].text)
    return joined


def _asks(word: str) -> bool:
    return says("asking-words", word) or word.endswith(("一次", "一个", "一项"))


def _with_phrases(found: list[Word], form: str) -> list[Word]:
    """The words, those that a phrase of the thesaurus consists of made one."""
    starts = {word.start for word in found} | {len(form)}
    phrases = {}
    for at, phrase in everyday_words_in(form):
        end = at + len(phrase)
        # 弄 and 坏了 hold 弄坏.
        if at in starts and (end in starts or (form[end] in "了过着的" and end + 1 in starts)):
            phrases[at] = phrase
    merged: list[Word] = []
    end = 0
    for word in found:
        if word.start < end:
            continue
        phrase = phrases.get(word.start, word.text)
        merged.append(Word(phrase, word.start, word.tag if phrase == word.text else "v"))
        end = word.start + len(phrase)
    return merged
