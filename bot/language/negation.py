"""Negations in search forms: put in, lost, or turned to the opposite."""

from __future__ import annotations

from bot.language.entity_patterns import EntityMatch
from bot.language.word_lists import found_in, without_exceptions, words_of


def denials(form: str) -> list[EntityMatch]:
    """The negations of a search form; words with such a character that deny nothing (不断, 无论) are none."""
    return [EntityMatch(word, at, at + len(word)) for at, word in found_in("denials", form)]


def negated_before(form: str, at: int) -> bool:
    """Whether a negation stands right before a place in a form."""
    first = max(0, at - 3)
    # 断 of 不断 is not denied: what stands behind the place is looked at too.
    before = without_exceptions("denials", form[first : at + 1])[: at - first]
    return before.endswith(words_of("denials"))


def negation_in(form: str, start: int, end: int) -> str:
    """The negation in a range of a form, empty where there is none."""
    return next(
        (form[one.start : min(one.end, end)] for one in denials(form) if start <= one.start < end), ""
    )


_PAIRS = (
    ("上升", "下降"), ("增加", "减少"), ("增长", "下降"), ("提高", "降低"), ("上涨", "下跌"), ("上升", "减少"),
    ("扩大", "缩小"), ("加强", "削弱"), ("成功", "失败"), ("同意", "反对"), ("允许", "禁止"), ("必须", "不得"),
)  # fmt: skip
#: Words that say the opposite of each other, both ways round.
OPPOSITES = (*_PAIRS, *((other, one) for one, other in _PAIRS))


def negations(form: str) -> tuple[str, ...]:
    """Every negation in a form with the two characters behind it, sorted."""
    return tuple(sorted(form[one.start : one.end + 2] for one in denials(form)))
