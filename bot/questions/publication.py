"""Questions about a document itself: when it was published, signed or issued."""

from __future__ import annotations

import re

from bot.questions.question import Kind, Question

PUBLISHED = re.compile(
    r"发布|发表|刊发|刊登|登[出的]|见报|上线|[是时天日月年]发[的出]|(?:哪天|何时|什么时候|哪年|几号)发(?:的|出|表)?"
)


SIGNED = re.compile(r"落款|成文|印发|签发|署名|签署|发文|下发")


ABOUT_DOCUMENT = re.compile(
    r"稿子?|文章|报道|新闻|通知|意见|方案|办法|纪要|报告|公告|通告|通报|公报|决定|文件|文[?的]|那篇|这篇|材料|讲话|规定|条例"
)


def asks_publication(question: Question) -> bool:
    """Whether a question asks when a document appeared or was signed."""
    form = question.form
    return (
        question.kind is Kind.DATE
        and bool(PUBLISHED.search(form) or SIGNED.search(form))
        and bool(ABOUT_DOCUMENT.search(form))
    )
