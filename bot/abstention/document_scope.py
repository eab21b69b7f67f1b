"""What a document says that it is not for (不适用于一次性竹筷), and the classes that it tells apart (传统类, 运动类)."""

from __future__ import annotations

import re
from functools import lru_cache

from vectorstore.text.search_form import search_form

#: What something is not applied to stands behind, or before as what the sentence speaks of.
_NOT_FOR = re.compile(
    r"不适用于?(?!本|该)(?P<behind>[^。;,\n]{2,30})"
    r"|(?:^|[。;:\n])(?P<before>[^。;:\n,]{2,40})(?:,[^。;:\n,]{0,20})?[,均也都则不]{0,2}不适用于?(?:本|该)"
)
#: What goes on behind the thing that a sentence speaks of.
_BEHIND_THING = re.compile(r"[由按依应须的均].*")
_BETWEEN = re.compile(r"以及|或者|[、和与及或]")
_CLASS = re.compile(r"([\u4e00-\u9fff]{2})(类|组|型|线|队)(?![\u4e00-\u9fff]?别)")
#: Of which class, of each class, and the like are no names.
_NO_NAME = frozenset("哪什么各每这那同几此该一两三多种本其某的")


@lru_cache(maxsize=64)
def _excluded(document: str) -> frozenset[str]:
    """What a document is not for, in search forms, parted where several are named."""
    form = "\n".join(search_form(line).text for line in document.splitlines())
    found = set[str]()
    for one in _NOT_FOR.finditer(form):
        named = one["behind"] or _BEHIND_THING.sub("", one["before"])
        found.update(part.removeprefix("对").rstrip("的") for part in _BETWEEN.split(named))
    return frozenset(part for part in found if len(part) > 1)


def is_not_for(asked: str, said: str, document: str) -> bool:
    """Whether a question is about what a document says that it is not for, and the answer is no sentence that says so.

    `asked` and `said` are search forms of the question and the sentence, `document` is the text.
    """
    return "不适用" not in said and any(part in asked for part in _excluded(document))


def is_of_other_class(asked: str, said: str, around: str, document: str) -> bool:
    """Whether a sentence is of another class than the one asked about, where its document names both.

    `around` is what stands over the sentence, `document` the form of the whole.
    """
    for name, ending in _CLASS.findall(asked):
        wanted = name + ending
        if set(name) & _NO_NAME or wanted not in document or wanted in said or wanted in around:
            continue
        others = {other for other, end in _CLASS.findall(said) if end == ending and not set(other) & _NO_NAME}
        if others:
            return True
    return False
