"""Rules parted into points (點), rules beside their exceptions, transcripts whose askers are nobody's list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Answered, Declined
from tests.bot.drafting.asking import asker_of, check_shown

POINTS = """霧台鄉立圖書館自修室使用要點

第 1 點
為便利鄉民自修，特訂定本要點。

第 2 點
自修室每日八時開放，二十一時關閉。

第 3 點
座位以先到者優先，離座逾三十分鐘者，得由他人使用。
座位不得以物品占用。

第 4 點
攜入飲料者，應加蓋。
"""
NUMBERED = """霧台鄉立托育中心收托要點

一、為協助家長托育幼兒，特訂定本要點。

二、幼兒每日收托時間以不超過十小時為限。遇颱風停班停課時，收托時間得縮短，最短為三小時。

三、餐點費每月新臺幣一千二百元，於每月五日前繳納。
"""
HOTLINE = """《百姓连线》节目实录

播出时间：2024年3月7日

主持人 卓然：今天请到市水务局的两位嘉宾。

来电听众：西门巷的水压为什么总是上不去？

柏森林：水压低有两个原因：一是老管网锈蚀严重；二是加压泵站还没有建成。

来电听众：夜里抢修吵人，能不能换个时间？

芮明：从本周起，夜里十点以后不再抢修。

主持人 卓然：感谢两位。
"""


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with asker_of(tmp_path_factory.mktemp("points"), {"a.txt": POINTS}) as asker:
        yield asker


@pytest.fixture(scope="module")
def numbered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with asker_of(tmp_path_factory.mktemp("numbered"), {"a.txt": NUMBERED}) as asker:
        yield asker


@pytest.fixture(scope="module")
def hotline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with asker_of(tmp_path_factory.mktemp("hotline"), {"a.txt": HOTLINE}) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("座位可以讓他人使用，是第幾點規定的？", "第 3 點", "第 4 點"),
        ("哪一點規定飲料應加蓋？", "第 4 點", "第 3 點"),
        ("第二點規定了什麼？", "八時開放", "加蓋"),
    ],
)
def test_point_is_found_by_what_it_says_and_by_its_number(
    points: Asker, question: str, wanted: str, unwanted: str
) -> None:
    check_shown(points, question, wanted, unwanted)


def test_points_are_counted(points: Asker) -> None:
    answer = points.ask("这个要点共有几点？")
    assert isinstance(answer, Answered)
    assert [(note.params["count"], note.params["unit"]) for note in answer.notes] == [(4, "点")]


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        # Without articles the numbered parts of a rule are its points.
        ("每月五日前繳納餐點費，是第幾點規定的？", "三、餐點費", ""),
        # The rule stands before the exception that has the question's words.
        ("幼兒每日收托時間最多幾小時？", "不超過十小時", ""),
        # Who asks for the special case gets that alone.
        ("颱風停班停課時收托時間最短幾小時？", "最短為三小時", "不超過十小時"),
    ],
)
def test_rule_stands_beside_its_exception(numbered: Asker, question: str, wanted: str, unwanted: str) -> None:
    check_shown(numbered, question, wanted, unwanted)


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("西门巷的水压为什么上不去？", "老管网锈蚀", "抢修"),
        ("谁回答了夜里抢修吵人的问题？", "芮明", "柏森林"),
        ("节目里回答西门巷水压为什么低的是谁？", "柏森林", "芮明"),
    ],
)
def test_whoever_begins_with_a_question_asks(
    hotline: Asker, question: str, wanted: str, unwanted: str
) -> None:
    check_shown(hotline, question, wanted, unwanted)


def test_point_that_is_not_there(points: Asker) -> None:
    assert isinstance(points.ask("第九點規定了什麼？"), Declined)
