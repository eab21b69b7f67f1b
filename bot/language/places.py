"""Names of Chinese provinces and prefectures, to tell which place a question is about.

A question about a place that the answering document never names is not answered by it,
however alike the rest is. The names are in `data/places.txt`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bot.language.word_lists import begins_with, ends_with, is_word_of, lines_of

_FILE = Path(__file__).parent / "data" / "places.txt"
_SUFFIX = "省|市|州|县|区|自治|地区|公安|政法|法院|检察|党委|纪委|人民政府"


#: Measures that names of places begin with: 天水, 日照, 台山, 张掖, 文山, 万宁, 本溪.
_NAMED_LIKE_MEASURES = "天日台张文万本"


@cache
def _pattern() -> re.Pattern[str]:
    names = [line.strip() for line in lines_of(_FILE)]
    # The longer name first: 黔西南 before 黔西.
    ordered = sorted(names, key=lambda name: -len(name))
    named = "|".join(rf"{name[:-1]}(?={_SUFFIX})" if name.endswith("!") else name for name in ordered)
    # 几天水, 3台山地车, 12日照常: a number and its measure are no place.
    return re.compile(rf"(?!(?<=[\d几])[{_NAMED_LIKE_MEASURES}])(?:{named})")


def is_province(name: str) -> bool:
    """Whether a name of `places_in` is that of a province or of what ranks with one."""
    return is_word_of("provinces", name)


def places_in(form: str) -> tuple[str, ...]:
    """The places that a search form names, without suffixes, in order, each once."""
    return tuple(dict.fromkeys(_pattern().findall(form)))


_AT_CLAUSE = re.compile(
    r"(?:^|[|的在,、和与。;:\"(])([\u4e00-\u9fff]{2,3}?(?:区|县|镇|乡|街道|小区|社区|市(?![场民级政区委直面值价长外内辖里貌容])))"
)
#: What a town's or a village's name ends with.
_LOCAL_ENDS = ("区", "县", "镇", "乡", "街道", "社区", "小区", "村")
_BEFORE = "在到从由对把给向据"


def localities(form: str) -> tuple[str, ...]:
    """The named places below the prefecture in a search form: 云浦区, 青岚县, 梧桐里小区."""
    from bot.language.segmentation import words

    found = [one.text for one in words(form) if one.text.endswith(_LOCAL_ENDS) and 3 <= len(one.text) <= 6]
    at_clause = [name.lstrip(_BEFORE) for name in _AT_CLAUSE.findall(form)]
    found += [name for name in at_clause if not any(word.tag[0] in "vpdcrm" for word in words(name))]
    names = dict.fromkeys(name.lstrip(_BEFORE) for name in found)
    return tuple(name for name in names if len(name) > 2 and not _names_none(name))


def _names_none(name: str) -> bool:
    """Whether what ends like a place's name names none: 各县区, 上游乡镇, 年末全县."""
    whole = name[-2] in "全各本该每" and name[-1] in "区县镇乡"
    return whole or begins_with("general-places", name) or ends_with("no-local-ends", name)


def place_spans(form: str) -> tuple[tuple[int, int], ...]:
    """Where a search form names places, as (start, end), in order."""
    return tuple(found.span() for found in _pattern().finditer(form))
