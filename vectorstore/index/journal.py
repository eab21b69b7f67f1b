"""The journal of embedded texts: what was embedded is kept, whatever becomes of the ingest.

INDEX/embedded.journal is one line of JSON (model, number of values, whether a rebuild made it) and
then one record a text: digest (16 bytes), CRC-32 of digest and vector, vector (float32). A batch
is on disk before the next one is embedded; a record that a kill cut off is dropped. The journal is
removed when a generation that holds its vectors is in place.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "embedded.journal"
_FORMAT = 1
_DIGEST = 16


class Journal:
    """The journal of one index folder, for one model. Only the holder of the writer's lock has it."""

    def __init__(self, index: Path, model: str, rebuild: bool = False) -> None:
        """Read what is there; a journal of another model, or not of a rebuild, is begun anew."""
        self._path = index / FILE
        self._model = model
        self._rebuild = rebuild
        self.known: dict[str, NDArray[np.float32]] = {}
        self._whole = self._read()

    def _read(self) -> int:
        """How many bytes from the start are whole."""
        import numpy as np

        try:
            data = self._path.read_bytes()
            line, _, _ = data.partition(b"\n")
            header = json.loads(line)
            dimension = int(header["dimension"])
            rebuilt = bool(header["rebuild"])
            fits = (header["format"], header["model"]) == (_FORMAT, self._model) and dimension > 0
        except (OSError, ValueError, KeyError, TypeError):
            return 0
        if not fits or (self._rebuild and not rebuilt):
            return 0
        size = _DIGEST + 4 + 4 * dimension
        at = len(line) + 1
        while at + size <= len(data):
            digest, vector = data[at : at + _DIGEST], data[at + _DIGEST + 4 : at + size]
            if zlib.crc32(digest + vector).to_bytes(4, "little") != data[at + _DIGEST : at + _DIGEST + 4]:
                break
            self.known[digest.hex()] = np.frombuffer(vector, "<f4").astype(np.float32)
            at += size
        return at

    def add(self, digests: Sequence[str], vectors: Sequence[NDArray[np.float32]]) -> None:
        """Put a batch behind the others, and on disk."""
        records = bytearray()
        for name, vector in zip(digests, vectors, strict=True):
            digest, values = bytes.fromhex(name), vector.astype("<f4").tobytes()
            records += digest + zlib.crc32(digest + values).to_bytes(4, "little") + values
            self.known[name] = vector
        mode = "r+b" if self._whole else "wb"
        with self._path.open(mode) as file:
            file.truncate(self._whole)
            file.seek(self._whole)
            if not self._whole:
                file.write(self._header(len(vectors[0])))
            file.write(records)
            file.flush()
            os.fsync(file.fileno())
            self._whole = file.tell()

    def _header(self, dimension: int) -> bytes:
        header = {
            "format": _FORMAT,
            "model": self._model,
            "dimension": dimension,
            "rebuild": self._rebuild,
        }
        return json.dumps(header, ensure_ascii=False).encode("utf-8") + b"\n"

    def remove(self) -> None:
        """Forget it: a generation holds its vectors now."""
        self._path.unlink(missing_ok=True)
