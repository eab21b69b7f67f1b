"""Figures and dates of a search form by their value and unit, to compare what two texts say.

三百 and 300 are one value, 1.59万 and 15900 too; 3名 and 3人 are one amount, 3人 and 3户 are not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from bot.language.word_lists import words_of
from vectorstore.text.numerals import (
    CIRCLED,
    FORMAL_DIGITS,
    FORMAL_UNITS,
    FRACTIONS,
    HAN,
    han_number,
    values,
)

_ONE_HAN = rf"(?!百分[点之])[{HAN}]"
_HAN_RUN = rf"(?:{_ONE_HAN}(?:(?:{_ONE_HAN}|[万亿])*(?:{_ONE_HAN}))?(?:点[〇零一二三四五六七八九]+)?)"
_FORMAL = rf"[{FORMAL_DIGITS}][{FORMAL_DIGITS}{FORMAL_UNITS}万亿零]*[{FORMAL_UNITS}][{FORMAL_DIGITS}{FORMAL_UNITS}万亿零]*"
_WHOLE = r"\d+(?:,\d{3})+(?!\d)|\d+"
_NUMBER = re.compile(
    rf"(?P<some>(?<![人总件次户个份])数[十百千万亿]+|几[十百千万亿]+|[上近成][百千]上?[百千万]?(?=[人名个家件次户条项余亩吨元]))"
    # A plan is called by its number: 十四五.
    rf"|(?P<plan>\"?(?:十[一二三四五六]五|[一六七八九]五)\"?(?=规划|计划|时期|期间|普法|以来|末|开局|收官|发展)|\"十[一二三四五六]五\"|十[一二三四五]五(?![{HAN}万亿年月日天个岁人名件条项户家里米次元]))"
    rf"|第(?P<circled>[{CIRCLED}])"
    rf"|(?P<below>(?:{_WHOLE})|(?!千分之){_HAN_RUN}[万亿]?)分之(?P<above>(?:{_WHOLE})|{_HAN_RUN})"
    rf"|(?P<sign>零下|(?<![\d a-z%‰)\]\"-])-(?=\d))?(?:(?P<share>百分之|千分之|万分之)?"
    rf"(?:(?P<digits>{_WHOLE})(?P<rest>\.\d+|(?P<part>[{FRACTIONS}]))?(?P<raised>[⁰¹²³⁴-⁹]+)?|(?P<vulgar>[{FRACTIONS}])|(?P<formal>{_FORMAL})|(?P<han>{_HAN_RUN}))"
    r"(?P<vague>[余多来几]?)(?P<scale>[百千]?[万亿]亿?|千(?![克米瓦])|百(?!分[点之]))?(?P<vague_too>[余多来]?)(?P<percent>%|‰|成(?P<half>[一二三四五六七八九])?(?![立为员本果年长绩人功交品色效活都]))?)"
)
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
#: Units in letters, as a standard writes them; the longer first.
_LETTERS = ("km2", "cm2", "hm2", "mm2", "m2", "m3", "km", "cm", "mm", "kg", "m")
_UNITS = frozenset(
    "个项次场名位条件份期起家户人批类种级例宗套台辆篇部支座所间栋本册页章节款编年月日天周时分秒岁度元角倍成折米里亩吨克斤升"
    "步层轮届组队村镇乡县市省区字号点架艘枚颗粒张幅首句段集卷门只头匹株棵口座处国代楼站排班室军师团营连排党派系针剂盒杯碗顿羽尾桌档粒堂捆盏桶箱袋瓶幢趟遍群"
)
_SAME = {"名": "人", "位": "人", "号": "日", "千米": "公里", "平米": "平方米", "周": "星期", "公斤": "千克"} | {
    "m2": "平方米", "km2": "平方公里", "hm2": "公顷", "m3": "立方米", "m": "米", "km": "公里", "cm": "厘米",
    "mm": "毫米", "kg": "千克", "cm2": "平方厘米",
}  # fmt: skip
#: Behind these a dash before a figure is its sign; elsewhere it may be a dash.
_SIGNED_UNITS = frozenset({"%", "‰", "度", "℃", "百分点", "摄氏度"})
_DATE_UNITS = frozenset({"年", "月", "日", "世纪", "年代", "时"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a search form: its value, its unit (empty where none is known), its place.

    `ordinal` is true behind 第; `range_` where it is the first of two (3至5年), whose unit
    stands behind the second.
    """

    value: Decimal
    unit: str
    start: int
    end: int
    text: str
    ordinal: bool = False
    range_: bool = False

    @property
    def of_date(self) -> bool:
        """Whether it is a part of a date or a time."""
        return self.unit in _DATE_UNITS

    @property
    def lone_one(self) -> bool:
        """Whether it is a mere 一, which is as often a word as a number."""
        return self.text in {"一", "两"} and not self.ordinal


