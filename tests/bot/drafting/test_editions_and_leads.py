"""What another edition says without a year, months beside quarters, leads inside a paragraph, announced reasons, lists by their heading."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.questions.asker import Asker
from bot.types import Answered, Declined, Note
from tests.bot.drafting.asking import asker_of, check_shown

TOURISM_2030 = """雁湖县2030年旅游接待通报

全县接待游客86万人次，其中渔村民宿接待过夜游客14万人次。渔歌演出举办35场。
"""
TOURISM_2031 = """雁湖县2031年旅游接待通报

全县接待游客97万人次，新增渔村民宿12家。
"""
WORK_2030 = """浦尾镇2030年政府工作报告

全镇硬化渔道9公里。修缮老码头4座。
"""
WORK_2031 = """浦尾镇2031年政府工作报告

全镇硬化渔道7公里，新建冷库2座。
"""
MARCH = """雁湖港2031年3月渔获情况通报

3月份，全港渔获量1260吨，比上月增加90吨。
"""
MAY = """雁湖港2031年5月渔获情况通报

全港渔获量1490吨，比上月增加230吨。加冰用水8万吨。
"""
QUARTER = """雁湖港2031年一季度海水养殖通报

一季度，全港养殖产量3300吨，渔获量合计3540吨。
"""
NOTICE = """竹屿渔港冬季管理通告

渔船进港以后应当做到：（一）关闭主机；（二）收起渔网；（三）在值班簿上登记船员人数。

夜间由港务员巡查，发现漏水的，立即通知船主。
"""
RULE = """竹屿航道管理办法

第一条 航道由竹屿渔业合作社管理。
第二条 船主不得有下列行为：（一）在航道内下网；（二）移动浮标；（三）损坏系船柱。
第三条 渔船应当按指定的泊位停靠。
第四条 违反本办法第二条第一项规定的，处三百元罚款。
第五条 本办法自2031年4月1日起施行。
"""
WHY = """浦尾村渔船减少情况调查

渔船减少的原因主要有三个。一是近海鱼少，出海亏本；二是青年外出，无人接船；三是船龄太长，报废的多。

村里拟办渔业合作社。
"""
SURVEY = """雁湖县渔村环境调查报告

一、突出问题整改情况
（一）主要问题逐条登记。县里列出主要问题清单。
（二）主要问题按月销号。各村报送主要问题进展。

二、存在的主要问题
（一）渔网堆放杂乱。码头两侧随处可见。
（二）污水直排入海。六个村没有管网。
（三）公厕数量不足。每村只有一座。
"""
TRAINING = """雁湖县船员培训工作总结

一、主要成效
（一）持证率提高。九成船员持证。
（二）事故减少。全年没有沉船。

二、巩固主要成效的做法
（一）宣传主要成效。印发手册。
（二）推广主要成效。召开现场会。
（三）评比主要成效。奖励先进。
"""


REFUND = """雁湖县渔船检验费退费指南

一、申请材料

（一）个人申请的，提交：

1. 身份证复印件；

2. 缴费票据原件。

（二）合作社申请的，提交：

1. 加盖公章的申请书；

2. 登记证书复印件；

3. 缴费票据原件。
"""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks two editions of a bulletin and of a report on a year's work."""
    texts = {
        "2030.txt": TOURISM_2030, "2031.txt": TOURISM_2031, "work-2030.txt": WORK_2030, "work-2031.txt": WORK_2031,
    }  # fmt: skip
    with asker_of(tmp_path_factory.mktemp("editions"), texts) as asker:
        yield asker


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks the bulletins of two months and one of a quarter."""
    texts = {"march.txt": MARCH, "may.txt": MAY, "quarter.txt": QUARTER}
    with asker_of(tmp_path_factory.mktemp("months"), texts) as asker:
        yield asker


@pytest.fixture(scope="module")
def leads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks a notice and a rule with items inside a paragraph, and an inquiry."""
    texts = {"notice.txt": NOTICE, "rule.txt": RULE, "why.txt": WHY}
    with asker_of(tmp_path_factory.mktemp("leads"), texts) as asker:
        yield asker


def _claims(asker: Asker, question: str) -> list[str]:
    answer = asker.ask(question)
    assert isinstance(answer, Answered)
    return [claim.text for claim in answer.claims]


def test_what_another_edition_says_without_a_year_is_not_given_for_the_year_asked_about(
    editions: Asker,
) -> None:
    """Only the bulletin on 2030 speaks of 渔歌演出, and its title says of when."""
    assert isinstance(editions.ask("2031年雁湖县渔歌演出举办了多少场？"), Declined)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("2030年雁湖县渔歌演出举办了多少场？", "35场"),
        ("雁湖县渔歌演出举办了多少场？", "35场"),
        ("2031年雁湖县接待游客多少万人次？", "97万人次"),
    ],
)
def test_each_edition_answers_for_its_own_year(editions: Asker, question: str, wanted: str) -> None:
    """And where no year is asked about, the one that says it."""
    check_shown(editions, question, wanted, "")


