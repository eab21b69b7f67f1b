"""The values of Chinese numerals: 二十一, 一百二, 一万二, 一亿零五十, 二〇二一, 壹佰贰拾.

A numeral that names two values, as 三五 and 七八十 do, is a range of both. Everything that reads
a numeral reads it here. The text must be a search form, so that it is in one script.
"""

from __future__ import annotations

import unicodedata
from decimal import Decimal

_ONES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_JOINED = {"廿": "二十", "卅": "三十", "卌": "四十"}

#: Digits, tens to thousands, and the old tens.
HAN = "〇零一二三四五六七八九十百千两廿卅卌"
#: The digits and units of cheques.
FORMAL_DIGITS, FORMAL_UNITS = "壹贰叁肆伍陆柒捌玖", "拾佰仟"
#: Circled numbers, as ⑪ in 第⑪项.
CIRCLED = "①-⑳㉑-㉟㊱-㊿"
#: Fractions of one character.
FRACTIONS = "¼½¾⅐-⅞"


def values(text: str) -> tuple[Decimal, ...]:
    """The value of a Chinese numeral, the two of a range (三五, 十七八, 五六百), none where it is none."""
    plain = text.translate(_FORMAL)
    for old, new in _JOINED.items():
        plain = plain.replace(old, new)
    whole, point, rest = plain.partition("点")
    if point:
        known = _value(whole)
        if known is None or not rest or any(char not in _ONES for char in rest):
            return ()
        return (Decimal(f"{known}.{_digits(rest)}"),)
    both = _both(whole)
    found = [_value(one) for one in both] if both else [_value(whole)]
    return tuple(Decimal(one) for one in found if one is not None)


def han_number(text: str) -> int:
    """The value of a Chinese or ASCII numeral or of a circled number; 0 where it is none, or two."""
    if text.isdecimal() and text.isascii():
        return int(text)
    if len(text) == 1 and unicodedata.numeric(text, 0) > 0 and text not in _UNITS and text not in _ONES:
        return int(unicodedata.numeric(text))
    found = values(text)
    return int(found[0]) if len(found) == 1 else 0


def han_numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals (21 is 二十一); its digits where it is outside."""
    if not 0 < number < 100:
        return str(number)
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else digits[tens]) + ("十" if tens else "") + (digits[ones] if ones else "")


def _both(text: str) -> tuple[str, str] | None:
    """The two numerals that a range of neighbours stands for: 七八十 is 七十 and 八十."""
    for at in range(len(text) - 1):
        one, other = text[at], text[at + 1]
        if one not in _ONES or other not in _ONES or "0" in _digits(one + other):
            continue
        alone = not (set(text[:at] + text[at + 2 :]) & set(_ONES))
        step = _ONES[other] - _ONES[one]
        if (step == 1 or one + other == "三五") and (alone or text[at - 1 : at] in (*_UNITS, *_LARGE)):
            behind = text[at + 2 : at + 3]
            if not behind or behind in _UNITS or behind in _LARGE:
                return text[:at] + one + text[at + 2 :], text[:at] + other + text[at + 2 :]
    return None


def _digits(text: str) -> str:
    return "".join(str(_ONES[char]) for char in text)


def _value(text: str) -> int | None:
    """The value of a numeral without a point."""
    if not text:
        return None
    if all(char in _ONES for char in text):
        return int(_digits(text))
    for char in "亿万":
        if char in text:
            before, _, behind = text.rpartition(char)
            high = _value(before)
            low = _value(behind) if behind else 0
            if high is None or low is None:
                return None
            if len(behind) == 1 and behind in _ONES:
                low *= _LARGE[char] // 10  # 一万二 is 12000
            return high * _LARGE[char] + low
    total = digit = 0
    last = 1
    zero = False
    for char in text:
        if char in _UNITS:
            last = _UNITS[char]
            total += (digit or 1) * last
            digit, zero = 0, False
        elif char in _ONES:
            zero = zero or not _ONES[char]
            digit = _ONES[char]
        else:
            return None
    short = digit and last > 10 and not zero  # 二百五 is 250
    return total + digit * (last // 10 if short else 1)
