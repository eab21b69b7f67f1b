"""What a terminal shows, as an SVG that loads nothing: every character stands in its column."""

from __future__ import annotations

import re
from html import escape

from bot.cli.render.wide_text import columns as width_of

_CELL, _LINE, _SIZE, _MARGIN = 7.6, 20, 14, 16
_INK, _PAPER = "#e6e3dc", "#1d1d1b"
#: What the program's codes look like; any other code is shown as plain text.
_STYLES = {
    "1": 'font-weight="bold"',
    "2": 'fill="#a09b90"',
    "31": 'fill="#ff8f7d"',
    "32": 'fill="#8fd19e"',
    "33": 'fill="#e2c069"',
    "36": 'fill="#7cc4d4"',
}
_CODE = re.compile(r"\x1b\[([0-9;]*)m")
_OTHER_CODE = re.compile(r"\x1b\[[0-9;?]*[A-Zaln-z]|\x1b\][^\x07]*\x07|[\x00-\x08\x0b-\x1a\x1c-\x1f]")


def terminal_svg(shown: str, columns: int) -> str:
    """A terminal of so many columns that shows this text with its ANSI styles."""
    rows = _rows(shown, columns)
    width = round(columns * _CELL + 2 * _MARGIN)
    height = len(rows) * _LINE + 2 * _MARGIN
    drawn = "\n".join(
        _drawn(text, style, at, number)
        for number, row in enumerate(rows)
        for at, text, style in row
        if text.strip()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="yinju">\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="{_PAPER}"/>\n'
        f"<g font-family=\"ui-monospace, Menlo, Consolas, 'Noto Sans Mono CJK SC', 'PingFang SC', monospace\" "
        f'font-size="{_SIZE}" fill="{_INK}" xml:space="preserve">\n{drawn}\n</g></svg>\n'
    )


def _rows(shown: str, columns: int) -> list[list[tuple[int, str, tuple[str, ...]]]]:
    """The lines as the terminal breaks them: runs of characters of one style and one width, with their column."""
    rows: list[list[tuple[int, str, tuple[str, ...]]]] = []
    style: tuple[str, ...] = ()
    for line in shown.split("\n"):
        # What was written over, as a sign of life is, is no longer there.
        line = _OTHER_CODE.sub("", line.rstrip("\r").rpartition("\r")[2])
        row: list[tuple[int, str, tuple[str, ...]]] = []
        at = 0
        for part in re.split(r"(\x1b\[[0-9;]*m)", line):
            if code := _CODE.fullmatch(part):
                codes = tuple(one for one in code[1].split(";") if one not in {"", "0"})
                style = (*style, *codes) if codes else ()
                continue
            for char in part:
                wide = width_of(char)
                if at + wide > columns:
                    rows.append(row)
                    row, at = [], 0
                if row and row[-1][2] == style and width_of(row[-1][1][-1]) == wide and _ends(row[-1]) == at:
                    row[-1] = (row[-1][0], row[-1][1] + char, style)
                else:
                    row.append((at, char, style))
                at += wide
        rows.append(row)
    return rows


def _ends(run: tuple[int, str, tuple[str, ...]]) -> int:
    return run[0] + width_of(run[1])


def _drawn(text: str, style: tuple[str, ...], at: int, number: int) -> str:
    """A run, stretched to the columns that it takes, whatever font draws it."""
    at, text = at + len(text) - len(text.lstrip()), text.strip()  # spaces at the ends are not drawn
    x, y = _MARGIN + at * _CELL, _MARGIN + number * _LINE + _SIZE
    styles = " ".join(_STYLES[one] for one in style if one in _STYLES)
    length = width_of(text) * _CELL
    return f'<text x="{x:.1f}" y="{y}" textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs" {styles}>{escape(text, quote=False)}</text>'.replace(
        " >", ">"
    )
