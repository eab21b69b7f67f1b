"""The punctuation at the edges of a quotation: what it says about where the quotation ends."""

from __future__ import annotations

from vectorstore.text.search_form import search_form

#: What may be missing between a quotation's last character and the mark behind it.
_MISSING = 2
_ENDS = {char: group[0] for group in (".。", ",，、", ";；", "!！", "?？") for char in group}
_OPENING = frozenset('“「『"‘《(（【[〔')
_CLOSING = frozenset('”」』"’》)）】]〕')


def marks_shared(source: str, quoted: str) -> int:
    """How many characters at the beginning of `source` are marks as `quoted` begins with.

    Full stops, commas and their like count as the same mark.
    """
    wanted = [char for char in search_form(quoted).text if not char.isalnum()]
    taken = 0
    for at, char in enumerate(source):
        folded = search_form(char).text
        if not folded:
            continue
        if char.isalnum() or not wanted or kind_of_mark(folded) != kind_of_mark(wanted.pop(0)):
            break
        taken = at + 1
    return taken


def kind_of_mark(char: str) -> str:
    """The kind of a punctuation mark: all full stops, commas and their like are one."""
    return "." if char in _ENDS or char == ":" else char


def first_mark(text: str) -> str:
    """The kind of the first mark in a text, empty where it has none."""
    marks = [kind_of_mark(char) for char in search_form(text).text if not char.isalnum()]
    return marks[0] if marks else ""


def missing_before(around: str, mark: str) -> int:
    """How many characters, at most two, stand before the first mark when that is of this kind."""
    for missing, char in enumerate(around[: _MISSING + 1]):
        if not char.isalnum():
            return missing if kind_of_mark(char) == mark else 0
    return 0


def is_enclosed(before: str, behind: str) -> bool:
    """Whether the marks around a quotation are its own pair of quotation marks or brackets."""
    return before.strip()[:1] in _OPENING and behind.strip()[-1:] in _CLOSING
