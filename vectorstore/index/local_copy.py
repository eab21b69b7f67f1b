"""The copy that each worker keeps of a generation whose vectors are on a Chroma server.

The server has the catalogues too, in pieces. From them a worker builds what it needs beside the vector
search: the lexical and the verbatim index, and the plain file of vectors for exact comparison. A copy is
a generation like any other, so citing and locating need no server; and as on the machine that wrote
it, a first layer that did not change is shared with the generation before.
"""

from __future__ import annotations

import base64
import hashlib
import shutil
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.errors import IndexBusy, IndexDamaged, IndexMissing, VectorstoreError
from vectorstore.index import catalog as catalogue
from vectorstore.index import faults, generations, manifest, served
from vectorstore.index.catalog import Catalog
from vectorstore.index.file_sums import check_files
from vectorstore.index.layer_writer import write_parts
from vectorstore.index.layers import DELTA, GONE, share
from vectorstore.index.previous import Previous
from vectorstore.index.served import FILES, VECTORS_IN, Lease, Names
from vectorstore.index.server import ChromaServer, close, connect, speaking_to
from vectorstore.index.vectors_file import DIGESTS, VECTORS, KnownVectors, VectorsWriter, digests_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: What the server has of the first layer's files, and of a generation's own; the rest is built from these.
_FIRST = (catalogue.FILE, DIGESTS)
_OWN = (
    manifest.FILE,
    f"{DELTA}/{catalogue.FILE}",
    f"{DELTA}/{VECTORS}",
    f"{DELTA}/{DIGESTS}",
    f"{DELTA}/{GONE}",
)
#: Where fetched vectors wait until the layer's own file is written.
_FETCHED = "fetched"
#: Bytes of a piece (Chroma's cloud takes 4,096 characters a value), pieces of a record, records at once.
_PIECE, _PIECES, _RECORDS = 3000, 8, 100
_VECTORS_AT_ONCE = 500
#: Seconds between two looks at the alias, and that another process of this machine may take for the copy.
_LOOKS, _PATIENCE = 2.0, 900.0


def publish(folder: Path, lease: Lease, alone: bool = False) -> None:
    """Put what other workers build their copies from onto the server, and the generation in use there.

    With `alone` no generation before it stays on the server.
    """
    names = served.names_of(folder)
    assert names is not None
    first = names.vectors + FILES
    if not served.is_there(lease.client, lease.server, first):
        _upload(folder, _FIRST, first, lease)
    own = [file for file in _OWN if (folder / file).is_file()]
    _upload(folder, own, names.generation, lease, {VECTORS_IN: names.vectors})
    lease.put_in_place(names.generation, alone)


def _upload(
    folder: Path,
    names: Sequence[str],
    collection: str,
    lease: Lease,
    about: Mapping[str, str] | None = None,
) -> None:
    """Put files into a new collection; that it is whole shows in its metadata, which comes last."""
    sums: dict[str, str | int] = dict(about or {})
    with speaking_to(lease.server):
        files = lease.client.create_collection(
            collection, embedding_function=None, metadata=dict(sums) or None
        )
        number = 0
        for file in names:
            first = number
            records = _records(folder / file)
            while batch := [record for _, record in zip(range(_RECORDS), records, strict=False)]:
                files.add(
                    ids=[str(number + i) for i in range(len(batch))],
                    # No search asks for them, but Chroma stores nothing without a vector.
                    embeddings=[[1.0, float(number + i)] for i in range(len(batch))],
                    metadatas=batch,
                )
                number += len(batch)
            sums |= {f"{file} from": first, f"{file} to": number, f"{file} sum": _sum(folder / file)}
        files.modify(metadata=sums)


def _records(path: Path) -> Iterator[dict[str, str]]:
    packer = zlib.compressobj()
    packed = b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            packed += packer.compress(block)
            whole = len(packed) - len(packed) % (_PIECE * _PIECES)
            yield from _cut(packed[:whole])
            packed = packed[whole:]
    yield from _cut(packed + packer.flush())


