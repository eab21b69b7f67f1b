"""Figures whose sign, unit, date, range, point, separator or Chinese numeral was changed.

Each kind is a function from chance to what a source says and what a quotation makes of it. The two look
alike and say different things: -5% and 5%, 3-5人 and 35人, 廿五 and 卅五.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Pair = tuple[str, str]

_DIGITS = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_WIDE = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_DASHES = ("-", "－", "—", "–", "~", "～")
_MINUS = ("-", "－", "−", "负")


def _number(chance: Random) -> str:
    return chance.choice((str(chance.randint(2, 999)), f"{chance.randint(1, 99)}.{chance.randint(1, 9)}"))


def _two(chance: Random, low: int = 1, high: int = 9) -> tuple[int, int]:
    first, second = chance.sample(range(low, high + 1), 2)
    return first, second


def _sign(chance: Random) -> Pair:
    number = f"{_number(chance)}%"
    signed = chance.choice((*_MINUS, "±", "≥", "≤", ">", "<", "≈")) + number
    return chance.choice(((signed, number), (number, signed)))


def _turned_sign(chance: Random) -> Pair:
    one, other = chance.choice((("≥", "≤"), (">", "<"), ("+", "-"), ("＋", "－"), ("正", "负"), ("≥", ">")))
    number = f"{chance.randint(2, 99)}人"
    return chance.choice(((one + number, other + number), (other + number, one + number)))


def _unit(chance: Random) -> Pair:
    units = chance.choice(
        (
            ("万元", "亿元", "元", "万美元", "千元"),
            ("%", "‰", "个百分点", "倍", "成"),
            ("公里", "里", "米", "公顷", "亩", "㎡", "m³"),
            ("℃", "℉", "度"),
            ("万人", "人", "万户", "户"),
            ("日", "个工作日", "个月", "年"),
            ("kg", "mg", "g", "吨"),
            ("kW", "MW", "kWh"),
        )
    )
    one, other = chance.sample(units, 2)
    number = _number(chance)
    return f"{number}{one}", f"{number}{other}"


def _lost_scale(chance: Random) -> Pair:
    number = _number(chance)
    return f"{number}{chance.choice(('万', '亿', '%', '‰', '万亿', '千万'))}", number


def _date(chance: Random) -> Pair:
    year = chance.randint(2011, 2026)
    month, day = _two(chance, 1, 9)
    shape = chance.choice(("{}年{}月{}日", "{}-{:02}-{:02}", "{}.{}.{}", "{}/{}/{}"))
    there = shape.format(year, month, day)
    other = chance.choice(
        (
            shape.format(year, day, month),
            shape.format(year - 10, month, day),
            shape.format(year, month, day + 10),
            f"{year}{month}月{day}日",
        )
    )
    return there, other


def _range(chance: Random) -> Pair:
    low, high = sorted(_two(chance))
    mark = chance.choice((*_DASHES, "至", "/", "、", ":"))
    there = f"{low}{mark}{high}"
    other = chance.choice((f"{low}{high}", f"{low}.{high}", f"{high}{mark}{low}", f"{low}{mark}1{high}"))
    return f"{there}人", f"{other}人"


def _range_mark(chance: Random) -> Pair:
    low, high = sorted(_two(chance))
    one, other = chance.sample((chance.choice(_DASHES), "/", "、", "∶"), 2)
    return f"{low}{one}{high}人", f"{low}{other}{high}人"


def _cut_range(chance: Random) -> Pair:
    low, high = sorted(_two(chance, 2, 99))
    there = f"{low}{chance.choice(_DASHES)}{high}人"
    return chance.choice(((there, f"{high}人"), (there, str(low))))


def _point(chance: Random) -> Pair:
    whole, part = chance.randint(1, 99), chance.randint(1, 99)
    there = f"{whole}{chance.choice(('．', '.', '·', '﹒'))}{part}"
    there = chance.choice((there, there.translate(_WIDE)))
    return f"{there}亿元", f"{chance.choice((f'{whole}{part}', str(part), f'{whole},{part}'))}亿元"


def _separator(chance: Random) -> Pair:
    groups = [
        str(chance.randint(1, 99)),
        *(f"{chance.randint(0, 999):03}" for _ in range(chance.randint(1, 2))),
    ]
    there = chance.choice((",", "，", " ", "\u2009", "\u00a0", "'")).join(groups)
    wrong = chance.choice(
        (".".join(groups[-2:]), groups[-1], groups[0], "".join([*groups, "0"]), "".join(groups)[:-1])
    )
    return f"{there}元", f"{wrong}元"


def _zero(chance: Random) -> Pair:
    one, other = _two(chance)
    nought = chance.choice("〇○零◯")
    a, b = _DIGITS[one], _DIGITS[other]
    return chance.choice(
        (
            (f"二{nought}{nought}{a}年", f"二{nought}{a}年"),
            (f"二{nought}{a}{b}年", f"二{nought}{b}{a}年" if a != b else f"二{a}年"),
            (f"{a}百{nought}{b}人", f"{a}百{b}人"),
            (f"{a}百{nought}{b}人", f"{a}百{b}十人"),
            (f"{a}{nought}{b}号", f"{a}{b}号"),
            (f"{a}万{nought}{b}元", f"{b}元"),
        )
    )


def _tens(chance: Random) -> Pair:
    a, b = (_DIGITS[digit] for digit in _two(chance))
    return chance.choice(
        (
            (f"廿{a}人", f"卅{a}人"),
            (f"卅{a}人", f"廿{a}人"),
            (f"廿{a}人", f"{a}人"),
            (f"卅{a}人", f"{a}人"),
            (f"卌{a}人", f"{a}人"),
            (f"{a}十{b}人", f"{b}人"),
            (f"十{a}人", f"{a}人"),
            (f"{a}十{b}人", f"{b}十{a}人"),
            (f"{a}十{b}人", f"{a}十人"),
        )
    )


def _couple(chance: Random) -> Pair:
    a = _DIGITS[chance.randint(3, 9)]
    return chance.choice(
        (
            (f"两千{a}百元", f"{a}百元"),
            (f"两万{a}千元", f"二万元{a}千元"),
            ("两万二千元", "二千元"),
            (f"两{a}人", f"二{a}十人"),
            (f"{a}百两人", f"{a}百二十人"),
            ("两倍", "二十倍"),
        )
    )


def _formal(chance: Random) -> Pair:
    a, b = (_FORMAL[digit] for digit in _two(chance))
    return chance.choice(
        (
            (f"{a}佰{b}拾元整", f"{b}拾元整"),
            (f"{a}仟元整", f"{a}佰元整"),
            (f"{a}万{b}仟元整", f"{b}万{a}仟元整"),
            (f"{a}拾{b}万元整", f"{b}万元整"),
        )
    )


def _fraction(chance: Random) -> Pair:
    top, bottom = sorted(_two(chance, 2, 9))
    return chance.choice(
        (
            (f"{_DIGITS[bottom]}分之{_DIGITS[top]}", f"{_DIGITS[top]}分之{_DIGITS[bottom]}"),
            (f"{top}/{bottom}以上", f"{top}{bottom}以上"),
            (f"{top}/{bottom}以上", f"{bottom}/{top}以上"),
            (f"{top}∶{bottom}的比例", f"{bottom}∶{top}的比例"),
            (f"百分之{_DIGITS[top]}十", f"百分之{_DIGITS[top]}"),
            (f"百分之{_DIGITS[top]}十{_DIGITS[bottom]}", f"百分之{_DIGITS[bottom]}"),
            (f"千分之{_DIGITS[top]}", f"百分之{_DIGITS[top]}"),
        )
    )


KINDS: dict[str, Callable[[Random], Pair]] = {
    "sign": _sign,
    "turned sign": _turned_sign,
    "unit": _unit,
    "lost scale": _lost_scale,
    "date": _date,
    "range": _range,
    "range mark": _range_mark,
    "cut range": _cut_range,
    "point": _point,
    "separator": _separator,
    "zero": _zero,
    "tens": _tens,
    "couple": _couple,
    "formal": _formal,
    "fraction": _fraction,
}