def test_a_report_on_work_may_be_asked_about_another_year(editions: Asker) -> None:
    """It looks back on the year before that of its title, and ahead."""
    check_shown(editions, "2031年浦尾镇修缮老码头几座？", "4座", "")


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("雁湖港3月份渔获量是多少吨？", "1260吨", "3540吨"),
        ("雁湖港5月渔获量是多少？", "1490吨", "1260吨"),
        ("雁湖港5月加冰用水多少吨？", "8万吨", ""),
        ("雁湖港一季度渔获量是多少？", "3540吨", "1260吨"),
    ],
)
def test_a_month_is_answered_where_its_bulletin_says_it(
    months: Asker, question: str, wanted: str, unwanted: str
) -> None:
    """Whatever those of other months and of the quarter say."""
    check_shown(months, question, wanted, unwanted)


def test_what_another_month_says_without_its_name_is_not_given_for_the_month_asked_about(
    tmp_path: Path,
) -> None:
    """Only the bulletin on May speaks of nets, and its title says of when."""
    march = MARCH.replace("3月份，全港", "")
    may = f"{MAY}修补渔网300张。\n"
    with asker_of(tmp_path, {"march.txt": march, "may.txt": may}) as asker:
        answer = asker.ask("雁湖港3月修补渔网多少张？")
    assert isinstance(answer, Declined)
    assert answer.signs.features["shut_out"] == 1.0


@pytest.mark.parametrize("question", ["雁湖港4月份渔获量是多少吨？", "雁湖港二季度渔获量是多少？"])
def test_a_month_without_a_bulletin_is_said_to_be_absent(months: Asker, question: str) -> None:
    answer = months.ask(question)
    assert isinstance(answer, Declined)
    assert Note("period-absent") in answer.notes


@pytest.mark.parametrize(
    ("question", "item"),
    [
        ("渔船进港以后在值班簿上登记什么？", "（三）在值班簿上登记船员人数。"),
        ("渔网在进港以后怎么办？", "（二）收起渔网；"),
    ],
)
def test_an_item_inside_a_paragraph_is_shown_behind_its_lead(leads: Asker, question: str, item: str) -> None:
    """The lead alone, and not its other items."""
    assert _claims(leads, question) == ["渔船进港以后应当做到：", item]


@pytest.mark.parametrize("question", ["在航道里下网罚多少？", "在航道内下网会怎么样？"])
def test_a_penalty_comes_behind_the_item_of_the_deed_and_its_lead(leads: Asker, question: str) -> None:
    """Of an article whose items stand in one paragraph the one that is meant is shown."""
    assert _claims(leads, question) == [
        "第二条 船主不得有下列行为：",
        "（一）在航道内下网；",
        "第四条 违反本办法第二条第一项规定的，处三百元罚款。",
    ]


def test_announced_reasons_are_shown_with_the_announcement(leads: Asker) -> None:
    """渔船减少的原因主要有三个 alone answers no why."""
    assert _claims(leads, "浦尾村渔船为什么减少？") == [
        "渔船减少的原因主要有三个。一是近海鱼少，出海亏本；二是青年外出，无人接船；三是船龄太长，报废的多。"
    ]


def test_of_lists_below_one_another_the_materials_are_shown(tmp_path_factory: pytest.TempPathFactory) -> None:
    """一、申请材料 stands over who applies, and that over what is asked for."""
    with asker_of(tmp_path_factory.mktemp("materials"), {"document.txt": REFUND}) as asker:
        said = "".join(_claims(asker, "合作社来申请退检验费，要带哪些材料？"))
    assert "加盖公章的申请书" in said


@pytest.mark.parametrize(
    ("document", "question", "shown"),
    [
        (
            SURVEY,
            "主要问题有哪些？",
            ["（一）渔网堆放杂乱。", "（二）污水直排入海。", "（三）公厕数量不足。"],
        ),
        (TRAINING, "主要成效有哪些？", ["（一）持证率提高。", "（二）事故减少。"]),
    ],
)
def test_the_list_is_that_whose_heading_ends_with_what_is_asked_for(
    tmp_path_factory: pytest.TempPathFactory, document: str, question: str, shown: list[str]
) -> None:
    """However often the items of another list say it."""
    with asker_of(tmp_path_factory.mktemp("lists"), {"document.txt": document}) as asker:
        assert _claims(asker, question) == shown
