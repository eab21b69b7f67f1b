"""What a document says that it is not for (不适用于一次性竹筷), and the classes that it tells apart (传统类, 运动类)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.language.characters import is_han, pieces
from vectorstore.text.search_form import search_form

_NOT_FOR = "不适用"
#: How it is written in a document; only then are its lines folded.
_WRITTEN = (_NOT_FOR, "不適用")
#: Parts of a document, which have a scope of their own.
_PARTS = ("本条", "本款", "本项", "本节", "本章", "前款", "前条", "上述", "该条", "该款")
#: What ends what a sentence speaks of: 涉外演出 of 涉外演出由市级部门受理.
_BEHIND_THING = tuple("由按依应须的均也都则")
#: What parts things that are named together.
_TOGETHER = ("以及", "或者", "、", "和", "与", "及", "或")
#: What the names of classes end with, and what makes of such a word no name: 哪类, 各组, 类别.
_ENDINGS = frozenset("类组型线队")
_NO_NAME = frozenset("哪什么各每这那同几此该一两三多种本其某的")


@lru_cache(maxsize=64)
def _excluded(document: str) -> frozenset[str]:
    """What a document is not for, in search forms, parted where several are named."""
    found = set[str]()
    for line in document.splitlines() if any(form in document for form in _WRITTEN) else ():
        for sentence in pieces(search_form(line).text, "。;:"):
            before, says, behind = sentence.partition(_NOT_FOR)
            rule = behind.removeprefix("于")
            # 本条 and 前款 are not for it; the rest of the document may be.
            if not says or any(part in sentence for part in _PARTS):
                continue
            if rule.startswith(("本", "该")):
                found.update(pieces(pieces(before.split(",")[0], _BEHIND_THING)[0], _TOGETHER))
            elif behind.startswith("于") and "本" in before:
                found.update(pieces(rule.split(",")[0], _TOGETHER))
    found = {part.removeprefix("对").rstrip("的") for part in found}
    return frozenset(part for part in found if len(part) > 1)


def is_not_for(asked: str, said: str, document: str) -> bool:
    """Whether a question is about what a document says that it is not for, and the answer is no sentence that says so.

    `asked` and `said` are search forms of the question and the sentence, `document` is the text.
    """
    return _NOT_FOR not in said and any(part in asked for part in _excluded(document))


def is_of_other_class(asked: str, said: str, around: str, document: str) -> bool:
    """Whether a sentence is of another class than the one asked about, where its document names both.

    `around` is what stands over the sentence, `document` the form of the whole.
    """
    classes = list(_classes(said))
    return any(
        name in document
        and name not in said
        and name not in around
        and any(other[-1] == name[-1] for other in classes)
        for name in _classes(asked)
    )


def _classes(form: str) -> Iterator[str]:
    """The names of classes in a form, the two characters before their ending with it: 传统类."""
    for at in range(2, len(form)):
        name, behind = form[at - 2 : at + 1], form[at + 1 : at + 3]
        ends = form[at] in _ENDINGS and "别" not in behind
        if ends and all(map(is_han, name)) and not set(name[:2]) & _NO_NAME:
            yield name
