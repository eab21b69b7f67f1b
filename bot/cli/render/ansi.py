"""The few styles of text on a terminal, as ANSI codes."""

from __future__ import annotations

BOLD, DIM, KEY, MARK, OFF = "\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[1;4m", "\x1b[0m"
GOOD, BAD, WARN = "\x1b[32m", "\x1b[31m", "\x1b[33m"


def styled(part: str, style: str, colour: bool) -> str:
    """`part` in a style, or as it is where there is no colour."""
    return f"{style}{part}{OFF}" if colour and part else part
