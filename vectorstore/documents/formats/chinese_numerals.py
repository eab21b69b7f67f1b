"""Numbers in Chinese numerals, as the formats `[DBNum1]` and `[DBNum2]` of cells show them."""

from __future__ import annotations

_DIGITS = {1: "〇一二三四五六七八九", 2: "零壹贰叁肆伍陆柒捌玖"}
_UNITS = {1: ("", "十", "百", "千"), 2: ("", "拾", "佰", "仟")}
_GROUPS = ("", "万", "亿", "万亿")
_POINT = "点"


def in_digits(text: str, style: int) -> str:
    """Each digit by itself: 2026 is 二〇二六."""
    return "".join(
        _DIGITS[style][int(char)] if char.isascii() and char.isdecimal() else char for char in text
    )


def in_words(text: str, style: int) -> str:
    """A number as it is read: 12345.6 is 一万二千三百四十五点六."""
    whole, _, fraction = text.partition(".")
    words = _whole(int(whole or "0"), style)
    return words + (_POINT + in_digits(fraction, style) if fraction else "")


def _whole(number: int, style: int) -> str:
    if number == 0:
        return _DIGITS[style][0]
    if number >= 10 ** (4 * len(_GROUPS)):
        return in_digits(str(number), style)
    zero = "零" if style == 2 else "〇"
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    out = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        gap = out and (group < 1000 or not groups[place + 1])
        out += (zero if gap else "") + _group(group, style, zero) + _GROUPS[place]
    return out


def _group(group: int, style: int, zero: str) -> str:
    out, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            out += (zero if gap and out else "") + _DIGITS[style][digit] + _UNITS[style][place]
        gap = not digit
    return out
