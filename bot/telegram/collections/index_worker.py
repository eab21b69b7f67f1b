"""Child process: indexes a folder of documents, so that the bot itself never stands still for it.

`python -m bot.telegram.collections.index_worker FILES INDEX MODEL MEMORY [OTHER]` prints a line of JSON for each step
and exits with 0 once the index is in place. It may take MEMORY bytes. OTHER is an index whose vectors
are used for the texts that it has as well.
"""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Sequence
from pathlib import Path


def limit(memory: int) -> None:
    """Bound this process: bytes of memory that it may write to, files of 1 GB, no core dump."""
    import resource

    # Not the address space, as in reading: libraries map far more of it than they ever use.
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(arguments: Sequence[str]) -> int:
    """Index, telling how far it is; returns the exit code. From then on the process is limited."""
    files, index, model, memory, *other = arguments
    limit(int(memory))
    try:
        return _index(Path(files), Path(index), model, Path(other[0]) if other else None)
    except Exception as exc:
        print(json.dumps({"error": "limits" if _is_out_of_memory(exc) else type(exc).__name__}), flush=True)
        return 1


def _is_out_of_memory(exc: Exception) -> bool:
    """Whether it may be that; without memory the libraries fail in many ways."""
    if isinstance(exc, OSError):
        return exc.errno in {errno.ENOMEM, errno.EFBIG}
    return isinstance(exc, (MemoryError, ImportError, RuntimeError, SystemError))


def _index(files: Path, index: Path, model: str, other: Path | None) -> int:
    from vectorstore.errors import VectorstoreError
    from vectorstore.ingest import Progress, ingest

    def tell(progress: Progress) -> None:
        print(
            json.dumps({"stage": progress.stage, "done": progress.done, "total": progress.total}), flush=True
        )

    try:
        report = ingest([files], index, model, only=True, report=tell, vectors_of=other)
    except VectorstoreError as exc:
        print(json.dumps({"error": exc.code}), flush=True)
        return 1
    print(
        json.dumps({"passages": report.passages, "files": len(report.added + report.unchanged)}), flush=True
    )
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
