"""The figures, dates, names and bodies of a sentence that a question of a kind can be answered by."""

from __future__ import annotations

import re
from itertools import takewhile

from bot.extraction.periods import weekday_mentions
from bot.language.agents import agents_in
from bot.language.characters import is_han, pieces
from bot.language.entity_patterns import (
    BODY,
    CONTACT,
    DATE,
    FREE,
    LOCATION,
    OCCASION,
    PERIOD,
    EntityMatch,
    figures,
    find,
    has_figure,
)
from bot.language.ordinals import NUMERALS, ordinals
from bot.language.people import people_in
from bot.language.places import places_in
from bot.language.word_lists import says
from bot.language.years import year_mentions
from bot.questions.question import ROLE, Kind, Question


def wants_type(question: Question) -> bool:
    """Whether only a figure, a date or a name can answer."""
    return question.kind in {Kind.NUMBER, Kind.DATE, Kind.NAME}


def answers_of_type(question: Question, form: str) -> list[EntityMatch]:
    """The figures, dates or names in a sentence's search form that the question may ask for."""
    if question.kind is Kind.NUMBER:
        return [one for one in _amounts(question, form) if not of_other_year(question, form, one.start)]
    if question.kind is Kind.DATE:
        found = find(DATE, form) or weekday_mentions(form)
        if not found and says("asks-occasion", question.form):
            return find(OCCASION, form)
        # No day answers 几点以后.
        return [one for one in found if set(one.text) & _OF_CLOCKS] if "几点" in question.form else found
    if question.kind is Kind.NAME and (question.where or question.office):
        found = find(LOCATION if question.where else ROLE, form)
        return [one for one in found if one.text not in question.form]
    if question.kind is Kind.NAME:
        named = _people(question, form) if question.person else _bodies(question, form)
        # Who does it may be an office or a part of a body, which no pattern of names knows.
        return named if question.role else named + _agents(question, form, named)
    return []


#: What stands in a time of day and in no date.
_OF_CLOCKS = frozenset(":时点")


def _agents(question: Question, form: str, named: list[EntityMatch]) -> list[EntityMatch]:
    """Who is said to do something (由班主任批准), where no name that was found says it."""
    found = [one for one in agents_in(form) if one.text not in question.form] if "由" in form else []
    return [one for one in found if not any(one.start <= other.start < one.end for other in named)]


def of_other_year(question: Question, form: str, place: int) -> bool:
    """Whether what stands at `place` is said of another year than the question names.

    In 2025年达到95%，2026年达到97% each figure is of the year before it; a year that is compared with (比2024年)
    rules nothing.
    """
    if not question.years:
        return False
    years = [one for one in year_mentions(form) if one.number]
    years = [one for one in years if form[max(0, one.start - 1) : one.start] not in _BESIDE]
    if len({one.number for one in years}) < 2:
        return False
    before = [one for one in years if one.end <= place]
    ruling = before[-1:] or years[:1]
    if len(before) > 1 and form[before[-2].end : before[-2].end + 1] in _UNTIL:
        ruling = before[-2:]
    return not any(one.number in question.years for one in ruling)


def _is_rate(form: str, period: EntityMatch) -> bool:
    """Whether 每小时 says how fast (每小时四公里) and not how long or how often (每小时一次)."""
    behind = form[period.end :]
    number = "".join(takewhile(f"{NUMERALS}.半".__contains__, behind))
    return period.text == "每小时" and bool(number) and behind[len(number) : len(number) + 1] not in _TIMES


_TIMES = frozenset("次回遍趟班轮期")
#: What stands before a year that is only compared with, and behind the first of two.
_BESIDE, _UNTIL = frozenset("比较同与和"), frozenset("至到—-")


def _amounts(question: Question, form: str) -> list[EntityMatch]:
    """The figures of a sentence that have the measure which the question asks for."""
    if question.measure == "时":
        return [one for one in find(PERIOD, form) if not _is_rate(form, one)]
    if question.measure == "电话":
        return find(CONTACT, form)
    if "第几" in question.form:
        return [EntityMatch(form[one.start : one.end], one.start, one.end) for one in ordinals(form)]
    # 第四次会议 counts nothing, nor does 最老的一棵.
    found = [one for one in figures(form) if form[one.start - 1 : one.start] != "第"]
    found = [
        one
        for one in found
        if not (one.text[0] == "一" and form[one.start - 1 : one.start] in "的这那每某同另任其")
    ]
    if "还是" not in question.form:
        # What the question itself gives (首批20项) is not what it asks for.
        found = [one for one in found if not has_figure(question.form, one.text)]
    if says("asks-total", question.form):
        found = [one for one in found if not _of_some(form, one)]
    free = find(FREE, form) if question.measure == "元" or says("costs", question.form) else []
    if question.measure == "元":
        return [one for one in found if says("money", one.text)] + free
    if question.measure == "%":
        return [one for one in found if says("shares", one.text + form[one.end : one.end + 1])]
    if question.measure:
        return [
            one for one in found if _goes_with(question, form, one) and not _sets_apart(question, form, one)
        ]
    return found + free


#: What is asked of a bound.
_OF_BOUNDS = (
    "以上",
    "以下",
    "才",
    "算",
    "标准",
    "条件",
    "要求",
    "至少",
    "最低",
    "最少",
    "达到",
    "满",
    "不到",
    "超过",
)


