"""What an ingest finds: the generation in use, the parts of it that are whole, and the roots.

A damaged part must not stop the ingest that is to mend it, and must not be carried over either.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from vectorstore.errors import IndexDamaged, IndexMissing, RootsUnknown
from vectorstore.index import catalog as catalogue
from vectorstore.index import generations, sealed_json
from vectorstore.index.catalog import Catalog
from vectorstore.index.file_sums import broken_files
from vectorstore.index.layers import DELTA, layers_of
from vectorstore.index.manifest import Manifest, code_versions, read_manifest
from vectorstore.index.progress import Reporter, in_passages
from vectorstore.index.vectors_file import DIGESTS, OLD_DIGESTS, VECTORS, KnownVectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Beside the generations: which folders are indexed, and on which mount each was.
ROOTS = "roots.json"


@dataclass(frozen=True, slots=True)
class Previous:
    """The index in use when an ingest begins; all empty where there is none.

    `catalog` is None where it is damaged, `damaged` whether anything is.
    """

    folder: Path | None = None
    manifest: Manifest | None = None
    catalog: Catalog | None = None
    damaged: bool = False
    vectors_from: tuple[Path, ...] = field(default=())

    @classmethod
    def open(cls, index: Path, report: Reporter = lambda _: None) -> Previous:
        """Read and sum everything. Raises `IndexUnavailable` where that can't be done now."""
        # An older generation's vectors serve as well, where the one in use lost its own.
        others = tuple(reversed(generations.finished(index)))
        try:
            folder = generations.current(index)
            manifest = read_manifest(folder)
        except IndexMissing:
            return cls()
        except IndexDamaged:
            return cls(damaged=True, vectors_from=others)
        size = sum(one.size for one in manifest.files.values())
        compared = in_passages(report, "opening", manifest.passages, size)
        found = broken_files(folder, manifest.files, thorough=True, compared=compared)
        broken = {name for name, _ in found}
        compared(size)
        catalog = None
        # SQLite takes an empty file for a database without tables, and another's for this one's.
        if manifest.files and not broken & {catalogue.FILE, f"{DELTA}/{catalogue.FILE}"}:
            try:
                catalog = Catalog.open(folder)
                catalog.check()
            except IndexDamaged:
                broken.add(catalogue.FILE)
        elif not manifest.files:
            catalog = _unsummed_catalog(folder)
        return cls(folder, manifest, catalog, bool(broken), (folder, *(f for f in others if f != folder)))

    def fits(self, model: str) -> bool:
        """Whether it is whole and this program's."""
        return bool(
            self.manifest
            and not self.damaged
            and self.catalog
            and self.manifest.versions == code_versions()
            and self.manifest.model == model
        )

    def reads_alike(self) -> bool:
        """Whether this program's readers made its texts."""
        return bool(
            self.manifest and self.manifest.versions.get("extracting") == code_versions()["extracting"]
        )

    def vectors(self, model: str) -> Mapping[str, NDArray[np.float32]]:
        """The vector of each text digest, where the same model made it and the files are whole."""
        for folder in self.vectors_from:
            found = _vectors(folder, model)
            if found:
                return found
        return {}


def _unsummed_catalog(folder: Path) -> Catalog | None:
    """The catalogue of a generation of an earlier format, which has no sums, where it is sound."""
    try:
        found = Catalog.open(folder)
        found.check()
    except IndexDamaged:
        return None
    return found


def _vectors(folder: Path, model: str) -> KnownVectors | None:
    try:
        manifest = read_manifest(folder)
        if manifest.model != model:
            return None
        names = {
            (layer / name).relative_to(folder).as_posix()
            for layer in layers_of(folder)
            for name in (VECTORS, DIGESTS, OLD_DIGESTS)
        }
        sums = {name: manifest.files[name] for name in names if name in manifest.files}
        if any(True for _ in broken_files(folder, sums, thorough=True)):
            return None
        return KnownVectors(layers_of(folder))
    except (IndexDamaged, OSError, ValueError):
        return None


def known_roots(index: Path) -> tuple[str, ...]:
    """The files and folders that are indexed; none where there is no index yet.

    Raises `RootsUnknown` where there is one that is damaged so that they can't be told: to guess
    them would put other documents in the place of the person's own.
    """
    try:
        return read_manifest(generations.current(index)).roots
    except IndexMissing:
        return ()
    except IndexDamaged as exc:
        remembered = _remembered(index).mounts
        if not remembered:
            raise RootsUnknown(folder=str(index)) from exc
        return tuple(remembered)


def taken_out(index: Path) -> frozenset[tuple[str, str]]:
    """The documents that a person removed, as (root, document); they stay out of every later ingest."""
    try:
        return frozenset(read_manifest(generations.current(index)).taken_out)
    except IndexMissing:
        return frozenset()
    except IndexDamaged:
        return _remembered(index).taken_out


def remember_roots(index: Path, roots: tuple[str, ...], taken_out: Iterable[tuple[str, str]] = ()) -> None:
    """Keep roots and removed documents beside the generations, for when a generation's own list is lost."""
    before = _remembered(index).mounts
    # A root that is away keeps the mount that it was on.
    mounts = {root: _mount(Path(root)) if Path(root).exists() else before.get(root, "") for root in roots}
    out = [list(one) for one in sorted(taken_out)]
    sealed_json.write(index / ROOTS, {"roots": list(roots), "mounts": mounts, "taken_out": out})


def is_away(index: Path, root: str) -> bool:
    """Whether a root that was indexed can't be seen now: moved, unmounted, a drive taken out.

    A single file whose folder is there was deleted; an empty folder that was on a mount of its
    own is the place where the mount was.
    """
    path = Path(root)
    try:
        if not path.exists():
            return not (path.suffix and path.parent.is_dir())
    except OSError:
        return True
    was = _remembered(index).mounts.get(root, "")
    return bool(was) and _mount(path) != was and not os.path.ismount(was)


@dataclass(frozen=True, slots=True)
class _Remembered:
    """What stands beside the generations: the mount of each root, and what a person removed."""

    mounts: dict[str, str] = field(default_factory=dict)
    taken_out: frozenset[tuple[str, str]] = frozenset()


def _remembered(index: Path) -> _Remembered:
    try:
        data = sealed_json.read(index / ROOTS)
        mounts = {str(root): str(data["mounts"].get(root, "")) for root in data["roots"]}
        out = frozenset((str(root), str(file)) for root, file in data.get("taken_out", ()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _Remembered()
    return _Remembered(mounts, out)


def _mount(path: Path) -> str:
    """The nearest mount point at or above a path."""
    at = path.resolve()
    while not os.path.ismount(at) and at != at.parent:
        at = at.parent
    return str(at)
