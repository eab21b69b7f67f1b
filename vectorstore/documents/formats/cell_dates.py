"""Dates and times of cells, as their formats show them; the formats that are reserved for Chinese dates."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from vectorstore.documents.formats.chinese_numerals import in_digits, in_words

_YEAR_MONTH, _MONTH_DAY, _DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
_CLOCK, _SECONDS = 'h"时"mm"分"', 'h"时"mm"分"ss"秒"'
#: What ECMA-376 reserves for zh-CN; a file may use them by number alone.
RESERVED = {
    27: _YEAR_MONTH, 28: _MONTH_DAY, 29: _MONTH_DAY, 30: "m-d-yy", 31: _DAY, 32: _CLOCK, 33: _SECONDS,
    34: f"上午/下午{_CLOCK}", 35: f"上午/下午{_SECONDS}", 36: _YEAR_MONTH, 50: _YEAR_MONTH, 51: _MONTH_DAY,
    52: _YEAR_MONTH, 53: _MONTH_DAY, 54: _MONTH_DAY, 55: f"上午/下午{_CLOCK}", 56: f"上午/下午{_SECONDS}",
    57: _YEAR_MONTH, 58: _MONTH_DAY,
}  # fmt: skip
_TOKEN = re.compile(
    r'"([^"]*)"|[\\!](.)|_.|\*.|\[(\$[^\]]*|DBNum\d)\]|\[[^\]]*\]'
    r"|(上午/下午|AM/PM|A/P|y+|m+|d+|h+|s+|a{3,4})|(.)",
    re.IGNORECASE | re.DOTALL,
)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_WEEKDAYS = "一二三四五六日"
#: The weekdays of a format for Chinese alone, `[$-804]aaaa`, and what it is for English, `dddd`.
_WEEKDAY = re.compile(r"a{3,4}|d{3,4}", re.IGNORECASE)


def shown_date(value: datetime | date | time, number_format: str) -> str:
    """A date as its format shows it where that is Chinese, else as 2026-03-05, with no part that isn't shown."""
    bare = re.sub(r'"[^"]*"|[\\!].|\[[^\]]*\]', "", number_format.split(";")[0]).lower()
    chinese = _CHINESE.search(number_format) or re.search(r"DBNum|a{3}", number_format, re.IGNORECASE)
    if chinese:
        return _as_formatted(value, number_format.split(";")[0])
    day = ""
    if isinstance(value, date):
        wanted = {part for part in "yd" if part in bare}
        month = bool(re.search(r"m", re.sub(r"h+[^ydh]*m+|m+(?=[^ydh]*s)", "", bare)))
        if not wanted and not month:
            wanted, month = ({"y", "d"}, True) if not re.search("[hs]", bare) else (set(), False)
        whole = value.strftime("%Y-%m-%d").split("-")
        kept = (
            [whole[0]] * ("y" in wanted)
            + [whole[1]] * (month or "d" in wanted)
            + [whole[2]] * ("d" in wanted)
        )
        day = "-".join(kept)
    clock = ""
    if isinstance(value, datetime | time) and (value.hour or value.minute or value.second or not day):
        timed = "h" in bare or "s" in bare or not day or "general" in bare
        clock = value.strftime("%H:%M:%S" if "s" in bare else "%H:%M") if timed else ""
    return " ".join(filter(None, [day, clock]))


def shown_span(value: timedelta, number_format: str) -> str:
    """A duration in hours and minutes: 36:00, not a day and twelve hours."""
    seconds = round(value.total_seconds())
    sign, seconds = "-" * (seconds < 0), abs(seconds)
    words = f"{sign}{seconds // 3600}:{seconds // 60 % 60:02d}"
    return f"{words}:{seconds % 60:02d}" if "s" in number_format.lower() else words


def _as_formatted(value: datetime | date | time, number_format: str) -> str:
    day = value if isinstance(value, date) else None
    clock = value if isinstance(value, datetime | time) else time()
    numbered = re.search(r"DBNum([12])", number_format, re.IGNORECASE)
    style = int(numbered[1]) if numbered else 0
    halves = bool(re.search(r"上午/下午|AM/PM|A/P", number_format, re.IGNORECASE))
    out: list[str] = []
    hours_before = False
    found = [match for match in _TOKEN.finditer(number_format) if any(match.groups())]
    for place, match in enumerate(found):
        quoted, escaped, _, token, char = match.groups()
        if token is None:
            out.append(quoted or escaped or char or "")
            continue
        kind = token[0].lower()
        if token[0] in "上aA" and len(token) > 1 and "/" in token:
            out.append("上午" if clock.hour < 12 else "下午")
            continue
        following = next((one[4] for one in found[place + 1 :] if one[4]), "")
        minutes = kind == "m" and (hours_before or following[:1].lower() == "s")
        hours_before = kind == "h" or (hours_before and kind == "m" and not minutes)
        out.append(_token(kind, token, day, clock, minutes, halves, style))
    return "".join(out).strip()


def _token(
    kind: str, token: str, day: date | None, clock: datetime | time, minutes: bool, halves: bool, style: int
) -> str:
    if kind in "hs" or minutes:
        number = clock.hour if kind == "h" else clock.second if kind == "s" else clock.minute
        number = (number - 1) % 12 + 1 if kind == "h" and halves else number
    elif day is None:
        return ""
    elif kind == "y":
        year = f"{day.year:04d}"
        return (
            in_digits(year if len(token) > 2 else year[2:], style)
            if style
            else year
            if len(token) > 2
            else year[2:]
        )
    elif _WEEKDAY.fullmatch(token):
        return ("星期" if len(token) == 4 else "") + _WEEKDAYS[day.weekday()]
    else:
        number = day.month if kind == "m" else day.day
    if style:
        return in_words(str(number), style).removeprefix("一" if 10 <= number < 20 and style == 1 else "\0")
    return f"{number:02d}" if len(token) == 2 else str(number)
