"""The years that a text names."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:(年)|(?!\d))")


def years_in(form: str) -> tuple[str, ...]:
    """The years that a search form names with 年, in order, each once."""
    return tuple(dict.fromkeys(year for year, said in _YEAR.findall(form) if said))


def bare_years_in(form: str) -> tuple[str, ...]:
    """The same, those written without 年 too."""
    return tuple(dict.fromkeys(year for year, _ in _YEAR.findall(form)))
