"""The question before asked of another thing: 淄博呢, 那第十条呢, 职工的呢."""

from __future__ import annotations

import re
from itertools import takewhile

from bot.language.characters import is_han
from bot.language.exclusive_kinds import counterpart_in
from bot.language.months import periods_in
from bot.language.ordinals import addresses, ordinals
from bot.language.places import localities, places_in
from bot.language.segmentation import words
from bot.language.sibling_kinds import sibling_in
from bot.language.word_lists import begins_with, place_of
from bot.language.years import year_mentions
from bot.questions.follow_up_forms import (
    is_elliptic,
    joined_on,
    level_of,
    named_in,
    pronoun_in,
    segments,
    thing_of,
)
from bot.questions.named_subject import NO_NAME, is_proper, names_thing, subject_of
from bot.questions.question import ROLE


def with_value(earlier: str, form: str) -> str:
    """The earlier question about another place, article, year or month, which leaves no doubt; else empty."""
    ways = (_with_place, _with_ordinal, _with_unit, _with_year, _with_period)
    return next(filter(None, (way(earlier, form) for way in ways)), "")


def with_thing(earlier: str, form: str) -> str:
    """The earlier question about another thing of any kind, as far as the rules can tell; else empty."""
    ways = (
        _with_deed_named,
        _with_counterpart,
        _with_thing,
        _with_subject,
        _with_measure,
        _for_pronoun,
        with_deed,
        _with_topic,
    )
    return next(filter(None, (way(earlier, form) for way in ways)), "")


def _with_ordinal(earlier: str, form: str) -> str:
    """The earlier question about another article, item or numbered thing: 那第十条呢 after 第九条规定了什么."""
    rest = joined_on(form)
    asked, before = ordinals(rest), addresses(earlier)
    if not asked or asked[0].start or len(before) != 1:
        return ""
    row, behind = before[0], rest[asked[0].end :]
    thing = behind.rstrip("?。").removesuffix("呢")
    after = zip(thing, earlier[row[-1].end :], strict=False)
    same = "".join(one for one, other in takewhile(lambda pair: pair[0] == pair[1], after))
    if not asked[0].unit and same and same[0] not in "是为有的":
        # 第二包呢 and 第二包是谁的 after 北苑小学第一包多少钱.
        if thing == same:
            return earlier[: row[0].start] + rest[: asked[0].end] + earlier[row[-1].end :]
        return earlier[: row[0].start].rpartition(" ")[2] + rest
    if thing not in _OF_ORDINAL:
        return ""
    # 第三项 after 第九条 is an item of that article.
    replaced = next((one.start for one in row if level_of(one) >= level_of(asked[0])), row[-1].end)
    return earlier[:replaced] + rest[: asked[0].end] + earlier[row[-1].end :]


def _with_unit(earlier: str, form: str) -> str:
    """A question about a part of the article that was spoken of: 违反第二款罚多少 after 第十条讲了什么."""
    asked, before = addresses(form), addresses(earlier)
    if len(asked) != 1 or not before or asked[0][0].unit not in _PARTS:
        return ""
    outer = [one for one in before[-1] if level_of(one) < level_of(asked[0][0])]
    at = asked[0][0].start
    if (
        not outer
        or outer[-1].unit not in _HAVE_PARTS
        or (at and not form[:at].endswith(("违反", "那", "触犯")))
    ):
        return ""
    return joined_on(form[:at] + earlier[outer[0].start : outer[-1].end] + form[at:])


#: What articles are parted into, and what has such parts: a chapter and a list have none.
_PARTS = frozenset("款项目")
_HAVE_PARTS = frozenset("条款项")
#: What may stand behind the only thing that a question names by its number.
_OF_ORDINAL = ("", "是什么", "怎么说", "讲什么")


def _with_year(earlier: str, form: str) -> str:
    """The earlier question about another year: 那2023年的补贴呢 after 2022年轮换的补贴是多少."""
    thing = named_in(form)
    asked, before = year_mentions(thing), year_mentions(earlier)
    if not asked or asked[0].start or len(before) != 1:
        return ""
    what = thing[asked[0].end :]
    if what and not (what[0] == "的" and what[1:] in earlier):
        return ""
    year = thing[: asked[0].end].removesuffix("年") + (
        "年" if before[0].said or not (asked[0].number and before[0].number) else ""
    )
    return earlier[: before[0].start] + year + earlier[before[0].end :]


