"""Follow-up questions without a chat model: what they leave unsaid, from the turns before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.language.characters import is_han
from bot.language.ordinals import Ordinal, addresses, ordinals
from bot.language.places import localities, places_in
from bot.language.segmentation import words
from bot.language.word_lists import says
from bot.language.years import year_mentions
from bot.questions.named_subject import NO_NAME, is_in_no_name, is_name, is_proper, subject_of
from bot.questions.overview import asks_overview, points_at_document
from bot.questions.question import ROLE, read_question, without_question_words
from bot.types import Turn
from vectorstore.text.search_form import search_form

_KINDS = "(?:文件|通知|公告|通告|报告|规定|办法|条例|细则|意见|方案|规划|纪要|通报|公报|决定|批复|总结|措施|计划|讲话|预案|指南|标准)"
#: What joins a question to the one before: 那淄博呢, 还有第五项.
_JOINS = ("那么", "那", "还有", "然后", "换成")
#: 那 that points at the noun behind it and joins nothing on: 那个培训.
_THAT = re.compile("[这那][个些位种类项条份家次]")
#: What points further back than to the last turn: 上一个问题里的公告, 前面说的图书馆.
_SAID_BEFORE = re.compile(
    "(?:上一?个问题|前一?个问题|前面|刚才|之前|上面|刚刚)(?:里面?|中)?[你我]?(?:[说问讲]|提到)?过?的(?:那个|那)?"
)
#: A question that only names another thing: 淄博呢, 丙级的又如何.
_ELLIPSIS = re.compile(r"(?P<thing>[^\s,?]{1,24}?)(?P<of>的)?(?:呢|又?如何|怎么样)[?。]?$")
#: Pronouns and pointers that the thing itself takes the place of.
_POINTERS = re.compile(
    r"它们?的?|其(?!中|他|它)|该(?=[\u4e00-\u9fff])|(?<!关)(?:这|那(?=个))个?(?=[\u4e00-\u9fff])"
)
#: A case that is put, and not another thing of the same kind: 要是临时闭园呢.
_CONDITION = re.compile(
    r"(?:那|那么)?(?P<case>(?:要是|如果|假如|万一|倘若)(?!是)[^\s,?]{2,12}?)(?:了|的话)?呢?[?。]?$"
)
#: What is asked of the statement just shown, with all that it answered: 这是谁说的.
_OF_WHAT_WAS_SAID = re.compile("[这此](?:话|句话)?是")
#: What says that the question before was misread: 不对,我问的是.
_CORRECTION = re.compile(
    r"(?:(?:不对|不是(?:的|这个)?|错了|弄错了|搞错了|不)[,.。!、]?(?:我(?:是|其实|刚才)?(?:想|要)?|是)?(?:[问说指](?:的是)?|想知道)"
    r"|我(?:刚才|其实)?[问说指]的(?:其实|应该)?是):?"
)
#: Units of which a document has one row of its own, so that a number alone names one of them.
_OF_DOCUMENT = frozenset("编章节条")
#: From the outermost to the innermost; what has another name (个, 点) is an item.
_LEVELS = ("编", "章", "节", "条", "款", "项", "目")
_THIS_DOCUMENT = re.compile(
    rf"(?:这|该|本)(?:份|篇|个|部|则|项){_KINDS}(?:的?(?:附件|文号|主送|成文|落款)|[是由从在](?:哪|什么|谁|何))"
)
_PRONOUNS = ("它", "其", "该", "这", "那", "他")


@dataclass(frozen=True, slots=True)
class StandaloneQuestion:
    """A question that stands alone. `turn` is the turn that it refers to, if any.

    `guessed` is true where the rules can't tell whether anything is left unsaid, or leave a word that
    points at something (他, 治安案件呢): a chat model says it better. `loose` is true where nothing in
    a short question points back, so that it may as well stand alone: 镇长是谁. `within` is true where the
    document of that turn is meant and nothing else of it: 第十条呢, 总结一下.
    """

    text: str
    turn: Turn | None = None
    guessed: bool = False
    loose: bool = False
    within: bool = False


def condense(question: str, history: Sequence[Turn]) -> StandaloneQuestion:
    """The question with what it leaves unsaid, or as it is where nothing is missing."""
    if not history:
        return StandaloneQuestion(question)
    found = _completed(_corrected(question), history)
    # An article's number means one article only in the document that was spoken of.
    of_unit = found.turn and found.turn.keys and _names_unit(search_form(found.text).text)
    return replace(found, within=True) if of_unit else found


def _completed(question: str, history: Sequence[Turn]) -> StandaloneQuestion:
    """The question, completed by the last turn before it."""
    turn = history[-1]
    further = _SAID_BEFORE.match(search_form(question).text)
    if further and (rest := search_form(question).text[further.end() :]):
        # What was spoken of earlier than in the last turn is named again.
        question, named = rest, [word.text for word in read_question(rest).content if len(word.text) > 1]
        spoken = [one for one in history if any(word in search_form(one.question).text for word in named)]
        turn = spoken[-1] if spoken else turn
        if named and not ordinals(rest):
            return StandaloneQuestion(rest, turn, guessed=True)
    form = search_form(question).text
    if _is_bare_name(form):
        form = f"{form.rstrip('?。')}呢"  # 南屏区 is 南屏区呢
    before = search_form(turn.question).text
    if len(_segments(turn.question)) == 1 and (_PRONOUN.match(_joined_on(before)) or _is_elliptic(before)):
        # What the turn before left unsaid stands in the one before it.
        turn = replace(turn, question=condense(turn.question, history[:-1]).text)
    earlier = " ".join(search_form(part).text for part in _segments(turn.question))
    asked = read_question(question)
    if _THIS_DOCUMENT.match(form) or (asks_overview(form) and points_at_document(form)):
        # 这份通知的附件有哪些 stands alone but for the document, which is that of the turn before.
        return StandaloneQuestion(question, turn, within=True)
    elliptic = _is_elliptic(form)
    place = next(iter(places_in(form)), "") if elliptic else ""
    swapped = place and _with_place(earlier, place)
    if swapped := swapped or _with_ordinal(earlier, form) or _with_year(earlier, form):
        return StandaloneQuestion(swapped, turn)
    if turn.keys and not turn.items and _names_unit(form) and not _names_unit(earlier):
        return StandaloneQuestion(question, turn)
    if (condition := _CONDITION.match(form)) and not _with_penalty(earlier, form):
        return StandaloneQuestion(f"{condition['case']}怎么办?", turn, guessed=True, within=True)
    # A question that names somebody itself is about that person.
    swapped = _with_thing(earlier, form) or _with_subject(earlier, form) or _for_pronoun(earlier, form)
    if swapped := swapped or _with_topic(earlier, form) or _with_penalty(earlier, form):
        return StandaloneQuestion(swapped, turn, guessed=True)
    own = [word for word in asked.content if len(word.text) > 1]
    has_name = any(word.tag.startswith("nr") for word in own)
    stands_alone = bool(asked.places or asked.quoted or has_name) or len(own) >= 4
    if stands_alone and not form.startswith(_PRONOUNS):
        return StandaloneQuestion(question)
    refers = points_back(_joined_on(form)) or elliptic or bool(asked.ordinal)
    if _names_unit(earlier) and not refers and any(word.tag[:1] == "n" for word in own):
        return StandaloneQuestion(question, turn, guessed=True, loose=True, within=True)
    if not refers and len(own) > 2:
        return StandaloneQuestion(question, guessed=True)
    subject = _carried(earlier, form)
    if not (asked.ordinal or elliptic) and (own or form.startswith(("他", "她", "它", "其"))):
        # What is asked of it now takes the place of what was asked before: 银杏计划 of 银杏计划的申报条件.
        thing, _, asked_before = subject.rpartition("的")
        subject = thing if thing and 2 <= len(asked_before) <= 12 and " " not in asked_before else subject
    if asked.ordinal:
        level = _level(ordinals(form)[0])
        for one in reversed(ordinals(subject)):
            if _level(one) >= level:
                subject = subject[: one.start] + subject[one.end :]
    rest = _POINTERS.sub("", _joined_on(form).removeprefix("其中").removeprefix("的"))
    if _names_unit(subject) and rest.startswith("违反"):
        subject, rest = "", f"违反{subject}{rest.removeprefix('违反').removeprefix('了')}"
    left = any(char in rest for char in "他她它这那") or rest.rstrip("?。").endswith("呢")
    # 那个培训 may be one that was not spoken of before.
    pointed = _THAT.search(form)
    behind = [word.text for word in own if pointed and word.start >= pointed.end()]
    elsewhere = bool(behind) and behind[0] not in earlier
    space = "" if _names_unit(subject) and rest.startswith("第") else " "
    text = f"{subject}{space}{rest}".strip()
    return StandaloneQuestion(text, turn, left and not asked.ordinal, not refers or elsewhere)


def _corrected(question: str) -> str:
    """A correction as the question that was meant: 综合公园呢 for 不对,我说的是综合公园."""
    form = search_form(question).text
    found = _CORRECTION.match(form)
    rest = form[found.end() :].strip(" ,") if found else ""
    if not rest:
        return question
    return rest if says("asks", rest) else f"{rest.rstrip('?。')}呢"


def _segments(question: str) -> list[str]:
    """What a completed question was put together from: what it is about, and last what is asked of it."""
    return re.split(r"(?<![a-zA-Z,.?!;:]) +(?![a-zA-Z])", question.strip())


def _carried(earlier: str, form: str) -> str:
    """What a question goes on with of the one before, whose form is `earlier`.

    What was asked of a subject gives way to what is asked of it now, or every turn would search for the words
    of all before it. Only the item that it named stays, and the thing that it turned to: 那管网改造呢.
    """
    *before, last = _segments(earlier)
    if _names_unit(earlier):
        row = addresses(earlier)[0]
        return earlier[row[0].start : row[-1].end]
    if not before or _is_elliptic(form) or _OF_WHAT_WAS_SAID.match(form):
        return without_question_words(earlier)
    if _is_elliptic(last):
        return f"{before[0]} {_joined_on(last).partition('呢')[0]}"
    return " ".join([*before, *(last[one.start : one.end] for one in ordinals(last))])


def _is_bare_name(form: str) -> bool:
    """Whether a message is nothing but the name of a thing, by which a question before is asked again."""
    if "呢" in form:
        return False
    name = _joined_on(form).rstrip("?。")
    proper = name in localities(name) or name in places_in(name)
    return proper or (form.startswith(_JOINS) and len(name) <= 8 and is_name(name))


def _level(one: Ordinal) -> int:
    """How deep a numbered unit stands."""
    return _LEVELS.index(one.unit if one.unit in _LEVELS else "项")


def _names_unit(form: str) -> bool:
    """Whether a question begins with the number of an article or a chapter: 那第十条呢."""
    found = ordinals(_joined_on(form).removeprefix("违反"))
    return bool(found) and not found[0].start and found[0].unit in _OF_DOCUMENT


def points_back(form: str) -> bool:
    """Whether a question's form has a word or a number that points at what was said before."""
    return says("points-back", form) or bool(ordinals(form))


