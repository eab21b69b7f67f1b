"""What a question asks for, read off its words: its kind, its measure word, its content words.

Everything is decided on the search form, so both scripts, both widths and typos in punctuation
are the same. English questions are told apart and get their kind from English words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.language.amounts import amounts
from bot.language.characters import is_han, pieces
from bot.language.ordinals import ordinals
from bot.language.places import places_in
from bot.language.segmentation import Word, content_words, words
from bot.language.word_lists import (
    begins_with,
    ends_with,
    found_in,
    is_word_of,
    place_of,
    says,
    without_words,
    words_in,
    words_of,
)
from bot.language.years import years_in
from bot.questions.amount_asked import ASKED_AMOUNT, counted_in, is_count, measure_of
from bot.questions.multipart import across, parts_of
from vectorstore.text.search_form import search_form, without_punctuation


class Kind(StrEnum):
    """What would answer the question."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    LIST = "list"
    WHY = "why"
    HOW = "how"
    WHAT = "what"


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood."""

    text: str
    form: str  # its search form
    kind: Kind
    content: tuple[Word, ...]  # its words that are not question words
    measure: str = ""  # the word that the figure must go with: 份, 人次
    count: int = 0  # how many items a list is said to have, 0 where it isn't said
    ordinal: int = 0  # which item is asked for, 0 where none is
    places: tuple[str, ...] = ()
    quoted: tuple[str, ...] = ()
    english: bool = False
    person: bool = False  # whether a person is asked for
    bodies: bool = False  # whether organisations are
    role: str = ""  # the office whose holder is asked for: 组长
    count_words: str = ""  # the words of `count`
    head: str = ""  # the word that names what is listed: 问题 in 存在哪些问题
    years: tuple[str, ...] = ()
    strict: bool = False  # whether only a figure with this very measure can answer: money, a share, an age
    counted: tuple[str, ...] = ()  # the noun behind the amount: 银龄 and 驿站 in 多少个银龄驿站
    where: bool = False  # whether a place where something happens is asked for
    office: bool = False  # whether what somebody is

    def names_other_years(self, form: str) -> bool:
        """Whether a sentence names years, and none of those that the question names."""
        named = years_in(form)
        return bool(self.years and named and not set(named) & set(self.years))

    @property
    def relative(self) -> bool:
        """Whether it says 今年 or 去年, which may be meant beside the year that it names."""
        return says("relative-years", self.form)

    @property
    def asked(self) -> str:
        """The bare form without its question words, which answer nothing where they recur."""
        return without_words("interrogatives", without_punctuation(search_form(self.text)).text)


#: `several` and `documents` where several bodies are asked for, or which documents say something; 要交哪些材料 asks
#: for a list of things.
_BODY = re.compile(
    r"谁(?:来|去)?(?:负责|管|承担|审批|批(?!评)|组织|养护|监督|出(?![席生现任庭版])|付|支付|掏|罚|查处|处罚)|哪一?(?:个|家|(?P<several>些))(?:单位|部门|机构|机关|市|省|州|县|区|地方|地区|城市|组织|公司|企业|局|委|院|报社|媒体|党委|人)"
    r"|什么(?:单位|部门|机构)|何(?:单位|部门)|来源是|由谁|(?<![交供备带送要报持])(?P<documents>哪些(?:文件|资料|材料|文章))"
)
#: What stands behind the number of a list's items.
_COUNTED = ("过硬", *"个项条大种类型点张件句组步所家位名批处章份争比查")
ROLE = re.compile(
    r"(?:第一)?(?:常务)?副?(?:书记|组长|主任|局长|院长|检察长|市长|省长|州长|县长|区长|厅长|部长|处长|科长|所长|队长|校长|会长|秘书长|"
    r"理事长|董事长|总经理|经理|主席|委员长|司长|署长|行长|社长|总编辑|主编|庭长|政委|教导员|发言人|负责人|联系人|召集人|主持人)"
    r"|作者|记者|编辑|责编|撰稿人|通讯员|译者|创始人|导演|主讲人|代表人|法人"
)
#: Asked for by name: money needs 元, a share %, an age 岁, a telephone a row of digits.
_STRICT = (
    (
        "电话",
        re.compile(
            r"(?<![打接用以通])(?:电话|手机|传真|邮编|号码|联系方式|邮箱|网址|QQ|微信号)"
            r"(?!代替|.{0,3}(?:多少|几)[^号?])(?:.{0,4}(?:多少|什么|几号)|[是为]?)\??$"
        ),
    ),
    (
        "%",
        re.compile(
            r"百分之(?:多少|几)|(?:比例|占比|比重|[^\W效频功汇速概]率)(?:.{0,6})(?:多少|几|多高)|几成|(?:多少|几)个点(?=[,?了]|$)"
        ),
    ),
    (
        "元",
        re.compile(
            r"多少(?:钱|元|万元|亿元|资金|经费|费用|奖金|补助|补贴|预算)|几(?:块|元)钱?|(?:预算|经费|费用|奖金|价格|均价|单价|造价|租金|工资|收费|罚款|补助|补贴|金额|总额|投资)(?:标准)?(?:各?(?:是|为)|一次|有)?(?:多少|几何)"
        ),
    ),
)


#: The kinds that English words ask for, in the order in which they are looked for.
_ENGLISH_KINDS = (Kind.NUMBER, Kind.DATE, Kind.NAME, Kind.WHY, Kind.LIST, Kind.HOW)


def read_question(text: str) -> Question:
    """Read a question. Nothing is raised; what can't be told is left empty."""
    form = _with_steps(search_form(text).text)
    english = is_english(form)
    asking = form
    if not english and (found := across(form)):
        asking = form.replace(found[0], "", 1)  # 几份 in 几份材料 asks for no number
    kind, measure = _english_kind(form) if english else _kind(asking)
    if not english and (listed := _with_count(asking)):
        # What is counted besides is a list, of which all are asked for.
        asking = listed
        kind, measure = _kind(asking)
        kind, measure = (Kind.LIST, "") if kind is Kind.WHAT else (kind, measure)
    if len({_kind(part)[0] for part in parts_of(asking)}) > 1 and not english:
        kind, measure = Kind.WHAT, ""
    count, count_words = _count_said(form)
    if kind is Kind.WHAT and count and says("asks-meaning", form):
        kind = Kind.LIST
    strict = _strict_measure(form) if kind is not Kind.DATE and not english else ""
    if kind is Kind.WHAT and strict != "电话":
        strict = ""
    if strict:
        kind, measure = Kind.NUMBER, strict
    # 名单公示几天 asks for no name.
    elif (says("asks-name", form) or ("名单" in form and kind not in {Kind.NUMBER, Kind.DATE})) and not (
        english or _is_named(form, "named-things")
    ):
        kind, measure = Kind.NAME, ""
    numbered = [
        o.number for o in ordinals(form) if o.unit or not begins_with("named-by-number", form[o.end :])
    ]
    scattered = across(form)
    # 材料 that is handed in is what is asked for; else it is the documents that are asked.
    handed = [at for at, _ in found_in("papers", form) if says("hands-in", form[max(0, at - 8) : at])][:1]
    told = [*content_words(form), *(word for word in words(form) if word.start in handed)]
    content = tuple(
        word
        for word in sorted(told, key=lambda word: word.start)
        if not (scattered and scattered.start() <= word.start < scattered.end())
        and not is_word_of("office-words", word.text)
    )
    return Question(
        text=text,
        form=form,
        kind=kind,
        content=content,
        head=_head(form, content),
        counted=counted_in(form),
        office=says("asks-office", form),
        where=says("asks-where", form) and not english,
        measure=measure,
        count=count,
        ordinal=numbered[-1] if numbered else 0,
        places=places_in(form),
        quoted=tuple(dict.fromkeys(part for part in re.findall(r'["<《]([^"<>《》]{2,60})[">》]', form))),
        english=english,
        years=years_in(form),
        strict=bool(strict),
        bodies=bool(_BODY.search(form)),
        role=_role(form),
        count_words=count_words,
        person=says("asks-who", form)
        and not (_BODY.search(form) or _is_named(form, "named-firms") or _is_named(form, "named-things"))
        if not english
        else "who" in form,
    )


