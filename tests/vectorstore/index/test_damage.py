"""Damaged and foreign indexes are refused clearly, and a rebuild mends them."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.library import build_searcher, open_library
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.errors import IndexDamaged, IndexMismatch, IndexMissing
from vectorstore.index import generations
from vectorstore.index.manifest import code_versions, read_manifest, write_manifest
from vectorstore.index.vectors_file import VECTORS
from vectorstore.ingest import check_generation, ingest

TEXT = "关于加强值班工作的通知\n\n各单位值班人员应当于每日8时30分前到岗,交接班记录保存三年。\n"


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def _garbage(path: Path) -> None:
    path.write_bytes(b"\xff\x00garbage" * 50)


def _lose_a_page(path: Path) -> None:
    """Overwrite the page that the passages begin in."""
    connection = sqlite3.connect(path)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'passages'").fetchone()
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : page * size] = b"\xaa" * size
    path.write_bytes(data)


DAMAGES: dict[str, Callable[[Path, Path], object]] = {
    "truncated catalogue": lambda index, folder: _truncate(folder / "catalogue.sqlite"),
    "catalogue of garbage": lambda index, folder: _garbage(folder / "catalogue.sqlite"),
    "empty catalogue": lambda index, folder: (folder / "catalogue.sqlite").write_bytes(b""),
    "catalogue with a lost page": lambda index, folder: _lose_a_page(folder / "catalogue.sqlite"),
    "no catalogue": lambda index, folder: (folder / "catalogue.sqlite").unlink(),
    "no vector index": lambda index, folder: shutil.rmtree(folder / "chroma"),
    "emptied vector index": lambda index, folder: (folder / "chroma" / "chroma.sqlite3").write_bytes(b""),
    "no lexical index": lambda index, folder: shutil.rmtree(folder / "lexical"),
    "manifest of garbage": lambda index, folder: _garbage(folder / "manifest.json"),
    "manifest of another form": lambda index, folder: (folder / "manifest.json").write_text("[]"),
    "no manifest": lambda index, folder: (folder / "manifest.json").unlink(),
    "pointer of garbage": lambda index, folder: _garbage(index / "CURRENT"),
    "pointer to nowhere": lambda index, folder: (index / "CURRENT").write_text("g000009-00000000\n"),
    "pointer outside": lambda index, folder: (index / "CURRENT").write_text("../../etc\n"),
    "empty pointer": lambda index, folder: (index / "CURRENT").write_bytes(b""),
    "no generation": lambda index, folder: shutil.rmtree(folder),
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    """A sound index of one small document, beside the document's folder."""
    home = tmp_path_factory.mktemp("small")
    (home / "docs").mkdir()
    (home / "docs" / "duty.txt").write_text(TEXT, "utf-8")
    ingest([home / "docs"], home / "index", str(tiny_model))
    return home


@pytest.fixture
def index(small: Path, tmp_path: Path) -> Path:
    """A copy of that index, to be damaged."""
    shutil.copytree(small / "index", tmp_path / "index")
    return tmp_path / "index"


def _ask(index: Path, model: Path) -> str:
    from chromadb.api.shared_system_client import SharedSystemClient

    library = open_library(index, str(model))
    try:
        return build_searcher(library).search("值班人员几时到岗?")[0].text
    finally:
        library.close()
        # As in a new process: nothing of the store is held open.
        SharedSystemClient.clear_system_cache()


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_says_so_and_a_rebuild_mends_it(
    damage: str, small: Path, index: Path, tiny_model: Path
) -> None:
    """Whatever part is damaged, asking raises IndexDamaged and `rebuild` makes it answer again."""
    assert "8时30分" in _ask(index, tiny_model)
    DAMAGES[damage](index, generations.current(index))
    with pytest.raises(IndexDamaged):
        _ask(index, tiny_model)
    ingest([small / "docs"], index, str(tiny_model), rebuild=True)
    assert "8时30分" in _ask(index, tiny_model)
    check_generation(generations.current(index))


def test_no_index_is_not_a_damaged_one(tmp_path: Path) -> None:
    """Where nothing was ever built the error says that, and not that something is broken."""
    with pytest.raises(IndexMissing):
        open_library(tmp_path / "index", BUNDLED)


def test_lost_vectors_are_found_by_the_check(index: Path) -> None:
    """A generation whose vector file lost a row is not sound."""
    import numpy as np

    folder = generations.current(index)
    np.save(folder / VECTORS, np.load(folder / VECTORS)[:-1])
    with pytest.raises(IndexDamaged):
        check_generation(folder)


def test_swapped_vectors_are_found_by_the_check(index: Path) -> None:
    """A generation whose vectors are not those in Chroma is not sound."""
    import numpy as np

    folder = generations.current(index)
    np.save(folder / VECTORS, -np.load(folder / VECTORS))
    with pytest.raises(IndexDamaged):
        check_generation(folder)


@pytest.mark.parametrize("name", sorted(code_versions()))
def test_an_index_of_another_version_is_refused(
    name: str, small: Path, index: Path, tiny_model: Path
) -> None:
    """An index made by another version of any step is refused by that step's name; an ingest mends it."""
    folder = generations.current(index)
    manifest = read_manifest(folder)
    versions = {**manifest.versions, name: manifest.versions[name] + 1}
    write_manifest(folder, replace(manifest, versions=versions))
    with pytest.raises(IndexMismatch) as caught:
        open_library(index, str(tiny_model))
    assert caught.value.params["what"] == name
    if name == "keys":
        ingest([small / "docs"], index, str(tiny_model))
        assert "8时30分" in _ask(index, tiny_model)
