"""The layers of a generation: what was built at once, and above it what changed since.

The files of the first layer stand in the generation's folder and are shared with the generation
before it where they did not change (hard links, or copies where the disk knows no links). The
second layer, in DELTA below it, holds every document that was added or changed since, whole, and
says which documents of the first are gone.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.index.faults import unusable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DELTA = "delta"
#: The rows of the first layer's vector file that are gone, ascending (uint32).
GONE = "gone.rows"


def layers_of(folder: Path) -> tuple[Path, ...]:
    """The folders of a generation's layers: one or two."""
    changed = folder / DELTA
    return (folder, changed) if changed.is_dir() else (folder,)


def gone_rows(folder: Path) -> NDArray[np.uint32]:
    """The rows of the first layer that the second one replaces or removes; none where there is one layer."""
    import numpy as np

    if len(layers_of(folder)) == 1:
        return np.empty(0, "<u4")
    try:
        return np.fromfile(folder / DELTA / GONE, "<u4")
    except OSError as exc:
        raise unusable(exc, folder, f"{DELTA}/{GONE}") from exc


def share(before: Path, folder: Path, leave_out: str) -> None:
    """Give `folder` the files of the first layer of the generation `before`, without copying them.

    The file called `leave_out` is not taken, and nothing of the second layer.
    """
    for path in sorted(before.rglob("*")):
        below = path.relative_to(before)
        if below.parts[0] in {DELTA, leave_out}:
            continue
        target = folder / below
        if path.is_dir():
            target.mkdir(exist_ok=True)
            continue
        try:
            os.link(path, target)
        except OSError:  # no links on this disk, or too many
            shutil.copy2(path, target)
