"""Figures, dates and names in a search form: what a question can ask for and a claim must keep."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.amounts import amounts
from bot.language.characters import has_digit

_ONES, _LARGE = "二三四五六七八九", "十百千万亿"
_HAN = f"〇零一两{_ONES}{_LARGE}"
DATE = re.compile(
    rf"(?:(?:19|20)\d{{2}}年(?:\d{{1,2}}月(?:\d{{1,2}}[日号])?)?|\d{{1,2}}月(?:\d{{1,2}}[日号]|[上中下]旬|份|底|初)?"
    rf"|(?:19|20)\d{{2}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|[{_HAN}]{{4}}年(?:[{_HAN}]{{1,3}}月(?:[{_HAN}]{{1,3}}日)?)?"
    r"|年[底末](?:之|以)?前|\d{1,2}月底(?:之|以)?前|(?:次|当|每|本|上|下|同)月\d{1,2}[日号]|(?:今|去|前|明|当|次)年(?:\d{1,2}月(?:\d{1,2}[日号])?|[上下]半年|年?[底初])?|农历[正腊一二三四五六七八九十]{1,3}月(?:初?[一二三四五六七八九十]{1,3})?|\d{1,2}世纪(?:\d{2}年代)?|(?:19|20)\d{2}(?!\d)|\d{1,2}[日号](?=[前后起至到、,])|\d{1,2}(?:时(?:\d{1,2}分)?|点(?:\d{1,2}分|半)?|:\d{2})(?![\d个]))"
)
PERIOD = re.compile(
    rf"每[{_HAN}\d]*(?:个)?(?:半年|季度|年|月|周|天|日|旬|小时)|[{_HAN}\d]+(?:多|余)?(?:个)?(?:半年|学年|年|季度|学期|月|周|星期|天|日|(?:工作|自然|日历|交易)日|小时|分钟|昼夜)|\d+(?:\.\d+)? ?(?:d|h|min|s)(?![a-z])|半年|长期|常年|定期|不定期"
)
BODY = re.compile(
    r"[\u4e00-\u9fff]{2,14}(?:委员会|政法委|公安局|公安厅|检察院|法院|人民政府|司法局|党委|党组|纪委|监委|办公室|领导小组|大学|学院|公司|集团|协会|学会|"
    r"出版社|报社|日报|电视台|研究院|研究所|银行|医院|学校|中学|小学|部|厅|局|委|办|院|市|省|州|县|区|队)"
)


#: When something is that has no day of its own: 满五年, 三十日内, 自公布之日起, 风力达到7级时.
OCCASION = re.compile(
    rf"满[{_HAN}\d]+(?:周岁|岁|个?月|年|日|天)|[{_HAN}\d]+个?(?:工作)?(?:日|天|月|小时|年)(?:之|以)?[内前后]|(?<=[自从])[\u4e00-\u9fff]{{2,8}}?之日|[^,。;:]{{3,20}}(?:时(?![间期段分限代效])|[后前](?=,)|后(?=[退返发付领]))"
)
#: A place where something is or happens: 在市水务局四楼会议室, 位于人民路12号.
LOCATION = re.compile(
    r"(?<=[在于到往赴设])[\u4e00-\u9fff\d]{1,18}?(?:会议室|礼堂|剧院|大厦|大楼|楼|大厅|厅|室|馆|中心|大道|路|街|巷|号|广场|大院|院|学校|校区|"
    r"基地|园区|公园|园|站|场|区|县|市|省|州|镇|乡|村|社区|小区|街道|处|部)|(?<=地点:)[^,;。]{2,30}|(?<=地址:)[^,;。]{2,30}"
    r"|^[\u4e00-\u9fff\d]{3,24}(?:室|厅|馆|楼|层|中心|广场|校|院|园|机房|号|场)(?=[。;]?$)"
)
#: A telephone number is written in groups too: (0640)558 2230, 0690-6 228 309, 139 0000 4821, 0640 558 2230.
CONTACT = re.compile(
    r"(?<!\d)(?:\(0\d{2,3}\)|0\d{2,3}[-—– ])\s?\d{1,4}(?:[ -]?\d{3,4}){1,2}(?:\s?转\s?\d{1,6})?(?!\d)"
    # Eight digits in two groups may be years, where nothing says that they are a number to call.
    r"|(?:电话|座机|热线|传真)[: ]?\d{4}[ -]\d{4}(?!\d)"
    r"|(?<!\d)(?:1[3-9]\d[ -]\d{4}[ -]\d{4}|[48]00[ -]\d{3,4}[ -]\d{3,4})(?!\d)"
    r"|(?<!\d)(?:\d{3,4}-)?\d{5,}(?:-\d{1,6})?(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+|https?://\S+|www\.\S+"
)
#: What is asked of the price of something that costs nothing.
FREE = re.compile(
    r"免费|免[收交缴除]|无偿|免[票学\u4e00-\u9fff]{0,3}[费票]|不(?:收|计|付|承担|缴|交|支付|收取|缴纳|计算)(?:任何)?[^,。;]{0,5}[费用息钱]"
)


@dataclass(frozen=True, slots=True)
class EntityMatch:
    """Something found in a form: its text and its range."""

    text: str
    start: int
    end: int


def find(pattern: re.Pattern[str], form: str) -> list[EntityMatch]:
    """All matches of a pattern that hold anything."""
    return [EntityMatch(m[0], *m.span()) for m in pattern.finditer(form) if m[0]]


def figures(form: str) -> list[EntityMatch]:
    """Figures with their units. A lone Chinese numeral without a unit (一 in 统一) is none."""
    found = (
        EntityMatch(form[one.start : one.end], one.start, one.end) for one in amounts(form) if not one.ordinal
    )
    return [one for one in found if _says_how_many(one.text)]


def _says_how_many(text: str) -> bool:
    if has_digit(text) or not set(text) <= set(_HAN):
        return has_digit(text) or len(text) > 1
    # 二十五, 三四: a numeral of more than one digit or with a place value inside.
    return len(text) > 1 and (bool(set(text[:-1]) & set(_LARGE)) or set(text) <= set(_ONES))


def has_figure(form: str, figure: str) -> bool:
    """Whether a figure stands in a form, and not as a part of a longer one."""
    at = form.find(figure)
    while at >= 0:
        around = {form[at - 1 : at], form[at + len(figure) : at + len(figure) + 1]}
        if not (figure[0].isdigit() and any(one.isdigit() or one == "." for one in around)):
            return True
        at = form.find(figure, at + 1)
    return False
