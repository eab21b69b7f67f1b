"""Lists of the kind that is asked for: steps, duties, what is denied, what is free; and the one line of an item."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Answered
from tests.bot.drafting.asking import asker_of

SOLAR = """苕溪县农业局关于做好大棚保温补助工作的通知

苕农发〔2025〕7号

各乡镇人民政府：

为帮助菜农过冬，现将大棚保温补助有关事项通知如下。

一、补助标准

每亩补助1200元。

二、工作要求

各乡镇于3月底前完成登记。

附件：大棚保温补助的申请条件和办理流程

苕溪县农业局
2025年1月6日

附件

大棚保温补助的申请条件和办理流程

一、申请条件

申请大棚保温补助的菜农，应当同时符合下列条件：
（一）在本县种菜满两年；
（二）大棚面积不少于一亩；
（三）没有拖欠土地租金。
有下列情形之一的，不予受理：
（一）大棚建在林地上的；
（二）去年领取过保温补助的。

二、申请材料

（一）身份证复印件；
（二）土地租用合同；
（三）大棚照片两张。

三、办理流程

（一）菜农申请。菜农向村民委员会提交申请表。
（二）村里核实。村民委员会在五日内到棚查看。
（三）乡镇审核。乡镇人民政府在十日内提出意见。
（四）补助发放。县农业局把补助打入菜农账户。

四、其他

菜农对结果有异议的，可以在七日内申请复核。
"""
PARKING = """榆湾镇停车场管理规定

第一条 为管好停车场，制定本规定。
第二条 停车场经营者应当履行下列职责：
（一）公示收费标准；
（二）安排夜间值守；
（三）每季度检修一次道闸。
第三条 停车人应当做到：
（一）按车位线停放；
（二）熄火后离开；
（三）不在场内洗车。
第四条 有下列情形之一的，不得进入停车场：
（一）载有易燃物品的；
（二）车身漏油的；
（三）没有号牌的。
第五条 本规定自2024年3月1日起施行。
"""
BOATS = """鷺洲區公所
遊船碼頭租借要點

一、為管理遊船碼頭，特訂定本要點。
二、租船費依下列標準計收：
（一）手划船：平日三百元。
（二）電動船：平日六百元。
三、有下列情形之一者，租船費減半計收：
（一）設籍本區之學生。
（二）低收入戶。
（三）參加本區划船比賽者。
四、有下列情形之一者，得不予出租：
（一）酒後。
（二）未著救生衣。
"""
BATHS = """<html><body>
<h2>柏泉镇公共浴室收费标准</h2>
<table border="1">
<tr><td>项目</td><td>单位</td><td>价格（元）</td></tr>
<tr><td>淋浴</td><td>次</td><td>8</td></tr>
<tr><td>搓背</td><td>次</td><td>15</td></tr>
<tr><td>储物柜</td><td>次</td><td>2</td></tr>
</table>
<p>注：1. 本镇七十岁以上居民，免收淋浴、储物柜和毛巾三项费用。</p>
<p>2. 搓背由浴客自愿选择，浴室不得强制搓背。</p>
<p>3. 享受免费的，浴客应当出示身份证。</p>
<p>4. 储物柜里的物品过夜不取的，由浴室代为保管。</p>
</body></html>
"""
LOTS = """沙堰县实验中学课桌椅采购结果公告

一、项目编号：SYZC2025-0031

二、预算金额：第一包920000元，第二包310000元

三、成交信息

（一）第一包（课桌椅1500套）

供应商名称：沙堰木业有限公司

供应商地址：沙堰县东门路3号

成交金额：876000元

交货期：合同签订后25日内

（二）第二包（讲台40张）

供应商名称：长汀家具有限公司

供应商地址：长汀市学府街9号

成交金额：298000元

交货期：合同签订后15日内

四、公告期限

自本公告发布之日起1个工作日。

"""
ORDER = """芦川市人民政府令
第 58 号