def _with_period(earlier: str, form: str) -> str:
    """The earlier question about another month, quarter or half-year: 那3月呢 after 一季度的降水量是多少."""
    thing = named_in(form)
    asked, before = periods_in(thing), periods_in(earlier)
    if len(asked) != 1 or len(before) != 1 or (asked[0].start, asked[0].end) != (0, len(thing)):
        return ""
    return earlier[: before[0].start] + thing + earlier[before[0].end :]


def _with_subject(earlier: str, form: str) -> str:
    """The earlier question about something that is named otherwise: 那月牙岛呢 after 蟹屿的淡水从哪儿来."""
    *before, last = segments(earlier)
    asked, subject = thing_of(form), subject_of(last)
    if not asked or not subject or places_in(form) or ordinals(asked["thing"]):
        return ""
    if subject in localities(subject) and asked["thing"] not in localities(asked["thing"]):
        return ""  # what is no place takes no place's place
    thing, rows = words(asked["thing"]), words(subject)
    if len(thing) > 3 or (rows[0].tag == "m" and thing[0].tag != "m") or not names_thing(asked["thing"]):
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


def _with_counterpart(earlier: str, form: str) -> str:
    """The earlier question about the other of two kinds: 支出呢 after 财政收入多少, 药师呢 after 医师考试几点开始."""
    asked = thing_of(form)
    if not asked:
        return ""
    if turned := _with_negation(asked["thing"], earlier) or _with_cases(asked["thing"], earlier):
        return turned
    said = counterpart_in(asked["thing"], earlier)
    if not said and (sibling := sibling_in(asked["thing"], earlier)):
        # 联系人呢 after 联系电话多少 asks for something else, and nothing else about something else.
        behind = earlier.partition(sibling)[2]
        said = "" if begins_with("how-much", behind) or begins_with("is-who", behind) else sibling
    return earlier.replace(said, asked["thing"], 1) if said else ""


def _with_negation(thing: str, earlier: str) -> str:
    """The earlier question about what is granted instead of denied, or the other way: 那应当受理的呢 after 哪些不受理."""
    deed = next((thing.removeprefix(word) for word in _MODALS if thing.startswith(word)), thing)
    denied = next((word for word in _DENIALS if f"{word}{deed}" in earlier), "")
    if denied and len(deed) > 1:
        return earlier.replace(f"{denied}{deed}", thing, 1)
    own = next((thing.removeprefix(word) for word in _DENIALS if thing.startswith(word)), "")
    return earlier.replace(own, thing, 1) if len(own) > 1 and own in earlier else ""


def _with_cases(thing: str, earlier: str) -> str:
    """The earlier question for the cases in which something else is done: 那写检查的情形呢 after 哪些情形要停班."""
    done, of, cases = thing.rpartition("的")
    before, asks, behind = earlier.partition(f"哪些{cases}")
    if not (of and done and len(cases) > 1 and asks):
        return ""
    modal = next((word for word in (*_MODALS, "要", "会") if behind.startswith(word)), "")
    return f"{before}{asks}{'' if done.startswith(modal) else modal}{done}?"


_MODALS = ("应当", "应该", "可以", "能够", "能", "应", "可")
_DENIALS = ("不予以", "不予", "不得", "不能", "不可以", "不")


def _with_measure(earlier: str, form: str) -> str:
    """Another figure of the same place and time: 那财政收入呢 after 青屏县去年GDP多少."""
    *before, last = segments(earlier)
    asked, found = thing_of(form), place_of("how-much", last)
    if not asked or not found or asked["of"] or localities(asked["thing"]) or ROLE.search(asked["thing"]):
        return ""
    if not names_thing(asked["thing"]) or year_mentions(asked["thing"]):
        return ""
    row = words(last[: found[0]])
    start = len(row)
    while start and row[start - 1].tag[:1] in "njevz" and row[start - 1].tag != "ns":
        start -= 1
    frame = row[:start]
    if start == len(row) or not (frame or before) or any(word.tag[:1] in "vpm" for word in frame):
        return ""
    return " ".join([*before, last[: row[start].start] + asked["thing"] + last[found[0] :]])


def _with_topic(earlier: str, form: str) -> str:
    """What was asked last, of another named thing: 那雪松计划呢 after 银杏计划 and 要交哪些材料."""
    *before, last = segments(earlier)
    asked = thing_of(form)
    bare = not before and words(last)[0].tag[:1] in {*NO_NAME, "m"}
    if not asked or not (before or bare):
        return ""
    row = ordinals(asked["thing"])
    numbered = bool(row) and not row[0].unit
    if numbered or (not row and (is_proper(asked["thing"]) or (asked["of"] and bare))):
        return f"{asked['thing']}{'' if numbered or asked['of'] else ' '}{last}"
    return ""


