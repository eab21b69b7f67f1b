"""An index whose vectors are on a real Chroma server."""

from __future__ import annotations

import itertools
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from bot.library import build_locator, build_searcher, open_library
from tests.commands import SEEDS, run
from tests.servers.chroma import ChromaProcess
from vectorstore.errors import IndexBusy, IndexMismatch, IndexMissing, ServerUnavailable
from vectorstore.index import generations, served
from vectorstore.index.local_copy import in_step
from vectorstore.index.server import ChromaServer, close, connect
from vectorstore.index.vectors_file import VECTORS
from vectorstore.ingest import check_generation, ingest, remove

QUESTION = "对纪律作风问题突出的单位怎样追究责任?"
_numbers = itertools.count()


@pytest.fixture
def server(chroma: ChromaProcess) -> ChromaServer:
    """A place of its own on the server."""
    return ChromaServer(chroma.url, collection=f"test-{next(_numbers)}")


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with two of the seeds."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for path in SEEDS.glob("00[24]*.txt"):
        shutil.copy(path, folder)
    return folder


def _found(index: Path, model: Path, server: ChromaServer | None) -> list[tuple[str, float]]:
    library = open_library(index, str(model), server)
    searcher = build_searcher(library)
    try:
        return [(hit.passage.key, hit.score) for hit in searcher.search(QUESTION, 10)]
    finally:
        searcher.close()
        library.close()


def _collections(server: ChromaServer) -> list[str]:
    client = connect(server)
    try:
        return sorted(one.name for one in client.list_collections() if one.name.startswith(server.collection))
    finally:
        close(client)


def test_a_second_machine_finds_what_the_embedded_index_finds(
    server: ChromaServer, docs: Path, tiny_model: Path, tmp_path: Path
) -> None:
    """With and without a server, on the machine that wrote and on another, hits and scores are the same."""
    ingest([docs], tmp_path / "embedded", str(tiny_model))
    expected = _found(tmp_path / "embedded", tiny_model, None)
    ingest([docs], tmp_path / "writer", str(tiny_model), server=server)
    assert _found(tmp_path / "writer", tiny_model, server) == expected
    assert _found(tmp_path / "reader", tiny_model, server) == expected
    folder = generations.current(tmp_path / "reader")
    assert not (folder / "chroma").exists()
    check_generation(folder, server=server)
    written, copied = (np.load(generations.current(tmp_path / who) / VECTORS) for who in ("writer", "reader"))
    assert np.array_equal(written, copied)
    with closing(open_library(tmp_path / "reader", str(tiny_model), server)) as library:
        some = library.catalog.passages(library.catalog.documents()[0].file)[3]
        quoted = library.catalog.passage_text(some)
        assert build_locator(library).locate(quoted).verdict


def test_another_machine_takes_over_the_writing_and_embeds_only_what_is_new(
    server: ChromaServer, docs: Path, tiny_model: Path, tmp_path: Path
) -> None:
    """A worker that never wrote adds a document: the others' passages are carried over, and both see it."""
    first = ingest([docs], tmp_path / "a", str(tiny_model), server=server)
    shutil.copy(next(SEEDS.glob("003*.txt")), docs)
    second = ingest([docs], tmp_path / "b", str(tiny_model), server=server)
    assert second.carried == first.passages
    assert second.embedded == second.passages - first.passages > 0
    assert _found(tmp_path / "a", tiny_model, server) == _found(tmp_path / "b", tiny_model, server)
    third = remove([(str(docs.resolve()), path.name) for path in docs.glob("003*")], tmp_path / "a", str(tiny_model), server=server)  # fmt: skip
    assert third.passages == first.passages
    in_step(tmp_path / "b", server)
    assert _found(tmp_path / "b", tiny_model, server) == _found(tmp_path / "a", tiny_model, server)
    # The alias, the generation in use and the one before it, and the vectors of each with their catalogue.
    assert len(_collections(server)) == 1 + 2 + 2 * 2


def test_a_small_change_is_a_second_layer_for_every_machine(
    server: ChromaServer, tiny_model: Path, tmp_path: Path
) -> None:
    """One changed document brings no new vectors collection, and a copy shares the first layer's files."""
    docs = tmp_path / "docs"
    shutil.copytree(SEEDS, docs)
    small = docs / "small.txt"
    small.write_text("关于停电的通知\n\n明天上午停电。\n", encoding="utf-8")
    one, two = tmp_path / "one", tmp_path / "two"
    ingest([docs], one, str(tiny_model), server=server)
    before = in_step(two, server)
    small.write_text("关于停水的通知\n\n后天下午停水。\n", encoding="utf-8")
    ingest([docs], one, str(tiny_model), server=server)
    after = in_step(two, server)
    assert after != before
    assert (after / VECTORS).stat().st_ino == (before / VECTORS).stat().st_ino
    assert len([name for name in _collections(server) if "-v" in name]) == 2
    question = "后天下午停水吗?"
    for index in (one, two):
        with closing(open_library(index, str(tiny_model), server)) as library:
            searcher = build_searcher(library)
            best = searcher.search(question, 3)
            searcher.close()
        assert any("后天下午停水" in hit.text for hit in best)
        assert not any("停电" in hit.text for hit in best)
        check_generation(generations.current(index), server=server)
    # Who comes later builds both layers.
    assert _found(tmp_path / "three", tiny_model, server) == _found(one, tiny_model, server)


