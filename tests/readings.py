"""What the reader gave for a window and the model for a text is kept for the whole test run, and given again.

Most of the processor time of an answer is the reader's, and that of an ingest the embedding model's, and the
tests ask the same questions of the same documents in many ways: by the command, the server, the chat. A window
is read alone, and a text embedded alone, with nothing else in the run of the network, so that what it gives
depends on its tokens only (`tests/bot/extraction/test_reader.py` and `tests/vectorstore/embedding/`, which read
and embed anew). `YINJU_TESTS_READ_ANEW=1` has everything made anew; a test of many threads at once sets it for
itself.
"""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

_Made = TypeVar("_Made")

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
        return kept_at(self._folder / digest.hexdigest(), lambda: list(self._session.run(names, given)))


class KeptVectors:
    """What makes the vector of a text, and does so for what no process of this test run has embedded before."""

    def __init__(self, make: Callable[[Any, str], list[float]], folder: Path, engine: str) -> None:
        """`engine` tells what makes them from all else that keeps its vectors in the folder."""
        self._make, self._folder, self._engine = make, folder, engine

    def vector(self, encoder: Any, text: str) -> list[float]:
        """The vector that the encoder gives for this text."""
        if os.environ.get(ANEW):
            return self._make(encoder, text)
        digest = blake2b(f"{self._engine}\n{text}".encode("utf-8", "surrogatepass"), digest_size=20)
        return kept_at(self._folder / digest.hexdigest(), lambda: self._make(encoder, text))


def kept_at(place: Path, make: Callable[[], _Made]) -> _Made:
    """What a file holds; where there is none it gets what `make` gives."""
    try:
        found: _Made = pickle.loads(place.read_bytes())
    except FileNotFoundError:
        found = make()
        half = place.with_name(f"{place.name}.{os.getpid()}.{threading.get_ident()}")
        half.write_bytes(pickle.dumps(found))
        half.replace(place)
    return found


def keep_readings() -> None:
    """From now on every shipped reader and embedding model of this process keeps what it gives, where a folder is named.

    A reader whose folder is named, as in the reader's own tests, reads anew.
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
    _keep_models()
    _keep_vectors(Path(kept_in))


def _keep_vectors(folder: Path) -> None:
    from vectorstore.embedding.e5_onnx import RuntimeE5
    from vectorstore.embedding.encoders import _Native

    place = folder / "vectors"
    place.mkdir(exist_ok=True)
    runtime = KeptVectors(RuntimeE5._vector, place, "onnxruntime")
    native = KeptVectors(_Native.embed_query, place, "native")

    def by_runtime(encoder: RuntimeE5, text: str) -> list[float]:
        return runtime.vector(encoder, text)

    def natively(encoder: _Native, text: str) -> list[float]:
        return native.vector(encoder, text)

    RuntimeE5._vector = by_runtime  # type: ignore[method-assign]
    _Native.embed_query = natively  # type: ignore[method-assign]


def _keep_models() -> None:
    """The reader and the model that a process shares stay in it: each takes a second, and hundreds of tests open an index.

    By themselves they go with the last index that uses them.
    """
    from bot import library
    from vectorstore.embedding import encoders

    library._loaded = {}  # type: ignore[assignment]
    encoders._loaded = {}  # type: ignore[assignment]
