"""Characters that carry no content, and how Chinese ones are told."""

from __future__ import annotations

#: Characters that join words and say nothing by themselves, and punctuation of search forms.
EMPTY = frozenset(
    "的了在是为和与及等于对中上下以其之这那该此也都就而且并或由被把将向从到着过地得个,.;:!?、\"'()[]《》<>-—…· 有于所会进行共"
)
#: Characters of words that lead into a statement (根据, 其中, 主要).
LEADING = frozenset(
    "根据按照文件文中材料指出提到表示显示包括分别以及其中主要因此由于所以因为通过即为称为共有是指"
)


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u4e00" <= char <= "\u9fff"
