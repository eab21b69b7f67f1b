"""Values behind a label in the head or at the end of a document, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.questions.asker import Asker
from bot.types import Declined
from tests.bot.drafting.asking import asker_of, check_shown
from tests.vectorstore.documents.test_mastheads import (
    DECISION,
    JUDGMENT,
    LISTED,
    MINUTES,
    PAGE,
    REQUEST,
    STANDARD,
    TENDER,
)


@pytest.fixture(scope="module")
def judgment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with asker_of(tmp_path_factory.mktemp("judgment"), {"a.txt": JUDGMENT}) as asker:
        yield asker


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    contact = PAGE.replace("</body>", "<p>联系人：步青云，联系电话：8366 2107</p></body>")
    texts = {"a.txt": LISTED, "b.txt": MINUTES, "c.txt": REQUEST, "d.html": contact}
    with asker_of(tmp_path_factory.mktemp("papers"), texts) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("这份判决书的案号是什么？", "（2024）棠0412民初318号", ""),
        ("俞某的委托诉讼代理人是谁？", "闻朗", "华素"),
        ("绿野苗圃的委托代理人是谁？", "华素", "闻朗"),
        ("审判员是谁？", "游立行", "简小舟"),
        ("谁是书记员？", "简小舟", "游立行"),
        ("判决书是什么时候作出的？", "二〇二四年五月六日", "3月4日"),
        ("哪家法院判的？", "棠溪县人民法院", ""),
    ],
)
def test_head_of_a_judgment(judgment: Asker, question: str, wanted: str, unwanted: str) -> None:
    check_shown(judgment, question, wanted, unwanted)


def test_party_without_the_label_has_none(judgment: Asker) -> None:
    assert isinstance(judgment.ask("俞某的法定代表人是谁？"), Declined)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("棠溪水务的证券代码是多少？", "600977"),
        ("变更水厂扩建项目完工时间的公告，公告编号是多少？", "2024-022"),
        ("研究水库防汛工作的会议纪要落款日期是哪一天？", "2024年8月9日"),
        ("水库防汛工作专题会议纪要的记录人是谁？", "甄小满"),
        ("追加防汛经费的请示，紧急程度是什么？", "特急"),
        ("追加防汛经费的请示主送哪个机关？", "县人民政府"),
        ("水库巡查的通知，索引号是多少？", "QR-2024-0031"),
        ("水库巡查的通知，有效性是什么？", "有效"),
        ("水库巡查的联系人是谁，电话多少？", "8366 2107"),
    ],
)
def test_value_behind_a_label(papers: Asker, question: str, wanted: str) -> None:
    check_shown(papers, question, wanted, "")


@pytest.fixture(scope="module")
def covers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    texts = {"a.txt": STANDARD, "b.txt": DECISION, "c.txt": TENDER}
    with asker_of(tmp_path_factory.mktemp("covers"), texts) as asker:
        yield asker


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"),
    [
        ("内河渡船靠泊规程的标准编号是多少？", "DB51/T 3012—2024", "1188"),
        ("内河渡船靠泊规程代替了哪个标准？", "DB51/T 1188—2015", "3012"),
        ("内河渡船靠泊规程什么时候实施？", "2024-07-01", ""),
        ("内河渡船靠泊规程是哪个单位发布的？", "市场监督管理局", "交通运输厅"),
        ("桌椅采购的代理机构联系人是谁？", "邝明", "虞老师"),
        ("桌椅采购公告里采购人的联系人是谁？", "虞老师", "邝明"),
    ],
)
def test_covers_decisions_and_tenders(covers: Asker, question: str, wanted: str, unwanted: str) -> None:
    check_shown(covers, question, wanted, unwanted)
