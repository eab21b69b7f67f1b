"""Characters that carry no content, how Chinese ones are told, and what stands around them."""

from __future__ import annotations

from collections.abc import Sequence

#: Characters that join words and say nothing by themselves, and punctuation of search forms.
EMPTY = frozenset(
    "的了在是为和与及等于对中上下以其之这那该此也都就而且并或由被把将向从到着过地得个,.;:!?、\"'()[]《》<>-—…· 有于所会进行共"
)
#: Characters of words that lead into a statement (根据, 其中, 主要).
LEADING = frozenset(
    "根据按照文件文中材料指出提到表示显示包括分别以及其中主要因此由于所以因为通过即为称为共有是指"
)


def clause_at(form: str, at: int, ends: Sequence[str]) -> str:
    """The part of a form around a place, up to the nearest of some marks on either side."""
    first = max(form.rfind(mark, 0, at) for mark in ends) + 1
    behind = [end for mark in ends if (end := form.find(mark, at)) >= 0]
    return form[first : min(behind, default=len(form))]


def pieces(form: str, marks: Sequence[str]) -> list[str]:
    """The parts of a form between some marks or words, which belong to none of them."""
    for mark in marks:
        form = form.replace(mark, "\0")
    return form.split("\0")


def outside_brackets(form: str) -> str:
    """A form without what stands in round or square brackets."""
    kept, depth = [], 0
    for char in form:
        depth += char in "(["
        if not depth:
            kept.append(char)
        depth = max(0, depth - (char in ")]"))
    return "".join(kept)


def has_digit(text: str) -> bool:
    """Whether a digit stands in a text."""
    return any(map(str.isdigit, text))


def standing_in_pairs(said: str, told: str) -> list[bool]:
    """For each character of `said` whether it stands in `told` together with a neighbour."""
    found = [False] * len(said)
    for at in range(len(said) - 1):
        if said[at : at + 2] in told:
            found[at] = found[at + 1] = True
    return found


def in_order(part: str, name: str) -> bool:
    """Whether the characters of a short form stand in a name in the same order: 住建局 in 住房和城乡建设局."""
    rest = iter(name)
    return all(char in rest for char in part)


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u4e00" <= char <= "\u9fff"


def alike(one: str, other: str) -> float:
    """The Dice coefficient of the character pairs of two bare forms, 0..1."""
    pairs = {one[i : i + 2] for i in range(len(one) - 1)}
    others = {other[i : i + 2] for i in range(len(other) - 1)}
    if not pairs or not others:
        return float(one == other)
    return 2 * len(pairs & others) / (len(pairs) + len(others))