def hangs_on(question: str) -> bool:
    """Whether a question is nothing but the rest of one that was asked before: 那第三项呢."""
    form = search_form(question).text
    return form.startswith(_JOINS) and _is_elliptic(form)


def own_subject(question: str) -> str:
    """What a question that only names another thing is about by itself: 常住人口 in 常住人口呢; else empty.

    A time, a number and a place are about nothing without the question before.
    """
    form = _joined_on(search_form(question).text)
    if not _is_elliptic(form) or places_in(form):
        return ""
    own = [word for word in read_question(question).content if len(word.text) > 1]
    return (
        form.partition("呢")[0]
        if own and all(word.tag[0] in "nj" or word.tag == "vn" for word in own)
        else ""
    )


def _joined_on(form: str) -> str:
    """A question's form without what joins it to the one before."""
    join = "" if _THAT.match(form) else next((word for word in _JOINS if form.startswith(word)), "")
    return form.removeprefix(join).removeprefix("的" if join else "")


def _is_elliptic(form: str) -> bool:
    """Whether a question only names another thing: 那淄博呢, 淄博呢,有多少."""
    head, asks, behind = _joined_on(form).partition("呢")
    return bool(asks) and 1 <= len(head) <= 12 and (not behind or behind[0] in "?,")


def is_sentence(text: str) -> bool:
    """Whether a condensed question reads as one: not where two fragments were only put side by side."""
    parts = text.split()
    return bool(text) and not any(is_han(one[-1]) and is_han(two[0]) for one, two in pairwise(parts))


