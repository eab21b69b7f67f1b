"""Whether the vector index holds what it was given, and finds it again.

Two things can be known. Every vector is stored and equal to the one in the vector file: that is
certain and checked for all. And the approximate search finds what an exact one finds: that is
measured on a sample. A passage that does not come first for its own vector proves nothing, since
among equal or nearly equal passages any may come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vectorstore.errors import IndexDamaged
from vectorstore.index.freed_memory import give_back
from vectorstore.index.vectors_file import let_go

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from vectorstore.index.chroma import Collection
    from vectorstore.index.server import ChromaServer

#: The share of the exact ten nearest that the approximate search must find.
RECALL_BAR = 0.95
NEIGHBOURS = 10
#: How many candidates the search keeps in hand, one after the other until the bar is reached.
EFFORTS = (100, 200, 400, 800, 1600)
_SAMPLE = 200
#: So many vectors are read at once, and so many asked back from Chroma, which makes an object of each value.
_ROWS_AT_ONCE, _ASKED_AT_ONCE = 4000, 250
#: Two cosines or two values of a stored vector that differ by less are equal.
EQUAL = 1e-5


@dataclass(frozen=True, slots=True)
class DenseCheck:
    """The measured recall, the search effort that it took, and whether all vectors are compared."""

    recall: float
    effort: int
    compared: bool = False


def check_dense(
    folder: Path,
    keys: Sequence[str],
    vectors: NDArray[np.float32],
    mend: bool = False,
    server: ChromaServer | None = None,
    compared: Callable[[int], None] = lambda _: None,
) -> DenseCheck:
    """Compare a generation's collections with its vectors: n keys, vectors of shape (n, d).

    With `mend`, which changes the files, the search effort is raised until the recall reaches
    the bar. Many equal vectors can part the graph, so that no effort gets there: the collection
    is then marked, and searches of it compare all vectors. Raises `IndexDamaged` where vectors
    are missing or other ones, or where the recall is under the bar and nothing is to be mended.
    The result is that of the collection that finds least. `compared` gets how many vectors have been.
    """
    from vectorstore.index.chroma import part_size

    found = []
    size = part_size(folder)
    for part, start in enumerate(range(0, max(len(keys), 1), size)):
        rows = slice(start, start + size)
        told = partial(_from, start, compared)
        found.append(_check_part(folder, part, keys[rows], vectors[rows], mend, server, told))
        let_go(vectors)
        give_back()
    return min(found, key=lambda one: (not one.compared, one.recall))


def _from(start: int, compared: Callable[[int], None], done: int) -> None:
    compared(start + done)


def _check_part(
    folder: Path,
    part: int,
    keys: Sequence[str],
    vectors: NDArray[np.float32],
    mend: bool,
    server: ChromaServer | None,
    compared: Callable[[int], None],
) -> DenseCheck:
    from vectorstore.index.chroma import read_collection, set_compared, set_effort

    with read_collection(folder, mend, part, server) as collection:
        _compare_stored(folder, collection, keys, vectors, compared)
        effort = collection.effort
        if collection.compared:
            return DenseCheck(1.0, effort, compared=True)
        recall = sampled_recall(collection, vectors)
    for more in EFFORTS if mend else ():
        if recall >= RECALL_BAR:
            break
        if more <= effort:
            continue
        set_effort(folder, more, part, server)
        with read_collection(folder, True, part, server) as collection:
            recall, effort = sampled_recall(collection, vectors), more
    if recall < RECALL_BAR and mend:
        set_compared(folder, part, server)
        return DenseCheck(1.0, effort, compared=True)
    if recall < RECALL_BAR:
        raise IndexDamaged(
            folder=str(folder), reason=f"chroma: recall {recall:.3f} of {RECALL_BAR} at effort {effort}"
        )
    return DenseCheck(recall, effort)


def _compare_stored(
    folder: Path,
    collection: Collection,
    keys: Sequence[str],
    vectors: NDArray[np.float32],
    compared: Callable[[int], None],
) -> None:
    import numpy as np

    if collection.count() != len(keys):
        raise IndexDamaged(folder=str(folder), reason=f"chroma: {collection.count()} of {len(keys)}")
    for start in range(0, len(keys), _ASKED_AT_ONCE):
        part = slice(start, start + _ASKED_AT_ONCE)
        stored = collection.vectors(keys[part])
        wrong = sum(
            key not in stored or float(np.abs(stored[key] - vector).max()) > EQUAL
            for key, vector in zip(keys[part], vectors[part], strict=True)
        )
        if wrong:
            raise IndexDamaged(folder=str(folder), reason=f"chroma: {wrong} vectors missing or changed")
        compared(min(start + _ASKED_AT_ONCE, len(keys)))
        if start % _ROWS_AT_ONCE == 0:
            let_go(vectors)
            give_back()


class Searched(Protocol):
    """What finds the nearest of each of several vectors."""

    def nearest_each(self, vectors: NDArray[np.float32], limit: int) -> Iterable[Sequence[tuple[Any, float]]]:
        """Keys or rows with cosine similarities, for each vector."""


def sampled_recall(collection: Searched, vectors: NDArray[np.float32], sample: int = _SAMPLE) -> float:
    """The share of the exact nearest that the collection finds, over a sample spread evenly.

    What it finds counts by its distance: one of several equally near is as good as another.
    """
    import numpy as np

    total = len(vectors)
    if not total:
        return 1.0
    rows = np.unique(np.linspace(0, total - 1, min(total, sample)).astype(int))
    asked = np.ascontiguousarray(vectors[rows])
    wanted = min(NEIGHBOURS, total)
    best = np.full((len(rows), wanted), -2.0, np.float32)
    for start in range(0, total, _ROWS_AT_ONCE):
        near = np.concatenate([best, asked @ vectors[start : start + _ROWS_AT_ONCE].T], axis=1)
        best = -np.partition(-near, wanted - 1, axis=1)[:, :wanted]
        let_go(vectors)
    farthest = best.min(axis=1)
    found: list[int] = [
        min(wanted, sum(similarity >= float(limit) - EQUAL for _, similarity in near))
        for near, limit in zip(collection.nearest_each(asked, wanted), farthest, strict=True)
    ]
    return sum(found) / (wanted * len(rows))
