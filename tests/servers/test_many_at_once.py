"""Two machines that write and five that read, all at once, on one Chroma server."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from pathlib import Path

from bot.library import build_searcher, open_library
from tests.servers.chroma import ChromaProcess
from vectorstore.errors import IndexBusy, IndexMissing
from vectorstore.index.server import ChromaServer
from vectorstore.ingest import ingest

_EACH = 3
_NAMES = "甲乙丙丁戊己"


def _notice(number: int) -> str:
    """A document that differs from the others in the words that it is found by."""
    name = _NAMES[number]
    return f"关于{name}字第{number}号水库的通知\n\n{name}字第{number}号水库今年蓄水{number + 11}万立方米。\n\n特此通知。\n"


def _use_once(server: ChromaServer, model: str, home: Path) -> None:
    """Have all modules loaded: CPython before 3.11.8 can't define the classes of two of them at once in two threads."""
    document = home / "docs" / "0.txt"
    document.parent.mkdir(parents=True)
    document.write_text(_notice(0), encoding="utf-8")
    ingest([document], home / "index", model, server=server)
    with closing(open_library(home / "index", model, server)) as library:
        build_searcher(library).search(_NAMES, 3)


def test_two_writers_and_five_readers_lose_nothing_and_see_no_half_index(
    chroma: ChromaProcess, tiny_model: Path, tmp_path: Path
) -> None:
    """Every document of both writers is there in the end, and each reader saw whole generations only."""
    server = ChromaServer(chroma.url, collection="many-at-once")
    model = str(tiny_model)
    _use_once(ChromaServer(chroma.url, collection="before"), model, tmp_path / "before")
    done = threading.Event()
    failures: list[str] = []
    seen: list[set[str]] = [set() for _ in range(5)]
    busy = [0, 0]

    def write(who: int) -> None:
        home = tmp_path / f"writer-{who}"
        for step in range(_EACH):
            number = who * _EACH + step
            document = home / "docs" / f"{number}.txt"
            document.parent.mkdir(parents=True, exist_ok=True)
            document.write_text(_notice(number), encoding="utf-8")
            while True:
                try:
                    ingest([document], home / "index", model, server=server)
                    break
                except IndexBusy:
                    busy[who] += 1
                    time.sleep(0.1)

    def read(who: int) -> None:
        home, last = tmp_path / f"reader-{who}", 0
        while not done.is_set():
            try:
                library = open_library(home / "index", model, server)
            except IndexMissing:
                time.sleep(0.05)
                continue
            with closing(library):
                searcher = build_searcher(library)
                files = [record.file for record in library.catalog.documents()]
                seen[who].add(library.folder.name)
                if len(files) < last:
                    failures.append(f"{last} documents, then {len(files)}")
                last = len(files)
                for file in files:
                    number = int(Path(file).stem)
                    hits = searcher.search(f"{_NAMES[number]}字第{number}号水库今年蓄水多少?", 30)
                    found = {hit.passage.file for hit in hits}
                    if found != set(files):
                        failures.append(f"{sorted(found)} of {files}")
                    if hits[0].passage.file != file:
                        failures.append(f"{hits[0].passage.file} for {file}")
                searcher.close()
            # Five that never rest leave the writers no processor to be read beside.
            time.sleep(0.1)

    def guarded(work: object, who: int) -> None:
        try:
            work(who)  # type: ignore[operator]
        except Exception as exc:
            failures.append(repr(exc))

    writers = [threading.Thread(target=guarded, args=(write, who)) for who in range(2)]
    readers = [threading.Thread(target=guarded, args=(read, who)) for who in range(5)]
    for thread in (*writers, *readers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert failures == []
    assert all(seen)
    assert busy != [0, 0]
    with closing(open_library(tmp_path / "last" / "index", model, server)) as library:
        assert [record.file for record in library.catalog.documents()] == [
            f"{n}.txt" for n in range(2 * _EACH)
        ]
