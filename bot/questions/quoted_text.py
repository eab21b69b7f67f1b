"""Whether what somebody sends is a sentence to be checked rather than a question."""

from __future__ import annotations

import re

from bot.questions.small_talk import small_talk
from vectorstore.text.search_form import search_form

#: A shorter text is a name or a few words to look for.
_SHORTEST = 10
_ASKS = re.compile(
    r"[?]|什么|甚么|哪|谁|几(?!乎|年来|十年来)|多少|多大|多长|多久|多高|多远|如何|怎|为何|为啥|啥|是否|能否|可否|有没有|是不是|能不能|"
    r"会不会|要不要|可不可以|何(?:时|地|人|处|种|为|以)|吗|呢|(?:么|嘛)$|多(?:重|宽|快)"
)
_WANTS = re.compile(
    r"^(?:请|麻烦|帮|给我|我(?:想|要|需要)|想(?:知道|问|了解)|告诉|列|介绍|说(?:说|一下|明)|讲(?:讲|一下)|谈|总结|概括|归纳|"
    r"解释|查|找|搜|问|比较|对比|翻译|继续|还有|那)"
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_QUOTED = re.compile(r"^[\"“「『‘'](?:.{6,})[\"”」』’'][。.!]?$", re.DOTALL)


def looks_quoted(text: str) -> bool:
    """Whether a text states something in a document's words, and asks for nothing.

    Only what it looks like: whether the documents have it is for the locator to say.
    """
    form = search_form(text).text.strip()
    if _QUOTED.match(text.strip()):
        return True
    if len(_HAN.findall(form)) < _SHORTEST or small_talk(text):
        return False
    return not _ASKS.search(form) and not _WANTS.search(form)
