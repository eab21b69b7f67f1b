"""Searches an index in a process of its own, and says how long each search took. Run by `benchmarks.growth`.

Run with `python -m benchmarks.search_child INDEX QUESTIONS [--simulated]`, in this project or, by its path, in
a checkout from before its packages were parted. QUESTIONS is a JSON list of texts; the first one is asked
cold. `--simulated` is for an index whose embedding was: questions get vectors of the same kind.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import median
from typing import Any


def _wiring() -> tuple[Any, str]:
    """What opens an index in whichever build is on the path, and the name of its model."""
    # An installed checkout lends its own modules to those that have no module of that name: look first.
    earlier = (Path.cwd() / "bot" / "wiring.py").exists()
    encoders = "vectorstore.embedding" if earlier else "vectorstore.embedding.encoders"
    wiring = importlib.import_module("bot.wiring" if earlier else "bot.library")
    return wiring, importlib.import_module(encoders).BUNDLED


def _simulated() -> Any:
    """The encoder of `benchmarks.ingest_child`, which another checkout doesn't have."""
    spec = spec_from_file_location("ingest_child", Path(__file__).with_name("ingest_child.py"))
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Simulated()


def took(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def middle(rows: list[tuple[float, float]]) -> dict[str, float]:
    """The medians of both."""
    return {"clock": median(row[0] for row in rows), "processor": median(row[1] for row in rows)}


def main() -> None:
    """Search, locate, and print the milliseconds as JSON."""
    index, asked = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text("utf-8"))
    wiring, model = _wiring()
    library = wiring.open_library(index, model)
    searcher = wiring.build_searcher(library, long_lived=True)
    if "--simulated" in sys.argv:
        searcher._encoder = _simulated()
    first = took(lambda: searcher.search(asked[0]))
    searched = [took(lambda one=one: searcher.search(one)) for one in asked[1:]]
    locator = wiring.build_locator(library)
    locator.locate(asked[0])
    located = [took(lambda one=one: locator.locate(one)) for one in asked[1:]]
    searcher.close()
    library.close()
    found = {"first": middle([first]), "later": middle(searched), "lookup": middle(located)}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
