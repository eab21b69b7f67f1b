"""An index that was reached by updates answers like one that was built at once."""

from __future__ import annotations

import json
import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.library import Library, build_locator, build_resolver, build_searcher, open_library
from vectorstore.index import generations
from vectorstore.index.bm25 import LexicalIndex
from vectorstore.index.layers import DELTA, GONE
from vectorstore.index.manifest import read_manifest, write_manifest
from vectorstore.index.vectors_file import DIGESTS, OLD_DIGESTS
from vectorstore.index.verbatim import VerbatimIndex
from vectorstore.ingest import check_generation, ingest, remove

PLACES = ("车库", "档案室", "食堂", "会议室", "机房", "值班室", "门卫", "仓库", "礼堂", "医务室")
DEEDS = (
    "每季度盘点一次",
    "由办公室统一登记",
    "不得擅自外借",
    "应当于每日八时三十分前开放",
    "须经分管领导批准",
)
QUESTIONS = (
    "车库多久盘点一次?",
    "谁批准使用会议室?",
    "档案室几时开放",
    "机房登记",
    "不得外借",
    "第7号规定",
    "开放",
)


def _text(number: int, lines: int = 12) -> str:
    chosen = random.Random(number)
    rows = [
        f"第{number}号规定第{line}项,{chosen.choice(PLACES)}的物品{chosen.choice(DEEDS)},{chosen.choice(PLACES)}除外。"
        for line in range(lines)
    ]
    return f"第{number}号管理规定\n\n" + "\n\n".join(rows) + "\n"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """Twenty documents of a dozen passages each."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02}.txt").write_text(_text(number), "utf-8")
    return folder


def _results(library: Library) -> dict[str, object]:
    """What everything that reads an index gives, without what depends on the time of a removal."""
    searcher = build_searcher(library)
    locator, resolver = build_locator(library), build_resolver(library)
    verbatim, lexical = VerbatimIndex.open(library.folder), LexicalIndex.open(library.folder)
    passages = list(library.catalog.all_passages())
    texts = [text for _, text in passages]
    asked = [*QUESTIONS, *texts[::17]]
    damaged = [text.replace("规定", "规章", 1).replace("物品", "东西") for text in texts[::23]]
    try:
        return {
            "documents": library.catalog.documents(),
            "passages": passages,
            "search": [[(hit.passage.key, hit.score) for hit in searcher.search(one, 10)] for one in asked],
            "within": [
                [(hit.passage.key, hit.score) for hit in searcher.search(one, 10, ("03.txt", "05.txt"))]
                for one in asked
            ],
            "lexical": [lexical.search(one, 60) for one in asked],
            "frequencies": [
                lexical.document_frequency(term) for term in ["车", "车库", "规定", "第", "开放", "无"]
            ],
            "located": [repr(locator.locate(one)) for one in (*texts[::11], *damaged, "物品", "库")],
            "regions": [verbatim.regions(one) for one in (*texts[::29], *damaged)],
            "text": verbatim.text,
            "resolved": [repr(resolver.resolve(passage.key)) for passage, _ in passages[::7]],
            "counts": (len(lexical), len(verbatim), library.manifest.passages),
        }
    finally:
        searcher.close()


def _opened(index: Path, model: Path) -> dict[str, object]:
    check_generation(generations.current(index))
    library = open_library(index, str(model))
    try:
        return _results(library)
    finally:
        library.close()


def _same(index: Path, docs: Path, anew: Path, model: Path) -> None:
    """Compare with an index of the same files that has no history."""
    ingest([docs], anew, str(model))
    assert not (generations.current(anew) / DELTA).exists()
    found, expected = _opened(index, model), _opened(anew, model)
    for what, value in expected.items():
        assert found[what] == value, what


def test_an_index_reached_by_updates_answers_like_one_built_anew(
    docs: Path, tmp_path: Path, tiny_model: Path
) -> None:
    """Changed, added, removed and changed back: all that reads the index gives what a new one gives."""
    index, model = tmp_path / "index", str(tiny_model)
    ingest([docs], index, model)
    first = generations.current(index)

    original = (docs / "03.txt").read_text("utf-8")
    (docs / "03.txt").write_text(original.replace("第4项", "第4项(修订)"), "utf-8")
    changed = ingest([docs], index, model)
    assert (changed.changed, changed.embedded) == (("03.txt",), 1)
    second = generations.current(index)
    assert (second / DELTA).is_dir()
    assert os.stat(second / "vectors.npy").st_ino == os.stat(first / "vectors.npy").st_ino
    assert read_manifest(second).files.keys() > read_manifest(first).files.keys()
    _same(index, docs, tmp_path / "a", tiny_model)

    (docs / "00-new.txt").write_text(_text(77), "utf-8")
    (docs / "19.txt").unlink()
    more = ingest([docs], index, model)
    assert (more.added, more.removed, more.changed) == (("00-new.txt",), ("19.txt",), ())
    assert (generations.current(index) / DELTA).is_dir()
    _same(index, docs, tmp_path / "b", tiny_model)

    (docs / "03.txt").write_text(original, "utf-8")
    (docs / "00-new.txt").unlink()
    ingest([docs], index, model)
    _same(index, docs, tmp_path / "c", tiny_model)


def test_only_removals_make_a_second_layer_without_passages(
    docs: Path, tmp_path: Path, tiny_model: Path
) -> None:
    """A file that went, or was taken out, is gone from every part, and its key says so."""
    index, model = tmp_path / "index", str(tiny_model)
    ingest([docs], index, model)
    (docs / "07.txt").unlink()
    ingest([docs], index, model)
    folder = generations.current(index)
    assert (folder / DELTA / GONE).stat().st_size == 4 * 13
    _same(index, docs, tmp_path / "a", tiny_model)
    library = open_library(index, model)
    assert library.catalog.metadata("07.txt").title == ""
    gone = library.catalog.second_retired()
    assert {one.file for one in gone} == {"07.txt"}
    assert all(library.catalog.retired(one.key) for one in gone)
    library.close()
    remove([(str(docs), "08.txt")], index, model)
    assert (generations.current(index) / DELTA).is_dir()
    shutil.move(docs / "08.txt", tmp_path / "08.txt")
    _same(index, docs, tmp_path / "b", tiny_model)
    assert not ingest([docs], index, model).changed


def test_much_change_is_written_anew_and_keeps_what_was_embedded(
    docs: Path, tmp_path: Path, tiny_model: Path
) -> None:
    """Past a fifth of the first layer there is one layer again, with the vectors and the retired passages of both."""
    index, model = tmp_path / "index", str(tiny_model)
    ingest([docs], index, model)
    for number in range(9):
        path = docs / f"{number:02}.txt"
        path.write_text(path.read_text("utf-8").replace("第2项", "第2项之一"), "utf-8")
        report = ingest([docs], index, model)
        assert (report.changed, report.embedded) == ((path.name,), 1)
    assert len(list(generations.current(index).glob(DELTA))) in (0, 1)
    library = open_library(index, model)
    assert len(library.catalog.all_retired()) == 9
    library.close()
    _same(index, docs, tmp_path / "a", tiny_model)


def test_an_unchanged_file_is_not_read_again(
    docs: Path, tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the changed one of twenty files is cut into passages, until provenance.json says something new."""
    from vectorstore.index import reading

    index, model = tmp_path / "index", str(tiny_model)
    ingest([docs], index, model)
    read: list[str] = []
    original = reading.read_all
    monkeypatch.setattr(
        reading, "read_all", lambda path, name, *more: (read.append(name), original(path, name, *more))[1]
    )
    (docs / "05.txt").write_text(_text(5, 13), "utf-8")
    ingest([docs], index, model)
    assert read == ["05.txt"]
    read.clear()
    (docs / "provenance.json").write_text(
        '{"documents": [{"file": "06.txt", "title": "机房管理办法"}]}', "utf-8"
    )
    assert ingest([docs], index, model).changed == ("06.txt",)
    assert len(read) == 20
    _same(index, docs, tmp_path / "a", tiny_model)


def test_vectors_of_the_format_before_are_carried_over(docs: Path, tmp_path: Path, tiny_model: Path) -> None:
    """An index whose digests are in hexadecimal JSON is built anew without embedding anything again."""
    index, model = tmp_path / "index", str(tiny_model)
    ingest([docs], index, model)
    folder = generations.current(index)
    data = (folder / DIGESTS).read_bytes()
    (folder / DIGESTS).unlink()
    (folder / OLD_DIGESTS).write_text(
        json.dumps([data[at : at + 16].hex() for at in range(0, len(data), 16)]), "ascii"
    )
    manifest = read_manifest(folder)
    write_manifest(folder, replace(manifest, versions={**manifest.versions, "format": 3}, files={}))
    report = ingest([docs], index, model)
    assert (report.embedded, report.carried) == (0, report.passages)
    assert len(report.unchanged) == 20
    _same(index, docs, tmp_path / "a", tiny_model)
