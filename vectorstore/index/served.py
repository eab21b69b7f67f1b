"""Generations on a Chroma server: which collection is in use, and who may write.

    yinju                      the alias: its metadata says which generation is in use
    yinju-g000007-5d2f01aa     a generation, never changed again: its own files in pieces, and in its
                               metadata which vectors it is searched by
    yinju-v000004-90cc3b1e     the vectors of a first layer, which several generations share
    yinju-v000004-90cc3b1e-files   that layer's catalogue, in pieces
    yinju-writer               the lock: there only while a process writes

A collection's name is unique on the server, so only one process can create the lock. It is a lease:
its holder moves the beat in its metadata on, and one that has stopped for a minute is taken over.
"""

from __future__ import annotations

import os
import re
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vectorstore.errors import IndexBusy, ServerUnavailable
from vectorstore.index import sealed_json
from vectorstore.index.server import ChromaServer, close, connect, is_missing, speaking_to

#: Beside a generation's other files: the names of its collections on the server.
MARK = "served.json"
FILES = "-files"
#: In the metadata of a generation's collection: that of its vectors.
VECTORS_IN = "vectors"
_WRITER = "-writer"
_CURRENT, _BEFORE, _OWNER, _BEAT = "current", "before", "owner", "beat"
#: Seconds between two beats, until a lease counts as left, and that such a one is watched for a beat.
_BEATS, _LEFT, _WATCHED = 5.0, 60.0, 12.0
#: A holder whose last beat that the server took is older puts nothing in place any more.
_SURE = 30.0


@dataclass(frozen=True, slots=True)
class Names:
    """The collections of a generation: its own, and that of its vectors."""

    generation: str
    vectors: str


def names_of(folder: Path) -> Names | None:
    """The collections of a generation; None where its vectors are in its folder."""
    try:
        found = sealed_json.read(folder / MARK)
        return Names(str(found["generation"]), str(found["vectors"]))
    except (OSError, ValueError, KeyError):
        return None


def mark(folder: Path, names: Names) -> None:
    """Note in a generation's folder which its collections are; a file shared with another is not changed."""
    sealed_json.write(folder / MARK, {"generation": names.generation, "vectors": names.vectors})


def current(client: Any, server: ChromaServer) -> str:
    """The name of the generation in use; empty where none was put in place yet."""
    alias = _found(client, server, server.collection)
    return str((alias.metadata or {}).get(_CURRENT, "")) if alias else ""


def is_alone(client: Any, server: ChromaServer) -> bool:
    """Whether no generation was left beside the one in use."""
    alias = _found(client, server, server.collection)
    return alias is not None and not (alias.metadata or {}).get(_BEFORE)


def is_there(client: Any, server: ChromaServer, name: str) -> bool:
    """Whether the server has a collection of this name."""
    return _found(client, server, name) is not None


def _found(client: Any, server: ChromaServer, name: str) -> Any:
    with speaking_to(server):
        try:
            return client.get_collection(name, embedding_function=None)
        except Exception as exc:
            if is_missing(exc):
                return None
            raise