def _cut(packed: bytes) -> Iterator[dict[str, str]]:
    pieces = [base64.b64encode(packed[at : at + _PIECE]).decode() for at in range(0, len(packed), _PIECE)]
    for at in range(0, len(pieces), _PIECES):
        yield {str(n): piece for n, piece in enumerate(pieces[at : at + _PIECES])}


def in_step(index: Path, server: ChromaServer) -> Path:
    """Have a copy of the generation that the server's alias names in use here; returns its folder.

    Raises `IndexMissing` where the server has none yet, `ServerUnavailable`, `ServerRefuses`,
    `IndexBusy`, `IndexDamaged` and `IndexUnavailable`.
    """
    client = connect(server)
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            name = served.current(client, server)
            if not name:
                raise IndexMissing(folder=server.place)
            if folder := _in_use(index, name):
                return folder
            try:
                with generations.writer(index):
                    return bring(index, client, server, name)
            except IndexBusy:  # another process of this machine is about it
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
    finally:
        close(client)


def _in_use(index: Path, name: str) -> Path | None:
    try:
        folder = generations.current(index)
    except (IndexMissing, IndexDamaged):
        return None
    return folder if _is(folder, name) else None


def _is(folder: Path, name: str) -> bool:
    names = served.names_of(folder)
    return names is not None and names.generation == name


def bring(index: Path, client: Any, server: ChromaServer, name: str) -> Path:
    """Put a copy of a generation in use; only for the holder of this machine's writer's lock."""
    if folder := _in_use(index, name):
        return folder
    for folder in reversed(generations.finished(index)):
        if _is(folder, name):
            generations.use(index, folder)
            return folder
    with faults.writing(index):
        folder = generations.begin(index)
        try:
            _Copy(index, folder, client, server, name).build()
            placed = generations.put_in_place(index, folder)
            if served.is_alone(client, server):
                # The writer erased what was before; so it is here.
                generations.remove_others(index)
            return placed
        finally:
            shutil.rmtree(folder, ignore_errors=True)


