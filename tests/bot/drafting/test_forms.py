"""Forms of official documents: heads, steps, counts, tables, penalties, interviews, money, several questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library import build_asker, open_library
from bot.types import Answer, Answered, Declined, Turn
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

DECREE = """青塘县渔港管理规定

2021年3月4日 青塘县人民政府第18次常务会议通过

2021年4月6日 青塘县人民政府令第12号公布

第一条 渔港由县渔业部门管理。

第二条 船主应当在进港前两小时报告船员人数。

第三条 任何人不得在航道内撒网。

第四条 船上起火的，船主应当立即扑救，并向渔港调度室报告。

第五条 发现码头设施有缺陷的，应当在36小时内向渔业部门报告。

第六条 违反本规定第二条规定的，处三百元以上八百元以下罚款。

第七条 违反本规定第三条规定的，处二千元以上五千元以下罚款。

第八条 本规定自公布之日起施行。2009年1月1日县政府发布的《渔船停泊规定》同时废止。
"""
SPEECH = """分享
收藏
在全县护林防火动员会上的讲话
——2022年11月3日在岭北县护林防火动员会上
来源：岭北快报
县长 钱若谷
同志们：
今年以来，全县发生森林火情7起，同比减少4起。我们新建防火隔离带52公里。
"""
NOTICE = """岭北县水务局文件

岭水发〔2023〕41号

岭北县水务局 岭北县财政局
关于申报2023年小型水库维修项目的通知

各乡镇人民政府：

现就申报小型水库维修项目有关事项通知如下。

一、申报对象。（一）病险水库。经鉴定为三类坝的水库。（二）淤积水库。库容损失三成以上的水库。

二、维修补助按下列程序申领：

（一）申报。乡镇于5月底前提交申请书；

（二）踏勘。县水务局在12个工作日内现场踏勘；

（三）公示。公示5日无异议的，下达补助。

三、有下列情形之一的，不予补助：

（一）已列入国家规划的；

（二）产权不清的；

（三）三年内已经补助过的；

（四）擅自改变水库用途的。

四、申请参与维修施工的企业应当具备下列条件：

（一）有施工资质；

（二）无不良记录。

附件：1. 小型水库维修项目申请书
2. 病险水库名单

岭北县水务局 岭北县财政局
2023年4月10日
"""
TABLE = """# 2023年各乡镇造林情况

| 乡镇 | 造林面积（亩） | 成活率 | 护林员（人） |
| --- | --- | --- | --- |
| 石桥镇 | 1260 | 91% | 14 |
| 柳溪乡 | 840 | 78% | 9 |
| 高坪乡 | 2050 | 85% | 21 |
| 合计 | 4150 | 86% | 44 |
"""
INTERVIEW = """县图书馆搬迁答记者问

主持人：欢迎各位。

岭北早报记者：有读者说，新馆周末“一座难求”。请问是什么原因？

贺知秋：感谢您对图书馆的关心。原因主要有两点：一是自习座位只有120个，二是周边三所学校的学生都到这里复习。

岭北早报记者：新馆什么时候增加座位？

贺知秋：年底前增加80个自习座位。
"""
MONEY = """欠薪案件通报

案例一. 尤某请求某建材厂支付工资8800元，劳动仲裁委裁决某建材厂支付工资8800元。

案例二. 尤某请求某食品厂支付工资12600元。法院判决某食品厂支付工资5100元。

全县签约合同金额23.5亿元。
"""
ALLOWANCE = """高坪乡残疾人护理补贴办法

第二条 护理补贴由县财政承担百分之六十，乡财政承担百分之四十。其中石桥村由县财政承担百分之九十。

第三条 石桥村设护理员，一名护理员照看五户，每月补助420元。

第四条 公示期满无异议的，次月10日发放补贴。
"""
ALLIANCE = """岭北县医养服务说明

2022年起，全县组建老年健康照护服务联合体，已有9家敬老院加入，老人在院里就能看病。

目前照联体只收公办敬老院，民办养老院要到后年再逐步加入。

老年健康照护服务联合体统一购药。
"""
RAIL = """岭北县水利工程说明

2号闸计划2025年6月完工，设闸孔12孔。

