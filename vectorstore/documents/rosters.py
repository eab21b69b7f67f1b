"""Rosters in plain text: people line by line, each with what he is, under a line that says what they are together."""

from __future__ import annotations

import re

#: 副组长, 专家组: what the people below are.
_GROUP = re.compile(r"[\u4e00-\u9fff]{2,12}[:：]?")
#: A name, set apart from what its bearer is.
_PERSON = re.compile(
    r"[\u4e00-\u9fff·]{1,8}(?: ?[\u4e00-\u9fff])?[ \t\u3000]+[\u4e00-\u9fff（(][^。；;\n]{2,60}"
)


def names_person(line: str) -> bool:
    """Whether a line is somebody with what he is: 张三 县财政局局长."""
    return bool(_PERSON.fullmatch(line))


def heads_roster(line: str, following: str) -> bool:
    """Whether a line says what the person in the line below is: 副组长 above 张三 县财政局局长."""
    return bool(_GROUP.fullmatch(line)) and names_person(following)


def begins_roster(line: str, following: str) -> bool:
    """Whether people are listed from a line on, under what they are or right away."""
    return heads_roster(line, following) or (names_person(line) and names_person(following))


def in_roster(above: str, line: str) -> bool:
    """Whether a line is somebody's who stands below another, or below what they are."""
    return names_person(line) and (names_person(above) or bool(_GROUP.fullmatch(above)))
