"""Words that shut each other out: a figure for 农村 is none for 城市, one for 出口 none for 进口."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bot.language.exclusive_kinds import exclusive_kinds
from bot.language.people import people_in
from bot.language.word_lists import WordList, lines_of, parse

_DATA = Path(__file__).parent / "data"


@cache
def _outcomes() -> tuple[WordList, ...]:
    return tuple(map(parse, lines_of(_DATA / "outcomes.txt")))


@cache
def _relations() -> tuple[WordList, ...]:
    return tuple(map(parse, lines_of(_DATA / "relations.txt")))


def asks_unsaid_relative(asked: str, around: str) -> bool:
    """Whether a question is about somebody's relative of whom the passage says nothing: 卓海澜的师父是哪年上岛的."""
    return any(
        row.stands_in(asked[person.end + 1 : person.end + 4]) and not row.stands_in(around)
        for person in people_in(asked)
        if asked[person.end : person.end + 1] == "的" and person.text[-1] not in "人员者"
        for row in _relations()
    )


def counts_unsaid_outcome(asked: str, around: str) -> bool:
    """Whether a question counts those to whom something happened of which the passage says nothing."""
    return any(one.stands_in(asked) and not one.stands_in(around) for one in _outcomes())


def is_of_excluded_kind(asked: str, said: str, around: str) -> bool:
    """Whether a sentence is about another kind than the one asked about.

    `asked` and `said` are search forms; `around` is what stands over the sentence: where that names the
    asked kind, nothing is shut out. What stands beside it says nothing of the sentence itself.
    """
    for row in exclusive_kinds():
        wanted = [kind for kind in row if kind.stands_in(asked)]
        if len(wanted) != 1 or wanted[0].stands_in(said) or wanted[0].stands_in(around):
            continue
        if any(kind.stands_in(said) for kind in row if kind is not wanted[0]):
            return True
    return _is_other_one(asked, said, around) or _is_denied(asked, f"{around}|{said}")


def _is_denied(asked: str, said: str) -> bool:
    """Whether a question asks about what is not of a kind (非民生档案) and all that is said is of it, or the reverse."""
    return any(
        _names(name, one) and f"非{name}" in other and f"非{name}" not in one and not _names(name, other)
        for one, other in ((asked, said), (said, asked))
        for name in re.findall("非([\u4e00-\u9fff]{2})", other)
    )


def _names(name: str, form: str) -> bool:
    """Whether a form names a kind where it is not denied."""
    return name in form.replace(f"非{name}", "|")


_SIZES, _COMPASS, _LETTERS = "大中小", "东西南北", "abcdef"
_SEASONS, _HOURS = "春夏秋冬", "早中晚"
#: Of things of one name each is told by one character before it: 大厅 and 小厅, 上学期 and 下学期, 东校区 and 西校区.
_BEFORE_A_NAME = (
    _SIZES,
    "高中低",
    "新旧老",
    "男女",
    "正副",
    "上下",
    "内外",
    "前后",
    _COMPASS,
    _LETTERS,
    "甲乙丙丁",
    _SEASONS,
    _HOURS,
    "红橙黄绿蓝白黑紫",
    "单双",
)


#: What is told so and called by one character: 中班; 西墙, 南门; 冬笋; B级, C座.
_SHORT = {
    _SIZES: "班号型码",
    _COMPASS: "墙门区院岸线侧楼街路坡桥塔厅馆村片站口",
    _SEASONS: "笋茶播灌耕粮种收训泳装菜",
    _HOURS: "稻餐饭班操茶场",
    _LETTERS: "级类座栋区楼组档等款门型证照",
}


def _is_other_one(asked: str, said: str, around: str) -> bool:
    """Whether a sentence names the same thing as the question with another character of a row before it."""
    for row in _BEFORE_A_NAME:
        nouns = f"[{_SHORT[row]}]|" if row in _SHORT else ""
        for found in re.finditer(f"[{row}](?=({nouns}[\u4e00-\u9fff]{{2}}))", asked):
            wanted, name = found[0] + found[1], found[1]
            if wanted not in said and wanted not in around and any(one + name in said for one in row):
                return True
    return False


#: The shifts of a duty, each with what documents call it too.
_SHIFTS = (
    ("夜班", "夜间", "夜里", "通宵"),
    ("白班", "白天"),
    ("早班", "早上", "早"),
    ("中班", "午"),
    ("晚班", "晚"),
)


def names_absent_shift(asked: str, document: str) -> bool:
    """Whether a question asks about a shift that a document has none of: 夜班 where duty is by day only."""
    return any(row[0] in asked and not any(one in document for one in row) for row in _SHIFTS)
