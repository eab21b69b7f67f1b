"""Whether a change between two texts changes the name of a person, a place or a body.

No dictionary of all names exists, so the surroundings decide: the name of a province or
prefecture (`bot.language.places`); characters before 县, 局, 委员会 and the like; a surname beside an office or before
说 and 表示. Everything is read off bare forms (simplified, without punctuation).
"""

from __future__ import annotations

import re

from bot.language.limits import LIMITS
from bot.language.places import place_spans

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢"
    "姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文"
    "牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲"
    "翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗"
    "习"
)
_OFFICE = (
    "书记|主任|局长|厅长|省长|市长|县长|区长|州长|镇长|乡长|村长|部长|院长|校长|处长|科长|所长|队长|支队长|大队长|组长|检察长|"
    "主席|总理|总统|委员|常委|代表|同志|记者|通讯员|作者|编辑|责编|教授|博士|院士|律师|法官|检察官|民警|干警|先生|女士|专家|经理|"
    "董事长|总裁|秘书长|会长|理事长|司长|政委|参谋长|司令员|局党委书记"
)
_SPEECH = "说|表示|介绍|指出|强调|认为|称|告诉|主持|出席|要求|担任|任|带头|等|坦言|透露"
_BEFORE_PERSON = re.compile(rf"(?:{_OFFICE}|本报通讯员)[\u4e00-\u9fff]{{0,8}}$")
_BEHIND_PERSON = tuple(f"{_OFFICE}|{_SPEECH}".split("|"))

_BODIES = (
    "自治区|自治州|自治县|特别行政区|街道办|街道|开发区|新区|委员会|党委|党组|政法委|纪委|监委|省委|市委|县委|州委|区委|"
    "人民政府|政府|公安局|司法局|检察院|法院|公安厅|司法厅|办公室|研究院|大学|学院|中学|小学|医院|银行|公司|集团|协会|报社|日报|晚报|"
    "电视台|出版社|支队|大队|派出所|省|市|县|州|区|镇|乡|村|旗|盟|厅|局|委"
)
_BODY_BEHIND = re.compile(rf"[\u4e00-\u9fff]{{0,1}}(?:{_BODIES})")
#: Words that end as names do but name nothing.
_GENERIC = re.compile(
    r"(?:全|各|本|我|该|每|某|两|多|跨|外|城|都|上|超|股|门|夜|楼|乡|农|山|社|园|地|辖|景|小|片|灾|牧|郊|林|矿|库|禁|"
    r"县|州|省|市|区|级|个|到|在|进|驻|入|基层|部|布|结|格|定|大|原|编|政法|政|纪|常)(?:省|市|县|州|区|镇|乡|村|局|委|旗)$"
)


def is_name_change(source: str, s0: int, s1: int, quoted: str, q0: int, q1: int) -> bool:
    """Whether the change of `source[s0:s1]` to `quoted[q0:q1]` touches a name.

    Either range may be empty; the texts around both are alike.
    """
    return touches_name(source, s0, s1) or touches_name(quoted, q0, q1)


def touches_name(text: str, start: int, end: int) -> bool:
    """Whether a range of a bare form lies in a name."""
    return start < end and (
        _in_place(text, start, end) or _in_person(text, start, end) or _in_body(text, start, end)
    )


def _in_place(text: str, start: int, end: int) -> bool:
    """Whether the range overlaps the name of a province or prefecture."""
    first = max(0, start - LIMITS.name_reach)
    part = text[first : end + LIMITS.name_reach]
    return any(one + first < end and start < other + first for one, other in place_spans(part))


def _in_person(text: str, start: int, end: int) -> bool:
    """Whether the range overlaps two or three characters that look like a person's name."""
    for first in range(max(0, start - 2), end):
        if text[first] not in _SURNAMES:
            continue
        for length in (3, 2):
            last = first + length
            if last <= start or last > len(text):
                continue
            if text.startswith(_BEHIND_PERSON, last) and not text.startswith(_BEHIND_PERSON, first):
                return True
            if _BEFORE_PERSON.search(text[max(0, first - 14) : first]) and first + 1 <= end <= last + 3:
                return True
    return False


def _in_body(text: str, start: int, end: int) -> bool:
    """Whether the range stands right before the ending of a place's or a body's name."""
    found = _BODY_BEHIND.match(text, end)
    if not found:
        # The ending itself was changed: 济南市 for 济南县.
        return bool(
            text[start:end] in tuple("省市县州区镇乡村旗")
            and start >= 2
            and _in_place(text, start - 1, start)
        )
    name = text[max(0, end - 1) : found.end()]
    return not _GENERIC.search(name) and all("\u4e00" <= char <= "\u9fff" for char in text[start:end])