@dataclass(slots=True)
class Lease:
    """The right to write on the server, held by this process."""

    client: Any
    server: ChromaServer
    collection: Any
    beaten: float = field(default_factory=time.monotonic)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def keep(self) -> None:
        """Move the beat on until `release`; a server that is away for a while is waited for."""
        while not self._stopping.wait(_BEATS):
            began = time.monotonic()
            try:
                self.collection.modify(metadata=_beat())
            except Exception:  # whether the lease still holds is judged by the last one that was taken
                continue
            self.beaten = began

    def release(self) -> None:
        """Let another process write; a server that can't be told finds out by itself."""
        self._stopping.set()
        try:
            mine = self.client.get_collection(self.server.collection + _WRITER, embedding_function=None)
            if mine.id == self.collection.id:
                self.client.delete_collection(self.server.collection + _WRITER)
        except Exception:
            return

    def clear(self) -> None:
        """Remove what killed writers left on the server."""
        with speaking_to(self.server):
            alias = (self._alias().metadata or {}).values()
            self._remove_all_but({str(name) for name in alias})

    def new_name(self, kind: str) -> str:
        """The name for a new collection: `g` a generation, `v` vectors."""
        with speaking_to(self.server):
            numbers = [int(name[1]) for name in map(self._pattern.fullmatch, self._names()) if name]
        return f"{self.server.collection}-{kind}{max(numbers, default=0) + 1:06d}-{secrets.token_hex(4)}"

    def put_in_place(self, name: str, alone: bool = False) -> None:
        """Make a finished generation the one in use, by one change of the alias.

        The one before it stays too, unless it is to be `alone`.

        Raises `ServerUnavailable` where this process may have lost the right to write meanwhile.
        """
        if time.monotonic() - self.beaten > _SURE:
            raise ServerUnavailable(url=self.server.place, reason="writer's lease ran out")
        with speaking_to(self.server):
            alias = self._alias()
            before = "" if alone else str((alias.metadata or {}).get(_CURRENT, ""))
            alias.modify(metadata={_CURRENT: name, _BEFORE: before})
            # Readers that opened the one before may still be answering from it.
            self._remove_all_but({name, before})

    def _remove_all_but(self, generations: set[str]) -> None:
        kept = set(generations)
        names = [name for name in self._names() if self._pattern.fullmatch(name)]
        for name in generations & set(names):
            about = self.client.get_collection(name, embedding_function=None).metadata or {}
            kept |= {str(about.get(VECTORS_IN, "")), str(about.get(VECTORS_IN, "")) + FILES}
        for name in names:
            if name not in kept:
                self.client.delete_collection(name)

    @property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"{re.escape(self.server.collection)}-[gv](\d{{6,}})-[0-9a-f]{{8}}({FILES})?")

    def _alias(self) -> Any:
        return self.client.get_or_create_collection(self.server.collection, embedding_function=None)

    def _names(self) -> list[str]:
        names: list[str] = []
        while page := self.client.list_collections(limit=100, offset=len(names)):
            names += [one.name for one in page]
        return names


@contextmanager
def writing(server: ChromaServer) -> Iterator[Lease]:
    """Hold the right to write on the server. Raises `IndexBusy` at once where another process has it.

    Raises `ServerUnavailable` and `ServerRefuses` besides.
    """
    client = connect(server)
    try:
        lease = Lease(client, server, _locked(client, server))
        beating = threading.Thread(target=lease.keep, name="writer's beat", daemon=True)
        beating.start()
        try:
            yield lease
        finally:
            lease.release()
    finally:
        close(client)


def _locked(client: Any, server: ChromaServer) -> Any:
    """The lock, created by this process."""
    name = server.collection + _WRITER
    with speaking_to(server):
        held = _found(client, server, name)
        if held is not None:
            if not _is_left(client, held):
                raise IndexBusy(folder=server.place, pid=(held.metadata or {}).get(_OWNER, "?"))
            # By its id: should two processes do this, neither takes the other's new lock away.
            dead = f"{name}-left-{secrets.token_hex(4)}"
            held.modify(name=dead)
            client.delete_collection(dead)
        try:
            return client.create_collection(name, embedding_function=None, metadata=_beat())
        except Exception:
            # Another process was faster.
            held = _found(client, server, name)
            if held is None:
                raise
            raise IndexBusy(folder=server.place, pid=(held.metadata or {}).get(_OWNER, "?")) from None


def _is_left(client: Any, held: Any) -> bool:
    """Whether a lock's holder is gone: its beat is old by our clock, and stays while we watch it.

    It need not be old where the holder was a process of this machine that is no more.
    """
    beat = float((held.metadata or {}).get(_BEAT, 0.0))
    if time.time() - beat < _LEFT and not _has_ended(str((held.metadata or {}).get(_OWNER, ""))):
        return False
    until = time.monotonic() + _WATCHED
    while time.monotonic() < until:
        time.sleep(1.0)
        now = client.get_collection(held.name, embedding_function=None)
        if now.id != held.id or (now.metadata or {}).get(_BEAT) != beat:
            return False
    return True


def _has_ended(owner: str) -> bool:
    """Whether a process of this machine is no more; False where it is another machine's."""
    host, _, pid = owner.rpartition(":")
    if host != socket.gethostname() or not pid.isdecimal() or os.name == "nt":
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _beat() -> dict[str, Any]:
    return {_OWNER: f"{socket.gethostname()}:{os.getpid()}", _BEAT: time.time()}
