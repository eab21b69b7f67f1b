"""Whether a sentence says nothing that its evidence doesn't: pure, on the words of both.

What is compared are search forms, so script, width, punctuation and page damage are none. A
sentence may leave out, join and reorder; it may not bring in a figure, a date, a unit, a name
or a negation, drop a negation, give one thing's figure or deed to another, or say much in
words that the evidence has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import Match, SequenceMatcher
from enum import StrEnum

from bot.amounts import Amount, amounts, days
from bot.comparing import OPPOSITES
from bot.names import touches_name
from bot.places import place_spans
from bot.words import Word, words
from vectorstore.normalising import search_form


class Flaw(StrEnum):
    """What speaks against a sentence."""

    FIGURE = "figure"
    DATE = "date"
    UNIT = "unit"
    NAME = "name"
    NEGATION = "negation"
    SUBJECT = "subject"
    WORDS = "words"
    QUOTED = "quoted"
    FORM = "form"
    KEY = "key"
    QUOTE = "quote"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Problem:
    """A flaw and the words of the sentence that have it."""

    flaw: Flaw
    words: str


#: The least share of a sentence's characters that stand in its evidence in pairs.
LEAST_COVERED = 0.7
#: How many pairs more another figure's or name's surroundings must share before it is taken for
#: the one that the sentence's words belong to.
_MARGIN = 3

_NEGATIVE = re.compile(
    r"没有|不得|不能|不会|不是|不予|不准|不可|尚未|从未|并未|未能|未经|未曾|并非|毫无|严禁|禁止|拒绝|否认|杜绝|取消|停止|终止|不|未|没(?![收入落])|无(?![论人线锡偿私])|非(?![常洲法])|勿|莫|别(?=[去做想让])"
)
#: Words with such a character that deny nothing.
_AFFIRMING = re.compile(
    r"不断|不仅|不但|不同|不少|不久|不论|不管|不过|无论|非常|未来|不错|不止|不禁|差不多|不只|不愧|不惜|无疑|莫大|分别|特别|级别|区别"
)
_EMPTY = frozenset(
    "的了在是为和与及等于对中上下以其之这那该此也都就而且并或由被把将向从到着过地得个,.;:!?、\"'()[]《》<>-—…· 有于所会进行共"
)
_ALLOWED_WORDS = frozenset(
    "根据按照文件文中材料指出提到表示显示包括分别以及其中主要因此由于所以因为通过即为称为共有是指"
)
_SENTENCE = re.compile(r"[。!?;\n]")
_CONTENT_TAG = re.compile(r"n|j|eng|vn|s$")
_NAME_TAG = re.compile(r"nr|ns|nt|nz")


def flaws(sentence: str, evidence: str, context: str = "", above: str = "") -> tuple[Problem, ...]:
    """What speaks against `sentence` as something that `evidence` says; nothing where it may stand.

    `context` is the passage around the evidence and `above` its title and headings: a name may
    come from there, nothing else.
    """
    said, told = search_form(sentence).text, search_form(evidence).text
    if _repeats(said, told):
        return ()
    heads = search_form(above).text
    around = f"{told}\n{search_form(context).text}\n{heads}"
    found = [*_amounts(said, told), *_days(said, told), *_negations(said, told)]
    found += _names(said, told, around)
    found += _substituted(said, told, heads)
    found += _uncovered(said, told, around)
    found += _quoted(said, told)
    return tuple(dict.fromkeys(found))


def _repeats(said: str, told: str) -> bool:
    """Whether the sentence is a part of the evidence, neither figure nor negation cut off."""
    said, told = _BARE.sub("", said), _BARE.sub("|", told)
    parts = [_BARE.sub("", part) for part in told.split("|")]
    joined = "".join(parts)
    at = joined.find(said)
    if at < 0 or len(said) < 6:
        return False
    end = at + len(said)
    cut = (joined[at - 1 : at] + said[0], said[-1] + joined[end : end + 1])
    if any(len(pair) == 2 and all(map(_numeric, pair)) for pair in cut):
        return False
    return not _negated_before(joined, at)


def _numeric(char: str) -> bool:
    return char.isdigit() or char in ".%万亿千百十"


_BARE = re.compile(r"[\s,;:!?、。\"'()\[\]《》<>·…—-]+")


# --- figures and dates ----------------------------------------------------------------------


def _amounts(said: str, told: str) -> Iterator[Problem]:
    there = amounts(told)
    for one in amounts(said):
        if one.lone_one and not any(_same_unit(one, other) and not other.lone_one for other in there):
            continue
        if re.search(r"[a-z][-.]?$", said[: one.start]):
            # A name with a number in it (g7412): that it stands there is checked with the words.
            continue
        equal = [other for other in there if other.value == one.value]
        flaw = Flaw.DATE if one.of_date else Flaw.FIGURE
        if not equal:
            if not (one.lone_one and told.count(said[one.start : one.end + 1])):
                yield Problem(flaw, said[one.start : one.end])
            continue
        fitting = [other for other in equal if _fits(one, other, said, told)]
        if not fitting:
            yield Problem(Flaw.DATE if one.of_date else Flaw.UNIT, said[one.start : one.end])
            continue
        others = [other for other in there if other.value != one.value and other.unit == one.unit]
        here = _around(said, one.start, one.end)
        own = max(len(here & _around(told, other.start, other.end)) for other in fitting)
        if any(len(here & _around(told, other.start, other.end)) >= own + _MARGIN for other in others):
            yield Problem(flaw, said[one.start : one.end])


def _same_unit(one: Amount, other: Amount) -> bool:
    return bool(one.unit) and one.unit == other.unit


def _fits(one: Amount, other: Amount, said: str, told: str) -> bool:
    """Whether a figure of the sentence is that figure of the evidence: of the same thing."""
    if one.ordinal != other.ordinal:
        return False
    if one.unit and other.unit:
        return one.unit == other.unit
    if one.range_ or other.range_:
        return True
    behind, there = said[one.end : one.end + 1], told[other.end : other.end + 1]
    if not one.unit and not other.unit:
        return behind == there or not _is_han(behind) or not _is_han(there) or behind in _EMPTY
    if one.unit:
        return not _is_han(there)
    # 16.69万干警 is what 16.69万名干警 says.
    return not _is_han(behind) or behind in _EMPTY or behind == there


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _around(form: str, start: int, end: int, width: int = 10) -> set[str]:
    """The pairs of characters close to a range, in its own sentence, figures left out."""
    before = _SENTENCE.split(form[max(0, start - width) : start])[-1]
    behind = _SENTENCE.split(form[end : end + width], maxsplit=1)[0]
    return _pairs(re.sub(r"[\d.%]", "|", before)) | _pairs(re.sub(r"[\d.%]", "|", behind))


def _pairs(text: str) -> set[str]:
    pairs = (text[at : at + 2] for at in range(len(text) - 1))
    return {pair for pair in pairs if all(_is_han(char) or char.isalpha() for char in pair)}


def _days(said: str, told: str) -> Iterator[Problem]:
    there = days(told)
    for one in days(said):
        # A sentence's own year is only what it says itself, not what an earlier date lends it.
        plain = replace(one, year=days(said[one.start : one.end])[0].year)
        if one.month < 0 and one.day < 0:
            continue  # a year alone is a figure
        if not any(other.allows(plain) for other in there):
            yield Problem(Flaw.DATE, said[one.start : one.end])
    for word in _RELATIVE.findall(said):
        if word not in told:
            yield Problem(Flaw.DATE, word)


_RELATIVE = re.compile(
    r"今年|去年|前年|明年|后年|当年|次年|同年|本月|上月|下月|当月|上半年|下半年|年初|年底|年末|月初|月底|上旬|中旬|下旬|"
    r"上午|下午|凌晨|昨日|昨天|今天|今日|明天|日前|春季|夏季|秋季|冬季|春节|每日|每天|每周|每月|每季度|每年"
)


# --- negation -------------------------------------------------------------------------------


def _negations(said: str, told: str) -> Iterator[Problem]:
    affirmed = [found.span() for found in _AFFIRMING.finditer(said)]
    for found in _NEGATIVE.finditer(said):
        if any(start <= found.start() < end for start, end in affirmed):
            continue
        if not _denied(said, found, told):
            yield Problem(Flaw.NEGATION, said[found.start() : found.end() + 2])
    yield from _lost_negations(said, told)
    for one, other in OPPOSITES:
        if one in said and one not in told and other in told and other not in said:
            yield Problem(Flaw.NEGATION, one)


def _denied(said: str, found: re.Match[str], told: str) -> bool:
    """Whether the evidence denies the same: the negation with what is right behind it."""
    behind = re.match(r"[\u4e00-\u9fffa-z0-9]{0,2}", said[found.end() :])
    following = behind[0] if behind else ""
    if following:
        return bool(re.search(re.escape(found[0]) + r".{0,2}?" + re.escape(following), told))
    return said[max(0, found.start() - 2) : found.end()] in told


def _lost_negations(said: str, told: str) -> Iterator[Problem]:
    """Words that the evidence has only denied, and the sentence affirms."""
    for at in range(len(said) - 1):
        pair = said[at : at + 2]
        if not all(map(_is_han, pair)) or pair[0] in "的了是在":
            continue
        places = [found.start() for found in re.finditer(re.escape(pair), told)]
        if not places or _negated_before(said, at):
            continue
        if all(_negated_before(told, place) for place in places):
            yield Problem(Flaw.NEGATION, pair)


_NEG_END = re.compile(rf"(?:{_NEGATIVE.pattern})$")


def _negated_before(form: str, at: int) -> bool:
    before = form[max(0, at - 3) : at]
    found = _NEG_END.search(before)
    if not found:
        return False
    # 不断加强 and 无论如何 deny nothing.
    return not any(
        one.start() < at and at - len(found[0]) < one.end() + max(0, at - 3)
        for one in _AFFIRMING.finditer(form, max(0, at - 3), at + 1)
    )


# --- names and subjects ---------------------------------------------------------------------


def _names(said: str, told: str, around: str) -> Iterator[Problem]:
    own = list(_named(said))
    there = list(_named(told))
    for name in own:
        if name.text not in around:
            if not _abbreviates(name.text, around):
                yield Problem(Flaw.NAME, name.text)
            continue
        places = [found.start() for found in re.finditer(re.escape(name.text), told)]
        if not places:
            continue
        here = _around(said, name.start, name.start + len(name.text), 12)
        best = max(len(here & _around(told, at, at + len(name.text), 12)) for at in places)
        for other in there:
            if other.tag[:2] != name.tag[:2] or other.text in said or name.text in other.text:
                continue
            if len(here & _around(told, other.start, other.start + len(other.text), 12)) >= best + _MARGIN:
                yield Problem(Flaw.SUBJECT, name.text)
                break


def _named(form: str) -> Iterator[Word]:
    spans = place_spans(form)
    for start, end in spans:
        yield Word(form[start:end], start, "ns")
    for word in words(form):
        end = word.start + len(word.text)
        if len(word.text) < 2 or not _NAME_TAG.match(word.tag):
            continue
        if not any(start <= word.start and end <= last for start, last in spans):
            yield word


def _abbreviates(name: str, around: str) -> bool:
    """Whether a name is another with characters left out in the middle: 济南市委 of 济南市政法委 is none."""
    return len(name) > 3 and name[:2] in around and name[2:] in around


def _substituted(said: str, told: str, heads: str) -> Iterator[Problem]:
    """Content that stands where the evidence has other content, the rest being alike."""
    yield from _edited(said, told)
    yield from _other_subject(said, told, heads)
    for pieces in _slots(said, told):
        s0, s1, t0, t1 = pieces
        put, taken = said[s0:s1], told[t0:t1]
        if put in heads or not any(map(_is_han, put)):
            continue
        if touches_name(said, s0, s1) and not _inside(put, taken):
            yield Problem(Flaw.NAME, put)
        for word in words(put):
            content = len(word.text) > 1 and _CONTENT_TAG.match(word.tag)
            if content and word.text not in taken and _has_noun(taken):
                yield Problem(Flaw.SUBJECT, word.text)
                break


def _other_subject(said: str, told: str, heads: str) -> Iterator[Problem]:
    """What a sentence begins with, where the evidence says the rest of something else."""
    first = next((block for block in _blocks(said, told) if block.size >= 3), None)
    if first is None or first.b == 0:
        return
    put = re.sub(r"[^\w]", "", said[: first.b]).strip("".join(_EMPTY))
    if len(put) < 2 or set(put) <= _ALLOWED_WORDS or amounts(put):
        return
    instead = _RELATIVE.sub("", re.split(r"[^\w]", told[: first.a])[-1])
    displaced = [char for char in instead if char not in _EMPTY and char not in said]
    # 还举办了 names nobody.
    names = any(re.match(r"n|j|r|eng", word.tag) for word in words(put))
    if len(displaced) >= 2 or (names and put not in told and put not in heads):
        yield Problem(Flaw.SUBJECT, put)


def _edited(said: str, told: str) -> Iterator[Problem]:
    """Negations put in or taken out, and numbers changed, within words that are alike."""
    blocks = _blocks(said, told)
    for one, following in zip(blocks, blocks[1:], strict=False):
        s0, s1 = one.b + one.size, following.b
        t0, t1 = one.a + one.size, following.a
        put, taken = said[s0:s1], told[t0:t1]
        if one.size >= 2 and t1 - t0 <= 6 and (found := _denying(said, s0, s1)):
            if not _denying(told, t0, t1):
                yield Problem(Flaw.NEGATION, found)
        elif (
            s0 == s1
            and following.size
            and t1 - t0 <= 6
            and not re.search(r"[,;。:、]", taken)
            and (found := _denying(told, t0, t1))
        ):
            yield Problem(Flaw.NEGATION, found)
        if any(map(str.isdigit, put)) and any(map(str.isdigit, taken)) and len(taken) <= 8:
            values = [
                {a.value for a in amounts(text) if a.start < end and start < a.end}
                for text, start, end in ((said, s0, s1), (told, t0, t1))
            ]
            if values[0] and values[1] and not values[0] <= values[1]:
                yield Problem(Flaw.FIGURE, put)


def _denying(form: str, start: int, end: int) -> str:
    """The negation in a range of a form, empty where there is none."""
    affirmed = [found.span() for found in _AFFIRMING.finditer(form)]
    for found in _NEGATIVE.finditer(form, start, end):
        if not any(first <= found.start() < last for first, last in affirmed):
            return found[0]
    return ""


def _inside(put: str, taken: str) -> bool:
    return put in taken


def _has_noun(text: str) -> bool:
    return any(_CONTENT_TAG.match(word.tag) and len(word.text) > 1 for word in words(text))


def _slots(said: str, told: str) -> Iterator[tuple[int, int, int, int]]:
    """Ranges of both texts that differ between ranges that are alike."""
    blocks = _blocks(said, told)
    t_at = s_at = 0
    before = 0
    for block in blocks:
        s0, s1, t0, t1 = s_at, block.b, t_at, block.a
        if s0 < s1 and t0 < t1 and t1 - t0 <= 30 and (before >= 2 or s0 == 0) and block.size >= 3:
            yield s0, s1, max(t0, t1 - 2 * (s1 - s0) - 4) if not before else t0, t1
        elif s0 < s1 and t0 < t1 and before >= 3 and t1 - t0 <= 30 and block.size:
            yield s0, s1, t0, t1
        elif s0 < s1 and not block.size and before >= 3 and t0 < len(told):
            # The sentence ends otherwise than the evidence does here.
            yield s0, s1, t0, min(len(told), t0 + s1 - s0 + 4)
        s_at, t_at, before = block.b + block.size, block.a + block.size, block.size


def _blocks(said: str, told: str) -> list[Match]:
    """The stretches of two or more characters that both have, in their order, and an empty last one."""
    matcher = SequenceMatcher(None, told, said, autojunk=False)
    return [block for block in matcher.get_matching_blocks() if block.size != 1]


# --- words ----------------------------------------------------------------------------------


def _uncovered(said: str, told: str, around: str) -> Iterator[Problem]:
    """The sentence, where too little of it stands in the evidence, and its strange words."""
    covered = _covered(said, told)
    loosely = _covered(said, around)
    for one in amounts(said):
        # Compared by their values already: 三十七件 is 37件.
        covered[one.start : one.end] = loosely[one.start : one.end] = [True] * (one.end - one.start)
    content = [at for at, char in enumerate(said) if char not in _EMPTY]
    if not content:
        yield Problem(Flaw.WORDS, said)
        return
    share = sum(covered[at] for at in content) / len(content)
    if share < LEAST_COVERED:
        yield Problem(Flaw.WORDS, f"{share:.2f}")
    for found in re.finditer(r"[a-z][a-z0-9_.:/@-]*|[^\w\s,.;:!?、。\"'()\[\]《》<>%‰·…℃+~/=*&#-]+", said):
        if found[0] not in around:
            yield Problem(Flaw.WORDS, found[0])
    for start, end in _runs(said, loosely):
        if not set(said[start:end]) <= _EMPTY and touches_name(said, start, end):
            yield Problem(Flaw.NAME, said[start:end])


def _covered(said: str, told: str) -> list[bool]:
    """For each character whether it stands in `told` together with a neighbour."""
    covered = [False] * len(said)
    for at in range(len(said) - 1):
        if said[at : at + 2] in told:
            covered[at] = covered[at + 1] = True
    return covered


def _runs(said: str, covered: Sequence[bool]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(said):
        end = at
        while end < len(said) and not covered[end] and _is_han(said[end]):
            end += 1
        if end > at:
            yield at, end
        at = end + 1


def _quoted(said: str, told: str) -> Iterator[Problem]:
    """What stands in quotation marks must be quoted."""
    for found in re.finditer(r'"([^"]+)"', said):
        inner = found[1].strip(",。;:!?")
        if inner and inner not in told:
            yield Problem(Flaw.QUOTED, inner)
