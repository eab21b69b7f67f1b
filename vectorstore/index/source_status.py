"""Whether the files that were indexed are still as they were."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from vectorstore.index.catalog import DocumentRecord


def states(records: Sequence[DocumentRecord]) -> dict[str, str]:
    """For each document's file: `unchanged`, `changed`, `missing` on disk, or `archived`.

    An archive is there, but its members are not unpacked only to compare them.
    """
    return {record.file: _state(record) for record in records}


def source_path(record: DocumentRecord) -> Path:
    """Where the document's file was when it was indexed."""
    return source_of(record.root, record.file)


def source_of(below: str, file: str) -> Path:
    """Where the file of a document is that is called `file` and was found at or below a root."""
    root = Path(below)
    if root.is_file() or (not root.exists() and root.suffix):
        return root
    path = root / file
    if not path.exists() and file.startswith(f"{root.name}/"):
        return root / file[len(root.name) + 1 :]
    return path


def _state(record: DocumentRecord) -> str:
    path = source_path(record)
    try:
        data = path.read_bytes()
    except OSError:
        return "archived" if archive_of(path) else "missing"
    return "unchanged" if hashlib.sha256(data).hexdigest() == record.sha256 else "changed"


def archive_of(path: Path) -> Path | None:
    """The archive that a member's path leads through; None where there is none on disk."""
    return next((above for above in path.parents if above.is_file()), None)
