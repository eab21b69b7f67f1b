"""What stands above a document's title: whose paper it is, how urgent it is, its number; none of it is the title."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vectorstore.documents.line_patterns import (
    ABOVE_TITLE,
    BYLINE,
    CASE_NUMBER,
    ISSUE,
    MASTHEAD,
    NAMES_DOCUMENT,
    NUMBERED_ISSUE,
    STANDARD_NUMBER,
)
from vectorstore.text.numbering import heading_label
from vectorstore.text.search_form import SearchForm
from vectorstore.types import Role

if TYPE_CHECKING:
    from vectorstore.documents.line_roles import Line


def mark_masthead(lines: Sequence[Line], roles: list[Role | None]) -> None:
    """Take the masthead out of the lines read as titles; bodies in a line above 关于… begin the title instead."""
    read = [index for index, role in enumerate(roles) if role is Role.TITLE]
    titles = [index for index in read if not _stands_above(lines[index].text)]
    if not titles:
        return
    above = set(read).difference(titles)
    if len(titles) > 1 and MASTHEAD.match(lines[titles[0]].text):
        above.add(titles[0])
    above.update(_above_number(lines, titles))
    for index in above:
        roles[index] = Role.META
    for index in titles[1:]:
        starts = lines[index].text.startswith("关于") and NAMES_DOCUMENT.search(lines[index].text)
        if starts and roles[index - 1] is Role.META and BYLINE.match(lines[index - 1].text):
            roles[index - 1] = Role.TITLE


def names_document(form: SearchForm) -> bool:
    """Whether a line is what official documents are called."""
    return len(form.text) > 6 and not heading_label(form) and bool(NAMES_DOCUMENT.search(form.text))


def _stands_above(text: str) -> bool:
    """Whether a line says how urgent a paper is, or its number, or that it replaces another, or who issues it when."""
    text = text.removeprefix("部分").removeprefix("代替").removeprefix("替代").lstrip()
    return any(one.match(text) for one in (ABOVE_TITLE, CASE_NUMBER, ISSUE, NUMBERED_ISSUE, STANDARD_NUMBER))


def _above_number(lines: Sequence[Line], titles: Sequence[int]) -> list[int]:
    """The titles above the paper's number, where what the paper is called stands below that.

    临江镇人民政府 会议纪要 stands above 第6期, whatever it calls itself; a title may have its number below it.
    """
    inside = range(titles[0], titles[-1])
    issue = next((index for index in inside if ISSUE.match(lines[index].text)), 0)
    number = issue or next((index for index in inside if NUMBERED_ISSUE.match(lines[index].text)), 0)
    before, behind = (
        [index for index in titles if (index < number) is first] if number else [] for first in (True, False)
    )
    if not any(names_document(lines[index].form) for index in behind):
        return []
    return before if issue or not any(names_document(lines[index].form) for index in before) else []
