"""Follow-up questions without a chat model: what they leave unsaid, from the turns before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from bot.language.characters import is_han, pieces
from bot.language.ordinals import addresses, ordinals
from bot.language.places import places_in
from bot.language.segmentation import words
from bot.language.word_lists import begins_with, place_of, says
from bot.questions.another_thing import with_deed, with_thing, with_value
from bot.questions.follow_up_forms import (
    JOINS,
    OF_DOCUMENT,
    asks_again,
    corrected,
    counts_on,
    is_bare_name,
    is_elliptic,
    joined_on,
    level_of,
    names_unit,
    pronoun_in,
    segments,
    turned_to,
)
from bot.questions.multipart import clauses_asked, separate_questions
from bot.questions.named_subject import body_in, is_name, subject_of
from bot.questions.overview import POINTING, asks_overview, points_at_document
from bot.questions.question import named_in, read_question, told_in, without_question_words
from bot.types import Turn
from vectorstore.text.search_form import search_form

#: Pronouns and pointers that the thing itself takes the place of.
_POINTERS = re.compile(
    r"[它他她]们的?|它的?|其(?!中|他|它)|该(?=[\u4e00-\u9fff])|(?<!关)(?:[这那]个|这(?=[\u4e00-\u9fff]))"
)
#: A case that is put, and not another thing of the same kind: 要是临时闭园呢.
_CONDITION = re.compile(
    r"(?:那|那么)?(?P<case>(?:要是|如果|假如|万一|倘若)(?!是)[^\s,?]{2,12}?(?=(?:了|的话)?呢?[?。]?$)|[^\s,?]{2,8}(?=了呢[?。]?$))"
)
#: What is asked of the statement just shown, with all that it answered: 这是谁说的.
_OF_WHAT_WAS_SAID = ("这是", "此是", "这话是", "这句话是", "此话是")
#: What may stand before 罚 where the penalty of a unit that was spoken of is asked for: 怎么处罚.
_BEFORE_FINES = (*"会要该被处", "怎么", "怎样", "如何")
#: What a question begins with behind the thing that it is asked of.
_ASKS_OF_TOPIC = ("怎么", "怎样", "如何", "为什么", "能", "可以", "会", "要")
#: Who else than the one just asked for: 谁没来开会.
_OTHER_PERSON = ("谁", "哪位", "哪些人")
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
    form = search_form(question).text
    if asks_again(form):
        return _once_more(history)
    # What a second question leaves unsaid is what the first one says: 老人呢?学生呢?
    first, *others = separate_questions(form) or clauses_asked(form) or (corrected(question),)
    found = _completed(first, history)
    if others and found.turn:
        found = replace(found, text="?".join([found.text.rstrip("?"), *others]))
    elif others:
        found = replace(found, text=question)
    # An article's number means one article only in the document that was spoken of.
    of_unit = found.turn and found.turn.keys and names_unit(search_form(found.text).text)
    return replace(found, within=True) if of_unit else found


def _once_more(history: Sequence[Turn]) -> StandaloneQuestion:
    """The last question as it was understood; an item of a list is known by the turn that listed it."""
    last = history[-1]
    listed = [one for one in history if one.items] if ordinals(last.question) and not last.items else []
    return StandaloneQuestion(last.question, listed[-1] if listed else last, within=True)


def _completed(question: str, history: Sequence[Turn]) -> StandaloneQuestion:
    """The question, completed by the last turn before it."""
    turn = history[-1]
    form = search_form(question).text
    if is_bare_name(form):
        form = f"{form.rstrip('?。')}呢"  # 南屏区 is 南屏区呢
    before = search_form(turn.question).text
    if len(segments(turn.question)) == 1 and (pronoun_in(joined_on(before)) or is_elliptic(before)):
        # What the turn before left unsaid stands in the one before it.
        turn = replace(turn, question=condense(turn.question, history[:-1]).text)
    earlier = " ".join(search_form(part).text for part in segments(turn.question))
    asked = read_question(question)
    if _document_pointed_at(form) or (asks_overview(form) and points_at_document(form)):
        # 这份通知的附件有哪些 stands alone but for the document, which is that of the turn before.
        return StandaloneQuestion(question, turn, within=True)
    elliptic = is_elliptic(form)
    if whole := turned_to(form):
        return StandaloneQuestion(whole, turn)
    if swapped := with_value(earlier, form):
        return StandaloneQuestion(swapped, turn)
    if turn.keys and not turn.items and names_unit(form) and not names_unit(earlier):
        return StandaloneQuestion(question, turn)
    if condition := _CONDITION.match(form):
        case = with_deed(earlier, form) or f"{condition['case']}怎么办?"
        return StandaloneQuestion(case, turn, guessed=True, within=True)
    if swapped := with_thing(earlier, form):
        return StandaloneQuestion(swapped, turn, guessed=True)
    # A question that names somebody itself is about that person.
    own = told_in(asked)
    has_name = any(word.tag.startswith("nr") for word in own)
    stands_alone = bool(asked.places or asked.quoted or has_name) or len(own) >= 4
    if stands_alone and not form.startswith(_PRONOUNS):
        return StandaloneQuestion(question)
    refers = points_back(joined_on(form)) or elliptic or counts_on(form)
    of_unit = any(one.unit in OF_DOCUMENT for one in ordinals(earlier))
    if (of_unit and not refers and any(word.tag[:1] == "n" for word in own)) or (
        "是谁" in earlier and form.removeprefix("还有").startswith(_OTHER_PERSON)
    ):
        return StandaloneQuestion(question, turn, guessed=True, loose=True, within=True)
    if not refers and len(own) > 2:
        return StandaloneQuestion(question, guessed=True)
    subject = _carried(earlier, form)
    if not elliptic:
        subject = body_in(subject) or subject
    if not (asked.ordinal or elliptic) and (own or form.startswith(("他", "她", "它", "其"))):
        # What is asked of it now takes the place of what was asked before: 银杏计划 of 银杏计划的申报条件.
        thing, _, asked_before = subject.rpartition("的")
        subject = thing if thing and 2 <= len(asked_before) <= 12 and " " not in asked_before else subject
    if asked.ordinal:
        level = level_of(ordinals(form)[0])
        for one in reversed(ordinals(subject)):
            if level_of(one) >= level:
                subject = subject[: one.start] + subject[one.end :]
    rest = _POINTERS.sub("", joined_on(form).removeprefix("其中").removeprefix("的"))
    if names_unit(subject) and _asks_of_breach(rest):
        subject, rest = "", f"违反{subject}{rest.removeprefix('违反').removeprefix('了')}"
    left = any(char in rest for char in "他她它这那") or rest.rstrip("?。").endswith("呢")
    # 那个培训 may be one that was not spoken of before.
    pointed = place_of("points-at", form)
    behind = [word.text for word in own if pointed and word.start >= pointed[1]]
    elsewhere = bool(behind) and behind[0] not in earlier
    space = "" if names_unit(subject) and rest.startswith("第") else " "
    text = f"{subject}{space}{rest}".strip()
    # What names nothing of its own can't be asked of another document: 涨了多少.
    bare = not (refers or asked.english or named_in(asked))
    return StandaloneQuestion(text, turn, left and not asked.ordinal, not refers or elsewhere, bare)


def _carried(earlier: str, form: str) -> str:
    """What a question goes on with of the one before, whose form is `earlier`.

    What was asked of a subject gives way to what is asked of it now, or every turn would search for the words
    of all before it. Only the item that it named stays, and the thing that it turned to: 那管网改造呢.
    """
    *before, last = segments(earlier)
    if document := _document_pointed_at(earlier):
        return document
    if names_unit(earlier):
        row = addresses(earlier)[0]
        return earlier[row[0].start : row[-1].end]
    if not before or is_elliptic(form) or form.startswith(_OF_WHAT_WAS_SAID):
        return without_question_words(earlier)
    topic = subject_of(last)
    if topic and last.startswith(_ASKS_OF_TOPIC, len(topic)) and not is_elliptic(last):
        return topic
    if is_elliptic(last):
        return f"{before[0]} {joined_on(last).partition('呢')[0]}"
    return " ".join([*before, *(last[one.start : one.end] for one in ordinals(last))])


def _document_pointed_at(form: str) -> str:
    """The words by which a question begins with the document that was spoken of: 这个办法什么时候施行; else empty."""
    found = POINTING.match(form)
    return (found["document"] or "") if found else ""


def _asks_of_breach(form: str) -> bool:
    """Whether a question asks what breaking a unit leads to, and names nothing besides: 违反了罚多少, 怎么处罚."""
    before, fined, _ = form.partition("罚")
    return form.startswith("违反") or bool(fined and not any(pieces(before, _BEFORE_FINES)))


def points_back(form: str) -> bool:
    """Whether a question's form has a word or a number that points at what was said before."""
    return says("points-back", form) or counts_on(form) or asks_again(form)


