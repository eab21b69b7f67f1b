"""The rows of a table that are asked for by what a column says: those that fell, those above a bound, the first of all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Answered
from tests.bot.drafting.asking import asker_of

TASKS = """禾源市2025年公厕改造任务分解表

县（区）	任务总数（座）	新建（座）	原址改建（座）	补助资金（万元）
月湖区	96	70	26	288
梅岭县	88	30	58	240.5
盐井县	64	33	31	190
白塔县	41	22	19	123.6
合计	289	155	134	842.1
"""
GOODS = """# 禾源市2025年主要工业品产量

全市规模以上工业企业214家，实现利润12.6亿元。

| 产品 | 单位 | 产量 | 同比增长（%） |
| --- | --- | --- | --- |
| 瓷砖 | 万平方米 | 812 | -6.1 |
| 黄酒 | 千升 | 5460 | 4.8 |
| 纱线 | 吨 | 3120 | -0.7 |
| 电动自行车 | 万辆 | 23.5 | 17.2 |
"""

FERRIES = """# 禾源市渡口客流情况

| 渡口 | 日客流量（人次） | 比上年增减（人次） |
| --- | --- | --- |
| 柳湾渡 | 320 | -45 |
| 石滩渡 | 1150 | 210 |
| 月牙渡 | 96 | -12 |
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks a table of tasks, one of products and one of ferries."""
    texts = {"tasks.txt": TASKS, "goods.md": GOODS, "ferries.md": FERRIES}
    with asker_of(tmp_path_factory.mktemp("filters"), texts) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("禾源市2025年哪几样工业品的产量下降了？", {"瓷砖", "纱线"}),
        ("哪些工业品产量增长超过10%？", {"电动自行车"}),
        ("产量下降超过5%的工业品有哪些？", {"瓷砖"}),
        ("公厕改造任务总数超过80座的有哪些县？", {"月湖区", "梅岭县"}),
        ("公厕原址改建不到三十座的县有哪些？", {"月湖区", "白塔县"}),
        ("哪个渡口客流量最大？", {"石滩渡"}),
        ("哪些渡口的客流比上年少了？", {"柳湾渡", "月牙渡"}),
        ("原址改建任务最多的是哪个县？", {"梅岭县"}),
        ("公厕补助资金排第一的是哪个县？", {"月湖区"}),
        ("新建公厕最少的是哪个县？", {"白塔县"}),
    ],
)
def test_all_rows_that_are_meant_are_shown_and_no_others(asker: Asker, question: str, rows: set[str]) -> None:
    """Worked out over the whole table, without the row of the sums."""
    answer = asker.ask(question)
    assert isinstance(answer, Answered)
    assert answer.signs.features["by_cell"] == 1.0
    said = "|".join(claim.text for claim in answer.claims)
    named = {"月湖区", "梅岭县", "盐井县", "白塔县", "合计", "瓷砖", "黄酒", "纱线", "电动自行车"}
    named |= {"柳湾渡", "石滩渡", "月牙渡"}
    assert {name for name in named if name in said} == rows


@pytest.mark.parametrize(
    "question",
    [
        "哪些工业品的价格下降了？",
        "哪些农产品的产量下降了？",
        "公厕改造任务总数超过80万元的有哪些县？",
        "哪些措施让产量下降了？",
        "哪些县的公厕新建超过500座？",
    ],
)
def test_no_rows_are_chosen_by_what_the_table_does_not_say(asker: Asker, question: str) -> None:
    """Not by another thing, another unit or a bound that no row meets."""
    assert asker.ask(question).signs.features["by_cell"] == 0.0
