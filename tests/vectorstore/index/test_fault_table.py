"""Every file of an index, damaged in every way: the old answer, or the word that it is damaged.

The index has a second layer and a generation before it, whose files some damages put in the place
of its own. `make bench-faults` does the same to an index of the seeds, each case in a process of its own.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.library import build_locator, build_resolver, build_searcher, open_library
from vectorstore.errors import IndexDamaged, IndexMissing, RootsUnknown
from vectorstore.index import generations
from vectorstore.index.catalog import FILE as CATALOGUE
from vectorstore.index.layers import DELTA
from vectorstore.index.previous import ROOTS
from vectorstore.ingest import check_generation, ingest

TEXT = "关于加强值班工作的通知\n\n各单位值班人员应当于每日8时30分前到岗,交接班记录保存三年。\n"
OTHER = "车辆管理办法\n\n车辆由办公室统一登记,每季度盘点一次。\n"
FURTHER = (
    "\n\n".join(["会议制度", *(f"第{number}次会议的记录由值班人员归档。" for number in range(16))]) + "\n"
)


def _inverted(path: Path) -> None:
    data = bytearray(path.read_bytes())
    at = len(data) // 2
    data[at : at + 8] = bytes(255 - byte for byte in data[at : at + 8])
    path.write_bytes(data)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "halved": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "emptied": lambda path: path.write_bytes(b""),
    "zeroed": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "random": lambda path: path.write_bytes(os.urandom(path.stat().st_size)),
    "8 bytes inverted": _inverted,
    "deleted": lambda path: path.unlink(),
    "of another generation": lambda path: _of_another(path),
}


def _of_another(path: Path) -> None:
    """Put the file of that name of another generation in its place, where there is another one."""
    index = next((above for above in path.parents if (above / ROOTS).exists()), path.parent)
    if path.name == "CURRENT":
        return  # one that names another whole generation is no damage: so a kill before the last step leaves it
    below = path.relative_to(generations.current(index))
    for other in generations.finished(index):
        if (other / below).is_file() and (other / below).read_bytes() != path.read_bytes():
            _replaced(path, (other / below).read_bytes())


def _replaced(path: Path, data: bytes) -> None:
    path.unlink()  # generations share files
    path.write_bytes(data)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    """A sound index of three small documents with a second layer, beside their folder."""
    folder = tmp_path_factory.mktemp("faults")
    (folder / "docs").mkdir()
    (folder / "docs" / "duty.txt").write_text(TEXT, "utf-8")
    (folder / "docs" / "cars.txt").write_text(OTHER.replace("每季度", "每半年"), "utf-8")
    (folder / "docs" / "meetings.txt").write_text(FURTHER, "utf-8")
    ingest([folder / "docs"], folder / "index", str(tiny_model))
    (folder / "docs" / "cars.txt").write_text(OTHER, "utf-8")
    ingest([folder / "docs"], folder / "index", str(tiny_model))
    assert (generations.current(folder / "index") / DELTA).is_dir()
    return folder


def _results(index: Path, model: Path) -> Iterator[tuple[str, object]]:
    """What each command stands on gives, or that it says the index is damaged."""

    def ask() -> object:
        library = open_library(index, str(model))
        searcher = build_searcher(library)
        try:
            return [(hit.passage.key, hit.text) for hit in searcher.search("值班人员几时到岗?")]
        finally:
            searcher.close()
            library.close()

    def locate() -> object:
        library = open_library(index, str(model))
        try:
            return repr(build_locator(library).locate("值班人员应当于每日8时30分前到岗"))
        finally:
            library.close()

    def cite() -> object:
        library = open_library(index, str(model))
        try:
            keys = [passage.key for passage, _ in library.catalog.all_passages()]
            resolver = build_resolver(library)
            return [repr(resolver.resolve(key)) for key in keys]
        finally:
            library.close()

    def doctor() -> object:
        check_generation(generations.current(index))
        return "sound"

    for name, command in (("ask", ask), ("locate", locate), ("cite", cite), ("doctor", doctor)):
        try:
            yield name, command()
        except IndexDamaged:
            yield name, IndexDamaged


def _files(index: Path) -> list[Path]:
    folder = generations.current(index)
    return [*(path for path in sorted(folder.rglob("*")) if path.is_file()), index / "CURRENT"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_damage_to_any_file_changes_a_result_without_a_word(
    damage: str, home: Path, tmp_path: Path, tiny_model: Path
) -> None:
    """Each file damaged so: every command says so, or its result is that of the sound index."""
    sound = dict(_results(home / "index", tiny_model))
    assert IndexDamaged not in sound.values()
    quiet = []
    for number, original in enumerate(_files(home / "index")):
        index = tmp_path / str(number)
        shutil.copytree(home / "index", index)
        name = original.relative_to(home / "index")
        before = (index / name).read_bytes()
        DAMAGES[damage](index / name)
        if (index / name).exists() and (index / name).read_bytes() == before:
            continue  # an empty file has no half
        found = dict(_results(index, tiny_model))
        for command, result in found.items():
            if result is not IndexDamaged and result != sound[command]:
                quiet.append((str(name), command))
        # A damaged file is said by every command: none of them opens a generation that isn't whole.
        assert all(one is IndexDamaged for one in found.values()), (name, damage)
        shutil.rmtree(index)
    assert quiet == []


def test_asking_changes_no_file_of_a_generation(home: Path, tiny_model: Path) -> None:
    """After every command each file has the bytes and the time that it had."""
    folder = generations.current(home / "index")

    def state() -> dict[str, tuple[int, bytes]]:
        return {str(p): (p.stat().st_mtime_ns, p.read_bytes()) for p in folder.rglob("*") if p.is_file()}

    before = state()
    list(_results(home / "index", tiny_model))
    assert state() == before


@pytest.mark.parametrize("damage", ["zeroed", "deleted"])
def test_a_repair_is_whole_and_takes_the_persons_own_folders(
    damage: str, home: Path, tmp_path: Path, tiny_model: Path
) -> None:
    """Whichever file is damaged, an ingest of nothing new gives the same results from the same folders."""
    sound = dict(_results(home / "index", tiny_model))
    for number, original in enumerate(_files(home / "index")):
        index = tmp_path / str(number)
        shutil.copytree(home / "index", index)
        path = index / original.relative_to(home / "index")
        if not path.stat().st_size and damage == "zeroed":
            continue
        DAMAGES[damage](path)
        report = ingest([], index, str(tiny_model))
        assert sum(map(len, (report.added, report.changed, report.unchanged))) == 3, path
        assert dict(_results(index, tiny_model)) == sound, path
        shutil.rmtree(index)


@pytest.mark.parametrize("damage", ["emptied", "8 bytes inverted", "of another generation"])
def test_a_repair_trusts_no_catalogue_that_is_not_as_it_was_written(
    damage: str, home: Path, tmp_path: Path, tiny_model: Path
) -> None:
    """SQLite opens an empty file and another's without a complaint; of both layers neither is taken for its own."""
    sound = dict(_results(home / "index", tiny_model))
    for number, below in enumerate((CATALOGUE, f"{DELTA}/{CATALOGUE}")):
        index = tmp_path / str(number)
        shutil.copytree(home / "index", index)
        path = generations.current(index) / below
        before = path.read_bytes()
        DAMAGES[damage](path)
        if path.read_bytes() == before:
            continue  # the first layer is shared: there is no other
        ingest([], index, str(tiny_model))
        assert dict(_results(index, tiny_model)) == sound, below


