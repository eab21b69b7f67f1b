"""Word's automatic numbers (一、 （一） 1. ①), which stand in no run of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vectorstore.documents.formats.docx_styles import NS, flag, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = f"{{{NS}}}"
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    gap: str = "tab"
    restart: int | None = None
    legal: bool = False


class Numbering:
    """Counts the numbered paragraphs of a document in their order."""

    def __init__(self, root: _Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is None:
            return
        for node in root.iter(f"{_W}abstractNum"):
            self._levels[value(node, "abstractNumId")] = dict(
                _read_level(n) for n in node.findall(f"{_W}lvl")
            )
        for node in root.iter(f"{_W}num"):
            identity, abstract = value(node, "numId"), node.find(f"{_W}abstractNumId")
            self._lists[identity] = value(abstract) if abstract is not None else ""
            for override in node.findall(f"{_W}lvlOverride"):
                depth = int(value(override, "ilvl") or 0)
                start, own = override.find(f"{_W}startOverride"), override.find(f"{_W}lvl")
                if own is not None:
                    self._own.setdefault(identity, {})[depth] = _read_level(own)[1]
                if start is not None and value(start).isdigit():
                    self._overrides.setdefault(identity, {})[depth] = int(value(start))

    def label(self, number: str, depth: int) -> str:
        """The number of the next paragraph of this list and level as it is shown; empty for bullets."""
        abstract = self._lists.get(number)
        if abstract is None:
            return ""
        levels = {**self._levels.get(abstract, {}), **self._own.get(number, {})}
        counts = self._counts.setdefault(abstract, {})
        level = levels.get(depth, _Level())
        override = self._overrides.get(number, {}).get(depth)
        if override is not None and (number, depth) not in self._begun:
            counts[depth] = override
        else:
            counts[depth] = counts.get(depth, level.start - 1) + 1
        self._begun.add((number, depth))
        for deeper in [d for d in counts if d > depth]:
            restart = levels.get(deeper, _Level()).restart
            if restart is None or (restart and depth < restart):
                del counts[deeper]
        if level.format in {"bullet", "none"} and "%" not in level.text:
            return ""

        def part(found: re.Match[str]) -> str:
            index = int(found[1]) - 1
            one = levels.get(index, _Level())
            count = counts.get(index, one.start)
            return _written(count, "decimal" if level.legal else one.format)

        shown = re.sub(r"%([1-9])", part, level.text).strip()
        close = level.gap == "nothing" or (shown and shown[-1] > "\u2e7f")
        return shown + ("" if close or not shown else " ")


def _read_level(node: _Element) -> tuple[int, _Level]:
    def of(name: str, default: str) -> str:
        found = node.find(f"{_W}{name}")
        return value(found) if found is not None else default

    start, restart = of("start", "1"), of("lvlRestart", "")
    return int(value(node, "ilvl") or 0), _Level(
        int(start) if start.isdigit() else 1,
        of("numFmt", "decimal"),
        of("lvlText", ""),
        of("suff", "tab"),
        int(restart) if restart.isdigit() else None,
        bool(flag(node.find(f"{_W}isLgl"))),
    )


def _written(number: int, format: str) -> str:
    """A number in one of Word's number formats; an unknown format counts in digits."""
    match format:
        case (
            "chineseCounting"
            | "chineseCountingThousand"
            | "japaneseCounting"
            | "taiwaneseCounting"
            | ("taiwaneseCountingThousand")
        ):
            return _chinese(number, _DIGITS, "十百千")
        case "chineseLegalSimplified" | "ideographLegalTraditional":
            return _chinese(number, _LEGAL, "拾佰仟", True)
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital":
            return "".join(_DIGITS[int(digit)] for digit in str(number))
        case "ideographTraditional":
            return _STEMS[(number - 1) % 10]
        case "ideographZodiac":
            return _BRANCHES[(number - 1) % 12]
        case "lowerLetter" | "upperLetter":
            letter = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter if format == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman":
            roman = _roman(number)
            return roman if format == "lowerRoman" else roman.upper()
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 1 <= number <= 20:
            return chr(0x2460 + number - 1)
        case "decimalEnclosedParen" if 1 <= number <= 20:
            return f"({number})"
        case "decimalZero":
            return f"{number:02}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(0xFF10 + int(digit)) for digit in str(number))
        case "none" | "bullet":
            return ""
    return str(number)


def _chinese(number: int, digits: str, units: str, legal: bool = False) -> str:
    if not 0 < number < 10_000:
        return str(number) if number else digits[0]
    out, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            out += (digits[0] if gap and out else "") + digits[digit] + (units[place - 1] if place else "")
            gap = False
        else:
            gap = bool(out)
    # 十一, not 一十一.
    return out[1:] if out.startswith(digits[1] + units[0]) and not legal else out


def _roman(number: int) -> str:
    out = ""
    for worth, letters in _ROMAN:
        while number >= worth:
            out, number = out + letters, number - worth
    return out
