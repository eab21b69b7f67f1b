"""What a question asks for, read off its words: its kind, its measure word, its content words.

Everything is decided on the search form, so both scripts, both widths and typos in punctuation
are the same. English questions are told apart and get their kind from English words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.language.characters import is_han
from bot.language.ordinals import ordinals
from bot.language.places import places_in
from bot.language.segmentation import Word, content_words, words
from bot.language.word_lists import ends_with, is_word_of, place_of, says, words_in, words_of
from bot.language.years import years_in
from bot.questions.amount_asked import MEASURES, counted_in, is_count
from bot.questions.multipart import across, parts_of
from vectorstore.text.numerals import han_number
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
    def asked(self) -> str:
        """The bare form without its question words, which answer nothing where they recur."""
        return _INTERROGATIVE.sub("|", without_punctuation(search_form(self.text)).text)


_HAN = "一二三四五六七八九十两百"
_NUMBER = re.compile(
    rf"百分之(?:多少|几)|多少(?P<a>{MEASURES})?|几(?P<b>{MEASURES})|多(?:久|长时间|高|大|长|远|重|宽|深)|比例|占比|"
    r"(?:数量|人数|金额|总数|总额|次数|编号|号码|电话)(?:是|为)?(?:多少|几)?$"
)
#: 局长叫什么, 负责人姓什么: who is asked for by what the person is.
_CALLED = re.compile(
    r"(?:人|员|长|同志|书记|主任|经理|民警|干警|干部|记者|代表|领导|人选|群众|专家).{0,4}(?:叫|姓)(?:什么|啥|甚)"
)
#: `several` and `documents` where several bodies are asked for, or which documents say something; 要交哪些材料 asks
#: for a list of things.
_BODY = re.compile(
    r"谁(?:来|去)?(?:负责|管|承担|审批|批(?!评)|组织|养护|监督|出(?![席生现任庭版])|付|支付|掏|罚|查处|处罚)|哪一?(?:个|家|(?P<several>些))(?:单位|部门|机构|机关|市|省|州|县|区|地方|地区|城市|组织|公司|企业|局|委|院|报社|媒体|党委|人)"
    r"|什么(?:单位|部门|机构)|何(?:单位|部门)|来源是|由谁|(?<![交供备带送要报持])(?P<documents>哪些(?:文件|资料|材料|文章))"
)
#: 第三次会议, 第二季度 and 第一中学 are names, no items of a list.
_NAMED_BY_NUMBER = (
    "次",
    "届",
    "期",
    "季",
    "产业",
    "人民",
    "小学",
    "中学",
    "医院",
    "学期",
    "学年",
    "年",
    "天",
)
_COUNT = re.compile(
    rf"(?<![第\d.{_HAN}])((?:十[一二三四五六七八九]?|[二三四五六七八九两]|\d{{1,2}}))"
    r"(?:个|项|条|大|种|类|型|点|张|件|句|组|步|所|家|位|名|批|处|章|份|过硬|争|比|查)"
)
_INTERROGATIVE = re.compile(
    r"请问|啥时候|什么(?:时候|时间|地方)?|多少|哪些|哪个|哪位|哪一?[年天月日]|哪几|哪|谁|怎么样?|怎样|如何|为何|为什么|几(?=[名个次份项条位场期])|分别|具体|一共|总共|吗|呢|[啊呀](?=[?。]?$)"
)
ROLE = re.compile(
    r"(?:第一)?(?:常务)?副?(?:书记|组长|主任|局长|院长|检察长|市长|省长|州长|县长|区长|厅长|部长|处长|科长|所长|队长|校长|会长|秘书长|"
    r"理事长|董事长|总经理|经理|主席|委员长|司长|署长|行长|社长|总编辑|主编|庭长|政委|教导员|发言人|负责人|联系人|召集人|主持人)"
    r"|作者|记者|编辑|责编|撰稿人|通讯员|译者|创始人|导演|主讲人|代表人|法人"
)
_AMOUNT = re.compile(rf"[是有]?(?:多少|几)(?:{MEASURES}|钱)?|[是有](?=什么|哪些|谁)")
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


def _counts_or_dates(form: str, kind: Kind) -> bool:
    """Whether a list of names is only spoken of: 名单公示几天 asks for no name."""
    return kind in {Kind.NUMBER, Kind.DATE} and not says("asks-name", form)


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
    if not english and (besides := _WITH_COUNT.search(asking)):
        # What is counted besides is a list, of which all are asked for.
        asking = asking[: besides.start()]
        kind, measure = _kind(asking)
        kind, measure = (Kind.LIST, "") if kind is Kind.WHAT else (kind, measure)
    if len({_kind(part)[0] for part in parts_of(asking)}) > 1 and not english:
        kind, measure = Kind.WHAT, ""
    if kind is Kind.WHAT and _COUNT.search(form) and says("asks-meaning", form):
        kind = Kind.LIST
    strict = _strict_measure(form) if kind is not Kind.DATE and not english else ""
    if kind is Kind.WHAT and strict != "电话":
        strict = ""
    if strict:
        kind, measure = Kind.NUMBER, strict
    elif ("名单" in form or says("asks-name", form)) and not (
        english or _is_named(form, "named-things") or _counts_or_dates(form, kind)
    ):
        kind, measure = Kind.NAME, ""
    numbered = [o.number for o in ordinals(form) if o.unit or not form.startswith(_NAMED_BY_NUMBER, o.end)]
    count = _COUNT.search(form)
    scattered = across(form)
    handed = _HANDED_IN.search(form)
    told = [*content_words(form), *(w for w in words(form) if handed and w.start == handed.start(1))]
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
        count=han_number(count[1]) if count else 0,
        ordinal=numbered[-1] if numbered else 0,
        places=places_in(form),
        quoted=tuple(dict.fromkeys(part for part in re.findall(r'["<《]([^"<>《》]{2,60})[">》]', form))),
        english=english,
        years=years_in(form),
        strict=bool(strict),
        bodies=bool(_BODY.search(form)),
        role=_role(form),
        count_words=count[0] if count else "",
        person=_asks_who(form)
        and not (_BODY.search(form) or _is_named(form, "named-firms") or _is_named(form, "named-things"))
        if not english
        else "who" in form,
    )


#: What a quoted term means is asked for, and no name: “最终用户”指的是谁.
_MEANS_WHOM = re.compile(r'"[^"]+"(?:这个词|一词)?(?:是)?指(?:的)?(?:就)?(?:是)?谁')
#: What is asked behind a question of which things: 哪些人不让报名,一共几种?
_WITH_COUNT = re.compile(
    r"(?<=[^,;?])[,;?](?:一共|总共|共计?|合计)(?:有)?(?:几|多少)(?:种|类|项|个|条|点)(?:情形|情况|人)?\??$"
)


def _with_steps(form: str) -> str:
    """A form in which 步骤 are asked for, as in writing, where people say 分几步走."""
    found = place_of("asks-steps", form)
    return f"{form[: found[0]]}有哪几个步骤{form[found[1] :]}" if found else form


#: 材料 that is handed in is what is asked for; else it is the documents that are asked.
_HANDED_IN = re.compile(
    r"(?:带|交|提供|准备|报送|需要|需|出示|附上|补齐)(?:哪些|哪几[种样份]|什么|啥)?[\u4e00-\u9fff]{0,4}?(材料|资料)"
)


#: What asks by more than one word, or by a size.
_ASKED_AT_LENGTH = re.compile(r"怎么办|[是有]?多(?:久|长时间|高|大(?:年纪|岁数|年龄)?|长|远|重|宽|深)")


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
    rest = _INTERROGATIVE.sub(" ", _AMOUNT.sub(" ", _ASKED_AT_LENGTH.sub(" ", form)))
    return " ".join(rest.replace("|", " ").replace("?", " ").split())


def _strict_measure(form: str) -> str:
    """The measure that nothing else can stand for, where the question asks for one."""
    for measure, pattern in _STRICT:
        if pattern.search(form):
            return measure
    if says("asks-age", form):
        return "岁"
    return "倍" if says("asks-times", form) else ""


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
    if not _asks_who(form):
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


def _asks_who(form: str) -> bool:
    return says("asks-who", form) or bool(_CALLED.search(form))


#: 谁的员工多, 哪家满意度高: two figures are compared, and no name is asked for.
_WHOSE_IS_MORE = re.compile(
    r"(?:谁的?|哪[家个方]的?)[\u4e00-\u9fff]{1,8}?(?:更|比较|要)?(?<!最)[多高大快少低](?:一?些|一点)?(?=[,?]|$)"
)


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
    found = _NUMBER.search(form)
    if found:
        measure = found["a"] or found["b"] or ("%" if "百分之" in found[0] else "")
        return Kind.NUMBER, measure
    if _is_named(form, "named-things"):
        return Kind.WHAT, ""
    if _WHOSE_IS_MORE.search(form):
        return Kind.NUMBER, ""
    if _MEANS_WHOM.search(form):
        return Kind.WHAT, ""
    if body or _asks_who(form) or says("asks-where", form) or says("asks-office", form):
        return Kind.NAME, ""
    return (Kind.HOW if says("asks-how", form) else Kind.WHAT), ""
