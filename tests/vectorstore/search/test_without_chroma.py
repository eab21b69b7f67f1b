"""An index answers where Chroma can't be opened now, though nothing of it is damaged."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from bot.library import build_searcher, open_library
from vectorstore.errors import IndexUnavailable
from vectorstore.index import chroma_copy, generations
from vectorstore.index.chroma import read_collection
from vectorstore.ingest import ingest

QUESTION = "第7次会议的记录由谁归档?"


@pytest.fixture
def index(tmp_path: Path, tiny_model: Path) -> Path:
    """Thirty passages and a second layer."""
    docs = tmp_path / "docs"
    docs.mkdir()
    rows = "\n\n".join(f"第{number}次会议的记录由值班人员归档。" for number in range(30))
    (docs / "meetings.txt").write_text(f"会议制度\n\n{rows}\n", "utf-8")
    (docs / "cars.txt").write_text("车辆管理办法\n\n车辆每季度盘点一次。\n", "utf-8")
    ingest([docs], tmp_path / "index", str(tiny_model))
    (docs / "cars.txt").write_text("车辆管理办法\n\n车辆每月盘点一次。\n", "utf-8")
    ingest([docs], tmp_path / "index", str(tiny_model))
    return tmp_path / "index"


def _found(index: Path, model: Path, long_lived: bool) -> list[tuple[str, str, float]]:
    library = open_library(index, str(model))
    searcher = build_searcher(library, long_lived)
    try:
        return [(hit.passage.key, hit.text, hit.score) for hit in searcher.search(QUESTION, 20)]
    finally:
        searcher.close()
        library.close()


def _no_place(**_: object) -> str:
    raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("long_lived", [False, True])
@pytest.mark.parametrize(("what", "refused"), [("tempfile.mkdtemp", _no_place), ("shutil.copyfile", _full)])
def test_without_room_for_a_copy_all_vectors_are_compared(
    what: str,
    refused: object,
    long_lived: bool,
    index: Path,
    tiny_model: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a full disk, or no temporary folder at all, the same passages are found with the same scores."""
    sound = _found(index, tiny_model, long_lived)
    assert len(sound) == 20
    module, name = what.split(".")
    monkeypatch.setattr(getattr(chroma_copy, module), name, refused)
    assert _found(index, tiny_model, long_lived) == sound


def test_no_room_is_never_called_damage(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reads the collection itself, as the check does, says what is in the way."""
    monkeypatch.setattr(chroma_copy.tempfile, "mkdtemp", _no_place)
    with pytest.raises(IndexUnavailable), read_collection(generations.current(index)):
        pass
