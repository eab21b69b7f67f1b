"""What a question that asks for an amount counts: the measures it may ask by, and the noun behind them."""

from __future__ import annotations

import re

from bot.language.ordinals import NUMERALS
from bot.language.segmentation import Word, words
from bot.language.word_lists import is_word_of

MEASURES = (
    "人次|场次|个次|户次|期次|余条|万条|个小时|个钟头|钟头|百分点|个百分点|平方米|平方公里|公里|千米|小时|分钟|亿元|万元|元|"
    "份|名|位|个|项|件|条|次|场|期|人(?![口员才家民群数])|家|户|类|种|篇|起|批|处|所|座|间|台|辆|届|级|层|岁|年|月|天|日|周|章|节|款|字|"
    "吨|公斤|千克|亩|公顷|厘米|毫米|米|里|棵|株|头|匹|艘|架|根|盏|桶|箱|袋|瓶|颗|眼|口|宗|例|桩|栋|幢|倍|只|支|组|张|册|本|套|部|门|轮|遍|回|趟|针|剂|盒|杯|碗|顿|羽|尾|桌|档|粒|堂|捆|成|步|点|分|面|方|型|大|线|亿|万"
    # 补几块 asks for money, 立几块界碑 does not.
    "|[块毛](?:钱|(?=[啊呀呢吧吗?,。;]|$))"
)

#: What asks for an amount, with the measure behind it.
ASKED_AMOUNT = re.compile(rf"(?P<asks>多少|哪些|哪几|几)(?P<measure>{MEASURES})?")
#: Measures that say the same as another: 几个小时 is answered by 八小时.
_SAME = {
    "个小时": "小时",
    "个钟头": "小时",
    "钟头": "小时",
    **dict.fromkeys(("块", "块钱", "毛", "毛钱"), "元"),
}
_COUNTING = frozenset("个家名项大条种类型点步方面")


def measure_of(found: re.Match[str]) -> str:
    """The measure that an amount is asked for by; empty where none is said."""
    measure = found["measure"] or ""
    return _SAME.get(measure, measure)


def is_count(word: str) -> bool:
    """Whether a word only counts: 五个, 第三类, 其余."""
    number = word.removeprefix("第")
    unit = number.lstrip(NUMERALS)
    counts = unit != number and len(unit) < 3 and set(unit) <= _COUNTING
    return counts or word in {"其中", "其余"}


def _is_thing(word: Word) -> bool:
    return word.tag[0] in "nj" and word.tag[:2] not in {"nr", "ns", "nt"}


def counted_in(form: str) -> tuple[str, ...]:
    """The noun right behind an amount that is asked for: its first word and its last two characters."""
    found = ASKED_AMOUNT.search(form)
    of = bool(found) and form.startswith("的", found.end() if found else 0)
    # 多少年的树 counts years, and the trees need not be called that.
    if not found or (of and is_word_of("sizes", found["measure"] or "")):
        return ()
    rows = [word for word in words(form) if word.start >= found.end() + of]
    if not rows or not _is_thing(rows[0]) or len(rows[0].text) < 2 or is_word_of("of-amounts", rows[0].text):
        return ()
    behind = rows[1].text if len(rows) > 1 and _is_thing(rows[1]) else ""
    return tuple(dict.fromkeys((rows[0].text, (rows[0].text + behind)[-2:])))
