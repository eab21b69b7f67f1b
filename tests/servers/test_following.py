"""How a long-lived process's copy follows the generation in use on a Chroma server."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.servers.chroma import ChromaProcess
from tests.servers.patience import PATIENCE
from vectorstore.errors import ServerUnavailable, VectorstoreError
from vectorstore.index import generations, local_copy, served
from vectorstore.index.local_copy import follow, in_step
from vectorstore.index.server import ChromaServer, close, connect
from vectorstore.ingest import ingest


def _document(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"关于{text}的通知\n\n{text}已经办完。\n", encoding="utf-8")
    return path


def _until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_running_process_follows_and_says_once_that_the_server_is_away(
    chroma: ChromaProcess, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its copy changes without a command; an outage is told once, and its end once."""
    monkeypatch.setattr(local_copy, "_LOOKS", 0.2)
    server = ChromaServer(chroma.url, collection="following")
    heard: list[VectorstoreError | None] = []
    ingest(
        [_document(tmp_path / "docs", "a.txt", "修路")], tmp_path / "writer", str(tiny_model), server=server
    )
    first = in_step(tmp_path / "reader", server)
    stop = follow(tmp_path / "reader", server, heard.append)
    try:
        more = _document(tmp_path / "docs", "b.txt", "架桥")
        ingest([more], tmp_path / "writer", str(tiny_model), server=server)
        _until(lambda: generations.current(tmp_path / "reader") != first)
        assert heard == []
        chroma.kill()
        _until(lambda: heard)
        time.sleep(1.0)
        assert [type(one) for one in heard] == [ServerUnavailable]
        chroma.start()
        _until(lambda: len(heard) == 2)
        assert heard[1] is None
    finally:
        stop()


def test_what_is_forgotten_is_gone_from_the_server_and_from_every_copy(
    chroma: ChromaProcess, tiny_model: Path, tmp_path: Path
) -> None:
    """`--forget` leaves one generation on the server, and one in the copy that follows."""
    server = ChromaServer(chroma.url, collection="forgetting")
    kept = _document(tmp_path / "docs", "a.txt", "修路")
    gone = _document(tmp_path / "docs", "b.txt", "架桥")
    model, index = str(tiny_model), tmp_path / "writer"
    ingest([tmp_path / "docs"], index, model, server=server)
    in_step(tmp_path / "reader", server)
    gone.unlink()
    ingest([tmp_path / "docs"], index, model, server=server)
    in_step(tmp_path / "reader", server)
    assert len(generations.finished(tmp_path / "reader")) == 2
    ingest([tmp_path / "docs"], index, model, forget=0, server=server)
    folder = in_step(tmp_path / "reader", server)
    assert generations.finished(tmp_path / "reader") == [folder]
    client = connect(server)
    names = served.names_of(folder)
    assert names is not None
    there = {one.name for one in client.list_collections() if one.name.startswith("forgetting")}
    assert there == {"forgetting", names.generation, names.vectors, names.vectors + served.FILES}
    close(client)
    assert kept.exists()
    assert not any("架桥".encode() in path.read_bytes() for path in folder.rglob("*") if path.is_file())
