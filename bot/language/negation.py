"""Negations in search forms: put in, lost, or turned to the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.drafting.conflicts import OPPOSITES
from bot.language.characters import is_han
from bot.verification.verdict import Flaw, Problem

_NEGATIVE = re.compile(
    r"没有|不得|不能|不会|不是|不予|不准|不可|尚未|从未|并未|未能|未经|未曾|并非|毫无|严禁|禁止|拒绝|否认|杜绝|取消|停止|终止|不|未|没(?![收入落])|无(?![论人线锡偿私])|非(?![常洲法])|勿|莫|别(?=[去做想让])"
)
#: Words with such a character that deny nothing.
_AFFIRMING = re.compile(
    r"不断|不仅|不但|不同|不少|不久|不论|不管|不过|无论|非常|未来|不错|不止|不禁|差不多|不只|不愧|不惜|无疑|莫大|分别|特别|级别|区别"
)


def new_negations(said: str, told: str) -> Iterator[Problem]:
    """Where a sentence denies what the evidence doesn't, or affirms what it only denies."""
    affirmed = [found.span() for found in _AFFIRMING.finditer(said)]
    for found in _NEGATIVE.finditer(said):
        if any(start <= found.start() < end for start, end in affirmed):
            continue
        if not _denied(said, found, told):
            yield Problem(Flaw.NEGATION, said[found.start() : found.end() + 2])
    yield from _lost_negations(said, told)
    for one, other in OPPOSITES:
        if one in said and one not in told and other in told and other not in said:
            yield Problem(Flaw.NEGATION, one)


def _denied(said: str, found: re.Match[str], told: str) -> bool:
    """Whether the evidence denies the same: the negation with what is right behind it."""
    behind = re.match(r"[\u4e00-\u9fffa-z0-9]{0,2}", said[found.end() :])
    following = behind[0] if behind else ""
    if following:
        return bool(re.search(re.escape(found[0]) + r".{0,2}?" + re.escape(following), told))
    return said[max(0, found.start() - 2) : found.end()] in told


def _lost_negations(said: str, told: str) -> Iterator[Problem]:
    """Words that the evidence has only denied, and the sentence affirms."""
    for at in range(len(said) - 1):
        pair = said[at : at + 2]
        if not all(map(is_han, pair)) or pair[0] in "的了是在":
            continue
        places = [found.start() for found in re.finditer(re.escape(pair), told)]
        if not places or negated_before(said, at):
            continue
        if all(negated_before(told, place) for place in places):
            yield Problem(Flaw.NEGATION, pair)


_NEG_END = re.compile(rf"(?:{_NEGATIVE.pattern})$")


def negated_before(form: str, at: int) -> bool:
    """Whether a negation stands right before a place in a form."""
    before = form[max(0, at - 3) : at]
    found = _NEG_END.search(before)
    if not found:
        return False
    # 不断加强 and 无论如何 deny nothing.
    return not any(
        one.start() < at and at - len(found[0]) < one.end() + max(0, at - 3)
        for one in _AFFIRMING.finditer(form, max(0, at - 3), at + 1)
    )


def denying(form: str, start: int, end: int) -> str:
    """The negation in a range of a form, empty where there is none."""
    affirmed = [found.span() for found in _AFFIRMING.finditer(form)]
    for found in _NEGATIVE.finditer(form, start, end):
        if not any(first <= found.start() < last for first, last in affirmed):
            return found[0]
    return ""
