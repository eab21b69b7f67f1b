"""Words that shut one another out: a figure for 农村 is none for 城市, one for 出口 none for 进口."""

from __future__ import annotations

import re

#: Each row: words of which a thing is one and not another; `|` joins those that say the same.
_ROWS = tuple(
    tuple(re.compile(word) for word in row)
    for row in (
        ("城市|城镇|城里|城区(?!县)", "农村|乡村|乡下|村里"),
        ("出口", "进口(?!岸)"),
        ("男(?:性|生|童|干部|职工|人|民警)", "女(?:性|生|童|干部|职工|人|民警)|妇女"),
        ("上半年", "下半年", "全年"),
        ("春季|春天", "夏季|夏天", "秋季|秋天", "冬季|冬天"),
        ("上午", "下午", "晚上|夜间"),
        ("一季度", "二季度", "三季度", "四季度"),
        ("小学", "初中", "高中", "幼儿园|学前", "大学|高校"),
        ("公办", "民办"),
        ("一级", "二级", "三级"),
        ("一类", "二类", "三类"),
        ("甲级|甲等", "乙级|乙等", "丙级|丙等"),
        ("国家级", "省级", "市级", "县级"),
        ("第一产业", "第二产业", "第三产业"),
        ("刑事案件|刑事", "治安案件|治安", "民事案件|民事"),
        ("受理|收到", "办结|结案"),
        ("新增", "累计"),
        ("国有", "民营|私营|个体"),
        ("白天", "夜间|夜里|晚上"),
        ("工作日", "周末|节假日|双休日"),
        ("首次|第一次", "第二次", "第三次", "第四次"),
    )
)

#: What happens to people and cases, each with the words it goes by: how many were dismissed is said
#: only where somebody is said to have been.
_OUTCOMES = tuple(
    re.compile(words)
    for words in (
        "开除|除名",
        "辞退|解聘|解雇",
        "免职|撤职|罢免|免去|撤销.{0,4}职务",
        "死亡|遇难|丧生|身亡|亡",
        "受伤|伤者|轻伤|重伤|负伤|伤",
        "失踪|失联",
        "逮捕|批捕|抓捕|抓获",
        "拘留|拘役",
        "判刑|判处|获刑|有期徒刑",
        "起诉|公诉",
        "退休|离休",
        "辞职|离职",
        "失业|下岗|待业",
        "出生|新生儿",
        "结婚|登记结婚",
        "离婚",
        "自杀",
        "猝死",
    )
)


def counts_unsaid_outcome(asked: str, around: str) -> bool:
    """Whether a question counts those to whom something happened of which the passage says nothing."""
    return any(outcome.search(asked) and not outcome.search(around) for outcome in _OUTCOMES)


_LIMIT = re.compile(
    r"(?P<value>\d+(?:\.\d+)?)(?P<unit>岁|平方米|万元|元|年|天|日|小时|公里|米|吨|人|户|分钟|个月|分)(?P<side>以上|以下|以内|以外)"
)


def _other_limit(asked: str, said: str) -> bool:
    """Whether a sentence speaks of 75岁以上 and the like only, and the question of 70岁以上."""
    for wanted in _LIMIT.finditer(asked):
        there = [
            one
            for one in _LIMIT.finditer(said)
            if (one["unit"], one["side"]) == (wanted["unit"], wanted["side"])
        ]
        if there and wanted["value"] not in {one["value"] for one in there}:
            return True
    return False


def is_of_excluded_kind(asked: str, said: str, around: str) -> bool:
    """Whether a sentence is about another kind than the one asked about.

    `asked` and `said` are search forms; `around` is what stands over and beside the sentence: where
    that names the asked kind, nothing is shut out.
    """
    if _other_limit(asked, said):
        return True
    for row in _ROWS:
        wanted = [kind for kind in row if kind.search(asked)]
        if len(wanted) != 1 or wanted[0].search(said) or wanted[0].search(around):
            continue
        if any(kind.search(said) for kind in row if kind is not wanted[0]):
            return True
    return False
