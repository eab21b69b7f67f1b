"""Negations in search forms: put in, lost, or turned to the opposite."""

from __future__ import annotations

import re

NEGATIVE = re.compile(
    r"没有|不得|不能|不会|不是|不予|不准|不可|尚未|从未|并未|未能|未经|未曾|并非|毫无|严禁|禁止|拒绝|否认|杜绝|取消|停止|终止|不|未|没(?![收入落])|无(?![论人线锡偿私])|非(?![常洲法])|勿|莫|别(?=[去做想让])"
)
#: Words with such a character that deny nothing.
AFFIRMING = re.compile(
    r"不断|不仅|不但|不同|不少|不久|不论|不管|不过|无论|非常|未来|不错|不止|不禁|差不多|不只|不愧|不惜|无疑|莫大|分别|特别|级别|区别"
)


def negated_before(form: str, at: int) -> bool:
    """Whether a negation stands right before a place in a form."""
    before = form[max(0, at - 3) : at]
    found = next((one for one in NEGATIVE.finditer(before) if one.end() == len(before)), None)
    if not found:
        return False
    # 不断加强 and 无论如何 deny nothing.
    return not any(
        one.start() < at and at - len(found[0]) < one.end() + max(0, at - 3)
        for one in AFFIRMING.finditer(form, max(0, at - 3), at + 1)
    )


def negation_in(form: str, start: int, end: int) -> str:
    """The negation in a range of a form, empty where there is none."""
    affirmed = [found.span() for found in AFFIRMING.finditer(form)]
    for found in NEGATIVE.finditer(form, start, end):
        if not any(first <= found.start() < last for first, last in affirmed):
            return found[0]
    return ""


_PAIRS = (
    ("上升", "下降"), ("增加", "减少"), ("增长", "下降"), ("提高", "降低"), ("上涨", "下跌"), ("上升", "减少"),
    ("扩大", "缩小"), ("加强", "削弱"), ("成功", "失败"), ("同意", "反对"), ("允许", "禁止"), ("必须", "不得"),
)  # fmt: skip


#: Words that say the opposite of each other, both ways round.
OPPOSITES = (*_PAIRS, *((other, one) for one, other in _PAIRS))


def negations(form: str) -> tuple[str, ...]:
    """Every negation in a form with the two characters behind it, sorted."""
    affirmed = [found.span() for found in AFFIRMING.finditer(form)]
    return tuple(
        sorted(
            form[found.start() : found.end() + 2]
            for found in NEGATIVE.finditer(form)
            if not any(first <= found.start() < last for first, last in affirmed)
        )
    )