def _with_ordinal(earlier: str, form: str) -> str:
    """The earlier question about another article or item: 那第十条呢 after 第九条规定了什么."""
    rest = _joined_on(form)
    asked, before = ordinals(rest), addresses(earlier)
    if not asked or asked[0].start or len(before) != 1:
        return ""
    if rest[asked[0].end :].rstrip("?。") not in _OF_ORDINAL:
        return ""
    # 第三项 after 第九条 is an item of that article.
    row = before[0]
    replaced = next((one.start for one in row if _level(one) >= _level(asked[0])), row[-1].end)
    return earlier[:replaced] + rest[: asked[0].end] + earlier[row[-1].end :]


#: What may stand behind the only thing that a question names by its number.
_OF_ORDINAL = ("", "呢", "是什么", "怎么说", "讲什么")


def _with_year(earlier: str, form: str) -> str:
    """The earlier question about another year: 那2023年的补贴呢 after 2022年轮换的补贴是多少."""
    ellipsis = _ELLIPSIS.match(_joined_on(form))
    thing = ellipsis["thing"] if ellipsis else ""
    asked, before = year_mentions(thing), year_mentions(earlier)
    if not asked or asked[0].start or len(before) != 1:
        return ""
    what = thing[asked[0].end :]
    if what and not (what[0] == "的" and what[1:] in earlier):
        return ""
    year = thing[: asked[0].end].removesuffix("年") + ("年" if before[0].said or not asked[0].number else "")
    return earlier[: before[0].start] + year + earlier[before[0].end :]


