"""Follow-up questions without a chat model: what they leave unsaid, from the turns before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.language.characters import is_han
from bot.language.ordinals import ordinals
from bot.language.places import localities, places_in
from bot.language.segmentation import words
from bot.language.word_lists import says
from bot.language.years import year_mentions
from bot.questions.question import read_question, without_question_words
from bot.types import Turn
from vectorstore.text.search_form import search_form

_KINDS = "(?:文件|通知|公告|通告|报告|规定|办法|条例|细则|意见|方案|规划|纪要|通报|公报|决定|批复|总结|措施|计划|讲话|预案|指南|标准)"
#: What joins a question to the one before: 那淄博呢, 还有第五项.
_JOINS = ("那么", "那", "还有", "然后", "换成")
#: A question that only names another thing: 淄博呢, 丙级的又如何.
_ELLIPSIS = re.compile(r"(?P<thing>[^\s,?]{1,24}?)(?P<of>的)?(?:呢|又?如何|怎么样)[?。]?$")
#: Pronouns and pointers that the thing itself takes the place of.
_POINTERS = re.compile(r"它们?的?|其(?!中|他|它)|该(?=[\u4e00-\u9fff])|(?<!关)这个?(?=[\u4e00-\u9fff])")
_THIS_DOCUMENT = re.compile(
    rf"(?:这|该|本)(?:份|篇|个|部|则|项){_KINDS}(?:的?(?:附件|文号|主送|成文|落款)|[是由从在](?:哪|什么|谁|何))"
)
_PRONOUNS = ("它", "其", "该", "这", "那", "他")


@dataclass(frozen=True, slots=True)
class StandaloneQuestion:
    """A question that stands alone. `turn` is the turn that it refers to, if any.

    `guessed` is true where the rules can't tell whether anything is left unsaid, or leave a word that
    points at something (他, 治安案件呢): a chat model says it better. `loose` is true where nothing in
    a short question points back, so that it may as well stand alone: 镇长是谁.
    """

    text: str
    turn: Turn | None = None
    guessed: bool = False
    loose: bool = False


def condense(question: str, history: Sequence[Turn]) -> StandaloneQuestion:
    """The question with what it leaves unsaid, or as it is where nothing is missing."""
    if not history:
        return StandaloneQuestion(question)
    turn = history[-1]
    before = search_form(turn.question).text
    if _PRONOUN.match(_joined_on(before)) or _is_elliptic(before):
        # What the turn before left unsaid stands in the one before it.
        turn = replace(turn, question=condense(turn.question, history[:-1]).text)
    form, earlier = search_form(question).text, search_form(turn.question).text
    asked = read_question(question)
    if _THIS_DOCUMENT.match(form):
        # 这份通知的附件有哪些 stands alone but for the document, which is that of the turn before.
        return StandaloneQuestion(question, turn)
    elliptic = _is_elliptic(form)
    place = next(iter(places_in(form)), "") if elliptic else ""
    swapped = place and _with_place(earlier, place)
    if swapped := swapped or _with_ordinal(earlier, form) or _with_year(earlier, form):
        return StandaloneQuestion(swapped, turn)
    # A question that names somebody itself is about that person.
    if swapped := _with_thing(earlier, form) or _with_subject(earlier, form) or _for_pronoun(earlier, form):
        return StandaloneQuestion(swapped, turn, guessed=True)
    own = [word for word in asked.content if len(word.text) > 1]
    has_name = any(word.tag.startswith("nr") for word in own)
    stands_alone = bool(asked.places or asked.quoted or has_name) or len(own) >= 4
    if stands_alone and not form.startswith(_PRONOUNS):
        return StandaloneQuestion(question)
    refers = points_back(_joined_on(form)) or elliptic or bool(asked.ordinal)
    if not refers and len(own) > 2:
        return StandaloneQuestion(question, guessed=True)
    subject = without_question_words(earlier)
    if not (asked.ordinal or elliptic) and (own or form.startswith(("他", "她", "它", "其"))):
        # What is asked of it now takes the place of what was asked before: 银杏计划 of 银杏计划的申报条件.
        thing, _, asked_before = subject.rpartition("的")
        subject = thing if thing and 2 <= len(asked_before) <= 12 and " " not in asked_before else subject
    if asked.ordinal:
        for one in reversed(ordinals(subject)):
            subject = subject[: one.start] + subject[one.end :]
    rest = _POINTERS.sub("", _joined_on(form).removeprefix("其中").removeprefix("的"))
    left = any(char in rest for char in "他她它这那") or rest.rstrip("?。").endswith("呢")
    return StandaloneQuestion(f"{subject} {rest}".strip(), turn, left and not asked.ordinal, not refers)


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
    join = next((word for word in _JOINS if form.startswith(word)), "")
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
    asked, before = ordinals(rest), ordinals(earlier)
    if not asked or asked[0].start or len(before) != 1:
        return ""
    if rest[asked[0].end :].rstrip("?。") not in _OF_ORDINAL:
        return ""
    return earlier[: before[0].start] + rest[: asked[0].end] + earlier[before[0].end :]


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


#: What a question begins with and says whom or what it is about: 蟹屿 in 蟹屿的淡水从哪儿来.
_SUBJECT = re.compile(
    r"^(?P<it>[^\s,?的是有在会能要应可得]{2,12}?)(?=的|是(?!不是)|有(?!没有)|在|会|能|要|应|可|得(?!到)|什么时候|何时|哪[一]?[天年]|多少|几)"
)
_PRONOUN = re.compile(r"(?:他们?|她们?|它们?|该[\u4e00-\u9fff]{1,3}?|其)(?=[^中他它])")


def _subject_of(earlier: str) -> re.Match[str] | None:
    """What an earlier question's form begins with, where that names something and asks nothing."""
    found = _SUBJECT.match(earlier)
    if not found or set(found["it"]) & set("哪谁什么怎几何为") or "多少" in found["it"]:
        return None
    if ordinals(found["it"]):
        return None
    return None if any(word.tag[:1] in _NO_NAME for word in words(found["it"])) else found


