"""Rosters in plain text: people line by line, each with what he is, under a line that says what they are together."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: 副组长, 专家组: what the people below are.
_GROUP = re.compile(r"[\u4e00-\u9fff]{2,12}[:：]?")
#: A name, set apart from what its bearer is. The number of an article stands apart from its text as well.
_PERSON = re.compile(
    r"(?!第[〇零一二三四五六七八九十百千]+[编章节条])"
    r"[\u4e00-\u9fff·]{1,8}(?: ?[\u4e00-\u9fff])?[ \t\u3000]+[\u4e00-\u9fff（(][^。；;\n]{2,60}"
)

#: 一等奖（2名）: what so many people or bodies below are.
_COUNTED = re.compile(r"[\u4e00-\u9fff“”\"]{2,16}[（(]共?(\d{1,3})[名人位个家所支][）)][:：]?")
#: What parts the names of a line.
_BETWEEN = re.compile(r"[、，]|[ \t\u3000]{2,}|\t|\u3000")


def names_person(line: str) -> bool:
    """Whether a line is somebody with what he is: 张三 县财政局局长."""
    return bool(_PERSON.fullmatch(line))


def heads_roster(line: str, following: str) -> bool:
    """Whether a line says what the person in the line below is: 副组长 above 张三 县财政局局长."""
    return bool(_GROUP.fullmatch(line)) and names_person(following)


def names_counted(line: str) -> int:
    """How many names a line says to stand below it, 0 where it says none."""
    counted = _COUNTED.fullmatch(line)
    return int(counted[1]) if counted else 0


def counts_names(line: str, following: Iterable[str]) -> bool:
    """Whether a line says how many are named below, and just so many are: 一等奖（2名） above 宗墨然　祁砚北.

    Of `following` no more lines are taken than it says names.
    """
    wanted, named = names_counted(line), 0
    for below in following:
        if named >= wanted or re.search(r"[。；;：:]", below) or _COUNTED.fullmatch(below):
            break
        named += len([part for part in _BETWEEN.split(below.strip()) if part])
    return 0 < wanted == named


def begins_roster(line: str, following: str) -> bool:
    """Whether people are listed from a line on, under what they are or right away."""
    return heads_roster(line, following) or (names_person(line) and names_person(following))


def in_roster(above: str, line: str) -> bool:
    """Whether a line is somebody's who stands below another, or below what they are."""
    return names_person(line) and (names_person(above) or bool(_GROUP.fullmatch(above)))