def hangs_on(question: str) -> bool:
    """Whether a question is nothing but the rest of one that was asked before: 那第三项呢, 再说一遍."""
    form = search_form(question).text
    return (form.startswith(JOINS) and is_elliptic(form)) or asks_again(form)


def later_stage(question: str, earlier: str) -> tuple[str, ...]:
    """The ways to ask what came of it later (最后多少钱成交的): by whom the question before was about, and by itself.

    Empty where a question asks for no later stage. What was done before (报价) is no word of what came of it.
    """
    form = search_form(question).text
    if not begins_with("later", form):
        return ()
    *_, last = segments(search_form(earlier).text)
    named = "".join(word.text for word in takewhile(lambda word: word.tag[:1] in "nxj", words(last)))
    return (f"{named} {form}", question) if named else (question,)


def own_subject(question: str) -> str:
    """What a question that only names another thing is about by itself: 常住人口 in 常住人口呢; else empty.

    A time, a number and a place are about nothing without the question before.
    """
    form = joined_on(search_form(question).text)
    if not is_elliptic(form) or places_in(form):
        return ""
    own = [word for word in read_question(question).content if len(word.text) > 1]
    return (
        form.partition("呢")[0].removesuffix("的")
        if own and all(word.tag[0] in "nj" or word.tag == "vn" for word in own)
        else ""
    )


def is_sentence(text: str) -> bool:
    """Whether a condensed question reads as one: not where two fragments were only put side by side."""
    parts = text.split()
    return (
        bool(text)
        and not is_name(text)
        and not any(is_han(one[-1]) and is_han(two[0]) for one, two in pairwise(parts))
    )