def _with_count(form: str) -> str:
    """What is asked before it is asked how many they are together: 哪些人不让报名,一共几种; else empty."""
    *before, last = pieces(form.rstrip("?"), ",;?")
    counts = begins_with("asks-total", last) and ASKED_AMOUNT.search(last)
    return form[: form.rindex(last) - 1] if before and before[-1] and counts else ""


def _with_steps(form: str) -> str:
    """A form in which 步骤 are asked for, as in writing, where people say 分几步走."""
    found = place_of("asks-steps", form)
    return f"{form[: found[0]]}有哪几个步骤{form[found[1] :]}" if found else form


def named_in(asked: Question) -> list[Word]:
    """The nouns by which a question names something of its own: 车 in 哪些车免费; none in 涨了多少 and 多大年纪能去."""
    told = told_in(asked)
    headed = asked.head if asked.kind is Kind.LIST else ""
    return [
        word
        for word in asked.content
        if word.text in {headed, asked.role}
        or (
            word in told
            and (word.tag[:1] in _NOUNS or asked.form.startswith("是", word.start + len(word.text)))
        )
    ]


def told_in(asked: Question) -> list[Word]:
    """The words of more than one character by which a question says something, without those that ask."""
    asking = "|".join((*words_in("asks-age", asked.form), *words_in("no-nouns", asked.form)))
    return [word for word in asked.content if len(word.text) > 1 and word.text not in asking]


#: How the tags of nouns, set phrases and English words begin.
_NOUNS = frozenset("njile")


