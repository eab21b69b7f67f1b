"""Whom to call for what, who comes first in a table, who bears which costs, and 它的 of another figure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Turn
from tests.bot.drafting.asking import asker_of, check_shown

RACE = """云屏县关于举办环湖骑行活动的通知

各乡镇人民政府：

定于9月8日举办环湖骑行活动，请于8月25日前报名，每队不超过六人。

报名咨询：体育科 柏小川，座机 5588 2031

车辆检修：骑行协会 祝远，手机 138 0000 4471

现场救护：县医院急诊科，电话 5588 0120

云屏县体育局
2024年8月1日
"""
RESULTS = """# 2024年云屏杯跳远成绩表

| 名次 | 姓名 | 单位 | 成绩（米） |
| --- | --- | --- | --- |
| 1 | 芮一帆 | 北塘镇 | 6.92 |
| 2 | 卓千里 | 南屿镇 | 6.81 |
| 3 | 祝小舟 | 东坝镇 | 6.77 |
"""
FEES = """云屏仲裁委员会收费标准

| 争议金额 | 受理费 | 处理费 |
| --- | --- | --- |
| 十万元以下 | 1200元 | 800元 |
| 十万元以上至三十万元 | 2600元 | 1700元 |
"""
COSTS = """云屏县中心小学外出培训费用规定

一、下列费用由学校承担：

1.培训单位收取的培训费；

2.往返各一次的火车票。

二、下列费用由参训教师自理：

1.培训期间外出游览的门票；

2.自行购买的参考书。
"""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    texts = {"race.txt": RACE, "results.md": RESULTS, "fees.md": FEES, "costs.txt": COSTS}
    with asker_of(tmp_path_factory.mktemp("papers"), texts) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("环湖骑行报名打谁的电话？", "5588 2031", "0120"),
        ("环湖骑行当天受了伤打什么电话？", "5588 0120", "2031"),
        ("云屏杯跳远第一名是谁？", "芮一帆", "卓千里"),
        ("云屏杯跳远季军是谁？", "祝小舟", "芮一帆"),
        ("外出游览的门票由谁出？", "参训教师自理", "学校承担"),
        ("哪些费用要参训教师自己掏？", "参考书", "火车票"),
    ],
)
def test_line_or_row_is_the_one_meant(papers: Asker, question: str, wanted: str, unwanted: str) -> None:
    check_shown(papers, question, wanted, unwanted)


def test_pronoun_keeps_the_row_and_changes_the_figure(papers: Asker) -> None:
    answer = papers.ask("它的受理费是多少？", (Turn("争议金额十万元以上至三十万元的，处理费是多少？"),))
    assert "2600元" in "".join(claim.text for claim in getattr(answer, "claims", ()))