def _with_deed_named(earlier: str, form: str) -> str:
    """What becomes of a deed that begins with what is done or left undone: 没戴导游证呢 takes no thing's place."""
    thing = named_in(form)
    begins = words(thing)[:1]
    deed = any(one.tag[:1] in "vdp" and one.tag != "vn" for one in begins) or thing.startswith(
        ("没", "未", "不")
    )
    # 未成年人 and 退休教师 are people and not what they do.
    return with_deed(earlier, form) if deed and len(thing) > 3 and not thing.endswith(_PEOPLE) else ""


_PEOPLE = tuple("人员生师者工户民长手兵商店司位业")


def with_deed(earlier: str, form: str) -> str:
    """What becomes of another deed or another person: 那擅自装修呢 after 转租会怎么处罚."""
    thing, found = named_in(form), _OUTCOME.search(earlier)
    if not thing or not found or ordinals(thing) or not is_elliptic(form):
        return ""
    return thing + found[0]


#: What asks what becomes of a deed, up to the end of the question.
_OUTCOME = re.compile(
    r"(?:[会要将该被受有给处]|应当|怎么|怎样|如何|什么|行政)*(?:罚|处分|后果|什么责任|追究)[^\s,]*$"
    r"|(?:[会要该]|应当)*(?:怎么样|怎样|怎么办|怎么处理|如何处理)[?。]?$|(?:可以|行|允许|准)吗[?。]?$"
    r"|(?:要|会|一次|应当|得)*[扣记罚赔](?:多少|几)[^\s,]*$"
)


def _for_pronoun(earlier: str, form: str) -> str:
    """The question with what the earlier one was about in the place of its 他 or 它."""
    rest = joined_on(form)
    pronoun = pronoun_in(rest)
    of, asked = rest.removeprefix(pronoun).removeprefix("的"), place_of("how-much", rest)
    if pronoun and asked and place_of("how-much", earlier):
        # 它的受理费是多少 after …的处理费是多少 is of the same, whatever was said of that.
        thing = rest[len(rest) - len(of) : asked[0]]
        if said := _with_thing(earlier, f"那{thing}呢") if thing else "":
            return said
    subject = _asked_who(earlier) or subject_of(earlier)
    return subject + rest.removeprefix(pronoun) if pronoun and subject else ""


def _asked_who(earlier: str) -> str:
    """Whom an earlier question asked about by name: 王五 in 三号渡口的王五是谁; else empty."""
    found = place_of("is-who", earlier)
    owner, _, name = earlier[: found[0]].rpartition("的") if found else ("", "", "")
    return name if len(owner) <= 12 and 2 <= len(name) <= 8 and all(map(is_han, name)) else ""


#: The tags of what stands before a noun in a name.
_NAMES = frozenset({"ns", "nr", "nz", "nt"})
_GENERIC_PLACES = frozenset({"小区", "社区", "地区", "辖区", "城区"})


def _with_thing(earlier: str, form: str) -> str:
    """The earlier question about another thing of the same kind: 那丙级的呢 after 甲级泊位的押金是多少."""
    found = thing_of(form)
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
    if thing.startswith("副") and thing[1:] in earlier and thing not in earlier:
        return earlier.replace(thing[1:], thing, 1)  # 副组长呢 after 专班组长是谁
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
                and rows[number - 1].tag[:1] in {"n", "j", "m", "b", "v", "a", "s"}
            ):
                start = rows[number - 1].start
            elif len(word.text) == length:
                continue
            # 桂花路小学 takes the place of all of 东湖中学.
            behind = len(words(thing)) - 1
            while behind > 0 and number and earlier[start:end] != thing and rows[number - 1].tag in _NAMES:
                number, behind = number - 1, behind - 1
                start = min(start, rows[number].start)
            if earlier[start:end] != thing:
                return earlier[:start] + thing + earlier[end:]
    return ""


def _with_place(earlier: str, form: str) -> str:
    """The earlier question about another place: 那兰州呢."""
    place = next(iter(places_in(form)), "") if is_elliptic(form) else ""
    named = places_in(earlier)
    if not place or not named or place in named:
        return ""
    first = earlier.find(named[0])
    end = first + len(named[0])
    return earlier[:first] + place + earlier[end + (earlier[end : end + 1] in tuple("省市州县区")) :]
