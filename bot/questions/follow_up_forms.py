"""How follow-up questions are worded: what joins them on, what they name, and what they leave to the one before."""

from __future__ import annotations

import re

from bot.language.characters import is_han
from bot.language.ordinals import Ordinal, ordinals
from bot.language.places import localities, places_in
from bot.language.segmentation import content_words
from bot.language.word_lists import begins_with, says, words_of
from bot.questions.named_subject import is_name
from vectorstore.text.search_form import search_form

#: What joins a question to the one before: 那淄博呢, 还有第五项.
JOINS = ("那么", "那", "还有", "然后", "换成")
#: A question that only names another thing: 淄博呢, 丙级的又如何.
_ELLIPSIS = re.compile(r"(?P<thing>[^\s,?]{1,24}?)(?P<of>的)?(?:呢|又?如何|怎么样)[?。]?$")
#: What says that the question before was misread: 不对,我问的是.
_CORRECTION = re.compile(
    r"(?:(?:不对|不是(?:的|这个)?|错了|弄错了|搞错了|不)[,.。!、]?(?:我(?:是|其实|刚才)?(?:想|要)?|是)?(?:[问说指](?:的是)?|想知道)"
    r"|我(?:刚才|其实)?[问说指]的(?:其实|应该)?是):?"
)
#: Units of which a document has one row of its own, so that a number alone names one of them.
OF_DOCUMENT = frozenset("编章节条")
#: From the outermost to the innermost; what has another name (个, 点) is an item.
_LEVELS = ("编", "章", "节", "条", "款", "项", "目")

_POLITELY = r"(?:能不能|能否|可不可以|能|可以|请|麻烦|帮我|给我|我想|你|把|将|那么?|就)*"
#: What points at the answer just given: 刚才那个数, 上面那条, 这个.
_THE_ANSWER = (
    r"(?:刚才|刚刚|上面|前面|之前|上一?[条个句])?(?:[你我]?(?:说|讲|问|查)过?)?的?(?:[这那它][个条句段项些]?)?"
    r"(?:数字?|数据|答案|回答|结果|话|内容|规定|说法|问题|信息|引文)?的?"
)
#: What asks to say something once more or at length.
_ONCE_MORE = (
    r"(?:(?:再|重新|重复)(?:说|讲|查|看|念|发|答|回答|核实|核对|确认|来|解释)?一?[遍下次]"
    r"|(?:展开|详细|具体|仔细)地?(?:说|讲|解释|介绍)(?:说|讲|一?[下点些])?|(?:说|讲)?(?:详细|具体|清楚|明白)一?[点些])"
)
#: What asks for the words of an answer, or where they stand.
_WHERE_FROM = (
    r"(?:原文|原话|原句|出处)(?:是什么|是啥|是?怎么[说写]的?|在哪[里儿]?|有吗)?|[是在出来自写]*(?:第几|哪一?)(?:[条款项章节点页段]|个?部分)(?:里|中|规定|[说写讲])*的?"
    r"|[是在出来自]*哪一?[个份篇](?:文件|文档|文章)(?:里|中|[说写讲])*的?|[是在从]*哪[里儿](?:规定|看到|[说写讲])的?|(?:什么|啥)意思|(?:没|不太?)(?:看|听|弄)?(?:懂|明白)"
)
_SOFTENED = r"(?:吧|呢|好吗|可以吗|行吗|吗|呀|啊|来着)*[?。]?"
_ASKS_AGAIN = re.compile(f"{_POLITELY}{_THE_ANSWER}{_POLITELY}(?:{_ONCE_MORE}|{_WHERE_FROM}){_SOFTENED}")


def asks_again(form: str) -> bool:
    """Whether a question asks for nothing but the last answer, or where it stands: 再说一遍, 原文是什么, 第几条."""
    return bool(_ASKS_AGAIN.fullmatch(form))


