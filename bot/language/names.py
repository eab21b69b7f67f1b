"""Whether a change between two texts changes the name of a person, a place or a body.

No dictionary of all names exists, so the surroundings decide: the name of a province or
prefecture (`bot.language.places`); characters before 县, 局, 委员会 and the like; a surname beside an office or before
说 and 表示. Everything is read off bare forms (simplified, without punctuation).
"""

from __future__ import annotations

import re

from bot.language.limits import LIMITS
from bot.language.people import OFFICE, SPEECH, SURNAMES
from bot.language.places import place_spans

_BEFORE_PERSON = re.compile(rf"(?:{OFFICE}|本报通讯员)[\u4e00-\u9fff]{{0,8}}$")
_BEHIND_PERSON = tuple(f"{OFFICE}|{SPEECH}".split("|"))

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
        if text[first] not in SURNAMES:
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
