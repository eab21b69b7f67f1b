"""Whether a question asks what a document says on the whole: 总结一下, 主要内容是什么, 讲了什么."""

from __future__ import annotations

import re

from bot.language.characters import pieces
from bot.language.ordinals import ordinals
from bot.language.word_lists import begins_with, words_of

_DOCUMENT = "|".join(sorted(words_of("document-kinds"), key=len, reverse=True))
_OVERVIEW = re.compile(
    r"(?:(?<![个份篇的年作度])总结|概括|概述|归纳|梳理|小结|提炼)(?:一下|下)?|(?:主要|大概|大致|核心|基本)(?:的)?(?:内容|意思|要点)|(?:内容|全文)?(?:大意|概要|提要|梗概)|"
    r"(?:主要|大概|大致|都)?(?:讲|写|说|谈|介绍)(?:的?是?|了)(?:些|点)?(?:什么|啥|哪些内容|哪些方面)|summari[sz]e|summary|what (?:is|does) .{0,40}(?:about|say)$"
)
#: What points at a document (这份通知, 本办法) or at what was said.
POINTING = re.compile(rf"(?P<document>[这那该本此][份篇个部则项]?(?:{_DOCUMENT}))|全文|本文|^(?:它|这)")
#: What stands around the name of a document.
_MARKS = '?。!的里中<>"'


def asks_overview(form: str) -> bool:
    """Whether a question's search form asks for the whole of a document and for no one thing in it."""
    return bool(_OVERVIEW.search(form)) and not any(one.unit for one in ordinals(form))


def overview_subject(form: str) -> str:
    """What is to be summed up: the document's name, or nothing where the question only points at one."""
    rest = form
    while begins_with("wants", rest):
        rest = rest.removeprefix(next(word for word in words_of("wants") if rest.startswith(word)))
    rest = POINTING.sub(" ", _OVERVIEW.sub(" ", rest))
    return " ".join(" ".join(pieces(rest, (*words_of("overview-words"), *_MARKS))).split())


def points_at_document(form: str) -> bool:
    """Whether a question means the document at hand: 这份文件, 本文, or nothing but 总结一下."""
    return bool(POINTING.search(form)) or not overview_subject(form)
