"""What a generation's collections are on disk when their writer is closed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from vectorstore.index import chroma_writer
from vectorstore.index.chroma import FOLDER
from vectorstore.index.chroma_writer import CollectionWriter


@pytest.mark.parametrize("total", [2, 9, 10, 20, 34, 40, 45, 50, 52, 85, 100])
def test_the_graphs_files_hold_every_vector(
    total: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many there are: what is not in them, every reader would put into them again.

    They are written every 20 vectors and at the end of each collection of 50.
    """
    monkeypatch.setattr(chroma_writer, "_SYNC", 20)
    monkeypatch.setattr(chroma_writer, "PART", 50)
    vectors = np.random.default_rng(total).normal(size=(total, 8)).astype(np.float32)
    keys = [f"{number:04}" for number in range(total)]
    with CollectionWriter(tmp_path, total) as writer:
        for start in range(0, total, 10):
            part = slice(start, start + 10)
            writer.add(keys[part], keys[part], [{"key": key} for key in keys[part]], vectors[part])
    database = sqlite3.connect(tmp_path / FOLDER / "chroma.sqlite3")
    reached = database.execute(
        "SELECT m.seq_id FROM segments s LEFT JOIN max_seq_id m ON m.segment_id = s.id "
        "WHERE s.scope = 'VECTOR' ORDER BY m.seq_id"
    ).fetchall()
    database.close()
    ends = [*range(50, total, 50), total]
    assert reached == [(end,) for end in ends]
