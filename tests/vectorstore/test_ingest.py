"""Building an index: what is added, changed, carried over, removed, skipped and remembered."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from tests.commands import PROJECT, SEEDS, environment
from vectorstore.documents.chunking import is_indexed
from vectorstore.embedding.encoders import fingerprint
from vectorstore.errors import IndexBusy, IndexMissing, NoDocuments
from vectorstore.index import generations
from vectorstore.index.catalog import Catalog
from vectorstore.index.manifest import read_manifest
from vectorstore.index.vectors_file import DIGESTS, VECTORS
from vectorstore.ingest import Progress, check_generation, ingest

FIRST, SECOND = "002_8aba549fbd98ef65.txt", "004_396bfa582ca6ad52.txt"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with copies of two seeds."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for name in (FIRST, SECOND):
        shutil.copy(SEEDS / name, folder)
    return folder


def _vectors(index: Path) -> dict[str, np.ndarray]:
    folder = generations.current(index)
    catalog = Catalog.open(folder)
    keys = [p.key for p, _ in catalog.all_passages() if is_indexed(p)]
    catalog.close()
    return dict(zip(keys, np.load(folder / VECTORS), strict=True))


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_the_life_of_an_index(docs: Path, tmp_path: Path, tiny_model: Path) -> None:
    """Added, unchanged, changed and removed documents are told apart, and only what changed is embedded."""
    index = tmp_path / "index"
    first = ingest([docs], index, str(tiny_model))
    assert first.added == (FIRST, SECOND)
    assert (first.changed, first.unchanged, first.removed, first.skipped) == ((), (), (), ())
    assert (first.embedded, first.carried) == (first.passages, 0)
    before = _vectors(index)

    again = ingest([docs], index, str(tiny_model))
    assert again.unchanged == (FIRST, SECOND)
    assert (again.added, again.changed, again.removed, again.embedded) == ((), (), (), 0)
    assert again.generation == first.generation

    _edit(docs / FIRST, "对不收敛、不收手、顶风违纪的行为", "对拒不收敛、拒不收手、顶风违纪的行为")
    changed = ingest([docs], index, str(tiny_model))
    assert (changed.changed, changed.unchanged) == ((FIRST,), (SECOND,))
    assert changed.embedded == 1
    assert changed.carried == changed.passages - 1
    after = _vectors(index)
    kept = set(before) & set(after)
    assert len(kept) == len(before) - 1
    assert all(np.array_equal(before[key], after[key]) for key in kept)

    (gone,) = set(before) - set(after)
    (docs / SECOND).unlink()
    removed = ingest([docs], index, str(tiny_model))
    assert removed.removed == (SECOND,)
    assert removed.embedded == 0
    catalog = Catalog.open(generations.current(index))
    assert [record.file for record in catalog.documents()] == [FIRST]
    retired = catalog.retired(gone)
    assert retired is not None
    assert "对不收敛、不收手" in retired.text
    assert (retired.before_key in after, retired.after_key in after) == (True, True)
    removed_keys = {key for key in before if key not in _vectors(index)}
    assert all(catalog.retired(key) for key in removed_keys)
    catalog.close()

    _edit(docs / FIRST, "对拒不收敛、拒不收手、顶风违纪的行为", "对不收敛、不收手、顶风违纪的行为")
    ingest([docs], index, str(tiny_model))
    catalog = Catalog.open(generations.current(index))
    assert catalog.passage(gone) is not None
    assert catalog.retired(gone) is None
    catalog.close()


def test_every_part_of_a_generation_holds_the_same_passages(
    docs: Path, tmp_path: Path, tiny_model: Path
) -> None:
    """A new generation is sound, its manifest says what is in it, and progress reaches its end."""
    index = tmp_path / "index"
    steps: list[Progress] = []
    report = ingest([docs], index, str(tiny_model), report=steps.append)
    folder = generations.current(index)
    check_generation(folder)
    manifest = read_manifest(folder)
    assert manifest.passages == report.passages == len(np.load(folder / VECTORS))
    assert (folder / DIGESTS).stat().st_size // 16 == report.passages
    assert manifest.model == fingerprint(str(tiny_model))
    assert manifest.roots == (str(docs),)
    stages = list(dict.fromkeys(step.stage for step in steps))
    assert stages == ["reading", "embedding", "writing", "checking"]
    for stage in stages:
        last = [step for step in steps if step.stage == stage][-1]
        assert last.done == last.total
    assert not list(index.glob("building-*"))
    lengths = np.linalg.norm(np.load(folder / VECTORS), axis=1)
    assert np.allclose(lengths, 1, atol=1e-4)


def test_unreadable_files_are_named_and_the_rest_is_indexed(
    docs: Path, tmp_path: Path, tiny_model: Path
) -> None:
    """Empty, binary, undecodable and contentless files are in the report with their reasons."""
    (docs / "empty.txt").write_bytes(b"")
    (docs / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    (docs / "odd.txt").write_bytes(bytes(range(256)) * 40)
    (docs / "frame.txt").write_text("首页 热点 资讯 行业 财经 国内 商业 生活 快讯\n", "utf-8")
    (docs / "provenance.json").write_text("[]", "utf-8")
    report = ingest([docs], tmp_path / "index", str(tiny_model))
    assert report.added == (FIRST, SECOND)
    assert {skipped.file: skipped.reason for skipped in report.skipped} == {
        "empty.txt": "empty",
        "binary.txt": "binary",
        "odd.txt": "encoding",
        "frame.txt": "no-paragraph",
        "provenance.json": "provenance",
    }


def test_nothing_to_index_is_an_error_that_leaves_the_index_alone(
    docs: Path, tmp_path: Path, tiny_model: Path
) -> None:
    """A missing path or a folder without documents raises, and the index in use stays."""
    index = tmp_path / "index"
    with pytest.raises(NoDocuments):
        ingest([tmp_path / "nowhere"], index, str(tiny_model))
    with pytest.raises(IndexMissing):
        generations.current(index)
    ingest([docs], index, str(tiny_model))
    before = generations.current(index)
    for name in (FIRST, SECOND):
        (docs / name).write_bytes(b"")
    with pytest.raises(NoDocuments):
        ingest([docs], index, str(tiny_model))
    assert generations.current(index) == before
    assert not list(index.glob("building-*"))
    check_generation(before)


def test_several_folders_are_kept_until_told_otherwise(docs: Path, tmp_path: Path, tiny_model: Path) -> None:
    """A further folder is added to those before, `only` drops them, and equal names stay apart."""
    index = tmp_path / "index"
    further = tmp_path / "further"
    further.mkdir()
    shutil.copy(SEEDS / FIRST, further / FIRST)
    _edit(further / FIRST, "一是建立健全领导机制抓总。", "一是建立健全组织机制抓总。")
    ingest([docs], index, str(tiny_model))
    both = ingest([further], index, str(tiny_model))
    assert both.added == (f"further/{FIRST}",)
    assert both.unchanged == (FIRST, SECOND)
    alone = ingest([further], index, str(tiny_model), only=True)
    assert SECOND in alone.removed
    catalog = Catalog.open(generations.current(index))
    assert len(catalog.documents()) == 1
    catalog.close()


def test_rebuilding_embeds_everything_again(docs: Path, tmp_path: Path, tiny_model: Path) -> None:
    """With `rebuild` nothing is carried over, and the keys come out the same."""
    index = tmp_path / "index"
    ingest([docs], index, str(tiny_model))
    before = _vectors(index)
    report = ingest([docs], index, str(tiny_model), rebuild=True)
    assert (report.embedded, report.carried) == (report.passages, 0)
    assert list(_vectors(index)) == list(before)


def test_old_generations_go_and_the_last_one_stays(docs: Path, tmp_path: Path, tiny_model: Path) -> None:
    """After several ingests the generation in use and the one before it are on disk."""
    index = tmp_path / "index"
    names = []
    for number in range(4):
        _edit(docs / FIRST, "(作者:李浩)", f"第{number}次修改。(作者:李浩)")
        names.append(ingest([docs], index, str(tiny_model)).generation)
    assert generations.current(index).name == names[-1]
    assert sorted(path.name for path in index.glob("g*")) == names[-2:]


def test_a_second_writer_is_refused_at_once(docs: Path, tmp_path: Path, tiny_model: Path) -> None:
    """While another process holds the lock an ingest ends at once and names that process."""
    index = tmp_path / "index"
    code = (
        "import os, pathlib, sys; from vectorstore.index.generations import writer\n"
        f"with writer(pathlib.Path({str(index)!r})): print(os.getpid(), flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(PROJECT),
    )
    try:
        assert holder.stdout is not None
        pid = int(holder.stdout.readline())
        started = time.monotonic()
        with pytest.raises(IndexBusy) as caught:
            ingest([docs], index, str(tiny_model))
        assert time.monotonic() - started < 2
        assert caught.value.params["pid"] == str(pid)
    finally:
        holder.kill()
        holder.wait()
    # The lock of a killed process is free again.
    assert ingest([docs], index, str(tiny_model)).added == (FIRST, SECOND)


def test_readers_keep_answering_from_the_generation_they_opened(
    docs: Path, tmp_path: Path, tiny_model: Path
) -> None:
    """A catalogue that was opened before an ingest still reads afterwards."""
    index = tmp_path / "index"
    ingest([docs], index, str(tiny_model))
    catalog = Catalog.open(generations.current(index))
    (docs / SECOND).unlink()
    ingest([docs], index, str(tiny_model))
    assert len(catalog.documents()) == 2
    assert catalog.document(SECOND).text == (SEEDS / SECOND).read_bytes().decode()
    catalog.close()