def amounts(form: str) -> list[Amount]:
    """Every number in a search form, in order; of a range that is one numeral (三五年) both ends.

    A number that says no value (数十人) and the name of a plan (十四五) are none.
    """
    return list(_amounts(form))


@lru_cache(maxsize=4096)
def _amounts(form: str) -> tuple[Amount, ...]:
    """The same, kept: every sentence found for a question is asked for its figures several times."""
    found: list[Amount] = []
    for match in _NUMBER.finditer(form):
        known = _values(match)
        if not known:
            continue
        start, end = match.span()
        if found and start < found[-1].end:
            continue
        if match["circled"]:
            start += 1  # the 第 is no part of it
        elif match["share"] is None and match["sign"] == "零下":
            known = [-value for value in known]
        unit, until = _unit(form, end)
        if match["percent"] or match["share"]:
            share = {"百分之": "%", "千分之": "‰", "万分之": "万分"}.get(
                match["share"] or "", (match["percent"] or "").replace("成", "%")[:1]
            )
            unit, until = share, end
        elif match["below"]:
            unit, until = "", end
        elif form[end : end + 1] == "℃":
            unit, until = "℃", end + 1
        if match["sign"] == "-":
            if unit in _SIGNED_UNITS:
                known = [-value for value in known]
            else:
                start += 1
        # Of a range of shares the second may be one too: 百分之二十至百分之三十.
        of_share = unit == "%" and form[end : end + 1] in _TO and form.startswith("百分之", end + 1)
        second = end + 4 if of_share else end + 1
        goes_on = form[end : end + 1] in _JOINING and form[second : second + 1] in _FIGURES
        ordinal = form[max(0, start - 1) : start] == "第"
        text = form[start:end]
        both = goes_on or len(known) > 1
        found.extend(Amount(value, unit, start, until, text, ordinal, both) for value in known)
    return tuple(_with_shares(form, found))


def without_amounts(form: str) -> str:
    """A form without its numbers and their units."""
    for one in reversed(amounts(form)):
        form = form[: one.start] + form[one.end :]
    return form


_TO = frozenset("至到~-")
#: Between the two numbers of a range or a row, and what the second begins with.
_JOINING, _FIGURES = frozenset("至到~、—-"), frozenset(f"0123456789{HAN}")


def _with_shares(form: str, found: list[Amount]) -> list[Amount]:
    """The numbers, both ends of a range being shares where one is: 20至30%, 百分之二十至三十."""
    for at in range(len(found) - 1):
        one, other = found[at], found[at + 1]
        if not one.range_ or form[one.end : other.start] not in _TO:
            continue
        if one.unit in _SHARES and not other.unit:
            found[at + 1] = replace(other, unit=one.unit)
        elif other.unit in _SHARES and not one.unit:
            found[at] = replace(one, unit=other.unit)
    return found


_SHARES = frozenset({"%", "‰", "万分"})


def _unit(form: str, end: int) -> tuple[str, int]:
    long = next((word for word in words_of("units") if form.startswith(word, end)), "") or _in_letters(
        form, end
    )
    if long:
        unit = long.removeprefix("个")
        return _SAME.get(unit, unit), end + len(long)
    char = form[end : end + 1]
    return (_SAME.get(char, char), end + 1) if char in _UNITS and char else ("", end)