3月份，全县来水量同比增加1.8%。
"""


def _answer(tmp_path: Path, text: str, question: str, *before: str, name: str = "a.txt") -> Answer:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    ingest([folder], tmp_path / "index")
    library = open_library(tmp_path / "index", BUNDLED)
    try:
        return build_asker(library).ask(question, [Turn(one) for one in before])
    finally:
        library.close()


def _said(answer: Answer) -> str:
    assert isinstance(answer, Answered), answer
    return "\n".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("text", "question", "told", "untold"),
    [
        pytest.param(DECREE, "渔港管理规定是哪天公布的？", ["2021年4月6日"], ["2009"], id="published"),
        pytest.param(DECREE, "渔港管理规定什么时候通过的？", ["2021年3月4日"], ["2009"], id="adopted"),
        pytest.param(
            DECREE, "渔港管理规定什么时候施行？", ["自公布之日起", "2021年4月6日"], ["废止"], id="in force"
        ),
        pytest.param(SPEECH, "护林防火动员会的讲话是谁作的？", ["钱若谷"], ["52公里"], id="speaker"),
        pytest.param(
            SPEECH, "县长的讲话是在什么会上作的？", ["2022年11月3日", "动员会上"], ["7起"], id="occasion"
        ),
        pytest.param(
            NOTICE, "小型水库维修项目的通知文号是多少？", ["岭水发〔2023〕41号"], ["通知如下"], id="number"
        ),
        pytest.param(
            NOTICE, "小型水库维修项目通知有哪些附件？", ["申请书", "病险水库名单"], ["踏勘"], id="attachments"
        ),
        pytest.param(NOTICE, "申报对象有哪几类？", ["病险水库", "淤积水库"], ["踏勘"], id="run-in items"),
        pytest.param(
            NOTICE, "水库维修补助怎么申领？", ["5月底前", "12个工作日", "公示5日"], ["施工资质"], id="steps"
        ),
        pytest.param(
            NOTICE,
            "不予补助的情形一共列了几项？",
            ["国家规划", "产权不清", "改变水库用途"],
            ["踏勘"],
            id="counted",
        ),
        pytest.param(
            INTERVIEW, "新馆周末为什么“一座难求”？", ["120个", "三所学校"], ["有读者说"], id="interview"
        ),
        pytest.param(
            INTERVIEW, "谁回答了新馆周末“一座难求”的问题？", ["贺知秋"], ["年底前"], id="who answered"
        ),
        pytest.param(
            MONEY, "建材厂和食品厂最后各支付尤某多少工资？", ["8800元", "5100元"], ["12600"], id="awarded"
        ),
        pytest.param(
            ALLOWANCE,
            "石桥村的护理补贴县里出多少?那边的护理员每月补多少?",
            ["百分之九十", "420元"],
            [],
            id="two",
        ),
        pytest.param(ALLOWANCE, "补贴几号到账,公示过了以后", ["次月10日"], ["420"], id="next month"),
        pytest.param(
            ALLIANCE, "民办养老院现在能加入老年健康照护服务联合体吗?", ["要到后年"], ["9家"], id="short form"
        ),
        pytest.param(
            DECREE,
            "船主不报告船员人数,要罚多少钱?",
            ["进港前两小时", "三百元以上八百元以下"],
            ["二千元"],
            id="penalty",
        ),
    ],
)
def test_a_form_of_official_documents_is_understood(
    tmp_path: Path, text: str, question: str, told: list[str], untold: list[str]
) -> None:
    """What is asked for is shown, and nothing that stands beside it."""
    said = _said(_answer(tmp_path, text, question))
    assert [one for one in told if one not in said] == []
    assert [one for one in untold if one in said] == []


@pytest.mark.parametrize(
    ("question", "row", "others"),
    [
        ("哪个乡镇的成活率最低？", "柳溪乡", ["石桥镇", "高坪乡"]),
        ("造林面积最大的是哪个乡镇？", "高坪乡", ["柳溪乡", "合计"]),
        ("石桥镇有多少护林员？", "石桥镇", ["柳溪乡", "高坪乡"]),
    ],
)
def test_a_row_of_a_table_is_found_by_comparing_and_by_its_names(
    tmp_path: Path, question: str, row: str, others: list[str]
) -> None:
    """The row with the most or the least, or of the name asked for, stands alone below its columns."""
    said = _said(_answer(tmp_path, TABLE, question, name="a.md"))
    assert row in said
    assert "护林员（人）" in said
    assert [one for one in others if one in said] == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        pytest.param(DECREE, "船上起火后应当在多少小时内报告？", id="another event"),
        pytest.param(RAIL, "3号闸什么时候完工？", id="another number"),
        pytest.param(RAIL, "4月份全县来水量同比增加多少？", id="another month"),
        pytest.param(MONEY, "全县招商引资实际到位资金是多少？", id="agreed, not paid"),
        pytest.param(MONEY, "拖欠工资的食品厂叫什么名字？", id="name left out"),
        pytest.param(SPEECH, "护林防火动员会讲话的发文字号是什么？", id="no number"),
    ],
)
def test_what_stands_nowhere_is_declined(tmp_path: Path, text: str, question: str) -> None:
    """Another event, number, month, stage of money: no figure of theirs is given."""
    assert isinstance(_answer(tmp_path, text, question), Declined)


def test_a_question_that_is_not_answered_is_named(tmp_path: Path) -> None:
    """Of two questions in one message, the one without an answer is told beside the other's."""
    answer = _answer(tmp_path, ALLOWANCE, "石桥村的护理员每月补助多少?青塘县的森林覆盖率是多少?")
    assert "420元" in _said(answer)
    assert [note.params for note in answer.notes if note.code == "part-unanswered"] == [
        {"question": "青塘县的森林覆盖率是多少?"}
    ]


def test_a_short_question_about_something_else_is_no_follow_up(tmp_path: Path) -> None:
    """A dish is not asked for in the village that was spoken of before."""
    answer = _answer(tmp_path, ALLOWANCE, "怎样做红烧肉?", "石桥村的护理员每月补助多少?")
    assert isinstance(answer, Declined)
    assert answer.condensed == ""
