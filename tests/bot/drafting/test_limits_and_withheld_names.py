"""Limits inside one another, rules that are exceeded by exceptions in school years, names that a document leaves out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Declined, Turn
from tests.bot.drafting.asking import asker_of, check_shown

TICKETS = """柏溪植物园票务公告

成人每人30元，儿童免票。60岁以上老人每人15元，65岁以上老人每人8元，80岁以上老人免票。

柏溪植物园管理处
2025年3月2日
"""
LEAVE = """柏溪职业学校休学规定

一、休学以学期为单位办理，累计不得超过两学年。应征入伍的，最长保留学籍至退役后两年。

二、休学期间不享受助学金。
"""
REPAIR = """老水塔修缮情况

老水塔的修缮由某古建筑工程公司承担，更换木桁架27榀。
"""
PLAN = """柏溪乡2025年工作安排

各村民委员会：

壮大村集体经济。通过盘活闲置校舍、入股水磨坊两条路子，使九个村的收入超过15万元。

柏溪乡人民政府
2025年1月8日
"""
PARK = """柏溪矿山公园简况

矿山公园自2025年5月1日起试开放，预计全年接待游客30万人次。
"""
HERITAGE = """柏溪市水碓保护条例

第八条 在水碓保护范围内，不得从事爆破、挖掘作业。

第十条 任何单位和个人不得擅自拆卸、变卖列入名录的水轮。

第二十六条 违反本条例第八条规定的，处三万元以上二十万元以下罚款。

第二十八条 违反本条例第十条规定的，没收违法所得，并处一万元以上十万元以下罚款。
"""
REPORT = """松树乡政府工作报告

（2025年1月12日在松树乡第十届人民代表大会第三次会议上）

乡长 柏云帆

各位代表：

我代表乡人民政府，向大会作工作报告，请予审议。

一、过去一年的工作

村容有了新变化。硬化巷道7.3公里，安装路灯210盏，拆除残垣断壁31处。

二、今年的打算

计划新打机井4眼，衬砌渠道9公里。
"""
DRIVERS = """松树公交驾驶员管理规定

第四条 违规行为分别作停班培训、书面检查处理。

第六条 有下列情形之一的，停班培训：

（一）闯红灯的；

（二）开车打电话的。

第七条 有下列情形之一的，写书面检查：

（一）与乘客争吵的；

（二）站点未停稳开门的。
"""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    texts = {"a.txt": TICKETS, "b.txt": LEAVE, "c.txt": REPAIR, "d.txt": PLAN, "e.txt": HERITAGE}
    texts |= {"h.txt": PARK, "f.txt": REPORT, "g.txt": DRIVERS}
    with asker_of(tmp_path_factory.mktemp("papers"), texts) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("六十八岁的老人进植物园要几块钱？", "65岁以上老人每人8元"),
        ("学生休学最长多长时间？", "累计不得超过两学年"),
        ("今年乡里怎么壮大村集体经济？", "盘活闲置校舍"),
        # What a report of January 2025 calls the year gone by is 2024.
        ("松树乡2024年硬化了多少公里巷道？", "7.3公里"),
        ("擅自把名录里的水轮拆了卖掉，最多罚几万？", "一万元以上十万元以下"),
    ],
)
def test_what_holds_is_shown(papers: Asker, question: str, wanted: str) -> None:
    check_shown(papers, question, wanted, "")


def test_name_that_is_left_out_is_no_answer(papers: Asker) -> None:
    answer = papers.ask("负责修缮老水塔的那家古建公司叫什么名字？")
    assert isinstance(answer, Declined)
    assert [note.code for note in answer.notes] == ["name-withheld"]


def test_plan_is_no_answer_to_what_there_really_was(papers: Asker) -> None:
    assert isinstance(papers.ask("2025年柏溪矿山公园实际接待游客多少人次？"), Declined)
    check_shown(papers, "柏溪矿山公园预计接待游客多少人次？", "30万人次", "")


def test_cases_of_something_else_follow(papers: Asker) -> None:
    answer = papers.ask("那写书面检查的情形呢？", (Turn("哪些情形要停班培训？"),))
    shown = "".join(claim.text for claim in getattr(answer, "claims", ()))
    assert "与乘客争吵" in shown
    assert "闯红灯" not in shown
