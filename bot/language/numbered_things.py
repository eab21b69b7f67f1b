"""Things that go by their number, of which one is not the other: 五号隧道 and 六号隧道, S3线, 第三届, 三星级, 三级响应, 扣8分."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vectorstore.text.numerals import han_number

_N = r"[A-Za-z]{0,2}\d{1,4}|[一二三四五六七八九十百]{1,4}"
#: What is named by its number and nothing else: who asks about line 3 means no other line.
_NAMED = "线|楼|院|桥|坝|闸|井|库|门|岗|馆|厅|窗口|泵站|隧道|航站楼|机组|公路|地块|车间|仓库|码头|锅炉|水井"
#: Institutions of which a town has a first and a second.
_INSTITUTIONS = "小学|中学|高中|初中|学校|幼儿园|医院|水厂|污水处理厂|敬老院|福利院|监狱|食堂"
#: A thing with a number of its own, and what it is; 一批 has no number.
_NUMBERED = re.compile(
    rf"第(?P<order>{_N})(?P<kind>届|批|期|版|轮|标段|包(?![括含裹])|次会议|[\u4e00-\u9fff]{{0,4}}?(?:{_INSTITUTIONS}))"
    rf"|(?:(?<=公交)|(?<![\u4e00-\u9fff]))(?P<bus>{_N})路(?!口|面|段)|(?<=[扣记计])(?P<counted>{_N})(?P<unit>分(?!之|钟))"
    rf"|(?P<level>{_N})(?P<stars>星级)"
    rf"|(?<![a-z])(?P<grade>[ivx]{{1,4}}|{_N})(?P<graded>级(?![以及各人至到和与或])[\u4e00-\u9fff]{{2}})"
    rf"|(?P<for>[单双两]|{_N})(?P<room>人[间房室]|居室)"
    rf"|第?(?P<size>{_N})(?P<sized>[孔寸芯]|座(?=[\u4e00-\u9fff]{{0,2}}车)|档(?![案次期]))"
    rf"|第?(?P<number>{_N})(?P<thing>(?P<named>号(?:{_NAMED})|标段)|号[\u4e00-\u9fff]{{2}}|号?线|路(?=[公全首末车的线])|期(?=工程|项目))"
)
#: The groups of that pattern: what gives the number, and what the thing is.
_NUMBERS = ("order", "number", "bus", "counted", "level", "grade", "for", "size")
_KINDS = ("kind", "thing", "unit", "stars", "graded", "room", "sized")
#: The levels of a response to what happens, in the search form.
_ROMAN = ("i", "ii", "iii", "iv", "v")
#: What numbers of one unit are joined with, one by one and as a range.
_ROW, _RANGE = "、和或与", "至到—~-"
_NUMERALS = "ivx0123456789一二三四五六七八九十"
#: For how many people a room is.
_FEW = {"单": 1, "双": 2, "两": 2}


@dataclass(frozen=True, slots=True)
class NumberedThing:
    """What a thing is (隧道), its number in figures, whether it has no other name, and its place in the form."""

    kind: str
    number: str
    named: bool
    start: int
    end: int


def numbered_things(form: str) -> tuple[NumberedThing, ...]:
    """The numbered things of a search form, in order."""
    found = []
    for one in _NUMBERED.finditer(form):
        number = next(filter(None, (one[name] for name in _NUMBERS)))
        # 3月5号楼 is no house but a day.
        named = bool(one["named"]) and form[max(0, one.start() - 1) : one.start()] != "月"
        kind = next(filter(None, (one[name] for name in _KINDS)), "路")
        found.append(NumberedThing(kind, _value(number), named, *one.span()))
        others = (
            _joined(form[: one.start()], kind[0], number)
            if one["graded"] or one["sized"] or one["named"]
            else []
        )
        found += [NumberedThing(kind, other, False, *one.span()) for other in others]
    return tuple(found)


def _value(number: str) -> str:
    """A number in figures, with its letters in capitals."""
    if number in _FEW or number in _ROMAN:
        return str(_FEW.get(number) or _ROMAN.index(number) + 1)
    return number.upper() if number.isascii() else str(han_number(number))


def _joined(before: str, unit: str, number: str) -> list[str]:
    """The numbers that stand before another of the same unit: 一 and 二 of 一、二、三级, all of 一至四级."""
    found: list[str] = []
    while before and before[-1] in _ROW + _RANGE:
        mark, before = before[-1], before[:-1].removesuffix(unit)
        digits = len(before) - len(before.rstrip(_NUMERALS))
        if not digits:
            break
        other, before = before[-digits:], before[:-digits]
        first, last = _value(other), _value(found[-1] if found else number)
        between = first.isdigit() and last.isdigit() and mark in _RANGE
        found += [str(n) for n in range(int(last) - 1, int(first), -1)] if between else []
        found.append(first)
    return found


def of_other_number(asked: str, said: str) -> bool:
    """Whether a text speaks of a numbered thing that is asked about, and of none with its number.

    `asked` is the question's search form, `said` that of the sentence with its passage and headings.
    """
    there: dict[str, set[str]] = {}
    for one in numbered_things(said):
        there.setdefault(one.kind, set()).add(one.number)
    wanted = {(one.kind, one.number) for one in numbered_things(asked)}
    return any(kind in there and number not in there[kind] for kind, number in wanted)


def sums_up(form: str) -> bool:
    """Whether a text speaks of several in a row together: 前3轮, 前两批."""
    for behind in form.split("前")[1:]:
        unit = behind.lstrip(_NUMERALS + "两")
        if unit != behind and unit[:1] in _IN_A_ROW:
            return True
    return False


#: What comes one after another, and is summed up.
_IN_A_ROW = frozenset("轮批期届场站周季")


def lacks_number(asked: str, said: str) -> bool:
    """Whether a text never speaks of a thing that is asked about by its number."""
    there = {(one.kind, one.number) for one in numbered_things(said)}
    return any(one.named and (one.kind, one.number) not in there for one in numbered_things(asked))
