"""Paragraphs, items and points by their address on both sides of the strait; leads, ranges, prices and entries."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.library import build_asker, open_library
from bot.questions.asker import Asker
from bot.types import Answered, Turn
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

RULE = """泷浦市缆车运营管理规定

第一条 为了保障缆车乘客安全，制定本规定。

第六条 缆车经营者应当在站口公示运营时间和票价。

缆车经营者应当配备下列人员和设施：

（一）救护人员，配备标准如下：

1．每日乘客不足三百人的，不少于二名；

2．每日乘客三百人以上不足九百人的，不少于五名；

（二）备用电源和通信设备。

遇有八级以上大风时，应当立即停运。

第七条 有下列情形之一的，一次性奖励6万元：

（一）连续三年无事故的；

（二）首创救护方法并推广的。

第八条 老年人减收票款。60周岁至69周岁的，每张减收十元。70周岁以上的，免费乘坐。

第九条 申请开办缆车应当符合下列条件：

（一）有固定的站房；

（二）有检验合格的设备；

（三）有救护预案。

第十条 司机有下列行为之一的，一次扣7分：

（一）未按规定时间发车或者无故停运，且未提前在站口张贴告示告知乘客的；

（二）安全带配备数量少于核定乘客人数百分之九十，或者存放位置上锁、堆压，乘客不能随时取用的；

（三）运行途中收发短信的；

（四）遮盖车厢编号牌的。

咨询电话：（0731）882 4410。
"""
REPLY = """泷浦市人民政府文件

泷政〔2022〕31号　　　　签发人：闻人拓

关于同意新建望岭缆车站的批复

望岭镇人民政府：

你镇2022年3月2日报来的请示收悉。现批复如下：

同意新建望岭缆车站，总投资880万元。

泷浦市人民政府

2022年4月18日
"""
ISLAND = """青渚市立游樂場管理自治條例

第 1 條
為管理青渚市立游樂場，特制定本自治條例。

第 2 條
游樂場開放時間為上午八時至下午六時。
下列人員免收門票：
一、未滿六歲之兒童。
二、身心障礙者及其陪伴者一人。
前項人員應出示證明文件。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Answers from a rule, a reply and a rule of Taiwan's form."""
    folder = tmp_path_factory.mktemp("addresses")
    for name, text in (("规定.txt", RULE), ("批复.txt", REPLY), ("條例.txt", ISLAND)):
        (folder / name).write_text(text, "utf-8")
    ingest([folder / name for name in ("规定.txt", "批复.txt", "條例.txt")], folder / "index", BUNDLED)
    library = open_library(folder / "index", BUNDLED)
    yield build_asker(library)
    library.close()


def _said(asker: Asker, question: str, *before: str) -> str:
    answer = asker.ask(question, tuple(Turn(one) for one in before))
    assert isinstance(answer, Answered), answer
    return "\n".join(claim.text for claim in answer.claims)


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("泷浦市缆车运营管理规定第六条第三款说的是什么？", "立即停运", "备用电源"),
        ("泷浦市缆车运营管理规定第六条第二款第一项第2目怎么规定？", "不少于五名", "不少于二名"),
        ("青渚市立游樂場管理自治條例第2條第3項規定什麼？", "出示證明文件", "未滿六歲"),
        ("青渚市立游樂場管理自治條例第2條第2項第2款是哪些人？", "身心障礙者", "未滿六歲"),
    ],
)
def test_a_unit_is_opened_by_its_address(asker: Asker, question: str, has: str, lacks: str) -> None:
    said = _said(asker, question)
    assert has in said
    assert lacks not in said


def test_a_reward_in_the_lead_is_shown_with_its_own_item(asker: Asker) -> None:
    said = _said(asker, "首创救护方法并推广，能拿多少奖励？")
    assert "6万元" in said
    assert "首创救护方法" in said
    assert "减收" not in said


@pytest.mark.parametrize(
    ("question", "item"),
    [("运行途中收发短信要扣多少分？", "收发短信"), ("遮盖车厢编号牌扣几分？", "编号牌")],
)
def test_points_in_the_lead_are_shown_with_the_item_that_is_asked_about(
    asker: Asker, question: str, item: str
) -> None:
    said = _said(asker, question)
    assert "一次扣7分" in said
    assert item in said
    assert "未按规定时间发车" not in said
    assert "安全带" not in said


def test_an_age_falls_under_its_own_row(asker: Asker) -> None:
    said = _said(asker, "我爷爷今年六十四，坐缆车减收多少钱？")
    assert "十元" in said
    assert "70周岁" not in said


def test_conditions_are_counted_by_their_list(asker: Asker) -> None:
    said = _said(asker, "开办缆车要符合几个条件？")
    assert all(one in said for one in ("固定的站房", "检验合格", "救护预案"))


def test_a_short_question_that_stands_alone_is_no_follow_up(asker: Asker) -> None:
    """What was asked before neither hides what the documents say nor answers in its place."""
    before = "缆车遇到大风什么时候停运？"
    assert "6万元" in _said(asker, "首创救护方法奖多少？", before)
    declined = asker.ask("镇长是谁？", (Turn(before),))
    assert not isinstance(declined, Answered)


def test_a_telephone_number_in_groups_is_one(asker: Asker) -> None:
    assert "882 4410" in _said(asker, "缆车咨询电话是多少？")


def test_who_signed_and_when_stand_in_head_and_signature(asker: Asker) -> None:
    assert "闻人拓" in _said(asker, "新建望岭缆车站的批复是谁签发的？")
    said = _said(asker, "新建望岭缆车站的批复是哪天发的？")
    assert "4月18日" in said
    assert "3月2日" not in said
