"""Follow-up questions without a chat model: what they leave unsaid, from the turns before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.language.places import localities, places_in
from bot.language.segmentation import words
from bot.questions.question import read_question, without_question_words
from bot.types import Turn
from vectorstore.text.search_form import search_form

_REFERS = re.compile(
    r"它|其|该|这|那|他|她|上述|前面|刚才|此|同样|还有|其中|首批|第[一二三四五六七八九十\d]+"
)
_ORDINAL = re.compile(r"第[一二三四五六七八九十百\d]+[项条个点种类型大]?")
_ELLIPSIS = re.compile(r"^(?:那么?|还有|然后)?(.{1,12}?)呢(?:[?,].*)?$")
#: What the rules leave in a question that a reader would still ask back about.
_LEFT = re.compile(r"[他她它这那]|呢[?。]?$")


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
    if _PRONOUN.match(before := search_form(turn.question).text) or _ELLIPSIS.match(before):
        # What the turn before left unsaid stands in the one before it.
        turn = replace(turn, question=condense(turn.question, history[:-1]).text)
    form = search_form(question).text
    asked = read_question(question)
    ellipsis = _ELLIPSIS.match(form)
    if ellipsis and (named := places_in(form)):
        swapped = _with_place(turn.question, named[0])
        if swapped:
            return StandaloneQuestion(swapped, turn)
    if swapped := _with_ordinal(turn.question, form) or _with_year(turn.question, form):
        return StandaloneQuestion(swapped, turn)
    if swapped := _with_thing(turn.question, form) or _with_subject(turn.question, form):
        return StandaloneQuestion(swapped, turn, guessed=True)
    own = [word for word in asked.content if len(word.text) > 1]
    # A question that names somebody itself is about that person.
    if swapped := _for_pronoun(turn.question, form):
        return StandaloneQuestion(swapped, turn, guessed=True)
    has_name = any(word.tag.startswith("nr") and len(word.text) > 1 for word in own)
    stands_alone = bool(asked.places or asked.quoted or has_name) or len(own) >= 4
    if stands_alone and not re.match(r"它|其|该|这|那|他", form):
        return StandaloneQuestion(question)
    if not (_REFERS.search(form) or ellipsis or len(own) <= 2 or asked.ordinal):
        return StandaloneQuestion(question, guessed=True)
    subject = without_question_words(search_form(turn.question).text)
    if not (asked.ordinal or ellipsis) and (own or re.match(r"[他她它其]", form)):
        # What is asked of it now takes the place of what was asked before: 银杏计划 of 银杏计划的申报条件.
        subject = re.sub(r"的[^的\s]{2,12}$", "", subject)
    if asked.ordinal:
        subject = _ORDINAL.sub("", subject)
    rest = re.sub(r"^(?:那么?|还有|然后|其中)的?", "", form)
    rest = re.sub(r"它们?的?|其(?!中|他|它)|该(?=[\u4e00-\u9fff])|(?<!关)这个?(?=[\u4e00-\u9fff])", "", rest)
    loose = not (_REFERS.search(form) or ellipsis or asked.ordinal)
    guessed = bool(_LEFT.search(rest)) and not asked.ordinal
    return StandaloneQuestion(f"{subject} {rest}".strip(), turn, guessed, loose)


def is_sentence(text: str) -> bool:
    """Whether a condensed question reads as one: not where two fragments were only put side by side."""
    return bool(text) and not re.search(r"[\u4e00-\u9fff]\s+[\u4e00-\u9fff]", text)


def _with_ordinal(question: str, form: str) -> str:
    """The earlier question about another article or item: 那第十条呢 after 第九条规定了什么."""
    asked = _ONLY_ORDINAL.match(form)
    before = list(_ORDINAL.finditer(search_form(question).text))
    if not asked or len(before) != 1:
        return ""
    earlier, (start, end) = search_form(question).text, before[0].span()
    return earlier[:start] + asked[1] + earlier[end:]


_ONLY_ORDINAL = re.compile(
    r"^(?:那么?|还有|然后)?(第[一二三四五六七八九十百零两\d]+[章条款项个点]?(?:之[一二三四五六七八九十])?)(?:呢|是什么|怎么说|讲什么)?[?。]?$"
)
_ELLIPSIS_OF = re.compile(
    r"^(?:那么?|还有|然后|换成|那)?(?P<thing>[^\s,?]{2,12}?)(?P<of>的)?(?:呢|又?如何|怎么样)[?。]?$"
)


_YEAR_OF = re.compile(
    r"^(?:那么?|还有|然后)?(?P<year>(?:19|20)\d{2}年?|[去前今明]年)(?:的(?P<what>[^,?]{1,10}?))?(?:呢|又?如何|怎么样)[?。]?$"
)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}年?(?!\d)|[去前今明]年")


def _with_year(question: str, form: str) -> str:
    """The earlier question about another year: 那2023年的补贴呢 after 2022年轮换的补贴是多少."""
    asked, earlier = _YEAR_OF.match(form), search_form(question).text
    before = list(_YEARS.finditer(earlier))
    if not asked or len(before) != 1 or (asked["what"] and asked["what"] not in earlier):
        return ""
    start, end = before[0].span()
    year = asked["year"] + ("年" if earlier[start:end].endswith("年") and asked["year"][-1] != "年" else "")
    return earlier[:start] + year + earlier[end:]


#: What a question begins with and says whom or what it is about: 蟹屿 in 蟹屿的淡水从哪儿来.
_SUBJECT = re.compile(
    r"^(?P<it>[^\s,?的是有在会能要应可得]{2,12}?)(?=的|是(?!不是)|有(?!没有)|在|会|能|要|应|可|得(?!到)|什么时候|何时|哪[一]?[天年]|多少|几)"
)
_PRONOUN = re.compile(r"^(?:那么?|还有|然后)?(?:他们?|她们?|它们?|该[\u4e00-\u9fff]{1,3}?|其)(?=[^中他它])")


def _subject_of(earlier: str) -> re.Match[str] | None:
    """What an earlier question's form begins with, where that names something and asks nothing."""
    found = _SUBJECT.match(earlier)
    if not found or re.search(r"[哪谁什么怎几何]|多少|为", found["it"]) or _ORDINAL.search(found["it"]):
        return None
    return None if any(word.tag[:1] in _NO_NAME for word in words(found["it"])) else found


