"""Whose figures they are and of when: a head without a place in its title, years of editions, months that go on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Answered
from tests.bot.drafting.asking import asker_of, check_shown

REPORT = """政府工作报告

——2025年1月9日在柳汀市第七届人民代表大会第四次会议上

柳汀市人民政府市长　骆青原

一、2024年工作回顾
高新技术企业由上年的142家增加到175家。新建口袋公园21个。

二、2025年重点任务
新建口袋公园15个。
"""
COMPANY = """柳汀清源水务有限责任公司
2024年度社会责任报告（摘要）

一、经营情况
实现营业收入3.26亿元，利润总额0.41亿元。
"""
OLD_RULE = """柳汀师范学院公寓住宿办法
（柳师院〔2018〕31号）

第一条 公寓住宿费每人每年900元。
第二条 退宿申请在3个工作日内办结。
第三条 本办法自2018年9月1日起施行。
"""
NEW_RULE = """柳汀师范学院公寓住宿办法（2023年修订）
（柳师院〔2023〕12号）

第一条 公寓住宿费每人每年1200元。
第二条 退宿申请在5个工作日内办结。
第三条 本办法自2023年9月1日起施行。
"""
LEAVE = """柳汀通信有限公司休假制度

第一条 员工累计工作已满1年不满8年的，年休假6天；已满8年不满16年的，年休假9天；已满16年的，年休假14天。
第二条 年休假可以延至次年12月10日前休完。
"""
TOURISM = """柳汀区2024年8月旅游情况

8月份，全区接待游客91.2万人次，实现旅游收入5.74亿元。其中，古埠景区接待22.3万人次，红枫谷景区接待14.6万人次。
1—8月，全区累计接待游客508.6万人次，累计实现旅游收入33.18亿元。
"""
CASES = """柳汀区人民法院劳动争议案例

一、送货员受伤案
送货员柯某送货途中受伤，要求公司支付医疗费、误工费共计88200元。法院判令公司支付医疗费、误工费共计63500元。
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """A report, a company, two editions of a rule, a table of leave, a month's figures and a case."""
    texts = {
        "report.txt": REPORT, "company.txt": COMPANY, "old.txt": OLD_RULE, "new.txt": NEW_RULE,
        "leave.txt": LEAVE, "tourism.txt": TOURISM, "cases.txt": CASES,
    }  # fmt: skip
    with asker_of(tmp_path_factory.mktemp("whose-and-when"), texts) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("柳汀市的高新技术企业2024年增加到多少家？", "175家", ""),
        ("柳汀清源水务公司2024年的利润总额是多少？", "0.41亿元", ""),
        ("2023年修订的办法里公寓住宿费多少钱一年？", "1200元", "900元"),
        ("2018年的办法里公寓住宿费多少钱一年？", "900元", "1200元"),
        ("工作了12年的员工年休假有几天？", "年休假9天", "12月10日"),
        ("柳汀区前8个月旅游收入是多少？", "33.18亿元", "5.74亿元"),
        ("送货员柯某最后判给他多少钱？", "63500元", ""),
    ],
)
def test_what_is_shown_is_of_whom_and_when_the_question_means(
    asked: Asker, question: str, wanted: str, unwanted: str
) -> None:
    check_shown(asked, question, wanted, unwanted)


def test_a_month_that_is_not_given_is_not_taken_from_a_sentence_that_goes_on(asked: Asker) -> None:
    """其中，古埠景区接待22.3万人次 is of August, as the sentence before it says."""
    answer = asked.ask("6月份古埠景区接待了多少游客？")
    assert not isinstance(answer, Answered)
