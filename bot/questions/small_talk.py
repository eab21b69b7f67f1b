"""What people say in a conversation that is no question: greetings, thanks, whether there is more.

It is answered with a sentence of the program's own, without looking into any document.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.language.characters import is_han, pieces
from bot.language.limits import LIMITS
from bot.language.word_lists import is_word_of
from vectorstore.text.search_form import search_form


class Talk(StrEnum):
    """What is said; each value is the end of a message code, `talk.thanks`."""

    GREETING = "greeting"
    THANKS = "thanks"
    OKAY = "okay"
    ABILITIES = "abilities"
    FAREWELL = "farewell"
    MORE = "more"
    FRESH = "fresh"  # what was asked before is over


_END = r"(?:啊|呀|啦|了|哦|噢|嘛|呢|吧|的|哈|您|你|大家|各位|们|老师|机器人|小助手|助手|there|bot|all)*"
_PATTERNS: tuple[tuple[Talk, str], ...] = (
    (
        Talk.GREETING,
        rf"(?:你|您|大家|各位|老师)们?好{_END}|您?好啊|哈喽|哈罗|嗨|嘿|喂|早(?:上好|安)?|(?:上午|中午|下午|晚上)好|在吗|在不在|有人(?:在)?吗|"
        r"hi|hello|hey|good (?:morning|afternoon|evening)",
    ),
    (
        Talk.THANKS,
        rf"(?:好的?|嗯|行|太好了|明白[了啦]?|知道[了啦]?)?(?:非常|十分|太|多)?(?:谢谢|感谢|多谢|谢了|谢啦|辛苦了?|麻烦了?)+{_END}(?:帮助|解答|回答|支持|指教|指点|费心)?{_END}|"
        r"(?:ok(?:ay)? )?(?:thanks?|thank you|thx|many thanks|cheers)(?: (?:a lot|so much|very much))?",
    ),
    (
        Talk.OKAY,
        r"(?:好|嗯+|哦+|噢+|行|对|是|可以|(?:真|很|挺|还)?不错|(?:非常|很|真|太|挺)好|(?:真|太)棒|棒|厉害|哈+|呵呵|嘿嘿|没事|没问题|没有了|不用|不用了|算了)(?:的|了|吧|啊|呀|嘞|哒|滴)*|"
        r"(?:我)?(?:明白|知道|懂|清楚|了解|收到)(?:了|啦)?|原来如此|[哦噢嗯啊]*(?:原来)?是?这样(?:子|的)?[啊呀哦]?|ok(?:ay)?|got it|i see|fine|great|good|nice|yes|no|sure|alright",
    ),
    (
        Talk.ABILITIES,
        r"(?:请问)?(?:你|您|这个?|本)?(?:机器人|系统|程序|工具|助手)?(?:都)?(?:能|会|可以)(?:帮我)?(?:做|干|回答|帮)?(?:些|点)?(?:什么|啥|哪些)(?:事|问题|忙|功能)?情?|"
        r"(?:你|您)?(?:有什么|有哪些)(?:功能|用|本事|能力)|(?:你|您)(?:是|叫)(?:谁|什么|啥|哪位|什么名字)|(?:请)?(?:自我)?介绍(?:一下)?(?:你|您)?自己?|"
        r"怎么用|如何使用|使用(?:方法|说明|帮助)|怎么(?:使用|提问|问)(?:你)?|帮助|功能|help|who are you|what are you|what can you do|how does (?:this|it) work",
    ),
    (
        Talk.FAREWELL,
        rf"(?:退出|结束|关闭|再见|再会|拜拜|拜|晚安|回见|回头见|下次见|明天见|改天见|走了|不聊了|(?:先|就)这样|(?:再?没有?)(?:(?:别的|其他的?|更多的?|什么)(?:问题|事情?|要问的)?|问题|事情?|要问的)){_END}|quit|exit|q|bye(?: ?bye)?|goodbye|see you|good ?night",
    ),
    (
        Talk.FRESH,
        r"(?:我们|咱们|那|我想|来)?(?:换|改)(?:一?个|下一个)?(?:话题|题目|问题|主题)(?:吧|了)?|(?:我)?(?:问|聊|说)(?:点|些)?(?:别的|其他的?|另外的)(?:问题|事)?(?:吧)?|下一个(?:问题|话题)|"
        r"(?:new|another|next|different) (?:topic|question|subject)|(?:let'?s )?change the (?:topic|subject)|start over",
    ),
    (
        Talk.MORE,
        r"(?:那|请问)?(?:还有|还有没有)(?:别的|其他的?|其它的?|更多的?|吗|没有|没|么|呢|了)*(?:吗|没有|呢|么)?|(?:就|只有|就只有)这些(?:了)?(?:吗|么)?|没有了吗|没了吗|"
        r"(?:还|继续)?(?:有)?更多(?:的)?(?:吗)?|继续|接着说|(?:is that all|anything else|any more|more|go on|what else)",
    ),
)
_COMPILED = tuple((talk, re.compile(pattern)) for talk, pattern in _PATTERNS)
_MARKS = " ,.;:!?。、~…\"'()<>-\t\n"


def small_talk(text: str) -> Talk | None:
    """What a message says, where it is no question; None where it is one.

    谢谢,你好 is two such things, of which the last one is answered; 谢谢,那第五项呢 is a question.
    """
    if len(text) > LIMITS.small_talk:
        return None
    form = search_form(text).text.casefold().strip()
    parts = [part for part in pieces(form, _MARKS) if part]
    if found := _whole(" ".join(parts)) or _whole("".join(parts)):
        return found
    said = [_whole(part) for part in parts]
    return said[-1] if said and all(said) else None


def _whole(part: str) -> Talk | None:
    found = next((talk for talk, pattern in _COMPILED if pattern.fullmatch(part)), None)
    return found or (_last_said(part) if is_han(part[:1]) else None)


def _last_said(part: str) -> Talk | None:
    """The last of two polite things that are said without a pause: 好吧谢谢, 哈哈厉害."""
    for at in range(1, len(part)):
        first, last = _polite(part[:at]), _polite(part[at:])
        if first and last:
            return last
    return None


def _polite(part: str) -> Talk | None:
    return next((talk for talk, pattern in _COMPILED if talk in _POLITE and pattern.fullmatch(part)), None)


#: What may follow one another without a mark between; the others are short words that questions hold too.
_POLITE = frozenset({Talk.GREETING, Talk.THANKS, Talk.OKAY})


#: What parts one thing that is said from the next.
_PARTING = " \t\r\n\u3000,，.。!！?？、~～;；:：…"
#: What leads into a question and says nothing of it, be it that no mark parts it from the question: 我想问下报名时间.
_LEADING_AT_ONCE = re.compile(
    r"^(?:我?(?:还|再)?想(?:再|先)?|我要|另外|顺便)(?:问|请教|咨询)(?:一?下(?![一半个周月年])|个问题|一个问题)(?:[,，:：]|\s)*"
)


def without_small_talk(question: str) -> str:
    """The question without greetings and thanks around it: 你好,申报地点在哪里, 在哪里?谢谢."""
    rest = question.strip()
    while len(first := pieces(rest, _PARTING)[0]) < len(rest) and _leads_in(first):
        rest = rest[len(first) :].lstrip(_PARTING)
    rest = _LEADING_AT_ONCE.sub("", rest)
    while len(last := pieces(said := rest.rstrip(_PARTING), _PARTING)[-1]) < len(said) and (
        small_talk(last) in _POLITE
    ):
        rest = said.removesuffix(last).rstrip(" ,，、")
    return rest if any(char.isalnum() for char in rest) else question


def _leads_in(part: str) -> bool:
    """Whether a part of a message, up to a mark, says nothing of the question behind it."""
    form = search_form(part).text.casefold()
    return (
        not form
        or is_word_of("leads-in", form)
        or not _LEADING_AT_ONCE.sub("", form)
        or small_talk(part) is not None
    )