_PRONOUN = re.compile(r"(?:他们?|她们?|它们?|该[\u4e00-\u9fff]{1,3}?|其)(?=[^中他它])")


def _with_subject(earlier: str, form: str) -> str:
    """The earlier question about something that is named otherwise: 那月牙岛呢 after 蟹屿的淡水从哪儿来."""
    *before, last = _segments(earlier)
    asked, subject = _thing_of(form), subject_of(last)
    if not asked or not subject or places_in(form) or ordinals(asked["thing"]):
        return ""
    if subject in localities(subject) and asked["thing"] not in localities(asked["thing"]):
        return ""  # what is no place takes no place's place
    thing, rows = words(asked["thing"]), words(subject)
    if len(thing) > 3 or any(is_in_no_name(word) or word.text == "的" for word in thing):
        return ""
    # 农村的呢 names another kind of the same: only the first word changes.
    if before and is_proper(asked["thing"]):
        return ""
    if asked["of"] and len(rows) == 1 and last[len(subject) :][:1] != "的":
        return " ".join([*before, asked["thing"] + last])  # 农村的呢 after 人均收入多少
    holder = bool(ROLE.search(asked["thing"]))
    if (not holder and not is_proper(asked["thing"])) if "是谁" in last else (holder and "多少" in last):
        return ""  # 电话呢 after 联系人是谁 asks for nobody, and 联系人呢 after 电话多少 for no number
    kept = rows[0].text if asked["of"] and len(rows) > 1 else subject
    return " ".join([*before, asked["thing"] + last[len(kept) :]])


