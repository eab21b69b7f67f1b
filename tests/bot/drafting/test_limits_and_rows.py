"""A limit that is asked for is no comparison of rows; rows sign nothing; 这个办法 is the one that calls itself so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.extraction.document_subject import subjects_of
from bot.library import build_asker, open_library
from bot.questions.asker import Asker
from bot.types import Answered
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.index.catalog import Catalog
from vectorstore.ingest import ingest

RULE = """关于印发泉湾县索道乘坐规定的通知

泉政办发〔2023〕16号

泉湾县索道乘坐规定

第一条 为了保障索道乘客安全，制定本规定。

第二条 敞开式吊篮每篮乘坐不得超过两人，封闭式吊厢每厢乘坐不得超过八人。

第三条 雷雨天气应当停运，乘客票款全额退还。

第四条 本规定自2023年10月1日起施行。
"""
REPORT = """# 关于索道秋季检查情况的通报

秋季检查索道五条、吊篮和吊厢共213个，发现隐患32处，已全部整改。

| 镇 | 索道（条） | 吊厢（个） | 隐患（处） |
| --- | --- | --- | --- |
| 云台镇 | 2 | 96 | 9 |
| 松口镇 | 3 | 117 | 23 |
"""


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of a rule and a report that ends with a table."""
    folder = tmp_path_factory.mktemp("limits")
    (folder / "规定.txt").write_text(RULE, "utf-8")
    (folder / "通报.md").write_text(REPORT, "utf-8")
    ingest([folder / "规定.txt", folder / "通报.md"], folder / "index", BUNDLED)
    return folder / "index"


@pytest.fixture(scope="module")
def asker(index: Path) -> Iterator[Asker]:
    """Answers from both."""
    library = open_library(index, BUNDLED)
    yield build_asker(library)
    library.close()


def _said(asker: Asker, question: str) -> str:
    answer = asker.ask(question)
    assert isinstance(answer, Answered)
    return "".join(claim.text for claim in answer.claims)


def test_how_many_at_most_is_answered_by_the_limit(asker: Asker) -> None:
    """最多能坐几人 asks what is allowed, and not which row of the table has most."""
    said = _said(asker, "封闭式吊厢最多能坐多少人？")
    assert "不得超过八人" in said
    assert "松口镇" not in said


@pytest.mark.parametrize(
    ("question", "row"), [("哪个镇的隐患最多？", "松口镇"), ("隐患最少的镇是哪个？", "云台镇")]
)
def test_rows_are_compared_where_a_comparison_is_asked_for(asker: Asker, question: str, row: str) -> None:
    """最多 at the end of a question, or before 的, compares."""
    assert row in _said(asker, question)


def test_this_rule_is_the_one_document_that_calls_itself_so(asker: Asker) -> None:
    """With nothing said before, 这个规定 can only be one of the two."""
    assert "泉政办发〔2023〕16号" in _said(asker, "这个规定的文号是什么？")


def test_the_rows_of_a_last_table_are_no_signature(index: Path) -> None:
    """A town that is a row of it is not whose report it is."""
    library = open_library(index, BUNDLED)
    catalog: Catalog = library.catalog
    report = next(one.file for one in catalog.documents() if one.file.endswith(".md"))
    assert not {"云台镇", "松口镇"} & {one.name for one in subjects_of(catalog.document(report))}
    library.close()


@pytest.mark.parametrize(
    ("question", "row"), [("松口镇的吊厢一共有多少个？", "117"), ("云台镇有多少处隐患？", "云台镇")]
)
def test_a_bare_figure_in_a_cell_is_a_figure(asker: Asker, question: str, row: str) -> None:
    """Its unit stands over the column, and not beside it."""
    assert row in _said(asker, question)
