"""The figure, date or name that leads an answer: words of its quotation, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.chain import build_chain
from bot.library import build_searcher, load_reader, open_library
from bot.questions.asker import Asker
from bot.types import Answered
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

DOCUMENT = """云屏县公共浴室管理办法

第一条 全县共有公共浴室十八处，由县商务局负责管理。

第二条 成人票价每人12元，儿童票价每人5元。

第三条 公共浴室每日六时开门，二十二时关门。

第四条 本办法自2024年5月1日起施行。

2023年，公共浴室接待顾客31.6万人次。

2023年9月14日，县商务局约谈了三家停业的公共浴室。
"""


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """Answers from one short rule."""
    folder = tmp_path_factory.mktemp("short")
    (folder / "浴室.txt").write_text(DOCUMENT, "utf-8")
    ingest([folder / "浴室.txt"], folder / "index", BUNDLED)
    library = open_library(folder / "index", BUNDLED)
    yield Asker(build_chain(build_searcher(library), library.catalog, load_reader))
    library.close()


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("2023年公共浴室接待了多少人次?", "31.6万人次"),
        ("停业的公共浴室是哪一天被约谈的?", "2023年9月14日"),
        ("哪个部门负责管理公共浴室?", "县商务局"),
    ],
)
def test_a_figure_a_date_and_a_name_lead_their_quotation(asker: Asker, question: str, short: str) -> None:
    """The short answer is the source's own words, at the place that it gives."""
    answer = asker.ask(question)
    assert isinstance(answer, Answered)
    assert answer.short is not None
    assert short in answer.short.text
    assert len(answer.short.text) <= len(short) + 3
    assert answer.short.span.of(DOCUMENT) == answer.short.text
    assert answer.short.citation == answer.claims[0].citations[0]


@pytest.mark.parametrize(
    "question", ["成人票价和儿童票价分别是多少?", "公共浴室管理办法第三条是什么?", "公共浴室有哪些规定?"]
)
def test_several_things_and_whole_articles_have_no_short_answer(asker: Asker, question: str) -> None:
    """Where no single figure, date or name is asked for, none leads."""
    answer = asker.ask(question)
    assert not (isinstance(answer, Answered) and answer.short)
