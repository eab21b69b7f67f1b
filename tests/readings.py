"""What the reader gave for a window of a passage is kept for the whole test run, and given again.

Most of the processor time of an answer is the reader's, and the tests ask the same questions in many
ways: by the command, the server, the chat. A window is read alone, with nothing else in the run of the
network, so that what it gives depends on its tokens only (`tests/bot/extraction/test_reader.py`, which reads
anew). `YINJU_TESTS_READ_ANEW=1` has everything read anew; a test of many threads at once sets it for itself.
"""

from __future__ import annotations

import os
import pickle
import threading
from hashlib import blake2b
from pathlib import Path
from typing import Any

#: Says where the readings of this run are kept; commands inherit it.
FOLDER = "YINJU_TESTS_READINGS"
#: Set to have everything read anew.
ANEW = "YINJU_TESTS_READ_ANEW"


class KeptReadings:
    """The session of a reader, which runs for what no process of this test run has read before."""

    def __init__(self, session: Any, folder: Path) -> None:
        self._session = session
        self._folder = folder

    def run(self, names: Any, given: dict[str, Any]) -> list[Any]:
        """What the network gives for these tokens."""
        if os.environ.get(ANEW):
            return list(self._session.run(names, given))
        digest = blake2b(digest_size=20)
        for name, values in sorted(given.items()):
            digest.update(f"{name} {values.dtype} {values.shape} ".encode() + values.tobytes())
        kept = self._folder / digest.hexdigest()
        try:
            found: list[Any] = pickle.loads(kept.read_bytes())
        except FileNotFoundError:
            found = self._session.run(names, given)
            half = kept.with_name(f"{kept.name}.{os.getpid()}.{threading.get_ident()}")
            half.write_bytes(pickle.dumps(found))
            half.replace(kept)
        return found


def keep_readings() -> None:
    """From now on every shipped reader of this process keeps what it reads, where a folder is named for it.

    One whose folder is named, as in the reader's own tests, reads anew.
    """
    kept_in = os.environ.get(FOLDER, "")
    if not kept_in:
        return
    from bot.extraction.reader import DEFAULT_FOLDER, Reader

    load = Reader.__init__
    weights = (DEFAULT_FOLDER / "model.onnx").stat()
    place = Path(kept_in) / f"{weights.st_size}-{weights.st_mtime_ns}"
    place.mkdir(parents=True, exist_ok=True)

    def loaded(reader: Reader, folder: Path | None = None, threads: int = 1) -> None:
        load(reader, folder, threads)
        if folder is None:
            reader._session = KeptReadings(reader._session, place)

    Reader.__init__ = loaded  # type: ignore[method-assign]
