"""Attachments of a document: the list of them below its text, and the line that each begins with.

    附件:1.任务分解表
    2.责任书(样式)
    …
    附件1
    任务分解表

The list names them and heads nothing; the line with the number alone opens a part of its own, which
belongs to no heading before it. All rules read the search form of a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from vectorstore.documents.line_patterns import BODY_LENGTH, DATE_LINE, LONGEST_HEADING
from vectorstore.text.numbering import heading_label

#: A line that says which attachment begins.
_ATTACHMENT = re.compile(r"附[件表录](?:\s*(?:之?[〇零一二三四五六七八九十]{1,3}|\d{1,2})[:.]?)?")
#: The line that the list of attachments begins with, and what follows on it.
_LISTED = re.compile(r"附[件表录]?:\s*(\S.*)?")
#: So many lines may stand between the date and the first attachment.
_BETWEEN = 7


def is_attachment(text: str) -> bool:
    """Whether a line says alone which attachment begins below it: 附件2."""
    return bool(_ATTACHMENT.fullmatch(text))


def listed_attachment(before: Sequence[str], text: str) -> bool:
    """Whether a numbered line goes on with the list that began 附件:1.…, and heads nothing."""
    label = heading_label(text)
    if not label or label.style != "digit" or "。" in text:
        return False
    for above in reversed(before):
        if found := _LISTED.match(above):
            return label.order > 1 or not found[1]
        if not (over := heading_label(above)) or (over.style, over.order) != (label.style, label.order - 1):
            return False
        label = over
    return False


def names_attachment(above: str, text: str) -> bool:
    """Whether a line is the title of the attachment whose number stands alone in the line above it."""
    bare = re.sub(r"\([^()]*\)", "", text)  # (单位:万元) says what its table counts in
    return is_attachment(above) and len(text) <= LONGEST_HEADING and not re.search(r"[。;!?:,、…]", bare)


def signed_above_attachments(texts: Sequence[str]) -> int:
    """The number of the line with the date under a document that attachments follow; 0 where there is none.

    Between the date and the first attachment stand short lines only: who gets a copy, and when it was printed.
    """
    first = next((number for number, text in enumerate(texts) if is_attachment(text)), 0)
    for number in range(first - 1, max(0, first - _BETWEEN), -1):
        if DATE_LINE.match(texts[number]):
            return number
        if len(texts[number]) > BODY_LENGTH:
            return 0
    return 0
