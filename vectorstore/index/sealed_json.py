"""JSON files that carry their own SHA-256, so that one changed character is noticed."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

_SUM = "sum"


def write(path: Path, data: dict[str, Any]) -> None:
    """Write `data` with its sum, in one step: a reader sees the old file or the new one."""
    new = path.with_name(f"{path.name}.new")
    text = json.dumps({**data, _SUM: _sum(data)}, ensure_ascii=False, indent=1, sort_keys=True)
    with new.open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def read(path: Path) -> dict[str, Any]:
    """What was written. Raises `OSError`, and `ValueError` where it is not as it was written."""
    data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise ValueError("no object")
    if data.pop(_SUM, None) != _sum(data):
        raise ValueError("SHA-256")
    return data


def _sum(data: dict[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
