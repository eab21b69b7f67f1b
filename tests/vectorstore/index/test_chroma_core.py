"""Chroma's core finds what Chroma's client finds; where it has another form the client is taken."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.library import Library, build_searcher, open_library
from tests.commands import SEEDS
from vectorstore.embedding.encoders import query_encoder
from vectorstore.errors import IndexDamaged
from vectorstore.index import chroma, generations
from vectorstore.index.chroma_core import CoreStore, CoreUnavailable, open_core
from vectorstore.ingest import ingest

QUESTIONS = SEEDS.parent / "tests" / "questions" / "seeds.jsonl"
TEXT = "值班人员应当于每日8时30分前到岗。\n"


def test_both_find_the_same(library: Library) -> None:
    """For every third question, in all documents and in two, the keys and similarities are the client's."""
    encoder = query_encoder()
    core = open_core(library.folder, chroma.FOLDER, chroma.COLLECTION)
    client = chroma.open_store(library.folder, encoder)
    two = [record.file for record in library.catalog.documents()][1:3]
    rows = QUESTIONS.read_text("utf-8").splitlines()[::3]
    assert len(rows) >= 15
    for row in rows:
        vector = encoder.embed_query(json.loads(row)["question"])
        for files in ((), two):
            found = chroma.nearest(core, vector, 51, files)
            assert found == chroma.nearest(client, vector, 51, files)
            assert len(found) > 10
    assert not chroma.is_compared(core)
    chroma.close_store(core)
    chroma.close_store(client)


@pytest.fixture
def small(tmp_path: Path, tiny_model: Path) -> Path:
    """An index of one document."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "duty.txt").write_text(TEXT, "utf-8")
    ingest([tmp_path / "docs"], tmp_path / "index", str(tiny_model))
    return tmp_path / "index"


def test_a_collection_that_is_compared_whole_says_so(small: Path) -> None:
    """What `set_compared` has written is seen by the core too."""
    folder = generations.current(small)
    chroma.set_compared(folder)
    copy = chroma.ReadingCopy(folder / chroma.FOLDER)
    store = CoreStore(copy.folder, copy, chroma.COLLECTION)
    assert chroma.is_compared(store)
    chroma.close_store(store)
    assert not copy.folder.exists()


def _changed(core: Any, **names: Any) -> SimpleNamespace:
    """A core whose `names` are others; those that are None are missing."""
    kept = ("Bindings", "SqliteDBConfig", "MigrationHash", "MigrationMode")
    found = {name: getattr(core, name) for name in kept} | names
    return SimpleNamespace(**{name: value for name, value in found.items() if value is not None})


def _answering(core: Any, query: Callable[..., Any]) -> Callable[..., Any]:
    def bindings(**given: Any) -> SimpleNamespace:
        real = core.Bindings(**given)
        return SimpleNamespace(get_collection=real.get_collection, query=query)

    return bindings


def _strange_cores() -> dict[str, Any]:
    import chromadb_rust_bindings as core

    return {
        "no such module": None,
        "no bindings": _changed(core, Bindings=None),
        "another configuration": _changed(core, SqliteDBConfig=lambda path: path),
        "a query with fewer arguments": _changed(core, Bindings=_answering(core, lambda one, two: None)),
        "an answer without distances": _changed(
            core, Bindings=_answering(core, lambda *_: SimpleNamespace(ids=[["a"]]))
        ),
        "an answer that is flat": _changed(
            core, Bindings=_answering(core, lambda *_: SimpleNamespace(ids=["a"], distances=[0.5]))
        ),
    }


@pytest.mark.parametrize("strange", list(_strange_cores()))
def test_another_core_means_the_client(
    strange: str, small: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a later Chroma has changed, a question is answered, through Chroma's own client."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "chromadb_rust_bindings", _strange_cores()[strange])
        with pytest.raises(CoreUnavailable):
            open_core(generations.current(small), chroma.FOLDER, chroma.COLLECTION)
    library = open_library(small, str(tiny_model))
    searcher = build_searcher(library)

    def unavailable(*_: Any) -> CoreStore:
        raise CoreUnavailable(strange)

    monkeypatch.setattr("vectorstore.index.chroma_core.open_core", unavailable)
    assert searcher.search("几时到岗")[0].text == TEXT.strip()
    assert not isinstance(searcher._store, CoreStore)
    searcher.close()
    library.close()


def test_no_copy_is_left_behind(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy that the core reads from is gone when the store is closed, and when it can't be opened."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "copies"))
    (tmp_path / "copies").mkdir()
    folder = generations.current(small)
    store = open_core(folder, chroma.FOLDER, chroma.COLLECTION)
    assert len(list((tmp_path / "copies").iterdir())) == 1
    chroma.close_store(store)
    assert list((tmp_path / "copies").iterdir()) == []
    with pytest.raises(IndexDamaged, match="nothing-like-this"):
        open_core(folder, chroma.FOLDER, "nothing-like-this")
    assert list((tmp_path / "copies").iterdir()) == []
