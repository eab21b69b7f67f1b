"""Whether a sentence says nothing that its evidence doesn't: pure, on the words of both.

What is compared are search forms, so script, width, punctuation and page damage are none. A
sentence may leave out, join and reorder; it may not bring in a figure, a date, a unit, a name
or a negation, drop a negation, give one thing's figure or deed to another, or say much in
words that the evidence has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.language.amounts import Amount, amounts, days
from bot.language.characters import EMPTY, clause_at, is_han, standing_in_pairs
from bot.language.names import touches_name
from bot.language.negation import negated_before
from bot.language.places import place_spans
from bot.language.segmentation import Word, words
from bot.language.word_lists import words_in
from bot.verification.negation_rules import new_negations
from bot.verification.substitution_rules import substituted
from bot.verification.verdict import Flaw, Problem
from vectorstore.text.search_form import search_form

#: The least share of a sentence's characters that stand in its evidence in pairs.
LEAST_COVERED = 0.7
#: The same for each clause of so many characters or more.
_LEAST_OF_CLAUSE, _LONG_CLAUSE = 0.4, 4
_CLAUSE = re.compile(r"[^,.;:!?。、]+")
#: How many pairs more another figure's or name's surroundings must share before it is taken for
#: the one that the sentence's words belong to.
_MARGIN = 3
#: The same for whole clauses, where units differ: 15.9万余名干警填报 is no 2.9万余场次.
_CLAUSE_MARGIN = 5
_CLAUSE_ENDS = (",", ";", "。", "!", "?", "\n")

_SENTENCE = re.compile(r"[。!?;\n]")
#: Words that say something: nouns, verbs, adjectives.
_SAYING_TAG = re.compile(r"n|v|a")
#: Those that only carry others, and ask for or name a kind of thing.
_CARRYING = frozenset(
    [
        "受到",
        "得到",
        "获得",
        "遭到",
        "进行",
        "数量",
        "人数",
        "总数",
        "次数",
        "时间",
        "日期",
        "名称",
        "叫做",
        "称为",
        "属于",
        "包括",
        "包含",
        "分别",
        "共有",
        "一共",
        "总共",
    ]
)
_NAME_TAG = re.compile(r"nr|ns|nt|nz")


def flaws(sentence: str, evidence: str, context: str = "", above: str = "") -> tuple[Problem, ...]:
    """The flaws of `sentence` when `evidence` is all that it may rest on; empty where it may stand.

    `context` is the passage around the evidence and `above` its title and headings: a name may
    come from there, nothing else.
    """
    said, told = search_form(sentence).text, search_form(evidence).text
    if _repeats(said, told):
        return ()
    heads = search_form(above).text
    around = f"{told}\n{search_form(context).text}\n{heads}"
    found = [*_amounts(said, told), *_days(said, told), *new_negations(said, told)]
    found += _names(said, told, around)
    found += substituted(said, told, heads)
    found += _uncovered(said, told, around, heads)
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
    return not negated_before(joined, at)


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
        if any(
            len(here & _around(told, other.start, other.end)) >= own + _MARGIN for other in others
        ) or _elsewhere(one, fitting, there, said, told):
            yield Problem(flaw, said[one.start : one.end])


def _elsewhere(one: Amount, fitting: Sequence[Amount], there: Sequence[Amount], said: str, told: str) -> bool:
    """Whether a figure's clause has the words of a clause of the evidence with another figure."""
    here = _pairs(clause_at(said, one.start, _CLAUSE_ENDS))
    own = max(len(here & _pairs(clause_at(told, other.start, _CLAUSE_ENDS))) for other in fitting)
    rest = (other for other in there if other.value != one.value and other.unit)
    return any(
        len(here & _pairs(clause_at(told, other.start, _CLAUSE_ENDS))) >= own + _CLAUSE_MARGIN
        for other in rest
    )


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
        return behind == there or not is_han(behind) or not is_han(there) or behind in EMPTY
    if one.unit:
        return not is_han(there)
    # 16.69万干警 is what 16.69万名干警 says.
    return not is_han(behind) or behind in EMPTY or behind == there


