"""Gives memory that was freed back to the system.

The C library keeps what was freed for later; after thousands of small blocks, as Chroma and SQLite ask
for them, it keeps several times what is in use, and a process that writes 100,000 passages grows with them.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


@cache
def _trim() -> Any:
    """The C library's own function; None where it has none (musl, macOS, Windows)."""
    try:
        return ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None


def give_back() -> None:
    """Give back what can be given back; does nothing where the C library can't be asked to."""
    trim = _trim()
    if trim is not None:
        trim(0)
