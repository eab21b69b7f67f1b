"""What an index costs with its vectors on a Chroma server, beside the embedded one, as it grows.

    python -m benchmarks.server_cost [--sizes N...] [--sets FOLDER]

Documents of real sentences go through the real ingest with simulated vectors (see `ingest_child`):
into files, and to a real server on this machine's loopback. Then a second machine builds its copy,
one document of a hundred passages is changed, and the copy follows. Seconds are of the processor:
this program's, and the server's beside them.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.growth import sentences_of, write_documents
from benchmarks.ingest_child import Simulated
from bot.library import open_library
from tests.servers.chroma import ChromaProcess
from vectorstore.embedding.encoders import BUNDLED
from vectorstore.index.local_copy import in_step
from vectorstore.index.server import ChromaServer
from vectorstore.ingest import ingest
from vectorstore.search.searcher import Searcher

_ASKED = 40


def main() -> None:
    """Measure each size and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--sets", type=Path)
    given = parser.parse_args()
    from vectorstore.index import layer_writer

    layer_writer.batch_encoder = layer_writer.query_encoder = lambda _: Simulated()  # type: ignore[assignment,return-value]
    sentences = sentences_of(given.sets)
    table = Table("", *(f"{size:,}" for size in given.sizes), title="an index on a Chroma server")
    columns = []
    for size in given.sizes:
        with tempfile.TemporaryDirectory(prefix="yinju-server-cost-") as home:
            columns.append(_measured(Path(home), size, sentences))
        for name, value in columns[-1].items():
            print(f"{size:,} asked for: {name}: {value}", flush=True)
    for name in columns[0]:
        table.add_row(name, *(column[name] for column in columns))
    Console(width=140).print(table)


def _measured(home: Path, size: int, sentences: list[str]) -> dict[str, str]:
    import psutil

    docs = home / "docs"
    write_documents(docs, sentences, size)
    chroma = ChromaProcess(home / "chroma")
    chroma.start()
    process = psutil.Process(chroma.pid)

    def taken(work: Callable[[], Any]) -> tuple[str, Any]:
        def spent() -> float:
            used = process.cpu_times()
            return float(used.user + used.system)

        own, other, began = time.process_time(), spent(), time.monotonic()
        result = work()
        shown = f"{time.process_time() - own:.1f} + {spent() - other:.1f} ({time.monotonic() - began:.1f} by the clock)"
        return shown, result

    try:
        server = ChromaServer(chroma.url)
        found: dict[str, str] = {}
        found["ingest into files, s"], report = taken(lambda: ingest([docs], home / "files"))
        count = report.passages
        found["passages"] = f"{count:,}"
        found["… on disk, bytes a passage"] = f"{_bytes(home / 'files') / count:,.0f}"
        found["ingest to the server, s"], _ = taken(lambda: ingest([docs], home / "writer", server=server))
        found["… on the server's disk, bytes a passage"] = f"{_bytes(home / 'chroma') / count:,.0f}"
        found["… in the server's memory, MB"] = f"{process.memory_info().rss / 1e6:,.0f}"
        found["copy of a second machine, s"], _ = taken(lambda: in_step(home / "reader", server))
        found["… on its disk, bytes a passage"] = f"{_bytes(home / 'reader') / count:,.0f}"
        changed = sorted(docs.glob("*.txt"))[0]
        text = changed.read_text("utf-8")
        changed.write_text(text.replace("。", "，今年如此。", 1), encoding="utf-8")
        found["one document changed: writer, s"], _ = taken(
            lambda: ingest([docs], home / "writer", server=server)
        )
        found["one document changed: copy, s"], _ = taken(lambda: in_step(home / "reader", server))
        found["search in files, ms (median)"] = _searched(home / "files", None, sentences)
        found["search on the server, ms (median)"] = _searched(home / "reader", server, sentences)
        return found
    finally:
        chroma.kill()


def _searched(index: Path, server: ChromaServer | None, sentences: list[str]) -> str:
    library = open_library(index, BUNDLED, server)
    searcher = Searcher(library.folder, library.catalog, lambda: Simulated(), server)  # type: ignore[arg-type,return-value]
    times = []
    for sentence in sentences[: _ASKED + 5]:
        began = time.perf_counter()
        searcher.search(sentence[:40], 10)
        times.append(1000 * (time.perf_counter() - began))
    searcher.close()
    library.close()
    return f"{statistics.median(times[5:]):.1f}"


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
