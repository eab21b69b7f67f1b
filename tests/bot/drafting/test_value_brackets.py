"""Of several brackets the one that the question's value lies in is the answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Answered, Declined
from tests.bot.drafting.asking import asker_of

GRANTS = """梧川区高龄老人生活补贴办法

第一条 为保障高龄老人生活，制定本办法。

第二条 本区户籍老人按照下列标准领取生活补贴：（一）80周岁至84周岁的，每人每月80元；（二）85周岁至94周岁的，每人每月220元；（三）95周岁以上的，每人每月600元。

第三条 补贴由区民政局按月发放，每月10日前到账。
"""
LEAVE = """梧川区职工培训中心请假规定

一、学员因病因事不能上课的，应当书面请假。

二、请假两天以内的，由班主任批准；请假两天以上的，报中心主任批准。

三、擅自缺课的，不发给结业证书。
"""
RATES = """梧川区停车场用水价格表

年用水量	单价（元/吨）
200吨以下	3.1
200吨至400吨	4.6
400吨以上	7.9
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Asks an article with items, a rule of two clauses and a table."""
    texts = {"grants.txt": GRANTS, "leave.txt": LEAVE, "rates.txt": RATES}
    with asker_of(tmp_path_factory.mktemp("brackets"), texts) as made:
        yield made


@pytest.mark.parametrize(
    ("question", "given", "others"),
    [
        ("爷爷今年88岁，生活补贴每月领多少？", "220元", ("80元", "600元")),
        ("82岁的高龄老人一个月生活补贴是多少？", "80元", ("220元", "600元")),
        ("101岁老人每月生活补贴多少元？", "600元", ("80元", "220元")),
        ("请五天假要谁批准？", "中心主任", ("班主任",)),
        ("请一天假由谁批准？", "班主任", ("中心主任",)),
    ],
)
def test_the_bracket_of_the_value_is_shown_alone(
    asker: Asker, question: str, given: str, others: tuple[str, ...]
) -> None:
    """The item, under what leads into it, or the clause; those of other values are not."""
    answer = asker.ask(question)
    assert isinstance(answer, Answered)
    said = "|".join(claim.text for claim in answer.claims)
    assert given in said
    assert not any(f"每月{other}" in said or f"由{other}" in said or f"报{other}" in said for other in others)


def test_an_item_has_its_lead_and_every_quotation_its_source(asker: Asker) -> None:
    """What the 220元 are paid for stands above them; both are quoted as they stand."""
    answer = asker.ask("爷爷今年88岁，生活补贴每月领多少？")
    assert isinstance(answer, Answered)
    assert answer.claims[0].text.endswith("下列标准领取生活补贴：")
    assert answer.claims[1].text.startswith("（二）85周岁至94周岁的")
    for claim in answer.claims:
        assert all(one.quote in GRANTS for one in claim.citations)


def test_a_value_below_every_bracket_has_no_answer(asker: Asker) -> None:
    """Nobody of 70 is paid anything."""
    answer = asker.ask("70岁老人每月领多少生活补贴？")
    assert isinstance(answer, Declined)
    assert not any("元" in one.quote and "80周岁" not in one.quote for one in answer.nearest)


def test_a_row_of_a_table_is_a_bracket_too(asker: Asker) -> None:
    """A use of 350 tons falls under the second row."""
    answer = asker.ask("停车场年用水量350吨的，单价是多少？")
    said = "|".join(claim.text for claim in answer.claims) if isinstance(answer, Answered) else ""
    assert "4.6" in said
    assert "7.9" not in said
    assert "3.1" not in said
