"""Lists of people under a heading, numbered things beside their siblings, documents by title, outlines, facts of the head."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.language.money_stages import of_other_stage
from bot.language.numbered_things import of_other_number
from bot.library import build_asker, open_library
from bot.questions.asker import Asker
from bot.types import Answered, Declined, as_turn
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

WINNERS = """2023年度“河畔好人”名单

一、渡工组

鲁长顺 柳浦镇渡口

宁水生 石矶镇渡口

二、护林员组

章云 青石乡东坡村

全小满 青石乡西坡村

成大山 柳浦镇北岭村

三、单位奖

柳浦镇义渡队

县林场瞭望哨
"""
OLD_RULE = """枣林县渡口管理暂行办法

枣政规〔2014〕6号

第一条 为了保障渡运安全，制定本办法。

第二条 每条渡船载客不得超过十人。

第三条 本办法自2014年5月1日起施行。
"""
RULE = """枣林县渡口安全管理办法

枣政规〔2023〕8号

第一条 为了保障渡运安全，制定本办法。

第二条 每条渡船载客不得超过十六人，乘客应当穿着救生衣。

第三条 四号渡口只渡行人，不渡车辆，全长210米。

第四条 本办法自2023年9月1日起施行。《枣林县渡口管理暂行办法》同时废止。
"""
PLAN = """枣林县渡改桥五年规划（2024—2028年）

一、现状

全县现有渡口31处，其中义渡9处，年渡运乘客12万人次。

二、目标

到2028年，建成桥梁14座，撤销渡口20处。

三、问题

渡改桥工作存在三个问题：一是资金缺口大；二是乡镇征地慢；三是老船工安置难。

四、保障

县财政每年安排资金1800万元，乡镇负责征地。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Answers from all four."""
    folder = tmp_path_factory.mktemp("numbered")
    texts = {"名单.txt": WINNERS, "暂行办法.txt": OLD_RULE, "办法.txt": RULE, "规划.txt": PLAN}
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    ingest([folder / name for name in texts], folder / "index", BUNDLED)
    library = open_library(folder / "index", BUNDLED)
    yield build_asker(library)
    library.close()


def _said(asker: Asker, question: str) -> list[str]:
    answer = asker.ask(question)
    assert isinstance(answer, Answered), question
    return [claim.text for claim in answer.claims]


@pytest.mark.parametrize(
    "question", ["护林员组有哪些人？", "护林员组一共有几个人，都是谁？", "“河畔好人”护林员组的都有谁？"]
)
def test_people_under_a_heading_are_all_listed(asker: Asker, question: str) -> None:
    """The heading and each of its entries, and none of the group before or behind it."""
    said = _said(asker, question)
    assert [line.split()[0] for line in said[1:]] == ["章云", "全小满", "成大山"]


def test_bodies_under_a_heading_are_all_listed(asker: Asker) -> None:
    """单位奖 is the heading; what was given stands below it."""
    assert _said(asker, "单位奖给了哪些单位？")[1:] == ["柳浦镇义渡队", "县林场瞭望哨"]


def test_a_document_that_is_named_by_its_title_answers_alone(asker: Asker) -> None:
    """The rule that it replaces has a day of its own, which is not asked for."""
    said = "".join(_said(asker, "《枣林县渡口安全管理办法》从哪天起施行？"))
    assert "2023年9月1日" in said
    assert "2014年" not in said


def test_whether_a_rule_still_holds_is_said_by_the_one_that_ends_it(asker: Asker) -> None:
    """The old rule can't know."""
    assert "同时废止" in "".join(_said(asker, "枣林县渡口管理暂行办法现在还有效吗？"))


def test_the_sibling_of_a_numbered_thing_answers_nothing(asker: Asker) -> None:
    """四号渡口 is not 六号渡口."""
    assert isinstance(asker.ask("六号渡口全长多少米？"), Declined)
    assert "210米" in "".join(_said(asker, "四号渡口全长多少米？"))


def test_an_article_that_is_not_there_is_not_answered_by_another(asker: Asker) -> None:
    """No document has a twelfth article."""
    assert isinstance(asker.ask("渡口安全管理办法第十二条第一款是什么？"), Declined)


def test_an_outline_needs_no_word_of_the_question(asker: Asker) -> None:
    """总结 finds no word in the plan, and its headings are what is asked for."""
    said = "".join(_said(asker, "总结一下渡改桥五年规划的主要内容"))
    assert "一、现状" in said
    assert "四、保障" in said


def test_an_item_of_a_sentence_that_was_shown_is_known_by_its_number(asker: Asker) -> None:
    """The three items are one passage; the second is the second of them."""
    shown = asker.ask("渡改桥工作存在哪些问题？")
    assert isinstance(shown, Answered)
    answer = asker.ask("第二个问题是什么？", (as_turn(shown),))
    assert isinstance(answer, Answered)
    assert "乡镇征地慢" in answer.claims[0].text
    assert "资金缺口大" not in answer.claims[0].text


@pytest.mark.parametrize(
    ("asked", "said", "other"),
    [
        ("第二届渔火节来了多少人", "第三届渔火节来了8万人", True),
        ("第二届渔火节来了多少人", "第三届渔火节比第二届多来了8万人", False),
        ("S3线什么时候通车", "S2线计划2027年通车", True),
        ("27路末班车几点", "23路首班车6时", True),
        ("第4包质保期多长", "第2包质保期三年", True),
        ("第三批有多少户", "批准了一批项目", False),
        ("二期工程投资多少", "一期工程投资3亿元", True),
        ("中山路有几家店", "人民路有五家店", False),
    ],
)
def test_numbered_things_are_told_apart(asked: str, said: str, other: bool) -> None:
    """Only where a text names such a thing by another number is it on another one."""
    assert of_other_number(asked, said) is other


def test_days_are_no_stage_of_money() -> None:
    """In a sentence with days and a claim, the sum is what was claimed."""
    said = "装修公司延期四十天,业主请求支付违约金23000元。"
    places = [said.index("四十天"), said.index("23000")]
    assert of_other_stage("公司最后付了多少违约金?", said, places)
    assert not of_other_stage("业主请求多少违约金?", said, places)
