"""Of things with like names the one that is meant: bridges, levels of care, walls, grades, days of the week, editions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.extraction.names_apart import only_other_said
from bot.questions.asker import Asker
from bot.types import Answered
from tests.bot.drafting.asking import asker_of, check_shown

NORTH = """北渚渡船乘坐须知

一、票价。每人每次3元。
二、停航。风力达到7级时停航。
"""
SOUTH = """南渚渡船乘坐须知

一、票价。每人每次5元。
二、停航。风力达到6级时停航。
"""
CARE = """云榭养老院照护规范

1 服务内容

1.1 轻度照护

1.1.1 每日查房不少于3次。
1.1.2 每周洗头1次。

1.2 中度照护

1.2.1 每日查房不少于5次。

1.3 重度照护

1.3.1 每2小时翻身1次。

2 值班

2.1 周一至周五17时30分交班，周日18时30分交班。
2.2 夜间求助拨打 0640 558 2230。
"""
PARK = """云榭古城开放公告

南门于2031年5月2日起开放。北门因修缮继续关闭。
民宿评定80分以上的为A级，不足50分的为D级。
"""
PLAN = """云榭县河道保洁工作要点

一、管住源头。加强渔船管理。对机动渔船逐艘登记，每季度查验两次。
二、清理水面。每日打捞水葫芦。
"""
CHARTER = """云榭县集邮协会章程

第一章 总则
第一条 本会是集邮爱好者的组织。

第二章 会员
第二条 会员每年交会费60元。会费入账后五个工作日内开具收据。
会员超过100人的县区有2个，依次为云榭县、芦汀县。

第三章 附则
第三条 本章程自通过之日起生效。
"""
OLD = """云榭县古树认养办法

第一条 认养人每年交认养费300元。
第二条 本办法自2015年3月1日起施行。
"""
NEW = """云榭县古树认养办法（2030年修订）

第一条 认养人每年交认养费500元。
第二条 本办法自2030年6月1日起施行，2015年3月1日施行的《云榭县古树认养办法》同时废止。
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    texts = {
        "north.txt": NORTH, "south.txt": SOUTH, "care.txt": CARE, "park.txt": PARK, "plan.txt": PLAN,
        "charter.txt": CHARTER, "old.txt": OLD, "new.txt": NEW,
    }  # fmt: skip
    with asker_of(tmp_path_factory.mktemp("names-apart"), texts) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("风力几级时北渚渡船停航？", "7级", "6级"),
        ("南渚渡船一次多少钱？", "5元", "3元"),
        ("中度照护的老人每天查房几次？", "不少于5次", "不少于3次"),
        ("南门哪天开放？", "5月2日", ""),
        ("评为A级的民宿要多少分？", "80分", ""),
        ("周三几点交班？", "17时30分", ""),
        ("夜间求助打什么电话？", "0640 558 2230", ""),
        ("怎么加强渔船管理？", "逐艘登记", ""),
        ("老办法里认养费一年多少钱？", "300元", "500元"),
        ("修订以后认养费一年多少钱？", "500元", "300元"),
        ("会费入账后几天能拿到收据？", "五个工作日", ""),
        ("收据多久能拿到？", "五个工作日", ""),
        ("哪几个县区的会员超过100人？", "云榭县", ""),
        ("南渚渡船什么时候停航？", "6级", "7级"),
        ("章程哪天生效？", "通过之日", ""),
        ("集邮协会的章程一共分几章？", "第三章 附则", ""),
        ("章程一共分几章？", "第三章 附则", ""),
    ],
)
def test_what_is_shown_is_of_the_one_that_the_question_names(
    asked: Asker, question: str, wanted: str, unwanted: str
) -> None:
    check_shown(asked, question, wanted, unwanted)


@pytest.mark.parametrize(
    "question",
    [
        "重度照护的老人每周洗几次头？",
        "北门哪天开放？",
        "评为B级的民宿要多少分？",
        "周六几点交班？",
    ],
)
def test_what_is_said_of_another_one_answers_nothing(asked: Asker, question: str) -> None:
    """The other ferry, level, gate, grade or day is spoken of, and this one is not."""
    assert not isinstance(asked.ask(question), Answered)


def test_only_the_other_name_is_said_where_its_beginning_is_and_its_like_ends_the_same() -> None:
    assert only_other_said("西津大桥多高?", "东津大桥", "西津大桥", 2)
    assert not only_other_said("东津大桥和西津大桥多高?", "东津大桥", "西津大桥", 2)
    assert not only_other_said("申请材料有哪些?", "申请条件", "申请材料", 2)
    assert not only_other_said("大桥多高?", "东津大桥", "西津大桥", 2)
