"""Whether the parts of a generation agree, and whether its files are as they were written."""

from __future__ import annotations

from pathlib import Path

from vectorstore.errors import IndexDamaged
from vectorstore.index import file_sums
from vectorstore.index.catalog import Catalog
from vectorstore.index.dense_check import check_dense
from vectorstore.index.manifest import read_manifest
from vectorstore.index.progress import Progress, Reporter
from vectorstore.index.server import ChromaServer
from vectorstore.index.vectors_file import StoredVectors
from vectorstore.index.verbatim import VerbatimIndex


def check_generation(
    folder: Path, report: Reporter = lambda _: None, server: ChromaServer | None = None
) -> None:
    """Raise `IndexDamaged` unless every file of the generation is as it was written, and they agree."""
    manifest = read_manifest(folder)
    file_sums.check_files(folder, manifest.files, thorough=True)
    check_parts(folder, manifest.passages, report, server=server)


def check_parts(
    folder: Path,
    count: int,
    report: Reporter,
    mend: bool = False,
    only_changed: bool = False,
    server: ChromaServer | None = None,
) -> None:
    """Raise `IndexDamaged` unless the parts agree.

    The catalogue, the lexical index and the vectors hold the same passages, and Chroma, as read
    back from disk, holds the same vectors and finds what an exact search finds. With `mend`, for
    a generation in the making, Chroma is made to search harder where it does not. With
    `only_changed` Chroma is not read: its files were checked when they were written.
    """
    from vectorstore.index.bm25 import LexicalIndex

    report(Progress("checking", 0, count))
    catalog = Catalog.open(folder)
    try:
        if not only_changed:
            catalog.check()
        keys = catalog.layer_keys()
        total, indexed = catalog.counts()
        gone = len(catalog.gone_keys())
    finally:
        catalog.close()
    vectors = StoredVectors(folder)
    found = {
        "catalogue": indexed,
        "vectors": len(vectors) - gone,
        "lexical": len(LexicalIndex.open(folder)),
    }
    for part, there in found.items():
        if there != count:
            raise IndexDamaged(folder=str(folder), reason=f"{part}: {there} of {count}")
    if [len(own) for own in keys] != [len(layer) for layer in vectors.layers]:
        raise IndexDamaged(folder=str(folder), reason="vectors")
    known = len(VerbatimIndex.open(folder))
    if known > total or (total and not known):
        raise IndexDamaged(folder=str(folder), reason=f"verbatim: {known} of {total}")
    if not only_changed:
        check_dense(
            folder,
            keys[0],
            vectors.layers[0],
            mend,
            server,
            # The last of them is told when all is done.
            lambda done: report(Progress("checking", min(done, count - 1), count)),
        )
    report(Progress("checking", count, count))
