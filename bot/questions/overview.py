"""Whether a question asks what a document says on the whole: 总结一下, 主要内容是什么, 讲了什么."""

from __future__ import annotations

import re

from bot.language.characters import pieces
from bot.language.ordinals import ordinals
from bot.language.word_lists import begins_with, words_of

_DOCUMENT = r"文件|文档|文章|材料|资料|通知|公告|通告|报告|规定|办法|条例|细则|意见|方案|规划|纪要|讲话|全文|本文|简报|通报|公报|论文|章程|制度|须知|指南|指引|措施|计划|预案|标准|规范|决定|批复|函|公约|解读|采访|访谈|案例|发言|法"
_OVERVIEW = re.compile(
    r"(?:(?<![个份篇的年作度])总结|概括|概述|归纳|梳理|小结|提炼)(?:一下|下)?|(?:主要|大概|大致|核心|基本)(?:的)?(?:内容|意思|要点)|(?:内容|全文)?(?:大意|概要|提要|梗概)|"
    r"(?:主要|大概|大致|都)?(?:讲|写|说|谈|介绍)(?:的?是?|了)(?:些|点)?(?:什么|啥|哪些内容|哪些方面)|summari[sz]e|summary|what (?:is|does) .{0,40}(?:about|say)$"
)
_POINTING = re.compile(rf"(?:这|那|该|本|此)(?:份|篇|个|部|则|项)?(?:{_DOCUMENT})|全文|本文|^(?:它|这)")
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
    rest = _POINTING.sub(" ", _OVERVIEW.sub(" ", rest))
    return " ".join(" ".join(pieces(rest, (*words_of("overview-words"), *_MARKS))).split())


def points_at_document(form: str) -> bool:
    """Whether a question means the document at hand: 这份文件, 本文, or nothing but 总结一下."""
    return bool(_POINTING.search(form)) or not overview_subject(form)
