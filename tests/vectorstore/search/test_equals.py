"""Equal passages come in one order, however Chroma was built."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np

from bot.library import build_searcher, open_library
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.index import generations
from vectorstore.index.catalog import Catalog
from vectorstore.index.chroma import FOLDER, write_vectors
from vectorstore.index.manifest import read_manifest, write_manifest
from vectorstore.index.vectors_file import VECTORS
from vectorstore.ingest import ingest
from vectorstore.search.exact import nearest_rows, similarities

SAME = "值班人员应当于每日八时三十分前到岗并做好交接班记录。"


def test_exact_search_orders_equals_by_their_row() -> None:
    """Of many equal rows those that stand first are returned, in their order, with one similarity."""
    random = np.random.default_rng(1)
    vectors = random.normal(size=(301, 48)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    equal = [7, 40, 41, 99, 160, 300]
    vectors[equal] = vectors[7]
    assert nearest_rows(vectors, vectors[7].tolist(), None, 4) == equal[:4]
    assert nearest_rows(vectors, vectors[7].tolist(), [40, 99, 160, 200, 300], 3) == [40, 99, 160]
    assert len(set(similarities(vectors[equal], random.normal(size=48).tolist()))) == 1
    assert nearest_rows(vectors, vectors[7].tolist(), [], 3) == []


def _shuffled(index: Path, seed: int) -> None:
    """Build the collection of the generation in use anew, its vectors put in in another order."""
    folder = generations.current(index)
    catalog = Catalog.open(folder)
    passages = catalog.vector_rows()
    files = {p.key: p.file for p, _ in catalog.all_passages()}
    catalog.close()
    order = np.random.default_rng(seed).permutation(len(passages))
    keys = [passages[int(row)] for row in order]
    shutil.rmtree(folder / FOLDER)
    metadata: list[dict[str, str | int]] = [{"file": files[key]} for key in keys]
    write_vectors(folder, keys, ["x"] * len(keys), metadata, np.load(folder / VECTORS)[order], lambda _: None)
    write_manifest(folder, read_manifest(folder))


def _answers(index: Path) -> list[tuple[str, ...]]:
    library = open_library(index, BUNDLED)
    searcher = build_searcher(library)
    try:
        asked = [
            (SAME, ()),
            ("值班人员几时到岗", ()),
            ("值班", ("b.txt",)),
            ("交接班记录", ("a.txt", "c.txt")),
        ]
        return [tuple(hit.passage.key for hit in searcher.search(q, 60, files)) for q, files in asked]
    finally:
        searcher.close()
        library.close()


def test_results_do_not_depend_on_the_build_of_chroma(tmp_path: Path) -> None:
    """Of 240 equal passages the same are found in the same order, whatever order Chroma got them in."""
    (tmp_path / "docs").mkdir()
    for name in "abc":
        text = "值班制度\n\n" + "\n\n".join([SAME] * 80 + [f"第{name}号车辆由办公室登记。"]) + "\n"
        (tmp_path / "docs" / f"{name}.txt").write_text(text, "utf-8")
    index = tmp_path / "index"
    ingest([tmp_path / "docs"], index, BUNDLED)
    expected = _answers(index)
    assert all(len(keys) >= 10 for keys in expected)
    for seed in range(3):
        _shuffled(index, seed)
        assert _answers(index) == expected
    # Two processes more, and an index that is built anew.
    ingest([tmp_path / "docs"], tmp_path / "again", BUNDLED)
    for folder, seed in ((index, "1"), (tmp_path / "again", "2")):
        assert _answers_of_a_process(folder, seed) == expected


def _answers_of_a_process(index: Path, seed: str) -> list[tuple[str, ...]]:
    """The same answers from a process of its own, whose hashes have another seed."""
    code = (
        "import json, pathlib, sys; from tests.vectorstore.search.test_equals import _answers;"
        "print(json.dumps(_answers(pathlib.Path(sys.argv[1]))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(index)],
        env=os.environ | {"PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
        text=True,
    )
    return [tuple(keys) for keys in json.loads(done.stdout.splitlines()[-1])]
