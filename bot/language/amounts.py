"""Figures and dates of a search form by their value and unit, to compare what two texts say.

三百 and 300 are one value, 1.59万 and 15900 too; 3名 and 3人 are one amount, 3人 and 3户 are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_HAN = "〇零一二三四五六七八九十百千两廿卅"
_NUMBER = re.compile(
    rf"(?P<share>百分之|千分之|万分之)?(?:(?P<digits>\d+(?:,\d{{3}})+(?!\d)|\d+)(?P<rest>\.\d+)?|(?P<han>(?:(?!百分[点之])[{_HAN}])+(?:点[{_HAN}]+)?))"
    r"(?P<vague>[余多来几]?)(?P<scale>[百千]?[万亿]亿?|千|百)?(?P<vague_too>[余多来]?)(?P<percent>%|‰)?"
)
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_LONG_UNITS = re.compile(
    "个百分点|百分点|平方公里|平方千米|平方米|立方米|公里|千米|厘米|毫米|公斤|千克|公顷|公分|英里|英尺|海里|小时|分钟|秒钟|"
    "个月|个小时|个季度|季度|周年|世纪|年代|人次|场次|期次|班次|美元|港元|欧元|日元|英镑|港币|毫升|千瓦|兆瓦|马力|摄氏度|"
    "工作日|人民币|多岁|周岁|星期|平米|年级"
)
_UNITS = frozenset(
    "个项次场名位条件份期起家户人批类种级例宗套台辆篇部支座所间栋本册页章节款编年月日天周时分秒岁度元角倍成折米里亩吨克斤升"
    "步层轮届组队村镇乡县市省区字号点架艘枚颗粒张幅首句段集卷门只头匹株棵口座处国代楼站排班室军师团营连排党派系"
)
_SAME = {"名": "人", "位": "人", "号": "日", "千米": "公里", "平米": "平方米", "周": "星期", "公斤": "千克"}
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
    """Every number in a search form, in order."""
    found: list[Amount] = []
    for match in _NUMBER.finditer(form):
        value = _value(match)
        if value is None:
            continue
        start, end = match.span()
        if found and start < found[-1].end:
            continue
        unit, until = _unit(form, end)
        if match["percent"] or match["share"]:
            share = {"百分之": "%", "千分之": "‰", "万分之": "万分"}.get(
                match["share"] or "", match["percent"] or ""
            )
            unit, until = share, end
        goes_on = re.match(rf"(?:-|~|至|到|、|—)[\d{_HAN}]", form[end : end + 2])
        found.append(
            Amount(
                value, unit, start, until, match[0], form[max(0, start - 1) : start] == "第", bool(goes_on)
            )
        )
    return found


def _unit(form: str, end: int) -> tuple[str, int]:
    long = _LONG_UNITS.match(form, end)
    if long:
        unit = long[0].removeprefix("个")
        return _SAME.get(unit, unit), long.end()
    char = form[end : end + 1]
    return (_SAME.get(char, char), end + 1) if char in _UNITS and char else ("", end)


def _value(match: re.Match[str]) -> Decimal | None:
    try:
        if match["digits"]:
            value = Decimal(match["digits"].replace(",", "") + (match["rest"] or ""))
        else:
            value = _han_value(match["han"])
    except (InvalidOperation, ValueError, KeyError):
        return None
    for char in match["scale"] or "":
        value *= _SCALES[char]
    return value.normalize()


_TENS = {"十": 10, "百": 100, "千": 1000}
_ONES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def _han_value(text: str) -> Decimal:
    text = text.replace("廿", "二十").replace("卅", "三十")
    whole, _, rest = text.partition("点")
    if rest:
        return Decimal(f"{int(_han_value(whole))}.{''.join(str(_ONES[char]) for char in rest)}")
    if all(char in _ONES for char in whole):
        return Decimal(int("".join(str(_ONES[char]) for char in whole)))
    total = digit = 0
    for char in whole:
        if char in _ONES:
            digit = _ONES[char]
        else:
            total += max(digit, 1) * _TENS[char]
            digit = 0
    return Decimal(total + digit)


#: Words that tell a time by when they are said.
RELATIVE_DAYS = re.compile(
    r"今年|去年|前年|明年|后年|当年|次年|同年|本月|上月|下月|当月|上半年|下半年|年初|年底|年末|月初|月底|上旬|中旬|下旬|"
    r"上午|下午|凌晨|昨日|昨天|今天|今日|明天|日前|春季|夏季|秋季|冬季|春节|每日|每天|每周|每月|每季度|每年"
)


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


_N = rf"(?:\d{{1,4}}|[{_HAN}]{{1,4}})"
_DAY = re.compile(
    rf"(?:(?P<y>{_N})年(?![度级代来间])(?:初|底|末)?)?(?:(?P<m>{_N})月份?)(?:(?P<d>{_N})[日号])?|(?P<only>\d{{4}}|[{_HAN}]{{4}})年"
    r"|(?P<y2>(?:1[5-9]|20)\d{2})[-./](?P<m2>\d{1,2})(?:[-./](?P<d2>\d{1,2}))?(?!\d)"
)


def days(form: str) -> list[Day]:
    """The dates in a search form; a month without a year has that of the date before it."""
    found: list[Day] = []
    year = -1
    for match in _DAY.finditer(form):
        parts = [
            match["y"] or match["only"] or match["y2"],
            match["m"] or match["m2"],
            match["d"] or match["d2"],
        ]
        numbers = [_number(part) for part in parts]
        if match["m"] and not 1 <= numbers[1] <= 12:
            continue
        year = numbers[0] if numbers[0] >= 0 else year
        found.append(Day(year, numbers[1], numbers[2], *match.span()))
    return found


def _number(part: str | None) -> int:
    if not part:
        return -1
    try:
        return int(part) if part.isdigit() else int(_han_value(part))
    except (ValueError, KeyError):
        return -1
