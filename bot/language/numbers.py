"""How numerals are written, for patterns that read a numbered thing."""

from __future__ import annotations

#: Digits or a Chinese numeral below a thousand.
NUMERAL = r"[〇零一二三四五六七八九十百两\d]+"