class _Copy:
    """A copy in the making."""

    def __init__(self, index: Path, folder: Path, client: Any, server: ChromaServer, name: str) -> None:
        self._index, self._folder, self._client, self._server = index, folder, client, server
        self._name = name

    def build(self) -> None:
        """Fetch the generation's files and build the others; all of them are compared with the writer's."""
        with speaking_to(self._server):
            own = self._client.get_collection(self._name, embedding_function=None)
            names = Names(self._name, str((own.metadata or {}).get(VECTORS_IN, "")))
            _fetch(own, self._folder, manifest.FILE)
        # The file has the sums of the writer's own files; this machine's are summed here.
        described = manifest.read_manifest(self._folder, of_any=True)
        (self._folder / manifest.FILE).unlink()
        known = Previous.open(self._index).vectors(described.model)
        before = self._with_layer(names.vectors)
        if before is not None:
            share(before, self._folder, manifest.FILE)
        else:
            self._first_layer(names.vectors, known, described.dimension)
        if f"{DELTA}/{catalogue.FILE} sum" in own.metadata:
            self._second_layer(own, described.dimension)
        served.mark(self._folder, names)
        for file in (VECTORS, f"{DELTA}/{VECTORS}"):
            wanted = described.files.get(file)
            if wanted and wanted.sha256 != _sum(self._folder / file):
                raise IndexDamaged(folder=self._server.place, reason=f"{self._name}: {file}")
        manifest.write_manifest(self._folder, described)

    def _with_layer(self, vectors: str) -> Path | None:
        """A whole generation of this machine that has the same first layer."""
        for folder in reversed(generations.finished(self._index)):
            names = served.names_of(folder)
            if names is None or names.vectors != vectors:
                continue
            try:
                check_files(folder, manifest.read_manifest(folder).files, thorough=True)
            except IndexDamaged:
                continue
            return folder
        return None

    def _first_layer(self, vectors: str, known: Mapping[str, NDArray[np.float32]], dimension: int) -> None:
        with speaking_to(self._server):
            files = self._client.get_collection(vectors + FILES, embedding_function=None)
            for file in _FIRST:
                _fetch(files, self._folder, file)
        catalog = Catalog.open(self._folder)
        try:
            (keys,) = catalog.layer_keys()
        finally:
            catalog.close()
        digests = digests_of(self._folder)
        if len(digests) != len(keys):
            raise IndexDamaged(folder=self._server.place, reason=f"{vectors}: {DIGESTS}")
        missing = {digest: key for digest, key in zip(digests, keys, strict=True) if digest not in known}
        fetched = self._fetched(vectors, missing, dimension)
        write_parts(self._folder, (known, fetched), dimension, lambda _: None, with_chroma=False)
        shutil.rmtree(self._folder / _FETCHED)

    def _fetched(self, vectors: str, missing: Mapping[str, str], dimension: int) -> KnownVectors:
        """The vectors of these texts, each named with a passage that has it, from the server."""
        import numpy as np

        folder = self._folder / _FETCHED
        folder.mkdir()
        writer = VectorsWriter(folder, len(missing), dimension)
        rows = list(missing.items())
        with speaking_to(self._server):
            collection = self._client.get_collection(vectors, embedding_function=None)
            for start in range(0, len(rows), _VECTORS_AT_ONCE):
                part = rows[start : start + _VECTORS_AT_ONCE]
                got = collection.get(ids=[key for _, key in part], include=["embeddings"])
                found = dict(zip(got["ids"], got["embeddings"], strict=True))
                if len(found) < len({key for _, key in part}):
                    raise IndexDamaged(folder=self._server.place, reason=f"{vectors}: vectors are missing")
                writer.add(
                    [digest for digest, _ in part],
                    np.stack([np.asarray(found[key], np.float32) for _, key in part]),
                )
        writer.finish()
        return KnownVectors([folder])

    def _second_layer(self, own: Any, dimension: int) -> None:
        layer = self._folder / DELTA
        layer.mkdir()
        with speaking_to(self._server):
            for file in _OWN[1:]:
                _fetch(own, self._folder, file)
        catalog = Catalog.open(layer)
        try:
            gone = catalog.replaces()
        finally:
            catalog.close()
        # Those of the second layer are in no collection: they came as a file, which is written again.
        fetched = self._folder / _FETCHED
        fetched.mkdir()
        for name in (VECTORS, DIGESTS):
            (layer / name).replace(fetched / name)
        write_parts(layer, (KnownVectors([fetched]),), dimension, lambda _: None, gone, with_chroma=False)
        shutil.rmtree(fetched)


def _fetch(files: Any, folder: Path, file: str) -> None:
    """Write one file from its pieces, where the collection has it. Raises `IndexDamaged`."""
    about = files.metadata or {}
    if f"{file} sum" not in about:
        return
    first, last = int(about[f"{file} from"]), int(about[f"{file} to"])
    unpacker = zlib.decompressobj()
    with (folder / file).open("wb") as out:
        for start in range(first, last, _RECORDS):
            ids = [str(number) for number in range(start, min(start + _RECORDS, last))]
            got = files.get(ids=ids, include=["metadatas"])
            found = dict(zip(got["ids"], got["metadatas"], strict=True))
            for record in (found.get(number, {}) for number in ids):
                for n in range(len(record)):
                    out.write(unpacker.decompress(base64.b64decode(record[str(n)])))
        out.write(unpacker.flush())
    if _sum(folder / file) != about[f"{file} sum"]:
        raise IndexDamaged(folder=files.name, reason=f"{file}: SHA-256")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def follow(
    index: Path, server: ChromaServer, tell: Callable[[VectorstoreError | None], None] = lambda _: None
) -> Callable[[], None]:
    """Keep a long-lived process's copy in step, in a thread; returns what ends that.

    `tell` hears once that the server can't be reached, and None when it can be again.
    """
    stopping = threading.Event()

    def look() -> None:
        failing = False
        while not stopping.wait(_LOOKS):
            try:
                in_step(index, server)
            except (VectorstoreError, OSError) as exc:
                if not failing and isinstance(exc, VectorstoreError):
                    tell(exc)
                failing = True
                continue
            if failing:
                tell(None)
            failing = False

    threading.Thread(target=look, name="in step", daemon=True).start()
    return stopping.set
