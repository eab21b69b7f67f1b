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


#: Measures that names of places begin with: 天水, 日照, 台山, 张掖, 文山, 万宁, 本溪.
_NAMED_LIKE_MEASURES = "天日台张文万本"


@cache
def _pattern() -> re.Pattern[str]:
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    names = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    # The longer name first: 黔西南 before 黔西.
    ordered = sorted(names, key=lambda name: -len(name))
    named = "|".join(rf"{name[:-1]}(?={_SUFFIX})" if name.endswith("!") else name for name in ordered)
    # 几天水, 3台山地车, 12日照常: a number and its measure are no place.
    return re.compile(rf"(?!(?<=[\d几])[{_NAMED_LIKE_MEASURES}])(?:{named})")


_PROVINCES = frozenset(
    [
        "北京",
        "天津",
        "河北",
        "山西",
        "内蒙古",
        "辽宁",
        "吉林",
        "黑龙江",
        "上海",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "广西",
        "海南",
        "重庆",
        "四川",
        "贵州",
        "云南",
        "西藏",
        "陕西",
        "甘肃",
        "青海",
        "宁夏",
        "新疆",
        "香港",
        "澳门",
        "台湾",
    ]
)


def is_province(name: str) -> bool:
    """Whether a name of `places_in` is that of a province or of what ranks with one."""
    return name in _PROVINCES


def places_in(form: str) -> tuple[str, ...]:
    """The places that a search form names, without suffixes, in order, each once."""
    return tuple(dict.fromkeys(_pattern().findall(form)))


_LOCALITY = re.compile(r"(?:区|县|镇|乡|街道|社区|小区|村)$")


_AT_CLAUSE = re.compile(r"(?:^|[|的在,、和与。;:\"(])([\u4e00-\u9fff]{2,3}?(?:区|县|镇|乡|街道|小区|社区))")
_GENERAL = re.compile(
    r"[各全本该两县市区镇村老新]|[一二三四五六七八九十]|城镇|乡镇|社区|小区|街道|地区|农村|山区|景区|园区|辖区|城区|郊区|[上下]游|沿[河江湖]|周边|有关|相关|其他|部分|所在|区县|县区|[和与及或到对把让向由被将了过]"
)

#: 年末全县, 当前各区: not a name but all of one that isn't said.
_ALL_OF = re.compile(r"[全各本该每][区县镇乡]$")

_BEFORE = "在到从由对把给向据"


def localities(form: str) -> tuple[str, ...]:
    """The named places below the prefecture in a search form: 云浦区, 青岚县, 梧桐里小区."""
    from bot.language.segmentation import words

    found = [word.text for word in words(form) if _LOCALITY.search(word.text) and 3 <= len(word.text) <= 6]
    at_clause = [name.lstrip(_BEFORE) for name in _AT_CLAUSE.findall(form)]
    found += [name for name in at_clause if not any(word.tag[0] in "vpdcrm" for word in words(name))]
    found = [name.lstrip(_BEFORE) for name in found]
    named = (name for name in found if len(name) > 2 and not (_GENERAL.match(name) or _ALL_OF.search(name)))
    return tuple(dict.fromkeys(name for name in named if not re.search(r"[省市州][区县]$|地区$", name)))


def place_spans(form: str) -> tuple[tuple[int, int], ...]:
    """Where a search form names places, as (start, end), in order."""
    return tuple(found.span() for found in _pattern().finditer(form))
