"""One ingest in a process of its own, which says what it used. Run by `benchmarks.growth`.

Run with `python -m benchmarks.ingest_child INDEX FOLDER [--simulated]`, in this project or, by its
path, in a checkout from before its packages were parted. A simulated vector is the mean of a
seeded random vector for each pair of characters: equal texts have equal vectors and similar texts
similar ones, in microseconds. An earlier build's check of its own index is run and not obeyed: it
refuses indexes of this size.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

_KINDS = 4096
_DIMENSION = 384


class Simulated:
    """An encoder that costs next to nothing."""

    def __init__(self) -> None:
        self._table = np.random.default_rng(7).normal(size=(_KINDS, _DIMENSION)).astype(np.float32)

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a text."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
        pairs = (codes[:-1] * 31 + codes[1:]) % _KINDS if len(codes) > 1 else codes % _KINDS
        vector = self._table[pairs].mean(axis=0)
        found: list[float] = (vector / np.linalg.norm(vector)).tolist()
        return found

    def embed_queries(self, texts: Sequence[str]) -> list[list[float]]:
        """The vectors of several questions."""
        return [self.embed_query(text) for text in texts]


def _program(simulated: bool) -> Any:
    """The function `ingest` of whichever build is on the path."""
    try:
        ingest, user = (
            importlib.import_module("vectorstore.ingest").ingest,
            importlib.import_module("vectorstore.index.layer_writer"),
        )
    except ModuleNotFoundError:
        earlier: Any = importlib.import_module("vectorstore.indexing")
        user, ingest = earlier, earlier.ingest
        earlier.check_generation = _without_refusal(earlier.check_generation)
    if simulated:
        for name in ("batch_encoder", "query_encoder"):
            setattr(user, name, lambda _: Simulated())
    return ingest


def _without_refusal(check: Callable[..., None]) -> Callable[..., None]:
    """The earlier build's own check, which takes its time but refuses no finished index."""
    damaged = importlib.import_module("vectorstore.errors").IndexDamaged

    def checked(*given: Any) -> None:
        try:
            check(*given)
        except damaged as exc:
            print(f"would be refused: {exc}", file=sys.stderr)

    return checked


class Ended:
    """What is told last."""

    stage = "end"


def main() -> None:
    """Index, and print the seconds, bytes and megabytes as JSON."""
    index, folder = Path(sys.argv[1]), Path(sys.argv[2])
    ingest = _program("--simulated" in sys.argv)
    started = time.monotonic()
    peaks: dict[str, float] = {}
    silences: dict[str, tuple[float, float]] = {}
    told = (started, time.process_time())

    def reached(step: Any) -> None:
        """The most memory up to now, and the longest silence before, kept under the stage that is on."""
        nonlocal told
        peaks[step.stage] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        now = (time.monotonic(), time.process_time())
        silent = (now[0] - told[0], now[1] - told[1])
        silences[step.stage] = max(silences.get(step.stage, silent), silent)
        told = now

    report = ingest([folder], index, report=reached)
    reached(Ended)
    used = resource.getrusage(resource.RUSAGE_SELF)
    written = Path("/proc/self/io")
    fields = dict(line.split(": ") for line in written.read_text().splitlines()) if written.exists() else {}
    print(
        json.dumps(
            {
                "seconds": time.monotonic() - started,
                "processor": used.ru_utime + used.ru_stime,
                "peak": used.ru_maxrss / 1024,
                "peaks": peaks,
                "silences": silences,
                "written": int(fields.get("wchar", 0)),
                "to_disk": int(fields.get("write_bytes", 0)),
                "passages": report.passages,
                "embedded": report.embedded,
            }
        )
    )


if __name__ == "__main__":
    main()