def _with_topic(earlier: str, form: str) -> str:
    """What was asked last, of another named thing: 那雪松计划呢 after 银杏计划 and 要交哪些材料."""
    *before, last = _segments(earlier)
    asked = _thing_of(form)
    bare = not before and words(last)[0].tag[:1] in NO_NAME
    if not asked or ordinals(asked["thing"]) or not (before or bare) or not is_proper(asked["thing"]):
        return ""
    return f"{asked['thing']} {last}"


def _with_penalty(earlier: str, form: str) -> str:
    """The penalty of another deed: 那擅自装修呢 after 转租会怎么处罚."""
    asked, found = _ELLIPSIS.match(_joined_on(form)), _PENALTY.search(earlier)
    if not asked or not found or ordinals(asked["thing"]) or not _is_elliptic(form):
        return ""
    return asked["thing"] + found[0]


#: What asks for a penalty, up to the end of the question.
_PENALTY = re.compile(
    r"(?:[会要将该被受有给处]|应当|怎么|怎样|如何|什么|行政)*(?:罚|处分|后果|什么责任|追究)[^\s,]*$"
)


def _thing_of(form: str) -> re.Match[str] | None:
    """The other thing that a question only names."""
    found = _ELLIPSIS.match(_joined_on(form))
    return found if found and 2 <= len(found["thing"]) <= 12 else None


def _for_pronoun(earlier: str, form: str) -> str:
    """The question with what the earlier one was about in the place of its 他 or 它."""
    rest = _joined_on(form)
    pronoun = _PRONOUN.match(rest)
    who = _ASKED_WHO.match(earlier)
    subject = who["it"] if who else subject_of(earlier)
    return subject + rest[pronoun.end() :] if pronoun and subject else ""


#: 王五 in 三号渡口的王五是谁.
_ASKED_WHO = re.compile(r"^(?:[^\s,?]{2,12}的)?(?P<it>[\u4e00-\u9fff]{2,8}?)是(?:谁|什么人|哪位)")
_GENERIC_PLACES = frozenset({"小区", "社区", "地区", "辖区", "城区"})


def _with_thing(earlier: str, form: str) -> str:
    """The earlier question about another thing of the same kind: 那丙级的呢 after 甲级泊位的押金是多少."""
    found = _thing_of(form)
    if not found:
        return ""
    thing = found["thing"]
    if ordinals(thing):
        return ""
    if thing in localities(thing):
        # A segmenter that doesn't know the name may cut through it: 白石 and 区有.
        parts = (earlier[end - len(thing) : end] for end in range(len(thing), len(earlier) + 1))
        known = [part for part in parts if part[-2:] not in _GENERIC_PLACES and part in localities(part)]
        # A town may follow a township; where both stand in the question, its like is meant.
        known = [part for part in known if part[-1] == thing[-1]] or known
        return earlier.replace(known[0], thing, 1) if len(known) == 1 and known[0] != thing else ""
    rows = words(earlier)
    for length in (2, 1):
        if len(thing) <= length:
            continue
        for number, word in enumerate(rows):
            if not word.text.endswith(thing[-length:]) or word.tag[:1] in {"r", "u", "p"}:
                continue
            if number and rows[number - 1].tag[:1] in {"q", "r"}:  # what is counted or asked for
                continue
            start, end = word.start, word.start + len(word.text)
            if (
                len(word.text) == length
                and number
                and rows[number - 1].tag[:1] in {"n", "j", "m", "b", "v", "a"}
            ):
                start = rows[number - 1].start
            elif len(word.text) == length:
                continue
            if earlier[start:end] != thing:
                return earlier[:start] + thing + earlier[end:]
    return ""


def _with_place(earlier: str, place: str) -> str:
    """The earlier question, about another place."""
    named = places_in(earlier)
    if not named or place in named:
        return ""
    first = earlier.find(named[0])
    end = first + len(named[0])
    return earlier[:first] + place + earlier[end + (earlier[end : end + 1] in tuple("省市州县区")) :]
