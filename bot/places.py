"""Names of Chinese provinces and prefectures, to tell which place a question is about.

A question about a place that the answering document never names is not answered by it,
however alike the rest is. The names are in `data/places.txt`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "places.txt"
_SUFFIX = "省|市|州|县|区|自治|地区|公安|政法|法院|检察|党委|纪委|人民政府"


@cache
def _pattern() -> re.Pattern[str]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    # The longer name first: 黔西南 before 黔西.
    ordered = sorted(names, key=lambda name: -len(name))
    return re.compile(
        "|".join(rf"{name[:-1]}(?={_SUFFIX})" if name.endswith("!") else name for name in ordered)
    )


def places_in(form: str) -> tuple[str, ...]:
    """The places that a search form names, without suffixes, in order, each once."""
    return tuple(dict.fromkeys(_pattern().findall(form)))


def place_spans(form: str) -> tuple[tuple[int, int], ...]:
    """Where a search form names places, as (start, end), in order."""
    return tuple(found.span() for found in _pattern().finditer(form))
