"""What a question that asks for an amount counts: the verb before it, the noun behind it, its measures."""

from __future__ import annotations

import re

from bot.language.segmentation import Word, words

MEASURES = (
    "人次|场次|个次|户次|期次|余条|万条|百分点|个百分点|平方米|平方公里|公里|千米|小时|分钟|亿元|万元|元|"
    "份|名|位|个|项|件|条|次|场|期|人|家|户|类|种|篇|起|批|处|所|座|间|台|辆|届|级|层|岁|年|月|天|日|周|章|节|款|字|"
    "吨|公斤|千克|亩|公顷|厘米|毫米|米|里|棵|株|头|匹|艘|架|根|盏|桶|箱|袋|瓶|颗|眼|口|宗|例|桩|栋|幢|倍|只|支|组|张|册|本|套|部|门|轮|遍|回|趟|成|步|点|分|面|方|型|大|线|亿|万"
)

#: 几米的, 多少年的: how long, wide or old the thing behind it is.
_SIZED = re.compile(
    r"(?:小时|分钟|岁|年|月|天|日|周|厘米|毫米|米|里|公里|千米|平方米|亩|公顷|吨|公斤|千克|元)的$"
)

ASKED_AMOUNT = re.compile(rf"[了过]?(?:多少|几|哪些|哪几)(?:{MEASURES})?的?")


def focus_of(form: str) -> tuple[str, ...]:
    """The verb before and the noun behind an amount that is asked for; 女干部 in 有多少名是女干部."""
    found = ASKED_AMOUNT.search(form)
    if not found:
        return ()
    rows = words(form)
    before = [w for w in rows if w.start + len(w.text) <= found.start() and re.match(r"[vn]", w.tag)]
    behind = [w for w in rows if w.start >= found.end() and w.tag[0] in "nj"]
    kept = []
    if before and before[-1].start + len(before[-1].text) == found.start() and before[-1].tag[0] == "v":
        kept.append(before[-1].text)
    if behind and behind[0].start - found.end() <= 2:
        kept.append(behind[0].text)
    return tuple(word for word in kept if word not in _IDLE)


def _is_thing(word: Word) -> bool:
    return word.tag[0] in "nj" and word.tag[:2] not in {"nr", "ns", "nt"}


def counted_in(form: str) -> tuple[str, ...]:
    """The noun right behind an amount that is asked for: its first word and its last two characters.

    多少年的树 counts years: the trees need not be called that.
    """
    found = ASKED_AMOUNT.search(form)
    if found and _SIZED.search(found[0]):
        return ()
    rows = [w for w in words(form) if found and w.start >= found.end()]
    if not rows or not _is_thing(rows[0]) or len(rows[0].text) < 2 or rows[0].text in _IDLE:
        return ()
    behind = rows[1].text if len(rows) > 1 and _is_thing(rows[1]) else ""
    return tuple(dict.fromkeys((rows[0].text, (rows[0].text + behind)[-2:])))


_IDLE = frozenset(
    [
        "是",
        "有",
        "花",
        "用",
        "需",
        "要",
        "达",
        "占",
        "到",
        "做",
        "开",
        "共",
        "共有",
        "需要",
        "达到",
        "人",
        "人数",
        "钱",
        "地",
        "家",
        "个",
        "处",
        "次",
        "资金",
        "经费",
        "情况",
        "名",
    ]
)