def test_a_repair_never_guesses_the_folders(home: Path, tmp_path: Path, tiny_model: Path) -> None:
    """With the manifest or CURRENT and the list of folders lost, nothing is indexed in their place."""
    for name in ("CURRENT", "manifest.json"):
        index = tmp_path / name
        shutil.copytree(home / "index", index)
        (index / ROOTS).unlink()
        lost = index / name if name == "CURRENT" else generations.current(index) / name
        lost.unlink()
        before = sorted(path.name for path in generations.finished(index))
        for paths in ([], [home / "docs"]):
            with pytest.raises(RootsUnknown):
                ingest(paths, index, str(tiny_model))
        assert sorted(path.name for path in generations.finished(index)) == before
        # The person names all folders: then it is no guess.
        ingest([home / "docs"], index, str(tiny_model), only=True)
        assert IndexDamaged not in dict(_results(index, tiny_model)).values()
    with pytest.raises(IndexMissing):
        ingest([], tmp_path / "nothing", str(tiny_model))


def test_a_repair_embeds_nothing_again_that_is_whole(home: Path, tmp_path: Path, tiny_model: Path) -> None:
    """With Chroma's files gone the stored vectors are carried over; with those damaged they are not."""
    index = tmp_path / "index"
    shutil.copytree(home / "index", index)
    shutil.rmtree(generations.current(index) / "chroma")
    report = ingest([], index, str(tiny_model))
    assert (report.embedded, report.carried) == (0, report.passages)
    shutil.rmtree(tmp_path / "index")
    shutil.copytree(home / "index", index)
    for one in generations.finished(index):
        if one != generations.current(index):  # an earlier generation that is whole would be carried over too
            shutil.rmtree(one)
    _inverted(generations.current(index) / "vectors.npy")
    report = ingest([], index, str(tiny_model))
    assert (report.embedded, report.carried) == (report.passages, 0)