def _in_letters(form: str, end: int) -> str:
    unit = next((word for word in _LETTERS if form.startswith(word, end)), "")
    behind = form[end + len(unit) : end + len(unit) + 1]
    return unit if unit and not (behind.isascii() and behind.isalnum()) else ""


def _values(match: re.Match[str]) -> list[Decimal]:
    """What a number says: one value, the two of a range, or none."""
    try:
        if match["some"] or match["plan"]:
            return []
        if match["circled"]:
            return [Decimal(han_number(match["circled"]))]
        if match["below"]:
            below, above = (_plain(match[name]) for name in ("below", "above"))
            return [_fraction(above, below)] if below and above is not None else []
        if match["digits"]:
            whole = Decimal(match["digits"].replace(",", ""))
            part = match["rest"] or ""
            known = [whole + _vulgar(part) if match["part"] else Decimal(f"{whole}{part}")]
            if match["raised"] and known == [10]:
                # Of ten it is the exponent, of any other figure the number of a note.
                known = [10 ** Decimal(unicodedata.normalize("NFKC", match["raised"]))]
        elif match["vulgar"]:
            known = [_vulgar(match["vulgar"])]
        else:
            known = list(values(match["formal"] or match["han"]))
    except (InvalidOperation, ValueError, KeyError):
        return []
    for char in match["scale"] or "":
        known = [value * _SCALES[char] for value in known]
    if (match["percent"] or "").startswith("成"):
        known = [value * 10 + han_number(match["half"] or "") for value in known]
    return [value.normalize() for value in known]


def _plain(text: str) -> Decimal | None:
    if text[0].isdecimal():
        return Decimal(text.replace(",", ""))
    found = values(text)
    return found[0] if len(found) == 1 else None


def _vulgar(char: str) -> Decimal:
    above, below = unicodedata.normalize("NFKC", char).split("\u2044")
    return _fraction(Decimal(above), Decimal(below))


def _fraction(above: Decimal, below: Decimal) -> Decimal:
    return above / below


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is told; -1 for what is not."""

    year: int
    month: int
    day: int
    start: int
    end: int

    def allows(self, other: Day) -> bool:
        """Whether another date, which may say less, is told by this one."""
        pairs = ((self.year, other.year), (self.month, other.month), (self.day, other.day))
        return all(said in {-1, here} for here, said in pairs)


_N = rf"(?:\d{{1,4}}|[{HAN}]{{1,4}})"
_UNTIL = "[至到~—-]"
_DAY = re.compile(
    rf"(?:(?P<y>{_N})年(?![度级代来间])(?:初|底|末)?)?(?:(?P<from>{_N})(?P<whole>月份?)?{_UNTIL})?(?:(?P<m>{_N})月份?)"
    rf"(?:(?P<d>{_N})[日号]?(?:{_UNTIL}(?P<until>{_N})[日号])|(?P<d1>{_N})[日号])?"
    rf"|(?P<only>\d{{4}}|[{HAN}]{{4}})年"
    r"|(?P<y2>(?:1[5-9]|20)\d{2})[-./](?P<m2>\d{1,2})(?:[-./](?P<d2>\d{1,2}))?(?!\d)"
)


def days(form: str) -> list[Day]:
    """The dates in a search form; a month without a year has that of the date before it.

    Of a range (1至3月, 6月8日至10日) both ends are told, each with the place of the whole.
    """
    found: list[Day] = []
    year = -1
    for match in _DAY.finditer(form):
        month = _number(match["m"] or match["m2"])
        if match["m"] and not 1 <= month <= 12:
            continue
        said = _number(match["y"] or match["only"] or match["y2"])
        year = said if said >= 0 else year
        day = _number(match["d"] or match["d1"] or match["d2"])
        first = _number(match["from"])
        if 1 <= first <= 12 and (day < 0 or match["whole"]):
            found.append(Day(year, first, -1, *match.span()))
        found.append(Day(year, month, day, *match.span()))
        if match["until"]:
            found.append(Day(year, month, _number(match["until"]), *match.span()))
    return found


def _number(part: str | None) -> int:
    return han_number(part) if part else -1
