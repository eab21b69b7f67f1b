"""An ingest that is killed leaves the index as it was."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from bot.library import build_searcher, open_library
from tests.commands import SEEDS, run
from tests.killing import STAGES, kill_ingest
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.index import generations
from vectorstore.index.layers import DELTA
from vectorstore.ingest import check_generation, ingest

QUESTION = "对纪律作风问题突出的单位怎样追究责任?"


def _best(index: Path) -> str:
    library = open_library(index, BUNDLED)
    try:
        return build_searcher(library).search(QUESTION, 1)[0].text
    finally:
        library.close()


@pytest.fixture(scope="module")
def before(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of two documents to which a third one has come, and a data folder with the index of the two."""
    docs, data = (tmp_path_factory.mktemp(name) for name in ("docs", "data"))
    for path in SEEDS.glob("00[24]*.txt"):
        shutil.copy(path, docs)
    # Their vectors are there already; the third document's are what is killed for: twenty passages take a second.
    ingest([docs], data / "index", BUNDLED, vectors_of=data_dir / "index")
    shutil.copy(next(SEEDS.glob("001*.txt")), docs)
    return docs, data


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_ingest_leaves_the_last_index_answering(
    stage: str, before: tuple[Path, Path], tmp_path: Path
) -> None:
    """Killed at a random point of each stage, the index in use answers as before and a new ingest completes."""
    docs, data_dir = before[0], tmp_path / "data"
    shutil.copytree(before[1], data_dir)
    index = data_dir / "index"
    expected = _best(index)
    delay = random.random() * (1.0 if stage == "start" else 0.15)
    kill = kill_ingest(data_dir, docs, stage, delay, {})
    # Either the signal came in time, or the new generation was in place and whole already.
    assert kill.killed or kill.after != kill.before, kill
    assert generations.current(index).name == kill.after
    check_generation(generations.current(index))
    assert _best(index) == expected, kill

    again = run(data_dir, "ingest", str(docs), "--json")
    assert again.code == 0, again.err
    assert sum(len(again.json[kind]) for kind in ("added", "unchanged")) == 3
    assert not list(index.glob("building-*"))
    check_generation(generations.current(index))
    assert _best(index) == expected


@pytest.mark.parametrize("stage", ["reading", "checking"])
def test_a_killed_update_leaves_both_generations_whole(stage: str, data_dir: Path, tmp_path: Path) -> None:
    """Killed while it writes a second layer over shared files, the index before is whole, and the update completes."""
    docs, own = tmp_path / "docs", tmp_path / "data"
    index = own / "index"
    docs.mkdir()
    for path in SEEDS.glob("00[0-4]*.txt"):
        shutil.copy(path, docs)
    (docs / "duty.txt").write_text("值班制度\n\n各单位值班人员应当按时到岗。\n", "utf-8")
    ingest([docs], index, BUNDLED, vectors_of=data_dir / "index")
    expected = _best(index)
    (docs / "duty.txt").write_text("值班制度\n\n各单位值班人员应当于八时到岗。\n", "utf-8")
    kill = kill_ingest(own, docs, stage, random.random() * 0.05, {})
    assert kill.killed or kill.after != kill.before, kill
    for folder in generations.finished(index):
        check_generation(folder)
    assert _best(index) == expected, kill
    report = ingest([docs], index, BUNDLED)
    assert report.embedded <= 1
    assert (generations.current(index) / DELTA).is_dir()
    check_generation(generations.current(index))
    assert _best(index) == expected
