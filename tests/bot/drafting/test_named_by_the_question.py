"""Of what stands side by side the part is shown that the question names: an item, a cell, a clause, a year."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Answered
from tests.bot.drafting.asking import asker_of

RULES = """汐原学院考勤办法

第一条 请假2天以内的由辅导员批准，3天至9天的由分院副院长批准，10天以上的由教务处批准。
第二条 缺课的，按下列规定处理：
（一）一学期累计缺课12学时的，给予提醒；
（二）累计24学时的，给予警告；
（三）累计36学时的，给予记过。
第三条 散布虚假停课消息的，由公安机关依法处理。
第四条 宿舍区大门晚上22:30关闭，早上6:00开放。

汐原学院
2022年8月24日
"""
POSTS = """汐原县2024年招聘护理人员公告

一、招聘岗位
岗位代码	岗位名称	人数	学历要求
B01	门诊护理	4	本科及以上
B02	急诊护理	9	大专及以上
B03	病房护理	6	大专及以上

二、报名
报名费每人60元。
"""
PAY = """汐原县社区干部报酬方案

一、基本报酬
（一）书记每月4100元；
（二）副书记、副主任每月3300元；
（三）其他委员每月2700元。

二、经费来源
基本报酬由县财政承担七成，街道承担三成；离任补助全部由县财政承担。
"""
REPORT = """汐原县政府工作报告

一、2023年工作回顾
改造老旧小区31个，惠及居民2.2万户。

二、2024年重点工作
计划改造老旧小区18个，新建口袋公园5处。
"""
PLACES = """汐原镇便民服务一览表

单位	办公地址	工作时间	办公电话
农技服务站	粮仓街12号	周一至周五	0838-411 2256
综合执法队	迎春路3号	每天	0838-411 2233
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks a rule, a plan of pay, a report and two tables."""
    texts = {
        "rules.txt": RULES,
        "posts.txt": POSTS,
        "pay.txt": PAY,
        "report.txt": REPORT,
        "places.txt": PLACES,
    }
    with asker_of(tmp_path_factory.mktemp("named"), texts) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "shown", "not_shown"),
    [
        ("请五天假要谁批？", "分院副院长", ()),
        ("编造停课的假消息归谁管？", "公安机关", ()),
        ("离任补助的钱谁出？", "县财政承担", ()),
        ("缺课二十四个学时给什么处分？", "给予警告", ("记过", "提醒")),
        ("社区副主任每月报酬多少？", "3300元", ("4100元", "2700元")),
        ("急诊护理招几个人？", "B02\t急诊护理\t9", ("B01", "B03")),
        ("农技服务站在哪儿办公？", "粮仓街12号", ("迎春路",)),
        ("2023年改造了多少个老旧小区？", "31个", ("18个",)),
    ],
)
def test_only_what_is_asked_about_is_shown(
    asker: Asker, question: str, shown: str, not_shown: tuple[str, ...]
) -> None:
    """Not the items, rows and years beside it."""
    answer = asker.ask(question)
    assert isinstance(answer, Answered)
    said = "|".join(claim.text for claim in answer.claims)
    assert shown in said
    assert not any(other in said for other in not_shown)


def test_no_day_answers_a_question_for_a_time_of_day(asker: Asker) -> None:
    """几点以后 is answered by 22:30 and by no date."""
    answer = asker.ask("宿舍区大门几点以后就关了？")
    assert isinstance(answer, Answered)
    said = "|".join(claim.text for claim in answer.claims)
    assert "22:30" in said
    assert "2022年" not in said


def test_a_column_that_counts_all_counts_no_part_of_them(asker: Asker) -> None:
    """How many of them are men no column says."""
    assert asker.ask("急诊护理招几个人？").signs.features["by_cell"] == 1.0
    assert asker.ask("急诊护理招几个持证上岗的男生？").signs.features["by_cell"] == 0.0


NORTH = """北塘公园游园须知

一、本园免费开放，开放时间为6:00至22:00。
二、允许在指定区域垂钓，时间为每日7:00至17:00。
三、园内禁止游泳、滑冰。
"""
SOUTH = """南屿森林公园游园须知

一、开放时间为7:00至18:00，17:00停止入园。
二、门票每张20元，学生半价。
三、园内禁止采摘野果。
"""


@pytest.fixture(scope="module")
def parks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks two documents of one kind."""
    with asker_of(tmp_path_factory.mktemp("parks"), {"north.txt": NORTH, "south.txt": SOUTH}) as made:
        yield made


def test_what_is_said_of_one_of_two_like_documents_is_no_answer_for_the_other(parks: Asker) -> None:
    """The park with the tickets says nothing of fishing."""
    answer = parks.ask("南屿森林公园几点到几点可以钓鱼？")
    cited = [one.file for claim in getattr(answer, "claims", ()) for one in claim.citations]
    assert "north.txt" not in cited


def test_both_are_asked_where_both_are_named_or_none_is(parks: Asker) -> None:
    """The title sets apart only what a question sets apart."""
    for question in ("北塘公园和南屿森林公园的开放时间分别是几点到几点？", "园内禁止哪些行为？"):
        assert {hit.passage.file for hit in parks.ask(question).retrieved} == {"north.txt", "south.txt"}


YEARBOOK = """汐原市2023年国民经济和社会发展统计公报

一、人口和收入
年末户籍人口84.2万人。年末常住人口城镇化率为61.3%，比上年提高0.8个百分点。
全年农村居民人均可支配收入24310元，增长7.2%。全年居民人均消费支出按常住地计算。
"""


@pytest.fixture(scope="module")
def yearbook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks a bulletin that gives one figure of each pair."""
    with asker_of(tmp_path_factory.mktemp("yearbook"), {"bulletin.txt": YEARBOOK}) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("2023年汐原市常住人口城镇化率是多少？", True),
        ("2023年汐原市户籍人口城镇化率是多少？", False),
        ("2023年汐原市农村居民人均可支配收入是多少元？", True),
        ("2023年汐原市农村居民人均消费支出是多少元？", False),
    ],
)
def test_a_figure_of_one_kind_is_none_of_its_counterpart(
    yearbook: Asker, question: str, answered: bool
) -> None:
    """Also where another sentence beside it speaks of the counterpart."""
    assert isinstance(yearbook.ask(question), Answered) is answered
