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
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.index.digest_table import DIGEST, DigestTable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "embedded.journal"
_FORMAT = 1


class _Kept(Mapping[str, "NDArray[np.float32]"]):
    """The vectors in the file by their digests; only the digests are in memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.places = DigestTable()
        self.dimension = 0

    def __getitem__(self, digest: str) -> NDArray[np.float32]:
        import numpy as np

        place = self.places.get(bytes.fromhex(digest))
        if place is None:
            raise KeyError(digest)
        return np.fromfile(self._path, "<f4", self.dimension, offset=place)

    def __contains__(self, digest: object) -> bool:
        return isinstance(digest, str) and bytes.fromhex(digest) in self.places

    def __iter__(self) -> Iterator[str]:
        return (digest.hex() for digest in self.places)

    def __len__(self) -> int:
        return len(self.places)


class Journal:
    """The journal of one index folder, for one model. Only the holder of the writer's lock has it."""

    def __init__(self, index: Path, model: str, rebuild: bool = False) -> None:
        """Read what is there; a journal of another model, or not of a rebuild, is begun anew."""
        self._path = index / FILE
        self._model = model
        self._rebuild = rebuild
        self.known = _Kept(self._path)
        self._whole = self._read()

    def _read(self) -> int:
        """How many bytes from the start are whole."""
        try:
            with self._path.open("rb") as file:
                line = file.readline()
                header = json.loads(line)
                dimension = int(header["dimension"])
                rebuilt = bool(header["rebuild"])
                fits = (header["format"], header["model"]) == (_FORMAT, self._model) and dimension > 0
                if not fits or (self._rebuild and not rebuilt):
                    return 0
                self.known.dimension = dimension
                at = len(line)
                size = DIGEST + 4 + 4 * dimension
                while len(record := file.read(size)) == size:
                    digest, vector = record[:DIGEST], record[DIGEST + 4 :]
                    if zlib.crc32(digest + vector).to_bytes(4, "little") != record[DIGEST : DIGEST + 4]:
                        break
                    self.known.places.put(digest, at + DIGEST + 4)
                    at += size
                return at
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def add(self, digests: Sequence[str], vectors: Sequence[NDArray[np.float32]]) -> None:
        """Put a batch behind the others, and on disk."""
        records = bytearray()
        header = b"" if self._whole else self._header(len(vectors[0]))
        places = {}
        for name, vector in zip(digests, vectors, strict=True):
            digest, values = bytes.fromhex(name), vector.astype("<f4").tobytes()
            records += digest + zlib.crc32(digest + values).to_bytes(4, "little")
            places[digest] = self._whole + len(header) + len(records)
            records += values
        mode = "r+b" if self._whole else "wb"
        with self._path.open(mode) as file:
            file.truncate(self._whole)
            file.seek(self._whole)
            file.write(header)
            file.write(records)
            file.flush()
            os.fsync(file.fileno())
            self._whole = file.tell()
        self.known.dimension = len(vectors[0])
        for digest, place in places.items():
            self.known.places.put(digest, place)

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
