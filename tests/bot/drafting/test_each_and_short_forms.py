"""Second questions that stand alone, the same asked of each of two, short forms, and the words people use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Declined
from tests.bot.drafting.asking import asker_of, check_shown

DECISIONS = """柳湾省乒乓球协会纪律处罚摘要

一、运动员祝海平摔坏球台，罚款800元，停赛3场。

二、教练员仇立新辱骂裁判员，停赛6场。
"""
GRAIN = """荞县冬小麦收购公告

一、收购地点。县粮库、东坝收储点。其中东坝收储点只在单日收粮。

二、质量要求。水分不高于12.5%，杂质不高于1.0%。

三、第一批收购于6月10日开始，共收购4200吨。
"""
SHORT = """汀洲市外贸座谈会纪要

一、会议介绍了汀洲市进口水果口岸查验分拣中心（以下简称查验中心）建设情况。汀洲市进口水果口岸查验分拣中心已有19家企业入驻。

二、查验中心每日18时停止收货，停止收货后到达的车辆次日查验。

三、查验中心目前只接收冷藏集装箱，散货船货物仍在老码头查验。
"""
FEES = """苇塘县随迁儿童入园办理指南

一、适用对象。父母一方在本县务工满半年的儿童。

二、办理流程

（一）登记。家长在3月1日至20日到社区登记；

（二）核验。派出所在4月10日前核对居住证；

（三）录取。6月5日前发放入园通知。

三、民办园申请接收随迁儿童入园的，应当提交办园许可证。

四、办理入园不收取任何费用。

五、老人陪同接送的，65岁以上老人每餐补贴3元，75岁以上老人每餐补贴5元。
"""
ROUNDS = """云屏县羽毛球联赛战报

第4轮比赛于6月2日结束。本轮共赛6场，出示黄牌5张。

前4轮共赛24场，出示黄牌21张。
"""


def _asker(tmp_path_factory: pytest.TempPathFactory, text: str) -> Iterator[Asker]:
    with asker_of(tmp_path_factory.mktemp("each"), {"a.txt": text}) as asker:
        yield asker


@pytest.fixture(scope="module")
def decisions(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    yield from _asker(tmp_path_factory, DECISIONS)


@pytest.fixture(scope="module")
def grain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    yield from _asker(tmp_path_factory, GRAIN)


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    yield from _asker(tmp_path_factory, SHORT)


@pytest.fixture(scope="module")
def fees(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    yield from _asker(tmp_path_factory, FEES)


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    yield from _asker(tmp_path_factory, ROUNDS)


@pytest.mark.parametrize("wanted", ["停赛3场", "停赛6场"])
def test_each_of_two_is_asked(decisions: Asker, wanted: str) -> None:
    check_shown(decisions, "祝海平和仇立新分别停赛几场？", wanted, "")


@pytest.mark.parametrize("wanted", ["只在单日", "12.5%"])
def test_second_question_is_not_of_the_first_ones_subject(grain: Asker, wanted: str) -> None:
    check_shown(grain, "东坝收储点哪天收粮？水分要求多少？", wanted, "")


def test_another_number_of_the_same_is_not_there(grain: Asker) -> None:
    assert isinstance(grain.ask("第二批收购哪天开始？"), Declined)


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("汀洲市进口水果口岸查验分拣中心每天几点停止收货？", "18时", "19家"),
        ("进口水果口岸查验分拣中心收不收散货船的货物？", "散货船货物仍在老码头", "19家"),
    ],
)
def test_declared_short_form_is_asked_for_too(
    short: Asker, question: str, wanted: str, unwanted: str
) -> None:
    check_shown(short, question, wanted, unwanted)


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("随迁儿童入园怎么申请？", "到社区登记", "许可证"),
        ("申请入园要交钱吗？", "不收取任何费用", ""),
        ("七十多岁快八十的老人吃一顿补几块？", "5元", ""),
    ],
)
def test_words_that_people_use(fees: Asker, question: str, wanted: str, unwanted: str) -> None:
    check_shown(fees, question, wanted, unwanted)


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("第4轮出示了多少张黄牌？", "黄牌5张", "21张"),
        ("前4轮一共出示了多少张黄牌？", "黄牌21张", "黄牌5张"),
    ],
)
def test_sum_of_rounds_is_no_other_figure_for_one(
    rounds: Asker, question: str, wanted: str, unwanted: str
) -> None:
    check_shown(rounds, question, wanted, unwanted)
