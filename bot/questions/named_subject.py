"""What a question is about: the name that it begins with, told from what it asks."""

from __future__ import annotations

import re
from itertools import takewhile

from bot.language.ordinals import ordinals
from bot.language.segmentation import Word, words
from bot.language.word_lists import ends_with

#: What a question begins with and says whom or what it is about: 蟹屿 in 蟹屿的淡水从哪儿来.
_SUBJECT = re.compile(
    r"^(?P<it>[^\s,?的是有在会能要应可得]{2,12}?)(?=的(?![有是])|是(?!不是)|有(?!没有)|在|会|能|要|应|可|得(?!到)|什么时候|何时|哪[一]?[天年]|多少|几)"
)


def subject_of(earlier: str) -> str:
    """What an earlier question's form begins with, where that names something and asks nothing; else empty."""
    found = _SUBJECT.match(earlier)
    return next(filter(is_name, (found["it"] if found else "", _leading_name(earlier))), "")


def body_in(subject: str) -> str:
    """The school or firm that a subject begins with, without what was asked of it: 东湖中学 in 东湖中学学费; else empty."""
    ends = [
        word.start + len(word.text)
        for word in words(subject)
        if ends_with("schools", word.text) or ends_with("named-firms", word.text)
    ]
    end = ends[0] if ends else 0
    return subject[:end] if 4 <= end < len(subject) and is_name(subject[:end]) else ""


def is_name(text: str) -> bool:
    """Whether a part of a question may be the name of what it is about."""
    asks = set(text) & set("哪谁什么怎几何为") or "多少" in text or ordinals(text)
    return bool(text) and not asks and not any(map(is_in_no_name, words(text)))


def names_thing(text: str) -> bool:
    """Whether what a follow-up names is called by a noun, or by a verb that is used as one: 支出, 工业投资, 托管费."""
    *before, last = words(text)
    kinds = [word.tag[:1] for word in before]
    if last.tag == "v":
        return all(kind in _NAMES for kind in kinds)
    if last.tag[:1] in NO_NAME and last.tag != "vn":
        return False
    verbal = before[-1:] if len(last.text) == 1 and kinds[-1:] == ["v"] else []
    return not any(
        word.text == "的" or (is_in_no_name(word) and word.tag != "t" and word not in verbal)
        for word in before
    )


def is_in_no_name(word: Word) -> bool:
    """Whether a word is of a kind that no name of a thing holds, such as a verb (改, 改了); a noun made of one may."""
    return (word.tag[:1] in NO_NAME and word.tag != "vn") or word.tag in _OF_VERBS


#: The tags of 了, 着 and 过, and of a verb that the segmenter leaves together with them.
_OF_VERBS = frozenset({"ul", "uz", "ug"})


def _leading_name(earlier: str) -> str:
    """The nouns that a form begins with, in front of a verb or of a time: 居民 in 居民一年交多少."""
    row = list(takewhile(lambda word: word.tag[:1] in _NAMES or word.tag == "vn", words(earlier)))
    end = row[-1].start + len(row[-1].text) if row else 0
    return earlier[:end] if 2 <= end <= 12 and end < len(earlier) and earlier[end] not in " ?,的" else ""


#: The tags of words that no name of a thing has: verbs, pronouns, prepositions, adverbs, times.
NO_NAME = frozenset("vrpdtc")
#: Those of words that names are made of, and of words that only names of somebody or of some place hold.
_NAMES = frozenset("njbl")
_PROPER = ("nr", "ns", "nt", "j")


def is_proper(name: str) -> bool:
    """Whether a thing is called by a name of its own, so that it can be what is spoken of: 雪松计划."""
    return any(word.tag.startswith(_PROPER) for word in words(name))