def test_an_index_in_files_moves_to_the_server_and_back_without_embedding(
    server: ChromaServer, docs: Path, tiny_model: Path, tmp_path: Path
) -> None:
    """CHROMA_URL set and taken away again: an ingest moves the vectors, and none is embedded anew."""
    index = tmp_path / "index"
    ingest([docs], index, str(tiny_model))
    with pytest.raises(IndexMissing):
        open_library(index, str(tiny_model), server)
    assert ingest([docs], index, str(tiny_model), server=server).embedded == 0
    with pytest.raises(IndexMismatch):
        open_library(index, str(tiny_model))
    assert ingest([docs], index, str(tiny_model)).embedded == 0
    assert _found(index, tiny_model, None)


def test_two_writers_shut_each_other_out(
    server: ChromaServer, docs: Path, tiny_model: Path, tmp_path: Path
) -> None:
    """While one machine holds the lock another is refused at once, and after it the other may write."""
    with served.writing(server):
        with pytest.raises(IndexBusy):
            ingest([docs], tmp_path / "b", str(tiny_model), server=server)
        assert f"{server.collection}-writer" in _collections(server)
    ingest([docs], tmp_path / "b", str(tiny_model), server=server)
    assert f"{server.collection}-writer" not in _collections(server)


def test_a_writer_that_was_killed_is_taken_over(
    server: ChromaServer, docs: Path, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lock whose beat stands still is taken over; one whose beat goes on is not, however old it looks."""
    monkeypatch.setattr(served, "_LEFT", 0.5)
    monkeypatch.setattr(served, "_WATCHED", 2.0)
    client = connect(server)
    name = f"{server.collection}-writer"
    client.create_collection(name, embedding_function=None, metadata={"owner": "gone:1", "beat": time.time()})
    time.sleep(0.6)
    ingest([docs], tmp_path / "b", str(tiny_model), server=server)
    # On the same machine nobody waits for the beat to become old.
    monkeypatch.setattr(served, "_LEFT", 1000.0)
    ended = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, check=True
    )
    owner = f"{socket.gethostname()}:{int(ended.stdout)}"
    client.create_collection(name, embedding_function=None, metadata={"owner": owner, "beat": time.time()})
    ingest([docs], tmp_path / "b", str(tiny_model), server=server)
    monkeypatch.setattr(served, "_BEATS", 0.3)
    monkeypatch.setattr(served, "_LEFT", -1000.0)
    with served.writing(server), pytest.raises(IndexBusy):
        ingest([docs], tmp_path / "b", str(tiny_model), server=server)
    close(client)


def test_a_killed_server_is_one_line_and_then_it_goes_on(
    chroma: ChromaProcess, server: ChromaServer, docs: Path, tiny_model: Path, tmp_path: Path
) -> None:
    """Killed in the middle of an ingest and before a question: one line each; afterwards nothing is embedded again."""
    index = tmp_path / "index"
    ingest([docs], index, str(tiny_model), server=server)
    before = _found(index, tiny_model, server)
    shutil.copy(next(SEEDS.glob("003*.txt")), docs)
    killed = []

    def kill(step: object) -> None:
        if getattr(step, "stage", "") == "writing" and not killed:
            killed.append(step)
            chroma.kill()

    try:
        with pytest.raises(ServerUnavailable):
            ingest([docs], index, str(tiny_model), report=kill, server=server)
        assert killed
        settings = {
            "EMBEDDING_MODEL": str(tiny_model),
            "CHROMA_URL": server.url,
            "CHROMA_COLLECTION": server.collection,
        }
        asked = run(tmp_path, "ask", QUESTION, more=settings)
        assert (asked.code, asked.out) == (1, "")
        assert len(asked.err.strip().splitlines()) == 1, asked.err
        assert server.url in asked.err
        assert "CHROMA_URL" in asked.err
    finally:
        chroma.start()
    assert _found(index, tiny_model, server) == before
    # The writer that was cut off could not give its lock back.
    client = connect(server)
    client.delete_collection(f"{server.collection}-writer")
    close(client)
    again = ingest([docs], index, str(tiny_model), server=server)
    assert (again.embedded, len(again.added)) == (0, 1)
    assert _found(index, tiny_model, server)


def test_a_searcher_goes_on_when_its_server_is_back(
    chroma: ChromaProcess, server: ChromaServer, docs: Path, tiny_model: Path, tmp_path: Path
) -> None:
    """A long-lived process says that the server is away, and answers again without being started anew."""
    ingest([docs], tmp_path / "index", str(tiny_model), server=server)
    library = open_library(tmp_path / "index", str(tiny_model), server)
    searcher = build_searcher(library)
    expected = [hit.passage.key for hit in searcher.search(QUESTION, 5)]
    chroma.kill()
    try:
        with pytest.raises(ServerUnavailable):
            searcher.search(QUESTION, 5)
    finally:
        chroma.start()
    assert [hit.passage.key for hit in searcher.search(QUESTION, 5)] == expected
    searcher.close()
    library.close()