def _sets_apart(question: Question, form: str, one: EntityMatch) -> bool:
    """Whether a figure only says of which size the things are that are counted: 存栏100头以上的奶牛场31个."""
    bound = form[one.end : one.end + 3]
    return bound in {"以上的", "以下的"} and not any(word in question.form for word in _OF_BOUNDS)


def _bodies(question: Question, form: str) -> list[EntityMatch]:
    """The organisations and places named in a sentence."""
    bodies = [one for one in find(BODY, form) if one.text not in question.form]
    places = [EntityMatch(p, form.find(p), form.find(p) + len(p)) for p in places_in(form)]
    return bodies + [one for one in places if one.text not in question.form]


def _people(question: Question, form: str) -> list[EntityMatch]:
    """The people named in a sentence; near the office that is asked for, where one is."""
    people = [
        one
        for one in people_in(form)
        if one.text not in question.form and form[one.end : one.end + 1] not in _OF_PLACES
    ]
    if not question.role:
        return people
    places = _offices(question, form)
    # 作者:李浩 has its name behind, 组长刘家义 too, 秦传滨任组长 before.
    return [
        one
        for one in people
        if any(-2 <= one.start - (at + len(question.role)) <= 8 or 0 <= at - one.end <= 18 for at in places)
    ]


def of_other_office(question: Question, form: str) -> bool:
    """Whether a sentence has the asked office, but of a deputy or of another body only."""
    return bool(question.role) and question.role in form and not _offices(question, form)


def _offices(question: Question, form: str) -> list[int]:
    """Where the asked office stands; 副市长 is another one than 市长."""
    return [
        at
        for at in range(len(form))
        if form.startswith(question.role, at)
        and form[at - 1 : at] != "副"
        and not _of_other_body(question.form, question.role, form[:at])
    ]


def _of_other_body(asked: str, role: str, before: str) -> bool:
    """Whether an office is that of another body than is asked about: 医保局局长 and not 民政局局长."""
    wanted, here = _body_at_end(asked[: asked.find(role)]), _body_at_end(before)
    return bool(wanted and here and wanted != here)


def _body_at_end(before: str) -> str:
    """How much of a body's name stands right before an office: 民政局 before 局长; else empty."""
    end = before[-3:]
    return end if len(end) == 3 and all(map(is_han, end)) and end[-1] in _BODY_ENDS else ""


_BODY_ENDS = "局厅委部院校会社所"


def _goes_with(question: Question, form: str, figure: EntityMatch) -> bool:
    """Whether a figure has the asked measure word, perhaps behind 余 or 多."""
    measure = question.measure
    same: tuple[str, ...] = next((group for group in _SAME_MEASURE if measure in group), (measure,))
    if measure == "个" or measure in _COUNTING:
        # 几个案子 may be 五起, 几家 4个: 个 stands for any word that counts things.
        same = _COUNTING if measure == "个" else (*same, "个")
    # 人次 counts visits, and people only where it is visits that are asked about.
    person = "人" if says("visits", question.form) else "人(?!次)"
    alike = "|".join(person if one == "人" else _written(one) for one in same)
    # A time that was run is given in minutes and seconds: 5分5秒.
    run = measure == "分钟" and figure.text.endswith("分") and "秒" in form[figure.end : figure.end + 4]
    if run or re.search(alike, figure.text):
        return True
    return bool(re.match(rf"[余多]?(?:万|亿)? ?(?:{alike})", form[figure.end : figure.end + 6]))


def _written(measure: str) -> str:
    """The pattern of a measure word; one of letters ends where no letter follows (m in 500 m, not in 5 mm)."""
    if measure == "分":
        return "(?<!百)分(?!钟)"  # a share and a time are no points
    return re.escape(measure) + ("(?![a-z])" if measure.isascii() else "")


#: Measure words that count the same things; a standard writes those of GB 3100 in letters.
_SAME_MEASURE = (
    ("天", "日", "d"),
    ("小时", "h"),
    ("分钟", "min"),
    ("秒", "s"),
    ("毫米", "mm"),
    ("厘米", "cm"),
    ("米", "m"),
    ("平方米", "m2", "㎡"),
    ("立方米", "m3"),
    ("吨", "t"),
    ("度", "℃"),
    ("人", "名", "位"),
    ("份", "篇"),
    ("本", "册"),
    ("次", "场", "回", "趟", "遍"),
    ("家", "所"),
    ("棵", "株"),
    ("辆", "台"),
    ("起", "件", "宗", "例", "桩"),
    ("栋", "幢"),
    ("剂", "针"),
    ("公斤", "千克", "kg"),
    ("公里", "千米", "km"),
)


#: Measure words that count things, for each of which people say 个 as well.
_COUNTING = tuple(
    "个名位人家所项件起宗例桩种类处座条份篇批棵株台辆栋幢户届级层组支间口只头匹枚张根颗盏桶袋瓶本册部套架艘块把门片面道眼箱盒羽尾群"
)
#: What makes a place of the name before it: 枫泊 in 枫泊区.
_OF_PLACES = frozenset("省市州县区镇乡村街路岛湾社")


def _of_some(form: str, figure: EntityMatch) -> bool:
    """Whether a figure counts those that something is said of (借调的16名民警), and not all."""
    before = pieces(form[: figure.start], ",;。:")[-1]
    return before.endswith("的") and not says("totals", before)
