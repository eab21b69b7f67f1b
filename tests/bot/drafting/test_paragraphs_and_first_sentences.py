"""Penalties of a paragraph, figures that a lead says of its items, first sentences that only repeat the question."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from tests.bot.drafting.asking import asker_of, check_shown

TEXTS = {
    "游船.txt": """芦汀湖游船安全管理办法

第四条 游船经营者应当为每名乘客配备一件救生衣。

游船经营者不得在雷雨天气开船。

第五条 游船驾驶员不得有下列行为：

（一）出借驾驶证；

（二）超过核定人数载客；

（三）擅自关闭定位装置。

第六条 违反本办法第四条第一款规定的，处二百元罚款。

第七条 违反本办法第四条第二款规定的，处一千元以上三千元以下罚款。

第八条 游船驾驶员有本办法第五条第一项行为的，收回驾驶证；有第二项、第三项行为的，处七百元罚款。

第九条 驾驶员连续驾驶游船不得超过四小时。
""",
    "记点.txt": """滬江區托嬰人員服務記點辦法

第一條 為提升托嬰服務品質，訂定本辦法。

第二條 托嬰人員有下列情形之一者，記五點：

一、未洗手即為嬰兒餵食者。

二、將嬰兒單獨留置於沐浴臺者。

第三條 托嬰人員有下列情形之一者，記一點：

一、未填寫當日睡眠紀錄者。

二、遲延開窗通風者。

第四條 一年內累計滿八點者，停止服務十日。
""",
    "年报.txt": """昌渡钟表股份有限公司2021年社会责任报告（摘要）

一、员工

持续改善员工用餐条件。食堂新增清真窗口2个，夜班加餐标准提到每人15元，厨余当日清运。

二、环保

稳步压减电镀废水排放。电镀线改为三级逆流漂洗，回用水池扩建到600立方米。
""",
    "场馆.txt": """柳塘镇体育馆预约办法

第一条 团体预约场馆，按照下列步骤进行：

1. 选场。在窗口选定时段；

2. 登记。填写参加人名单；

3. 确认。两日内等候答复。

第二条 押金的退还，由领队离场时报告，查看无损后五日内原路退回。
""",
    "座谈.txt": """望桥路改造居民座谈会记录

会议时间：2022年6月9日

居民代表谷大年：路灯什么时候能亮？

区城管局 汤以宁：七月底前亮灯，灯杆已经到货。

设计单位 简平：我补充一句，灯距按二十五米布置。
""",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with asker_of(tmp_path_factory.mktemp("asked"), TEXTS) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("游船在雷雨天气开船罚多少？", "一千元以上三千元以下", "二百元"),
        ("游船没给乘客配备救生衣怎么罚？", "二百元", "一千元"),
        ("游船驾驶员擅自关闭定位装置怎么罚？", "七百元", "二百元"),
        ("驾驶员最多能连续驾驶游船几个小时？", "不得超过四小时", ""),
        ("将嬰兒單獨留置於沐浴臺記幾點？", "記五點", "記一點"),
        ("公司怎样改善员工用餐条件？", "清真窗口2个", "电镀"),
        ("公司如何压减电镀废水排放？", "三级逆流漂洗", "清真"),
        ("体育馆的押金怎么退？", "五日内原路退回", "选场"),
        ("谁回答居民路灯亮不亮的？", "汤以宁", "简平"),
    ],
)
def test_what_is_shown_says_it(asked: Asker, question: str, wanted: str, unwanted: str) -> None:
    check_shown(asked, question, wanted, unwanted)


PENALTIES = """浦岭县垂钓管理办法

第八条 垂钓园经营者应当配备救生圈，并公示水深。

第十一条 垂钓园经营者有下列行为之一的，责令限期改正，处三千元以上九千元以下罚款；情节严重的，责令停业整顿；造成损失的，依法承担赔偿责任：

（一）未公示水深或者公示的水深与实际不符的；

（二）向未满十二周岁且无人陪同的儿童出租钓具的；

（三）投放未经检疫的鱼苗的。

第十二条 垂钓人有下列行为之一的，给予警告，可以并处一百元以上三百元以下罚款；妨碍执行公务的，移送公安机关：

（一）使用爆炸钩的；

（二）夜间在水源保护区垂钓的。
"""


@pytest.fixture(scope="module")
def penal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with asker_of(tmp_path_factory.mktemp("penal"), {"垂钓.txt": PENALTIES}) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "figure", "deed", "unwanted"),
    [
        ("投放未经检疫的鱼苗罚多少钱？", "三千元以上九千元以下", "投放未经检疫的鱼苗", "爆炸钩"),
        ("未公示水深怎么处罚？", "三千元以上九千元以下", "未公示水深", "水源保护区"),
        ("使用爆炸钩会被罚多少钱？", "一百元以上三百元以下", "使用爆炸钩", "鱼苗"),
        ("夜间在水源保护区垂钓有什么处罚？", "一百元以上三百元以下", "夜间在水源保护区垂钓", "鱼苗"),
    ],
)
def test_a_deed_among_items_is_shown_below_the_whole_lead(
    penal: Asker, question: str, figure: str, deed: str, unwanted: str
) -> None:
    """Of a lead with several clauses the last, right before the items, is not what follows from the deed."""
    check_shown(penal, question, figure, unwanted)
    check_shown(penal, question, deed, unwanted)