def without_question_words(form: str) -> str:
    """A question's search form without the words that ask, for use as a subject."""
    rest = ASKED_AMOUNT.sub(_without_amount, without_words("asks-size", form)).replace("|钱", "|")
    *before, last = without_words("interrogatives", rest).split("|")
    # 是 and 有 before what asks say nothing without it: 人口是多少.
    said = [part.removesuffix("是").removesuffix("有") for part in before]
    return " ".join(" ".join([*said, last]).replace("?", " ").split())


def _without_amount(found: re.Match[str]) -> str:
    return "|" if found["asks"] in {"多少", "几", "哪几"} else found[0]


def _strict_measure(form: str) -> str:
    """The measure that nothing else can stand for, where the question asks for one."""
    for measure, pattern in _STRICT:
        if pattern.search(form):
            return measure
    if says("asks-age", form):
        return "岁"
    return "倍" if says("asks-times", form) else ""


def _amount_asked(form: str) -> str | None:
    """The measure of an amount that is asked for, empty where none is said; None where no amount is asked for."""
    for found in ASKED_AMOUNT.finditer(form):
        if found["asks"] == "多少" or (found["asks"] == "几" and found["measure"]):
            return "%" if form[: found.start()].endswith("百分之") else measure_of(found)
    asked = says("asks-size", form) or ends_with("amounts-called", form.removesuffix("是").removesuffix("为"))
    return "" if asked or "百分之几" in form else None


def _count_said(form: str) -> tuple[int, str]:
    """How many items a list is said to have, with the words that say it: 5, 五个; 0 where it isn't said."""
    for one in amounts(form):
        end = one.start + len(one.text)
        counted = next((word for word in _COUNTED if form.startswith(word, end)), "")
        # 5.3.5条 is an address, 二类 the second one: who counts says 两类.
        named = one.ordinal or one.range_ or one.text == "二"
        alone = not named and form[max(0, one.start - 1) : one.start] != "."
        if counted and alone and 1 < one.value < 100 and one.value == int(one.value):
            return int(one.value), form[one.start : end + len(counted)]
    return 0, ""


def _head(form: str, content: tuple[Word, ...]) -> str:
    """The content word right behind the question word, else the last one before it."""
    found = place_of("asks-headed", form)
    content = tuple(word for word in content if not is_count(word.text))
    if not found or not content:
        return ""
    behind = [word for word in content if word.start >= found[0]]
    before = [word for word in content if word.start < found[0]]
    if behind and behind[0].start - found[1] <= 4:
        return behind[0].text
    return before[-1].text if before else ""


def _role(form: str) -> str:
    """The office or part whose holder is asked for: 组长 in 领导小组组长是谁."""
    if not says("asks-who", form):
        return ""
    found = ROLE.findall(form)
    return str(found[-1]) if found else ""


def is_english(form: str) -> bool:
    """Whether a search form is mostly words of ASCII letters."""
    return len(_latin_words(form)) > max(2, 2 * sum(map(is_han, form)))


def _latin_words(form: str) -> list[str]:
    return re.findall("[a-z]+", form)


def _english_kind(form: str) -> tuple[Kind, str]:
    spaced = f" {' '.join(_latin_words(form))} "
    return next((kind for kind in _ENGLISH_KINDS if says(f"english-{kind}", spaced)), Kind.WHAT), ""


def _asks_whose_is_more(clause: str) -> bool:
    """Whether a clause compares two figures, and asks for no name: 谁的员工多, 哪家满意度高."""
    found = place_of("whose", clause)
    compared = clause.removesuffix("一些").removesuffix("一点").removesuffix("些")
    more = bool(found) and compared[-1:] in set("多高大快少低") and not compared[:-1].endswith("最")
    return more and 1 < len(compared) - (found[1] if found else 0) <= 11


def _is_named(form: str, kind: str) -> bool:
    """Whether the name of something is asked for that a list has the kinds of: that of a company, of a thing."""
    found = place_of("asks-name", form)
    before = form[: found[0]] if found else ""
    while ends_with("before-names", before):
        before = before.removesuffix(next(word for word in words_of("before-names") if before.endswith(word)))
    return ends_with(kind, before)


def _kind(form: str) -> tuple[Kind, str]:
    body = _BODY.search(form)
    several = bool(body and (body["several"] or body["documents"]))
    if says("asks-when", f"{form}?") and not several:
        return Kind.DATE, ""
    if several or (says("asks-all", form) and "多少" not in form):
        return Kind.LIST, ""
    if says("asks-why", form):
        return Kind.WHY, ""
    if says("asks-how-long", form):
        return Kind.NUMBER, "时"
    if (measure := _amount_asked(form)) is not None:
        return Kind.NUMBER, measure
    if _is_named(form, "named-things"):
        return Kind.WHAT, ""
    if any(map(_asks_whose_is_more, pieces(form, ",?"))):
        return Kind.NUMBER, ""
    # What a quoted term means is asked for, and no name: “最终用户”指的是谁.
    if '"' in form and says("means-whom", form):
        return Kind.WHAT, ""
    if body or says("asks-who", form) or says("asks-where", form) or says("asks-office", form):
        return Kind.NAME, ""
    return (Kind.HOW if says("asks-how", form) else Kind.WHAT), ""
