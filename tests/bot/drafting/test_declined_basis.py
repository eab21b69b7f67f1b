"""A decline shows where it looked, whatever sentence the refused answer rested on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.abstention.decision import Model
from bot.chain import build_chain
from bot.library import build_asker, build_searcher, load_reader, open_library
from bot.questions.asker import Asker
from bot.types import Answered, Declined, Reason
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.ingest import ingest

RULE = """云屏水库管理办法

第一条 为了保护云屏水库的水质，制定本办法。

第三条 禁止在库区垂钓。

第四条 禁止在库区游泳。

第九条 违反本办法第三条规定的，由县水务局责令改正，没收渔具和渔获物，并处二百元以上一千元以下罚款。

第十条 本办法自2024年5月1日起施行。
"""


def test_a_refused_answer_that_rested_on_a_figure_elsewhere_is_declined(tmp_path: Path) -> None:
    """The penalty stands in another article than the deed, farther in than the deed's sentence is long."""
    (tmp_path / "水库.txt").write_text(RULE, "utf-8")
    ingest([tmp_path / "水库.txt"], tmp_path / "index", BUNDLED)
    library = open_library(tmp_path / "index", BUNDLED)
    searcher = build_searcher(library)
    question = "在水库库区垂钓罚多少钱？"
    answers = {}
    for name, model in {"all": Model(30.0, {}, 0.0), "none": Model(-30.0, {}, 0.5)}.items():
        chain = build_chain(searcher, library.catalog, cache(load_reader), model=model)
        answers[name] = Asker(chain).ask(question)
    library.close()
    answered, declined = answers["all"], answers["none"]
    assert isinstance(answered, Answered)
    assert any("一千元" in claim.text for claim in answered.claims)
    assert isinstance(declined, Declined)
    (near,) = declined.nearest
    assert near.span.of(RULE) == near.quote


def test_where_nothing_is_near_no_passage_is_shown(tmp_path: Path) -> None:
    """A question of which the documents have no word is declined without a passage."""
    (tmp_path / "水库.txt").write_text(RULE, "utf-8")
    ingest([tmp_path / "水库.txt"], tmp_path / "index", BUNDLED)
    library = open_library(tmp_path / "index", BUNDLED)
    declined = build_asker(library).ask("火星探测器搭载了几台光谱仪？")
    library.close()
    assert isinstance(declined, Declined)
    assert declined.reason is Reason.NOTHING_FOUND
    assert declined.nearest == ()
