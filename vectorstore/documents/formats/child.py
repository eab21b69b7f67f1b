"""Starts the reader of a file as a process of its own, with limits, and takes what it says."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from vectorstore.documents import text_files
from vectorstore.documents.formats.extracted import CannotRead, Extracted, LeftOut
from vectorstore.documents.formats.scan import can_recognise
from vectorstore.documents.text_files import TextFile
from vectorstore.types import Part, Span

MEMORY = 2 * 1024 * 1024 * 1024
#: An office program maps more memory than it uses; recognising pages takes its time.
_MORE_MEMORY = 8 * 1024 * 1024 * 1024
SECONDS = 120
#: Of a text file of so many bytes, whatever is in it, reading takes seconds and some 100 MB at most.
READ_IN_PLACE = 128 * 1024
#: A page takes seconds to be recognised, and a file may have two hundred.
_SCAN_SECONDS = 1800
#: Formats with pages that may be pictures, and what their readers say of those.
_WITH_SCANS = frozenset({"pdf", "ofd"})
_TO_RECOGNISE = frozenset({"scanned", "garbled", "page-without-text", "page-garbled"})
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TEMP", "VIRTUAL_ENV", "SYSTEMROOT", "OMP_NUM_THREADS")


def read(data: bytes, kind: str, name: str) -> Extracted:
    """The text of a file of this format, read in a child process. Raises `CannotRead`."""
    answer = _answer(data, kind, name)
    return Extracted(
        answer["format"],
        answer["text"],
        tuple((Span(s["start"], s["end"]), level) for s, level in answer["lines"]),
        tuple(Part(p["label"], p["start"], p["end"], p["confidence"]) for p in answer["parts"]),
        tuple(LeftOut(one["reason"], one["detail"]) for one in answer["left_out"]),
        answer["furniture"],
        answer["sample"],
    )


def read_text(data: bytes, kind: str, name: str) -> TextFile:
    """A text file: a large one in a child process, a small one here, since starting a process takes longer.

    Raises `CannotRead` and, of a small one, `UnreadableFile`.
    """
    if len(data) <= READ_IN_PLACE:
        return text_files.read_text(data, kind, name)
    return text_files.of_json(_run(data, f"{kind}-text", name, ""))


def _answer(data: bytes, kind: str, name: str) -> dict[str, Any]:
    """What the reader says; where it leaves pages unread, what is recognised on them as well."""
    if kind == "picture" and not can_recognise():
        raise CannotRead("picture")
    if kind == "xlsx":
        return _workbook(data, name)
    if kind not in _WITH_SCANS:
        return _run(data, kind, name, "")
    try:
        answer = _run(data, kind, name, "")
        again = any(one["reason"] in _TO_RECOGNISE for one in answer["left_out"])
    except CannotRead as exc:
        if exc.reason not in _TO_RECOGNISE or not can_recognise():
            raise
        return _run(data, f"{kind}-scan", name, "")
    if not (again and can_recognise()):
        return answer
    try:
        return _run(data, f"{kind}-scan", name, "")
    except CannotRead:
        # What was read without a picture stays, with the pages named that were not.
        return answer


def _workbook(data: bytes, name: str) -> dict[str, Any]:
    """A workbook, saved anew by an office program where its formulas have no results or the library gives up."""
    from vectorstore.documents.formats.office import has_office

    answer: dict[str, Any] | None = None
    refused: CannotRead | None = None
    try:
        answer = _run(data, "xlsx", name, "")
    except CannotRead as exc:
        if exc.detail != "library":
            raise
        refused = exc
    if answer and not any(one["reason"] == "formulas" for one in answer["left_out"]):
        return answer
    if has_office():
        with contextlib.suppress(CannotRead):
            return _run(data, "xlsx-anew", name, "")
    if answer is None:
        raise refused or CannotRead("damaged")
    return answer


def unpack(
    data: bytes, kind: str, folder: Path, name: str = ""
) -> tuple[list[tuple[str, Path]], list[tuple[str, str]]]:
    """The members of an archive as files in `folder`, and those that can't be had with the reason.

    Raises `CannotRead`.
    """
    answer = _run(data, kind, name, str(folder))
    members = [(name, folder / Path(file).name) for name, file in answer["members"]]
    return members, [(name, reason) for name, reason in answer["failed"]]


def _run(data: bytes, kind: str, name: str, folder: str) -> dict[str, Any]:
    from vectorstore.documents.formats.office import TARGETS

    recognising = kind.endswith("-scan") or kind == "picture"
    slow = recognising or kind in TARGETS or kind == "pdf"
    seconds = _SCAN_SECONDS if recognising else SECONDS
    root = str(Path(__file__).resolve().parents[3])
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    with tempfile.TemporaryDirectory(prefix="yinju-") as scratch:
        source = Path(scratch) / "source"
        source.write_bytes(data)
        job = {"source": str(source), "kind": kind, "name": name, "folder": folder, "seconds": seconds,
               "parent": os.getpid(), "memory": _MORE_MEMORY if slow else MEMORY}  # fmt: skip
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "vectorstore.documents.formats.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment | {"TMPDIR": scratch}, cwd=scratch, start_new_session=True,
        )  # fmt: skip
        try:
            out, _ = child.communicate(json.dumps(job).encode(), timeout=seconds + 10)
        except subprocess.TimeoutExpired as exc:
            raise CannotRead("limits") from exc
        finally:
            _end(child)
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError as exc:
        # It ended without a word: for its memory or time, or a fault inside a library.
        raise CannotRead("limits" if child.returncode in {-9, -24, 137, 152} else "damaged") from exc
    if "reason" in answer:
        raise CannotRead(str(answer["reason"]), str(answer["detail"]))
    return answer


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the process and what it started, such as an office program that hangs."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
    elif child.poll() is None:
        child.kill()
    child.wait()