#: The tags of words that no name of a thing has: verbs, pronouns, prepositions, adverbs, times.
_NO_NAME = frozenset("vrpdt")


def _with_subject(question: str, form: str) -> str:
    """The earlier question about something that is named otherwise: 那月牙岛呢 after 蟹屿的淡水从哪儿来."""
    asked, earlier = _ELLIPSIS_OF.match(form), search_form(question).text
    subject = _subject_of(earlier)
    if not asked or not subject or places_in(form):
        return ""
    thing, rows = words(asked["thing"]), words(subject["it"])
    if len(thing) > 3 or any(word.tag[:1] in _NO_NAME or word.text == "的" for word in thing):
        return ""
    # 农村的呢 names another kind of the same: only the first word changes.
    kept = rows[0].text if asked["of"] and len(rows) > 1 else subject["it"]
    return asked["thing"] + earlier[len(kept) :]


def _for_pronoun(question: str, form: str) -> str:
    """The question with what the earlier one was about in the place of its 他 or 它."""
    pronoun, earlier = _PRONOUN.match(form), search_form(question).text
    if pronoun and (person := _ASKED_WHO.match(earlier)):
        return person["it"] + form[pronoun.end() :]
    subject = _subject_of(earlier)
    if not pronoun or not subject:
        return ""
    return subject["it"] + form[pronoun.end() :]


#: 王五 in 三号渡口的王五是谁.
_ASKED_WHO = re.compile(r"^(?:[^\s,?]{2,12}的)?(?P<it>[\u4e00-\u9fff]{2,8}?)是(?:谁|什么人|哪位)")
_GENERIC_PLACES = frozenset({"小区", "社区", "地区", "辖区", "城区"})


def _with_thing(question: str, form: str) -> str:
    """The earlier question about another thing of the same kind: 那丙级的呢 after 甲级泊位的押金是多少."""
    found = _ELLIPSIS_OF.match(form)
    if not found:
        return ""
    thing, earlier = found["thing"], search_form(question).text
    if _ORDINAL.search(thing):
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


def _with_place(question: str, place: str) -> str:
    """The earlier question, about another place."""
    form = search_form(question).text
    named = places_in(form)
    if not named or place in named:
        return ""
    first = form.find(named[0])
    suffix = re.match(r"[省市州县区]", form[first + len(named[0]) :])
    end = first + len(named[0]) + (len(suffix[0]) if suffix else 0)
    return form[:first] + place + form[end:]
