"""Whose penalty, which official signed, who spoke in brackets, what is granted instead of denied, numbers run in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Declined, Turn
from tests.bot.drafting.asking import asker_of, check_shown

BULLETIN = """东坝县公安局警情通报

5月6日，我局接报一起盗窃电缆案，犯罪嫌疑人祝某某已被刑事拘留，案件正在侦办。

5月9日，我局查处一起散布谣言案，违法行为人芮某某编造“大坝开裂”信息，被处以行政拘留五日。

东坝县公安局
2024年5月12日
"""
DECREE = """东坝市人民政府令

第31号

《东坝市渡口管理办法》已经2023年6月2日市人民政府第12次常务会议审议通过，现予公布，自2023年9月1日起施行。

市长 卓长风

2023年6月20日

东坝市渡口管理办法

第一条 为了加强渡口管理，制定本办法。

第二条 渡船应当每年检验一次。
"""
TALK = """<html><head><title>在线访谈</title></head><body>
<h1>“河畔有约”在线访谈</h1>
<p>[主持人]各位网友好，今天请到市水务局的两位同志。</p>
<p>[网友“柳叶”]我家在山上，二次供水什么时候接通？</p>
<p>[柏如海]山上的泵站十月底完工，十一月开始供水。</p>
<p>[网友“石匠”]水费能不能用手机交？</p>
<p>[芮青]可以，关注“云屏水务”就能缴费。</p>
</body></html>"""
RULES = """东坝县农机作业纠纷调解规则

第一条 为了及时化解农机作业纠纷，制定本规则。

第二条 有下列情形之一的，中心应当受理：

（一）对作业面积有争议的；

（二）对作业费用有争议的。

第三条 有下列情形之一的，中心不予受理：

（一）已经起诉的；

（二）纠纷发生已满一年的。
"""
CHECK = """东坝县人力资源和社会保障局关于清理拖欠工资的通知

各乡镇：

一、检查时间。2024年11月1日至12月20日。

二、检查对象。突出三类单位：1.在建工程。查工资专户开设情况。2.砖瓦企业。查考勤和工资台账。3.快递网点。查劳动合同签订情况。

三、每周五报送进展。
"""


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    texts = {"a.txt": BULLETIN, "b.txt": DECREE, "c.html": TALK, "d.txt": RULES, "e.txt": CHECK}
    with asker_of(tmp_path_factory.mktemp("papers"), texts) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("芮某某被行政拘留几天？", "行政拘留五日", "祝某某"),
        ("渡口管理办法由哪位市长签署？", "卓长风", ""),
        ("在线访谈里谁回答了二次供水接通的问题？", "柏如海", "芮青"),
        ("手机交水费这个问题是谁答的？", "芮青", "柏如海"),
        ("清理拖欠工资的检查对象突出哪三类单位？", "砖瓦企业", ""),
        ("清理拖欠工资的检查对象突出哪三类单位？", "快递网点", ""),
    ],
)
def test_what_is_shown_is_of_the_one_meant(papers: Asker, question: str, wanted: str, unwanted: str) -> None:
    check_shown(papers, question, wanted, unwanted)


def test_penalty_of_another_person_is_none(papers: Asker) -> None:
    assert isinstance(papers.ask("祝某某被行政拘留几天？"), Declined)


def test_what_is_granted_follows_what_is_denied(papers: Asker) -> None:
    answer = papers.ask("那应当受理的呢？", (Turn("哪些农机作业纠纷中心不受理？"),))
    shown = "".join(claim.text for claim in getattr(answer, "claims", ()))
    assert "作业面积" in shown
    assert "已满一年" not in shown
