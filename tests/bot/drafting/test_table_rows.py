"""The row and the column of a table that a question names in its own words, and what stands in no table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Answered, Declined
from tests.bot.drafting.asking import asker_of

HALL = """# 沣口县办事大厅窗口一览

| 窗口号 | 办理事项 | 负责人 | 联系电话 |
| --- | --- | --- | --- |
| 2—3 | 餐饮服务经营许可 | 丁一帆 | 0937-220 1102 |
| 4 | 烟草专卖零售许可 | 毛小溪 | 0937-220 1104 |
| 8 | 机动车驾驶证换领 | 龚立 | 0937-220 1108 |
| 9—10 | 不动产抵押登记 | 温如玉 | 0937-220 1109 |
"""
SHIFTS = """沣口县图书馆十月值班表

日期	带班馆长	早班开门	闭馆巡查
10月11日	牛志远	商梅	柳青
10月12日	牛志远	柳青	盛夏
10月13日	童谣	盛夏	商梅
"""
PRICES = """沣口县体育馆收费标准

项目	计价单位	收费标准（元）
大羽毛球厅租用	小时	90
小羽毛球厅租用	小时	40
乒乓球台	小时	15
储物柜寄存	月	25
成人月卡	张	120
家庭月卡	张	260
"""

GUARDS = """日期,上半夜巡堤,下半夜巡堤
2024-07-08,姜岩,阮山
2024-07-09,阮山,水生
2024-07-10,水生,姜岩
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks the windows of a hall, two rosters and a list of prices."""
    texts = {"hall.md": HALL, "shifts.txt": SHIFTS, "prices.txt": PRICES, "guards.csv": GUARDS}
    with asker_of(tmp_path_factory.mktemp("rows"), texts) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "shown", "not_shown"),
    [
        ("餐饮许可那边谁负责？", "丁一帆", "毛小溪"),
        ("换驾驶证在几号窗口？", "驾驶证换领", "2—3"),
        ("抵押登记的事打哪个电话？", "0937-220 1109", "0937-220 1108"),
        ("10月12号谁负责巡查？", "盛夏", "童谣"),
        ("7月9号下半夜谁巡堤？", "水生", "姜岩"),
        ("大的羽毛球厅一小时收多少？", "90", "40"),
        ("储物柜放一个月多少钱？", "25", "15"),
        ("家庭卡一张多少钱？", "260", "120"),
        ("烟草许可的窗口号是什么？", "毛小溪", "2—3"),
    ],
)
def test_a_row_is_found_by_the_questions_own_words(
    asker: Asker, question: str, shown: str, not_shown: str
) -> None:
    """Its row alone, below the names of the columns."""
    answer = asker.ask(question)
    assert isinstance(answer, Answered)
    assert answer.signs.features["by_cell"] == 1.0
    said = "|".join(claim.text for claim in answer.claims)
    assert shown in said
    assert not_shown not in said


@pytest.mark.parametrize(
    "question",
    [
        "中羽毛球厅租一小时多少钱？",
        "学生月卡一张多少钱？",
        "乒乓球拍租一小时多少钱？",
        "10月19号谁负责巡查？",
        "10月12号谁值夜班？",
        "酒类许可在几号窗口？",
        "餐饮许可那边谁投诉？",
    ],
)
def test_what_the_table_does_not_have_is_no_cell_of_it(asker: Asker, question: str) -> None:
    """Neither a third size, another day or shift, nor a column that isn't there."""
    assert asker.ask(question).signs.features["by_cell"] == 0.0


@pytest.mark.parametrize("question", ["中羽毛球厅租一小时多少钱？", "10月12号谁值夜班？"])
def test_another_size_and_another_shift_are_declined(asker: Asker, question: str) -> None:
    """The table has a large and a small hall, and duties by day."""
    assert isinstance(asker.ask(question), Declined)