《芦川市渡口管理办法》已经2022年5月9日市人民政府第14次常务会议审议通过，现予公布，自2022年9月1日起施行。
市　长　　闻人岱
2022年5月23日

芦川市渡口管理办法

第一条 为加强渡口管理，制定本办法。
第二条 渡船每年检验一次。
第三条 渡工应当持证上岗。
第四条 本办法自2022年9月1日起施行。2004年10月11日市人民政府令第22号发布的《芦川市渡口管理暂行规定》同时废止。
"""
TERMS = """芦川市古树保护条例

第一条 为保护古树，制定本条例。
第二条 古树的养护责任人应当每月巡查一次。
第三条 树木的最后养护人应当建立养护记录，由社区工作者督促。
第四条 本条例下列用语的含义：
（一）古树，是指树龄一百年以上的树木；
（二）责任人，是指古树所在土地的使用人、村民委员会或者单位负责人；
（三）后备树，是指树龄八十年以上不满一百年的树木；
（四）末位认养者，是指一棵古树的认养期内最后签约的认养者。
第五条 本条例自2023年1月1日起施行。
"""
BOARD = """棉田合作社章程

第一条 为办好合作社，制定本章程。
第二条 理事会由七名理事组成，理事会会议每季度召开一次。
第三条 理事应当是本社社员。有下列情形之一的，不得担任理事：
（一）拖欠股金满一年的；
（二）在其他合作社任职的。
第四条 理事会成立后十日内，应当把下列文件送镇政府：
（一）社员大会的决定；
（二）理事名单。
第五条 下列费用不得从合作社的公积金中开支：
（一）宴请费；
（二）社员个人的罚款。
第六条 镇政府的工作人员不依法履行职责，有下列行为之一的，给予处分：
（一）不收章程的；
（二）对理事会的请求拖延的。
"""
TEXTS = {
    "solar.txt": SOLAR,
    "parking.txt": PARKING,
    "boats.txt": BOATS,
    "baths.html": BATHS,
    "lots.txt": LOTS,
    "order.txt": ORDER,
    "terms.txt": TERMS,
    "board.txt": BOARD,
}


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with asker_of(tmp_path_factory.mktemp("kinds"), TEXTS) as one:
        yield one


def _answered(asker: Asker, question: str) -> Answered:
    answer = asker.ask(question)
    assert isinstance(answer, Answered), answer
    return answer


def _shown(asker: Asker, question: str) -> str:
    return "\n".join(claim.text for claim in _answered(asker, question).claims)


def _complete(asker: Asker, question: str) -> list[object]:
    notes = _answered(asker, question).notes
    return [note.params["count"] for note in notes if note.code == "list-complete"]


@pytest.mark.parametrize(
    "question",
    ["申请大棚保温补助要经过哪些步骤？", "大棚保温补助怎么申请？", "大棚保温补助的办理流程有几步？"],
)
def test_steps_stand_below_the_heading_of_steps(asker: Asker, question: str) -> None:
    shown = _shown(asker, question)

    assert all(part in shown for part in ("菜农申请", "村里核实", "乡镇审核", "补助发放"))
    assert not any(part in shown for part in ("种菜满两年", "身份证复印件", "建在林地上", "申请复核"))


def test_conditions_are_not_what_rules_something_out(asker: Asker) -> None:
    shown = _shown(asker, "申请大棚保温补助要符合哪些条件？")

    assert "种菜满两年" in shown
    assert "拖欠土地租金" in shown
    assert "建在林地上" not in shown


@pytest.mark.parametrize(
    "question", ["哪些情况下大棚保温补助不会被受理？", "大棚保温补助不予受理的情形有哪些？"]
)
def test_what_is_denied_is_led_into_as_such(asker: Asker, question: str) -> None:
    shown = _shown(asker, question)

    assert "建在林地上" in shown
    assert "领取过保温补助" in shown
    assert "种菜满两年" not in shown


def test_what_is_denied_is_counted_with_the_list(asker: Asker) -> None:
    question = "哪些车不让进停车场，一共几种？"

    assert all(part in _shown(asker, question) for part in ("载有易燃物品", "车身漏油", "没有号牌"))
    assert _complete(asker, question) == [3]


def test_duties_are_those_of_whoever_is_asked_about(asker: Asker) -> None:
    owner = _shown(asker, "停车场经营者要做哪几件事？")

    assert all(part in owner for part in ("公示收费标准", "夜间值守", "检修一次道闸"))
    assert "按车位线停放" not in owner
    assert "易燃物品" not in owner


def test_half_the_price_is_another_list_than_the_prices(asker: Asker) -> None:
    question = "什么情况下租船费能打对折，一共几种？"
    shown = _shown(asker, question)

    assert all(part in shown for part in ("設籍本區之學生", "低收入戶", "划船比賽"))
    assert "酒後" not in shown
    assert "三百元" not in shown
    assert _complete(asker, question) == [3]


def test_notes_from_the_second_on_are_no_whole_list(asker: Asker) -> None:
    question = "本镇老人洗澡能免哪几项费用？"
    shown = _shown(asker, question)

    assert "免收淋浴、储物柜和毛巾三项费用" in shown
    assert "不得强制搓背" not in shown
    assert _complete(asker, question) == []


def test_of_an_item_of_several_lines_the_one_with_the_sum_is_shown(asker: Asker) -> None:
    shown = _shown(asker, "第一包最后多少钱成交的？")

    assert "876000元" in shown
    assert "第一包" in shown
    assert not any(part in shown for part in ("920000元", "298000元", "东门路"))


def test_an_order_says_below_its_signature_when_the_rule_was_made_public(asker: Asker) -> None:
    shown = _shown(asker, "渡口管理办法是哪天公布的？")

    assert "2022年5月23日" in shown
    assert "2004年10月11日" not in shown


def test_the_order_itself_says_when_the_rule_was_adopted(asker: Asker) -> None:
    assert "2022年5月9日" in _shown(asker, "渡口管理办法是哪天通过的？")


def test_the_item_of_a_definition_is_the_one_that_has_the_name(asker: Asker) -> None:
    shown = _shown(asker, "古树保护条例里的“末位认养者”指的是谁？")

    assert "最后签约的认养者" in shown
    assert "单位负责人" not in shown
    assert "后备树" not in shown


def test_who_is_kept_out_is_told_from_what_is_not_paid(asker: Asker) -> None:
    shown = _shown(asker, "哪些人不能当合作社理事？")

    assert "拖欠股金" in shown
    assert "其他合作社任职" in shown
    assert "宴请费" not in shown


@pytest.mark.parametrize("question", ["合作社理事会要做哪些事？", "合作社理事会的职责有哪些？"])
def test_neither_papers_nor_what_is_punished_are_duties(asker: Asker, question: str) -> None:
    answer = asker.ask(question)

    notes = answer.notes if isinstance(answer, Answered) else ()
    assert not any(note.code == "list-complete" for note in notes)


def test_what_is_allowed_is_not_answered_by_what_is_denied(asker: Asker) -> None:
    answer = asker.ask("停车人可以享受哪些优惠？")

    shown = "\n".join(claim.text for claim in answer.claims) if isinstance(answer, Answered) else ""
    assert not any(part in shown for part in ("易燃物品", "车身漏油", "没有号牌"))


def test_a_list_that_no_lead_names_is_none(asker: Asker) -> None:
    """Nothing is said of what is free in the car park, whatever else is listed there."""
    answer = asker.ask("哪些车进停车场能免费，一共几种？")

    shown = "\n".join(claim.text for claim in answer.claims) if isinstance(answer, Answered) else ""
    assert not any(part in shown for part in ("易燃物品", "夜间值守", "车位线", "毛巾"))