#: The tags of words that no name of a thing has: verbs, pronouns, prepositions, adverbs, times.
_NO_NAME = frozenset("vrpdt")


def _with_subject(earlier: str, form: str) -> str:
    """The earlier question about something that is named otherwise: 那月牙岛呢 after 蟹屿的淡水从哪儿来."""
    asked, subject = _thing_of(form), _subject_of(earlier)
    if not asked or not subject or places_in(form):
        return ""
    thing, rows = words(asked["thing"]), words(subject["it"])
    if len(thing) > 3 or any(word.tag[:1] in _NO_NAME or word.text == "的" for word in thing):
        return ""
    # 农村的呢 names another kind of the same: only the first word changes.
    if asked["of"] and len(rows) == 1 and earlier[len(subject["it"]) :][:1] != "的":
        return asked["thing"] + earlier  # 农村的呢 after 人均收入多少
    kept = rows[0].text if asked["of"] and len(rows) > 1 else subject["it"]
    return asked["thing"] + earlier[len(kept) :]


def _thing_of(form: str) -> re.Match[str] | None:
    """The other thing that a question only names."""
    found = _ELLIPSIS.match(_joined_on(form))
    return found if found and 2 <= len(found["thing"]) <= 12 else None


def _for_pronoun(earlier: str, form: str) -> str:
    """The question with what the earlier one was about in the place of its 他 or 它."""
    rest = _joined_on(form)
    pronoun = _PRONOUN.match(rest)
    subject = _ASKED_WHO.match(earlier) or _subject_of(earlier)
    return subject["it"] + rest[pronoun.end() :] if pronoun and subject else ""


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
        known = [
            part
            for part in parts
            if part[-1] == thing[-1] and part[-2:] not in _GENERIC_PLACES and part in localities(part)
        ]
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
