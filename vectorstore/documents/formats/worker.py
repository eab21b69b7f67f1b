"""Child process: reads one file under limits, so that whatever a hostile file does ends with it.

`python -m vectorstore.documents.formats.worker` takes a job as JSON on its standard input and
answers with one line of JSON. It has no token and no index in hand.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from vectorstore.documents.formats.extracted import CannotRead, Extracted
from vectorstore.errors import UnreadableFile

_LOOKS_EVERY = 1.0  # seconds


def limit(memory: int, seconds: int) -> None:
    """Bound this process: bytes of memory, seconds of CPU, no file over 256 MB, no core dump."""
    try:
        import resource
    except ImportError:  # not on Windows; the parent's clock remains
        return
    wanted = (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 2),
        (resource.RLIMIT_FSIZE, 256 * 1024 * 1024, 256 * 1024 * 1024),
        (resource.RLIMIT_CORE, 0, 0),
    )
    for kind, soft, hard in wanted:
        # A limit that the process already lives under can only be lowered.
        most = resource.getrlimit(kind)[1]
        allowed = hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(kind, (min(soft, allowed), allowed))


def extract(data: bytes, kind: str, name: str, seconds: int) -> Extracted:
    """The text of a file whose format is `kind`. Raises `CannotRead`."""
    if kind == "docx":
        from vectorstore.documents.formats.docx import read_docx

        return read_docx(data)
    if kind == "pdf":
        from vectorstore.documents.formats.pdf import read_pdf

        return read_pdf(data)
    if kind == "pdf-scan":
        from vectorstore.documents.formats.scan import read_scanned_pdf

        return read_scanned_pdf(data)
    if kind == "ofd-scan":
        from vectorstore.documents.formats.scan import read_scanned_ofd

        return read_scanned_ofd(data)
    if kind == "ofd":
        from vectorstore.documents.formats.ofd import read_ofd

        return read_ofd(data)
    if kind == "xlsx":
        from vectorstore.documents.formats.spreadsheet import read_xlsx

        return read_xlsx(data)
    if kind == "csv":
        from vectorstore.documents.formats.spreadsheet import read_csv

        return read_csv(data, name)
    if kind == "mht":
        from vectorstore.documents.formats.web_page import read_mht

        return read_mht(data)
    if kind == "picture":
        from vectorstore.documents.formats.scan import read_picture

        return read_picture(data)
    from vectorstore.documents.formats.office import TARGETS, read_office

    if kind in TARGETS:
        return read_office(data, kind, seconds)
    raise CannotRead("unsupported", kind)


def _answer(job: dict[str, Any]) -> dict[str, Any]:
    from vectorstore.documents.formats.archive import unpack
    from vectorstore.documents.formats.detect import ARCHIVES

    data = Path(job["source"]).read_bytes()
    if job["kind"] in ARCHIVES:
        done, failed = unpack(data, job["kind"], Path(job["folder"]), job["name"])
        return {"members": done, "failed": failed}
    if job["kind"].endswith("-text"):
        from vectorstore.documents.text_files import as_json, read_text

        return as_json(read_text(data, job["kind"].removesuffix("-text"), job["name"]))
    return asdict(extract(data, job["kind"], job["name"], int(job["seconds"])))


def end_with(parent: int) -> None:
    """End this process and what it started once the process that started it is gone, as killed programs are."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOKS_EVERY)
        os.killpg(os.getpgrp(), signal.SIGKILL)

    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        threading.Thread(target=watch, daemon=True).start()


def main() -> None:
    """Do the job on standard input: source, kind, name, folder, memory, seconds, parent (a process id)."""
    # Libraries may print what they like; the answer has a stream of its own.
    out, sys.stdout = sys.stdout, sys.stderr
    job = json.loads(sys.stdin.read())
    end_with(int(job["parent"]))
    limit(int(job["memory"]), int(job["seconds"]))
    try:
        answer = _answer(job)
    except CannotRead as exc:
        answer = {"reason": exc.reason, "detail": exc.detail}
    except UnreadableFile as exc:
        answer = {"reason": str(exc.params["reason"]), "detail": ""}
    except (MemoryError, RecursionError):
        answer = {"reason": "limits", "detail": ""}
    except Exception as exc:  # a reader's library met what it did not expect: the file's fault, or its own
        answer = {"reason": "damaged", "detail": type(exc).__name__}
    out.write(json.dumps(answer) + "\n")
    out.flush()


if __name__ == "__main__":
    main()
