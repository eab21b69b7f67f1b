"""Companies by their short names, several bodies side by side, rows under numbers, attachments with lists of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.library import build_asker, open_library
from bot.questions.asker import Asker
from bot.types import Answered, Declined
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

TRANSIT = """汐浦轨道交通集团有限公司2023年度社会责任报告

一、基本情况

集团董事长为端木漪，总经理为欧阳柏。

年末在册职工3120人，其中女职工占三成。

二、公益

全年对外捐赠45万元，主要用于山区学校。

乘客满意度为91.2分。
"""
HEATING = """汐浦热力集团有限公司2023年度社会责任报告

一、基本情况

集团董事长为令狐澈，总经理为司马棠。

年末在册职工1580人，其中女职工占四成。

二、公益

全年对外捐赠82万元，主要用于低保家庭取暖。

用户满意度为88.5分。
"""
NOTICE = """关于做好2024年助残岗位申请工作的通知

各乡镇人民政府：

现就2024年助残岗位申请有关工作通知如下。

一、申请对象

本县持证残疾人。

二、时间安排

3月1日至3月20日接受申请。

联系人：市残疾人联合会康复科 钟离禾

汐浦市残疾人联合会
2024年2月18日

附件1
受理点名单

序号	受理点名称	所在乡镇	窗口数（个）
1	东塍便民服务站	东塍镇	4
2	西埭便民服务站	西埭镇	7
3	合堰便民服务站	合堰镇	5

附件2
申请指南

一、申请条件：年满十八周岁。

二、申请材料

1.《助残岗位申请表》一式两份；

2.残疾人证复印件；

3.近期照片三张。

三、办理流程

1.到受理点提交；

2.五个工作日内答复。
"""
BULLETIN = """汐浦市2023年国民经济和社会发展统计公报

初步核算，全年全市地区生产总值735.2亿元，比上年增长4.8%。

县区	地区生产总值（亿元）	增速（%）	年末常住人口（万人）
东塍县	210.4	5.1	33.2
西埭县	188.9	6.3	28.4
合堰区	335.9	4.2	51.0

副市长公冶霖通报了有关情况，市统计局局长漆雕岚主持。
"""
DOCUMENTS = {"轨道.txt": TRANSIT, "热力.txt": HEATING, "通知.txt": NOTICE, "公报.txt": BULLETIN}


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Answers from two reports of one form, a notice with attachments and a bulletin with a table."""
    folder = tmp_path_factory.mktemp("bodies")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
    ingest([folder / name for name in DOCUMENTS], folder / "index", BUNDLED)
    library = open_library(folder / "index", BUNDLED)
    yield build_asker(library)
    library.close()


def _said(asker: Asker, question: str) -> str:
    answer = asker.ask(question)
    assert isinstance(answer, Answered), answer
    return "\n".join(claim.text for claim in answer.claims)


def test_a_company_is_known_by_its_short_name(asker: Asker) -> None:
    """轨交集团 is 汐浦轨道交通集团有限公司, and no other company's figures are shown."""
    said = _said(asker, "轨交集团的董事长是谁？")
    assert "端木漪" in said
    assert "令狐澈" not in said


def test_two_companies_are_each_answered_for(asker: Asker) -> None:
    said = _said(asker, "轨交集团和热力集团2023年各对外捐赠了多少钱？")
    assert "45万元" in said
    assert "82万元" in said


def test_the_row_that_grew_most_is_read_off_the_column_of_growth(asker: Asker) -> None:
    said = _said(asker, "三个县区里GDP增长最快的是哪个？")
    assert "西埭县" in said
    assert "合堰区" not in said


def test_a_row_behind_its_number_is_named_by_its_second_cell(asker: Asker) -> None:
    said = _said(asker, "西埭便民服务站有几个窗口？")
    assert "7" in said
    assert "东塍" not in said


def test_what_is_handed_in_is_the_list_of_the_attachment(asker: Asker) -> None:
    said = _said(asker, "申请助残岗位要带哪些材料？")
    assert all(one in said for one in ("申请表", "残疾人证复印件", "照片"))
    assert "申请对象" not in said


@pytest.mark.parametrize(
    "question", ["汐浦市市长是谁？", "市财政局局长是谁？", "2022年汐浦市的GDP是多少亿元？"]
)
def test_another_office_or_year_is_no_answer(asker: Asker, question: str) -> None:
    """副市长 is not 市长, another bureau's head not this one's, and 比上年增长 gives no figure of the year before."""
    assert isinstance(asker.ask(question), Declined)
