"""Of the parts of one document the one that is meant: numbered themes, plans and deeds, items, rows, groups, things of a sort."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Answered, Declined
from tests.bot.drafting.asking import asker_of, check_shown

GUIDE = """岚汀省水产科研项目申报指南

一、支持方向

方向一：海带育苗病害防控
考核指标：建立育苗示范场4个。
支持额度：不超过70万元。

方向二：扇贝采收机械研制
考核指标：研制样机2台，申请发明专利3件以上。
支持额度：不超过160万元。

二、申报时间
网上填报截止时间为2031年9月30日。
"""
REPORT = """柳汀镇2031年政府工作报告

一、2030年工作回顾
硬化村道21公里，新建便民桥5座。改造卫生厕所310户。

二、2031年工作安排
硬化村道13公里，新建便民桥3座。改造卫生厕所180户。
"""
MARKET = """蘆汀墟市管理規則

第一條　墟市由蘆汀鄉事會管理。
第二條　攤位月租如下：
（一）魚檔，每月七百二十元；
（二）菜檔，每月四百六十元；
（三）花檔，每月三百九十元。
"""
NAMES = """柳汀县非物质文化遗产传承人名单

一、民间音乐（2人）
渔歌号子　郁海生　男
竹笛　　　邬秀兰　女

二、民间美术（2人）
贝雕　　　桑有成　男
剪纸　　　滕月娥　女
"""
TARIFF = """柳汀县供水收费表

| 项目 | 用户 | 收费标准 |
| --- | --- | --- |
| 新装水表 | 居民 | 560元 |
| 新装水表 | 商户 | 1380元 |
| 迁移水表 | 居民 | 110元 |
"""
BUSES = """柳汀县公交调整通告

7路撤销“西闸口”站。33路撤销“盐仓”站。18路照常。
| 线路 | 首班 | 末班 |
| --- | --- | --- |
| 18路 | 6:30 | 21:10 |
| 33路 | 6:00 | 20:20 |
"""
BULLETIN = """柳汀县2030年专利工作通报

全县专利申请量1260件，比上年增长8%。全县举办培训14期。
"""
HONOURS = """柳汀县关于表扬2030年度消防工作先进个人的决定

一、志愿消防员（4名）

郁长风　邬秋水　桑小满　滕一诺

二、安全管理人员（2名）

柳汀中学　冉春山
盐仓粮店　卜大年

各单位要以先进为榜样。
"""
RACE = """柳汀县龙舟邀请赛规程

一、报名费每队300元。
二、奖励：
（一）第一名奖金9000元，第二名奖金6000元；
（二）第四名至第八名发纪念品。
"""
LIFTS = """柳汀县电梯管理办法

第四条 新安装的电梯应当配置视频监控，录像至少保存三十日。
第五条 电梯停用超过一个月的，应当张贴告示。
"""
HALL = """柳汀音乐厅演出安排

音乐厅5月份安排四场演出：一是民乐夜，二是合唱周，三是童声会，四是独奏会。
"""
CLINIC = """柳汀县中医院端午节门诊安排

一、6月6日上午8时至12时开放普通门诊，6月7日全天停诊。
二、急诊照常。
"""
TRIP = """<html><body><h1>柳汀客运站乘车须知</h1><ol>
<li>儿童应当由成年人陪同乘车。</li>
<li>开车前20分钟停止托运行李。</li>
</ol></body></html>
"""
YEAR_2029 = """柳汀县2029年就业公报

年末全县参加失业保险4.1万人，参加工伤保险5.3万人。
"""
YEAR_2030 = """柳汀县2030年就业公报

年末全县参加失业保险4.6万人，参加工伤保险5.8万人。
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks fifteen short documents."""
    texts = {
        "guide.txt": GUIDE, "report.txt": REPORT, "market.txt": MARKET, "names.txt": NAMES, "tariff.md": TARIFF,
        "buses.md": BUSES, "bulletin.txt": BULLETIN, "honours.txt": HONOURS, "race.txt": RACE, "lifts.txt": LIFTS,
        "hall.txt": HALL, "clinic.txt": CLINIC, "trip.html": TRIP, "2029.txt": YEAR_2029, "2030.txt": YEAR_2030,
    }  # fmt: skip
    with asker_of(tmp_path_factory.mktemp("parts-apart"), texts) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("方向二最多支持多少经费？", "160万元", "70万元"),
        ("柳汀镇去年硬化了多少公里村道？", "21公里", "13公里"),
        ("柳汀镇今年打算硬化多少公里村道？", "13公里", "21公里"),
        ("花档的摊位每个月租金多少？", "三百九十元", "七百二十元"),
        ("民间美术类的传承人有哪几位？", "滕月娥", "邬秀兰"),
        ("居民家新装一只水表收多少钱？", "560元", "1380元"),
        ("33路最晚一班是几点？", "20:20", "21:10"),
        ("柳汀县的专利申请量是多少件？", "1260件", ""),
        ("受表扬的志愿消防员有哪些人？", "滕一诺", "冉春山"),
        ("龙舟赛第二名奖金多少？", "6000元", "纪念品"),
        ("端午节县中医院哪天全天停诊？", "6月7日", ""),
        ("2030年柳汀县参加失业保险的有多少人？", "4.6万人", "4.1万人"),
    ],
)
def test_what_is_shown_is_of_the_part_that_the_question_names(
    asked: Asker, question: str, wanted: str, unwanted: str
) -> None:
    """And nothing from beside it."""
    check_shown(asked, question, wanted, unwanted)


@pytest.mark.parametrize(
    "question",
    [
        "方向一要求申请几件发明专利？",
        "18路撤销了哪个站？",
        "柳汀县的专利授权量是多少件？",
        "新装电梯没有配置视频监控的罚多少钱？",
        "柳汀音乐厅6月份有哪些演出？",
    ],
)
def test_what_is_said_of_another_part_only_is_declined(asked: Asker, question: str) -> None:
    """Patents are asked of the other theme, stops were taken from other lines, only applications are
    counted, a duty sets no penalty, and the programme is May's."""
    assert isinstance(asked.ask(question), Declined)


def test_a_quotation_has_no_number_that_only_the_page_gives_its_item(asked: Asker) -> None:
    """The second item of a numbered list of a web page is quoted as the file has it."""
    answer = asked.ask("开车前多少分钟停止托运行李？")
    assert isinstance(answer, Answered)
    assert answer.claims[0].text == "开车前20分钟停止托运行李。"