def _around(form: str, start: int, end: int, width: int = 10) -> set[str]:
    """The pairs of characters close to a range, in its own sentence, figures left out."""
    before = _SENTENCE.split(form[max(0, start - width) : start])[-1]
    behind = _SENTENCE.split(form[end : end + width], maxsplit=1)[0]
    return _pairs(re.sub(r"[\d.%]", "|", before)) | _pairs(re.sub(r"[\d.%]", "|", behind))


def _pairs(text: str) -> set[str]:
    pairs = (text[at : at + 2] for at in range(len(text) - 1))
    return {pair for pair in pairs if all(is_han(char) or char.isalpha() for char in pair)}


def _days(said: str, told: str) -> Iterator[Problem]:
    there = days(told)
    for one in days(said):
        # A sentence's own year is only what it says itself, not what an earlier date lends it.
        plain = replace(one, year=days(said[one.start : one.end])[0].year)
        if one.month < 0 and one.day < 0:
            continue  # a year alone is a figure
        if not any(other.allows(plain) for other in there):
            yield Problem(Flaw.DATE, said[one.start : one.end])
    for word in words_in("relative-days", said):
        if word not in told:
            yield Problem(Flaw.DATE, word)


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


# --- words ----------------------------------------------------------------------------------


def _uncovered(said: str, told: str, around: str, heads: str) -> Iterator[Problem]:
    """The sentence, or a clause of it, where too little stands in the evidence, and its strange words."""
    covered = standing_in_pairs(said, told)
    loosely = standing_in_pairs(said, around)
    for one in amounts(said):
        # Compared by their values already: 三十七件 is 37件.
        covered[one.start : one.end] = loosely[one.start : one.end] = [True] * (one.end - one.start)
    content = [at for at, char in enumerate(said) if char not in EMPTY]
    if not content:
        yield Problem(Flaw.WORDS, said)
        return
    share = sum(covered[at] for at in content) / len(content)
    if share < LEAST_COVERED:
        yield Problem(Flaw.WORDS, f"{share:.2f}")
    for clause in _CLAUSE.finditer(said):
        own = [at for at in range(*clause.span()) if said[at] not in EMPTY]
        least = _LEAST_OF_CLAUSE if len(own) >= _LONG_CLAUSE else 1
        if len(own) > 1 and sum(covered[at] for at in own) < least * len(own):
            # What was added to words that are all there.
            yield Problem(Flaw.WORDS, clause[0])
    for word in words(said):
        # 伪造 of a record of which only its filling in beforehand is told.
        says = len(word.text) > 1 and _SAYING_TAG.match(word.tag) and word.text not in _CARRYING
        if says and not any(char in around for char in word.text):
            yield Problem(Flaw.WORDS, word.text)
    for found in re.finditer(r"[a-z][a-z0-9_.:/@-]*|[^\w\s,.;:!?、。\"'()\[\]《》<>%‰·…℃+~/=*&#-]+", said):
        if found[0] not in told and found[0] not in heads:
            yield Problem(Flaw.WORDS, found[0])
    for start, end in _runs(said, loosely):
        if not set(said[start:end]) <= EMPTY and touches_name(said, start, end):
            yield Problem(Flaw.NAME, said[start:end])


def _runs(said: str, covered: Sequence[bool]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(said):
        end = at
        while end < len(said) and not covered[end] and is_han(said[end]):
            end += 1
        if end > at:
            yield at, end
        at = end + 1


def _quoted(said: str, told: str) -> Iterator[Problem]:
    """Words inside quotation marks must be the quoted source's own."""
    for found in re.finditer(r'"([^"]+)"', said):
        inner = found[1].strip(",。;:!?")
        if inner and inner not in told:
            yield Problem(Flaw.QUOTED, inner)