def joined_on(form: str) -> str:
    """A question's form without what joins it to the one before."""
    # 那 that points at the noun behind it joins nothing on: 那个培训, 那边的护理员.
    points = begins_with("points-at", form)
    join = "" if points else next((word for word in JOINS if form.startswith(word)), "")
    return form.removeprefix(join).removeprefix("的" if join else "")


def is_elliptic(form: str) -> bool:
    """Whether a question only names another thing: 那淄博呢, 淄博呢,有多少."""
    head, asks, behind = joined_on(form).partition("呢")
    return (
        bool(asks) and 1 <= len(head) <= 12 and not says("asks", head) and (not behind or behind[0] in "?,")
    )


def thing_of(form: str) -> re.Match[str] | None:
    """The other thing that a question only names."""
    found = _ELLIPSIS.match(joined_on(form))
    return found if found and 2 <= len(found["thing"]) <= 12 else None


def turned_to(form: str) -> str:
    """Of a question that turns to another thing and asks of it in full, the one question: 松涛谷提前四天退多少 of
    那松涛谷呢,提前四天退多少; else empty.
    """
    head, asks, behind = joined_on(form).partition("呢")
    rest = behind.lstrip(",?")
    named = 2 <= len(head) <= 10 and not says("asks", head) and all(map(is_han, head))
    # 增长了多少 leaves more unsaid than the thing.
    whole = says("asks", rest) and not pronoun_in(rest) and len(content_words(rest)) > 1
    return head + rest if asks and named and whole else ""


def named_in(form: str) -> str:
    """What a question names and nothing else, however short; empty where it says more."""
    found = _ELLIPSIS.match(joined_on(form))
    return found["thing"] if found else ""


def pronoun_in(form: str) -> str:
    """What stands for somebody or something at the beginning of a question: 他们, 该校; else empty."""
    word = next((one for one in words_of("pronouns") if form.startswith(one)), "")
    word = word or (form[:2] if form.startswith("该") and is_han(form[1:2]) else "")
    behind = form[len(word) : len(word) + 1]
    # 其中 and 其他 stand for nothing.
    return word if behind and behind not in "中他它" else ""


def segments(question: str) -> list[str]:
    """What a completed question was put together from: what it is about, and last what is asked of it."""
    return re.split(r"(?<![a-zA-Z,.?!;:]) +(?![a-zA-Z])", question.strip())


def level_of(one: Ordinal) -> int:
    """How deep a numbered unit stands."""
    return _LEVELS.index(one.unit if one.unit in _LEVELS else "项")


def names_unit(form: str) -> bool:
    """Whether a question begins with the number of an article or a chapter: 那第十条呢."""
    found = ordinals(joined_on(form).removeprefix("违反"))
    return bool(found) and not found[0].start and found[0].unit in OF_DOCUMENT


def counts_on(form: str) -> bool:
    """Whether a question has a number that points at what was listed before: 第三项, but not 第一包 by its name."""
    return any(one.unit or form[one.end : one.end + 1] in _AFTER_NUMBERS for one in ordinals(form))


#: What stands behind a number that names nothing itself: 第三是什么, 第二呢.
_AFTER_NUMBERS = frozenset(("", *"呢是的讲说,?。"))


def is_bare_name(form: str) -> bool:
    """Whether a message is nothing but the name of a thing, by which a question before is asked again."""
    if "呢" in form or says("asks", form):
        return False
    name = joined_on(form).rstrip("?。")
    proper = name in localities(name) or name in places_in(name)
    return proper or (form.startswith(JOINS) and len(name) <= 8 and is_name(name))


def corrected(question: str) -> str:
    """A correction as the question that was meant: 综合公园呢 for 不对,我说的是综合公园."""
    form = search_form(question).text
    found = _CORRECTION.match(form)
    rest = form[found.end() :].strip(" ,") if found else ""
    if not rest:
        return question
    return rest if says("asks", rest) else f"{rest.rstrip('?。')}呢"
