"""A rule that stands alone: its chapters, what they hold and how much of it, its terms, and which article says what."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Answered, Declined
from tests.bot.drafting.asking import asker_of, check_shown

RULE = """溪堰市水碓保护条例

（2022年4月8日溪堰市第三届人民代表大会常务委员会第十一次会议通过）

第一章 总则

第一条 为了保护水碓，传承水力舂米技艺，制定本条例。

第二条 中小学校可以组织学生参观水碓作坊。

第三条 本条例所称活态水碓，是指仍由水力推动并用于舂米、制香的水碓。

第四条 根据保存状况，水碓分为下列三类：

（一）一类水碓，是指水轮、碓房和引水渠都完整保存，并且连续使用五十年以上的水碓，其名录由市文物主管部门会同水务主管部门拟订，报市人民政府公布；

（二）二类水碓，是指水轮和碓房保存完整，引水渠经过修复或者改道，并且连续使用二十年以上的水碓，其名录由县文物主管部门会同水务主管部门拟订，报县人民政府公布；

（三）三类水碓，是指其他水碓。

第二章 保护措施

第五条 以营利为目的拍摄水碓的，应当征得管护人同意。

管护人可以收取清洁费用。

清洁费用不得高于每次八十元。

第六条 所有权人应当每年检修水轮一次。

第七条 第三方机构受托检修水轮的，应当出具检修记录并在碓房张贴。

第三章 附则

第八条 和田河流域的水碓参照本条例执行。

第九条 本条例自2022年6月1日起施行。
"""


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with asker_of(tmp_path_factory.mktemp("alone"), {"条例.txt": RULE}) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "count", "unit", "shown"),
    [
        ("一共有多少条？", 9, "条", "第九条"),
        ("共几章？", 3, "章", "第三章 附则"),
        ("第二章有多少条？", 3, "条", "第七条"),
        ("这部条例的第一章有几条？", 4, "条", "第四条"),
        ("第四条共有几项？", 3, "项", "三类水碓"),
        ("第五条有几款？", 3, "款", "每次八十元"),
        ("第二章规定了什么？", 3, "条", "第二章 保护措施"),
    ],
)
def test_units_are_counted_in_what_is_named(
    alone: Asker, question: str, count: int, unit: str, shown: str
) -> None:
    answer = alone.ask(question)
    assert isinstance(answer, Answered)
    counts = [note.params for note in answer.notes if note.code == "outline-count"]
    assert counts == [{"count": count, "unit": unit}]
    assert any(shown in claim.text for claim in answer.claims)


def test_other_things_are_not_counted_by_the_outline(alone: Asker) -> None:
    """公交线路 are no articles, though the question ends as one for articles does."""
    answer = alone.ask("溪堰市的公交线路一共有多少条？")
    assert isinstance(answer, Declined) or not any(note.code == "outline-count" for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("第三章的标题是什么？", "第三章 附则", "第八条"),
        ("第一章讲了什么？", "第二条 中小学校", "第五条"),
        ("第二条说了什么？", "中小学校", "第三条"),
        ("第六条说了什么？", "每年检修水轮一次", "第七条"),
        ("什么叫活态水碓？", "仍由水力推动", "一类水碓"),
        ("二类水碓是什么意思？", "二十年以上的水碓，其名录由县文物主管部门", "一类水碓，是指"),
        ("哪一条规定了“以营利为目的拍摄水碓”？", "第五条 以营利为目的拍摄水碓的", "第六条"),
        ("水碓分为哪几类？", "二类水碓，是指水轮和碓房保存完整", "第五条"),
    ],
)
def test_chapters_and_terms_are_shown_as_they_stand(
    alone: Asker, question: str, wanted: str, unwanted: str
) -> None:
    check_shown(alone, question, wanted, unwanted)
